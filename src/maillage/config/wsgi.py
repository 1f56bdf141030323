"""WSGI entry point: every web process is stateless, the database is the one shared thing."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from maillage.config.memory import set_apart_what_was_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")

application = get_wsgi_application()

# Every view is loaded now, not under the first visitor.
list(get_resolver().url_patterns)
set_apart_what_was_loaded()

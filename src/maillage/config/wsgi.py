"""WSGI entry point: every web process is stateless, the database is the one shared thing."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")

application = get_wsgi_application()

# Every view is loaded now, not under the first visitor. What was loaded lasts as long as the process: set
# apart, it is no longer walked each time Python looks for what can be thrown away.
list(get_resolver().url_patterns)
gc.collect()
gc.freeze()

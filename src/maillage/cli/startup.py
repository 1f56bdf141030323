"""Start Django for a command."""

import os


def set_up_django() -> None:
    """Load the settings and the apps, and speak the portal's language; a wrong setting is a refusal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    # Imported here: a command that only plans files starts without Django.
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    from maillage.cli.errors import CommandError

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error
    translation.activate(settings.LANGUAGE_CODE)

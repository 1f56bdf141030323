"""Periodic work on structures."""

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.jobs import domain as jobs
from maillage.core.organisations.domain.duplicates import look_for_duplicates
from maillage.core.organisations.registry import client
from maillage.core.organisations.tasks import read_registry_again


def compare_changed_sheets() -> None:
    """Compare the sheets that changed with all the others; safe to repeat."""
    look_for_duplicates()


def read_registry() -> None:
    """Start the weekly reading of the registry, when the portal names one; two readings harm nothing."""
    if client.is_on():
        jobs.start(
            read_registry_again,
            title=_("Weekly reading of the registry of companies"),
            owner=None,
            arguments={"since": timezone.now().isoformat()},
        )

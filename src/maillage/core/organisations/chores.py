"""Periodic work on structures."""

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.jobs import domain as jobs
from maillage.core.organisations.domain import duplicates, ess, memberships
from maillage.core.organisations.models import Membership
from maillage.core.organisations.registry import client
from maillage.core.organisations.tasks import compare_many_sheets, read_registry_again


def compare_changed_sheets() -> None:
    """Compare the sheets that changed with all the others; of many, a work. Safe to repeat."""
    if not duplicates.are_many():
        duplicates.look_for_duplicates()
    elif not jobs.is_under_way(compare_many_sheets):
        jobs.start(compare_many_sheets, title=_("Comparison of many new sheets"), owner=None, arguments={})


def apply_new_rules() -> None:
    """Read every sheet under the rules of the ESS in force today, once; nothing to do on other days."""
    ess.appraise_all()


def read_registry() -> None:
    """Start the weekly reading of the registry, when the portal names one; two readings harm nothing."""
    if client.is_on():
        jobs.start(
            read_registry_again,
            title=_("Weekly reading of the registry of companies"),
            owner=None,
            arguments={"since": timezone.now().isoformat()},
        )


def end_memberships() -> None:
    """Say of the memberships whose last day has passed that they ended. Safe to repeat."""
    memberships.end_past(Membership.objects.all())

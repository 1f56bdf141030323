"""What personal keys know of one person: export, erasure, end of keeping (named by ``personal_data``)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.api.models import ApiKey
from maillage.api.queries import keys_of
from maillage.core.accounts.models import Person


def export_keys(person: Person) -> Iterator[dict[str, object]]:
    """Give the keys, without their secrets."""
    for key in keys_of(person):
        yield {
            _("Name of the key"): key.name,
            _("Created on"): key.created_at,
            _("Valid until"): key.expires_at,
            _("Revoked on"): key.revoked_at,
            _("Last used on"): key.last_used_on,
        }


def erase_keys(person: Person) -> int:
    """Remove the keys: they open nothing from then on."""
    removed, _by_model = ApiKey.objects.filter(person=person).delete()
    return removed


def purge_keys(before: datetime, dry_run: bool) -> int:
    """Remove the keys that were over before a date."""
    rows = ApiKey.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))
    number = rows.count()
    if not dry_run:
        rows.delete()
    return number

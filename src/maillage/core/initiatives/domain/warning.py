"""Write to signatories before their signature, or a label that the charter asks for, ends."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maillage.core.initiatives.deadlines import Deadline, due
from maillage.core.initiatives.models import Signature
from maillage.core.initiatives.queries import address_of, labels_ending, to_renew
from maillage.core.messaging import domain as messaging
from maillage.core.messaging.models import Message
from maillage.core.organisations.models import Label, Organisation
from maillage.core.ui.templatetags.ui import long_date


def warn(now: datetime | None = None) -> int:
    """Post the warnings that fall due; return how many. Repeated, it posts none twice."""
    now = now or timezone.now()
    zone = ZoneInfo(settings.TIME_ZONE)
    today = timezone.localdate(now)
    posted = 0
    with translation.override(settings.LANGUAGE_CODE):
        for signature in to_renew(None, today).annotate(put_off=Max("snoozes__until")):
            posted += _post(_signature_deadline(signature), signature, None, now, zone)
        for label in labels_ending(None, today).annotate(put_off=Max("snoozes__until")):
            for asking in _asking(label):
                posted += _post(_label_deadline(label), asking, label, now, zone)
    return posted


def _signature_deadline(signature: Signature) -> Deadline | None:
    if signature.until is None:
        return None
    return Deadline(f"signature.{signature.pk}", signature.until, signature.signed_on, _put_off(signature))


def _label_deadline(label: Label) -> Deadline | None:
    if label.valid_to is None:
        return None
    return Deadline(f"label.{label.pk}", label.valid_to, label.valid_from, _put_off(label))


def _put_off(ending: Signature | Label) -> date | None:
    day: date | None = ending.put_off  # type: ignore[union-attr]  # annotated by whoever read it
    return day


def _asking(label: Label) -> Iterator[Signature]:
    """Yield the first signature in force for which this label counts: a structure is written to once."""
    rows = Signature.objects.filter(
        organisation=label.organisation_id,
        state=Signature.State.IN_FORCE,
        version__commitments__labels__icontains=str(label),
    )
    yield from rows.select_related("version__initiative", "organisation").distinct().order_by("pk")[:1]


def _post(
    deadline: Deadline | None, signature: Signature, label: Label | None, now: datetime, zone: ZoneInfo
) -> int:
    organisation = signature.organisation
    to = address_of(organisation) if organisation else ""
    if deadline is None or organisation is None or not to:
        return 0
    posted = 0
    for notice in due([deadline], now, zone):
        with transaction.atomic():
            if Message.objects.filter(key=notice.key).exists():
                continue
            messaging.post(
                kind="initiatives.ending",
                to=to,
                subject=_subject(signature, label),
                text=_text(organisation, signature, label, deadline),
                key=notice.key,
            )
            posted += 1
    return posted


def _subject(signature: Signature, label: Label | None) -> str:
    name = signature.version.initiative.name
    if label:
        return _("Your label %(label)s ends soon: « %(initiative)s »") % {"label": label, "initiative": name}
    return _("Your signature ends soon: « %(initiative)s »") % {"initiative": name}


def _text(organisation: Organisation, signature: Signature, label: Label | None, deadline: Deadline) -> str:
    initiative = signature.version.initiative
    facts = {
        "name": organisation.name,
        "initiative": initiative.name,
        "day": long_date(deadline.until),
        "label": label or "",
        "address": settings.PUBLIC_URL + reverse("initiatives:charter", args=[initiative.slug]),
    }
    if label:
        told = _(
            "%(name)s signed the charter of « %(initiative)s », which asks for a label. The one that we know "
            "of, %(label)s, is valid until %(day)s.\n\nIt is renewed? Tell us until when. You give it up? "
            "Tell us too: nothing is decided without you."
        )
    else:
        told = _(
            "%(name)s signed the charter of « %(initiative)s ». This signature holds until %(day)s.\n\n"
            "Do you go on? Answer whoever facilitates the démarche: one word is enough."
        )
    return "\n\n".join(
        (_("Good day,"), told % facts, _("The charter, and who signed it: %(address)s") % facts)
    )

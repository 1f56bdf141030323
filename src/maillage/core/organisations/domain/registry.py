"""What the registry of companies says: offered to a new sheet, read again each week, never decisive."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from time import monotonic, sleep
from typing import Any, TypeVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.jobs.domain import RunningJob
from maillage.core.organisations.domain import sources
from maillage.core.organisations.models import Organisation, Source, SourceIdentity
from maillage.core.organisations.registry import client
from maillage.core.organisations.registry.units import Unit

KEY = "recherche-entreprises"
NAME, LICENCE = "Recherche d’entreprises", "Licence Ouverte 2.0"
_SALT = "maillage.organisations.registry"
_A_DAY = 86_400
# Told to wait longer than this, a reading stops and is tried again later by the queue.
LONGEST_PAUSE = 120
T = TypeVar("T")


def source() -> Source:
    """Return the registry as a source."""
    found, _created = Source.objects.get_or_create(
        key=KEY,
        defaults={
            "name": NAME,
            "licence": LICENCE,
            "url": "https://recherche-entreprises.api.gouv.fr",
        },
    )
    return found


def sealed(unit: Unit) -> str:
    """Return what was read as a text that the form carries and nobody can change."""
    return signing.dumps(unit.payload(), salt=_SALT, compress=True)


def unsealed(text: str) -> Unit | None:
    """Return what a form carries, None when it was changed or is older than a day."""
    try:
        return Unit(**signing.loads(text, salt=_SALT, max_age=_A_DAY))
    except (signing.BadSignature, TypeError):
        return None


def keep(*, organisation: Organisation, unit: Unit, actor: Person | None) -> sources.Applied:
    """Keep what the registry says of a structure, and write it where no hand has written.

    The name and the address stay as people write them. Raises ValidationError when a value is refused.
    """
    with transaction.atomic():
        received = sources.receive(
            source=source(), external_id=_identifier(organisation), payload=unit.payload()
        )
        identity = received.identity
        if identity.organisation_id != organisation.pk:
            sources.attach(identity=identity, organisation=organisation, actor=actor)
        _note_closure(identity, told=unit.is_closed)
        return sources.apply_record(
            organisation=organisation, record=received.record, values=values_of(unit), actor=actor
        )


def values_of(unit: Unit) -> dict[str, Any]:
    """Return what the registry says of the fields of a sheet; what it does not say is left as it is."""
    told: dict[str, Any] = {
        "legal_category": unit.legal_category,
        "naf": unit.naf,
        "naf_2025": unit.naf_2025,
        "since": date.fromisoformat(unit.since) if unit.since else None,
    }
    return {field: value for field, value in told.items() if value} | {"ess_registry": unit.is_ess}


def _identifier(organisation: Organisation) -> str:
    """Name a structure in the registry by its SIRET, which several may share."""
    name = f"{organisation.siret} {organisation.unit}".strip()
    known = SourceIdentity.objects.filter(source__key=KEY)
    if known.filter(external_id=name).exclude(organisation=None).exclude(organisation=organisation).exists():
        return f"{organisation.siret} ({organisation.pk})"
    return name


def _note_closure(identity: SourceIdentity, *, told: bool) -> None:
    """Remember that the registry calls a structure closed, until someone says that it is not."""
    closure = SourceIdentity.Closure
    if not told and identity.closure:
        identity.closure = closure.NONE
    elif told and not identity.closure:
        identity.closure = closure.TOLD
    else:
        return
    identity.save(update_fields=["closure"])


def still_open(*, organisation: Organisation, actor: Person) -> None:
    """Say that a structure which a source calls closed is not."""
    with transaction.atomic():
        told = organisation.identities.filter(closure=SourceIdentity.Closure.TOLD)
        if told.update(closure=SourceIdentity.Closure.DENIED):
            activity.record(
                verb="organisations.still_open",
                actor=actor,
                target=organisation,
                screen="organisations:sheet",
            )


def read_again(*, job: RunningJob, since: datetime) -> None:
    """Ask the registry about every structure that has a SIRET and was not asked about since an instant.

    Each answer is kept in a transaction of its own, once the network is done with: a reading that starts
    again goes on where it stopped. What the registry does not know is left as it is.
    """
    seen = SourceIdentity.objects.filter(
        source__key=KEY, organisation=OuterRef("pk"), last_seen_at__gte=since
    )
    wanted = (
        Organisation.objects.standing()
        .exclude(Q(siret="") | Q(state=Organisation.State.CLOSED) | Exists(seen))
        .order_by("pk")
    )
    keys = list(wanted.values_list("pk", flat=True))
    facts = {"asked": len(keys), "changed": 0, "closed": 0, "unknown": 0, "refused": 0}
    for done, key in enumerate(keys):
        job.report(done, len(keys), _("Asking the registry"))
        organisation = Organisation.objects.standing().filter(pk=key).exclude(siret="").first()
        if organisation is None:
            continue
        unit = patiently(partial(client.by_siret, organisation.siret), job)
        if unit is None:
            facts["unknown"] += 1
            continue
        try:
            facts["changed"] += bool(keep(organisation=organisation, unit=unit, actor=None).changed)
        except ValidationError:
            facts["refused"] += 1
        facts["closed"] += unit.is_closed
    job.report(len(keys), len(keys), _("Asking the registry"))
    with job.effect():
        activity.record(verb="organisations.registry_read", facts=facts)


def patiently(ask: Callable[[], T], job: RunningJob) -> T:
    """Ask the registry one thing, as patiently as it wants; told to wait too long, raise what it said."""
    while True:
        job.check_cancelled()
        try:
            return ask()
        except client.RegistryBusyError as busy:
            if busy.seconds > LONGEST_PAUSE:
                raise
            ends = monotonic() + busy.seconds
        while monotonic() < ends:
            job.check_cancelled()
            sleep(0.2)

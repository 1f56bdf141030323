"""What the rules must know, read from the database: the same number of queries for 3 rows and 3 000."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from maillage.core.contacts.models import Absence, Contact, Coverage, DeclaredGap, Scope, Subject
from maillage.core.contacts.rules import (
    AbsenceFacts,
    ContactFacts,
    CoverageFacts,
    Facts,
    GapFacts,
    Place,
    SubjectFacts,
    Zone,
)
from maillage.core.portal.queries import the_portal
from maillage.core.territories.models import Municipality, MunicipalityEvent, TerritoryAssignment

# The key of the portal's own contact, which stands for the central team when none is recorded.
PORTAL_KEY = 0


# What of a line says where it holds: plain columns, for an answer is asked for at each visit.
_ZONE_COLUMNS = (
    "scope",
    "commune__scheme",
    "commune__code",
    "commune__name",
    "epci__siren",
    "epci__name",
    "territory__code",
    "territory__name",
)


def facts_at(on: date, places: Sequence[Place] = ()) -> Facts:
    """Read subjects, contacts, coverages and gaps of every date, absences not over on a day; five queries.

    The portal's own contact stands for the central team on a day when no central contact is in post.
    """
    contacts = _contacts()
    if not any(each.kind == Contact.Kind.CENTRAL and each.in_post(on) for each in contacts):
        contacts.append(_portal_contact())
    absences = Absence.objects.filter(last_day__gte=on).order_by("first_day", "pk")
    return Facts(
        subjects=tuple(_subject(each) for each in Subject.objects.order_by("position", "key")),
        contacts=tuple(contacts),
        coverages=_coverages(),
        absences=tuple(
            AbsenceFacts(
                key=each.pk,
                contact=each.contact_id,
                first_day=each.first_day,
                last_day=each.last_day,
                stand_in=each.stand_in_id,
            )
            for each in absences
        ),
        gaps=_gaps(),
        places=tuple(places),
        gone=gone_communes(on) if places else {},
    )


def zone_of(line: Coverage | DeclaredGap) -> Zone:
    """Return the zone of a line in the rules' terms."""
    if line.commune:
        return Zone(Scope.COMMUNE.value, line.commune.reference, line.commune.name)
    if line.epci:
        return Zone(Scope.EPCI.value, line.epci.siren, line.epci.name)
    if line.territory:
        return Zone(Scope.TERRITORY.value, line.territory.code, line.territory.name)
    return Zone(Scope.DEPARTEMENT.value)


def place_of(commune: Municipality, on: date) -> Place:
    """Return a commune as it stands on a day: a part as its commune, one that ended as its successor."""
    whole = commune_on(commune, on)
    changes = (
        TerritoryAssignment.objects.filter(municipality=whole)
        .select_related("territory")
        .order_by("valid_from")
    )
    rows = list(changes)
    held = next((row for row in reversed(rows) if row.valid_from <= on), None)
    following = next((row for row in rows if row.valid_from > on), None)
    days = [day for day in (following and following.valid_from, whole.valid_to) if day and day > on]
    in_departement = bool(held and held.territory) or (
        bool(whole.departement) and whole.departement == served_departement(on)
    )
    return _place(whole, held, in_departement=in_departement, until=min(days, default=None))


def places_at(on: date) -> tuple[Place, ...]:
    """Return the communes served on a day: those of a territory, and all those of its département.

    The département served is the one where most communes with a territory are.
    """
    held = {
        row.municipality_id: row
        for row in TerritoryAssignment.objects.at(on).with_ends().select_related("territory").order_by("pk")
    }
    communes = list(Municipality.objects.communes_at(on).select_related("epci").order_by("code", "pk"))
    in_territory = {pk for pk, row in held.items() if row.territory_id}
    served = _most_common(each.departement for each in communes if each.pk in in_territory)
    return tuple(
        _place(
            each,
            held.get(each.pk),
            in_departement=True,
            until=min(
                (day for day in (getattr(held.get(each.pk), "valid_to", None), each.valid_to) if day),
                default=None,
            ),
        )
        for each in communes
        if each.pk in in_territory or (served and each.departement == served)
    )


def commune_on(commune: Municipality, on: date) -> Municipality:
    """Follow a part to its commune, and a commune that had ended by a day to its successor."""
    current = commune.parent or commune
    seen = {current.pk}
    while current.valid_to and current.valid_to <= on:
        event = (
            MunicipalityEvent.objects.in_force(on)
            .filter(kind=MunicipalityEvent.Kind.MERGER, former_code=current.code)
            .select_related("successor__parent", "successor__epci")
            .order_by("-on", "pk")
            .first()
        )
        if event is None or event.successor_id in seen:
            break
        current = event.successor.parent or event.successor
        seen.add(current.pk)
    return current


def gone_communes(on: date) -> Mapping[str, str]:
    """Return the codes of the communes that had ended by a day, each with its successor's (or nothing)."""
    ended = Municipality.objects.filter(kind=Municipality.Kind.COMMUNE, valid_to__lte=on).order_by("pk")
    followers = {
        event.former_code: event.successor.reference
        for event in MunicipalityEvent.objects.in_force(on)
        .filter(kind=MunicipalityEvent.Kind.MERGER)
        .select_related("successor")
        .order_by("on", "pk")
    }
    return {each.reference: followers.get(each.code, "") for each in ended}


def served_departement(on: date) -> str:
    """Return the département where most communes with a territory are; empty before any is loaded."""
    held = TerritoryAssignment.objects.at(on).filter(territory__isnull=False)
    counted = held.order_by().values("municipality__departement").annotate(communes=Count("pk"))
    most = counted.exclude(municipality__departement="").order_by("-communes").first()
    return str(most["municipality__departement"]) if most else ""


def _most_common(codes: Iterable[str]) -> str:
    counted = Counter(code for code in codes if code).most_common(1)
    return counted[0][0] if counted else ""


def _place(
    commune: Municipality, held: TerritoryAssignment | None, *, in_departement: bool, until: date | None
) -> Place:
    territory = held.territory if held else None
    unassigned = None if held is None else ""
    return Place(
        code=commune.reference,
        name=commune.name,
        epci=commune.epci.siren if commune.epci else None,
        epci_name=commune.epci.name if commune.epci else "",
        territory=territory.code if territory else unassigned,
        territory_name=territory.name if territory else "",
        in_departement=in_departement,
        territory_sure=held is None or held.confidence != TerritoryAssignment.Confidence.TO_CONFIRM,
        until=until,
    )


def _subject(subject: Subject) -> SubjectFacts:
    return SubjectFacts(
        key=subject.key,
        family=subject.family,
        name=subject.name,
        summary=subject.summary,
        position=subject.position,
    )


def _contacts() -> list[ContactFacts]:
    rows = Contact.objects.order_by("pk").values(
        *("pk", "kind", "function", "since", "until", "successor_id", "confirmed_on", "person__is_active"),
        *("organisation_name", "name_shown", "email", "phone", "place", "hours", "web"),
    )
    return [
        ContactFacts(
            key=row["pk"],
            kind=row["kind"],
            function=row["function"],
            since=row["since"],
            until=row["until"],
            successor=row["successor_id"],
            confirmed_on=row["confirmed_on"],
            has_account=bool(row["person__is_active"]),
            organisation=row["organisation_name"],
            name=row["name_shown"],
            email=row["email"],
            phone=row["phone"],
            place=row["place"],
            hours=row["hours"],
            web=row["web"],
        )
        for row in rows
    ]


def _portal_contact() -> ContactFacts:
    portal = the_portal()
    return ContactFacts(
        key=PORTAL_KEY,
        kind=Contact.Kind.CENTRAL.value,
        function=_("Central team"),
        since=date.min,
        organisation=portal.publisher,
        email=portal.contact_email,
        phone=portal.contact_phone,
    )


def _coverages() -> tuple[CoverageFacts, ...]:
    rows = Coverage.objects.order_by("pk").values(
        *("pk", "contact_id", "subject__key", "valid_from", "valid_to", "confirmed_on", "source"),
        *_ZONE_COLUMNS,
    )
    return tuple(
        CoverageFacts(
            key=row["pk"],
            contact=row["contact_id"],
            zone=_zone(row),
            subject=row["subject__key"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            confirmed_on=row["confirmed_on"],
            source=row["source"],
        )
        for row in rows
    )


def _gaps() -> tuple[GapFacts, ...]:
    rows = DeclaredGap.objects.order_by("pk").values(
        *("pk", "subject__key", "reason", "valid_from", "valid_to"), *_ZONE_COLUMNS
    )
    return tuple(
        GapFacts(
            key=row["pk"],
            subject=row["subject__key"],
            zone=_zone(row),
            reason=row["reason"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        for row in rows
    )


def _zone(row: Mapping[str, Any]) -> Zone:
    scope = row["scope"]
    if scope == Scope.COMMUNE:
        named = Municipality(scheme=row["commune__scheme"], code=row["commune__code"])
        return Zone(scope, named.reference, row["commune__name"])
    if scope == Scope.EPCI:
        return Zone(scope, row["epci__siren"], row["epci__name"])
    if scope == Scope.TERRITORY:
        return Zone(scope, row["territory__code"], row["territory__name"])
    return Zone(scope)

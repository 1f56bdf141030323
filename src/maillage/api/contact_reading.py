"""Answers of the rules as the interface tells them. A name shown by consent stays on the pages: it can be
taken back there, and not from the copies that programs made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from maillage.api import contact_schemas as schemas
from maillage.api.schemas import CommuneRef, TerritoryRef
from maillage.core.contacts.finder_words import because
from maillage.core.contacts.knowledge import zone_of
from maillage.core.contacts.models import Contact, Coverage, Subject
from maillage.core.contacts.rules import Anomaly, Answer, ContactFacts, Place, Proposed, Reason, Zone

Names = Mapping[str, str]


def subject_names() -> dict[str, str]:
    """Return the name of each subject by its key."""
    return dict(Subject.objects.order_by("position", "key").values_list("key", "name"))


def contact(facts: ContactFacts) -> schemas.Contact:
    """Tell a role that answers."""
    return schemas.Contact(
        id=facts.key,
        kind=facts.kind,
        function=facts.function,
        organisation=facts.organisation,
        email=facts.email,
        phone=facts.phone,
        place=facts.place,
        hours=facts.hours,
        web=facts.web,
        confirmed_on=facts.confirmed_on,
    )


def contacts(rows: Sequence[Contact], on: date) -> list[schemas.ContactDetail]:
    """Tell contacts with what they cover on a day, in the order given; one query."""
    covers: defaultdict[int, list[schemas.Coverage]] = defaultdict(list)
    lines = Coverage.objects.at(on).filter(contact__in=[row.pk for row in rows])
    for line in lines.select_related("commune", "epci", "territory", "subject").order_by("valid_from", "pk"):
        covers[line.contact_id].append(
            schemas.Coverage(
                zone=zone(zone_of(line)),
                subject=line.subject.key if line.subject else None,
                valid_from=line.valid_from,
                valid_to=line.valid_to,
                source=line.source,
            )
        )
    return [
        schemas.ContactDetail(
            id=row.pk,
            kind=row.kind,
            function=row.function,
            organisation=row.organisation_name,
            email=row.email,
            phone=row.phone,
            place=row.place,
            hours=row.hours,
            web=row.web,
            confirmed_on=row.confirmed_on,
            covers=covers[row.pk],
        )
        for row in rows
    ]


def zone(found: Zone) -> schemas.Zone:
    """Tell where a line holds."""
    return schemas.Zone(scope=found.scope, code=found.code, name=found.name)


def proposed(proposal: Proposed, place: Place, names: Names) -> schemas.Proposed:
    """Tell a proposal with its reasons in words."""
    return schemas.Proposed(
        contact=contact(proposal.contact),
        subjects=list(proposal.subjects),
        stands_in_for=proposal.stands_in_for.function if proposal.stands_in_for else "",
        reasons=[reason(each, place, names) for each in proposal.reasons],
        until=proposal.until,
        certain=proposal.certain,
    )


def reason(why: Reason, place: Place, names: Names) -> schemas.Reason:
    """Tell one reason."""
    return schemas.Reason(code=why.code.value, words=because(why, place, names))


def answer(found: Answer) -> schemas.Answer:
    """Tell whom to ask in a commune; one query."""
    names, place = subject_names(), found.place

    def told(proposals: Iterable[Proposed]) -> list[schemas.Proposed]:
        return [proposed(each, place, names) for each in proposals]

    return schemas.Answer(
        commune=CommuneRef(reference=place.code, name=place.name),
        territory=TerritoryRef(code=place.territory, name=place.territory_name) if place.territory else None,
        on=found.on,
        officers=told(found.officers),
        partners=[
            schemas.Partners(subject=key, partners=told(found.partners[key]))
            for key in names
            if key in found.partners
        ],
        central=told(found.central),
        gaps=[schemas.Gap(subject=each.subject, reason=each.reason) for each in found.gaps],
        not_chosen=[
            schemas.NotChosen(contact=contact(each.contact), reason=reason(each.reason, place, names))
            for each in found.not_chosen
        ],
    )


def anomaly(found: Anomaly) -> schemas.Anomaly:
    """Tell one thing to repair."""
    return schemas.Anomaly(
        kind=found.kind.value,
        repair=found.repair.value,
        subjects=list(found.subjects),
        communes=list(found.communes),
        contacts=list(found.contacts),
        territory=found.territory,
    )

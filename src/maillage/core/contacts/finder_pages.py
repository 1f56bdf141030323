"""What the public pages show of contacts: the answer for a commune, all contacts by territory."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from maillage.core.contacts.domain import words
from maillage.core.contacts.finder_words import (
    PartnersOnSubject,
    ShownContact,
    partners_in_words,
    shown,
    why_not,
)
from maillage.core.contacts.knowledge import commune_on, facts_at, place_of, places_at
from maillage.core.contacts.models import Contact, WrongContactReport
from maillage.core.contacts.rules import Answer, Facts, GapFacts, Place, Proposed, SubjectFacts, route
from maillage.core.contacts.rules.facts import COMMUNE, OFFICER, PARTNER
from maillage.core.portal import markdown
from maillage.core.portal.queries import find_page
from maillage.core.territories.models import Municipality, MunicipalityEvent, Territory
from maillage.core.territories.queries import territories_at, territory_of
from maillage.core.territories.sections import Mention, mentions_at

OUTSIDE_PAGE = "hors-du-departement"
# Words on contacts taken within an hour: a whole village may answer, a machine may not.
MOST_WORDS_ON_A_COMMUNE, MOST_WORDS = 10, 100


@dataclass(frozen=True)
class Text:
    """A text page of the portal, ready to show; ``language`` when it is not the reader's."""

    slug: str
    title: str
    source: str
    language: str = ""

    @property
    def body(self) -> SafeString:
        """The text as safe HTML."""
        return markdown.render(self.source)


@dataclass(frozen=True, kw_only=True)
class AnswerPage:
    """The answer for one commune on a day, in words."""

    commune: Municipality
    territory: Territory | None
    answer: Answer
    officers: tuple[ShownContact, ...]
    central: tuple[ShownContact, ...]
    offer: tuple[SubjectFacts, ...]
    partners: tuple[PartnersOnSubject, ...]
    others: tuple[tuple[str, str], ...]
    outside: Text | None = None

    @property
    def first(self) -> ShownContact | None:
        """The one contact to call: the officer, else the central team."""
        return next(iter(self.officers or self.central), None)

    @property
    def fallback(self) -> tuple[ShownContact, ...]:
        """The central team where it is not the first contact already."""
        return self.central if self.officers else self.central[1:]

    @property
    def contacts(self) -> dict[int, ShownContact]:
        """Everyone proposed, by key."""
        partners = [each for line in self.partners for each in line.contacts]
        return {each.facts.key: each for each in (*partners, *self.central, *self.officers)}


@dataclass(frozen=True, kw_only=True)
class TerritorySheet:
    """A territory with those who answer there, their partners, and what is done there together."""

    territory: Territory
    communes: int
    officers: tuple[ShownContact, ...]
    partners: tuple[PartnersOnSubject, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Everyone:
    """All contacts on a day, by territory; the central team, the offer, what the whole département does."""

    on: date
    sheets: tuple[TerritorySheet, ...]
    central: tuple[ShownContact, ...]
    offer: tuple[SubjectFacts, ...]
    mentions: tuple[Mention, ...] = ()


def answer_page(commune: Municipality, on: date) -> AnswerPage:
    """Answer for a commune on a day; a constant number of queries."""
    facts, place = facts_at(on), place_of(commune, on)
    answer = route(place, None, on, facts)
    names = _names(facts)
    return AnswerPage(
        commune=commune,
        territory=territory_of(commune, on),
        answer=answer,
        officers=tuple(shown(each, place, names) for each in answer.officers),
        central=tuple(shown(each, place, names) for each in answer.central),
        offer=_offer(facts),
        partners=tuple(partners_in_words(answer, _partner_subjects(facts), names)),
        others=tuple((each.contact.function, why_not(each, place)) for each in answer.not_chosen),
        outside=None if place.in_departement else text(OUTSIDE_PAGE),
    )


def communes_behind(reference: str, on: date) -> tuple[list[Municipality], str]:
    """Return the communes of today behind an address, and the former name that leads there (or nothing).

    None: no commune was ever known so. Several: the old commune was divided, the visitor must say which.
    """
    scheme, _dash, code = reference.rpartition("-")
    known = Municipality.objects.filter(scheme=scheme or Municipality.Scheme.INSEE, code=code)
    commune = known.filter(kind=Municipality.Kind.COMMUNE).select_related("epci").first()
    if commune:
        heir = commune_on(commune, on)
        return [heir], commune.name if heir != commune else ""
    part = known.filter(parent__isnull=False).select_related("parent__epci").order_by("pk").first()
    if part and part.parent:
        return [part.parent], part.name
    events = list(
        MunicipalityEvent.objects.in_force(on)
        .filter(former_code=code)
        .select_related("successor__epci")
        .order_by("successor__folded", "pk")
    )
    return [event.successor for event in events], events[0].former_name if events else ""


def hear(commune: Municipality, *, right: bool, message: str) -> bool:
    """Keep a visitor's word on the first contact of a commune; False when too many came within the hour.

    The words themselves are counted: nothing is kept or remembered of who sends them.
    """
    last_hour = WrongContactReport.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1))
    here = last_hour.filter(commune=commune).count()
    if here >= MOST_WORDS_ON_A_COMMUNE or last_hour.count() >= MOST_WORDS:
        return False
    first = answer_page(commune, timezone.localdate()).first
    contact = Contact.objects.filter(pk=first.facts.key).first() if first else None
    words.receive(commune=commune, contact=contact, says_right=right, message=message)
    return True


def everyone(on: date) -> Everyone:
    """Return all contacts on a day; the places of a territory are asked one by one, as a visitor would."""
    facts, places, mentions = facts_at(on), defaultdict(list), mentions_at(on)
    for place in places_at(on):
        places[place.territory].append(place)
    central = route(Place(code="", territory="", epci=""), None, on, facts).central
    nowhere = Place(code="")
    return Everyone(
        on=on,
        sheets=tuple(_sheet(each, places[each.code], on, facts, mentions) for each in territories_at(on)),
        central=tuple(shown(each, nowhere, _names(facts)) for each in central),
        offer=_offer(facts),
        mentions=tuple(each for each in mentions if not each.territories),
    )


def territory_sheet(territory: Territory, on: date) -> tuple[TerritorySheet, tuple[SubjectFacts, ...]]:
    """Return who answers in a territory on a day, then the offer of the officers."""
    places, facts = [place for place in places_at(on) if place.territory == territory.code], facts_at(on)
    return _sheet(territory, places, on, facts), _offer(facts)


def text(slug: str) -> Text | None:
    """Return a text page of the portal, None when the portal has none of this name."""
    page = find_page(slug)
    if page is None:
        return None
    language = page.language if page.language != get_language() else ""
    return Text(page.slug, page.title, page.body, language)


def _sheet(
    territory: Territory, places: list[Place], on: date, facts: Facts, mentions: Iterable[Mention] = ()
) -> TerritorySheet:
    """Put together the answers for all communes of a territory; who answers in most comes first."""
    names, communes = _names(facts), Counter[tuple[int, int]]()
    first: dict[tuple[int, int], tuple[Proposed, Place]] = {}
    partners: dict[str, dict[int, Proposed]] = defaultdict(dict)
    gaps: dict[str, GapFacts] = {}
    for place, number in _alike(places, facts):
        answer = route(place, None, on, facts)
        for each in answer.officers:
            key = (each.contact.key, each.stands_in_for.key if each.stands_in_for else -1)
            communes[key] += number
            first.setdefault(key, (each, place))
        for subject, proposed in answer.partners.items():
            for each in proposed:
                partners[subject].setdefault(each.contact.key, each)
        gaps |= {gap.subject: gap for gap in answer.gaps}
    whole = Place(code="", name=territory.name, territory=territory.code, territory_name=territory.name)
    merged = Answer(
        place=whole,
        on=on,
        partners={subject: tuple(found.values()) for subject, found in partners.items()},
        gaps=tuple(gaps.values()),
    )
    return TerritorySheet(
        territory=territory,
        communes=len(places),
        officers=tuple(shown(*first[key], names) for key, _count in communes.most_common()),
        partners=tuple(partners_in_words(merged, _partner_subjects(facts), names)),
        mentions=tuple(each for each in mentions if territory.pk in each.territories),
    )


def _alike(places: list[Place], facts: Facts) -> list[tuple[Place, int]]:
    """Return one place for all those that have the same answer, with how many they are.

    Communes that no line and no gap names share the answer of their EPCI and territory.
    """
    named = {gap.zone.code for gap in facts.gaps if gap.zone.scope == COMMUNE}
    groups: dict[object, list[Place]] = defaultdict(list)
    for place in places:
        alone = place.code in named or (COMMUNE, place.code) in facts.coverages_by_zone
        groups[place.code if alone else (place.epci, place.territory)].append(place)
    return [(group[0], len(group)) for group in groups.values()]


def _names(facts: Facts) -> dict[str, str]:
    return {each.key: each.name for each in facts.subjects}


def _offer(facts: Facts) -> tuple[SubjectFacts, ...]:
    return tuple(each for each in facts.subjects if each.family == OFFICER)


def _partner_subjects(facts: Facts) -> list[tuple[str, str, str]]:
    return [(each.key, each.name, each.summary) for each in facts.subjects if each.family == PARTNER]

"""Demonstration events of the other démarches: one that took place, one to come, on each territory.

All invented, but for the launch seminar of TRESSONS: its day and the number of people are those of the public
document; its hours are invented, and say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from maillage.core.accounts.models import Person
from maillage.core.events.domain import following, preparing, registering
from maillage.core.events.models import Event
from maillage.core.territories.models import Municipality, Territory

Kind = Event.Kind
REPLY_TO = "economie-solidaire@example.org"


@dataclass(frozen=True, kw_only=True)
class Told:
    """An invented event: where, what, how many days from today (negative: it took place), what came of it."""

    territory: str
    kind: Event.Kind
    title: str
    host: str
    place: str
    commune: str
    days: int
    hour: int
    hours: int
    seats: int | None = None
    guests: int = 0
    minutes: str = ""
    decision: str = ""
    action: tuple[str, str, int] | None = None


ELSEWHERE = (
    Told(
        territory="TDL",
        kind=Kind.VISIT,
        title="Visite d’une zone d’activités : ce que l’un jette, l’autre le cherche",
        host="Boucle locale (démonstration)",
        place="Accueil de la zone d’activités (lieu inventé)",
        commune="Toul",
        days=16,
        hour=9,
        hours=3,
        seats=25,
        guests=11,
    ),
    Told(
        territory="TDL",
        kind=Kind.MEETING,
        title="Palettes, cartons, chaleur : premier tour de table des entreprises",
        host="Boucle locale (démonstration)",
        place="Salle de la communauté de communes (lieu inventé)",
        commune="Colombey-les-Belles",
        days=-34,
        hour=14,
        hours=2,
        guests=9,
        minutes="Neuf entreprises et structures ont dit ce qu’elles jettent et achètent. Les palettes "
        "et les cartons reviennent chez six d’entre elles.",
        decision="Une visite par mois, chaque fois sur un autre site.",
        action=("Peser les cartons d’un mois chez trois entreprises", "Boucle locale (démonstration)", 12),
    ),
    Told(
        territory="VDL",
        kind=Kind.FORUM,
        title="Forum du tourisme solidaire : nos séjours de l’été",
        host="Les Sentiers partagés (démonstration)",
        place="Salle polyvalente (lieu inventé)",
        commune="Pont-à-Mousson",
        days=37,
        hour=14,
        hours=4,
        seats=60,
        guests=18,
    ),
    Told(
        territory="VDL",
        kind=Kind.FORUM,
        title="Forum du tourisme solidaire : ce que nous pouvons nous prêter",
        host="Le Gîte des Coteaux (démonstration)",
        place="Grange du gîte (lieu inventé)",
        commune="Dieulouard",
        days=-62,
        hour=14,
        hours=3,
        guests=14,
        minutes="Quatorze acteurs : trois séjours à deux ont été dessinés sur place. Il manque une navette "
        "le dimanche, et une brochure commune.",
        decision="Une seule brochure, avec la charte au dos.",
        action=("Écrire la brochure commune", "Les Sentiers partagés (démonstration)", -3),
    ),
    Told(
        territory="GN",
        kind=Kind.MEETING,
        title="ESSpresso : réunion de ceux qui le préparent",
        host="Le Zinc solidaire (démonstration)",
        place="Arrière-salle du café (lieu inventé)",
        commune="Nancy",
        days=24,
        hour=10,
        hours=2,
    ),
    Told(
        territory="GN",
        kind=Kind.HALF_DAY,
        title="ESSpresso : dire ses souhaits en cinq minutes",
        host="Le Zinc solidaire (démonstration)",
        place="Café associatif (lieu inventé)",
        commune="Tomblaine",
        days=-27,
        hour=17,
        hours=2,
        guests=12,
        minutes="Douze structures ont appris à écrire leurs souhaits ; deux n’en osent pas plus de trois.",
        decision="Un modèle de souhait est joint à chaque invitation.",
    ),
    Told(
        territory="LGY",
        kind=Kind.MEETING,
        title="AROMA : cantines et fermes autour d’une table",
        host="Paniers et tablées (démonstration)",
        place="Lycée professionnel (lieu inventé)",
        commune="Longwy",
        days=44,
        hour=9,
        hours=4,
        seats=40,
        guests=16,
    ),
    Told(
        territory="LGY",
        kind=Kind.VISIT,
        title="AROMA : visite d’une légumerie par-delà la frontière",
        host="La Légumerie des Trois Frontières (démonstration)",
        place="Légumerie (lieu inventé)",
        commune="Longlaville",
        days=-48,
        hour=10,
        hours=3,
        guests=10,
        minutes="La légumerie peut couper pour trois cantines de plus. Le camion du mardi est vide.",
        decision="Un essai d’un mois avec deux cantines.",
        action=("Écrire le menu de l’essai", "Paniers et tablées (démonstration)", 20),
    ),
    Told(
        territory="BRY",
        kind=Kind.MEETING,
        title="Bien vieillir à domicile : relire la charte ensemble",
        host="Maison à vivre (démonstration)",
        place="Salle de la mairie (lieu inventé)",
        commune="Val de Briey",
        days=45,
        hour=14,
        hours=2,
        guests=8,
    ),
    Told(
        territory="BRY",
        kind=Kind.VISIT,
        title="Bien vieillir à domicile : visite d’un logement adapté",
        host="Maison à vivre (démonstration)",
        place="Appartement témoin (lieu inventé)",
        commune="Jœuf",
        days=-41,
        hour=10,
        hours=2,
        guests=11,
        minutes="Une douche sans seuil coûte moins qu’on ne croit ; les aides sont mal connues.",
        decision="Une feuille d’une page sur les aides, à laisser aux artisans.",
        action=("Écrire la feuille sur les aides", "Maison à vivre (démonstration)", 8),
    ),
)


def load(territories: dict[str, Territory], officer: Person | None) -> None:
    """Prepare, publish, fill, and let take place what is past."""
    for told in ELSEWHERE:
        if told.territory in territories:
            _tell(told, territories[told.territory], officer)
    _launch_of_tressons(officer)


def _tell(told: Told, territory: Territory, officer: Person | None) -> None:
    # What took place is announced as if ahead, then taken back to its day.
    starts_at = at(abs(told.days), told.hour)
    event = _published(
        Event(
            kind=told.kind,
            title=told.title,
            host=told.host,
            place=told.place,
            commune=commune(told.commune),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=told.hours),
            capacity=told.seats,
            organiser=officer,
            reply_to=REPLY_TO,
        ),
        [territory],
        officer,
    )
    for number, (name, organisation) in enumerate(_guests(told), start=1):
        registering.register(
            event=event, name=name, email=f"invitee-{number}@example.org", organisation=organisation
        )
    if told.days < 0:
        _take_back(event, at(told.days, told.hour), told.hours, officer)
        _follow(event, told, officer)


def _guests(told: Told) -> Iterator[tuple[str, str]]:
    for number in range(1, told.guests + 1):
        yield f"Invité·e {number} (démonstration)", f"Structure invitée {number} (démonstration)"


def _published(event: Event, territories: list[Territory], officer: Person | None) -> Event:
    preparing.draft(event=event, territories=territories, by=officer)
    return preparing.publish(event=event, by=officer)


def _take_back(event: Event, starts_at: datetime, hours: int, officer: Person | None) -> None:
    Event.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))
    event.refresh_from_db()
    preparing.hold(event=event, by=officer)


def _follow(event: Event, told: Told, officer: Person | None) -> None:
    event.registrations.update(arrived_at=event.starts_at)
    if told.minutes:
        following.write_minutes(event=event, text=told.minutes, is_public=True, by=officer)
    if told.decision:
        following.decide(event=event, text=told.decision, by=officer)
    if told.action:
        what, who, days = told.action
        due_on = timezone.localdate() + timedelta(days=days)
        following.act(event=event, what=what, who=who, due_on=due_on, by=officer)


def _launch_of_tressons(officer: Person | None) -> None:
    starts_at = at(30, 9)
    event = _published(
        Event(
            kind=Kind.SEMINAR,
            title="TRESSONS : séminaire de lancement",
            summary="Plus de 140 personnes, dit le document public. Les heures sont inventées pour la "
            "démonstration.",
            host="Département de Meurthe-et-Moselle",
            place="Au Département",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=8),
            organiser=officer,
        ),
        [],
        officer,
    )
    day = timezone.make_aware(datetime.combine(date(2019, 4, 2), time(9)))
    _take_back(event, day, 8, officer)


def at(days: int, hour: int) -> datetime:
    """Return an hour so many days from today; never on a weekend."""
    day: date = timezone.localdate() + timedelta(days=days)
    day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
    return timezone.make_aware(datetime.combine(day, time(hour)))


def commune(name: str) -> Municipality | None:
    """Return a commune of today by its name, None where it is not loaded."""
    return Municipality.objects.communes_at(timezone.localdate()).filter(name=name).order_by("pk").first()

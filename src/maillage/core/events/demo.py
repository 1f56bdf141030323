"""Demonstration events: « Faire ensemble » in the Lunévillois, from invitation to follow-up. All invented."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from maillage.core.accounts.models import Person, Role
from maillage.core.events import demo_elsewhere
from maillage.core.events.circles import Guest
from maillage.core.events.demo_elsewhere import at, commune
from maillage.core.events.domain import attending, following, inviting, preparing, registering, repeating
from maillage.core.events.models import Event, Registration, Series
from maillage.core.events.rules.programme import read_programme
from maillage.core.territories.models import Territory
from maillage.core.territories.queries import territories_at

PROGRAMME = """13 h 45 Accueil café
14 h Trois structures racontent ce qu’elles cherchent
14 h 45 Tables tournantes : ce que nous pourrions faire ensemble
16 h 15 Qui fait quoi, pour quand
16 h 45 Verre de l’amitié"""

GUESTS = (
    ("Direction d’une ressourcerie", "La Seconde Vie du bois (démonstration)"),
    ("Animation sportive", "Lunéville Sport Partage (fictif)"),
    ("Présidence d’une association", "Un toit pour apprendre (démonstration)"),
    ("Chargée de projet", "Mobilité solidaire (démonstration)"),
    ("Maire-adjointe à la vie associative", "Une commune du territoire (démonstration)"),
    ("Gérance d’une coopérative", "Ancienne Scierie (fictif)"),
    ("Médiation culturelle", "Au Fil des Vezouzes (fictif)"),
    ("Production fermière", "La Ferme du Sânon (fictif)"),
    ("Bénévole", "Repair café (démonstration)"),
    ("Direction d’un centre social", "La Maison de tous (démonstration)"),
    ("Encadrement technique", "Chantier nature (démonstration)"),
    ("Coordination d’une épicerie", "Le Panier solidaire (démonstration)"),
    ("Trésorerie", "Vélo pour tous (démonstration)"),
    ("Conseil en emploi", "Passerelle emploi (démonstration)"),
)

# Invited to the half-day to come: by message, or by voice where no address is known.
INVITED = (
    Guest("La Seconde Vie du bois (démonstration)", "invitee-1@example.org"),
    Guest("Ancienne Scierie (fictif)", "invitee-6@example.org"),
    Guest("Le Moulin des savoirs (démonstration)", "moulin@example.org"),
    Guest("La Grange aux idées (démonstration)", "grange@example.org"),
    Guest("Les Ruchers du Sânon (démonstration)", "", "03 53 01 54 70"),
    Guest("La mairie d’un village voisin (démonstration)", "", "03 53 01 54 71"),
)


def load() -> list[str]:
    """Load the events unless some stand already: what was changed on screen is kept."""
    territories = {each.code: each for each in territories_at()}
    if Event.objects.exists() or "LUN" not in territories:
        return []
    officer = Person.objects.filter(grants__role=Role.OFFICER, grants__ended_at=None).order_by("pk").first()
    _together(territories["LUN"], officer)
    demo_elsewhere.load(territories, officer)
    count = Event.objects.count()
    return [ngettext("%(count)d fictitious event.", "%(count)d fictitious events.", count) % {"count": count}]


def _together(territory: Territory, officer: Person | None) -> None:
    """« Faire ensemble »: one half-day that took place, one where people wait, one in preparation."""
    series = repeating.start_series(
        title="Faire ensemble",
        rhythm="Une demi-journée par trimestre, chaque fois chez une autre structure.",
        territories=[territory],
        by=officer,
    )
    first = _half_day(series, territory, officer, days=20, capacity=14)
    _register(first, GUESTS[:12], officer)
    _let_it_take_place(first, officer)
    following_one = _half_day(series, territory, officer, days=13, capacity=8)
    Event.objects.filter(pk=following_one.pk).update(
        title="Faire ensemble : nos ateliers, nos salles, nos véhicules",
        host="La Maison de tous (démonstration)",
        place="La Maison de tous (lieu inventé)",
    )
    inviting.invite(
        event=following_one,
        guests=INVITED,
        circle="Ceux qui participent à « Faire ensemble dans un Lunévillois qui bouge »",
        by=officer,
    )
    _register(following_one, GUESTS[:11], officer)
    following_one.refresh_from_db()
    repeating.repeat(
        event=following_one,
        starts_at=at(104, 14),
        host="La Table commune (démonstration)",
        place="La Table commune (lieu inventé)",
        by=officer,
    )


def _half_day(
    series: Series, territory: Territory, officer: Person | None, *, days: int, capacity: int
) -> Event:
    starts_at = at(days, 14)
    event = Event(
        kind=Event.Kind.HALF_DAY,
        title="Faire ensemble : se rencontrer, s’entraider",
        summary="Une demi-journée pour se connaître entre structures voisines, dire ce que l’on cherche, "
        "ce que l’on peut prêter, et repartir avec une action à deux.\nOuvert à toutes les structures "
        "du Lunévillois, petites et grandes.",
        host="La Seconde Vie du bois (démonstration)",
        place="Halle de la ressourcerie (lieu inventé)",
        commune=commune("Lunéville"),
        access_note="Entrée de plain-pied. Covoiturage depuis la gare : dites-le en vous inscrivant.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        capacity=capacity,
        series=series,
        organiser=officer,
        reply_to="lunevillois@example.org",
        asks_photo_consent=True,
    )
    lines = read_programme(PROGRAMME)
    preparing.draft(event=event, territories=[territory], programme=lines, by=officer)
    return preparing.publish(event=event, by=officer)


def _register(event: Event, guests: tuple[tuple[str, str], ...], officer: Person | None) -> None:
    for number, (name, organisation) in enumerate(guests, start=1):
        if number == 4 and officer:
            registering.add_by_hand(
                event=event,
                name=name,
                source=Registration.Source.PHONE,
                phone="03 00 00 00 00",
                organisation=organisation,
                by=officer,
            )
            continue
        registering.register(
            event=event,
            name=name,
            email=f"invitee-{number}@example.org",
            organisation=organisation,
            needs="Une place devant, j’entends mal" if number == 2 else "",
            photo_consent=(True, False, None)[number % 3],
        )


def _let_it_take_place(event: Event, officer: Person | None) -> None:
    """Take an event back by six weeks, then tell what came of it."""
    earlier = event.starts_at - timedelta(weeks=6)
    Event.objects.filter(pk=event.pk).update(starts_at=earlier, ends_at=earlier + timedelta(hours=3))
    event.registrations.update(created_at=timezone.now(), needs="")
    event.refresh_from_db()
    if officer:
        for registration in event.registrations.order_by("number")[:9]:
            attending.check_in(registration=registration, by=officer)
    preparing.hold(event=event, by=officer)
    following.write_minutes(
        event=event,
        text="Neuf structures se sont rencontrées. Trois ont découvert qu’elles louaient la même salle, "
        "deux cherchaient un camion le même jour. La ressourcerie peut prêter son atelier le jeudi.",
        is_public=True,
        by=officer,
    )
    following.decide(event=event, text="Un tableau partagé des salles et des véhicules à prêter.", by=officer)
    following.decide(event=event, text="La prochaine demi-journée porte sur ce que l’on partage.", by=officer)
    today = timezone.localdate()
    for what, who, days in (
        ("Ouvrir le tableau partagé des salles et des véhicules", "La Maison de tous (démonstration)", -2),
        ("Visiter l’atelier de la ressourcerie à trois", "Ancienne Scierie (fictif)", 9),
        ("Écrire à deux communes pour une salle commune", "Chargée de mission (démonstration)", 30),
    ):
        following.act(event=event, what=what, who=who, due_on=today + timedelta(days=days), by=officer)
    opinions = (
        (4, True, "Enfin des visages sur des noms."),
        (3, True, ""),
        (4, False, "Plus de temps à deux."),
    )
    for registration, (useful, met, comment) in zip(
        event.registrations.order_by("number"), opinions, strict=False
    ):
        attending.tell_opinion(registration=registration, useful=useful, met_someone_new=met, comment=comment)

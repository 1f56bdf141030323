"""Demonstration contacts: functions without names, at fictitious numbers, over the real territories."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import ngettext

from maillage.core.accounts.demo import PEOPLE
from maillage.core.accounts.domain.roles import grant_role
from maillage.core.accounts.models import Person, Role
from maillage.core.contacts.domain import absences, coverage, people
from maillage.core.contacts.domain.coverage import Where
from maillage.core.contacts.domain.subjects import load_subjects
from maillage.core.contacts.models import Contact, Subject
from maillage.core.portal.domain import BUNDLED
from maillage.core.territories.models import Territory
from maillage.core.territories.queries import territories_at

SINCE = date(2024, 1, 1)
SOURCE = "Donnée de démonstration, inventée"

# Subject, function, organisation, codes of its territories (none: the whole département).
PARTNERS = (
    ("creation", "Conseil à la création", "Atelier des projets (démonstration)", ()),
    ("emploi", "Conseil en emploi et insertion", "Passerelle emploi (démonstration)", ()),
    ("circulaire", "Animation du réemploi", "Réseau des ressourceries (démonstration)", ()),
    ("circulaire", "Écologie industrielle du territoire", "Boucle locale (démonstration)", ("TDL",)),
    ("alimentation", "Circuits courts et cantines", "Paniers et tablées (démonstration)", ()),
    ("alimentation", "Approvisionnement transfrontalier", "Tables voisines (démonstration)", ("LGY",)),
    ("habitat", "Logement et bien vieillir", "Maison à vivre (démonstration)", ()),
    ("habitat", "Artisans engagés", "Atelier des habitants (démonstration)", ("BRY",)),
    (
        "tourisme",
        "Tourisme et loisirs solidaires",
        "Chemins de traverse (démonstration)",
        ("GN", "TDL", "BRY", "VDL", "LUN"),
    ),
)


def load() -> list[str]:
    """Load subjects and contacts unless some contact stands already: what was changed on screen is kept."""
    territories = {each.code: each for each in territories_at()}
    if Contact.objects.exists() or not territories:
        return []
    load_subjects(path=BUNDLED / "meurthe-et-moselle" / "subjects.toml")
    coordinator = Person.objects.filter(grants__role=Role.COORDINATOR, grants__ended_at=None).first()
    people.add(
        contact=Contact(
            kind=Contact.Kind.CENTRAL,
            function="Équipe centrale de l’économie solidaire (démonstration)",
            organisation_name="Département de Meurthe-et-Moselle (démonstration)",
            email="economie-solidaire@example.org",
            phone="03 53 01 54 00",
            hours="Du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h",
            since=SINCE,
        ),
        actor=coordinator,
    )
    officers = {
        code: _officer(territory, number, coordinator)
        for number, (code, territory) in enumerate(territories.items(), start=1)
    }
    _partners(territories, coordinator)
    if coordinator:
        _exceptions(territories, officers, coordinator)
    count = Contact.objects.count()
    return [
        ngettext("%(count)d fictitious contact.", "%(count)d fictitious contacts.", count) % {"count": count}
    ]


def _officer(territory: Territory, number: int, actor: Person | None) -> Contact:
    officer = people.add(
        contact=Contact(
            kind=Contact.Kind.OFFICER,
            function=f"Chargée territoriale d’économie solidaire, {territory.name} (démonstration)",
            organisation_name="Département de Meurthe-et-Moselle (démonstration)",
            email=f"{slugify(territory.name)}@example.org",
            phone=f"03 53 01 54 {number:02}",
            place=f"Maison du Département, {territory.name} (démonstration)",
            hours="Du mardi au vendredi, de 9 h à 12 h et de 14 h à 17 h",
            person=_account(territory),
            since=SINCE,
        ),
        actor=actor,
    )
    coverage.cover(
        contact=officer,
        zones=[Where(territory)],
        subjects=[None],
        valid_from=SINCE,
        source=SOURCE,
        actor=actor,
    )
    return officer


def _account(territory: Territory) -> Person:
    """Return the account that answers: for one territory the demonstration's officer."""
    email = next(address for role, address, _name in PEOPLE if role == Role.OFFICER)
    if territory.code != "LUN":
        email = f"chargee-{slugify(territory.name)}@example.org"
    person = Person.objects.filter(email=email).first()
    if person is None:
        name = f"Chargée de mission, {territory.name} (démonstration)"
        person = Person.objects.create_user(email, name=name)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        grant_role(person=person, role=Role.OFFICER, by=None)
    return person


def _partners(territories: dict[str, Territory], actor: Person | None) -> None:
    for number, (key, function, organisation, codes) in enumerate(PARTNERS, start=1):
        contact = people.add(
            contact=Contact(
                kind=Contact.Kind.PARTNER,
                function=function,
                organisation_name=organisation,
                email=f"partenaire-{number}@example.org",
                phone=f"03 53 01 55 {number:02}",
                since=SINCE,
            ),
            actor=actor,
        )
        zones = [Where(territories[code]) for code in codes if code in territories] or [Where()]
        coverage.cover(
            contact=contact,
            zones=zones,
            subjects=[Subject.objects.get(key=key)],
            valid_from=SINCE,
            source=SOURCE,
            actor=actor,
        )


def _exceptions(territories: dict[str, Territory], officers: dict[str, Contact], coordinator: Person) -> None:
    """Add what never lasts: an absence with its stand-in, a gap, a departure next January."""
    today = timezone.localdate()
    if {"VDL", "TDL", "LGY", "BRY"} - officers.keys():
        return
    absences.declare(
        contact=officers["VDL"],
        first_day=today - timedelta(days=2),
        last_day=today + timedelta(days=9),
        stand_in=officers["TDL"],
        actor=coordinator,
    )
    coverage.declare_gap(
        subjects=[Subject.objects.get(key="tourisme")],
        zones=[Where(territories["LGY"])],
        reason="Partenaire recherché ; l’équipe centrale répond en attendant.",
        valid_from=SINCE,
        actor=coordinator,
    )
    new_year = date(today.year + 1, 1, 1)
    leaving = officers["BRY"]
    successor = people.add(
        contact=Contact(
            kind=Contact.Kind.OFFICER,
            function=f"{leaving.function.removesuffix(' (démonstration)')}, prise de poste (démonstration)",
            organisation_name=leaving.organisation_name,
            email=leaving.email,
            phone=leaving.phone,
            place=leaving.place,
            hours=leaving.hours,
            person=leaving.person,
            since=new_year,
        ),
        actor=coordinator,
    )
    people.hand_over(contact=leaving, successor=successor, on=new_year, source=SOURCE, actor=coordinator)

"""Demonstration data: the démarches of the public document, with their source, and invented actors."""

import tomllib
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.events.models import Event, Series
from maillage.core.initiatives import demo_charters, demo_links
from maillage.core.initiatives.domain import parts
from maillage.core.initiatives.domain.initiatives import link_event, open_initiative
from maillage.core.initiatives.models import Actor, Initiative
from maillage.core.portal.domain import BUNDLED
from maillage.core.territories.models import Territory

FILE = BUNDLED / "meurthe-et-moselle" / "initiatives.toml"
# The document is of 2019: what it tells as past ended before.
HANDED_OVER = date(2019, 1, 1)


def dated(when: str) -> dict[str, date | str]:
    """Read « 2017 », « 2017-06 » or « 2017-06-05 »: what is known, and how far."""
    known_to = {4: "year", 7: "month", 10: "day"}[len(when)]
    return {"day": date.fromisoformat((when + "-01-01")[:10]), "known_to": known_to}


# Invented actors, in the numbers of the document: about twenty in the Val de Lorraine; for AROMA twenty
# partners of four countries, its leader among them.
TOURISM = (
    "Le Gîte des Coteaux",
    "Les Sentiers partagés",
    "Les Ânes du Grand Couronné",
    "La Guinguette de Moselle",
    "Le Verger conservatoire",
    "Vélo et Vallée",
    "La Ferme aux chèvres",
    "Les Conteurs du Froidmont",
    "Le Café de la Passerelle",
    "Canoë pour tous",
    "Le Moulin des savoirs",
    "La Chambre d’hôtes solidaire",
    "Les Marcheurs de l’Esch",
    "Le Musée de l’outil",
    "L’Atelier du papier",
    "Les Cuisines du jardin",
    "La Navette associative",
    "Le Théâtre de la halle",
    "Les Abeilles de Mousson",
)
AROMA = {
    "France": "Chambre des champs|Lycée des saveurs|Cantines du Pays-Haut|Légumes en commun"
    "|École des cuisiniers|Halle paysanne",
    "Belgique": "Ardenne nourricière|Cuisines de Gaume|Ceinture alimentaire d’Arlon|Ferme-école de la Semois"
    "|Réseau des collectivités",
    "Luxembourg": "Cantines du Sud|Maraîchers de l’Alzette|Institut du goût|Forum de la terre",
    "Allemagne": "Höfe der Saar|Küchen der Region|Schule und Garten|Netzwerk Trier",
}


def _people_the_demarches() -> None:
    """Add the invented actors, hand the facilitation over as the document tells, link the events."""
    by_slug = {each.slug: each for each in Initiative.objects.order_by("pk")}
    for name in TOURISM:
        parts.welcome(
            initiative=by_slug["tourisme-et-loisirs-solidaires"], actor=None, name=f"{name} (démonstration)"
        )
    for country, names in AROMA.items():
        for name in names.split("|"):
            parts.welcome(
                initiative=by_slug["aroma"], actor=None, name=f"{name} (démonstration)", note=country
            )
    for initiative in by_slug.values():
        here = (
            Q(territories__in=initiative.territories.all())
            if initiative.territories.exists()
            else Q(territories=None, starts_at__year=2019)
        )
        for event in Event.objects.filter(here).distinct().order_by("starts_at", "pk"):
            if event.series is None:
                link_event(initiative=initiative, event=event, whole_series=False, actor=None)
        for series in Series.objects.filter(territories__in=initiative.territories.all()).order_by("pk"):
            initiative.series.add(series)


def load() -> list[str]:
    """Load the démarches, then the links that they led to; what stands already is kept as it is."""
    return _load_initiatives() + demo_links.load()


def _load_initiatives() -> list[str]:
    if Initiative.objects.exists():
        return []
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    territories = {each.code: each for each in Territory.objects.order_by("pk")}
    for row in told["initiative"]:
        initiative = open_initiative(
            actor=None,
            name=row["name"],
            summary=row["summary"],
            purpose=row["purpose"],
            territories=[territories[code] for code in row["territories"] if code in territories],
            state=row.get("state", Initiative.State.ACTIVE),
            since=row.get("since"),
            ended_in=row.get("ended_in"),
            source=told["source"],
            published=True,
        )
        for name in row.get("leads", ()):
            parts.welcome(initiative=initiative, actor=None, name=name, part=Actor.Part.LEADS)
        for name in row.get("partners", ()):
            parts.welcome(initiative=initiative, actor=None, name=name)
        if name := row.get("facilitated_before"):
            parts.welcome(
                initiative=initiative,
                actor=None,
                name=name,
                part=Actor.Part.FACILITATES,
                until=HANDED_OVER,
                note="au plus tard : le document ne dit pas le jour",
            )
        if name := row.get("facilitates"):
            parts.welcome(initiative=initiative, actor=None, name=name, part=Actor.Part.FACILITATES)
        for title, state in row.get("stages", ()):
            parts.add_stage(initiative=initiative, actor=None, title=title, state=state)
        for funder, scheme in row.get("funders", ()):
            parts.fund(initiative=initiative, actor=None, funder=funder, scheme=scheme)
        for when, text in row.get("story", ()):
            parts.tell(initiative=initiative, actor=None, text=text, **dated(when))
    _people_the_demarches()
    demo_charters.load()
    together = Initiative.objects.get(slug="faire-ensemble-dans-un-lunevillois-qui-bouge")
    parts.promise(
        initiative=together,
        actor=None,
        what=_("Draw up the list of structures that could receive a visit (demonstration)"),
        who=_("Facilitation of the démarche (demonstration)"),
        due_on=timezone.localdate() + timedelta(days=21),
    )
    return [_("%(count)d démarches told by the public document.") % {"count": len(told["initiative"])}]

"""Demonstration data: the démarches of the public document, with their source, and an invented action."""

import tomllib
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.initiatives import demo_links
from maillage.core.initiatives.domain import charters, parts
from maillage.core.initiatives.domain.initiatives import open_initiative
from maillage.core.initiatives.models import Actor, Initiative
from maillage.core.portal.domain import BUNDLED
from maillage.core.territories.models import Territory

FILE = BUNDLED / "meurthe-et-moselle" / "initiatives.toml"


def dated(when: str) -> dict[str, date | str]:
    """Read « 2017 », « 2017-06 » or « 2017-06-05 »: what is known, and how far."""
    known_to = {4: "year", 7: "month", 10: "day"}[len(when)]
    return {"day": date.fromisoformat((when + "-01-01")[:10]), "known_to": known_to}


def _charter_of_home_adaptation() -> None:
    """The charter of Briey as the document tells it, with two invented signatories."""
    version = charters.write_version(
        initiative=Initiative.objects.get(slug="bien-vieillir-a-domicile"),
        title="Charte « Bien vieillir à domicile »",
        preamble=(
            "Adapter son logement pour continuer d’y vivre dignement, avec des artisans sûrs.\n\n"
            "Pour la démonstration, la durée d’une signature et les signataires sont inventés."
        ),
        renewed_every=36,
        commitments=[
            ("Être à l’écoute des besoins de la personne", False),
            ("Dire quels organismes peuvent aider", False),
            ("Conseiller des travaux adaptés, au juste prix et dans les règles", False),
            ("Remettre un devis conforme, clair, détaillé, gratuit et dans les temps", False),
            ("Être formé à la perte d’autonomie", False),
            ("Signaler ce qui inquiète", False),
            ("Avoir un label", False),
            ("Faire respecter la charte aux sous-traitants", True),
        ],
        actor=None,
    )
    charters.publish_version(version=version, actor=None, on=date(2016, 6, 5))
    version.refresh_from_db()
    today = timezone.localdate()
    for name, months_ago in (("Menuiserie du Woigot", 35), ("Plomberie des Trois Rivières", 8)):
        charters.sign(
            version=version,
            name=f"{name} (démonstration)",
            function="Gérance",
            signed_on=charters.months_later(today, -months_ago),
            actor=None,
        )


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
        if name := row.get("facilitates"):
            parts.welcome(initiative=initiative, actor=None, name=name, part=Actor.Part.FACILITATES)
        for funder, scheme in row.get("funders", ()):
            parts.fund(initiative=initiative, actor=None, funder=funder, scheme=scheme)
        for when, text in row.get("story", ()):
            parts.tell(initiative=initiative, actor=None, text=text, **dated(when))
    _charter_of_home_adaptation()
    together = Initiative.objects.get(slug="faire-ensemble-dans-un-lunevillois-qui-bouge")
    parts.promise(
        initiative=together,
        actor=None,
        what=_("Draw up the list of structures that could receive a visit (demonstration)"),
        who=_("Facilitation of the démarche (demonstration)"),
        due_on=timezone.localdate() + timedelta(days=21),
    )
    return [_("%(count)d démarches told by the public document.") % {"count": len(told["initiative"])}]

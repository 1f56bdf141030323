"""Demonstration charters: what the public document says of them, with invented signatories.

At Briey the commitments and the labels are the document's; the duration, the weights, the fifteen signatories
and everything seen of them are invented, and the charter says so.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from maillage.core.accounts.models import Person, Role
from maillage.core.initiatives.domain import charters, keeping
from maillage.core.initiatives.domain.charters import months_later
from maillage.core.initiatives.models import Assessment, CharterVersion, Initiative, Signature
from maillage.core.organisations.domain import parts, sheets
from maillage.core.organisations.models import ContactPoint, Label
from maillage.core.territories.models import Municipality

LABELS = "HANDIBAT, Les Pros de l’accessibilité"
# Craft businesses with a sheet: name, label, months until the label ends (None: no label on the sheet).
CRAFTS = (
    ("Menuiserie du Woigot (fictif)", "HANDIBAT", 14),
    ("Plomberie des Trois Rivières (fictif)", "Les Pros de l’accessibilité", 1),
    ("Carrelages du Plateau (fictif)", "HANDIBAT", -1),
    ("Électricité Douaumont (fictif)", "Les Pros de l’accessibilité", 22),
    ("Salles de bains faciles (fictif)", "", None),
)
# The other signatories, without a sheet: name, who signed, months since.
OTHERS = (
    ("Bailleur du Bassin (démonstration)", "Direction", 30),
    ("Office de l’habitat du Pays-Haut (démonstration)", "Direction", 30),
    ("Agence de l’habitat (démonstration)", "Direction", 29),
    ("Espace conseil énergie (démonstration)", "Direction", 28),
    ("Fournisseur d’énergie local (démonstration)", "Direction régionale", 26),
    ("Ville du Bassin (démonstration)", "Mairie", 24),
    ("Communauté de communes du Woigot (démonstration)", "Présidence", 24),
    ("Centre social des Cités (démonstration)", "Présidence", 20),
    ("Caisse de retraite du Bassin (démonstration)", "Direction", 18),
    ("Service d’aide à domicile (démonstration)", "Direction", 12),
)
VALUES = (
    "Faire vivre une offre portée par les habitants",
    "Accueillir chacun, quels que soient ses moyens et ses capacités",
    "Partager équitablement ce que l’offre rapporte",
    "Ménager les lieux, l’eau et les bêtes",
    "Se recommander les uns les autres, et se prêter ce qui sert",
)


def load() -> None:
    """Write both charters, with those who signed them."""
    officer = Person.objects.filter(grants__role=Role.OFFICER, grants__ended_at=None).order_by("pk").first()
    _home_adaptation(officer)
    _tourism()


def _home_adaptation(officer: Person | None) -> None:
    version = _published(
        Initiative.objects.get(slug="bien-vieillir-a-domicile"),
        title="Charte « Bien vieillir à domicile »",
        preamble=(
            "Adapter son logement pour continuer d’y vivre dignement, avec des artisans sûrs.\n\n"
            "Pour la démonstration, la durée d’une signature, le poids des engagements, les signataires et "
            "ce que l’on sait d’eux sont inventés."
        ),
        renewed_every=36,
        commitments=[
            ("Être à l’écoute des besoins de la personne", False, 1, ""),
            ("Dire quels organismes peuvent aider", False, 1, ""),
            ("Conseiller des travaux adaptés, au juste prix et dans les règles", False, 2, ""),
            ("Remettre un devis conforme, clair, détaillé, gratuit et dans les temps", False, 2, ""),
            ("Être formé à la perte d’autonomie", False, 1, ""),
            ("Signaler ce qui inquiète", False, 1, ""),
            ("Avoir un label", False, 3, LABELS),
            ("Faire respecter la charte aux sous-traitants", True, 1, ""),
        ],
        threshold=75,
        on=date(2016, 6, 5),
    )
    today = timezone.localdate()
    for number, craft in enumerate(CRAFTS):
        _craft(number, *craft)
    signed = [
        _sign(version, name, "Gérance", 35 - 6 * rank) for rank, (name, _label, _months) in enumerate(CRAFTS)
    ]
    for name, function, months in OTHERS:
        _sign(version, name, function, months)
    if officer:
        _look(signed[0], range(8), "yes", "Visite d’un chantier et devis relus", officer)
        _look(signed[1], (0, 2, 3), "yes", "Trois devis relus", officer)
        _look(signed[2], (0, 1, 2), "yes", "Appel à deux clients", officer)
        _look(signed[4], (3,), "no", "Devis payant, signalé par une cliente", officer)
        charters.set_state(
            signature=signed[4],
            state=Signature.State.SUSPENDED,
            reason="Devis facturé à une cliente ; la structure est reçue le mois prochain.",
            actor=officer,
        )
    keeping.declare_subcontractor(
        signature=signed[0], name="Peintures du Rupt (démonstration)", trade="Peinture", actor=None
    )
    held = keeping.plan_review(version=version, on=today - timedelta(days=400), actor=None)
    keeping.hold_review(
        review=held,
        on=today - timedelta(days=398),
        conclusion="Les engagements restent. Il manque une feuille sur les aides (démonstration).",
        next_on=today + timedelta(days=45),
        actor=None,
    )


def _tourism() -> None:
    initiative = Initiative.objects.get(slug="tourisme-et-loisirs-solidaires")
    version = _published(
        initiative,
        title="Charte du tourisme et des loisirs solidaires",
        preamble="Une offre faite par les habitants, humaine, équitable et écologique.\n\nLe document dit "
        "ces valeurs ; leur mise en phrases, et les signataires, sont inventés pour la démonstration.",
        renewed_every=None,
        commitments=[(text, False, 1, "") for text in VALUES],
        threshold=100,
        on=date(2017, 10, 1),
    )
    partners = initiative.actors.filter(part="partner", name__contains="démonstration").order_by("pk")
    for rank, name in enumerate(partners.values_list("name", flat=True)):
        _sign(version, name, "Présidence" if rank % 2 else "Gérance", 3 + 2 * rank)


def _published(
    initiative: Initiative,
    *,
    title: str,
    preamble: str,
    renewed_every: int | None,
    commitments: list[tuple[str, bool, int, str]],
    threshold: int,
    on: date,
) -> CharterVersion:
    version = charters.write_version(
        initiative=initiative,
        title=title,
        preamble=preamble,
        renewed_every=renewed_every,
        commitments=[(text, binds) for text, binds, _weight, _labels in commitments],
        actor=None,
    )
    charters.weigh(
        version=version,
        threshold=threshold,
        criteria=[
            (row, weight, labels)
            for row, (_text, _binds, weight, labels) in zip(
                version.commitments.order_by("pk"), commitments, strict=True
            )
        ],
        actor=None,
    )
    version.refresh_from_db()
    charters.publish_version(version=version, actor=None, on=on)
    version.refresh_from_db()
    return version


def _sign(version: CharterVersion, name: str, function: str, months_ago: int) -> Signature:
    return charters.sign(
        version=version,
        name=name,
        function=function,
        signed_on=months_later(timezone.localdate(), -months_ago),
        actor=None,
    )


def _look(signature: Signature, places: Iterable[int], answer: str, source: str, officer: Person) -> None:
    commitments = list(signature.version.commitments.order_by("pk"))
    for place in places:
        charters.assess(
            signature=signature,
            commitment=commitments[place],
            answer=Assessment.Answer(answer),
            source=f"{source} (démonstration)",
            seen_on=timezone.localdate() - timedelta(days=90),
            actor=officer,
        )


def _craft(number: int, name: str, label: str, months: int | None) -> None:
    """Open the sheet of a craft business in its commune; where it is not loaded, there is none."""
    today = timezone.localdate()
    commune = Municipality.objects.communes_at(today).filter(name="Val de Briey").order_by("pk").first()
    if commune is None:
        return
    sheet = sheets.create(
        values={
            "name": name,
            "legal_category": "5499",
            "summary": "Artisan inventé pour la démonstration : travaux pour bien vieillir chez soi.",
        },
        site={"commune": commune, "address": f"{3 + 4 * number} rue des Essais"},
        actor=None,
        by_hand=False,
        screen="demo",
    )
    contact = ContactPoint(
        organisation=sheet,
        function="Atelier",
        email=f"atelier.{sheet.pk}@example.org",
        phone=f"03 53 01 54 {60 + number}",
    )
    parts.keep_part(part=contact, actor=None)
    if label and months is not None:
        ends = months_later(today, months)
        held = Label(
            organisation=sheet,
            kind=Label.Kind.OTHER,
            detail=label,
            valid_from=months_later(ends, -36),
            valid_to=ends,
            source="Attestation (démonstration)",
        )
        parts.keep_part(part=held, actor=None)
    sheets.publish(organisation=sheet, actor=None)

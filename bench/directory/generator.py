"""Draws fictitious structures from a seed: names, activities, places, doings, skewed as real lists are."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

KINDS = (
    *("Association", "Atelier", "Recyclerie", "Épicerie", "Coopérative", "Jardins", "Maison", "Foyer rural"),
    *("Ressourcerie", "Compagnie", "Amicale", "Ferme", "Centre social", "Garage solidaire", "Club", "Café"),
)
THINGS = (
    *("du vélo", "des possibles", "du réemploi", "des saveurs", "du numérique", "de la musique", "du bois"),
    *("des aînés", "de la forêt", "du lien", "de la laine", "du pain", "des mots", "de l’eau", "du cirque"),
    *("des abeilles", "de l’insertion", "du théâtre", "des parents", "du partage", "de l’énergie", "du jeu"),
)
DOINGS = (
    *("répare et revend des objets", "anime des ateliers pour tous", "livre des paniers de légumes"),
    *("accompagne vers l’emploi", "prête des outils et des salles", "accueille les enfants après l’école"),
    *(
        "transporte des personnes isolées",
        "produit des spectacles",
        "loge des voyageurs",
        "trie des textiles",
    ),
)
NAF = ("38.32Z", "47.11F", "88.10A", "88.99B", "90.01Z", "93.12Z", "94.99Z", "95.29Z", "01.13Z", "56.10A", "")
ESS = (("yes", 0.6), ("no", 0.15), ("unknown", 0.25))
FAMILIES = ("association", "association", "association", "cooperative", "mutual", "foundation", "company")
ODD_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Drawn:
    """One fictitious structure; ``place`` is the rank of its commune, ``shift`` how far from its middle."""

    name: str
    summary: str
    naf: str
    ess: str
    family: str
    place: int
    shift: tuple[float, float]
    offer: str


def draw(count: int, places: int, seed: int = 54) -> Iterator[Drawn]:
    """Yield structures; a few communes hold most of them, and every name has a word that is rarely shared."""
    chance = random.Random(seed)
    for _number in range(count):
        own = chance.choice("BCDFGLMNPRSTV") + "".join(chance.choices(ODD_LETTERS, k=6))
        kind, thing, doing = chance.choice(KINDS), chance.choice(THINGS), chance.choice(DOINGS)
        ess = chance.choices([word for word, _share in ESS], [share for _word, share in ESS])[0]
        yield Drawn(
            name=f"{kind} {thing} {own} (fictif)",
            summary=f"{kind} qui {doing} et {chance.choice(DOINGS)}.",
            naf=chance.choice(NAF),
            ess=ess,
            family=chance.choice(FAMILIES) if ess == "yes" else "",
            place=min(int(chance.paretovariate(0.7)) - 1, places - 1),
            shift=(chance.uniform(-0.02, 0.02), chance.uniform(-0.02, 0.02)),
            offer=f"{doing} {thing}" if chance.random() < 0.3 else "",
        )


def spreadsheet(count: int, communes: Sequence[str], seed: int = 54) -> bytes:
    """Return a list of structures as a CSV file, one cell in twenty spoilt."""
    chance = random.Random(seed)
    lines = ["Id;Nom;SIRET;Code NAF;Description;ESS;Effectif;Ville"]
    said = {"yes": "oui", "no": "non", "unknown": "inconnu"}
    for number, drawn in enumerate(draw(count, len(communes), seed), start=1):
        spoilt = chance.random() < 0.25
        cells = [
            str(number),
            drawn.name,
            "1,30025E+13" if spoilt and chance.random() < 0.4 else "",
            "NAF?" if spoilt and chance.random() < 0.4 else drawn.naf,
            drawn.summary,
            said[drawn.ess],
            "beaucoup" if spoilt and chance.random() < 0.4 else str(chance.randrange(60)),
            communes[drawn.place],
        ]
        lines.append(";".join(cells))
    return "\n".join(lines).encode()


def addresses(count: int, slugs: Sequence[str], communes: Sequence[str], seed: int = 54) -> list[str]:
    """Return what anonymous visitors ask: 60 % lists, 25 % searches, 15 % sheets."""
    chance = random.Random(seed)
    asked = []
    for _number in range(count):
        draw_one = chance.random()
        if draw_one < 0.60:
            query = chance.choice(
                [
                    "",
                    "?ess=oui",
                    "?activite=E",
                    "?fiches=propose",
                    f"?commune={chance.choice(communes)}&km=10",
                ]
            )
            asked.append(f"/annuaire/{query}")
        elif draw_one < 0.85:
            word = chance.choice([*THINGS, *KINDS])
            typed = f"{chance.choice(KINDS)} {word}" if chance.random() < 0.5 else word
            asked.append(f"/annuaire/?q={typed}")
        else:
            asked.append(f"/annuaire/structure/{chance.choice(slugs)}/")
    return asked

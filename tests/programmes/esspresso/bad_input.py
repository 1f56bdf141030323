"""Every bad input that people give, one change away from lists that are right, and what is said of it."""

from dataclasses import dataclass, field

from tests.programmes.esspresso.lists import workbook

PARTICIPANTS = "code,nom,ess,quota_min,quota_max\n001,Alpha,oui,1,3\n002,Béta,non,1,2\n003,Gamma,oui,1,3\n"
WISHES = "de,vers,rang\n001,002,1\n001,003,2\n002,001,1\n003,002,non\n"
CONSTRAINTS = "type,a,b,creneau,table\nimpose,001,002,2,1\n"
PLACED = tuple[str, str, str, str]


@dataclass(frozen=True)
class Bad:
    """Lists with something wrong: `told` are (file, line, column, beginning of what is said)."""

    name: str
    told: tuple[PLACED, ...]
    participants: str | bytes = PARTICIPANTS
    wishes: str | bytes = WISHES
    constraints: str | bytes = CONSTRAINTS
    room: dict[str, str] = field(default_factory=dict)


def rows(text: str) -> list[list[object]]:
    """The cells of a CSV, numbers as numbers, as a spreadsheet holds them."""
    return [
        [int(cell) if cell.isdigit() and len(cell) < 3 else cell for cell in line.split(",")]
        for line in text.splitlines()
    ]


def cell(text: str, line: int, column: int, value: object) -> list[list[object]]:
    """The rows of a CSV with one cell changed; lines and columns from 1."""
    changed = rows(text)
    changed[line - 1][column - 1] = value
    return changed


P, W, C = "participants.csv", "souhaits.csv", "contraintes.csv"
PX, WX = "participants.xlsx", "souhaits.xlsx"

BAD = (
    Bad(
        "unknown code",
        ((W, "5", "vers", "Le code « 009 » n’est pas dans la liste des participants."),),
        wishes=WISHES.replace("003,002,non", "003,009,non"),
    ),
    Bad(
        "repeated code",
        ((P, "5", "code", "Le code « 001 » est déjà utilisé à la ligne 2."),),
        participants=PARTICIPANTS + "001,Bis,oui,1,3\n",
    ),
    Bad(
        "self-wish",
        ((W, "3", "vers", "« 001 » souhaite se rencontrer elle-même."),),
        wishes=WISHES.replace("001,003,2", "001,001,2"),
    ),
    Bad(
        "wished and refused",
        ((W, "6", "vers", "« 001 » souhaite et refuse à la fois de rencontrer « 002 »"),),
        wishes=WISHES + "001,002,non\n",
    ),
    Bad(
        "rank 0",
        ((W, "2", "rang", "Le rang 0 n’existe pas"),),
        wishes=WISHES.replace("001,002,1", "001,002,0"),
    ),
    Bad(
        "rank tie",
        ((W, "3", "rang", "« 001 » donne déjà le rang 1 à la ligne 2."),),
        wishes=WISHES.replace("001,003,2", "001,003,1"),
    ),
    Bad(
        "rank gap",
        ((W, "3", "rang", "« 001 » a un souhait de rang 3, mais aucun de rang 2."),),
        wishes=WISHES.replace("001,003,2", "001,003,3"),
    ),
    Bad(
        "rank that starts at 2",
        ((W, "4", "rang", "« 002 » a un souhait de rang 2, mais aucun de rang 1."),),
        wishes=WISHES.replace("002,001,1", "002,001,2"),
    ),
    Bad(
        "rank 1,0",
        ((W, "2", "rang", "Le rang « 1,0 » a des décimales."),),
        wishes=WISHES.replace("001,002,1", '001,002,"1,0"'),
    ),
    Bad(
        "participants: headers only",
        ((P, "1", "—", "La liste des participants a des titres mais aucune ligne."),),
        participants="code,nom,ess\n",
    ),
    Bad(
        "wishes: headers only",
        ((W, "1", "—", "La liste des souhaits a des titres mais aucune ligne."),),
        wishes="de,vers,rang\n",
    ),
    Bad(
        "several sheets, one of them the list",
        ((PX, "—", "—", "Ce classeur contient plusieurs feuilles : « Participants », « Notes »."),),
        participants=workbook(("Participants", rows(PARTICIPANTS)), ("Notes", [["Rappeler la mairie"]])),
    ),
    Bad(
        "several sheets, twice the list",
        ((PX, "—", "—", "Ce classeur contient plusieurs feuilles : « Mars », « Avril »."),),
        participants=workbook(("Mars", rows(PARTICIPANTS)), ("Avril", rows(PARTICIPANTS))),
    ),
    Bad(
        "totals line",
        ((P, "5", "code", "C’est une ligne de totaux."),),
        participants=PARTICIPANTS + "Total,,,3,8\n",
    ),
    Bad(
        "empty quota",
        ((P, "3", "quota_max", "Le nombre maximal de rendez-vous est vide."),),
        participants=PARTICIPANTS.replace("002,Béta,non,1,2", "002,Béta,non,1,"),
    ),
    Bad(
        "demand outside the ESS beyond its seats",
        (
            (
                P,
                "—",
                "—",
                "Les structures hors ESS comptent sur 12 rendez-vous, mais l’ESS n’offre que 6 places.",
            ),
        ),
        participants="code,ess\n001,oui\n002,non\n003,oui\n004,non\n005,non\n006,non\n",
        room={"quota": "3"},
    ),
    Bad(
        "two meetings imposed at once on one structure",
        ((C, "3", "creneau", "Trop de rendez-vous sont imposés à « 001 » au créneau 2."),),
        constraints=CONSTRAINTS + "impose,001,003,2,2\n",
    ),
    Bad(
        "two meetings imposed at one table",
        ((C, "3", "table", "La table 1 est déjà prise au créneau 2 par la ligne 2."),),
        participants=PARTICIPANTS + "004,Delta,oui,0,3\n",
        constraints=CONSTRAINTS + "impose,003,004,2,1\n",
    ),
    Bad(
        "imposed and forbidden",
        ((C, "3", "type", "Le rendez-vous de « 002 » et « 001 » est à la fois imposé et interdit"),),
        constraints=CONSTRAINTS + "interdit,002,001,,\n",
    ),
    Bad(
        "formula never computed",
        ((WX, "3", "rang", "Cette cellule contient une formule"),),
        wishes=workbook(("Souhaits", cell(WISHES, 3, 3, "=1+1"))),
    ),
    Bad(
        "formula in a CSV",
        ((P, "2", "quota_max", "Cette cellule contient une formule (=1+2)"),),
        participants=PARTICIPANTS.replace("001,Alpha,oui,1,3", "001,Alpha,oui,1,=1+2"),
    ),
    Bad(
        "codes that lost their zeros",
        (
            (W, "2", "de", "« 1 » et « 001 » : l’une des deux listes a perdu les zéros de ce code."),
            (W, "2", "vers", "« 2 » et « 002 » : l’une des deux listes a perdu les zéros de ce code."),
        ),
        wishes=WISHES.replace("001,002,1", "1,2,1"),
    ),
    Bad(
        "everything at once, in both lists",
        (
            (P, "3", "ess", "« bof » n’est ni oui ni non."),
            (P, "4", "quota_min", "Le minimum (5) dépasse le maximum (3)."),
            (W, "2", "vers", "« 001 » souhaite se rencontrer elle-même."),
            (W, "5", "rang", "« premier » n’est pas un rang."),
            (C, "2", "type", "« voir » n’est pas un type de contrainte."),
        ),
        participants=PARTICIPANTS.replace("002,Béta,non", "002,Béta,bof")
        .replace("oui,1,3\n", "oui,1,3\n", 1)
        .replace("003,Gamma,oui,1,3", "003,Gamma,oui,5,3"),
        wishes=WISHES.replace("001,002,1", "001,001,1").replace("003,002,non", "003,002,premier"),
        constraints=CONSTRAINTS.replace("impose", "voir"),
    ),
)


def names(bad: Bad) -> tuple[str, str, str]:
    """The names of the three files: workbooks end as workbooks do."""
    given = (bad.participants, bad.wishes, bad.constraints)
    ends = ("xlsx" if isinstance(content, bytes) else "csv" for content in given)
    first, second, third = (
        f"{stem}.{end}" for stem, end in zip(("participants", "souhaits", "contraintes"), ends, strict=True)
    )
    return first, second, third


def contents(bad: Bad) -> tuple[bytes, bytes, bytes]:
    """The bytes of the three files."""
    first, second, third = (
        content if isinstance(content, bytes) else content.encode()
        for content in (bad.participants, bad.wishes, bad.constraints)
    )
    return first, second, third

"""The 21 sections of the French nomenclature of activities (NAF rev. 2, INSEE), in words people use."""

from functools import lru_cache

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "A": _("Farming, forestry, fishing"),
    "B": _("Extraction"),
    "C": _("Making and transforming"),
    "D": _("Energy"),
    "E": _("Water, waste, reuse of materials"),
    "F": _("Building"),
    "G": _("Shops, repair of vehicles"),
    "H": _("Transport and storage"),
    "I": _("Lodging and catering"),
    "J": _("Information and communication"),
    "K": _("Finance and insurance"),
    "L": _("Property"),
    "M": _("Studies, advice, science"),
    "N": _("Services to organisations"),
    "O": _("Public administration"),
    "P": _("Education and training"),
    "Q": _("Health and social action"),
    "R": _("Culture, sport, leisure"),
    "S": _("Associations, repair and personal services"),
    "T": _("Households as employers"),
    "U": _("International organisations"),
}
# Of each section, its last division: the first two digits of an activity's code say in which one it is.
_LAST_DIVISION = (
    *((3, "A"), (9, "B"), (33, "C"), (35, "D"), (39, "E"), (43, "F"), (47, "G"), (53, "H"), (56, "I")),
    *((63, "J"), (66, "K"), (68, "L"), (75, "M"), (82, "N"), (84, "O"), (85, "P"), (88, "Q"), (93, "R")),
    *((96, "S"), (98, "T"), (99, "U")),
)


@lru_cache(maxsize=5_000)
def section_of(naf: str) -> str:
    """Return the section of an activity's code (« 38.32Z » and « 3832Z » give « E »), empty when unknown.

    A code of NAF 2025 is read alike: its divisions keep their numbers, only the letters of sections moved.
    """
    if not (naf.isascii() and naf[:2].isdigit()) or int(naf[:2]) == 0:
        return ""
    return next(section for last, section in _LAST_DIVISION if int(naf[:2]) <= last)

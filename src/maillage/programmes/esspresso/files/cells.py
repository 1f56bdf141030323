"""Reads one cell: numbers, yes or no, slots, as people write them and as spreadsheets twist them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from maillage.core.imports.sheets import Cell
from maillage.core.letters import plain_words

YES = {"oui", "o", "yes", "y", "vrai", "true", "x", "1", "ess", "membre", "ok"}
NO = {"non", "n", "no", "faux", "false", "0", "hors ess", "pas ess"}
UNKNOWN = {"inconnu", "inconnue", "a verifier", "ne sait pas", "nsp", "unknown", "en cours", "a confirmer"}
ALWAYS = {
    "tous",
    "toutes",
    "tout",
    "toujours",
    "tous les creneaux",
    "oui",
    "toute la matinee",
    "toute la journee",
}
NEVER = {"aucun", "aucune", "jamais", "non", "absent", "absente"}

MONTHS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
RANGE = re.compile(r"(\d{1,4})(?:(?:-|–|—|à|a|\.\.|au)(\d{1,4}))?")
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](?:\d{4}|\d{2}))?")
ISO_DATE = re.compile(r"\d{4}-(\d{1,2})-(\d{1,2})(?:[T ]0{1,2}:00(?::00)?)?")
DAY_MONTH_NAME = re.compile(r"(\d{1,2})[-/. ]([a-zéûô]{3,9})\.?(?:[-/. ]\d{2,4})?")
ONE_DECIMAL = re.compile(r"(\d{1,4})[,.]0*")


class CellError(ValueError):
    """The cell cannot be read as what was asked."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Slots read from a cell: None for all. `repaired` is how a twisted cell was understood, else empty."""

    slots: frozenset[int] | None
    repaired: str = ""


def shown(cell: Cell) -> str:
    """The cell as its reader sees it: 7.0 reads « 7 », a date reads as day/month/year."""
    match cell:
        case None:
            return ""
        case bool():
            return "oui" if cell else "non"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return cell.strftime("%d/%m/%Y")
        case time():
            return cell.strftime("%H:%M")
        case timedelta():
            return str(cell)
        case str():
            return " ".join(cell.replace("\u00a0", " ").replace("\u202f", " ").split())
        case _:
            return str(cell)


def whole_number(cell: Cell) -> int | None:
    """The whole number of a cell, None when it is empty; « 1,0 » and « 1.0 » are 1. Raises `CellError`."""
    text = shown(cell)
    if not text:
        return None
    if match := ONE_DECIMAL.fullmatch(text):
        return int(match[1])
    if re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        return int(text)
    raise CellError(text)


def yes_no(cell: Cell) -> bool | None:
    """Yes, no, or None for unknown or empty. Raises `CellError` for anything else."""
    text = plain_words(shown(cell))
    if text in YES:
        return True
    if text in NO:
        return False
    if not text or text in UNKNOWN:
        return None
    raise CellError(shown(cell))


def slots(cell: Cell, slot_count: int) -> Slots:
    """Slots of « 1-4,6-8 », « 1 à 4 », « tous », « aucun », a number, or the date that « 1-4 » became.

    Raises `CellError` when it cannot be read; slots past the last are returned as they are.
    """
    if isinstance(cell, datetime | date):
        return _from_date(cell.day, cell.month, slot_count, shown(cell))
    if isinstance(cell, float) and not cell.is_integer():
        return _from_decimal(cell)
    text = shown(cell)
    if not text or plain_words(text) in ALWAYS:
        return Slots(None)
    if plain_words(text) in NEVER:
        return Slots(frozenset())
    if repaired := _from_date_text(text, slot_count):
        return repaired
    return Slots(_ranges(text))


def _ranges(text: str) -> frozenset[int]:
    lowered = re.sub(r"\bcr[ée]neaux?\b|\btours?\b|\bdu\b|\bde\b", " ", text.lower())
    joined = re.sub(r"\s*(-|–|—|à|\ba\b|\bau\b|\.\.)\s*", r"\1", lowered)
    chosen: set[int] = set()
    for part in re.split(r"[,;/+&\s]+|\bet\b", joined):
        if not part:
            continue
        match = RANGE.fullmatch(part)
        if not match:
            raise CellError(text)
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise CellError(text)
        chosen.update(range(first, last + 1))
    if not chosen:
        raise CellError(text)
    return frozenset(chosen)


def _from_date_text(text: str, slot_count: int) -> Slots | None:
    if match := DAY_MONTH_YEAR.fullmatch(text):
        return _from_date(int(match[1]), int(match[2]), slot_count, text)
    if match := ISO_DATE.fullmatch(text):
        return _from_date(int(match[2]), int(match[1]), slot_count, text)
    if match := DAY_MONTH_NAME.fullmatch(text.lower()):
        name = plain_words(match[2])
        for month, short in enumerate(MONTHS, start=1):
            if name == short or (name.startswith(short) and len(name) > 3):
                return _from_date(int(match[1]), month, slot_count, text)
    return None


def _from_date(day: int, month: int, slot_count: int, text: str) -> Slots:
    """« 1-4 » became 1 April, or 4 January on an English spreadsheet: repaired when only one reading fits."""
    first, last = min(day, month), max(day, month)
    if first == last or last > slot_count:
        raise CellError(text)
    return Slots(frozenset(range(first, last + 1)), f"{first}-{last}")


def _from_decimal(number: float) -> Slots:
    """« 1,6 » meant slots 1 and 6, and became one and six tenths."""
    first, _, second = str(number).partition(".")
    if not second.isdigit() or len(second) > 2:
        raise CellError(shown(number))
    return Slots(frozenset((int(first), int(second))), f"{first},{second}")

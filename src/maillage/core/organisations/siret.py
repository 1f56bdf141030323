"""SIRET and SIREN numbers as people and spreadsheets write them: read, repaired when sure, or explained.

Fourteen digits: the SIREN (nine, its last one a check digit) and the establishment's five (the last of the
fourteen a check digit too). The check is Luhn's (INSEE), except the establishments of La Poste, whose digits
sum to a multiple of five.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LA_POSTE = "356000000"
_SEPARATORS = re.compile(r"[\s.\u00a0\u202f_-]+")
_SCIENTIFIC = re.compile(r"\d[.,]\d+e\+?\d+", re.IGNORECASE)
_FLOAT_END = re.compile(r"[.,]00?$")


class Repair(StrEnum):
    """What was mended without doubt; the person is told."""

    LEADING_ZEROS = "leading_zeros"
    NUMBER_END = "number_end"


class Fault(StrEnum):
    """Why a number is refused."""

    SCIENTIFIC = "scientific"
    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"


@dataclass(frozen=True)
class Reading:
    """What a text was read as: the digits, what was mended, or the fault (then ``value`` is empty)."""

    value: str
    repairs: tuple[Repair, ...] = ()
    fault: Fault | None = None


def read_siret(text: str) -> Reading:
    """Read a SIRET; an empty text reads as an empty value, without a fault."""
    return _read(text, length=14)


def read_siren(text: str) -> Reading:
    """Read a SIREN."""
    return _read(text, length=9)


def is_siret(digits: str) -> bool:
    """Tell whether fourteen digits pass the check."""
    if not re.fullmatch(r"[0-9]{14}", digits) or not is_siren(digits[:9]):
        return False
    if digits.startswith(LA_POSTE):
        return luhn(digits) or sum(map(int, digits)) % 5 == 0
    return luhn(digits)


def is_siren(digits: str) -> bool:
    """Tell whether nine digits pass the check."""
    return bool(re.fullmatch(r"[0-9]{9}", digits)) and luhn(digits) and digits.strip("0") != ""


def luhn(digits: str) -> bool:
    """Tell whether digits pass Luhn's check: every second one from the right counts double."""
    total = 0
    for rank, digit in enumerate(map(int, reversed(digits))):
        value = digit * 2 if rank % 2 else digit
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def grouped(digits: str) -> str:
    """Write a SIRET « 123 456 789 00012 », a SIREN « 123 456 789 », with spaces that do not break."""
    parts = [digits[0:3], digits[3:6], digits[6:9], digits[9:14]]
    return "\u00a0".join(part for part in parts if part)


def _read(text: str, *, length: int) -> Reading:
    stripped = text.strip()
    if not stripped:
        return Reading("")
    if _SCIENTIFIC.fullmatch(stripped):
        return Reading("", fault=Fault.SCIENTIFIC)
    repairs: list[Repair] = []
    whole = _FLOAT_END.sub("", stripped)
    if whole != stripped and _SEPARATORS.sub("", whole).isdigit() and "." not in whole:
        repairs.append(Repair.NUMBER_END)
    else:
        whole = stripped
    digits = _SEPARATORS.sub("", whole)
    if not re.fullmatch(r"[0-9]+", digits):
        return Reading("", fault=Fault.NOT_DIGITS)
    if length - 4 <= len(digits) < length:
        padded = digits.zfill(length)
        if _passes(padded):
            return Reading(padded, (*repairs, Repair.LEADING_ZEROS))
    if len(digits) != length:
        return Reading("", fault=Fault.LENGTH)
    if not _passes(digits):
        return Reading("", fault=Fault.CHECK_DIGIT)
    return Reading(digits, tuple(repairs))


def _passes(digits: str) -> bool:
    return is_siret(digits) if len(digits) == 14 else is_siren(digits)

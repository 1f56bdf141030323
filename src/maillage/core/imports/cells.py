"""Readers of one cell: a text in; a value that JSON holds and the repairs out, or why it is refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from maillage.core.letters import plain_words

YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "x", "1"})
NO = frozenset({"non", "n", "no", "faux", "false", "0"})
UNKNOWN = frozenset({"inconnu", "inconnue", "a verifier", "ne sait pas", "nsp", "unknown", "en cours", "?"})
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
FIRST_YEAR = 1800
_FORMULA = re.compile(r"^[=+@\t\r]|^-(?![\d\s])")


class CellError(ValueError):
    """The cell cannot be read as what the column holds; ``code`` and ``facts`` say why."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the value, and the codes of what was mended without doubt."""

    value: Any
    repairs: tuple[str, ...] = ()


Reader = Callable[[str], Read]


def text(most: int) -> Reader:
    """Return the reader of a text of at most that many characters; a formula is refused."""

    def read(cell: str) -> Read:
        if _FORMULA.match(cell):
            raise CellError("formula")
        if "\ufffd" in cell:
            raise CellError("encoding")
        if len(cell) > most:
            raise CellError("too_long", length=len(cell), most=most)
        return Read(cell)

    return read


def whole_number(most: int) -> Reader:
    """Return the reader of a whole number from 0 up to a limit; « 12,0 » and « 1 200 » are mended."""

    def read(cell: str) -> Read:
        bare = re.sub(r"[,.]0+$", "", cell.replace(" ", ""))
        if not re.fullmatch(r"[0-9]{1,12}", bare):
            raise CellError("not_a_number")
        if int(bare) > most:
            raise CellError("too_large", most=most)
        return Read(int(bare), () if bare == cell else ("number",))

    return read


def degrees(limit: int) -> Reader:
    """Return the reader of a latitude (limit 90) or a longitude (180), in degrees."""

    def read(cell: str) -> Read:
        bare = cell.replace(",", ".").replace(" ", "").replace("\u2212", "-")
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", bare):
            raise CellError("not_degrees")
        if abs(float(bare)) > limit:
            raise CellError("off_the_globe", limit=limit)
        return Read(float(bare), () if bare == cell else ("number",))

    return read


def day(cell: str) -> Read:
    """Read a day as it is written in France, in ISO form, or a year alone (its first day)."""
    for form in DATE_FORMATS:
        try:
            found = datetime.strptime(cell[:10], form).date()  # noqa: DTZ007 -- a day, not an instant
        except ValueError:
            continue
        return Read(_dated(found).isoformat(), () if form == "%Y-%m-%d" else ("date",))
    if re.fullmatch(r"(1[89]|20)[0-9]{2}", cell):
        return Read(f"{cell}-01-01", ("year",))
    raise CellError("not_a_date")


def _dated(found: date) -> date:
    if found.year < FIRST_YEAR:
        raise CellError("not_a_date")
    return found


def email(cell: str) -> Read:
    """Read an e-mail address, in lower case."""
    bare = cell.removeprefix("mailto:").strip(" <>;,").lower()
    try:
        validate_email(bare)
    except ValidationError:
        raise CellError("not_an_email") from None
    return Read(bare, () if bare == cell.lower() else ("trimmed",))


def phone(cell: str) -> Read:
    """Read a telephone number: ten French digits (a lost first zero is put back), or one with its country."""
    digits = re.sub(r"[\s.()/-]", "", cell)
    if re.fullmatch(r"(\+|00)33\(?0?\)?[1-9][0-9]{8}", digits):
        digits = "0" + digits[-9:]
    lost = bool(re.fullmatch(r"[1-9][0-9]{8}", digits))
    if lost:
        digits = "0" + digits
    if re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return Read(" ".join(re.findall("..", digits)), ("leading_zero",) if lost else ())
    if re.fullmatch(r"(\+|00)[1-9][0-9]{7,14}", digits):
        return Read(cell[:40])
    raise CellError("not_a_phone")


def web(cell: str) -> Read:
    """Read the address of a site; « www.… » gets its https://."""
    whole = cell if re.match(r"https?://", cell, re.IGNORECASE) else f"https://{cell}"
    try:
        URLValidator(schemes=["http", "https"])(whole)
    except ValidationError:
        raise CellError("not_a_site") from None
    if len(whole) > 300:
        raise CellError("too_long", length=len(whole), most=300)
    return Read(whole, () if whole == cell else ("https",))


def yes_no(cell: str) -> Read:
    """Read yes, no or unknown."""
    said = plain_words(cell) or cell.strip()
    for words, answer in ((YES, "yes"), (NO, "no"), (UNKNOWN, "unknown")):
        if said in words:
            return Read(answer)
    raise CellError("not_yes_no")

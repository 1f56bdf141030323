"""Recognises a structure from what a cell says: its code, in other letters too, or its name."""

import difflib
from collections import Counter
from collections.abc import Iterable

from maillage.core.letters import plain_words
from maillage.programmes.esspresso.event import Guest
from maillage.programmes.esspresso.files.findings import Findings, Place
from maillage.programmes.esspresso.files.listing import Line


def without_zeros(code: str) -> str:
    """« 007 » as a spreadsheet leaves it: « 7 »."""
    return code.lstrip("0") if code.isdigit() else code


class Codes:
    """The codes of an event. What stands for two structures at once stands for none."""

    def __init__(self, guests: Iterable[Guest]) -> None:
        guests = tuple(guests)
        self._exact = {guest.code for guest in guests}
        self._near = _unambiguous((plain_words(guest.code), guest.code) for guest in guests)
        self._shortened = _unambiguous((without_zeros(guest.code), guest.code) for guest in guests)
        self._names = _unambiguous((plain_words(guest.name), guest.code) for guest in guests)
        self._warned: set[tuple[str, str]] = set()

    def find(self, line: Line, key: str, findings: Findings) -> str | None:
        """The code that the cell means, or None with an error. A code understood is told once a file."""
        text = line.text(key)
        place = line.place(key)
        if not text:
            findings.error("empty_cell", place, header=place.column or key)
            return None
        code = self.named(text, place, findings)
        if code is not None and code != text and (line.file, text) not in self._warned:
            self._warned.add((line.file, text))
            findings.warn("code_understood", place, text=text[:80], code=code)
        return code

    def named(self, text: str, place: Place, findings: Findings) -> str | None:
        """The code that this text means, or None with an error at this place."""
        if text in self._exact:
            return text
        code = self._near.get(plain_words(text)) or self._names.get(plain_words(text))
        if code is not None:
            return code
        whole = self._shortened.get(without_zeros(text))
        if whole is not None:
            findings.error("code_lost_zeros", place, text=text[:80], code=whole)
            return None
        close = difflib.get_close_matches(text, self._exact, n=1, cutoff=0.6)
        findings.error("unknown_code", place, code=text[:80], close=close[0] if close else "")
        return None


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    pairs = {(key, code) for key, code in pairs if key}
    count = Counter(key for key, _ in pairs)
    return {key: code for key, code in pairs if count[key] == 1}

"""Says each finding in words: what is wrong or was understood, and what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.programmes.esspresso.files.findings import Finding, Place
from maillage.programmes.esspresso.files.words_of_events import EVENT_WORDS
from maillage.programmes.esspresso.files.words_of_lists import CELL_WORDS, FILE_WORDS, Words

WORDS = FILE_WORDS | CELL_WORDS | EVENT_WORDS
FALLBACK: Words = (
    _("The lists contradict each other (%(code)s: %(facts)s)."),
    _("Check these lines in your files."),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words of the current language."""

    place: Place
    what: str
    mend: str

    def __str__(self) -> str:
        where = location(self.place)
        return f"{where} : {self.what} {self.mend}" if where else f"{self.what} {self.mend}"


def told(finding: Finding) -> Told:
    """The finding in the current language."""
    code = finding.code
    if code == "unknown_code" and finding.facts.get("close"):
        code = "unknown_code_close"
    facts: dict[str, str | int] = dict(finding.facts)
    words = WORDS.get(code)
    if words is None:
        facts = {"code": code, "facts": ", ".join(f"{key} {value}" for key, value in finding.facts.items())}
        words = FALLBACK
    what, mend = words
    return Told(finding.place, str(what) % facts, str(mend) % facts)


def location(place: Place) -> str:
    """« participants.csv, ligne 12, colonne « quota_max » », as far as known."""
    parts = [place.file] if place.file else []
    if place.line is not None:
        parts.append(gettext("line %(line)s") % {"line": place.line})
    if place.column:
        parts.append(gettext("column « %(column)s »") % {"column": place.column})
    return ", ".join(parts)

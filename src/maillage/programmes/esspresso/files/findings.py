"""What was found while reading: coded first, worded later (see `wording`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the planning; a warning says what was understood or repaired."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the files: `line` as the spreadsheet numbers it, `column` as its header spells it."""

    file: str = ""
    line: int | None = None
    column: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a stable code, where, and the facts that a sentence about it needs."""

    severity: Severity
    code: str
    place: Place = NOWHERE
    facts: Mapping[str, str | int] = field(default_factory=dict)


class Findings:
    """Collects findings while files are read, so that all are told at once."""

    # A file of another kind would give one error a line: past this many, more would help nobody.
    MOST_PER_CODE = 100

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._count: dict[str, int] = {}

    def error(self, code: str, place: Place = NOWHERE, /, **facts: str | int) -> None:
        """Note something that must be mended before planning."""
        self._add(Finding(Severity.ERROR, code, place, facts))

    def warn(self, code: str, place: Place = NOWHERE, /, **facts: str | int) -> None:
        """Note something that was understood, repaired or left out."""
        self._add(Finding(Severity.WARNING, code, place, facts))

    def _add(self, finding: Finding) -> None:
        count = self._count[finding.code] = self._count.get(finding.code, 0) + 1
        if count <= self.MOST_PER_CODE:
            self._found.append(finding)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended, file by file, line by line."""
        return self._sorted(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What was understood, repaired or left out, file by file, line by line."""
        return self._sorted(Severity.WARNING)

    @property
    def left_out(self) -> int:
        """How many findings were not kept, because too many were alike."""
        return sum(max(0, count - self.MOST_PER_CODE) for count in self._count.values())

    def _sorted(self, severity: Severity) -> tuple[Finding, ...]:
        files = list(dict.fromkeys(finding.place.file for finding in self._found))
        return tuple(
            sorted(
                (finding for finding in self._found if finding.severity is severity),
                key=lambda finding: (files.index(finding.place.file), finding.place.line or 0),
            )
        )

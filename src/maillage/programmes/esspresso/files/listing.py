"""Finds, in the sheets of a file, the one that holds the awaited list, its header line and its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from maillage.core.imports.sheets import Cell
from maillage.core.letters import plain_words
from maillage.programmes.esspresso.files.cells import shown
from maillage.programmes.esspresso.files.columns import Layout
from maillage.programmes.esspresso.files.findings import Findings, Place
from maillage.programmes.esspresso.files.formulas import Formula
from maillage.programmes.esspresso.files.grid import Row, Sheet, Upload, sheets_of

# Some lists start with a title and a blank line.
HEADER_WITHIN = 15
TOTALS = {"total", "totaux", "somme", "sous total", "total general", "nombre", "moyenne"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: its cells by column key, and where it stands.

    `readable` is false when some cell holds a formula, which is told: nothing more is to be said of the line.
    """

    file: str
    number: int
    cells: Mapping[str, Cell]
    headers: Mapping[str, str]
    readable: bool = True

    def place(self, key: str = "") -> Place:
        """Where this line, or one of its cells, is."""
        return Place(self.file, self.number, self.headers.get(key, ""))

    def text(self, key: str) -> str:
        """The cell as text, empty when the column or the cell is."""
        return shown(self.cells.get(key))


@dataclass(frozen=True, slots=True)
class Listing:
    """A list found in a file: its lines, and the headers of the columns the layout does not know."""

    file: str
    lines: tuple[Line, ...]
    headers: Mapping[str, str]
    other_headers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Candidate:
    sheet: Sheet
    header: int
    keys: Mapping[int, str]


def listing_of(upload: Upload, layout: Layout, findings: Findings) -> Listing | None:
    """The list of this layout in the file, or None with errors. Unknown columns keep their header as key."""
    sheets = sheets_of(upload, findings)
    if not sheets:
        return None
    candidates = [candidate for sheet in sheets if (candidate := _candidate(sheet, layout))]
    complete = [candidate for candidate in candidates if set(layout.required) <= set(candidate.keys.values())]
    if not complete:
        _explain_missing(upload, sheets, candidates, layout, findings)
        return None
    best = max(complete, key=lambda candidate: len(candidate.keys))
    filled = [sheet.name for sheet in sheets if sheet.name and any(map(_holds_something, sheet.rows))]
    if len(filled) > 1:
        names = ", ".join(f"« {name} »" for name in filled)
        findings.error("several_sheets", Place(upload.name), sheets=names, list=layout.kind)
    return _read(upload, best, layout, findings)


def _candidate(sheet: Sheet, layout: Layout) -> _Candidate | None:
    """The line of the sheet that looks most like headers."""
    best = None
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        keys = {at: key for at, cell in enumerate(row.cells) if (key := layout.key_of(shown(cell)))}
        if keys and (best is None or len(set(keys.values())) > len(set(best.keys.values()))):
            best = _Candidate(sheet, index, keys)
    return best


def _explain_missing(
    upload: Upload,
    sheets: tuple[Sheet, ...],
    candidates: list[_Candidate],
    layout: Layout,
    findings: Findings,
) -> None:
    if not any(row.cells for sheet in sheets for row in sheet.rows):
        findings.error("empty_file", Place(upload.name))
        return
    if candidates:
        best = max(candidates, key=lambda candidate: len(set(candidate.keys.values())))
        missing = [key for key in layout.required if key not in best.keys.values()]
        row = best.sheet.rows[best.header]
    else:
        missing = list(layout.required)
        # With no header known, the reading with the most columns shows best what the file holds.
        fullest = max(sheets, key=lambda sheet: max((len(row.cells) for row in sheet.rows[:3]), default=0))
        row = fullest.rows[0]
    seen = ", ".join(f"« {shown(cell)} »" for cell in row.cells[:12] if shown(cell))[:300]
    for key in missing:
        findings.error(
            "missing_column", Place(upload.name, row.number), header=key, list=layout.kind, seen=seen or "—"
        )


def _read(upload: Upload, chosen: _Candidate, layout: Layout, findings: Findings) -> Listing:
    header = chosen.sheet.rows[chosen.header]
    columns: dict[str, int] = {}
    headers: dict[str, str] = {}
    others: dict[str, int] = {}
    for at, cell in enumerate(header.cells):
        text = shown(cell)
        key = chosen.keys.get(at)
        if key is None:
            if text:
                others.setdefault(text, at)
        elif key in columns:
            place = Place(upload.name, header.number, text)
            findings.error("repeated_column", place, header=text, other=headers[key])
        else:
            columns[key], headers[key] = at, text
    headers |= {text: text for text in others}
    columns |= others
    rows = tuple(row for row in chosen.sheet.rows[chosen.header + 1 :] if _holds_something(row))
    lines = tuple(_lines(upload, rows, columns, headers, layout, findings))
    if not lines:
        findings.error("no_line", Place(upload.name, header.number), list=layout.kind)
    return Listing(upload.name, lines, headers, others)


def _lines(
    upload: Upload,
    rows: tuple[Row, ...],
    columns: Mapping[str, int],
    headers: Mapping[str, str],
    layout: Layout,
    findings: Findings,
) -> Iterator[Line]:
    for row in rows:
        cells = {key: row.cells[at] for key, at in columns.items() if at < len(row.cells)}
        line = Line(upload.name, row.number, cells, headers)
        totals = [key for key, cell in cells.items() if plain_words(shown(cell)) in TOTALS]
        if totals and not _is_complete(line, layout):
            findings.error("totals_line", line.place(totals[0]))
        else:
            yield replace(line, readable=not _tell_formulas(line, layout, findings))


def _tell_formulas(line: Line, layout: Layout, findings: Findings) -> bool:
    """Note the formulas of a line, in columns that are read; True when there are some."""
    formulas = [
        key for key, cell in line.cells.items() if _is_formula(cell) and layout.key_of(line.headers[key])
    ]
    for key in formulas:
        findings.error("formula", line.place(key), text=line.text(key) or "=…")
    return bool(formulas)


def _holds_something(row: Row) -> bool:
    return any(shown(cell) or isinstance(cell, Formula) for cell in row.cells)


def _is_complete(line: Line, layout: Layout) -> bool:
    """A line whose required cells are all filled, and not with « total », is a line like any other."""
    return all(line.text(key) and plain_words(line.text(key)) not in TOTALS for key in layout.required)


def _is_formula(cell: Cell) -> bool:
    return isinstance(cell, Formula) or (isinstance(cell, str) and cell.lstrip().startswith("="))

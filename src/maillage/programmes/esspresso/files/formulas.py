"""Finds the cells of an .xlsx or .ods that hold a formula: their stored result may be old, or missing."""

import io
import posixpath
import re
import zipfile
from typing import Final
from xml.etree import ElementTree as ET


class Formula(str):
    """Stands in a cell that holds a formula. Reads as an empty text."""

    __slots__ = ()


FORMULA: Final = Formula()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")


def formula_cells(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """By sheet name, the (line from 1, column from 0) of the formulas.

    The old binary .xls gives nothing: the result that it keeps with each formula is read.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            if "content.xml" in archive.namelist():
                return _open_document(archive.read("content.xml"))
            if "xl/workbook.xml" not in archive.namelist():
                return {}
            return {
                name: cells
                for name, part in _parts(archive).items()
                if (cells := _formulas(archive.read(part)))
            }
        except (ET.ParseError, KeyError) as error:
            raise ValueError("not a workbook") from error


def _open_document(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """The formulas of an .ods. Equal cells and rows are stored once, with how often they are repeated."""
    if b":formula=" not in content:
        return {}
    found: dict[str, set[tuple[int, int]]] = {}
    for _, table in ET.iterparse(io.BytesIO(content)):  # noqa: S314 -- archive bounded by `grid`
        if table.tag != f"{TABLE}table":
            continue
        line = 1
        for row in table.iter(f"{TABLE}table-row"):
            column = 0
            for cell in row:
                if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                    continue
                if cell.get(f"{TABLE}formula"):
                    found.setdefault(table.get(f"{TABLE}name", ""), set()).add((line, column))
                column += _repeated(cell, "columns")
            line += _repeated(row, "rows")
        table.clear()
    return found


def _repeated(element: ET.Element, what: str) -> int:
    count = element.get(f"{TABLE}number-{what}-repeated", "1")
    return int(count) if count.isdecimal() else 1


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The archive member that holds each sheet."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 -- archive bounded by `grid`
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 -- archive bounded by `grid`
    parts = {}
    for sheet in workbook.iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(RELATION), "")
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if part in archive.namelist():
            parts[sheet.get("name", "")] = part
    return parts


def _formulas(sheet: bytes) -> set[tuple[int, int]]:
    if b"<f" not in sheet:
        return set()
    found = set()
    for _, cell in ET.iterparse(io.BytesIO(sheet)):  # noqa: S314 -- archive bounded by `grid`
        if cell.tag == f"{MAIN}c":
            match = REFERENCE.fullmatch(cell.get("r", ""))
            if match and cell.find(f"{MAIN}f") is not None:
                found.add((int(match[2]), _column(match[1])))
            cell.clear()
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

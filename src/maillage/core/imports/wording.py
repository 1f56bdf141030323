"""Refusals and repairs in words: what the cell says, why that cannot be, what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.imports.models import ImportFault
from maillage.core.imports.sheets import UnreadableFileError

Text = str | Promise

FILES: dict[str, Text] = {
    "empty": _("This file is empty. Choose another one."),
    "too_big": _("This file weighs %(megabytes)s MB; the most is %(most)s. Cut it in two."),
    "unfolds_too_big": _("This archive would unfold to more than %(most)s MB: it was not opened."),
    "password": _("This spreadsheet is protected by a password. Save it without one."),
    "damaged": _("This spreadsheet is damaged. Open it, save it again, and give the new file."),
    "not_a_table": _("This is no table. Give a spreadsheet (.xlsx, .ods, .xls) or a CSV file."),
    "too_many_rows": _("This list has more than %(most)s lines. Cut it in two."),
    "no_headers": _("No line of headers was found. The first line names the columns, the others follow it."),
    "repeated_header": _("Two columns have the same header. Give each its own, and give the file again."),
}
REFUSED: dict[str, Text] = {
    "missing": _("This cell is empty and the line means nothing without it. Fill it in."),
    "formula": _("This cell holds a formula. Write its result instead."),
    "encoding": _("Letters were lost when the file was saved. Save it again as « CSV UTF-8 »."),
    "too_long": _("%(length)s characters, and at most %(most)s are kept. Shorten the text."),
    "not_a_number": _("This is no whole number. Write digits alone."),
    "too_large": _("This number is above %(most)s. Check it."),
    "not_degrees": _("This is no coordinate in degrees, such as 48,692. Check it."),
    "off_the_globe": _("This coordinate is past %(limit)s degrees. Check latitude and longitude."),
    "not_a_date": _("This is no date. Write it as 24/11/2026."),
    "not_an_email": _("This is no e-mail address. Check it."),
    "not_a_phone": _("This is no telephone number. Write ten digits, or the number with its country."),
    "not_a_site": _("This is no address of a site. Write it as https://www.exemple.fr."),
    "not_yes_no": _("Write « oui », « non » or « inconnu »."),
    "repeated": _("The same identifier stands on line %(first)s. Keep the line that is right."),
}
REPAIRED: dict[str, Text] = {
    "number": _("Read as %(read)s."),
    "date": _("Read as the day %(read)s."),
    "year": _("A year alone: read as its first day."),
    "trimmed": _("Read as %(read)s."),
    "leading_zero": _("The first zero was lost: read as %(read)s."),
    "https": _("Read as %(read)s."),
}


def unreadable(error: UnreadableFileError) -> str:
    """Say why a file cannot be read, and what to do."""
    return str(FILES[error.code]) % error.facts


def told(fault: ImportFault, more: Mapping[str, Text] | None = None) -> str:
    """Say why a cell was refused, or how it was mended; ``more`` are the words of an importer's own codes."""
    words = {**REFUSED, **REPAIRED, **(more or {})}
    facts: dict[str, Any] = {"value": fault.value, **fault.facts}
    return str(words[fault.code]) % facts

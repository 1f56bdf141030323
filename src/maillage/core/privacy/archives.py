"""The archive of one's own data: every row for a machine, one page for a person."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.core.privacy.queries import DeclaredKind, declared_kinds, heading

Rows = list[dict[str, object]]


def _readable(value: object) -> object:
    if value is None or value == "":
        return _("not given")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value


@dataclass(frozen=True, kw_only=True)
class ExportedKind:
    """The rows of one kind, with how each column reads."""

    kind: DeclaredKind
    headings: tuple[str, ...]
    rows: Rows

    @property
    def cells(self) -> list[list[tuple[str, object]]]:
        """Rows as pairs (heading, value to read)."""
        return [list(zip(self.headings, map(_readable, row.values()), strict=True)) for row in self.rows]


def gather(person: AbstractBaseUser) -> list[ExportedKind]:
    """Read every row about a person, by the functions that the register names."""
    gathered = []
    for kind in declared_kinds():
        if not kind.declaration.export:
            continue
        export: Callable[[AbstractBaseUser], Iterable[Mapping[str, object]]]
        export = import_string(kind.declaration.export)
        rows = [dict(row) for row in export(person)]
        headings = tuple(heading(kind.declaration, key) for key in (rows[0] if rows else ()))
        gathered.append(ExportedKind(kind=kind, headings=headings, rows=rows))
    return gathered


def build_archive(person: AbstractBaseUser) -> bytes:
    """Return a ZIP of ``donnees.json`` (all rows) and ``donnees.html`` (the same, to read)."""
    exported = gather(person)
    made_at = timezone.now()
    everything = {
        "made_at": made_at,
        "data": {each.kind.declaration.model: each.rows for each in exported},
    }
    text = json.dumps(everything, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    context = {"exported": exported, "made_at": made_at, "language": get_language()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("donnees.json", text)
        archive.writestr("donnees.html", render_to_string("privacy/archive.html", context))
    return buffer.getvalue()

"""Looks for the traces of a person in every column of every table, and in every file."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection


def tables() -> list[str]:
    """Return every table of the database, whoever made it: models, libraries, search."""
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def traces_in_database(words: tuple[str, ...]) -> list[str]:
    """Return « table.column: word » for each column of the whole database that holds one of the words."""
    found = []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in tables():
            columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
            for word in words:
                tests = ", ".join(
                    f"MAX(CASE WHEN LOWER(CAST({quote(column)} AS TEXT)) LIKE %s THEN 1 ELSE 0 END)"
                    for column in columns
                )
                cursor.execute(f"SELECT {tests} FROM {quote(table)}", [f"%{word}%"] * len(columns))  # noqa: S608 -- names read from the database itself
                row = cursor.fetchone()
                found += [
                    f"{table}.{column}: {word}" for column, held in zip(columns, row, strict=True) if held
                ]
    return found + list(_traces_in_archives(words))


def _traces_in_archives(words: tuple[str, ...]) -> Iterator[str]:
    """What is packed is unpacked: the copies that people asked for."""
    from maillage.core.privacy.models import DataCopy

    for copy in DataCopy.objects.exclude(archive=None):
        content = bytes(copy.archive or b"")
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as files:
                content = b"".join(files.read(name) for name in files.namelist())
        text = content.decode(errors="replace").lower()
        yield from (f"privacy_datacopy.archive: {word}" for word in words if word in text)


def traces_in_files(words: tuple[str, ...], folder: Path | None = None) -> list[str]:
    """Return the files under the folder of media that hold one of the words, by name or by content."""
    found = []
    for path in sorted((folder or Path(settings.MEDIA_ROOT)).rglob("*")):
        if path.is_file():
            content = path.read_bytes().decode(errors="replace").lower() + str(path).lower()
            found += [f"{path}: {word}" for word in words if word in content]
    return found

"""The offer by subject, from the portal's file."""

import tomllib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.contacts.models import Subject


class SubjectFileError(Exception):
    """The file of subjects cannot be used; the message says where and why."""


def load_subjects(*, path: Path, actor: Person | None = None) -> int:
    """Put the subjects of a TOML file in force, in its order; return how many it holds.

    ``[[subject]]`` tables hold ``key``, ``name``, ``summary`` and ``family`` (``officer`` or ``partner``).
    A subject that is no longer in the file stays: lines and gaps name it. Raises SubjectFileError, and
    changes nothing then.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["subject"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise SubjectFileError(f"{path.name}: {error}") from error
    with transaction.atomic():
        for position, row in enumerate(rows, start=1):
            known = Subject.objects.filter(key=row.get("key", "")).first()
            subject = known or Subject(key=row.get("key", ""))
            subject.name = row.get("name", "")
            subject.summary = row.get("summary", "")
            subject.family = row.get("family", "")
            subject.position = position
            try:
                subject.full_clean()
            except ValidationError as error:
                raise SubjectFileError(f"{path.name} [{position}]: {' '.join(error.messages)}") from error
            subject.save()
        activity.record(verb="contacts.subjects_loaded", actor=actor, facts={"subjects": len(rows)})
    return len(rows)

"""Reads of the journal."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.core.activity.models import Entry, Note


def about(reference: str) -> Q:
    """Match the entries in which something acted, was acted on, or was concerned."""
    return Q(actor=reference) | Q(mentions__reference=reference)


def entries(*, verb: str = "", reference: str = "", before: int | None = None) -> QuerySet[Entry]:
    """Return entries, newest first; ``before`` is the number of the last one already seen."""
    found = Entry.objects.select_related("note").order_by("-sequence")
    if verb:
        found = found.filter(verb=verb)
    if reference:
        found = found.filter(sequence__in=Entry.objects.filter(about(reference)).values("sequence"))
    if before is not None:
        found = found.filter(sequence__lt=before)
    return found


def verbs() -> list[str]:
    """Return the verbs that the journal holds."""
    return list(Entry.objects.order_by("verb").values_list("verb", flat=True).distinct())


def notes_about(reference: str) -> QuerySet[Note]:
    """Return the free texts still whole in entries that concern someone or something."""
    concerned = Entry.objects.filter(about(reference)).values("sequence")
    return (
        Note.objects.filter(redacted_at__isnull=True, entry__in=concerned)
        .select_related("entry")
        .order_by("entry")
    )


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Return how each reference reads today, one query a model; what was erased since says so.

    >>> names_of(["accounts.person:12"])  # doctest: +SKIP
    {'accounts.person:12': 'Chargée de mission (démonstration)'}
    """
    by_model: dict[str, set[str]] = {}
    for reference in filter(None, references):
        label, _colon, key = reference.partition(":")
        by_model.setdefault(label, set()).add(key)
    names: dict[str, str] = {}
    for label, keys in by_model.items():
        found = _rows(label, keys)
        kind = _kind(label)
        for key in keys:
            row = found.get(key)
            names[f"{label}:{key}"] = str(row) if row else _("%(kind)s erased since") % {"kind": kind}
    return names


def _rows(label: str, keys: set[str]) -> dict[str, Model]:
    try:
        model: Any = apps.get_model(label)
        return {str(row.pk): row for row in model.objects.filter(pk__in=keys).order_by("pk")}
    except (LookupError, ValueError, ValidationError):
        return {}  # the app was switched off, or its keys changed: the reference stays, the name is gone


def _kind(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label

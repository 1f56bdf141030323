"""The retention run: what was kept as long as announced is removed, and the journal says how much."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.activity.domain import record
from maillage.core.privacy.queries import DeclaredKind, declared_kinds

logger = logging.getLogger(__name__)


class RetentionError(RuntimeError):
    """Some kinds could not be purged; the others were."""


@dataclass(frozen=True, kw_only=True)
class RetentionReport:
    """How many rows of each kind were removed, or would be."""

    dry_run: bool
    removed: tuple[tuple[DeclaredKind, int], ...]
    failed: tuple[DeclaredKind, ...]

    @property
    def total(self) -> int:
        """Rows of every kind."""
        return sum(count for _kind, count in self.removed)

    def in_words(self) -> Iterator[str]:
        """Yield one line for each kind that is concerned, then the total."""
        for kind, count in self.removed:
            if count:
                yield _("%(kind)s, kept %(kept)s: %(count)d") % {
                    "kind": kind.name,
                    "kept": kind.kept,
                    "count": count,
                }
        for kind in self.failed:
            yield _("%(kind)s: could not be removed; the server's log says why.") % {"kind": kind.name}
        if self.dry_run:
            line = ngettext("%(count)d row would be removed.", "%(count)d rows would be removed.", self.total)
        else:
            line = ngettext("%(count)d row removed.", "%(count)d rows removed.", self.total)
        yield line % {"count": self.total}


def run_retention(*, dry_run: bool = False) -> RetentionReport:
    """Remove (or only count) what is older than its announced duration, one short transaction a kind."""
    removed, failed = [], []
    now = timezone.now()
    for kind in declared_kinds():
        keep = kind.declaration.keep
        if keep is None:
            continue
        try:
            with transaction.atomic():
                count = int(import_string(kind.declaration.purge)(now - keep, dry_run))
        except Exception:  # one faulty app must not keep the data of the others beyond its time
            logger.exception("Retention of %s failed.", kind.declaration.model)
            failed.append(kind)
        else:
            removed.append((kind, count))
    report = RetentionReport(dry_run=dry_run, removed=tuple(removed), failed=tuple(failed))
    if report.total and not dry_run:
        counts = {kind.declaration.model: count for kind, count in removed if count}
        record(verb="privacy.retention_run", facts=counts)
    return report


def retain_every_hour() -> None:
    """Chore of the workers. Raises RetentionError so that a failure shows among the chores."""
    report = run_retention()
    if report.failed:
        raise RetentionError(", ".join(kind.declaration.model for kind in report.failed))

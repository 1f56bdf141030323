"""``maillage backup`` and ``maillage restore``: everything in one file, and everything back from it.

A backup is taken while people work. A restore verifies the whole file before it touches anything, and sends
nothing: messages that waited are held for a person to decide, work that waited is cancelled, to be asked for
again.
"""

import argparse
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from maillage import __version__
from maillage.cli.archive import DATABASE, MEDIA, Manifest, opened_archive, write_archive
from maillage.cli.databases import current_database
from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _
from maillage.cli.language import ngettext


def register(subparsers: Any) -> None:
    """Declare both commands."""
    backup = subparsers.add_parser("backup", help=_("write the data and the files to one archive"))
    backup.add_argument("file", type=Path, metavar=_("FILE.tar"))
    backup.set_defaults(run=run_backup)
    restore = subparsers.add_parser("restore", help=_("put everything back from an archive; no mail is sent"))
    restore.add_argument("file", type=Path, metavar=_("FILE.tar"))
    restore.add_argument("--force", action="store_true", help=_("replace the data that are there"))
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> None:
    """Write the archive and say what it holds."""
    from django.conf import settings  # known once Django is set up

    database = current_database()

    def snapshot(copy: Path) -> Manifest:
        rows = database.snapshot(copy)
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        return Manifest(__version__, made_at, database.kind, applied_migrations(), rows)

    manifest = write_archive(arguments.file.absolute(), snapshot=snapshot, media=Path(settings.MEDIA_ROOT))
    rows, files = sum(manifest.rows.values()), len(manifest.files) - 1
    print(
        _("Backup written to %(file)s: %(rows)s, %(files)s.")
        % {
            "file": arguments.file,
            "rows": ngettext("%(count)d row", "%(count)d rows", rows) % {"count": rows},
            "files": ngettext("%(count)d file", "%(count)d files", files) % {"count": files},
        }
    )


def in_words(moment: str) -> str:
    """Return a moment as the site writes it: « samedi 28 novembre 2026 à 14 h 30 »."""
    from maillage.core.ui.templatetags.ui import long_datetime  # known once Django is set up

    return long_datetime(datetime.fromisoformat(moment))


def applied_migrations() -> list[str]:
    """Return the migrations that the database has, as « app.name »."""
    from django.db import connection  # known once Django is set up
    from django.db.migrations.recorder import MigrationRecorder

    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def run_restore(arguments: argparse.Namespace) -> None:
    """Verify, prepare aside, exchange; then say what waits for a decision."""
    from django.conf import settings  # known once Django is set up

    settings.VAR.mkdir(parents=True, exist_ok=True)
    with opened_archive(arguments.file, beside=settings.VAR) as (manifest, folder):
        database = current_database()
        refuse_what_cannot_be_restored(manifest, kind=database.kind, force=arguments.force)
        with database.staged(folder / DATABASE):
            held, cancelled = make_ready(manifest)
        exchange_folders(folder / MEDIA, Path(settings.MEDIA_ROOT))
    print(_("Everything is back as of %(date)s.") % {"date": in_words(manifest.made_at)})
    if held:
        print(
            ngettext(
                "%(count)d message waited: it is held, and leaves only if you decide so.",
                "%(count)d messages waited: they are held, and leave only if you decide so.",
                held,
            )
            % {"count": held}
        )
    if cancelled:
        print(
            ngettext(
                "%(count)d piece of long work waited: it is cancelled, and can be asked again.",
                "%(count)d pieces of long work waited: they are cancelled, and can be asked again.",
                cancelled,
            )
            % {"count": cancelled}
        )


def refuse_what_cannot_be_restored(manifest: Manifest, *, kind: str, force: bool) -> None:
    """Raise before anything is touched when this archive cannot take the place of these data."""
    from django.db import connection  # known once Django is set up
    from django.db.migrations.loader import MigrationLoader

    if manifest.kind != kind:
        raise CommandError(
            _("This backup comes from %(theirs)s and this Maillage uses %(ours)s. Nothing was changed.")
            % {"theirs": manifest.kind, "ours": kind}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    if not known.issuperset(manifest.migrations):
        raise CommandError(
            _("This backup was made by a newer Maillage (%(version)s): upgrade first. Nothing was changed.")
            % {"version": manifest.version}
        )
    if is_in_use() and not force:
        raise CommandError(
            _("There are data here already; add --force to replace them by the backup. Nothing was changed.")
        )


def is_in_use() -> bool:
    """Say whether someone has begun to use this Maillage."""
    from django.db import connection  # known once Django is set up

    from maillage.core.accounts.models import Person
    from maillage.core.activity.models import Entry
    from maillage.core.portal.models import Portal

    tables = set(connection.introspection.table_names())
    begun = (Person.objects, Entry.objects, Portal.objects)
    return any(rows.model._meta.db_table in tables and rows.exists() for rows in begun)


def make_ready(manifest: Manifest) -> tuple[int, int]:
    """Bring the loaded copy up to date and quiet; return the messages held and the work cancelled."""
    from django.core.management import call_command  # known once Django is set up
    from django.db import connection

    from maillage.core.activity.domain import record
    from maillage.core.jobs.domain import JobRefusal, cancel
    from maillage.core.jobs.models import Job
    from maillage.core.messaging.domain import hold_waiting

    tables = set(connection.introspection.table_names())
    if missing := sorted(manifest.rows.keys() - tables):
        raise CommandError(
            _("The loaded data lack %(tables)s; those that were there are intact.")
            % {"tables": ", ".join(missing)}
        )
    call_command("migrate", interactive=False, verbosity=0)
    cancelled = 0
    for job in Job.objects.order_by("pk"):
        try:
            cancel(job=job)
        except JobRefusal:
            continue
        cancelled += 1
    held = hold_waiting()
    # What happened since the backup is gone: whoever reads the journal must see where it broke off.
    record(
        verb="activity.restored", facts={"made_at": manifest.made_at, "held": held, "cancelled": cancelled}
    )
    return held, cancelled


def exchange_folders(restored: Path, live: Path) -> None:
    """Put the restored files in the place of the live ones."""
    restored.mkdir(exist_ok=True)
    live.parent.mkdir(parents=True, exist_ok=True)
    before = restored.with_name("replaced")
    if live.exists():
        shutil.move(live, before)
    shutil.move(restored, live)

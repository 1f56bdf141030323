"""``maillage upgrade``: what follows the arrival of a new version. Doing it twice changes nothing."""

import argparse
import hashlib
from importlib.metadata import version
from typing import Any

from maillage.cli.language import gettext as _

# Left beside the static files once all are there: compressing them takes seconds, and is done once.
GATHERED = "gathered.txt"


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "upgrade", help=_("bring the data and the static files up to this version")
    )
    parser.set_defaults(run=run)


def bring_up_to_date() -> None:
    """Migrate the database, and gather the static files when one has changed."""
    # Imported here: settings are known once the arguments are read.
    from django.conf import settings
    from django.core.management import call_command

    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    gathered, now = settings.STATIC_ROOT / GATHERED, fingerprint_of_static_files()
    if not gathered.exists() or gathered.read_text() != now:
        # Cut half-way, it begins again whatever version comes next.
        gathered.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        gathered.write_text(now)


def fingerprint_of_static_files() -> str:
    """Return what changes when a static file does, or what names and compresses them."""
    # Imported here: the same.
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    seen = [version("django"), version("whitenoise"), settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen.append(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}")
    return hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()


def run(_arguments: argparse.Namespace) -> None:
    """Bring this installation up to date and say so."""
    bring_up_to_date()
    print(_("The data and the static files are those of this version."))

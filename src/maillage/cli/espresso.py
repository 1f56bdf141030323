"""``maillage espresso``: plan an ESSpresso from files, and check a plan again."""

import argparse
from datetime import date, time
from pathlib import Path
from typing import Any

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _

BAD_INPUT = 2


def register(subparsers: Any) -> None:
    """Add ``espresso plan`` and ``espresso check``."""
    parser = subparsers.add_parser("espresso", help=_("plan the meetings of an ESSpresso, check a plan"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    _register_plan(actions.add_parser("plan", help=_("plan from lists of participants and wishes")))
    check = actions.add_parser("check", help=_("verify a plan and its proof, without the solver"))
    check.add_argument("plan", type=Path, metavar="planning.json")
    check.set_defaults(run=_check, needs_django=False)


def _register_plan(parser: argparse.ArgumentParser) -> None:
    lists = parser.add_argument_group(_("lists (CSV or XLSX)"))
    lists.add_argument("--participants", type=Path, help=_("code, nom, ess, quota_min, quota_max…"))
    lists.add_argument("--wishes", "--souhaits", type=Path, help=_("de, vers, rang"))
    lists.add_argument("--constraints", "--contraintes", type=Path, help=_("type, a, b, creneau, table"))
    lists.add_argument("--dzn", type=Path, help=_("a brokerage event whose meetings are agreed already"))
    room = parser.add_argument_group(_("the event"))
    room.add_argument("--slots", "--creneaux", type=int, default=8, help=_("number of slots (8)"))
    room.add_argument("--tables", type=int, default=15, help=_("number of tables (15)"))
    room.add_argument("--accessibles", default="", help=_("accessible tables, such as 1,2"))
    room.add_argument("--quota", type=int, default=5, help=_("meetings of those who name no maximum (5)"))
    room.add_argument("--date", type=_date, help=_("day of the event, such as 2026-11-26"))
    room.add_argument("--debut", type=_time, default=time(9), help=_("hour of the first meeting (09:00)"))
    room.add_argument("--duree", type=int, default=15, help=_("minutes of a meeting (15)"))
    room.add_argument("--battement", type=int, default=0, help=_("minutes between two meetings (0)"))
    room.add_argument("--pause", action="append", default=[], help=_("a pause, such as 10:00-10:15"))
    room.add_argument("--lieu", default="", help=_("place, printed on the papers"))
    room.add_argument("--titre", default="", help=_("title, printed on the papers"))
    search = parser.add_argument_group(_("the search"))
    search.add_argument("--poids", default="", help=_("weights of ranks 1, 2, 3…, such as 80,70,60"))
    search.add_argument("--seconds", type=float, default=60.0, help=_("time given to the search (60)"))
    search.add_argument("--seed", type=int, default=0, help=_("seed of the random choices (0)"))
    search.add_argument("--sans-complement", action="store_true", help=_("no meeting that nobody asked for"))
    parser.add_argument("--out", type=Path, help=_("folder to write, which must not hold a plan already"))
    parser.set_defaults(run=_plan, needs_django=False)


def _date(text: str) -> date:
    for pattern in (text, "-".join(reversed(text.split("/")))):
        try:
            return date.fromisoformat(pattern)
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(_("« %s » is not a day; write it as 2026-11-26") % text)


def _time(text: str) -> time:
    # Imported here: « maillage --help » reads no programme.
    from maillage.programmes.esspresso.event import hour_of

    try:
        return hour_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("« %s » is not an hour; write it as 09:00") % text) from error


def _plan(arguments: argparse.Namespace) -> int:
    _speak()
    # Imported once the language is set: argument parsing stays quick.
    from maillage.programmes.esspresso.command import planning

    if arguments.dzn:
        return planning.plan_requests(arguments)
    if not (arguments.participants and arguments.wishes and arguments.out):
        raise CommandError(_("Give --participants, --wishes and --out (or --dzn)."), code=BAD_INPUT)
    return planning.plan_lists(arguments)


def _check(arguments: argparse.Namespace) -> int:
    _speak()
    # Imported once the language is set: argument parsing stays quick.
    from maillage.programmes.esspresso.command import checking

    return checking.check_file(arguments.plan)


def _speak() -> None:
    """Set up translations alone: planning files needs neither a database nor a portal's settings."""
    # Imported here: the rest of the command line may load the whole portal instead.
    import os

    import django
    from django.conf import settings
    from django.utils import translation

    from maillage.programmes import esspresso

    if not settings.configured:
        language = os.environ.get("MAILLAGE_LANGUAGE", "fr")
        catalogue = Path(esspresso.__file__).parent / "locale"
        zone = os.environ.get("MAILLAGE_TIME_ZONE", "Europe/Paris")
        settings.configure(LANGUAGE_CODE=language, LOCALE_PATHS=[catalogue], TIME_ZONE=zone, USE_TZ=True)
        django.setup()
    translation.activate(settings.LANGUAGE_CODE)

"""``maillage espresso``: plan an ESSpresso from files, plan it again on the day, check a plan."""

import argparse
from datetime import date, time
from pathlib import Path
from typing import Any

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _

BAD_INPUT = 2


def register(subparsers: Any) -> None:
    """Add ``espresso plan``, ``espresso replan`` and ``espresso check``."""
    parser = subparsers.add_parser("espresso", help=_("plan the meetings of an ESSpresso, check a plan"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    _register_plan(actions.add_parser("plan", help=_("plan from lists of participants and wishes")))
    _register_replan(actions.add_parser("replan", help=_("plan again on the day, or the evening before")))
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
    room.add_argument(
        "--noms-de-tables", default="", help=_("names of the first tables, such as Bleue,Verte")
    )
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


def _register_replan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--plan", type=Path, required=True, metavar="planning.json", help=_("the plan to change")
    )
    parser.add_argument(
        "--a-partir-du-tour",
        type=int,
        required=True,
        metavar="N",
        help=_("first round that may change (1: all)"),
    )
    people = parser.add_argument_group(_("who is there"))
    people.add_argument("--absents", default="", help=_("codes of those who do not come, such as A,B"))
    people.add_argument("--retards", default="", help=_("first round of those who come late, such as A:3"))
    people.add_argument("--departs", default="", help=_("last round of those who leave early, such as A:6"))
    people.add_argument("--nouveaux", type=Path, help=_("list of the newcomers, as that of the participants"))
    people.add_argument(
        "--souhaits", "--wishes", type=Path, dest="wishes", help=_("wishes to add: de, vers, rang")
    )
    people.add_argument(
        "--quota", type=int, default=5, help=_("meetings of newcomers who name no maximum (5)")
    )
    room = parser.add_argument_group(_("the room"))
    room.add_argument("--tables", type=int, help=_("number of tables from then on"))
    room.add_argument(
        "--tables-perdues", default="", help=_("tables that can no longer be used, such as 7,9")
    )
    room.add_argument("--accessibles", default="", help=_("accessible tables to add, such as 1,2"))
    told = parser.add_argument_group(_("what people know"))
    told.add_argument(
        "--annonce",
        type=_yes_no,
        default=True,
        metavar=_("oui|non"),
        help=_("oui: the plan was announced, nobody moves, and a sheet says what changes (oui)"),
    )
    told.add_argument(
        "--option", type=int, default=0, help=_("write this option instead of the plan that moves nobody")
    )
    search = parser.add_argument_group(_("the search"))
    search.add_argument("--seconds", type=float, default=60.0, help=_("time given to the search (60)"))
    search.add_argument("--seed", type=int, default=0, help=_("seed of the random choices (0)"))
    parser.add_argument(
        "--out", type=Path, required=True, help=_("folder to write, which must not hold a plan already")
    )
    parser.set_defaults(run=_replan, needs_django=False)


def _yes_no(text: str) -> bool:
    answers = {"oui": True, "non": False}
    if text.lower() not in answers:
        raise argparse.ArgumentTypeError(_("« %s » is neither « oui » nor « non »") % text)
    return answers[text.lower()]


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


def _replan(arguments: argparse.Namespace) -> int:
    _speak()
    # Imported once the language is set: argument parsing stays quick.
    from maillage.programmes.esspresso.command import replanning

    return replanning.plan_again(arguments)


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

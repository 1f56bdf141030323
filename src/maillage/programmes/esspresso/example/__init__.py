"""An event of 48 fictitious structures to try the planner with: their lists, and the settings of the room."""

from datetime import date, time
from importlib.resources import files

from django.utils.translation import gettext as _

from maillage.programmes.esspresso.event import Timetable
from maillage.programmes.esspresso.files import Brief, Upload


def example_brief() -> Brief:
    """A Thursday afternoon of eight slots at fifteen tables. The title says that all is invented."""
    return Brief(
        Timetable(slots=8, start=time(14), minutes=15, day=date(2026, 11, 26)),
        tables=15,
        quota=5,
        accessible_tables=frozenset({"1", "2"}),
        title=_("Demonstration ESSpresso (invented structures)"),
        place=_("Village hall, Tomblaine"),
    )


def example_files() -> tuple[Upload, Upload, Upload]:
    """Participants, wishes and constraints."""
    folder = files(__name__)
    names = ("participants.csv", "souhaits.csv", "contraintes.csv")
    first, second, third = (Upload(name, (folder / name).read_bytes()) for name in names)
    return first, second, third


def example_settings() -> dict[str, str]:
    """The same settings as the form would hold them."""
    brief = example_brief()
    timetable = brief.timetable
    return {
        "slots": str(timetable.slots),
        "tables": str(brief.tables),
        "quota": str(brief.quota),
        "title": brief.title,
        "place": brief.place,
        "day": str(timetable.day),
        "start": f"{timetable.start:%H:%M}",
        "minutes": str(timetable.minutes),
        "gap": str(timetable.gap),
        "pause": "",
        "table_names": "",
        "accessible": ",".join(sorted(brief.accessible_tables)),
        "fillers": "on",
    }

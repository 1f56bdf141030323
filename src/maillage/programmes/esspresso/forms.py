"""What an organiser gives: lists, and the settings of the event."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from maillage.programmes.esspresso.event import Pause, Timetable, pause_of
from maillage.programmes.esspresso.files import Brief, Upload
from maillage.programmes.esspresso.files.rooms import listed
from maillage.programmes.esspresso.rules import MOST_FILE_BYTES, MOST_PARTICIPANTS

KINDS = ".csv,.txt,.tsv,.xlsx,.ods,.xls"
TIME_FORMATS = ["%H:%M", "%Hh%M", "%H h %M", "%Hh"]


class ListField(forms.FileField):
    """A list, as CSV or spreadsheet, of a size that a page can take."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": KINDS}), allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """The file as the reader takes it, None when none was given."""
        given: UploadedFile | None = super().clean(data, initial)
        if given is None:
            return None
        if (given.size or 0) > MOST_FILE_BYTES:
            raise forms.ValidationError(
                _("This file exceeds %(most)s MB: it was not read. Keep only this event's lines, as CSV."),
                params={"most": MOST_FILE_BYTES // 1_000_000},
            )
        return Upload(str(given.name), given.read())


class EventForm(forms.Form):
    """Lists and settings; the defaults are those of a usual ESSpresso."""

    participants = ListField(
        label=_("List of participants"),
        help_text=_("Columns: code, nom, ess, and if you wish quota_min, quota_max, disponible, table…"),
    )
    wishes = ListField(
        label=_("List of wishes"),
        help_text=_("Columns: de, vers, rang (1 for the dearest; « non » for a refusal)."),
    )
    constraints = ListField(
        label=_("List of constraints"),
        required=False,
        help_text=_("Columns: type (interdit, impose, groupes), a, b, creneau, table."),
    )
    title = forms.CharField(label=_("Name of the event"), max_length=120, required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(
        label=_("First meeting at"),
        initial=time(9),
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    slots = forms.IntegerField(label=_("Number of slots"), initial=8, min_value=1, max_value=60)
    minutes = forms.IntegerField(label=_("Minutes of a meeting"), initial=15, min_value=1, max_value=240)
    gap = forms.IntegerField(label=_("Minutes between two meetings"), initial=0, min_value=0, max_value=120)
    pause = forms.CharField(
        label=_("Pauses"),
        required=False,
        max_length=120,
        help_text=_("For example 10:00-10:15, or 10:00-10:15,11:00-11:20 for two pauses."),
    )
    tables = forms.IntegerField(label=_("Number of tables"), initial=15, min_value=1, max_value=500)
    table_names = forms.CharField(
        label=_("Names of the tables"),
        required=False,
        max_length=2_000,
        help_text=_("For example Bleue,Verte. The others keep their number."),
    )
    accessible = forms.CharField(
        label=_("Accessible tables"), required=False, max_length=200, help_text=_("For example 1,2.")
    )
    quota = forms.IntegerField(
        label=_("Meetings for each structure"),
        initial=5,
        min_value=1,
        max_value=60,
        help_text=_("For those who name no other number in the list."),
    )
    fillers = forms.BooleanField(
        label=_("Fill agendas with meetings that nobody asked for"),
        initial=True,
        required=False,
        help_text=_("They are marked as discoveries."),
    )

    LISTS = ("participants", "wishes", "constraints")
    ROOM = ("slots", "tables", "quota")
    DAY = ("title", "place", "day", "start", "minutes", "gap", "pause")
    MORE = ("table_names", "accessible", "fillers")

    def clean_pause(self) -> tuple[Pause, ...]:
        """Pauses such as 10:00-10:15."""
        try:
            return tuple(map(pause_of, listed(self.cleaned_data["pause"])))
        except ValueError as error:
            raise forms.ValidationError(
                _("Write a pause as 10:00-10:15, and a comma before the next one.")
            ) from error

    def brief(self) -> Brief:
        """The settings, once the form is valid."""
        return brief_of(self.cleaned_data)

    def settings(self) -> dict[str, Any]:
        """The settings as they were typed, to fill the form again."""
        names = (*self.ROOM, *self.DAY, *self.MORE)
        return {name: self.data.get(name, "") for name in names}


def brief_of(settings: Mapping[str, Any]) -> Brief:
    """What the reader needs of the form's clean values."""
    day: date | None = settings["day"]
    return Brief(
        Timetable(
            slots=settings["slots"],
            start=settings["start"],
            minutes=settings["minutes"],
            gap=settings["gap"],
            pauses=settings["pause"],
            day=day,
        ),
        tables=settings["tables"],
        quota=settings["quota"],
        table_names=listed(settings["table_names"]),
        accessible_tables=frozenset(listed(settings["accessible"])),
        fillers=settings["fillers"],
        title=settings["title"],
        place=settings["place"],
        most_participants=MOST_PARTICIPANTS,
    )

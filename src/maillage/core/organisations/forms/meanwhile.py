"""Two people on one sheet at once: neither writes over what the other did without having seen it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class MeanwhileForm(forms.BaseForm):
    """A form that carries what its page showed, and compares it with what stands when it is sent.

    What was left as the page showed it stays as it stands by now. What two people changed is told beside the
    field, with what stands; sent again, it is written over knowingly. Forms that add fields after
    ``__init__`` call ``carry_what_is_shown``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told_meanwhile: dict[str, str] = {}
        self.carry_what_is_shown()

    def carry_what_is_shown(self) -> None:
        """Let the page carry what it shows of each field, beside it."""
        for field in self.fields.values():
            field.show_hidden_initial = True

    def full_clean(self) -> None:
        """Take what stands for what the person left alone, then read the form; tell what two changed."""
        if self.is_bound and not self._told_meanwhile:
            self._compare()
        super().full_clean()
        for name, stands in self._told_meanwhile.items():
            if name not in self.errors:
                self.add_error(name, _told(stands))

    def _compare(self) -> None:
        sent: Any = self.data
        data = sent.copy()
        for name, field in self.fields.items():
            carried = self.add_initial_prefix(name)
            if carried not in data:
                continue
            stands = field.prepare_value(self.get_initial_for_field(field, name))
            seen = _read(field, data[carried])
            typed = _read(field, field.widget.value_from_datadict(data, self.files, self.add_prefix(name)))
            now = _read(field, stands)
            if seen == now:
                continue
            if typed == seen:
                self._put(data, self.add_prefix(name), stands)
            elif typed != now:
                self._told_meanwhile[name] = _in_words(field, stands)
            data[carried] = "" if stands is None else str(stands)
        self.data = data

    @staticmethod
    def _put(data: Any, name: str, value: Any) -> None:
        """Write what stands as a browser would send it: a box that is not ticked is not sent."""
        if value is None or value is False:
            data.pop(name, None)
        else:
            data[name] = "on" if value is True else str(value)


def _read(field: forms.Field, raw: Any) -> Any:
    """Return what a field makes of a text; spaces and ends of lines do not count."""
    try:
        read = field.to_python(raw)
    except forms.ValidationError:
        read = raw
    if isinstance(read, str):
        read = " ".join(read.split())
    return None if read in field.empty_values else read


def _in_words(field: forms.Field, value: Any) -> str:
    if value in field.empty_values:
        return ""
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


def _told(stands: str) -> str:
    if not stands:
        return _("Somebody emptied this meanwhile. Send the form again to put what you typed here.")
    return _(
        "Somebody corrected this meanwhile: it now says « %(stands)s ». Keep it, or send the form again to "
        "put what you typed in its place."
    ) % {"stands": stands}

"""Forms of the coordination: move communes, confirm a doubtful line, name a territory, tell a change."""

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.territories.models import Municipality, Territory, TerritoryAssignment


def _day(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, widget=widget)


def _source() -> forms.CharField:
    return forms.CharField(
        label=_("Where is this known from?"),
        help_text=_("A deliberation, a decree, a letter: whoever reads this later can check it."),
        max_length=300,
    )


def next_new_year() -> date:
    """Return the first of January to come: territories most often change on that day."""
    return date(timezone.localdate().year + 1, 1, 1)


# What the choice « no territory » sends: leaving the list untouched must not take communes out of theirs.
NONE = "aucun"


class MoveForm(forms.Form):
    """Where communes go, as of which day, and how sure that is."""

    territory = forms.ChoiceField(label=_("Territory"))
    valid_from = _day(
        _("As of which day?"),
        _("What holds before that day stays as it is, and stays readable at its dates."),
    )
    source = _source()
    confidence = forms.ChoiceField(
        label=_("How sure is it?"), choices=TerritoryAssignment.Confidence.choices, initial="high"
    )
    note = forms.CharField(
        label=_("Explanation for the journal"), required=False, max_length=600, widget=forms.Textarea
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territories = [(each.slug, each.name) for each in Territory.objects.order_by("name")]
        choice = cast("forms.ChoiceField", self.fields["territory"])
        choice.choices = [("", _("Choose")), *territories, (NONE, _("No territory"))]

    def clean_territory(self) -> Territory | None:
        """Turn the choice into a territory, or None for no territory."""
        slug = self.cleaned_data["territory"]
        return None if slug == NONE else Territory.objects.get(slug=slug)


class ConfirmForm(forms.Form):
    """Where a line that was doubtful is known from."""

    source = _source()


class TerritoryForm(forms.Form):
    """A new territory, still without communes."""

    code = forms.CharField(label=_("Code"), max_length=10, help_text=_("A few letters, for files: LGY."))
    name = forms.CharField(label=_("Name"), max_length=80)


class RenameForm(forms.Form):
    """The new name of a commune."""

    name = forms.CharField(label=_("New name, with its article"), max_length=120)
    on = _day(_("Since which day?"))
    source = _source()


class SplitForm(forms.Form):
    """A commune that leaves this one."""

    name = forms.CharField(label=_("Name of the new commune, with its article"), max_length=120)
    code = forms.RegexField(
        label=_("Its INSEE code"),
        regex=r"^[0-9][0-9AB][0-9]{3}$",
        error_messages={"invalid": _("An INSEE code has five signs, such as 54395 or 2A004.")},
    )
    on = _day(_("As of which day?"))
    source = _source()


class MergeForm(forms.Form):
    """Which communes end and become part of this one."""

    absorbed = forms.CharField(
        label=_("INSEE codes of the communes that join it"), help_text=_("Separated by spaces or commas.")
    )
    on = _day(_("As of which day?"))
    source = _source()

    def clean_absorbed(self) -> list[Municipality]:
        """Turn the codes into communes of today; name every code that is not one."""
        codes = dict.fromkeys(re.findall(r"\w+", self.cleaned_data["absorbed"].upper()))
        communes = Municipality.objects.communes_at(timezone.localdate()).filter(scheme="insee")
        found = {each.code: each for each in communes.filter(code__in=list(codes)).order_by("pk")}
        unknown = [code for code in codes if code not in found]
        if unknown or not found:
            raise forms.ValidationError(
                gettext("No commune of today has this code: %(codes)s.")
                % {"codes": ", ".join(unknown) or "—"}
            )
        return list(found.values())

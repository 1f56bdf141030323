"""« Ce contact est-il le bon ? »: a yes or a no, and what should be corrected."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.ui.forms import OneOf


class PositionForm(forms.Form):
    """Where a visitor stands, in degrees (WGS 84), as the browser tells it."""

    longitude = forms.FloatField(min_value=-180, max_value=180)
    latitude = forms.FloatField(min_value=-90, max_value=90)

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude of a valid form."""
        return self.cleaned_data["longitude"], self.cleaned_data["latitude"]


class SaidForm(forms.Form):
    """A visitor's word on the contact that they were given."""

    right = forms.ChoiceField(
        label=_("Is this the right contact?"),
        choices=[("yes", _("Yes, it is the right one")), ("no", _("No, something is wrong"))],
        widget=OneOf,
        error_messages={"required": _("Choose yes or no: then we know what to check.")},
    )
    message = forms.CharField(
        label=_("What should be corrected?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Please write nothing private: neither your name nor your address is needed."),
    )

    @property
    def says_right(self) -> bool:
        """Whether a valid form says that the contact is the right one."""
        return bool(self.cleaned_data["right"] == "yes")

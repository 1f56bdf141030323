"""Forms of personal keys."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.ui.forms import OneOf


class KeyForm(forms.Form):
    """Which program, for how long."""

    name = forms.CharField(
        label=_("Name of the program"),
        max_length=80,
        help_text=_("To recognise the key later, for example « Monthly table of contacts »."),
    )
    days = forms.TypedChoiceField(
        label=_("How long the key works"),
        coerce=int,
        choices=[(30, _("one month")), (90, _("three months")), (365, _("one year"))],
        initial=90,
        widget=OneOf,
    )

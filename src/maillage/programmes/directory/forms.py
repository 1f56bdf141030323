"""Forms of the directory: claim a sheet, enter a code, report a mistake, decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.ui.forms import OneOf
from maillage.programmes.directory.models import Claim, Report


class ClaimForm(forms.ModelForm):
    """Who asks to keep a sheet, without an account."""

    class Meta:
        model = Claim
        fields = ["name", "email", "function", "message"]
        help_texts = {
            "email": _("The answer comes there. An address of the structure itself speeds things up."),
            "message": _("Anything that helps an officer to know you: when you met, who sent you…"),
        }


class OwnClaimForm(forms.ModelForm):
    """Who asks to keep a sheet, signed in."""

    class Meta:
        model = Claim
        fields = ["function", "message"]


class CodeForm(forms.Form):
    """The code that the structure received."""

    code = forms.CharField(
        label=_("Code received by the structure"),
        help_text=_("Eight digits, sent to the structure's own address."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ReportForm(forms.ModelForm):
    """What is wrong on a sheet."""

    class Meta:
        model = Report
        fields = ["subject", "message", "email"]
        help_texts = {"email": _("Only if you agree to be asked for details; erased after a year.")}
        widgets = {"subject": OneOf}


class RefusalForm(forms.Form):
    """Why a claim is refused."""

    note = forms.CharField(
        label=_("Why do you refuse?"),
        help_text=_("The person reads it."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

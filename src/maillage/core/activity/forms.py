"""Forms of the journal page: filters, and the reason of a redaction."""

from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from maillage.core.activity import queries
from maillage.core.activity.models import RedactionReason
from maillage.core.activity.rules import reference
from maillage.core.activity.words import verb_in_words


class JournalFilters(forms.Form):
    """What to show: one verb, one person, older than an entry."""

    verb = forms.ChoiceField(label=_("What was done"), required=False)
    person = forms.EmailField(label=_("E-mail address of a person"), required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = sorted((str(verb_in_words(verb)), verb) for verb in queries.verbs())
        every_verb = cast("forms.ChoiceField", self.fields["verb"])
        every_verb.choices = [("", _("Everything")), *((verb, text) for text, verb in words)]

    def clean_person(self) -> str:
        """Turn the address into the journal's reference of the person."""
        email = self.cleaned_data["person"]
        if not email:
            return ""
        person = get_user_model().objects.filter(email__iexact=email).first()
        if person is None:
            raise forms.ValidationError(
                _("Nobody has this address here. Someone who was erased can no longer be found by address.")
            )
        return reference(person)


class RedactionForm(forms.Form):
    """Why a note is removed."""

    why = forms.ChoiceField(label=_("Why remove this text?"), choices=RedactionReason)

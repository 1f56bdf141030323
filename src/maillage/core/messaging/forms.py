"""Filters of the outbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.messaging.models import State


class OutboxFilters(forms.Form):
    """What to show: messages in one state, older than one."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Every state")), *State.choices]
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

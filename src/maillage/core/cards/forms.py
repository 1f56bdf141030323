"""Forms of offers and needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.cards.models import Card
from maillage.core.organisations.forms.fields import CommuneField, day_input
from maillage.core.organisations.forms.meanwhile import MeanwhileForm
from maillage.core.ui.forms import OneOf


class CardForm(MeanwhileForm, forms.ModelForm):
    """One offer or one need."""

    place = CommuneField(
        label=_("Around which commune?"),
        help_text=_("Its name or its postal code; empty when the place does not matter."),
        required=False,
    )

    class Meta:
        model = Card
        fields = (
            "kind",
            "subject",
            "title",
            "description",
            "place",
            "reach_km",
            "starts_on",
            "ends_on",
            "quantity",
            "unit",
            "visibility",
        )
        widgets = {
            "kind": OneOf,
            "visibility": OneOf,
            "description": forms.Textarea,
            "starts_on": day_input(),
            "ends_on": day_input(),
        }
        help_texts = {
            "title": _("A few words: « 100 kg de chutes de coton par mois »."),
            "ends_on": _("Empty when it has no end."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.place_id:
            self.initial["place"] = self.instance.place


class StateForm(forms.Form):
    """Where a card goes."""

    WORDS = (
        (Card.State.OPEN, _("Open it: it is shown to those who may see it")),
        (Card.State.MET, _("It was met: thank you")),
        (Card.State.CLOSED, _("Withdraw it")),
        (Card.State.DRAFT, _("Take it back as a draft")),
    )
    state = forms.ChoiceField(label=_("What should happen?"), choices=WORDS)

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            label=self.fields["state"].label,
            choices=[choice for choice in self.WORDS if choice[0] != state],
            widget=OneOf,
        )

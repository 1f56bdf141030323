"""Forms of a sheet: open one, correct a group of its fields, move its state."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.organisations.domain.ess import FOLLOW_RULES
from maillage.core.organisations.forms.fields import CommuneField, SiretField, day_input
from maillage.core.organisations.forms.meanwhile import MeanwhileForm
from maillage.core.organisations.models import Answer, Membership, Organisation
from maillage.core.organisations.rules import lacking_of
from maillage.core.ui.forms import OneOf


class NewSheetForm(forms.Form):
    """What is needed to open a sheet, and to see whether the structure has one already."""

    name = forms.CharField(label=_("Name of the structure"), max_length=200)
    acronym = forms.CharField(label=_("Acronym"), max_length=40, required=False)
    commune = CommuneField()
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    postcode = forms.CharField(label=_("Postal code"), max_length=10, required=False)
    siret = SiretField(label=_("SIRET"), help_text=_("Fourteen digits; leave empty when unknown."))


class _SheetForm(MeanwhileForm, forms.ModelForm):
    """A group of fields; constraints of the whole sheet are checked when it is saved."""

    def _post_clean(self) -> None:
        """Leave the check of the whole sheet to the verb, which knows its other fields."""

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed, by field."""
        return {field: self.cleaned_data[field] for field in self.fields}


class IdentityForm(_SheetForm):
    """Who the structure is."""

    siret = SiretField(label=_("SIRET"), help_text=_("Fourteen digits; leave empty when unknown."))
    siren = SiretField(
        label=_("SIREN"), length=9, help_text=_("Nine digits; read from the SIRET when there is one.")
    )

    class Meta:
        model = Organisation
        fields = ("name", "acronym", "siret", "siren", "unit", "legal_category", "statute", "since")
        widgets = {"since": day_input()}
        help_texts = {
            "legal_category": _("INSEE's code of four digits: 9220 for a declared association."),
            "statute": _("No code says it: read the statutes."),
        }

    def clean(self) -> dict[str, Any]:
        """Read the SIREN from the SIRET."""
        siret = self.cleaned_data.get("siret")
        if siret:
            self.cleaned_data["siren"] = siret[:9]
        return self.cleaned_data


class ActivityForm(_SheetForm):
    """What the structure does."""

    class Meta:
        model = Organisation
        fields = ("summary", "naf", "naf_2025", "jobs", "jobs_year")
        widgets = {"summary": forms.Textarea}
        help_texts = {
            "summary": _("Two or three sentences that a neighbour understands."),
            "naf": _("Such as 88.10A. The 2025 codes replace these on 1 January 2027."),
            "jobs": _("People, whatever their working hours."),
        }

    def clean_summary(self) -> str:
        """Refuse to empty what a published sheet cannot do without."""
        said: str = self.cleaned_data["summary"]
        if self.instance.state == Organisation.State.PUBLISHED and not said:
            raise forms.ValidationError(lacking_of(summary="", has_site=True)["summary"], code="lacking")
        return said

    def _code(self, field: str) -> str:
        code: str = self.cleaned_data[field].strip().upper()
        return f"{code[:2]}.{code[2:]}" if len(code) == 5 and code[:4].isdigit() else code

    def clean_naf(self) -> str:
        """Accept « 8810A » too."""
        return self._code("naf")

    def clean_naf_2025(self) -> str:
        """Accept « 8810A » too."""
        return self._code("naf_2025")


class DeclarationForm(_SheetForm):
    """What the structure says of itself."""

    class Meta:
        model = Organisation
        fields = ("ess_declared",)
        widgets = {"ess_declared": OneOf}


GROUPS: dict[str, tuple[Any, type[_SheetForm]]] = {
    "identite": (_("Who it is"), IdentityForm),
    "activite": (_("What it does"), ActivityForm),
    "ess": (_("What it says of the ESS"), DeclarationForm),
}


class StateForm(forms.Form):
    """Where the sheet goes."""

    ACTIONS = (
        ("publish", _("Publish it: everyone reads it")),
        ("withdraw", _("Take it back: it is to complete")),
        ("flag", _("Mark it as to be regularised")),
        ("close", _("Say that the structure has closed")),
    )
    action = forms.ChoiceField(label=_("What should happen to this sheet?"), choices=ACTIONS)
    on = forms.DateField(
        label=_("Closed on"),
        help_text=_("Only for a structure that has closed; leave empty when unknown."),
        widget=day_input(),
        required=False,
    )
    note = forms.CharField(
        label=_("Explanation for the journal"), required=False, max_length=600, widget=forms.Textarea
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        already = {
            Organisation.State.PUBLISHED: "publish",
            Organisation.State.TO_COMPLETE: "withdraw",
            Organisation.State.TO_REGULARISE: "flag",
            Organisation.State.CLOSED: "close",
        }[Organisation.State(state)]
        choices = [choice for choice in self.ACTIONS if choice[0] != already]
        self.fields["action"] = forms.ChoiceField(
            label=self.fields["action"].label, choices=choices, widget=OneOf
        )


class EssDecisionForm(forms.Form):
    """A person's answer, and where it is known from; one that was given can be taken back."""

    answer = forms.ChoiceField(label=_("Does this structure belong to the ESS?"))
    why = forms.CharField(
        label=_("Where is this known from?"),
        help_text=_(
            "The article of the statutes, a decree, an agreement, without anybody's name: everyone reads it "
            "on the sheet and can check it."
        ),
        max_length=300,
    )

    def __init__(self, *args: Any, decided: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(Answer.choices)
        if decided:
            choices.append((FOLLOW_RULES, _("Follow the rules again: the decision is taken back")))
            self.fields["why"].help_text = format_lazy(
                "{} {}",
                self.fields["why"].help_text,
                _("When the decision is taken back, the history of the sheet alone keeps it."),
            )
        self.fields["answer"] = forms.ChoiceField(
            label=self.fields["answer"].label, choices=choices, widget=OneOf
        )


class MemberForm(forms.Form):
    """Someone who joins a structure: they have an account already."""

    email = forms.EmailField(label=_("E-mail address of their account"))
    kind = forms.ChoiceField(
        label=_("Whose address is it?"),
        choices=Membership.Kind.choices,
        initial=Membership.Kind.PERSON,
        widget=OneOf,
    )
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    title = forms.CharField(label=_("Function"), max_length=120, required=False)


class HandOverForm(forms.Form):
    """Who takes over which roles, and as of which day."""

    email = forms.EmailField(label=_("E-mail address of the successor's account"))
    on = forms.DateField(
        label=_("As of which day?"),
        widget=day_input(),
        help_text=_("Until then, the present person keeps every role."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Which roles?"),
        help_text=_("Those left out stay with the present person."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, held: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = cast("forms.MultipleChoiceField", self.fields["roles"])
        roles.choices = [(each.role, each.get_role_display()) for each in held]
        roles.initial = [each.role for each in held]


class MergeForm(forms.Form):
    """Which of the two sheets stays."""

    kept = forms.ChoiceField(label=_("Which sheet stays?"), widget=OneOf)

    def __init__(self, *args: Any, pair: tuple[Organisation, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"] = forms.ChoiceField(
            label=self.fields["kept"].label,
            choices=[
                (str(sheet.pk), gettext("%(name)s, no. %(number)s") % {"name": sheet, "number": sheet.pk})
                for sheet in pair
            ],
            widget=OneOf,
        )

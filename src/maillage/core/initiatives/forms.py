"""Forms of démarches."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.events.models import Event
from maillage.core.initiatives.models import (
    Action,
    Actor,
    Assessment,
    CharterVersion,
    Commitment,
    Document,
    Funding,
    Initiative,
    Signature,
    Stage,
    TimelineEntry,
)
from maillage.core.territories.models import Territory
from maillage.core.ui.forms import OneOf
from maillage.core.ui.templatetags.ui import long_date
from maillage.core.ui.uploads import checked_document


class DayInput(forms.DateInput):
    """A day, chosen or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class InitiativeForm(forms.ModelForm[Initiative]):
    """What a démarche says of itself."""

    territories = forms.ModelMultipleChoiceField(
        Territory.objects.order_by("name"),
        label=_("Territories"),
        help_text=_("None: the whole département."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Initiative
        fields = (
            "name",
            "summary",
            "purpose",
            "territories",
            "state",
            "since",
            "ended_in",
            "source",
            "published",
        )
        help_texts = {"published": _("Anybody may then read its page; what is for members stays theirs.")}


class ActorForm(forms.ModelForm[Actor]):
    """A structure that takes part."""

    class Meta:
        model = Actor
        fields = ("name", "part", "since", "note")
        widgets = {"since": DayInput()}
        help_texts = {"name": _("As it is written on its sheet: the sheet is then linked.")}


class HandOverForm(forms.Form):
    """Who facilitates from now on."""

    name = forms.CharField(label=_("Which structure facilitates it from now on?"), max_length=200)
    on = forms.DateField(label=_("From which day?"), widget=DayInput)
    note = forms.CharField(label=_("What it does there"), max_length=300, required=False)


class SeeOffForm(forms.Form):
    """When a structure leaves."""

    until = forms.DateField(label=_("First day without it"), widget=DayInput)


class FundingForm(forms.ModelForm[Funding]):
    """A funder and its share."""

    class Meta:
        model = Funding
        fields = ("funder", "scheme", "share", "amount")


class StageForm(forms.ModelForm[Stage]):
    """A step."""

    class Meta:
        model = Stage
        fields = ("title", "state", "since", "until")
        widgets = {"since": DayInput(), "until": DayInput()}


class ActionForm(forms.ModelForm[Action]):
    """Something promised."""

    class Meta:
        model = Action
        fields = ("what", "who", "due_on")
        widgets = {"due_on": DayInput()}


class DocumentForm(forms.ModelForm[Document]):
    """A file or an address."""

    url = forms.URLField(label=_("or its address"), required=False, assume_scheme="https")

    class Meta:
        model = Document
        fields = ("title", "file", "url", "for_members")

    def clean_file(self) -> Any:
        """Refuse what is too large or could run; give the file a name that no system stumbles over."""
        return checked_document(self.cleaned_data.get("file"))


class TimelineForm(forms.ModelForm[TimelineEntry]):
    """What happened."""

    class Meta:
        model = TimelineEntry
        fields = ("day", "known_to", "text", "for_members")
        widgets = {"day": DayInput()}


class EventChoice(forms.ModelChoiceField):
    """An event, by its title and its day."""

    def label_from_instance(self, obj: Event) -> str:
        """Word one choice."""
        return f"{obj.title}, {long_date(obj.starts_at)}"


class EventForm(forms.Form):
    """Which event is one of the démarche's."""

    event = EventChoice(Event.objects.none(), label=_("Event"))
    whole_series = forms.BooleanField(
        label=_("All the events of its series, those to come too"), required=False
    )

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["event"]
        if isinstance(choice, EventChoice):
            choice.queryset = events


class PlaceForm(forms.Form):
    """Who has a place in the workspace."""

    email = forms.EmailField(label=_("E-mail address of the account"))
    facilitates = forms.BooleanField(
        label=_("Facilitates: may also write"), required=False, help_text=_("Others read and take part.")
    )


class CharterForm(forms.Form):
    """The version in preparation: its commitments, one a line."""

    title = forms.CharField(label=_("Title"), max_length=200)
    preamble = forms.CharField(
        label=_("Why this charter"), max_length=4000, required=False, widget=forms.Textarea
    )
    commitments = forms.CharField(
        label=_("What signatories promise"),
        help_text=_("One commitment a line. A star in front (*): their subcontractors keep it too."),
        widget=forms.Textarea,
    )
    renewed_every = forms.IntegerField(
        label=_("A signature holds, in months"),
        help_text=_("Empty: until somebody ends it."),
        min_value=1,
        max_value=240,
        required=False,
    )

    def clean_commitments(self) -> list[tuple[str, bool]]:
        """Turn lines into commitments; name every line that is too long or written twice."""
        lines = [line.strip() for line in self.cleaned_data["commitments"].splitlines() if line.strip()]
        found = [(line.lstrip("* ").strip(), line.startswith("*")) for line in lines]
        errors = [
            gettext("Line %(number)d is longer than 400 signs.") % {"number": number}
            for number, (text, _binds) in enumerate(found, 1)
            if len(text) > 400
        ]
        texts = [text for text, _binds in found]
        errors += [
            gettext("Line %(number)d says what another line says already.") % {"number": number}
            for number, text in enumerate(texts, 1)
            if text in texts[: number - 1]
        ]
        if errors:
            raise forms.ValidationError(errors)
        return found


class GridForm(forms.Form):
    """What each commitment counts, and the labels that it asks for."""

    threshold = forms.IntegerField(
        label=_("Share to keep, in %"),
        help_text=_("100: every commitment must be kept. What nobody knows yet never counts as a no."),
        min_value=1,
        max_value=100,
    )

    def __init__(self, *args: Any, version: CharterVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("threshold", version.threshold)
        self.commitments = list(version.commitments.order_by("pk"))
        for each in self.commitments:
            self.fields[f"weight_{each.pk}"] = forms.IntegerField(
                label=gettext("It counts, from 1 to 9"),
                initial=each.weight,
                min_value=1,
                max_value=9,
            )
            self.fields[f"labels_{each.pk}"] = forms.CharField(
                label=gettext("Labels, one of which is required"),
                initial=each.labels,
                max_length=300,
                required=False,
            )

    def rows(self) -> list[tuple[Commitment, forms.BoundField, forms.BoundField]]:
        """Return each commitment with the fields of its weight and of its labels."""
        return [(each, self[f"weight_{each.pk}"], self[f"labels_{each.pk}"]) for each in self.commitments]

    def criteria(self) -> list[tuple[Commitment, int, str]]:
        """Return each commitment with its weight and its labels."""
        given = self.cleaned_data
        return [(each, given[f"weight_{each.pk}"], given[f"labels_{each.pk}"]) for each in self.commitments]


class PlanReviewForm(forms.Form):
    """When a charter is read again."""

    on = forms.DateField(label=_("To be read again on"), widget=DayInput)


class PutOffForm(forms.Form):
    """Until when the warnings of what falls due keep quiet; ``written_to``: a structure gets some too."""

    until = forms.DateField(
        label=_("Speak of it again on"),
        help_text=_("It leaves the list of all who follow the charter, and comes back on that day."),
        widget=DayInput(),
    )

    def __init__(self, *args: Any, written_to: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if written_to:
            self.fields["until"].help_text = _(
                "It leaves the list of all who follow the charter, and comes back on that day; nothing is "
                "written to the structure meanwhile."
            )


class HoldReviewForm(forms.Form):
    """What came of a review."""

    on = forms.DateField(label=_("It took place on"), widget=DayInput)
    conclusion = forms.CharField(
        label=_("What came of it"),
        help_text=_("What stays, what changes. A change is a new version, to be signed again."),
        max_length=2000,
        widget=forms.Textarea,
    )
    next_on = forms.DateField(label=_("The next one, if it has a day"), widget=DayInput, required=False)


class SubcontractorForm(forms.Form):
    """A company that works for a signatory."""

    name = forms.CharField(label=_("Company"), max_length=200)
    trade = forms.CharField(label=_("What it does"), max_length=120, required=False)
    keeps = forms.BooleanField(
        label=_("It has read the charter, and keeps what it asks of subcontractors"),
        error_messages={"required": _("A company that does not keep the charter is not declared here.")},
    )


class SignForm(forms.Form):
    """A structure that signs."""

    name = forms.CharField(
        label=_("Structure"),
        max_length=200,
        help_text=_("As it is written on its sheet: the sheet is then linked."),
    )
    function = forms.CharField(
        label=_("Signed by (function)"), max_length=120, help_text=_("A function, not a name: the chair.")
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)


class SignatureStateForm(forms.Form):
    """What becomes of a signature."""

    state = forms.ChoiceField(label=_("This signature is"), choices=Signature.State.choices)
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("Needed to suspend or to end. The structure reads it."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason beside its field, where one is needed."""
        given = super().clean() or {}
        if given.get("state") not in {None, Signature.State.IN_FORCE} and not given.get("reason"):
            self.add_error("reason", gettext("Say why: the structure reads it."))
        return given


class AssessmentForm(forms.Form):
    """What was seen of one commitment."""

    commitment = forms.ModelChoiceField(Commitment.objects.none(), label=_("Commitment"))
    # Nothing is ticked beforehand: a judgement is said, never left as it came.
    answer = forms.ChoiceField(label=_("Is it kept?"), choices=Assessment.Answer.choices, widget=OneOf)
    source = forms.CharField(
        label=_("Known from"),
        max_length=300,
        help_text=_("A visit, a quote read, a complaint and its answer."),
    )
    seen_on = forms.DateField(label=_("Seen on"), widget=DayInput)

    def __init__(self, *args: Any, signature: Signature, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["commitment"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = signature.version.commitments.order_by("pk")

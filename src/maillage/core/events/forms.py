"""Forms of events: what visitors fill in, what organisers write."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person, Role
from maillage.core.events.circles import Circle, Guest
from maillage.core.events.models import Action, Event, Registration, Satisfaction, Series
from maillage.core.events.rules.programme import Line, read_programme, write_programme
from maillage.core.territories.models import Municipality, Territory
from maillage.core.territories.search import find_municipalities
from maillage.core.ui.forms import OneOf

YES_NO = (("yes", _("Yes")), ("no", _("No")))


def _yes_no(label: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, help_text=hint, choices=YES_NO, widget=OneOf, required=False)


class RegistrationForm(forms.Form):
    """Someone registers by themselves."""

    name = forms.CharField(
        label=_("Your first name and name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "You receive there the link to your registration. Without e-mail: call us, we write you down."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your telephone"),
        help_text=_("To reach you on the day, if something changes."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    organisation = forms.CharField(
        label=_("Your structure"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    needs = forms.CharField(
        label=_("What should we plan for you?"),
        help_text=_("A ramp, a place in front, a shared car… Erased a week after the event."),
        max_length=300,
        required=False,
    )
    photo = _yes_no(
        _("Do you agree to be photographed?"), _("You may change your mind on your page, even afterwards.")
    )

    def __init__(self, *args: Any, asks_photo: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_photo:
            del self.fields["photo"]

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as the verb takes them."""
        given = dict(self.cleaned_data)
        photo = given.pop("photo", "")
        return {**given, "photo_consent": {"yes": True, "no": False}.get(photo)}


class AddForm(RegistrationForm):
    """An officer writes down someone who called or who stands there; nothing but a name is needed."""

    field_order = ("name", "source", "phone", "email")
    source = forms.ChoiceField(
        label=_("How did they register?"),
        choices=[(each.value, each.label) for each in (Registration.Source.PHONE, Registration.Source.PAPER)],
        widget=OneOf,
        initial=Registration.Source.PHONE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("First name and name")
        self.fields["email"].required = False
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("Leave empty when they have none: you will tell them by voice.")
        self.fields["phone"].label = _("Telephone")
        self.fields["phone"].help_text = ""
        self.fields["organisation"].label = _("Structure")
        self.fields["needs"].label = _("What to plan for them")


class InviteForm(forms.Form):
    """Whom to invite: circles that the house knows, and others, one a line."""

    circles = forms.MultipleChoiceField(
        label=_("Whom do you invite?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    others = forms.CharField(
        label=_("Others, one a line"),
        help_text=_("An e-mail address, or a name to call. Whoever is invited already is left out."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *args: Any, circles: list[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {circle.key: circle for circle in circles}
        field = cast("forms.MultipleChoiceField", self.fields["circles"])
        field.choices = [(circle.key, circle.label) for circle in circles]
        if not circles:
            del self.fields["circles"]

    def clean_others(self) -> list[Guest]:
        """Turn lines into guests; an address that is none is told with its line."""
        guests, wrong = [], []
        for line in self.cleaned_data["others"].splitlines():
            text = line.strip()
            if "@" in text:
                try:
                    validate_email(text)
                except ValidationError:
                    wrong.append(text)
                guests.append(Guest(text, text))
            elif text:
                guests.append(Guest(text[:200]))
        if wrong:
            raise ValidationError(
                gettext("These are not e-mail addresses: %(lines)s") % {"lines": ", ".join(wrong)}
            )
        return guests

    def clean(self) -> dict[str, Any]:
        """Refuse to invite nobody."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("circles") and not given.get("others") and not self.errors:
            raise ValidationError(gettext("Choose a circle, or write who to invite."))
        return given

    def chosen(self) -> list[tuple[str, list[Guest]]]:
        """Return what each circle is called, and who is in it."""
        picked = [self.known[key] for key in self.cleaned_data.get("circles", ())]
        found = [(circle.label, list(circle.guests())) for circle in picked]
        if self.cleaned_data["others"]:
            found.append((gettext("guest of whoever prepares the event"), self.cleaned_data["others"]))
        return found


class OpinionForm(forms.ModelForm):
    """What someone who came thought of it."""

    useful = forms.TypedChoiceField(
        label=_("Was it useful to you?"),
        choices=list(reversed(Satisfaction.Useful.choices)),
        coerce=int,
        widget=OneOf,
    )
    met = _yes_no(_("Did you meet someone you did not know?"))

    class Meta:
        model = Satisfaction
        fields = ("useful", "comment")
        widgets = {"comment": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"comment": _("Read by whoever prepares the next one; your name does not go with it.")}

    field_order = ("useful", "met", "comment")

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as the verb takes them."""
        given = self.cleaned_data
        return {
            "useful": given["useful"],
            "met_someone_new": {"yes": True, "no": False}.get(given["met"]),
            "comment": given["comment"],
        }


class LocalDateTimeInput(forms.DateTimeInput):
    """A day and an hour, as browsers ask for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class EventForm(forms.ModelForm):
    """All that an organiser says of an event."""

    commune_name = forms.CharField(
        label=_("Commune"),
        help_text=_("Its name or its INSEE code."),
        max_length=120,
        required=False,
    )
    territories = forms.ModelMultipleChoiceField(
        label=_("Territories concerned"),
        queryset=Territory.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    programme = forms.CharField(
        label=_("Programme"),
        help_text=_("One line a step, the hour first: 14 h 30 Coffee and welcome"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = Event
        fields = (
            "title",
            "kind",
            "series",
            "summary",
            "starts_at",
            "ends_at",
            "place",
            "address",
            "access_note",
            "host",
            "capacity",
            "registration_closes_at",
            "visibility",
            "reply_to",
            "asks_photo_consent",
        )
        widgets = {
            "starts_at": LocalDateTimeInput(),
            "ends_at": LocalDateTimeInput(),
            "registration_closes_at": LocalDateTimeInput(),
            "summary": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "capacity": _(
                "Leave empty when there is room for everyone. Those who come after wait on a list."
            ),
            "registration_closes_at": _("Leave empty: until the event begins."),
            "host": _("The structure that receives."),
            "access_note": _("Bus, car park, step-free entrance, shared cars…"),
        }

    field_order = (
        "title",
        "kind",
        "series",
        "summary",
        "starts_at",
        "ends_at",
        "place",
        "address",
        "commune_name",
        "access_note",
        "territories",
        "host",
        "programme",
        "capacity",
        "registration_closes_at",
        "visibility",
        "reply_to",
        "asks_photo_consent",
        "organiser",
    )

    def __init__(self, *args: Any, may_hand_over: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        series = self.fields["series"]
        if isinstance(series, forms.ModelChoiceField):
            series.empty_label = gettext("None: it stands alone")
        if self.instance.pk:
            self.initial["territories"] = list(self.instance.territories.order_by("name"))
            lines = self.instance.programme.order_by("position").values_list("at", "text")
            self.initial["programme"] = write_programme(lines)
        if self.instance.commune:
            self.initial["commune_name"] = self.instance.commune.name
        if may_hand_over:
            officers = Person.objects.filter(
                grants__ended_at=None, grants__role__in=[Role.OFFICER, Role.COORDINATOR], is_active=True
            )
            self.fields["organiser"] = forms.ModelChoiceField(
                label=_("Prepared by"),
                queryset=officers.distinct().order_by("name", "pk"),
                initial=self.instance.organiser,
            )
            self.order_fields(self.field_order)

    def clean_commune_name(self) -> Municipality | None:
        """Turn a name or a code into the commune of today; ask again when several could be meant."""
        text = self.cleaned_data["commune_name"].strip()
        if not text:
            return None
        if self.instance.commune and text == self.instance.commune.name:
            return cast("Municipality", self.instance.commune)
        found = find_municipalities(text)
        exact = [match for match in found if match.score >= 1]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0].municipality
        proposals = ", ".join(f"{m.municipality.name} ({m.municipality.code})" for m in found[:5])
        raise ValidationError(
            gettext("Which commune? %(proposals)s") % {"proposals": proposals}
            if proposals
            else gettext("No commune has this name or this code.")
        )

    def lines(self) -> list[Line]:
        """Return the programme, line by line."""
        return read_programme(self.cleaned_data["programme"])

    def changes(self) -> dict[str, Any]:
        """Return what the form says of the event's own fields."""
        given = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        given["commune"] = self.cleaned_data["commune_name"]
        if "organiser" in self.fields:
            given["organiser"] = self.cleaned_data["organiser"]
        return given


class CancelForm(forms.Form):
    """Why an event does not take place."""

    reason = forms.CharField(
        label=_("Why, in a sentence"),
        help_text=_("Everyone registered reads it in the message that you send."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MinutesForm(forms.Form):
    """The minutes of an event, and whether everyone may read them."""

    text = forms.CharField(
        label=_("Minutes"),
        help_text=_("What was said, without naming people who did not agree to it."),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    is_public = forms.BooleanField(label=_("Show them on the public page"), required=False)


class DecisionForm(forms.Form):
    """One decision."""

    text = forms.CharField(label=_("What was decided"), max_length=500)


class ActionForm(forms.ModelForm):
    """One action: what, who, by when."""

    class Meta:
        model = Action
        fields = ("what", "who", "due_on")
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"who": _("A structure or a function.")}


class SnoozeForm(forms.Form):
    """Until when reminders keep quiet."""

    until = forms.DateField(
        label=_("No reminder before"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["until"]
        if day <= timezone.localdate():
            raise ValidationError(gettext("Choose a day to come."))
        return day


class SeriesForm(forms.ModelForm):
    """A series of events."""

    class Meta:
        model = Series
        fields = ("title", "rhythm", "territories")
        widgets = {"territories": forms.CheckboxSelectMultiple}
        help_texts = {"rhythm": _("For example: one half-day a quarter, each time with another structure.")}


class RepeatForm(forms.Form):
    """When the next event of a series takes place, and who receives."""

    starts_at = forms.DateTimeField(label=_("Begins on"), widget=LocalDateTimeInput())
    host = forms.CharField(
        label=_("Hosted by"),
        help_text=_("The structure that receives this time."),
        max_length=150,
        required=False,
    )
    place = forms.CharField(label=_("Place"), max_length=150, required=False)

"""Forms of contacts: the role and its address, absences, departures, zones, gaps."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person, Role
from maillage.core.contacts.domain.coverage import Where
from maillage.core.contacts.models import Contact, Subject
from maillage.core.territories.models import Epci, Municipality, Territory
from maillage.core.territories.queries import find_municipalities, territories_at
from maillage.core.ui.forms import OneOf

_OWN_FIELDS = ("email", "phone", "place", "hours", "web", "name_shown", "consent_on")


def day_input() -> forms.DateInput:
    """Return a field for a day that every browser understands."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _day(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, help_text=hint, widget=day_input(), required=required)


def _source(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        required=required,
        label=_("Where is this known from?"),
        help_text=_("A note, a decree, a call: whoever reads this later can check it."),
        max_length=300,
    )


class OwnContactForm(forms.ModelForm):
    """What an officer may correct of the contact that they answer for."""

    web = forms.URLField(label=_("Web page"), max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = Contact
        fields = _OWN_FIELDS
        widgets = {"consent_on": day_input()}
        help_texts = {
            "email": _("The role's address, never a private one."),
            "phone": _("The role's number, never a private one."),
            "name_shown": _("Leave empty to show the function alone. A name needs the person's agreement."),
            "consent_on": _("The day when the person agreed; needed as soon as a name is shown."),
        }

    def clean_phone(self) -> str:
        """Refuse what is no telephone number."""
        phone: str = self.cleaned_data["phone"].strip()
        digits = sum(sign.isdigit() for sign in phone)
        if phone and (digits < 4 or phone.strip("+0123456789 .()-")):
            raise forms.ValidationError(gettext("Write a number such as 03 53 01 54 00."), code="phone")
        return phone


class ContactForm(OwnContactForm):
    """What the coordination may write of a contact."""

    class Meta:
        model = Contact
        fields = ("kind", "function", "organisation_name", "person", *_OWN_FIELDS, "since", "note")
        widgets = {"consent_on": day_input(), "since": day_input(), "note": forms.Textarea}
        help_texts = OwnContactForm.Meta.help_texts

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answering = (Role.OFFICER, Role.PARTNER, Role.COORDINATOR)
        people = Person.objects.filter(is_active=True, grants__ended_at=None, grants__role__in=answering)
        choice = cast("forms.ModelChoiceField", self.fields["person"])
        choice.queryset = people.distinct().order_by("name", "pk")
        choice.empty_label = gettext("Nobody yet")


def _colleagues(contact: Contact, on: date) -> list[tuple[str, str]]:
    """Return who may stand in for a contact: those in post, of its kind or of the central team."""
    others = Contact.objects.filter(kind__in=[contact.kind, Contact.Kind.CENTRAL]).exclude(pk=contact.pk)
    return [(str(each.pk), str(each)) for each in others.order_by("kind", "function") if each.in_post(on)]


class StandInForm(forms.Form):
    """Who answers during an absence."""

    stand_in = forms.ChoiceField(label=_("Who stands in?"), required=False)

    def __init__(self, *args: Any, contact: Contact, on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ChoiceField", self.fields["stand_in"])
        named = _colleagues(contact, on or timezone.localdate())
        choice.choices = [("", gettext("Nobody yet: the central team will answer")), *named]

    def clean_stand_in(self) -> Contact | None:
        """Turn the choice into a contact."""
        key = self.cleaned_data["stand_in"]
        return Contact.objects.get(pk=key) if key else None


class AbsenceForm(StandInForm):
    """Days away, both included. There is no field for a reason: none is kept."""

    first_day = _day(_("First day away"))
    last_day = _day(_("Last day away"), _("The contact answers again on the next day."))
    field_order = ("first_day", "last_day", "stand_in")

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and days that are all over."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", gettext("The last day away is not before the first."))
        elif last and last < timezone.localdate():
            self.add_error("last_day", gettext("This absence is over: there is nothing left to announce."))
        return cleaned


class LeaveForm(forms.Form):
    """When a contact leaves, and who takes over."""

    on = _day(_("First day without this contact"), _("Until the day before, everything stays as it is."))
    successor = forms.ChoiceField(label=_("Who takes over?"), required=False)
    source = _source(required=False)
    note = forms.CharField(
        label=_("Explanation for the journal"), required=False, max_length=600, widget=forms.Textarea
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = Contact.objects.filter(kind=contact.kind).exclude(pk=contact.pk).order_by("function", "pk")
        today = timezone.localdate()
        named = [(str(each.pk), str(each)) for each in same if not each.until or each.until > today]
        choice = cast("forms.ChoiceField", self.fields["successor"])
        choice.choices = [("", gettext("Nobody yet: the checker will say what waits")), *named]

    def clean_successor(self) -> Contact | None:
        """Turn the choice into a contact."""
        key = self.cleaned_data["successor"]
        return Contact.objects.get(pk=key) if key else None

    def clean(self) -> dict[str, Any]:
        """Ask where a hand-over is known from: it is written on every line that passes."""
        cleaned = super().clean() or {}
        if cleaned.get("successor") and not cleaned.get("source"):
            self.add_error("source", gettext("Say where this is known from: each zone handed over keeps it."))
        return cleaned


class ZoneForm(forms.Form):
    """A zone and its days: a territory, an EPCI, the whole département, or one commune."""

    zone = forms.ChoiceField(label=_("Where?"), required=False)
    commune = forms.CharField(
        label=_("Or a single commune"),
        help_text=_("Its name or its INSEE code. A commune decides over what is chosen above."),
        required=False,
        max_length=120,
    )
    valid_from = _day(_("As of which day?"))
    valid_to = _day(_("Until which day (excluded)?"), _("Leave empty when no end is known."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        territories = [(f"territory:{each.code}", each.name) for each in territories_at(today)]
        held = Municipality.objects.communes_at(today).filter(assignments__territory__isnull=False)
        epci = Epci.objects.filter(municipalities__in=held).distinct().order_by("name")
        choice = cast("forms.ChoiceField", self.fields["zone"])
        choice.choices = [
            ("", gettext("Choose")),
            ("departement", gettext("The whole département")),
            (gettext("Territories"), territories),
            (gettext("Intercommunalités"), [(f"epci:{each.siren}", each.name) for each in epci]),
        ]

    def clean_commune(self) -> Municipality | None:
        """Turn a name or a code into one commune of today; ask again when several fit."""
        text = self.cleaned_data["commune"].strip()
        if not text:
            return None
        communes = Municipality.objects.communes_at(timezone.localdate())
        exact = communes.filter(scheme="insee", code=text.upper()).first()
        if exact:
            return exact
        matches = [each.municipality for each in find_municipalities(text)]
        named = [each for each in matches if each.name.casefold() == text.casefold()] or matches
        if len(named) == 1:
            return named[0].parent or named[0]
        if named:
            names = ", ".join(f"{each.name} ({each.code})" for each in named[:8])
            raise forms.ValidationError(gettext("Which one? Write its code: %(names)s.") % {"names": names})
        raise forms.ValidationError(gettext("No commune of today has this name or code."))

    def clean(self) -> dict[str, Any]:
        """Put the zone together under ``where``, and refuse an end before the beginning."""
        cleaned = super().clean() or {}
        first, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and end and end <= first:
            self.add_error("valid_to", gettext("A line ends after it began."))
        if cleaned.get("commune"):
            cleaned["where"] = Where(cleaned["commune"])
        elif cleaned.get("zone"):
            cleaned["where"] = zone_named(cleaned["zone"])
        elif "commune" not in self.errors:
            self.add_error("zone", gettext("Choose a zone, or write a commune."))
        return cleaned


def zone_named(choice: str) -> Where:
    """Return the zone that a choice such as ``epci:245400676`` names."""
    kind, _colon, code = choice.partition(":")
    if kind == "territory":
        return Where(Territory.objects.get(code=code))
    return Where(Epci.objects.get(siren=code)) if kind == "epci" else Where()


class CoverForm(ZoneForm):
    """A zone that a contact covers, on which subjects."""

    subjects = forms.ModelMultipleChoiceField(
        label=_("On which subjects?"),
        help_text=_("Tick none to mean all the subjects of this kind of contact."),
        queryset=Subject.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    source = _source()
    field_order = ("zone", "commune", "subjects", "valid_from", "valid_to", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField", self.fields["subjects"]).queryset = Subject.objects.all()

    def clean_subjects(self) -> Sequence[Subject | None]:
        """Return the subjects ticked, or [None] for all."""
        return list(self.cleaned_data["subjects"]) or [None]


class GapForm(ZoneForm):
    """A zone where nobody is meant to answer on a subject, and why."""

    subject = forms.ModelChoiceField(label=_("On which subject?"), queryset=Subject.objects.all())
    reason = forms.CharField(
        label=_("Why nobody?"), help_text=_("Visitors read it: say what is being done."), max_length=300
    )
    field_order = ("subject", "zone", "commune", "reason", "valid_from", "valid_to")


class EndLineForm(forms.Form):
    """The first day on which a line no longer holds."""

    on = _day(_("First day on which it no longer holds"))


class KeepOneForm(EndLineForm):
    """Which of several officers answers."""

    keep = forms.ChoiceField(label=_("Who answers?"), widget=OneOf)
    field_order = ("keep", "on")

    def __init__(self, *args: Any, contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ChoiceField", self.fields["keep"])
        choice.choices = [(str(each.pk), str(each)) for each in contacts]

    def clean_keep(self) -> Contact:
        """Turn the choice into a contact."""
        return Contact.objects.get(pk=self.cleaned_data["keep"])


class FillForm(forms.Form):
    """Who answers where nobody does: a contact, for a whole zone or commune by commune."""

    contact = forms.ModelChoiceField(label=_("Who answers?"), queryset=Contact.objects.none())
    where = forms.ChoiceField(label=_("Where?"), widget=OneOf)
    valid_from = _day(_("As of which day?"))
    source = _source()

    def __init__(
        self, *args: Any, family: str, zones: Sequence[tuple[str, str]], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = (
            [Contact.Kind.OFFICER]
            if family == Subject.Family.OFFICER
            else [
                Contact.Kind.PARTNER,
                Contact.Kind.OFFICER,
            ]
        )
        there = [each.pk for each in Contact.objects.filter(kind__in=kinds) if each.in_post(on)]
        choice = cast("forms.ModelChoiceField", self.fields["contact"])
        choice.queryset = Contact.objects.filter(pk__in=there).order_by("-kind", "function", "pk")
        cast("forms.ChoiceField", self.fields["where"]).choices = list(zones)


def next_month() -> date:
    """Return the first day of next month: departures most often take effect then."""
    return (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)

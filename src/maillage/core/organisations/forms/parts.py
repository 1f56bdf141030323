"""Forms of what hangs on a sheet: sites, accessibility, contacts, labels, pictures."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.organisations import hours
from maillage.core.organisations.forms.fields import CommuneField, day_input
from maillage.core.organisations.forms.meanwhile import MeanwhileForm
from maillage.core.organisations.images import LARGEST_FILE, PictureError, redraw
from maillage.core.organisations.models import AccessFact, Answer, ContactPoint, Label, Site
from maillage.core.ui.forms import OneOf


class SiteForm(MeanwhileForm, forms.ModelForm):
    """A place and when it opens."""

    commune = CommuneField()

    class Meta:
        model = Site
        fields = ("name", "address", "postcode", "commune", "principal", "hours_note")
        help_texts = {
            "hours_note": _("Seasons, public holidays: « fermé en août et les jours fériés »."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.commune_id:
            self.initial["commune"] = self.instance.commune
        for day in range(1, 8):
            self.fields[f"day_{day}"] = forms.CharField(
                label=str(WEEKDAYS[day - 1]).capitalize(),
                required=False,
                max_length=60,
                initial=hours.write_day(self.instance.hours, day),
                help_text=_("Such as « 9 h – 12 h, 14 h – 18 h »; empty when closed.") if day == 1 else "",
            )
        self.carry_what_is_shown()

    def clean(self) -> dict[str, Any]:
        """Read the hours of the seven days."""
        kept: list[hours.Stretch] = []
        for day in range(1, 8):
            try:
                kept += hours.read_day(day, self.cleaned_data.get(f"day_{day}", ""))
            except ValueError as unread:
                self.add_error(
                    f"day_{day}",
                    gettext("« %(text)s » cannot be read: write « 9 h – 12 h ».") % {"text": unread},
                )
        self.instance.hours = kept
        return self.cleaned_data


class ContactPointForm(MeanwhileForm, forms.ModelForm):
    """How to reach a function."""

    web = forms.URLField(label=_("Web site"), max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = ContactPoint
        fields = ("function", "email", "phone", "web", "is_public", "is_personal", "name", "consent_on")
        widgets = {"consent_on": day_input()}
        help_texts = {
            "function": _("« Accueil », « Commandes », « Direction »: the function, not the person."),
            "name": _("Leave empty to show the function alone."),
            "consent_on": _("Needed as soon as a name or a personal address is shown."),
        }


class LabelForm(MeanwhileForm, forms.ModelForm):
    """A label, its validity, its source."""

    class Meta:
        model = Label
        fields = ("kind", "detail", "valid_from", "valid_to", "source")
        widgets = {"valid_from": day_input(), "valid_to": day_input()}
        help_texts = {"detail": _("Number, kind, or name of the label.")}


class AccessForm(MeanwhileForm, forms.Form):
    """Every fact on the accessibility of a site, on one page."""

    source = forms.CharField(
        label=_("Where is this known from?"),
        help_text=_("« Visite du 12 mars », « Dit par la structure »: whoever reads this can check it."),
        max_length=200,
    )
    seen_on = forms.DateField(label=_("Seen on"), widget=day_input(), initial=timezone.localdate)

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {fact.subject: fact.answer for fact in site.access_facts.order_by("subject")}
        for subject, label in AccessFact.Subject.choices:
            self.fields[subject] = forms.ChoiceField(
                label=label,
                choices=Answer.choices,
                initial=known.get(subject, Answer.UNKNOWN),
                widget=OneOf,
            )
            self.fields[subject].show_hidden_initial = True

    def carry_what_is_shown(self) -> None:
        """Carry the answers alone: the source and the day are those of this visit."""

    def clean_seen_on(self) -> date:
        """Refuse a visit that is still to come."""
        day: date = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come."), code="future")
        return day

    def told(self, site: Site) -> list[AccessFact]:
        """Return the facts that say something new."""
        known = {fact.subject: fact.answer for fact in site.access_facts.order_by("subject")}
        return [
            AccessFact(
                site=site,
                subject=subject,
                answer=self.cleaned_data[subject],
                source=self.cleaned_data["source"],
                seen_on=self.cleaned_data["seen_on"],
            )
            for subject in AccessFact.Subject.values
            if self.cleaned_data[subject] != known.get(subject, Answer.UNKNOWN)
        ]


class PictureForm(forms.Form):
    """A picture, what it shows, whose it is."""

    file = forms.FileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP, ten megabytes at most. It is drawn again here.")
    )
    alt = forms.CharField(
        label=_("What does it show?"),
        help_text=_("For people who do not see it: « Trois personnes réparent un vélo »."),
        max_length=200,
    )
    credit = forms.CharField(label=_("Whose is it?"), max_length=120)
    licence = forms.CharField(
        label=_("Licence"),
        max_length=80,
        help_text=_("« Licence Ouverte », « CC BY 4.0 », « Tous droits réservés »."),
    )
    agreed = forms.BooleanField(
        label=_("The people who can be recognised agreed to be shown, and its author to its use.")
    )

    def clean_file(self) -> Any:
        """Draw the picture again; refuse what is no picture, or too large a one."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_FILE:
            raise forms.ValidationError(
                gettext("This file is larger than ten megabytes: send a smaller one."), code="large"
            )
        try:
            return redraw(sent.read())
        except PictureError as fault:
            raise forms.ValidationError(str(fault), code="picture") from fault

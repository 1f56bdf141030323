"""Forms of links."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person, Role
from maillage.core.accounts.rules import Visitor
from maillage.core.links.models import Link, Outcome
from maillage.core.links.programmes import programme_names
from maillage.core.links.rules.rights import spoken_for
from maillage.core.links.rules.states import NEXT
from maillage.core.organisations.forms.fields import day_input
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.queries import Filters, organisations_for
from maillage.core.organisations.rules import is_house
from maillage.core.territories.geography.names import folded
from maillage.core.territories.models import Territory
from maillage.core.ui.forms import OneOf
from maillage.core.ui.uploads import checked_document

SUGGESTED = 6
PLACES = 4
ADDRESSED = re.compile(r".*\[([a-z0-9-]+)\]\s*")


class StructureField(forms.CharField):
    """A structure by the name on its sheet; with near names when none or several answer.

    Structures of one name are told apart by the address of their sheets: « Atelier [atelier-2] ».
    """

    def __init__(self, *, visitor: Visitor, **options: Any) -> None:
        super().__init__(max_length=320, **options)
        self.visitor = visitor

    def clean(self, value: Any) -> Any:
        """Return the structure, or None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        readable = organisations_for(self.visitor)
        if addressed := ADDRESSED.fullmatch(text):
            found = list(readable.filter(slug=addressed[1])[:1])
        else:
            found = list(readable.filter(folded=folded(text)[:200])[:SUGGESTED])
        if len(found) == 1:
            return found[0]
        near = found or list(organisations_for(self.visitor, Filters(search=text))[:SUGGESTED])
        if not near:
            raise ValidationError(gettext("No sheet answers to this name."), code="unknown")
        names = "; ".join(f"{each.name} [{each.slug}]" if found else each.name for each in near)
        raise ValidationError(
            gettext("Copy the exact name from its sheet, for example: %(names)s.") % {"names": names},
            code="several",
        )


class WhoForm(forms.Form):
    """Which structures: two at least, each with its part; ``places`` is how many there is room for."""

    def __init__(self, *args: Any, visitor: Visitor, places: int = PLACES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitor = visitor
        self.places = range(1, max(places, PLACES) + 1)
        for place in self.places:
            self.fields[f"structure_{place}"] = StructureField(
                visitor=visitor,
                label=gettext("Structure %(number)d") % {"number": place},
                help_text=_("As it is written on its sheet.") if place == 1 else "",
                required=place <= 2,
            )
            self.fields[f"part_{place}"] = forms.CharField(
                label=gettext("Its part (structure %(number)d)") % {"number": place},
                help_text=_("A few words: « supplies », « welcomes ».") if place == 1 else "",
                max_length=80,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one structure twice, and links of others."""
        said = super().clean() or {}
        named = [organisation for organisation, _part in self.parties()]
        if len({each.pk for each in named}) < len(named):
            raise ValidationError(gettext("One structure is named twice."), code="twice")
        if named and not is_house(self.visitor):
            own = Organisation.objects.filter(spoken_for(self.visitor), pk__in=[each.pk for each in named])
            if not own.exists():
                raise ValidationError(gettext("Name a structure for which you speak."), code="not_yours")
        return said

    def parties(self) -> list[tuple[Organisation, str]]:
        """Return the structures with their parts, in the order given."""
        said = self.cleaned_data
        return [
            (organisation, said.get(f"part_{place}", ""))
            for place in self.places
            if (organisation := said.get(f"structure_{place}"))
        ]


def _programmes() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Programme"), choices=[("", "—"), *programme_names().items()])


HELP = {
    "title": _("A few words: « cotton offcuts become bags »."),
    "origin_label": _("The meeting, the visit, the call that brought them together."),
}


class WhatForm(forms.ModelForm[Link]):
    """What they do together, and where it came from."""

    class Meta:
        model = Link
        fields = ("title", "description", "programme", "origin_label")
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"] = _programmes()


class HowForm(forms.Form):
    """Where it stands, and who sees it."""

    state = forms.ChoiceField(label=_("Where does it stand?"), choices=Link.State.choices, widget=OneOf)
    on = forms.DateField(label=_("Since which day?"), widget=day_input())
    why = forms.CharField(
        label=_("What happened"), max_length=600, required=False, help_text=_("Without people's names.")
    )
    visibility = forms.ChoiceField(label=_("Who sees it?"), choices=Link.Visibility.choices, widget=OneOf)

    def __init__(self, *args: Any, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visibility"] = _visibility(visitor)

    def clean_on(self) -> Any:
        """Refuse a day to come."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError(gettext("This day has not come yet: say what already happened."))
        return self.cleaned_data["on"]


def _visibility(visitor: Visitor) -> forms.ChoiceField:
    """Return the choice of readers; what only officers read is theirs to choose."""
    choices = [
        choice
        for choice in Link.Visibility.choices
        if choice[0] != Link.Visibility.OFFICERS or is_house(visitor)
    ]
    return forms.ChoiceField(label=_("Who sees it?"), choices=choices, widget=OneOf)


class ChangeForm(forms.ModelForm[Link]):
    """What a link says of itself, put right at once."""

    territories = forms.ModelMultipleChoiceField(
        Territory.objects.order_by("name"),
        label=_("Territories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    follower = forms.ModelChoiceField(
        Person.objects.none(), label=_("Followed by"), required=False, empty_label=_("The coordination")
    )

    class Meta:
        model = Link
        fields = (
            "title",
            "description",
            "programme",
            "origin_label",
            "territories",
            "visibility",
            "follower",
        )

    def __init__(self, *args: Any, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"] = _programmes()
        self.fields["visibility"] = _visibility(visitor)
        follower = self.fields["follower"]
        if isinstance(follower, forms.ModelChoiceField):
            follower.queryset = officers()
        if not is_house(visitor):
            del self.fields["follower"]


def officers() -> Any:
    """Return those who may follow a link, by name."""
    held = Person.objects.filter(
        grants__role__in=[Role.OFFICER, Role.COORDINATOR], grants__ended_at=None, is_active=True
    )
    return held.distinct().order_by("name", "pk")


class MoveForm(forms.Form):
    """How it goes."""

    WORDS = {
        Link.State.PROPOSED: _("It is proposed again"),
        Link.State.ACCEPTED: _("The structures take it up"),
        Link.State.UNDER_WAY: _("It is under way"),
        Link.State.REALISED: _("It is realised"),
        Link.State.ABANDONED: _("It is given up"),
    }
    state = forms.ChoiceField(label=_("How does it go?"), widget=OneOf)
    on = forms.DateField(label=_("Since which day?"), widget=day_input())
    why = forms.CharField(
        label=_("What happened"), max_length=600, required=False, help_text=_("Without people's names.")
    )

    def __init__(self, *args: Any, link: Link, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            label=self.fields["state"].label,
            choices=[(state, self.WORDS[state]) for state in NEXT[link.state]],
            widget=OneOf,
        )


class OutcomeForm(forms.ModelForm[Outcome]):
    """What came of it."""

    url = forms.URLField(label=_("Its address"), required=False, assume_scheme="https")

    class Meta:
        model = Outcome
        fields = ("quantity", "unit", "day", "evidence", "url", "file")
        widgets = {"day": day_input()}

    def clean_file(self) -> Any:
        """Refuse what is too large or could run."""
        return checked_document(self.cleaned_data.get("file"))


class PutOffForm(forms.Form):
    """News by a later day."""

    until = forms.DateField(label=_("Ask for news again on"), widget=day_input())
    why = forms.CharField(label=_("Why"), max_length=300, required=False)

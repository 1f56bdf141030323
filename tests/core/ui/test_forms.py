"""A choice among several offers answers alone."""

from importlib import import_module
from pkgutil import walk_packages

from django import forms
from django.urls import reverse

import maillage
from maillage.core.ui.forms import OneOf
from tests.core.territories.places import make_commune
from tests.factories import client_for
from tests.programmes.directory.structures import make_structure

SIZES = (("", "---------"), ("small", "petite"), ("large", "grande"))


def offered(*, required: bool) -> list[str]:
    field = forms.ChoiceField(choices=SIZES, widget=OneOf, required=required)

    class Size(forms.Form):
        size = field

    return [choice.data["value"] for choice in Size()["size"].subwidgets]


def test_where_an_answer_is_required_none_of_them_says_nothing() -> None:
    assert offered(required=True) == ["small", "large"]
    assert offered(required=False) == ["", "small", "large"]


def test_a_mistake_on_a_sheet_is_told_by_its_kind(db: None) -> None:
    sheet = make_structure("Atelier Filoche (démonstration)", make_commune("Nancy"))
    page = client_for().get(reverse("directory:report", args=[sheet.slug])).content.decode()
    assert page.count('type="radio"') == 6
    assert "-----" not in page


def test_every_form_of_the_house_asks_so() -> None:
    for module in walk_packages(maillage.__path__, "maillage."):
        if "forms" in module.name:
            import_module(module.name)
    waiting, ours = [forms.BaseForm], []
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        ours += [form for form in below if form.__module__.startswith("maillage.")]
    asked = [
        (form.__qualname__, name, type(field.widget))
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.RadioSelect)
        and not isinstance(field.widget, forms.CheckboxSelectMultiple)  # Django's is one of them
    ]
    assert len(asked) > 10
    assert [each for each in asked if each[2] is not OneOf] == []


def test_a_list_begins_with_a_word() -> None:
    class Size(forms.Form):
        size = forms.ChoiceField(choices=SIZES)

    offered = str(Size()["size"])
    assert '<option value="" selected>Choisir</option>' in offered
    assert '<option value="small">petite</option>' in offered
    assert "-----" not in offered

"""Words and addresses that templates write out are remembered, each for its language and its place."""

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.urls import set_script_prefix
from django.utils import translation

from maillage.core.ui.templatetags.remembered import Remembered


def drawn(template, **context):
    return template.render(Context(context))


@pytest.fixture
def at_the_root():
    yield
    set_script_prefix("/")


def test_words_follow_the_language_of_each_reader():
    template = Template('{% translate "Find" %}')
    for _time in range(2):
        with translation.override("fr"):
            assert drawn(template) == "Trouver"
        with translation.override("en"):
            assert drawn(template) == "Find"


def test_words_of_another_context_are_other_words():
    of_territories = Template('{% translate "All" context "territories" %}')
    of_families = Template('{% translate "All" context "families" %}')
    with translation.override("fr"):
        assert (drawn(of_territories), drawn(of_families)) == ("Tous", "Toutes")


def test_what_a_page_gives_is_never_remembered():
    words, kept = (
        Template("{% translate said %}"),
        Template('{% translate "Find" as word %}{{ word }}{{ more }}'),
    )
    with translation.override("fr"):
        assert [drawn(words, said=each) for each in ("Find", "Map")] == ["Trouver", "Carte"]
        assert [drawn(kept, more=each) for each in ("1", "2")] == ["Trouver1", "Trouver2"]
    page = Template('{% url "directory:structure" slug %}')
    assert [drawn(page, slug=each) for each in ("a", "b")] == [
        "/annuaire/structure/a/",
        "/annuaire/structure/b/",
    ]


def test_an_address_follows_where_the_site_is_mounted(at_the_root):
    template = Template('{% url "directory:list" %}')
    assert isinstance(template.nodelist[0], Remembered)
    assert drawn(template) == "/annuaire/"
    set_script_prefix("/maillage/")
    assert drawn(template) == "/maillage/annuaire/"
    set_script_prefix("/")
    with override_settings(ROOT_URLCONF="tests.core.ui.elsewhere"):
        assert drawn(template) == "/ailleurs/"

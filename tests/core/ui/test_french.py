"""Texts of the house are typed with plain spaces, and shown with those that never break."""

import re
from gettext import GNUTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.portal import markdown
from maillage.core.ui.french import NO_BREAK, french_spaces
from tests.french import as_typed
from tests.laws.tree import ROOT

SOURCE = ROOT / "src" / "maillage"
ALONE = re.compile(r" (?=[:;?!»](?:\W|$))|(?<=«) ")
SENTENCES = re.compile(r"\{%-?\s*blocktranslate.*?endblocktranslate\s*%\}", re.DOTALL)
# A text that only screen readers say has no lines.
UNSEEN = re.compile(r'<span class="visually-hidden">[^<]*</span>')
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Qui peut vous aider ?", "Qui peut vous aider~?"),
        ("Territoire : « Val de Lorraine » ; fait !", "Territoire~: «~Val de Lorraine~»~; fait~!"),
        ("?lieu=Toul, 9:30, https://example.org/ :", "?lieu=Toul, 9:30, https://example.org/~:"),
        ("« ?le=2027-01-01 »", "«~?le=2027-01-01~»"),
        ("ouvert :lundi", "ouvert :lundi"),
    ],
)
def test_signs_stay_with_their_word(typed, shown):
    assert french_spaces(typed) == shown.replace("~", NO_BREAK)


@given(st.text(alphabet="a1 :;?!«»\n\u00a0"))
def test_nothing_but_spaces_changes_and_once_is_enough(text):
    shown = french_spaces(text)
    assert as_typed(shown) == as_typed(text)
    assert french_spaces(shown) == shown
    assert not ALONE.search(shown)


def test_a_page_written_by_the_coordination_is_printed_as_french_is():
    assert "Comment faire\u00a0?</p>" in markdown.render("Comment faire ?")


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("django.mo")), ids=lambda path: path.parts[-5])
def test_every_sentence_of_the_catalogues_is_printed_as_french_is(path):
    with path.open("rb") as file:
        sentences = GNUTranslations(file)._catalog
    assert [said for key, said in sentences.items() if key and ALONE.search(said)] == []


def seen(template: str) -> str:
    """Return what a template shows by itself, between what it asks for."""
    for what in (SENTENCES, UNSEEN, TAGS):
        template = what.sub(lambda found: "\0" * len(found[0]), template)
    return template


def test_no_template_writes_a_sign_that_could_begin_a_line():
    assert ALONE.search(seen("<p>{{ name }} : {{ town }}</p>"))
    shown = {path: seen(path.read_text("utf-8")) for path in SOURCE.rglob("templates/**/*.html")}
    assert len(shown) > 150
    assert [path for path, text in shown.items() if ALONE.search(text)] == []

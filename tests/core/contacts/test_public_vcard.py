"""A contact's card is read back by a telephone as it was written, whatever its letters."""

import re

from hypothesis import given
from hypothesis import strategies as st

from maillage.core.contacts.exports.vcard import vcard
from maillage.core.contacts.finder_words import dialled

WORDS = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n;,\\é’€😀"), max_size=120
)


def read(card: str) -> dict[str, str]:
    """Read a card as RFC 2426 says: unfold, split at the first colon, unescape."""
    lines = card.replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCARD"
    assert lines[-2:] == ["END:VCARD", ""]
    fields = dict(line.split(":", 1) for line in lines[1:-2])
    return {
        name.split(";")[0]: re.sub(r"\\(.)", lambda hit: "\n" if hit[1] == "n" else hit[1], value)
        for name, value in fields.items()
    }


@given(title=WORDS.filter(bool), place=WORDS, note=WORDS)
def test_every_word_comes_back(title, place, note):
    card = vcard(
        title=title, organisation="Département", place=place, note=note, address="https://example.org/"
    )
    fields = read(card)
    assert fields["TITLE"] == title
    assert fields.get("NOTE", "") == "\n".join(part for part in (note, place) if part)
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))


def test_a_name_is_on_the_card_only_when_it_is_shown():
    assert read(vcard(title="Chargée de mission", organisation="", address="x"))["FN"] == "Chargée de mission"
    named = vcard(title="Chargée de mission", name="Fleur Exemple", organisation="", address="x")
    assert read(named)["FN"] == "Fleur Exemple, Chargée de mission"


def test_a_number_is_dialled_without_what_a_telephone_ignores():
    assert dialled("03 53 01.54-01") == "0353015401"
    assert dialled("+33 (0)3 53 01 54 01") == "+33353015401"

"""Papers that anyone may ask for are typeset once, until the facts on them change."""

from pathlib import Path
from time import process_time

from django.utils import translation

from maillage.core.contacts.exports.papers import TEMPLATES
from maillage.core.ui import paper

NAMES = ("offer", "partners", "central", "fallback", "together", "everywhere", "nobody", "page")


def facts(title: str) -> dict[str, object]:
    """Return the content of a contacts' paper that names nobody."""
    nothing: dict[str, object] = {key: [] for key in ("offer", "sheets", "central", "mentions")}
    words = dict.fromkeys(NAMES, "mot")
    lines = {"author": "A", "occasion": "B", "footer": "C", "lead": "D", "address": "https://example.org/"}
    return {"title": title, **lines, **nothing, "words": words}


def spent(template: Path, data: dict[str, object]) -> tuple[bytes, float]:
    """Return a paper, and the processor seconds that it cost."""
    start = process_time()
    return paper.typeset_once(template, data), process_time() - start


def test_the_same_facts_cost_one_paper_and_others_another() -> None:
    paper._compiled.cache_clear()
    first, dear = spent(TEMPLATES / "everyone.typ", facts("Contacts"))
    again, cheap = spent(TEMPLATES / "everyone.typ", facts("Contacts"))
    assert first.startswith(b"%PDF-")
    assert again is first
    assert cheap < dear / 10
    assert spent(TEMPLATES / "everyone.typ", facts("Autres contacts"))[0] != first
    with translation.override("en"):
        assert spent(TEMPLATES / "everyone.typ", facts("Contacts"))[0] != first

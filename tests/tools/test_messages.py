"""The check of the catalogues sees what a reader would stumble on."""

import shutil
from pathlib import Path

import pytest

from tools.messages import check

HEAD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
CODE = """\
from django.utils.translation import gettext as _, ngettext
greeting = _("Hello %(name)s")
count = ngettext("%(count)d meeting", "%(count)d meetings", 2)
"""
GREETING = 'msgid "Hello %(name)s"\nmsgstr "Bonjour %(name)s"\n\n'
COUNT = """\
msgid "%(count)d meeting"
msgid_plural "%(count)d meetings"
msgstr[0] "un rendez-vous"
msgstr[1] "%(count)d rendez-vous"

"""

pytestmark = pytest.mark.skipif(
    not shutil.which("xgettext"), reason="xgettext is not installed here; sudo apt install gettext"
)


def faults_of(catalogue: str, folder: Path) -> list[str]:
    """Check a room that holds ``CODE`` and this catalogue."""
    file = folder / "room" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(catalogue, encoding="utf-8")
    (folder / "room" / "words.py").write_text(CODE, encoding="utf-8")
    return check(folder)


def test_a_complete_catalogue_passes(tmp_path: Path) -> None:
    assert faults_of(HEAD + GREETING + COUNT, tmp_path) == []


@pytest.mark.parametrize(
    ("catalogue", "fault"),
    [
        (HEAD + GREETING, "not in the catalogue"),
        (HEAD + GREETING + COUNT + 'msgid "Gone"\nmsgstr "Parti"\n', "no longer used"),
        (HEAD + GREETING + COUNT + '#~ msgid "Gone"\n#~ msgstr "Parti"\n', "obsolete"),
        (HEAD + "#, fuzzy\n" + GREETING + COUNT, "fuzzy"),
        (HEAD + GREETING.replace("Bonjour %(name)s", "") + COUNT, "not translated"),
        (HEAD + GREETING.replace("Bonjour %(name)s", "Bonjour") + COUNT, "values differ"),
        (HEAD + GREETING.replace("Bonjour %(name)s", "Bonjour %(nom)s") + COUNT, "values differ"),
        (
            HEAD + GREETING + COUNT.replace('msgstr[1] "%(count)d rendez-vous"', 'msgstr[1] ""'),
            "not translated",
        ),
        (HEAD.replace("n > 1", "n != 1") + GREETING + COUNT, "Plural-Forms"),
    ],
)
def test_a_fault_is_seen(catalogue: str, fault: str, tmp_path: Path) -> None:
    assert any(fault in line for line in faults_of(catalogue, tmp_path))


def test_one_sentence_has_one_wording_everywhere_unless_a_context_tells_them_apart(tmp_path: Path) -> None:
    assert faults_of(HEAD + GREETING + COUNT, tmp_path) == []
    other = tmp_path / "hall" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    other.parent.mkdir(parents=True)
    other.write_text(HEAD + GREETING.replace("Bonjour", "Salut"), encoding="utf-8")
    words = tmp_path / "hall" / "words.py"
    imported = "from django.utils.translation import gettext as _, pgettext\n"
    words.write_text(imported + 'greeting = _("Hello %(name)s")\n', encoding="utf-8")
    assert len(check(tmp_path)) == 1
    assert "« Salut %(name)s » in hall; « Bonjour %(name)s » in room" in check(tmp_path)[0]

    other.write_text(HEAD + 'msgctxt "hall"\n' + GREETING.replace("Bonjour", "Salut"), encoding="utf-8")
    words.write_text(imported + 'greeting = pgettext("hall", "Hello %(name)s")\n', encoding="utf-8")
    assert check(tmp_path) == []

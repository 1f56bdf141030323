"""Translations: compile them with Babel, gather what is to be translated, check that nothing is missing.

``compile`` needs nothing but Babel; ``extract`` and ``check`` need gettext's ``xgettext``, the extractor that
Django itself uses, so that what is checked is what is shown.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from maillage.core.ui import french

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "maillage"
CATALOGUE = Path("locale") / "fr" / "LC_MESSAGES" / "django.po"
PLURALS = "(n > 1)"
GATHERED_ON = re.compile(r'^"POT-Creation-Date: .*"\n', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")


def folders(source: Path = SOURCE) -> list[Path]:
    """Return the folders that own a catalogue."""
    return sorted(path.parent for path in source.rglob("locale") if path.is_dir())


def load(path: Path) -> Catalog:
    """Read a catalogue, obsolete entries included."""
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def compile_all() -> None:
    """Write the ``.mo`` file beside each catalogue, unless it is newer than what it is made from."""
    rules = max(Path(module).stat().st_mtime for module in (__file__, french.__file__))
    for folder in folders():
        source = folder / CATALOGUE
        target = source.with_suffix(".mo")
        if source.is_file() and (
            not target.is_file() or target.stat().st_mtime <= max(source.stat().st_mtime, rules)
        ):
            with target.open("wb") as file:
                write_mo(file, with_french_spaces(load(source)))


def with_french_spaces(catalogue: Catalog) -> Catalog:
    """Return a catalogue whose translations are spaced as French is printed."""
    for message in catalogue:
        if message.id:
            spaced = tuple(french.french_spaces(text) for text in translations(message))
            message.string = spaced if message.pluralizable else spaced[0]
    return catalogue


def extract(folder: Path) -> None:
    """Gather the sentences of one folder into its catalogue, keeping its translations."""
    (folder / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    # -P: a file of the folder named like a module of Python's library must not stand in for it.
    command = [
        sys.executable,
        "-P",
        "-m",
        "django",
        "makemessages",
        "--locale=fr",
        "--no-wrap",
        "--no-location",
    ]
    # No settings: sentences are gathered from files, whatever project the environment names.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    gathered = subprocess.run(
        [*command, "--verbosity=0"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if gathered.returncode:
        raise SystemExit(f"{folder}: {gathered.stderr.strip()}")
    written = folder / CATALOGUE
    if written.is_file():
        # Whether anything changed is told by the sentences, not by the hour at which they were gathered.
        text = written.read_text(encoding="utf-8")
        written.write_text(GATHERED_ON.sub("", text, count=1), encoding="utf-8")


def keys(catalogue: Catalog) -> dict[tuple[str, str], Message]:
    """Return the messages by context and English sentence."""
    return {(message.context or "", first(message.id)): message for message in catalogue if message.id}


def translations(message: Message) -> tuple[str, ...]:
    """Return the French of a message: one text, or the singular and the plural."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string),)


def first(texts: object) -> str:
    """Return a sentence, or the singular of a pair."""
    return str(texts[0]) if isinstance(texts, list | tuple) else str(texts)


def faults(written: Catalog, wanted: Catalog) -> Iterator[str]:
    """Yield what is wrong in a catalogue, given the one just gathered from the code."""
    have, need = keys(written), keys(wanted)
    for key in need.keys() - have.keys():
        yield f"not in the catalogue: {key[1]!r}"
    for key in have.keys() - need.keys():
        yield f"no longer used: {key[1]!r}"
    for entry in written.obsolete.values():
        yield f"obsolete entry: {first(entry.id)!r}"
    for (_, sentence), message in have.items():
        yield from faults_of(sentence, message)
    if have and written.plural_expr != PLURALS:
        yield f"Plural-Forms is {written.plural_expr}, French wants {PLURALS}"


def faults_of(sentence: str, message: Message) -> Iterator[str]:
    """Yield what is wrong in one translation."""
    texts = translations(message)
    if message.fuzzy:
        yield f"to be reviewed (fuzzy): {sentence!r}"
    if len(texts) != (2 if message.pluralizable else 1) or not all(texts):
        yield f"not translated: {sentence!r}"
        return
    originals = message.id if isinstance(message.id, list | tuple) else (message.id,)
    allowed = {place for original in originals for place in PLACEHOLDER.findall(original)}
    required = set(PLACEHOLDER.findall(originals[-1]))
    for number, text in enumerate(texts):
        found = set(PLACEHOLDER.findall(text))
        # A singular may say « un rendez-vous » without its number; nothing else may lose or invent a value.
        missing = required - found if number == len(texts) - 1 else set()
        if missing or found - allowed:
            yield f"values differ ({', '.join(sorted(missing | (found - allowed)))}): {sentence!r}"


def check(source: Path = SOURCE) -> list[str]:
    """Compare each catalogue with what the code says today; return what is wrong, one line each."""
    if not shutil.which("xgettext"):
        raise SystemExit("xgettext is missing: the catalogues cannot be checked (sudo apt install gettext).")
    found = []
    owners = folders(source)
    for folder in owners:
        with tempfile.TemporaryDirectory() as temporary:
            copy = Path(temporary) / folder.name
            # Catalogues of folders inside this one are checked in their own turn.
            inner = {other for other in owners if folder in other.parents}
            shutil.copytree(folder, copy, ignore=partial(left_out, inner=inner))
            # In a copy, so that a check changes nothing in the tree.
            extract(copy)
            wanted = load(copy / CATALOGUE) if (copy / CATALOGUE).is_file() else Catalog(locale="fr")
        path = folder / CATALOGUE
        written = load(path) if path.is_file() else Catalog(locale="fr")
        found += [f"{path.relative_to(source)}: {fault}" for fault in sorted(faults(written, wanted))]
    return found + list(two_wordings(source))


def two_wordings(source: Path) -> Iterator[str]:
    """Yield the English sentences that two catalogues translate differently: Django keeps one for both."""
    wordings: dict[tuple[str, str, bool], dict[str, list[str]]] = {}
    for folder in folders(source):
        path = folder / CATALOGUE
        for (context, sentence), message in keys(load(path)).items() if path.is_file() else ():
            said = wordings.setdefault((context, sentence, message.pluralizable), {})
            said.setdefault(" / ".join(translations(message)), []).append(str(folder.relative_to(source)))
    for (_, sentence, _), said in sorted(wordings.items()):
        if len(said) > 1:
            yield f"two wordings of {sentence!r}, give one a context: " + "; ".join(
                f"« {text} » in {', '.join(owners)}" for text, owners in said.items()
            )


def left_out(at: str, names: list[str], *, inner: set[Path]) -> list[str]:
    """Return what a copy for extraction leaves out."""
    return [name for name in names if name in {"locale", "__pycache__"} or Path(at, name) in inner]


def main() -> int:
    """Do what the command line names."""
    action = sys.argv[1] if len(sys.argv) > 1 else ""
    if action == "compile":
        compile_all()
        return 0
    if action == "extract":
        for folder in folders():
            extract(folder)
        return 0
    if action == "check":
        found = check()
        print("\n".join(found) or "Every sentence has its French translation.")
        return min(len(found), 1)
    print("compile, extract or check?", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())

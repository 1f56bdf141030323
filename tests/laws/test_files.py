"""Files fit in a head, say why, and speak of the product alone."""

import ast
import re
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, SOURCE, files, name_of, repository, text_of

LONGEST = 420
CODE = (".py", ".css", ".html", ".js", ".sh")
# Written in pieces, so that this file does not hold what it looks for.
FOREIGN_WORDS = (
    r"/(?:work|root|opt/(?:pypi|wheels))/",
    r"/home/[a-z]",
    r"py" + r"pi\.org",
    r"python" + r"hosted\.org",
    r"npm" + r"js\.(?:org|com)",
    r"\.lib" + r"rary/",
)
LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


@pytest.mark.parametrize("file", files(*CODE), ids=name_of)
def test_a_file_fits_in_a_head(file: Path) -> None:
    assert len(text_of(file).splitlines()) <= LONGEST


@pytest.mark.parametrize("pattern", FOREIGN_WORDS)
def test_no_file_names_a_registry_or_a_machine(pattern: str) -> None:
    looked_for = re.compile(pattern)
    here = Path(__file__)
    texts = {
        file: file.read_bytes().decode("utf-8", errors="ignore") for file in repository() if file != here
    }
    assert [name_of(file) for file, text in texts.items() if looked_for.search(text)] == []


def test_nothing_is_left_for_later() -> None:
    assert [name_of(file) for file in files(*CODE, ".md") if LATER.search(text_of(file))] == []


def test_plurals_are_left_to_the_catalogue() -> None:
    assert [
        name_of(file)
        for file in files(".html", ".txt", ".svg", under=SOURCE)
        if "|plura" + "lize" in text_of(file)
    ] == []


def test_templates_hold_no_inline_behaviour() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=|hx-on", re.IGNORECASE
    )
    assert [name_of(file) for file in files(".html", under=SOURCE) if inline.search(text_of(file))] == []


def test_every_template_is_used() -> None:
    """A view or another template names it; libraries look for their own names, icons go by their keys."""
    named_by_libraries = re.compile(
        r"/templates/(?:account|allauth|mfa|socialaccount|usersessions|django|forms)/"
        r"|/templates/ui/icons/|/templates/\d{3}\.html"
    )
    sources = {file: text_of(file) for file in files(".py", ".html", ".txt", ".svg", under=SOURCE)}
    unused = []
    for file in files(".html", ".txt", ".svg", under=SOURCE):
        if "/templates/" not in str(file) or named_by_libraries.search(str(file)):
            continue
        name = str(file).split("/templates/")[1]
        if not any(name in text for other, text in sources.items() if other != file):
            unused.append(name)
    assert not unused, "\n".join(unused)


def test_an_import_inside_a_function_says_its_reason() -> None:
    """The reason is a comment on the line, or just above the first of a group of imports."""
    silent = [
        f"{name_of(file)}:{line}"
        for file in files(".py", under=SOURCE)
        for line in inner_imports(file)
        if not is_explained(line, file)
    ]
    assert not silent, "\n".join(silent)


def inner_imports(file: Path) -> list[int]:
    """Return the lines of the imports that stand inside a function."""
    functions = [node for node in ast.walk(ast.parse(text_of(file))) if isinstance(node, ast.FunctionDef)]
    inner = {node for function in functions for node in ast.walk(function)}
    return sorted(node.lineno for node in inner if isinstance(node, ast.Import | ast.ImportFrom))


def is_explained(line: int, file: Path) -> bool:
    """Say whether an import, or one above it in the same group, has a comment."""
    above = text_of(file).splitlines()[:line]
    while above and above[-1].strip():
        text = above.pop().strip()
        if "#" in text:
            return True
        if not text.startswith(("import ", "from ")):
            return False
        if not above or not above[-1].strip():
            # A blank line parts the libraries from our own modules; the group goes on above it.
            above = above[:-1]
    return False


def test_the_licence_is_whole() -> None:
    text = text_of(ROOT / "LICENSE")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "END OF TERMS AND CONDITIONS" in text

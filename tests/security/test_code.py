"""What no line of the program does, read from its source; each reader is shown a line that it must find."""

import ast
import re
from functools import cache

import pytest

from tests.laws.tree import ROOT

SOURCES = sorted((ROOT / "src").rglob("*.py"))
SCRIPTS = {path: path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.js"))}
RUNS_CODE = {"eval", "exec", "compile", "__import__"}
RUNS_COMMANDS = {"system", "popen", "getoutput", "getstatusoutput", "spawnl", "spawnv"}
DIGESTS = {"sha256", "file_digest"}
# Other libraries than those of docs/cryptography.md.
OTHERS = re.compile(r"^(crypt|Crypto|Cryptodome|nacl|pyaes|rsa|md5|sha|bcrypt|passlib)(\.|$)")
# Chance that can be foretold is for engines, which are given their seed, and to spread the polls of a page.
FORETOLD = {"core/jobs/templatetags/jobs.py"}
PROTOTYPES = re.compile(r"__proto__|\bprototype\b|Object\.assign|\]\s*=[^=]|\.\.\.JSON")


@cache
def trees():
    """Return what each source says; read by the worker that needs it, not by each as it gathers its tests."""
    return {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_of(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def owner_of(call):
    return getattr(getattr(call.func, "value", None), "id", "")


def runs_code(tree):
    """Calls that turn a text into a program; ``re.compile`` makes none."""
    return [call for call in calls(tree) if name_of(call) in RUNS_CODE and isinstance(call.func, ast.Name)]


def runs_a_shell(tree):
    """Commands made of one text, and those given to a shell."""
    found = []
    for call in calls(tree):
        shell = any(word.arg == "shell" for word in call.keywords)
        joined = (
            owner_of(call) == "subprocess"
            and call.args
            and isinstance(call.args[0], (ast.JoinedStr, ast.BinOp, ast.Constant))
        )
        if shell or joined or (owner_of(call) in {"os", "subprocess"} and name_of(call) in RUNS_COMMANDS):
            found.append(call)
    return found


def formats_what_it_is_given(tree):
    """``text.format(…)`` and ``format_map`` on anything but a text written there."""
    return [
        call
        for call in calls(tree)
        if name_of(call) in {"format", "format_map"}
        and isinstance(call.func, ast.Attribute)
        and owner_of(call) != "dateformat"
        and not isinstance(call.func.value, ast.Constant)
        and not getattr(call.func.value, "id", "").isupper()
    ]


def other_cryptography(tree):
    """Imports of other libraries of cryptography."""
    found = []
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [name for name in names if OTHERS.match(name)]
    return found


def weak_digests(tree):
    """Digests under 256 bits: other functions of hashlib, a keyed digest left to its default (SHA-1)."""
    found = [
        alias
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "hashlib"
        for alias in node.names
        if alias.name not in DIGESTS
    ]
    for call in calls(tree):
        if owner_of(call) == "hashlib" and name_of(call) not in DIGESTS:
            found.append(call)
        said = {word.arg: getattr(word.value, "value", None) for word in call.keywords}
        if name_of(call) == "salted_hmac" and said.get("algorithm") != "sha256":
            found.append(call)
        named = [argument for argument in call.args[1:] if isinstance(argument, ast.Constant)]
        if name_of(call) == "file_digest" and [each.value for each in named] != ["sha256"]:
            found.append(call)
    return found


def mixed_parameters(tree):
    """A page that takes the same thing from the address or from the form, whichever comes."""
    found = []
    for node in ast.walk(tree):
        parts = []
        if isinstance(node, ast.BoolOp):
            parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Dict):
            parts = [value for key, value in zip(node.keys, node.values, strict=True) if key is None]
        told = [ast.unparse(part) for part in parts]
        if any("request.POST" in text for text in told) and any("request.GET" in text for text in told):
            found.append(node)
    return found


LAWS = {
    "text turned into a program": (runs_code, "eval(said)"),
    "a shell": (runs_a_shell, "subprocess.run(f'ls {name}', shell=True)"),
    "a command of one text": (runs_a_shell, "subprocess.run(f'ls {name}')"),
    "a format that somebody else wrote": (formats_what_it_is_given, "form.cleaned_data['text'].format(a=1)"),
    "another library of cryptography": (other_cryptography, "from Crypto.Cipher import AES"),
    "a weak digest": (weak_digests, "hashlib.md5(b'')"),
    "a weak digest taken out of its module": (weak_digests, "from hashlib import md5"),
    "a keyed digest by default": (weak_digests, "salted_hmac('a', 'b')"),
    "parameters of two sources": (mixed_parameters, "form = Form(request.POST or request.GET)"),
}


@pytest.mark.parametrize("law", LAWS)
def test_no_line_of_the_program_does_it(law):
    reader, guilty = LAWS[law]
    assert reader(ast.parse(guilty)), "the reader sees what it looks for"
    found = {path.relative_to(ROOT).as_posix(): reader(tree) for path, tree in trees().items()}
    assert len(found) > 300
    assert {path: len(lines) for path, lines in found.items() if lines} == {}


def test_no_secret_is_drawn_by_chance_that_can_be_foretold():
    imports = re.compile(r"^\s*(import random|from random import)", re.MULTILINE)
    found = {path for path in SOURCES if imports.search(path.read_text("utf-8"))}
    told = {path.relative_to(ROOT / "src" / "maillage").as_posix() for path in found}
    assert {path for path in told if not path.startswith("engines/")} == FORETOLD


def test_no_script_of_ours_writes_where_a_prototype_could_be():
    assert PROTOTYPES.search("kept[name] = value")
    assert PROTOTYPES.search("Object.assign(kept, said)")
    assert SCRIPTS
    assert [path.name for path, text in SCRIPTS.items() if PROTOTYPES.search(text)] == []

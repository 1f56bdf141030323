"""The pages of docs/ that speak of security say what the code does."""

import ast
import re
from importlib import import_module

import pytest

from tests.laws.tree import ROOT

SOURCE = ROOT / "src" / "maillage"
MODULES = {
    path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))
}
CRYPTOGRAPHY = re.compile(
    r"\b(hashlib|secrets|signing|hmac)\.\w+\(|^from (hashlib|secrets|hmac) import"
    r"|\b(salted_hmac|get_random_string)\(|\bsigning\.Signer\b",
    re.MULTILINE,
)
OPENS_A_LINE = re.compile(
    r"^\s*(?:import|from) (?:socket|smtplib|requests|urllib\.request|http\.client|psycopg|ftplib)\b",
    re.MULTILINE,
)
NAMES_A_PLACE = re.compile(
    r'"((?:MAILLAGE|PROCONNECT|DATABASE)_\w*(?:HOSTS?|SERVER|URL|GEOCODER|REGISTRY|ANTIVIRUS))"'
)
LIMIT = re.compile(r"^\| [^|]*\| (\d+) \| `([\w.]+)\.(\w+)` \|$", re.MULTILINE)


def page(name):
    return (ROOT / "docs" / name).read_text("utf-8")


def users_of(pattern, modules):
    return {path for path, text in modules.items() if pattern.search(text)}


def rules_of(modules):
    """Return the public predicates of every rules module, by their dotted names."""
    found = set()
    for path, text in modules.items():
        if "rules" not in path or path.startswith("engines/"):
            continue
        for node in ast.parse(text).body:
            takes_a_person = isinstance(node, ast.FunctionDef) and any(
                argument.arg in {"person", "visitor"} for argument in node.args.args
            )
            if takes_a_person and not node.name.startswith("_"):
                module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                found.add(f"{module}.{node.name}")
    return found


def test_every_module_that_hashes_signs_or_draws_stands_in_the_inventory():
    users = users_of(CRYPTOGRAPHY, MODULES)
    assert "core/activity/digests.py" in users
    assert "core/messaging/domain.py" in users, "a name taken out of its module counts too"
    assert [path for path in sorted(users) if f"`{path}`" not in page("cryptography.md")] == []
    named = set(re.findall(r"`((?:core|api|cli|programmes)/[\w/]+\.py)`", page("cryptography.md")))
    assert named <= set(MODULES), "the inventory names modules that exist"


def test_every_module_that_opens_a_line_and_every_setting_that_names_a_place_is_told():
    told = page("outside.md")
    users = users_of(OPENS_A_LINE, MODULES)
    assert "core/ui/antivirus.py" in users
    assert [path for path in sorted(users) if f"`{path}`" not in told] == []
    places = {name for text in MODULES.values() for name in NAMES_A_PLACE.findall(text)}
    assert "PROCONNECT_SERVER" in places
    assert [name for name in sorted(places) if f"`{name}`" not in told] == []


LIMITS = LIMIT.findall(page("limits.md"))


def test_the_table_of_limits_is_read_whole():
    rows = [line for line in page("limits.md").splitlines() if re.search(r"\| `\w+\.[\w.]+` \|$", line)]
    assert len(rows) == len(LIMITS) > 20


@pytest.mark.parametrize(("value", "module", "name"), LIMITS, ids=[name for _value, _module, name in LIMITS])
def test_a_limit_is_what_its_page_says(value, module, name):
    assert getattr(import_module(f"maillage.{module}"), name) == int(value)


def test_every_rule_on_who_reads_or_changes_is_told():
    told = page("rights.md")
    rules = rules_of(MODULES)
    assert "core.links.rules.rights.may_update" in rules
    assert [name for name in sorted(rules) if f"`{name}`" not in told] == []
    named = set(re.findall(r"`((?:core|api|programmes)\.[\w.]+)`", told))
    for name in named:
        module, _dot, function = name.rpartition(".")
        assert callable(getattr(import_module(f"maillage.{module}"), function))

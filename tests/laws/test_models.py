"""Tables: each has its word in the glossary, and their changes follow one line."""

import re

import pytest
from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.laws.tree import ROOT, text_of

OURS = [config for config in apps.get_app_configs() if config.name.startswith("maillage.")]


@pytest.mark.parametrize(
    "model", [model for config in OURS for model in config.get_models()], ids=lambda model: model._meta.label
)
def test_the_glossary_explains_the_model(model: type) -> None:
    glossary = text_of(ROOT / "docs" / "glossary.md")
    assert re.search(rf"\b{model.__name__}\b", glossary), (
        f"docs/glossary.md does not say what {model.__name__} is."
    )


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_migrations_follow_one_line(config: AppConfig) -> None:
    graph = MigrationLoader(connection=None).graph
    names = sorted(name for label, name in graph.nodes if label == config.label)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert len(graph.leaf_nodes(config.label)) <= 1


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_transaction_spans_a_request() -> None:
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False

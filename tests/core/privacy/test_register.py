"""The register: nothing is kept of people that was not declared, with its reason and its duration."""

from collections.abc import Callable
from datetime import timedelta
from inspect import signature
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.module_loading import import_string

from maillage.core.privacy.queries import declared_kinds, duration_in_words
from maillage.core.privacy.register import Basis, Declaration, NoPersonalData, model_of, register

DECLARED = {each.model: each for each in (*register().declarations, *register().impersonal)}
MODELS = [model._meta.label for model in apps.get_models()]
TELLS_OF_PEOPLE = (
    models.EmailField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)
# Columns of text that the program writes: names of its own functions and of exceptions, counts in words.
TECHNICAL = {
    "django_tasks_database.DBTaskResult": {
        "backend_name",
        "exception_class_path",
        "queue_name",
        "return_value",
        "task_path",
        "worker_ids",
    },
    "imports.ImportRun": {"note"},
}
WORDS = ("name", "mail", "phone", "address", "title", "subject", "user_agent", "ip")


def speaks_of_someone(field: models.Field[Any, Any]) -> bool:
    """Say whether a field may hold a name, an address, a free text, or lead to a person."""
    if field.is_relation:
        return field.related_model is get_user_model()
    if isinstance(field, TELLS_OF_PEOPLE):
        return True
    words = field.name.split("_")
    return isinstance(field, models.CharField) and not field.choices and any(word in words for word in WORDS)


@pytest.mark.parametrize("label", MODELS)
def test_every_model_is_declared_once(label):
    assert register().models().count(label) == 1, f"{label}: declare it in a personal_data module"


@pytest.mark.parametrize("label", sorted(DECLARED))
def test_what_is_declared_exists(label):
    declared = DECLARED[label]
    model = model_of(declared)
    for field in getattr(declared, "fields", ()):
        try:
            model._meta.get_field(field)
        except FieldDoesNotExist:
            pytest.fail(f"{label} has no field {field}")


@pytest.mark.parametrize("declaration", register().declarations, ids=lambda each: each.model)
def test_every_field_that_may_speak_of_someone_is_declared(declaration):
    fields = model_of(declaration)._meta.concrete_fields
    forgotten = {field.name for field in fields if speaks_of_someone(field)} - set(declaration.fields)
    assert not forgotten - TECHNICAL.get(declaration.model, set())


@pytest.mark.parametrize("declaration", register().impersonal, ids=lambda each: each.model)
def test_a_model_said_to_keep_nothing_of_people_leads_to_nobody(declaration):
    fields = model_of(declaration)._meta.concrete_fields
    assert not [field.name for field in fields if field.is_relation and speaks_of_someone(field)]
    assert str(declaration.why)


@pytest.mark.parametrize("declaration", register().declarations, ids=lambda each: each.model)
def test_every_function_of_the_register_can_be_called_as_announced(declaration):
    def check(name: str, *arguments: object) -> None:
        if name:
            function: Callable[..., object] = import_string(name)
            signature(function).bind(*arguments)

    check(declaration.export, object())
    check(declaration.erase, object())
    check(declaration.purge, object(), True)


def test_a_declaration_says_why_it_neither_exports_nor_erases():
    with pytest.raises(ValueError, match="export"):
        Declaration(model="a.B", fields=(), purpose="", basis=Basis.CONSENT, not_erased="x")
    with pytest.raises(ValueError, match="erase"):
        Declaration(model="a.B", fields=(), purpose="", basis=Basis.CONSENT, not_exported="x")
    with pytest.raises(ValueError, match="purge"):
        Declaration(
            model="a.B",
            fields=(),
            purpose="",
            basis=Basis.CONSENT,
            not_exported="x",
            not_erased="x",
            keep=timedelta(days=1),
        )


def test_a_model_that_does_not_exist_is_found_out():
    with pytest.raises(LookupError):
        model_of(NoPersonalData("portal.Nothing", why=""))


def test_every_declaration_reads_in_words():
    for kind in declared_kinds():
        assert str(kind.declaration.purpose)
        assert str(kind.name)
        assert str(kind.what)
        assert kind.kept


@pytest.mark.parametrize("declaration", register().declarations, ids=lambda each: each.model)
def test_what_a_library_keeps_is_named_in_our_words(declaration):
    ours = model_of(declaration).__module__.startswith("maillage.")
    assert ours or (declaration.title and declaration.what)


@pytest.mark.parametrize(
    ("keep", "words"),
    [
        (timedelta(hours=24), "24 heures"),
        (timedelta(days=7), "7 jours"),
        (timedelta(days=365), "1 an"),
        (timedelta(days=3 * 365), "3 ans"),
        (None, "aussi longtemps que votre compte existe"),
    ],
)
def test_a_duration_reads_in_its_own_unit(keep, words):
    assert duration_in_words(keep) == words

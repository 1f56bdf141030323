"""Check constraints asked of the database in one question say what they said one by one."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint
from pytest_django import DjangoAssertNumQueries

from maillage.core.constraints import ChecksAskedTogether
from maillage.core.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def sheet(**values: Any) -> Organisation:
    return Organisation(**{"name": "Atelier (essai)", "slug": "atelier", "summary": "", **values})


def told(validated: Organisation, exclude: set[str] | None = None) -> set[str]:
    """Return the sentences that tell what is wrong."""
    return _sentences(lambda: validated.validate_constraints(exclude))


def told_one_by_one(validated: Organisation, exclude: set[str] | None = None) -> set[str]:
    """Return what Django's own way tells, constraint by constraint."""
    return {
        sentence
        for check in Organisation._meta.constraints
        for sentence in _sentences(partial(check.validate, Organisation, validated, exclude))
    }


def _sentences(validate: Callable[[], None]) -> set[str]:
    try:
        validate()
    except ValidationError as error:
        return set(error.messages)
    return set()


def test_a_sound_sheet_is_asked_about_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):  # a savepoint, the question, the end of the savepoint
        assert told(sheet(), {"slug"}) == set()


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"name": ""}, 1),
        ({"name": "", "naf": "trois", "siret": "12", "siren": "1", "state": "elsewhere"}, 5),
        ({"siret": "12345678901234", "siren": "876543210"}, 1),
        ({"closed_on": date(2026, 1, 2), "since": date(2026, 1, 3)}, 2),
        ({"ess_decided": "yes"}, 1),
        ({"merged_into": None, "closed_on": None}, 0),
    ],
)
def test_everything_that_is_wrong_is_told_at_once(values: dict[str, Any], broken: int) -> None:
    assert told(sheet(**values)) == told_one_by_one(sheet(**values))
    assert len(told(sheet(**values))) == broken


def test_a_constraint_on_a_field_left_out_is_not_asked() -> None:
    wrong = sheet(name="", naf="trois")
    assert len(told(wrong)) == 2
    assert told(wrong, {"name"}) == told_one_by_one(wrong, {"name"}) != told(wrong)
    assert told(wrong, {"name", "naf"}) == set()


def test_models_with_more_than_three_checks_ask_them_together() -> None:
    many = {
        model
        for model in apps.get_models()
        if model.__module__.startswith("maillage.")
        and sum(isinstance(each, CheckConstraint) for each in model._meta.constraints) > 3
    }
    assert Organisation in many
    assert {model.__name__ for model in many if not issubclass(model, ChecksAskedTogether)} == set()

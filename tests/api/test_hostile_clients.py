"""Hundreds of requests drawn from the description itself, sound and unsound: no answer leaves it.

Schemathesis draws them and judges the answers: no server error, the status, type, headers and body that the
description announces, unsound parameters refused, sound ones accepted, unknown methods refused, a key asked
for where the description says so. The draw is fixed: a fault found once is found again.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import override_settings
from django.urls import include, path
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.schemas import OpenApiSchema

from maillage.api.interface import description
from maillage.api.serving import open_read
from maillage.config.wsgi import application
from tests.api.conftest import Places, Reach

pytestmark = pytest.mark.django_db
NAMES = sorted(read["operationId"] for path in description()["paths"].values() for read in path.values())
DRAWN = settings(
    max_examples=30,
    database=None,
    # Nothing is made smaller: the first fault is told as it was drawn, and time stays bounded.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the connection of the test open from request to request, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def described() -> OpenApiSchema:
    """Return the description, answered by the real application in this process.

    One for all reads: schemathesis looks for values to draw in the modules of the application, once for each.
    """
    schema: OpenApiSchema = schemathesis.openapi.from_dict(description())
    schema.app = application
    return schema


def faults_of(name: str) -> list[str]:
    """Ask one read in every way that its description allows or forbids; return what its answers break."""
    operation = described().find_operation_by_id(name)
    strategy: st.SearchStrategy[Any] = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )
    faults: list[str] = []

    @seed(20261128)
    @DRAWN
    @given(strategy)
    def ask(case: Any) -> None:
        try:
            case.call_and_validate()
        except FailureGroup as group:
            faults.extend(
                f"{case.method} {case.formatted_path} {case.query}: {each}" for each in group.exceptions
            )

    ask()
    return faults


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_leaves_the_description(name: str, places: Places, reach: Reach):
    assert faults_of(name) == []


@open_read
def breaks(request: HttpRequest) -> HttpResponse:
    """A read that falls on some of its parameters."""
    if request.GET.get("on"):
        return JsonResponse({"code": "our_fault"}, status=500)
    return JsonResponse({"items": "not what was announced"})


urlpatterns = [path("api/v1/territories", breaks), path("", include("maillage.config.urls"))]


def test_a_read_that_breaks_its_description_is_found(places: Places):
    """Negative control."""
    with override_settings(ROOT_URLCONF=__name__):
        faults = "\n".join(faults_of("territories"))
    assert "500" in faults
    assert "schema" in faults.lower()

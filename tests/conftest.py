"""What every test of the suite shares: invariants, marks, and what runs where."""

import os
from collections.abc import Generator

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from maillage.config.memory import set_apart_what_was_loaded
from tests import databases
from tests.invariants import closing, emptying, network, ordering, responses, templates
from tools.chromium import TO_INSTALL, chromium

# One browser for the session, wherever the test that opens a page stands.
pytest_plugins = ["tests.browser.fixtures"]

OPENS_PAGES = {"browser", "page_at"}
TOUCHES_DATA = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}
# Begun first: each of these files takes a worker one minute or two.
LONG = {
    "test_demo.py",
    "test_erasure_everywhere.py",
    "test_kill_drill.py",
    "test_seats.py",
    "test_serve_drill.py",
}
ON_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]


def pytest_configure(config: pytest.Config) -> None:
    """Install the invariants before any test is read; what an example takes is the machine's, not a fault."""
    hypothesis_settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis_settings.load_profile("suite")
    for invariant in (closing, emptying, network, ordering, responses, templates):
        invariant.install()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings_parallel_suffix: None) -> bool:
    """Say whether this worker starts from what another one's migrations made."""
    return databases.copy_of_another()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the database of the suite as usual, and note what its migrations wrote."""
    with django_db_blocker.unblock():
        emptying.remember()
        databases.offer_to_others()


def pytest_report_header() -> str:
    """Say on which database, and how to replay the order of unordered rows."""
    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    return f"maillage: {engine}, MAILLAGE_TEST_SEED={ordering.SEED}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """Mark what touches data and what needs a browser; leave the long drills to ``make drill``."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if OPENS_PAGES & fixtures:
            item.add_marker(pytest.mark.browser)
        if TOUCHES_DATA & fixtures or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.data)
        if item.get_closest_marker("browser") and lacks_chromium():
            item.add_marker(pytest.mark.skip(f"Chromium is not installed here; {TO_INSTALL}"))
    if "drill" not in config.option.markexpr:
        leave_out(config, items, "drill")
    if not ON_POSTGRESQL:
        # The pass on PostgreSQL runs them.
        leave_out(config, items, "postgresql")
    yield
    # After pytest-django, which puts last the tests that commit: begun last, the long ones end alone.
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare Python the search of what every test uses for what can be thrown away: a tenth of the run."""
    set_apart_what_was_loaded()


def lacks_chromium() -> bool:
    """Say whether browser tests are skipped; a continuous-integration server lets them fail instead."""
    return os.environ.get("CI") != "true" and not chromium()


def leave_out(config: pytest.Config, items: list[pytest.Item], mark: str) -> None:
    """Deselect the tests that carry a mark."""
    left_out = [item for item in items if item.get_closest_marker(mark)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]

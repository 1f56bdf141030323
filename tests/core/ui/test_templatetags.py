"""Dates and ages read as people say them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from maillage.core.ui.templatetags.ui import age, clock, long_date, long_datetime


def test_a_french_date_has_its_hour_in_the_portal_s_time_zone() -> None:
    instant = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)

    assert long_datetime(instant) == "mardi 24 novembre 2026 à 14\u00a0h\u00a030"


def test_the_first_of_a_month_is_premier() -> None:
    assert long_date(datetime(2026, 12, 1, 9, 0, tzinfo=UTC)) == "mardi 1er décembre 2026"


def test_a_late_evening_in_utc_is_already_tomorrow_in_paris() -> None:
    assert long_date(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == "mercredi 25 novembre 2026"


def test_english_reads_as_english() -> None:
    with translation.override("en"):
        assert long_date(datetime(2026, 11, 24, 9, 0, tzinfo=UTC)) == "Tuesday 24 November 2026"
        assert clock(datetime(2026, 11, 24, 13, 30, tzinfo=UTC)) == "14:30"


@pytest.mark.parametrize(
    ("days", "words"), [(0, "aujourd’hui"), (1, "hier"), (2, "2 jours"), (21, "21 jours")]
)
@time_machine.travel("2026-11-24 10:00:00+01:00", tick=False)
def test_age_counts_calendar_days(days: int, words: str) -> None:
    assert age(timezone.now() - timedelta(days=days)) == words

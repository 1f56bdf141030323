"""A refusal stays between the one who refuses and the organisers: nothing that others get reveals it."""

import io
import json
from datetime import UTC, datetime

import openpyxl
import pypdf
import pytest
from django.test import Client
from django.utils import translation

from maillage.core.jobs.worker import run_waiting_jobs
from maillage.engines.meetings import Changes, Refusal
from maillage.programmes.esspresso import document
from maillage.programmes.esspresso.day import Day
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Timetable
from maillage.programmes.esspresso.exports import (
    agendas_pdf,
    calendars,
    changes_pdf,
    sign_in_pdf,
    table_cards_pdf,
    wall_plan_pdf,
    workbook,
)
from maillage.programmes.esspresso.planner import plan
from maillage.programmes.esspresso.replanner import replan
from tests.programmes.esspresso.lists import read
from tests.programmes.esspresso.test_plans import give

PEOPLE = (
    "code;nom;ess;quota_max\nA1;Alphabulle;oui;3\nB2;Bêtasel;oui;3\nC3;Gammalune;oui;3\nD4;Deltamiel;oui;3\n"
)
WISHES = "de;vers;rang\nB2;C3;1\nA1;B2;1\nD4;A1;1\nC3;D4;1\n"
REFUSAL = "C3;B2;non\n"
TELLTALE = ("refus", "surtout pas", "non souhait")


@pytest.fixture(scope="module")
def planning() -> Planning:
    """Bêtasel wishes first for Gammalune, which wants anything but that."""
    timetable = Timetable(slots=4, day=datetime(2026, 11, 26, tzinfo=UTC).date())
    event = read(PEOPLE, WISHES + REFUSAL, timetable=timetable, quota=3).event
    assert event is not None
    with translation.override("fr"):
        return plan(event, seconds=20)


def text_of(pdf: bytes, page: int | None = None) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(each.extract_text() for each in (pages if page is None else [pages[page]]))


def without_telltales(text: str) -> None:
    assert not [word for word in TELLTALE if word in text.lower()]


def test_papers_that_everybody_sees_say_nothing_of_refusals(planning):
    with translation.override("fr"):
        for paper in (agendas_pdf, wall_plan_pdf, table_cards_pdf, sign_in_pdf):
            without_telltales(text_of(paper(planning)))
        for content in calendars(planning, datetime.now(UTC)).values():
            without_telltales(content.decode())


def test_the_agenda_of_each_of_the_two_does_not_name_the_other(planning):
    with translation.override("fr"):
        pdf = agendas_pdf(planning)
        files = calendars(planning, datetime.now(UTC))
    for page, code, other in ((1, "B2", "Gammalune"), (2, "C3", "Bêtasel")):
        assert other not in text_of(pdf, page)
        (calendar,) = (content.decode() for name, content in files.items() if name.startswith(code))
        assert other not in calendar


@pytest.mark.django_db
def test_the_pages_say_nothing_of_refusals_even_where_a_wish_is_missed(client: Client):
    link = give(client, PEOPLE, WISHES + REFUSAL, quota=3)
    client.post(f"{link}planifier/")
    run_waiting_jobs()
    result = client.get(link).content.decode()
    reason = result.split("Premier souhait manqué pour")[0].rsplit("<p>", 1)[-1]
    without_telltales(reason)
    for number, other in ((2, "Gammalune"), (3, "Bêtasel")):
        page = client.get(f"{link}agendas/{number}/").content.decode()
        without_telltales(page)
        assert other not in page


def test_reasons_are_those_that_would_be_given_without_the_refusal(planning):
    """The reason shown for the wish that the other refuses is that of any wish left aside."""
    (refused,) = (wish for wish in planning.solution.wishes if (wish.source, wish.target) == ("B2", "C3"))
    assert refused.reason is not None
    assert refused.reason.code in {"costs", "lowers_level"}
    with translation.override("fr"):
        written = json.loads(document.dumps(planning))
    (told,) = (wish["reason"] for wish in written["wishes"] if (wish["from"], wish["to"]) == ("B2", "C3"))
    assert told["text"].startswith("L’exaucer ")
    without_telltales(told["text"])


def test_the_reasons_of_the_workbook_say_nothing_of_refusals(planning):
    with translation.override("fr"):
        book = openpyxl.load_workbook(io.BytesIO(workbook(planning)))
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            without_telltales(" ".join(str(cell) for cell in row if cell))


def test_a_refusal_of_the_day_is_announced_as_a_mere_change(planning):
    met = next(each for each in planning.solution.meetings if each.slot >= 2)
    changes = Changes(2, refusals=(Refusal(met.a, met.b),))
    with translation.override("fr"):
        again = replan(planning, Day(changes), seconds=20)
        assert again.replanned is not None
        assert again.replanned.dropped == (met,)
        without_telltales(text_of(changes_pdf(again)))
        without_telltales(text_of(agendas_pdf(again)))

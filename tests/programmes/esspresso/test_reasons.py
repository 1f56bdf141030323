"""Every reason of the planner has its French sentence."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from maillage.engines import meetings
from maillage.engines.meetings import Reason
from maillage.programmes.esspresso.reasons import why_not
from tests.french import as_typed

SOURCE = (Path(meetings.__file__).parent / "explain.py").read_text()
FACTS = {"code": "A1", "cost": 10, "level": 3, "count": 2, "slots": (1, 2), "unknown": ()}
UNTOLD = "L’exaucer prendrait la place d’autres souhaits."


@pytest.mark.parametrize("code", sorted(set(re.findall(r'Reason\("(\w+)"', SOURCE))))
def test_each_reason_is_told(code):
    with translation.override("fr"):
        sentence = why_not(Reason(code, FACTS), {"A1": "Alpha"})
    assert sentence
    assert sentence != UNTOLD
    assert "%" not in sentence


def test_a_verified_yes_that_would_open_the_meeting_is_said():
    with translation.override("fr"):
        assert "un « oui » vérifié" in as_typed(why_not(Reason("no_ess", {"unknown": ("A1",)}), {}))

"""Who answers for a place, and what is missing: pure rules, facts in, answers out.

Days are dates. Every ``until``, ``valid_to`` is excluded: the first day on which the thing no longer holds.
An absence includes its last day, as people say it.
"""

from maillage.core.contacts.rules.anomalies import Anomaly, Kind, Repair, coverage_report
from maillage.core.contacts.rules.answers import Answer, NotChosen, Proposed, Reason
from maillage.core.contacts.rules.facts import (
    AbsenceFacts,
    ContactFacts,
    CoverageFacts,
    Facts,
    GapFacts,
    Place,
    SubjectFacts,
    Zone,
)
from maillage.core.contacts.rules.routing import route

__all__ = [
    "AbsenceFacts",
    "Anomaly",
    "Answer",
    "ContactFacts",
    "CoverageFacts",
    "Facts",
    "GapFacts",
    "Kind",
    "NotChosen",
    "Place",
    "Proposed",
    "Reason",
    "Repair",
    "SubjectFacts",
    "Zone",
    "coverage_report",
    "route",
]

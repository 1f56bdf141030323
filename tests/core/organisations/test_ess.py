"""Belonging to the ESS: the rules answer with their reason, unknown is an answer, contradictions wait."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from itertools import product

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.activity.queries import entries
from maillage.core.activity.rules import reference
from maillage.core.organisations import chores
from maillage.core.organisations.domain import ess, sheets, sources
from maillage.core.organisations.models import EssPerimeterRule, Organisation, Source
from maillage.core.organisations.queries import ess_to_decide, protected_fields, provenance_of
from maillage.core.organisations.rules import EssRule, Perimeter, ess_answer
from maillage.core.organisations.wording import ESS_REASONS
from maillage.programmes.directory.models import Listing
from tests.core.organisations.sheets import make_organisation
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("category", "statute", "naf", "answer", "reason"),
    [
        ("9220", "", "88.10A", "yes", "association"),
        ("9220", "", "94.92Z", "no", "excluded_activity"),
        ("9220", "", "", "unknown", "no_activity"),
        ("9210", "", "88.10A", "no", "association_out"),
        ("5458", "", "47.11A", "yes", "cooperative"),
        ("8210", "", "", "yes", "mutual"),
        ("9300", "", "88.99B", "yes", "foundation"),
        ("5499", "", "47.11A", "unknown", "no_rule"),
        ("5499", "scic", "47.11A", "yes", "statutes"),
        ("5710", "ess_company", "", "yes", "company_statutes"),
        ("7210", "", "84.11Z", "no", "public_law"),
        ("1000", "", "47.11A", "no", "natural_person"),
        ("", "", "88.10A", "unknown", "no_category"),
    ],
)
def test_the_rules_answer_with_their_reason(category, statute, naf, answer, reason):
    found = ess.current_rules().answer(category, statute, naf, "")
    assert (found.answer, found.reason) == (answer, reason)


@pytest.mark.parametrize(
    ("category", "statute", "naf", "answer", "reason"),
    [
        # The rules know no code of 2025 yet: an activity told by it alone may be one that is left out.
        ("9220", "", "", "unknown", "unread_activity"),
        ("9300", "", "", "unknown", "unread_activity"),
        # Told by the old code too, the rules read that one.
        ("9220", "", "88.10A", "yes", "association"),
        ("9220", "", "94.92Z", "no", "excluded_activity"),
        # Where no activity is left out, none needs to be known.
        ("8210", "", "", "yes", "mutual"),
        ("5499", "scic", "", "yes", "statutes"),
        ("9210", "", "", "no", "association_out"),
        ("", "", "", "unknown", "no_category"),
    ],
)
def test_a_new_activity_code_that_the_rules_do_not_know_is_never_guessed(
    category, statute, naf, answer, reason
):
    found = ess.current_rules().answer(category, statute, naf, "88.10Y")
    assert (found.answer, found.reason) == (answer, reason)


def test_sheets_read_before_are_told_the_same_reason():
    new = make_organisation(legal_category="9220", naf_2025="88.10Y")
    bare = make_organisation(legal_category="9220")
    Organisation.objects.update(ess_reason="no_activity")
    migration = import_module("maillage.core.organisations.migrations.0008_rules_speak_of_naf_2025")
    migration.tell_the_reason(apps, None)
    told = dict(Organisation.objects.values_list("pk", "ess_reason"))
    assert told == {new.pk: "unread_activity", bare.pk: "no_activity"}


def test_a_structure_known_by_its_new_code_alone_says_so_on_its_sheet():
    sheet = make_organisation(legal_category="9220", naf_2025="88.10Y", published=True)
    assert (sheet.ess_status, sheet.ess_reason) == ("unknown", "unread_activity")
    client = client_for(make_person())
    page = client.get(f"/structures/fiche/{sheet.slug}/").content.decode()
    assert "les règles ne connaissent pas encore le code de son activité" in page
    assert set(ESS_REASONS) >= {"unread_activity", "two_answers"}


# Fictitious codes: an old activity became two new ones, of which one alone is left out.
SPLIT = [
    EssRule("92", "", "", "", "yes", "association", "association"),
    EssRule("92", "", "94.92Z", "94.92Y", "no", "", "excluded_activity"),
    EssRule("92", "", "94.92Z", "94.99Y", "yes", "association", "association"),
]


@pytest.mark.parametrize(
    ("naf", "naf_2025", "answer", "reason"),
    [
        ("", "94.92Y", "no", "excluded_activity"),
        ("", "94.99Y", "yes", "association"),
        ("", "88.10Y", "yes", "association"),
        ("88.10A", "94.92Y", "no", "excluded_activity"),
        ("94.92Z", "94.92Y", "no", "excluded_activity"),
        ("94.92Z", "94.99Y", "yes", "association"),
        ("94.92Z", "", "unknown", "two_answers"),
        ("88.10A", "", "yes", "association"),
        ("", "", "unknown", "no_activity"),
    ],
)
def test_rules_that_know_the_new_codes_read_them_first(naf, naf_2025, answer, reason):
    found = ess_answer(SPLIT, category="9220", statute="", naf=naf, naf_2025=naf_2025)
    assert (found.answer, found.reason) == (answer, reason)


def test_each_rule_says_where_it_is_read():
    assert not EssPerimeterRule.objects.filter(source="").exists()
    assert set(EssPerimeterRule.objects.values_list("version", flat=True)) == {"2026-1"}


RULES = st.lists(
    st.builds(
        EssRule,
        category=st.sampled_from(["", "9", "92", "9220", "5"]),
        statute=st.sampled_from(["", "scic"]),
        naf=st.sampled_from(["", "94", "94.92Z"]),
        naf_2025=st.sampled_from(["", "94", "94.92Y", "95"]),
        answer=st.sampled_from(["yes", "no"]),
        family=st.just(""),
        reason=st.sampled_from(["essai", "autre essai"]),
    ),
    max_size=6,
    unique_by=lambda rule: (rule.category, rule.statute, rule.naf, rule.naf_2025),
)
CATEGORIES = st.sampled_from(["", "9220", "5458"])
STATUTES = st.sampled_from(["", "scic"])
OLD_CODES = ("", "94.92Z", "88.10A")
NEW_CODES = ("", "94.92Y", "95.10Y", "88.10Y")


@given(RULES, CATEGORIES, STATUTES, st.randoms())
def test_the_answer_does_not_depend_on_the_order_of_the_rules(rules, category, statute, chance):
    shuffled = list(rules)
    chance.shuffle(shuffled)
    for naf, naf_2025 in product(OLD_CODES, NEW_CODES):
        asked = {"category": category, "statute": statute, "naf": naf, "naf_2025": naf_2025}
        assert ess_answer(rules, **asked) == ess_answer(shuffled, **asked)
        # Asked twice, it is remembered.
        perimeter = Perimeter("essai", shuffled)
        for _time in range(2):
            assert perimeter.answer(**asked) == ess_answer(rules, **asked)


@given(RULES, CATEGORIES, STATUTES)
def test_a_yes_is_never_taken_back_by_an_activity_that_was_not_known(rules, category, statute):
    asked = {"category": category, "statute": statute}
    if ess_answer(rules, **asked, naf="", naf_2025="").answer == "yes":
        for naf, naf_2025 in product(OLD_CODES, NEW_CODES):
            assert ess_answer(rules, **asked, naf=naf, naf_2025=naf_2025).answer == "yes"


@given(RULES, CATEGORIES, STATUTES)
def test_rules_that_know_no_new_code_say_yes_to_none(rules, category, statute):
    """Whatever the new code, the answer stays what it is without one, but for the reason."""
    old = [replace(rule, naf_2025="") for rule in rules]
    old = list({(rule.category, rule.statute, rule.naf): rule for rule in old}.values())
    for naf, naf_2025 in product(OLD_CODES, NEW_CODES):
        asked = {"category": category, "statute": statute, "naf": naf}
        without = ess_answer(old, **asked, naf_2025="")
        found = ess_answer(old, **asked, naf_2025=naf_2025)
        if without.reason == "no_activity" and naf_2025:
            assert (found.answer, found.reason) == ("unknown", "unread_activity")
        else:
            assert found == without


def test_voices_that_contradict_each_other_wait_for_a_person_until_they_change():
    sheet = make_organisation(legal_category="9220", naf="94.92Z", ess_declared="yes")
    assert list(ess_to_decide()) == [sheet]
    with pytest.raises(ValidationError):
        ess.decide_ess(organisation=sheet, answer="yes", why=" ", actor=make_person())
    sheet = ess.decide_ess(organisation=sheet, answer="yes", why="Statuts lus", actor=make_person())
    assert sheet.ess_status == "yes"
    assert not ess_to_decide().exists()
    sheets.change(organisation=sheet, values={"naf": "88.10A", "ess_declared": "no"}, actor=None)
    assert ess_to_decide().exists()


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"legal_category": "9220", "naf": "94.92Z", "ess_declared": "yes"}, "yes"),
        ({"legal_category": "5499", "naf": "47.11A", "ess_registry": "yes"}, "no"),
        ({"legal_category": "9220", "naf": "88.10A"}, "unknown"),
    ],
)
def test_a_decision_is_taken_back_and_everything_is_as_before(said, answer):
    sheet = make_organisation(published=True, **said)
    told = [field.name for field in Organisation._meta.fields if field.name.startswith("ess_")]
    before = Organisation.objects.values(*told).get(pk=sheet.pk)
    listed, waiting = Listing.objects.get(pk=sheet.pk).ess, list(ess_to_decide())
    ess.decide_ess(organisation=sheet, answer=answer, why="Statuts lus", actor=make_person())
    assert Listing.objects.get(pk=sheet.pk).ess == answer
    assert not ess_to_decide().exists()
    ess.decide_ess(organisation=sheet, answer=ess.FOLLOW_RULES, why="Erreur de fiche", actor=make_person())
    assert Organisation.objects.values(*told).get(pk=sheet.pk) == before
    assert (Listing.objects.get(pk=sheet.pk).ess, list(ess_to_decide())) == (listed, waiting)
    steps = [(entry.verb, entry.note.text) for entry in entries(reference=reference(sheet))[:2]]
    assert steps == [
        ("organisations.ess_taken_back", "Erreur de fiche"),
        ("organisations.ess_decided", "Statuts lus"),
    ]


def test_taking_a_decision_back_asks_why_and_needs_a_decision():
    sheet, actor = make_organisation(legal_category="9220", naf="88.10A"), make_person()
    with pytest.raises(ValidationError, match="aucune décision"):
        ess.decide_ess(organisation=sheet, answer=ess.FOLLOW_RULES, why="Erreur", actor=actor)
    ess.decide_ess(organisation=sheet, answer="no", why="Statuts lus", actor=actor)
    with pytest.raises(ValidationError):
        ess.decide_ess(organisation=sheet, answer=ess.FOLLOW_RULES, why=" ", actor=actor)
    assert Organisation.objects.get(pk=sheet.pk).ess_status == "no"


def test_an_officer_lets_the_rules_answer_again():
    sheet = make_organisation(legal_category="9220", naf="88.10A", published=True)
    client = client_for(make_person(Role.OFFICER))
    address = reverse("organisations:decide_ess", args=[sheet.slug])
    offered = "Suivre de nouveau les règles"
    assert offered not in client.get(address).content.decode()
    client.post(address, {"answer": "no", "why": "Statuts, article 3"})
    page = client.get(address).content.decode()
    assert offered in page
    assert "Statuts, article 3" in page
    page = client.post(address, {"answer": "rules", "why": "Fiche confondue"}, follow=True).content.decode()
    assert "Les règles répondent de nouveau" in page
    assert "Fiche confondue" in page
    assert "Statuts, article 3" in page.partition("Ce qui s’est passé")[2]
    assert "association déclarée" in page
    # Somebody else had the form open.
    refused = client.post(address, {"answer": "rules", "why": "Fiche confondue"})
    assert refused.status_code == 200
    assert Organisation.objects.get(pk=sheet.pk).ess_status == "yes"


def test_declaring_alone_makes_nobody_a_member_of_the_ess():
    sheet = make_organisation(legal_category="5499", naf="47.11A", ess_declared="yes")
    assert (sheet.ess_status, sheet.ess_computed) == ("unknown", "unknown")
    assert not ess_to_decide().exists()


def load_rule(version: str, since: date, **said: str) -> EssPerimeterRule:
    """Load one rule, by which associations are left out."""
    said = {
        "category": "9220",
        "answer": "no",
        "reason": "essai",
        "source": "Essai",
        "vintage": "2027",
    } | said
    return EssPerimeterRule.objects.create(version=version, since=since, **said)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_a_new_version_of_the_rules_is_applied_to_every_sheet_and_shown():
    sheet = make_organisation(legal_category="9220", naf="88.10A", published=True)
    assert Listing.objects.get(pk=sheet.pk).ess == "yes"
    assert (sheet.ess_status, sheet.ess_family, sheet.ess_rules) == ("yes", "association", "2026-1")
    load_rule("2027-1", in_days(0))
    chores.apply_new_rules()
    sheet = Organisation.objects.get(pk=sheet.pk)
    assert (sheet.ess_status, sheet.ess_rules) == ("no", "2027-1")
    assert Listing.objects.get(pk=sheet.pk).ess == "no"
    assert ess.appraise_all() == 0


def test_a_version_loaded_ahead_waits_for_its_day_and_is_applied_on_it():
    sheet = make_organisation(legal_category="9220", naf="88.10A")
    load_rule("2027-1", in_days(3))
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert ess.appraise_all() == 0
        assert make_organisation(legal_category="9220", naf="88.10A").ess_rules == "2026-1"
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        chores.apply_new_rules()
    sheet.refresh_from_db()
    assert (sheet.ess_status, sheet.ess_rules) == ("no", "2027-1")


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ({"2026-9": [-9], "2026-10": [-1]}, "2026-10"),
        ({"2026-10": [-1], "2026-9": [-9]}, "2026-10"),
        ({"2026-9": [-1], "2026-10": [1]}, "2026-9"),
        ({"2026-9": [0], "2026-10": [0]}, "2026-10"),
        # A part of a version never answers alone.
        ({"2026-9": [-9], "2026-10": [-1, 1]}, "2026-9"),
        ({"2027-1": [1]}, "2026-1"),
    ],
)
def test_the_newest_version_whose_day_has_come_answers(versions, expected):
    for version, days in versions.items():
        for number, each in enumerate(days):
            load_rule(version, in_days(each), category=f"922{number}")
    assert ess.current_rules().version == expected


def test_what_a_source_says_is_kept_word_for_word_and_leaves_the_hand_alone():
    source = Source.objects.create(key="essai", name="Registre d’essai", licence="Licence Ouverte 2.0")
    sheet = make_organisation("Le Relais")
    sheets.change(organisation=sheet, values={"jobs": 3}, actor=make_person())
    heard = sources.receive(source=source, external_id="a1", payload={"nom": "RELAIS", "emplois": 5})
    again = sources.receive(source=source, external_id="a1", payload={"emplois": 5, "nom": "RELAIS"})
    assert (heard.is_new, again.is_new, again.record) == (True, False, heard.record)
    done = sources.apply_record(
        organisation=sheet, record=heard.record, values={"name": "RELAIS", "jobs": 5}, actor=None
    )
    assert (done.changed, done.kept) == (("name",), {"jobs": 5})
    sheet = Organisation.objects.get(pk=sheet.pk)
    assert (sheet.name, sheet.jobs) == ("RELAIS", 3)
    assert protected_fields(sheet) == {"jobs"}
    assert provenance_of(sheet)["name"].record == heard.record
    sources.release_field(organisation=sheet, field="jobs", actor=make_person())
    sources.apply_record(organisation=sheet, record=heard.record, values={"jobs": 5}, actor=None)
    assert Organisation.objects.get(pk=sheet.pk).jobs == 5

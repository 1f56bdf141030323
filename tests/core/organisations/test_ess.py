"""Belonging to the ESS: the rules answer with their reason, unknown is an answer, contradictions wait."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.organisations import chores
from maillage.core.organisations.domain import ess, sheets, sources
from maillage.core.organisations.models import EssPerimeterRule, Organisation, Source
from maillage.core.organisations.queries import ess_to_decide, protected_fields, provenance_of
from maillage.core.organisations.rules import EssRule, Perimeter, ess_answer
from maillage.programmes.directory.models import Listing
from tests.core.organisations.sheets import make_organisation
from tests.factories import make_person

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
    found = ess.current_rules().answer(category, statute, naf)
    assert (found.answer, found.reason) == (answer, reason)


def test_each_rule_says_where_it_is_read():
    assert not EssPerimeterRule.objects.filter(source="").exists()
    assert set(EssPerimeterRule.objects.values_list("version", flat=True)) == {"2026-1"}


EVERY_RULE = [
    EssRule(category, statute, naf, answer, "", "essai")
    for category in ("", "9", "92", "9220", "5")
    for statute in ("", "scic")
    for naf in ("", "94", "94.92Z")
    for answer in ("yes", "no")
]
RULES = st.lists(
    st.sampled_from(EVERY_RULE), max_size=6, unique_by=lambda rule: (rule.category, rule.statute, rule.naf)
)


@given(RULES, st.sampled_from(["", "9220", "5458"]), st.sampled_from(["", "scic"]), st.randoms())
def test_the_answer_does_not_depend_on_the_order_of_the_rules(rules, category, statute, chance):
    shuffled = list(rules)
    chance.shuffle(shuffled)
    for naf in ("", "94.92Z", "88.10A"):
        asked = {"category": category, "statute": statute, "naf": naf}
        assert ess_answer(rules, **asked) == ess_answer(shuffled, **asked)
        # Asked twice, it is remembered.
        perimeter = Perimeter("essai", shuffled)
        for _time in range(2):
            assert perimeter.answer(**asked) == ess_answer(rules, **asked)


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


def test_declaring_alone_makes_nobody_a_member_of_the_ess():
    sheet = make_organisation(legal_category="5499", naf="47.11A", ess_declared="yes")
    assert (sheet.ess_status, sheet.ess_computed) == ("unknown", "unknown")
    assert not ess_to_decide().exists()


def test_a_new_version_of_the_rules_is_applied_to_every_sheet_and_shown():
    sheet = make_organisation(legal_category="9220", naf="88.10A", published=True)
    assert Listing.objects.get(pk=sheet.pk).ess == "yes"
    assert (sheet.ess_status, sheet.ess_family, sheet.ess_rules) == ("yes", "association", "2026-1")
    EssPerimeterRule.objects.create(
        version="2027-1", category="9220", answer="no", reason="essai", source="Essai", vintage="2027"
    )
    chores.apply_new_rules()
    sheet = Organisation.objects.get(pk=sheet.pk)
    assert (sheet.ess_status, sheet.ess_rules) == ("no", "2027-1")
    assert Listing.objects.get(pk=sheet.pk).ess == "no"
    assert ess.appraise_all() == 0


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

"""Lists as people have them are read; every error is told at once, where it is, and nothing half done."""

import io
import zipfile
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.programmes.esspresso.event import Timetable
from maillage.programmes.esspresso.example import example_brief, example_files
from maillage.programmes.esspresso.files import cells, read_event
from maillage.programmes.esspresso.files.wording import WORDS, told
from tests.french import as_typed
from tests.programmes.esspresso.lists import PARTICIPANTS, WISHES, codes, read, workbook


def test_a_right_list_is_read_whole():
    reading = read()
    assert (reading.errors, reading.warnings) == ((), ())
    problem = reading.event.problem
    assert [participant.code for participant in problem.participants] == ["A1", "B2", "C3"]
    assert [participant.ess for participant in problem.participants] == [True, False, True]
    assert problem.participants[2].slots == frozenset({1, 2, 3})
    assert [(wish.source, wish.target, wish.weight) for wish in problem.wishes] == [
        ("A1", "B2", 80),
        ("B2", "A1", 80),
        ("C3", "A1", 80),
    ]
    assert [(refusal.source, refusal.target) for refusal in problem.refusals] == [("C3", "B2")]
    assert reading.event.names["B2"] == "Béta"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_any_separator_and_encoding_reads_the_same(separator, encoding, line_end):
    text = PARTICIPANTS.replace(";", separator).replace("\n", line_end)
    reading = read(text.encode(encoding))
    assert reading.errors == ()
    assert reading.event == read().event


@pytest.mark.parametrize(
    "header",
    [
        "CODE;Nom de la structure;Acteur ESS ?;Quota max;Disponibilités",
        "Identifiant;Structure;ess;RDV max;Créneaux",
    ],
)
def test_headers_forgive_accents_capitals_and_synonyms(header):
    assert read(PARTICIPANTS.replace("code;nom;ess;quota_max;disponible", header)).event == read().event


def test_titles_and_blank_lines_above_the_headers_are_forgiven():
    reading = read("Liste du 3 novembre;;;;\n;;;;\n" + PARTICIPANTS)
    assert reading.event == read().event


def test_all_errors_are_told_at_once_with_file_line_and_column():
    reading = read(
        "code;nom;ess;quota_min;quota_max\nA1;Alpha;peut-être;;2\nA1;Bis;oui;;2\nB2;Béta;oui;4;2\nC3;Gamma;oui;;beaucoup\n",
        "de;vers;rang\nA1;ZZ;1\nB2;B2;1\nA1;B2;0\nC3;A1;premier\n",
    )
    assert reading.event is None
    found = {(f.code, f.place.file, f.place.line, f.place.column) for f in reading.errors}
    assert found == {
        ("not_yes_no", "participants.csv", 2, "ess"),
        ("repeated_code", "participants.csv", 3, "code"),
        ("quota_min_above_max", "participants.csv", 4, "quota_min"),
        ("not_a_number", "participants.csv", 5, "quota_max"),
        ("unknown_code", "souhaits.csv", 2, "vers"),
        ("self_wish", "souhaits.csv", 3, "vers"),
        ("rank_out_of_range", "souhaits.csv", 4, "rang"),
        ("not_a_rank", "souhaits.csv", 5, "rang"),
    }


def test_errors_are_told_in_french():
    reading = read(wishes="de;vers;rang\nA1;B22;1\n")
    with translation.override("fr"):
        sentence = str(told(reading.errors[0]))
    assert as_typed(sentence) == (
        "souhaits.csv, ligne 2, colonne « vers » : Le code « B22 » n’est pas dans la liste des participants. "
        "Vouliez-vous écrire « B2 » ? Sinon, ajoutez cette structure aux participants."
    )


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_finding_has_french_words(code):
    with translation.override("fr"):
        french = [str(part) for part in WORDS[code]]
    with translation.override("en"):
        english = [str(part) for part in WORDS[code]]
    assert all(french)
    assert all(a != b for a, b in zip(french, english, strict=True))


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ("A1;B2;1\nA1;B2;2\n", "repeated_wish"),
        ("A1;B2;1\nA1;B2;non\n", "wished_and_refused"),
        ("A1;B2;surtout pas\nA1;B2;1\n", "wished_and_refused"),
        ("A1;B2;-1\n", "rank_out_of_range"),
        ("A1;B2;1,5\n", "not_a_rank"),
        ("A1;B2;1,0\n", "decimal_rank"),
        ("A1;B2;1.0\n", "decimal_rank"),
        ("A1;B2;1\nA1;C3;1\n", "equal_ranks"),
        ("A1;B2;1\nA1;C3;3\n", "missing_rank"),
        ("A1;B2;1\nTotal;;1\n", "totals_line"),
        ("A1;B2;\n", "empty_rank"),
        (";B2;1\n", "empty_cell"),
        ("A1;B2;=1+1\n", "formula"),
        ("", "no_line"),
    ],
)
def test_a_wish_that_makes_no_sense_is_an_error(wishes, expected):
    assert codes(read(wishes="de;vers;rang\n" + wishes).errors) == [expected]


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ("a1;B2;1\n", "code_understood"),
        ("Alpha;B2;1\n", "code_understood"),
    ],
)
def test_what_is_understood_or_repaired_is_said(wishes, expected):
    reading = read(wishes="de;vers;rang\n" + wishes)
    assert expected in codes(reading.warnings)
    assert reading.event is not None


def test_a_tie_and_the_rank_that_it_jumps_over_are_one_mistake():
    participants = "code;ess\nA1;oui\nB2;oui\nC3;oui\nD4;oui\n"
    wishes = "de;vers;rang\nA1;B2;1\nA1;C3;1\nA1;D4;3\n"
    assert codes(read(participants, wishes).errors) == ["equal_ranks"]


def test_a_line_that_could_not_be_read_is_not_told_again_as_a_missing_rank():
    for first in ("A1;ZZ;1", "A1;B2;un", ";B2;1"):
        assert "missing_rank" not in codes(read(wishes=f"de;vers;rang\n{first}\nA1;C3;2\n").errors)


def test_whole_ranks_of_a_workbook_are_numbers_like_others():
    book = workbook(("s", [["de", "vers", "rang"], ["A1", "B2", 1.0], ["A1", "C3", 2]]))
    reading = read(wishes=book, names=("p.csv", "s.xlsx", ""))
    assert reading.errors == ()
    assert [wish.rank for wish in reading.event.problem.wishes] == [1, 2]


def test_codes_that_lost_their_zeros_are_told_in_both_ways():
    book = workbook(("s", [["de", "vers", "rang"], [7.0, 12.0, 1]]))
    reading = read("code;ess\n007;oui\n012;non\n", book, names=("p", "s.xlsx", ""))
    assert codes(reading.errors) == ["code_lost_zeros", "code_lost_zeros"]
    assert codes(read("code;ess\n7;oui\n12;oui\n", "de;vers;rang\n007;12;1\n").errors) == ["code_lost_zeros"]


def test_a_workbook_reads_like_a_csv():
    rows = [line.split(";") for line in PARTICIPANTS.splitlines()]
    names = ("participants.xlsx", "souhaits.csv", "")
    assert read(workbook(("Feuille 1", rows)), names=names).event == read().event


def test_a_date_made_of_slots_is_repaired_or_explained():
    header = ["code", "ess", "disponible"]
    repaired = workbook(
        ("p", [header, ["A1", "oui", date(2026, 4, 1)], ["B2", "non", ""], ["C3", "oui", ""]])
    )
    reading = read(repaired, names=("p.xlsx", "s", ""))
    assert reading.event.problem.participants[0].slots == frozenset({1, 2, 3, 4})
    assert codes(reading.warnings) == ["slots_repaired"]
    explained = workbook(
        ("p", [header, ["A1", "oui", date(2026, 12, 9)], ["B2", "non", ""], ["C3", "oui", ""]])
    )
    assert codes(read(explained, names=("p.xlsx", "s", "")).errors) == ["not_slots"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1-4,6-8", {1, 2, 3, 4, 6, 7, 8}),
        ("1 à 4", {1, 2, 3, 4}),
        ("1 – 4 et 6", {1, 2, 3, 4, 6}),
        ("créneaux 2 à 3", {2, 3}),
        ("du 1 au 2", {1, 2}),
        ("3", {3}),
        (3.0, {3}),
        (1.6, {1, 6}),
        ("01/04/2026", {1, 2, 3, 4}),
        ("1-avr", {1, 2, 3, 4}),
        ("6-août", {6, 7, 8}),
        ("2026-04-01", {1, 2, 3, 4}),
        ("aucun", set()),
    ],
)
def test_slots_are_read_as_people_write_them(text, expected):
    assert cells.slots(text, 8).slots == expected


@pytest.mark.parametrize("text", ["4-1", "matin", "1-", "1--4", "12/25/2026", "1-9-2026x"])
def test_slots_that_cannot_be_read_are_refused(text):
    with pytest.raises(cells.CellError):
        cells.slots(text, 8)


@pytest.mark.parametrize("headers", ["1;2;3;4", "Tour 1;Tour 2;Tour 3;Tour 4", "9h00;9h15;9h30;9h45"])
def test_one_column_per_slot_is_read(headers):
    reading = read(f"code;ess;{headers}\nA1;oui;x;;x;x\nB2;non;1;1;1;1\nC3;oui;;;;\n")
    assert [participant.slots for participant in reading.event.problem.participants] == [
        frozenset({1, 3, 4}),
        frozenset({1, 2, 3, 4}),
        None,
    ]
    assert codes(reading.warnings) == ["nothing_ticked"]


def test_a_workbook_of_several_sheets_is_refused_unless_the_others_are_empty():
    participants = ("Participants", [line.split(";") for line in PARTICIPANTS.splitlines()])
    for other in (("Notes", [["à rappeler"]]), ("Copie", participants[1])):
        twice = workbook(participants, other)
        assert codes(read(twice, names=("p.xlsx", "s", "")).errors) == ["several_sheets"]
    alone = workbook(participants, ("Feuil2", []), ("Feuil3", [[""]]))
    assert read(alone, names=("p.xlsx", "s", "")).event == read().event


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty_file"),
        (b"   \n", "empty_file"),
        (b"code;ess\n", "no_line"),
        (b"code;ess\nTotal;3\n", "no_line"),
        (b"x" * 10_000_001, "file_too_big"),
        (b"\x00\x01\x02\xff\xfe", "not_a_table"),
        (b"PK\x03\x04 not an archive", "unreadable_spreadsheet"),
        (b"\xd0\xcf\x11\xe0 neither", "unreadable_spreadsheet"),
        (b"%PDF-1.7 whatever", "missing_column"),
        (b"nom;ess\nAlpha;oui\n", "missing_column"),
        (b"code;id;ess\nA1;A1;oui\n", "repeated_column"),
    ],
)
def test_a_file_that_is_not_the_list_is_told(content, expected):
    assert codes(read(content).errors)[0] == expected


def test_an_archive_that_unfolds_into_gigabytes_is_refused_unread():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 150_000_000)
    assert codes(read(memory.getvalue()).errors) == ["unfolds_too_big"]


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        ("interdit;A1;B2;;\nimpose;A1;B2;;\n", ["imposed_and_forbidden"]),
        ("interdit;A1;B2;;\ninterdit;B2;A1;;\n", ["repeated_constraint"]),
        ("impose;A1;B2;9;\n", ["slot_outside"]),
        ("impose;A1;B2;;12\n", ["unknown_table"]),
        ("impose;A1;C3;4;\n", ["imposed_when_absent"]),
        ("impose;C3;B2;;\n", ["imposed_and_refused"]),
        ("peut-être;A1;B2;;\n", ["unknown_constraint"]),
        ("impose;A1;A1;;\n", ["self_constraint"]),
        ("impose;A1;B2;1;\nimpose;A1;C3;1;\n", ["imposed_twice_at_once"]),
    ],
)
def test_constraints_that_contradict_are_told_on_their_line(constraints, expected):
    assert codes(read(constraints="type;a;b;creneau;table\n" + constraints).errors) == expected


def test_an_imposed_meeting_keeps_its_slot_and_table():
    reading = read(constraints="type;a;b;creneau;table\nimposé;A1;B2;2;1\n")
    (imposed,) = reading.event.problem.imposed
    assert (imposed.a, imposed.b, imposed.slot, imposed.table) == ("A1", "B2", 2, "1")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"timetable": Timetable(slots=0)}, "no_slot"),
        ({"tables": 0}, "no_table"),
        ({"quota": 0}, "no_quota"),
        ({"timetable": Timetable(slots=100)}, "past_midnight"),
        ({"timetable": Timetable(slots=4, minutes=0)}, "no_duration"),
        ({"weights": (5, 0)}, "weight_below_one"),
    ],
)
def test_an_event_that_makes_no_sense_is_told_beside_the_errors_of_the_lists(changes, expected):
    found = codes(read(wishes="de;vers;rang\nA1;ZZ;1\n", **changes).errors)
    assert expected in found
    assert "unknown_code" in found


def test_without_stated_minimums_the_quotas_outside_the_ess_are_what_is_promised():
    lines = "".join(f"N{n};non;2\n" for n in range(4))
    reading = read(f"code;ess;quota_max\nA1;oui;2\n{lines}", "de;vers;rang\nA1;N1;1\n")
    assert codes(reading.errors) == ["demand_beyond_ess"]
    assert reading.errors[0].facts == {"wanted": 8, "seats": 2}


def test_stated_minimums_outside_the_ess_are_what_is_promised():
    lines = "".join(f"N{n};non;0;2\n" for n in range(4))
    reading = read(f"code;ess;quota_min;quota_max\nA1;oui;;2\n{lines}", "de;vers;rang\nA1;N1;1\n")
    assert "ess_scarce" in codes(reading.warnings)
    assert reading.errors == ()


def test_groups_say_who_meets_whom_instead_of_the_ess():
    participants = "code;ess;groupe\nA1;;Acheteurs\nB2;;vendeurs\nC3;;acheteurs\n"
    reading = read(participants, "de;vers;rang\nA1;B2;1\n", "type;a;b\ngroupes;acheteurs;Vendeurs\n")
    rule = reading.event.problem.pair_rule
    first, second, third = reading.event.problem.participants
    assert rule.allows(first, second)
    assert not rule.allows(first, third)


@pytest.mark.parametrize(
    ("participants", "constraints", "expected"),
    [
        ("A1;x\nB2;y\n", "groupes;x;z\n", ["unknown_group"]),
        ("A1;x\nB2;\n", "groupes;x;x\n", ["empty_group"]),
        ("A1;x\nB2;x\n", "groupes;x;\n", ["unknown_group"]),
        ("A1;x\nB2;x\nC3;y\n", "groupes;x;y\nimpose;A1;B2\n", ["imposed_against_groups"]),
    ],
)
def test_groups_that_make_no_sense_are_told(participants, constraints, expected):
    reading = read(f"code;groupe\n{participants}", "de;vers;rang\nA1;B2;1\n", f"type;a;b\n{constraints}")
    assert codes(reading.errors) == expected


def test_tables_may_have_names():
    reading = read(constraints="type;a;b;creneau;table\nimpose;A1;B2;2;bleue\n", table_names=("Bleue",))
    assert [table.name for table in reading.event.problem.tables] == ["Bleue", "2"]
    assert reading.event.problem.imposed[0].table == "Bleue"


def test_unknown_ess_statuses_are_flagged_and_count_as_no():
    reading = read(PARTICIPANTS.replace("B2;Béta;non", "B2;Béta;"))
    assert reading.event.problem.participants[1].ess is None
    assert codes(reading.warnings) == ["ess_unknown"]


def test_no_ess_at_all_is_an_error():
    assert codes(read("code;ess\nA1;non\nB2;\nC3;non\n").errors) == ["no_ess"]


def test_the_example_of_48_reads_without_error():
    reading = read_event(example_brief(), *example_files())
    assert reading.errors == ()
    assert len(reading.event.guests) == 48
    assert codes(reading.warnings) == ["ess_unknown", "ess_unknown"]


def test_like_errors_are_counted_past_a_hundred():
    wishes = "de;vers;rang\n" + "A1;ZZ;1\n" * 5_000
    reading = read(wishes=wishes)
    assert codes(reading.errors).count("unknown_code") == 100
    assert reading.left_out == 2 * 4_900 - 1


messy = st.text(alphabet=st.sampled_from(list("A1B2C3;,\t\n\"'=-+0nonéà \r\x00/.€")), max_size=200)


@settings(max_examples=150)
@given(st.one_of(messy, st.text(max_size=100)), st.booleans())
def test_no_text_breaks_the_reader(text, headed):
    participants = f"code;ess;disponible\n{text}" if headed else text
    wishes = f"de;vers;rang\n{text}" if headed else text
    for lists in ((participants, WISHES), (PARTICIPANTS, wishes)):
        reading = read(*(each.encode("utf-8", "ignore") for each in lists))
        assert (reading.event is None) == bool(reading.errors)
        for finding in (*reading.errors, *reading.warnings):
            assert str(told(finding))


@settings(max_examples=100)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_no_bytes_break_the_reader(content, magic):
    reading = read(magic + content)
    assert reading.event is None
    assert reading.errors


@settings(max_examples=60)
@given(st.integers(0, 30_000), st.binary(min_size=1, max_size=4))
def test_a_damaged_workbook_never_breaks_the_reader(at, noise):
    book = bytearray(workbook(("p", [line.split(";") for line in PARTICIPANTS.splitlines()])))
    at %= len(book)
    book[at : at + len(noise)] = noise
    reading = read(bytes(book))
    assert (reading.event is None) == bool(reading.errors)

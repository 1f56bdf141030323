"""A département is read from the data files: what is there, what is missing, twice the same."""

import lzma

import pytest
from django.utils import timezone

from maillage.core.territories.assignment_file import AssignmentFileError
from maillage.core.territories.domain.assignments import load_assignments
from maillage.core.territories.domain.history import merge, rename
from maillage.core.territories.domain.loading import load_departement
from maillage.core.territories.geography.package import GeographyFilesError, UnknownDepartementError
from maillage.core.territories.models import (
    GeographyLoad,
    Municipality,
    MunicipalityEvent,
    PostalCode,
    Territory,
    TerritoryAssignment,
)
from maillage.core.territories.queries import find_municipalities, territory_of
from tests.core.territories.places import make_commune, square, wkb, wkb_point, write_files
from tests.french import as_typed

pytestmark = pytest.mark.django_db

COMMUNES = [
    {
        "id": "1",
        "code": "99001",
        "nom": "Puits",
        "type_nom": "4",
        "geometry": wkb(square(0, 0)),
        "mairie_localisation": wkb_point(6.05, 48.05),
        "mairie_telephone": "03 00 00 00 00",
        "mairie_horaires": '[["lundi", "jeudi", [["08:30:00", "12:00:00"]]]]',
        "mairie_email": "mairie@example.org",
    },
    {
        "id": "2",
        "code": "99002",
        "nom": "Neuf-Essai",
        "geometry": wkb(square(1, 0)),
        "mairie_localisation": wkb_point(1.0, 48.05),
        "mairie_email": "pas une adresse",
    },
    {
        "id": "3",
        "code": "99003",
        "nom": "Sans-Rien",
        "geometry": "\\N",
        "epci_id": "\\N",
        "population_municipale": "\\N",
        "mairie_adresse": "",
    },
    {
        "id": "4",
        "code": "99002",
        "nom": "Vieil-Essai",
        "type": "COMD",
        "departement_id": "\\N",
        "commune_parent_id": "2",
        "geometry": wkb(square(1, 0)),
        "epci_id": "\\N",
    },
    {"id": "5", "code": "88001", "nom": "Ailleurs", "departement_id": "8", "geometry": "\\N"},
]
POSTAL_CODES = {"99100": ["1", "2"], "99200": ["3", "5"], "88000": ["5"]}
HEADER = "territory_code,territory_name,departement,epci_siren,commune_code,valid_from,confidence,source\n"


@pytest.fixture
def files(tmp_path):
    return write_files(tmp_path / "files", COMMUNES, POSTAL_CODES)


def test_what_was_read_and_what_is_missing_is_said(files):
    report = load_departement("99", files)
    assert (report.communes, report.parts, report.epci, report.postal_codes) == (3, 1, 1, 2)
    assert (report.inhabitants, report.population_year, report.town_halls) == (200, 2017, 2)
    assert report.no_contour == report.no_epci == report.no_population == report.no_town_hall == ["Sans-Rien"]
    assert report.misplaced_town_halls == ["Neuf-Essai"]
    assert GeographyLoad.objects.get().report["communes"] == 3


def test_a_commune_is_known_by_its_article_its_place_and_its_town_hall(files):
    load_departement("99", files)
    commune = Municipality.objects.get(code="99001")
    assert (commune.name, commune.of_name) == ("Les Puits", "des Puits")
    assert 6 < commune.longitude < 6.1
    assert 48 < commune.latitude < 48.1
    assert commune.epci.siren == "999999999"
    assert [code.code for code in commune.postal_codes.order_by("code")] == ["99100"]
    assert commune.populations.get().year == 2017
    assert commune.town_hall.longitude == 6.05
    assert commune.contour.polygons == square(0, 0)
    neighbour = Municipality.objects.get(code="99002", kind="COM")
    assert neighbour.town_hall.longitude is None, "a point outside the commune is no place of its town hall"
    assert neighbour.town_hall.email == ""


def test_a_former_commune_leads_to_the_one_it_became(files):
    load_departement("99", files)
    [match] = find_municipalities("vieil essai")
    assert (match.municipality.name, match.through) == ("Neuf-Essai", "Vieil-Essai")
    assert MunicipalityEvent.objects.get().successor == match.municipality


def test_loading_twice_changes_nothing(files):
    load_departement("99", files)
    before = [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in COUNTED]
    codes = [(code.code, code.municipalities.count()) for code in PostalCode.objects.order_by("code")]
    load_departement("99", files)
    assert [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in COUNTED] == before
    assert [(code.code, code.municipalities.count()) for code in PostalCode.objects.order_by("code")] == codes


COUNTED = (Municipality, MunicipalityEvent, PostalCode)


def test_loading_again_keeps_the_names_and_the_mergers_recorded_since(files):
    load_departement("99", files)
    first, second = (Municipality.objects.get(code=code, kind="COM") for code in ("99001", "99002"))
    today = timezone.localdate()
    rename(municipality=first, name="Fontaine", on=today, source="Décret", actor=None)
    merge(absorbed=[second], into=first, on=today, source="Arrêté", actor=None)
    load_departement("99", files)
    for typed in ("fontaine", "puits", "neuf essai", "99100"):
        assert [match.municipality.name for match in find_municipalities(typed)] == ["Fontaine"]


def test_a_postal_code_of_an_arrondissement_leads_to_its_city(files):
    district = {**COMMUNES[3], "id": "6", "code": "99101", "type": "ARM", "nom": "Premier"}
    write_files(files, [*COMMUNES, district], {"99300": ["6"], "99100": ["2", "6"]})
    load_departement("99", files)
    assert [match.municipality.name for match in find_municipalities("99300")] == ["Neuf-Essai"]
    assert [match.municipality.name for match in find_municipalities("99100")] == ["Neuf-Essai"]


def test_a_commune_that_the_files_forgot_is_reported_and_kept(files):
    make_commune("Disparue", code="99999")
    assert load_departement("99", files).no_longer_in_files == ["Disparue"]
    assert Municipality.objects.filter(name="Disparue").exists()


def test_an_unknown_departement_changes_nothing(files):
    with pytest.raises(UnknownDepartementError):
        load_departement("77", files)
    assert not GeographyLoad.objects.exists()


@pytest.mark.parametrize("harm", ["absent", "damaged", "cut"])
def test_damaged_files_are_refused_and_nothing_is_changed(files, harm):
    path = files / "communes.csv.lzma"
    if harm == "absent":
        path.unlink()
    elif harm == "damaged":
        path.write_bytes(b"not compressed")
    else:
        path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(GeographyFilesError, match="files"):
        load_departement("99", files)
    assert not Municipality.objects.exists()


def test_damaged_contours_are_refused_before_anything_is_written(files):
    write_files(files, [{**COMMUNES[0], "geometry": "0102"}], {})
    with pytest.raises(GeographyFilesError):
        load_departement("99", files)
    assert not Municipality.objects.exists()


def test_columns_that_are_gone_are_refused(files):
    with lzma.open(files / "departements.csv.lzma", "wt", encoding="utf-8") as stream:
        stream.write("id,nom\n9,Essai\n")
    with pytest.raises(GeographyFilesError):
        load_departement("99", files)


@pytest.fixture
def loaded(files):
    load_departement("99", files)


def assignment_file(tmp_path, *lines, header=HEADER, encoding="utf-8"):
    path = tmp_path / "territoires.csv"
    path.write_bytes((header + "\n".join(lines)).encode(encoding))
    return path


EPCI_LINE = "NRD,Nord,99,999999999,,2017-01-01,high,Contrat"


def test_a_commune_of_its_own_line_wins_over_its_epci(loaded, tmp_path):
    path = assignment_file(tmp_path, "SUD,Sud,99,,99002,2018-01-01,to_confirm,Courrier", EPCI_LINE)
    report = load_assignments(path=path)
    assert report.territories == {"Nord": 1, "Sud": 1}
    assert report.outside == ["Sans-Rien"]
    assert territory_of(Municipality.objects.get(code="99001")).name == "Nord"
    assert territory_of(Municipality.objects.get(code="99002", kind="COM")).name == "Sud"


def test_the_same_file_twice_changes_nothing_and_a_corrected_one_corrects(loaded, tmp_path):
    load_assignments(path=assignment_file(tmp_path, EPCI_LINE))
    again = load_assignments(path=assignment_file(tmp_path, EPCI_LINE))
    assert (again.added, again.corrected, again.unchanged) == (0, 0, 2)
    corrected = load_assignments(path=assignment_file(tmp_path, EPCI_LINE.replace("high", "medium")))
    assert (corrected.added, corrected.corrected, corrected.unchanged) == (0, 2, 0)
    assert TerritoryAssignment.objects.count() == 2


def test_a_semicolon_file_from_a_spreadsheet_is_read(loaded, tmp_path):
    path = assignment_file(
        tmp_path, EPCI_LINE.replace(",", ";"), header=HEADER.replace(",", ";"), encoding="utf-8-sig"
    )
    assert load_assignments(path=path).added == 2


def test_every_fault_of_a_file_is_told_with_its_line_and_nothing_is_changed(loaded, tmp_path):
    path = assignment_file(
        tmp_path,
        EPCI_LINE,
        "NRD,Nord,99,999999999,99001,2017-01-01,high,Contrat",
        "NRD,Nord,,999999999,,01/01/2017,sure,",
        ",,99,,,2017-01-01,high,Contrat",
        f"{EPCI_LINE}, mars 2017",
    )
    with pytest.raises(AssignmentFileError) as refusal:
        load_assignments(path=path)
    told = [as_typed(fault).split(" :")[0] for fault in refusal.value.faults]
    assert told == ["Ligne 3"] + 4 * ["Ligne 4"] + 2 * ["Ligne 5"] + ["Ligne 6"]
    assert not Territory.objects.exists()


def test_a_code_that_nobody_has_is_told_and_nothing_is_changed(loaded, tmp_path):
    path = assignment_file(tmp_path, EPCI_LINE, "NRD,Nord,99,,99777,2017-01-01,high,Contrat")
    with pytest.raises(AssignmentFileError, match="99777"):
        load_assignments(path=path)
    assert not Territory.objects.exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: folder / "absent.csv",
        lambda folder: assignment_file(folder, EPCI_LINE.replace("Nord", "Nörd"), encoding="latin-1"),
        lambda folder: assignment_file(folder, EPCI_LINE, header="territory_code\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(loaded, tmp_path, make):
    with pytest.raises(AssignmentFileError) as refusal:
        load_assignments(path=make(tmp_path))
    assert len(refusal.value.faults) == 1

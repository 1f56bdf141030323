"""``maillage territories``, as typed in a terminal."""

import pytest

from maillage.cli.main import main
from maillage.core.territories.models import Municipality
from tests.core.territories.places import square, wkb, write_files
from tests.french import as_typed

pytestmark = pytest.mark.django_db
HEADER = "territory_code,territory_name,departement,epci_siren,commune_code,valid_from,confidence,source\n"


@pytest.fixture
def files(tmp_path):
    communes = [
        {"id": "1", "code": "99001", "nom": "Essai", "geometry": wkb(square(0, 0))},
        {"id": "2", "code": "99002", "nom": "Autre", "geometry": "\\N", "epci_id": "\\N"},
    ]
    return str(write_files(tmp_path / "files", communes, {"99100": ["1", "2"]}))


def test_the_command_says_what_was_read_and_what_is_missing(files, capsys):
    assert main(["territories", "load", "99", "--path", files]) == 0
    said = as_typed(capsys.readouterr().out)
    assert "2  communes" in said
    assert "200  habitants, populations légales de 2017" in said
    assert "Sans contour dans les fichiers (1) : Autre." in said


def test_an_unknown_departement_is_refused_in_words(files, capsys):
    assert main(["territories", "load", "77", "--path", files]) == 1
    assert "Rien n’a été chargé" in capsys.readouterr().err
    assert not Municipality.objects.exists()


def test_a_folder_without_files_is_refused_with_what_to_do(tmp_path, capsys):
    assert main(["territories", "load", "99", "--path", str(tmp_path)]) == 1
    assert "--path" in capsys.readouterr().err


def test_a_file_of_territories_is_put_in_force_and_names_who_is_left_out(files, tmp_path, capsys):
    main(["territories", "load", "99", "--path", files])
    path = tmp_path / "territoires.csv"
    path.write_text(HEADER + "NRD,Nord,99,999999999,,2017-01-01,high,Contrat\n", encoding="utf-8")
    assert main(["territories", "assign", str(path)]) == 0
    said = as_typed(capsys.readouterr().out)
    assert "Ajoutées : 1" in said
    assert "1 commune n’a pas de ligne dans le fichier : Autre." in said


def test_a_faulty_file_changes_nothing_and_tells_each_line(files, tmp_path, capsys):
    path = tmp_path / "territoires.csv"
    path.write_text(HEADER + "NRD,Nord,99,999999999,,hier,high,Contrat\n", encoding="utf-8")
    assert main(["territories", "assign", str(path)]) == 1
    assert "Ligne 2" in capsys.readouterr().err

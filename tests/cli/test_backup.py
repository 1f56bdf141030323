"""Everything in one file, everything back from it, and no mail twice."""

import io
import re
import shutil
import stat
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.cli.archive import DATABASE, MANIFEST, Manifest, opened_archive, write_archive
from maillage.cli.errors import CommandError
from maillage.core.accounts.models import Person
from maillage.core.activity.models import Entry
from maillage.core.activity.verification import verify
from maillage.core.messaging.domain import claim_next
from maillage.core.messaging.models import Message, State
from maillage.core.portal.models import Portal
from tests.cli.conftest import Maillage, fingerprint
from tests.factories import make_person
from tests.invariants import emptying

# What a restore is meant to change: the messages that waited.
# The messages that waited are held, and the journal says that everything was put back.
QUIETED = ("messaging_message", "activity_entry", "activity_head")


@pytest.fixture
def archive(tmp_path: Path, maillage: Maillage, something_to_lose: None) -> Path:
    """A backup of a Maillage with something to lose."""
    file = tmp_path / "sauvegarde.tar"
    assert maillage("backup", file) == 0
    return file


def test_everything_comes_back(archive: Path, maillage: Maillage) -> None:
    before = fingerprint(leave_out=QUIETED)
    journal = list(Entry.objects.order_by("sequence").values())
    Portal.objects.update(name="Autre chose")
    make_person(name="Arrivée après la sauvegarde (démonstration)")
    shutil.rmtree(site.MEDIA_ROOT)
    site.MEDIA_ROOT.mkdir()
    (site.MEDIA_ROOT / "après.txt").touch()
    assert fingerprint(leave_out=QUIETED) != before

    assert maillage("restore", archive, "--force") == 0

    assert fingerprint(leave_out=QUIETED) == before
    assert list(Entry.objects.order_by("sequence").values())[:-1] == journal
    assert Entry.objects.latest("sequence").verb == "activity.restored"
    files = [path for path in site.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert [path.read_text(encoding="utf-8") for path in files] == ["une image (démonstration)"]
    assert not verify("").findings


def test_a_restore_says_in_words_from_when_everything_is(
    archive: Path, maillage: Maillage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert maillage("restore", archive, "--force") == 0
    assert re.search(r"l’état du \w+ \S+ \w+ \d{4} à \d+\sh\s\d\d", capsys.readouterr().out)


def test_a_restore_sends_no_mail(archive: Path, maillage: Maillage) -> None:
    assert maillage("restore", archive, "--force") == 0
    assert Message.objects.get().state == State.HELD
    assert claim_next() is None


def test_without_the_restore_the_message_would_have_left(archive: Path) -> None:
    assert claim_next() is not None


def test_data_in_place_are_not_replaced_without_being_told(
    archive: Path, maillage: Maillage, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fingerprint()
    assert maillage("restore", archive) == 1
    assert "--force" in capsys.readouterr().err
    assert fingerprint() == before


def test_an_empty_maillage_is_filled_without_insisting(archive: Path, maillage: Maillage) -> None:
    emptying.empty()
    assert not Person.objects.exists()
    assert maillage("restore", archive) == 0
    assert Person.objects.count() == 1


def test_a_backup_says_how_much_it_holds_in_words_that_agree(
    archive: Path, maillage: Maillage, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert maillage("backup", archive) == 0
    assert re.search(r"\s: \d+ lignes, 1 fichier\.$", capsys.readouterr().out.strip())
    (site.MEDIA_ROOT / "deux.txt").touch()
    assert maillage("backup", archive) == 0
    assert capsys.readouterr().out.strip().endswith(", 2 fichiers.")


def test_only_its_owner_may_read_a_backup(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_a_backup_replaces_the_one_before_and_leaves_nothing_beside(
    archive: Path, maillage: Maillage
) -> None:
    assert maillage("backup", archive) == 0
    assert [path.name for path in archive.parent.iterdir() if path.name != "var"] == [archive.name]


def test_a_backup_that_cannot_be_written_says_so(
    maillage: Maillage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert maillage("backup", tmp_path / "nowhere" / "sauvegarde.tar") == 1
    assert "n’a pas pu être écrite" in capsys.readouterr().err


def test_a_backup_that_does_not_exist_says_so(
    maillage: Maillage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert maillage("restore", tmp_path / "nowhere.tar") == 1
    assert "Rien n’a été modifié" in capsys.readouterr().err


def rewritten(archive: Path, **changes: object) -> Path:
    """Return the archive with another manifest, sound in itself."""
    other = archive.with_name("autre.tar")
    with tarfile.open(archive) as source, tarfile.open(other, "w") as target:
        for entry in source:
            content = source.extractfile(entry)
            assert content is not None
            text = content.read()
            if entry.name == MANIFEST:
                manifest = Manifest.from_bytes(text)
                vars(manifest).update(changes)
                text = manifest.to_bytes()
                entry.size = len(text)
            target.addfile(entry, io.BytesIO(text))
    return other


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"migrations": ["accounts.9999_from_the_future"], "version": "99.0"}, "99.0"),
        ({"kind": "another"}, "another"),
        ({"format": 99}, "format"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    changes: dict[str, object],
    reason: str,
    archive: Path,
    maillage: Maillage,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = fingerprint()
    assert maillage("restore", rewritten(archive, **changes), "--force") == 1
    said = capsys.readouterr().err
    assert reason in said
    assert "Rien n’a été modifié" in said
    assert fingerprint() == before


def test_a_table_lost_on_the_way_is_seen(
    archive: Path, maillage: Maillage, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fingerprint()
    assert maillage("restore", rewritten(archive, rows={"table_perdue": 3}), "--force") == 1
    assert "table_perdue" in capsys.readouterr().err
    assert fingerprint() == before


def test_a_database_that_was_damaged_before_its_backup_is_refused(
    archive: Path, maillage: Maillage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened_archive(archive, beside=tmp_path) as (manifest, folder):
        damaged = bytearray((folder / DATABASE).read_bytes())
    damaged[len(damaged) // 3 : len(damaged) // 2] = bytes(len(damaged) // 2 - len(damaged) // 3)

    def snapshot(copy: Path) -> Manifest:
        copy.write_bytes(damaged)
        return manifest

    manifest.files.clear()
    write_archive(archive, snapshot=snapshot, media=site.MEDIA_ROOT)
    before = fingerprint()
    assert maillage("restore", archive, "--force") == 1
    assert re.search("Rien n’a été modifié|sont intactes", capsys.readouterr().err)
    assert fingerprint() == before


@pytest.mark.postgresql
def test_a_database_in_use_is_not_replaced(
    archive: Path, maillage: Maillage, capsys: pytest.CaptureFixture[str]
) -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert maillage("restore", archive, "--force") == 1
    other.close()
    assert "arrêtez d’abord" in capsys.readouterr().err
    assert maillage("restore", archive, "--force") == 0


# --- The archive itself ----------------------------------------------------------------------------


def small_archive(folder: Path) -> Path:
    """Write an archive of a few files."""
    media = folder / "media"
    media.mkdir()
    (media / "a.txt").write_text("premier fichier", encoding="utf-8")

    def snapshot(copy: Path) -> Manifest:
        copy.write_bytes(bytes(range(256)) * 8)
        return Manifest("0", "2026-11-24T10:00:00+00:00", "sqlite", [], {"a": 1})

    file = folder / "petite.tar"
    write_archive(file, snapshot=snapshot, media=media)
    return file


def contents(archive: Path, folder: Path) -> dict[str, bytes]:
    """Return what an archive yields once verified."""
    with opened_archive(archive, beside=folder) as (_, unpacked):
        return {
            str(path.relative_to(unpacked)): path.read_bytes()
            for path in unpacked.rglob("*")
            if path.is_file()
        }


@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_archive_is_refused_or_says_the_same(data: st.DataObject, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("archive")
    archive = small_archive(folder)
    sound = contents(archive, folder)
    damaged = bytearray(archive.read_bytes())
    position = data.draw(st.integers(0, len(damaged) - 1))
    damaged[position] ^= data.draw(st.integers(1, 255))
    archive.write_bytes(damaged)
    try:
        found = contents(archive, folder)
    except CommandError:
        return
    assert found == sound


@settings(max_examples=60)
@given(data=st.data())
def test_an_archive_cut_short_is_refused(data: st.DataObject, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("archive")
    archive = small_archive(folder)
    whole = archive.read_bytes()
    end_of_manifest = whole.rindex(b"}") + 1
    archive.write_bytes(whole[: data.draw(st.integers(0, end_of_manifest - 1))])
    with pytest.raises(CommandError, match="Rien n’a été modifié"):
        contents(archive, folder)


@pytest.mark.parametrize("name", ["media/../../dehors.txt", "/dehors.txt", "autre.txt", "media/../database"])
def test_nothing_lands_outside_of_its_folder(name: str, tmp_path: Path) -> None:
    archive = small_archive(tmp_path)
    with tarfile.open(archive, "a") as opened:
        entry = tarfile.TarInfo(name)
        entry.size = 3
        opened.addfile(entry, io.BytesIO(b"non"))
    with pytest.raises(CommandError):
        contents(archive, tmp_path)
    assert not list(tmp_path.parent.glob("dehors.txt"))


def test_a_link_is_refused(tmp_path: Path) -> None:
    archive = small_archive(tmp_path)
    with tarfile.open(archive, "a") as opened:
        link = tarfile.TarInfo("media/lien")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        opened.addfile(link)
    with pytest.raises(CommandError):
        contents(archive, tmp_path)


def test_the_database_is_in_the_archive_under_a_fixed_name(tmp_path: Path) -> None:
    with tarfile.open(small_archive(tmp_path)) as opened:
        assert opened.getnames() == [DATABASE, "media/a.txt", MANIFEST]

"""A new version arrives: what it brings is put in place, once."""

from pathlib import Path
from typing import Any

from tests.cli.conftest import Maillage


def test_static_files_are_gathered_again_when_one_changes_and_not_before(
    maillage: Maillage, settings: Any, tmp_path: Path
) -> None:
    source = tmp_path / "source" / "essai.txt"
    source.parent.mkdir()
    source.write_text("un")
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATIC_ROOT = tmp_path / "static"
    gathered = settings.STATIC_ROOT / "essai.txt"

    maillage("upgrade")
    assert gathered.read_text() == "un"

    gathered.unlink()
    maillage("upgrade")
    assert not gathered.exists()

    source.write_text("deux !")
    maillage("upgrade")
    assert gathered.read_text() == "deux !"

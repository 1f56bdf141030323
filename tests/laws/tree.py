"""The files of the repository, as the laws read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "maillage"


@cache
def repository() -> tuple[Path, ...]:
    """Return every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    files = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(sorted(file for file in files if file.is_file()))


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """Return the files of the repository with one of these suffixes, under a folder."""
    return [file for file in repository() if file.suffix in suffixes and under in file.parents]


def text_of(file: Path) -> str:
    """Return the content of a text file."""
    return file.read_text(encoding="utf-8")


def name_of(file: Path) -> str:
    """Return the path of a file in the repository."""
    return str(file.relative_to(ROOT))

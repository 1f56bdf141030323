"""The files that a command reads, and the folder that it writes, whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.programmes.esspresso import document
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.exports import (
    agendas_pdf,
    calendars,
    changes_pdf,
    sign_in_pdf,
    table_cards_pdf,
    wall_plan_pdf,
    workbook,
)
from maillage.programmes.esspresso.files import Upload
from maillage.programmes.esspresso.files.findings import Findings
from maillage.programmes.esspresso.files.grid import MAX_BYTES


def write(planning: Planning, folder: Path) -> None:
    """Write every file of a plan. The folder appears complete or does not appear."""
    makers: dict[str, Callable[[], bytes]] = {
        "planning.json": lambda: document.dumps(planning).encode(),
        "planning.xlsx": lambda: workbook(planning),
        "agendas.pdf": lambda: agendas_pdf(planning),
        "plan-mural.pdf": lambda: wall_plan_pdf(planning),
        "cartes-de-table.pdf": lambda: table_cards_pdf(planning),
        "emargement.pdf": lambda: sign_in_pdf(planning),
    }
    if planning.replanned and planning.replanned.announced:
        makers["ce-qui-change.pdf"] = lambda: changes_pdf(planning)
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, make in makers.items():
            (temporary / name).write_bytes(make())
        calendar_files = calendars(planning, datetime.now(UTC))
        if calendar_files:
            (temporary / "calendriers").mkdir()
        for name, content in calendar_files.items():
            (temporary / "calendriers" / name).write_bytes(content)
        temporary.chmod(0o755)
        # An empty folder of that name gives way to the new one.
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def look_at_folder(folder: Path, findings: Findings) -> None:
    """Tell when the folder to write holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        findings.error("folder_taken", folder=str(folder))


def read(path: Path, most: int = MAX_BYTES) -> Upload:
    """A file given to the command, at most `most` bytes of it, or what prevents reading it."""
    try:
        with path.open("rb") as file:
            # One byte past the limit is enough to see that a file is too big.
            return Upload(path.name, file.read(most + 1), size=path.stat().st_size)
    except FileNotFoundError:
        fault = _("there is no such file")
    except PermissionError:
        fault = _("you may not read it")
    except IsADirectoryError:
        fault = _("it is a folder")
    except OSError as error:
        fault = error.strerror or error.__class__.__name__
    return Upload(path.name, b"", fault=fault)

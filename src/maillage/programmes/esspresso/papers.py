"""The files of a plan, made once, kept on this machine as long as the plan, and handed over again."""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from maillage.programmes.esspresso.models import Plan

# Typesetting takes a whole processor: one at a time in each process.
_making = threading.Lock()


def folder() -> Path:
    """Where the papers of all plans are, on this machine."""
    return Path(settings.VAR) / "papers"


def paper(plan: Plan, name: str, make: Callable[[], bytes]) -> bytes:
    """The file of this name, made only when it is not there yet. Its plan does not change any more."""
    path = _folder_of(plan) / f"{get_language() or 'fr'}-{name}"
    kept = _read(path)
    if kept is not None:
        return kept
    with _making:
        content = _read(path)
        if content is None:
            content = make()
            # Without room on the disk, the paper is handed over all the same and made again next time.
            with suppress(OSError):
                _keep(path, content)
            forget_orphans()
    return content


def forget(plan: Plan) -> None:
    """Erase the papers of a plan."""
    shutil.rmtree(_folder_of(plan), ignore_errors=True)


def forget_orphans() -> None:
    """Erase, on this machine, the papers whose plan was erased here or elsewhere."""
    kept = {path.name: path for path in folder().glob("*") if path.is_dir()}
    alive = Plan.objects.filter(link_digest__in=kept).values_list("link_digest", flat=True)
    for digest in kept.keys() - set(alive):
        shutil.rmtree(kept[digest], ignore_errors=True)


def _folder_of(plan: Plan) -> Path:
    return folder() / plan.link_digest


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _keep(path: Path, content: bytes) -> None:
    """Write whole or not at all: a reader never sees half a file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).replace(path)

"""The backup file: a tar that holds the database, the media files and, last, a manifest of all of it.

The manifest gives the size and SHA-256 of every file and the number of rows of every table; it carries its
own digest. It comes last, so that an archive cut short has none and is refused.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
MEDIA = "media"
CHUNK = 1 << 20


@dataclass
class Manifest:
    """What an archive says of itself. ``migrations`` are « app.name » as applied when it was made."""

    version: str
    made_at: str
    kind: str
    migrations: list[str]
    rows: dict[str, int]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """Write the manifest as JSON, with its digest."""
        content = dict(vars(self))
        return json.dumps({**content, "digest": digest_of(content)}, indent=1).encode()

    @classmethod
    def from_bytes(cls, text: bytes) -> "Manifest":
        """Read a manifest; raise ValueError when it is not one, or was altered."""
        content = json.loads(text)
        if not isinstance(content, dict) or content.pop("digest", None) != digest_of(content):
            raise ValueError("the digest of the manifest differs")
        if content.get("format") != FORMAT:
            raise CommandError(
                _("This version of Maillage does not read the format of this backup. Nothing was changed.")
            )
        return cls(**content)


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a value, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def write_archive(target: Path, *, snapshot: Callable[[Path], Manifest], media: Path) -> Manifest:
    """Write a whole archive at ``target`` or nothing: the file appears once it is complete and on disk.

    ``snapshot`` writes the database to a path and returns the manifest begun. The archive can be read by its
    owner alone: it holds personal data.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with (
            TemporaryDirectory(dir=target.parent, prefix=".maillage-") as folder,
            os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file,
        ):
            spool = Path(folder) / "file"
            manifest = snapshot(spool)
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                manifest.files[DATABASE] = add(archive, DATABASE, spool)
                for path in sorted(path for path in media.rglob("*") if path.is_file()):
                    # Copied first: a file that grows while it is read would break the archive.
                    if copy_if_there(path, spool):
                        name = f"{MEDIA}/{path.relative_to(media).as_posix()}"
                        manifest.files[name] = add(archive, name, spool)
                text = manifest.to_bytes()
                last = tarfile.TarInfo(MANIFEST)
                last.size = len(text)
                archive.addfile(last, io.BytesIO(text))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        raise CommandError(
            _("The backup could not be written to %(file)s (%(reason)s). An earlier backup there is intact.")
            % {"file": target, "reason": error.strerror or error}
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def copy_if_there(path: Path, spool: Path) -> bool:
    """Copy a file; say False when it was removed in the meantime."""
    try:
        with path.open("rb") as source, spool.open("wb") as copy:
            while chunk := source.read(CHUNK):
                copy.write(chunk)
    except FileNotFoundError:
        return False
    return True


def add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    """Add a file to the archive and return its line of the manifest."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        entry = tarfile.TarInfo(name)
        entry.size = path.stat().st_size
        archive.addfile(entry, file)
    return {"bytes": entry.size, "sha256": digest}


@contextmanager
def opened_archive(source: Path, *, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """Verify a whole archive, unpacked in a folder of its own, and yield its manifest and that folder.

    Nothing else is touched. Raises CommandError when the archive is damaged, cut short or not a backup.
    """
    try:
        file = source.open("rb")
    except OSError as error:
        raise CommandError(
            _("The backup %(file)s cannot be read (%(reason)s). Nothing was changed.")
            % {"file": source, "reason": error.strerror}
        ) from error
    with file, TemporaryDirectory(dir=beside, prefix=".restoring-") as folder:
        try:
            manifest = unpack(file, Path(folder))
        except (tarfile.TarError, ValueError, TypeError, KeyError, EOFError) as error:
            raise CommandError(
                _("The backup %(file)s is damaged or incomplete (%(reason)s). Nothing was changed.")
                % {"file": source, "reason": error}
            ) from error
        except OSError as error:
            raise CommandError(
                _("The backup could not be unpacked (%(reason)s). Nothing was changed.")
                % {"reason": error.strerror or error}
            ) from error
        yield manifest, Path(folder)


def unpack(file: BinaryIO, folder: Path) -> Manifest:
    """Unpack every file of an archive, hashing as it goes, and compare with the manifest."""
    manifest = None
    found: dict[str, dict[str, Any]] = {}
    with tarfile.open(fileobj=file, mode="r:") as archive:
        for entry in archive:
            content = archive.extractfile(entry)
            if content is None or not is_expected(entry.name):
                raise ValueError(entry.name)
            if entry.name == MANIFEST:
                manifest = Manifest.from_bytes(content.read())
            else:
                found[entry.name] = write(content, folder / entry.name)
    if manifest is None:
        raise ValueError("no manifest")
    different = sorted(
        name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name)
    )
    if different:
        raise ValueError(", ".join(different[:3]))
    return manifest


def is_expected(name: str) -> bool:
    """Say whether an archive may hold this name: nothing may land outside of its folder."""
    parts = PurePosixPath(name).parts
    if name in {MANIFEST, DATABASE}:
        return True
    return len(parts) > 1 and parts[0] == MEDIA and ".." not in parts and "\\" not in name


def write(content: Any, path: Path) -> dict[str, Any]:
    """Write one file of an archive and return what it is found to be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    with path.open("wb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return {"bytes": size, "sha256": digest.hexdigest()}

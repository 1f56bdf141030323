"""What a document that people send may be: papers, sheets and pictures that open without running anything."""

import logging
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from maillage.core.ui import antivirus

EXTENSIONS = frozenset(
    {".pdf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx", ".csv", ".txt", ".jpg", ".png"}
)
LARGEST_FILE = 10_000_000  # bytes
# How the content of each kind begins; a text holds no NUL.
_PACKED = b"PK\x03\x04"
_BEGINNINGS = {
    ".pdf": b"%PDF-",
    ".jpg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
    **dict.fromkeys((".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx"), _PACKED),
}

logger = logging.getLogger(__name__)


def checked_document(file: Any) -> Any:
    """Return a document under a name that no system stumbles over; None, or one that stands, as it is.

    Raises ValidationError in words: another kind of file than its name says or than is taken, one too large,
    one in which the antivirus finds something or that it cannot look at now.
    """
    if not isinstance(file, UploadedFile) or file.name is None or file.size is None:
        return file
    kind = PurePath(file.name).suffix.lower()
    if kind not in EXTENSIONS:
        raise ValidationError(
            _("Give a document, a sheet or a picture: %(kinds)s.") % {"kinds": ", ".join(sorted(EXTENSIONS))}
        )
    if file.size > LARGEST_FILE:
        raise ValidationError(
            _("This file weighs %(size)s MB; the limit is %(limit)s MB.")
            % {"size": -(-file.size // 1_000_000), "limit": LARGEST_FILE // 1_000_000}
        )
    if not _is(kind, file):
        raise ValidationError(
            _("This file is not what its name says (%(kind)s). Open it, save it again, then send it.")
            % {"kind": kind}
        )
    _refuse_harm(file)
    file.seek(0)
    file.name = get_valid_filename(file.name)[-120:]
    return file


def _is(kind: str, file: UploadedFile) -> bool:
    file.seek(0)
    if kind in _BEGINNINGS:
        return bool(file.read(8).startswith(_BEGINNINGS[kind]))
    return not any(b"\0" in piece for piece in file.chunks())


def _refuse_harm(file: UploadedFile) -> None:
    if not antivirus.is_on():
        return
    try:
        harm = antivirus.harm_in(file.chunks())
    except antivirus.AntivirusError as error:
        logger.warning("the antivirus cannot be asked: %s", error)
        raise ValidationError(
            _("This file cannot be checked for viruses just now. Nothing was kept: try again in a moment.")
        ) from error
    if harm:
        logger.warning("a file that was sent holds %s: it is refused", harm)
        raise ValidationError(_("The antivirus found something harmful in this file. Nothing was kept."))

"""What a document that people send may be: papers, sheets and pictures that open without running anything."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

EXTENSIONS = frozenset(
    {".pdf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx", ".csv", ".txt", ".jpg", ".png"}
)
LARGEST_FILE = 10_000_000  # bytes


def checked_document(file: Any) -> Any:
    """Return a document under a name that no system stumbles over; None, or one that stands, as it is.

    Raises ValidationError in words: another kind of file, or one too large.
    """
    if not isinstance(file, UploadedFile) or file.name is None or file.size is None:
        return file
    if PurePath(file.name).suffix.lower() not in EXTENSIONS:
        raise ValidationError(
            _("Give a document, a sheet or a picture: %(kinds)s.") % {"kinds": ", ".join(sorted(EXTENSIONS))}
        )
    if file.size > LARGEST_FILE:
        raise ValidationError(
            _("This file weighs %(size)s MB; the limit is %(limit)s MB.")
            % {"size": -(-file.size // 1_000_000), "limit": LARGEST_FILE // 1_000_000}
        )
    file.name = get_valid_filename(file.name)[-120:]
    return file

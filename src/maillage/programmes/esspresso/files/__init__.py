"""Reads lists of participants, wishes and constraints as people keep them, and tells all errors at once.

Nothing here touches the database or the disk: bytes in, an event or findings out.
"""

from maillage.programmes.esspresso.files.findings import Finding, Findings, Severity
from maillage.programmes.esspresso.files.grid import Upload
from maillage.programmes.esspresso.files.reading import Brief, Reading, read_event

__all__ = ["Brief", "Finding", "Findings", "Reading", "Severity", "Upload", "read_event"]

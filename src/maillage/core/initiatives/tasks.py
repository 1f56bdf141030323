"""What the workers do for démarches every day."""

from maillage.core.initiatives.domain import warning


def warn() -> None:
    """Write to signatories before what they hold ends."""
    warning.warn()

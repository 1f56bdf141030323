"""What the workers do for links every few minutes."""

from maillage.core.links.domain import reminding


def remind() -> None:
    """Decide the reminders that fall due."""
    reminding.remind()

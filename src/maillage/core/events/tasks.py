"""What the workers do for events every few minutes."""

from maillage.core.events.domain import forgetting, reminding


def remind() -> None:
    """Decide the reminders that fall due."""
    reminding.remind()


def forget_needs() -> None:
    """Erase what had been planned for people, a week after their event."""
    forgetting.forget_needs()

"""Demonstration events."""


def load() -> list[str]:
    """Load nothing yet."""
    return []

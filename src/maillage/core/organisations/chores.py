"""Periodic work on structures."""

from maillage.core.organisations.domain.duplicates import look_for_duplicates


def compare_changed_sheets() -> None:
    """Compare the sheets that changed with all the others; safe to repeat."""
    look_for_duplicates()

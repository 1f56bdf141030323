"""What the database refuses of what was told and what was published.

A line of a démarche's story is never written again nor removed; its text alone may become empty, when a name
must be taken out of it. A published version of a charter stays, with its commitments, as it was signed.
"""

from maillage.core.seals import Refused, Seals


def _published(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM initiatives_charterversion v"  # noqa: S608 -- row is NEW or OLD
        f" WHERE v.id = {row}.version_id AND v.published_on IS NOT NULL)"
    )


TOLD = "initiatives_timelineentry"
VERSION = "initiatives_charterversion"
COMMITMENT = "initiatives_commitment"
KEPT = ("initiative_id", "number", "title", "preamble", "threshold", "published_on")
SEALS = Seals(
    "what was told or published stays as it is",
    Refused(
        TOLD,
        "UPDATE",
        "NOT (NEW.text = '' AND NEW.id = OLD.id AND NEW.initiative_id = OLD.initiative_id"
        " AND NEW.day = OLD.day AND NEW.written_at = OLD.written_at)",
    ),
    Refused(TOLD, "DELETE"),
    Refused(
        VERSION,
        "UPDATE",
        "OLD.published_on IS NOT NULL AND (NEW.published_on IS NULL"
        " OR COALESCE(NEW.renewed_every, 0) <> COALESCE(OLD.renewed_every, 0)"
        f"{''.join(f' OR NEW.{column} <> OLD.{column}' for column in KEPT)})",
    ),
    Refused(VERSION, "DELETE", "OLD.published_on IS NOT NULL"),
    Refused(COMMITMENT, "INSERT", _published("NEW")),
    Refused(COMMITMENT, "UPDATE", f"{_published('OLD')} OR {_published('NEW')}"),
    Refused(COMMITMENT, "DELETE", _published("OLD")),
)

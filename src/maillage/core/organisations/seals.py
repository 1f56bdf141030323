"""What the database refuses of the records of sources: what was read on a day is never written again."""

from maillage.core.seals import Refused, Seals

SEALS = Seals(
    "what a source said stays as it was said",
    Refused("organisations_sourcerecord", "UPDATE"),
    Refused("organisations_sourcerecord", "DELETE"),
)

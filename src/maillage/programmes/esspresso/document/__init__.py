"""`planning.json`: a plan to and from its file."""

from maillage.programmes.esspresso.document.planning import (
    DocumentError,
    Planning,
    dumps,
    from_json,
    loads,
    to_json,
)
from maillage.programmes.esspresso.document.replanned import Move, Replanned, differences

__all__ = [
    "DocumentError",
    "Move",
    "Planning",
    "Replanned",
    "differences",
    "dumps",
    "from_json",
    "loads",
    "to_json",
]

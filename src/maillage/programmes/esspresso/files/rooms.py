"""The tables of the room, under the names that the organisers give them."""

from collections import Counter
from collections.abc import Collection, Sequence

from maillage.engines.meetings import Table
from maillage.programmes.esspresso.files.findings import Findings

MOST_TABLES = 5_000


def listed(text: str) -> tuple[str, ...]:
    """The names of « Bleue, Verte »."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def table_names(count: int, names: Sequence[str] = ()) -> tuple[str, ...]:
    """`names` for the first tables, numbers for the others."""
    return (*names, *map(str, range(len(names) + 1, min(count, MOST_TABLES) + 1)))


def tables_of(names: Sequence[str], accessible: Collection[str]) -> tuple[Table, ...]:
    """The tables of these names; those of `accessible` suit everybody."""
    return tuple(Table(name, name in accessible) for name in names)


def check_room(count: int, names: Sequence[str], accessible: Collection[str], findings: Findings) -> None:
    """Tell what makes no sense in the room."""
    if not 1 <= count <= MOST_TABLES:
        findings.error("no_table", tables=count, most=MOST_TABLES)
    if len(names) > count:
        findings.error("too_many_table_names", names=len(names), tables=count)
    everything = table_names(count, names)
    for name, times in Counter(everything).items():
        if times > 1:
            findings.error("repeated_table_name", table=name)
    for name in sorted(set(accessible) - set(everything)):
        findings.error("unknown_accessible_table", table=name)

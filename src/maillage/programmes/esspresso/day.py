"""What the organisers learn between a plan and the next one."""

from dataclasses import dataclass

from maillage.engines.meetings import Changes
from maillage.programmes.esspresso.event import Guest


@dataclass(frozen=True, slots=True)
class Day:
    """The changes, the newcomers as people read them, and the codes that one newcomer alone represents.

    When the plan was not `announced`, only what was held and what the organisers imposed has to stay.
    """

    changes: Changes
    newcomers: tuple[Guest, ...] = ()
    people: tuple[frozenset[str], ...] = ()
    announced: bool = True

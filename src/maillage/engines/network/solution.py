"""What a network holds, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Survey:
    """The answer.

    ``groups``: members that ties join, directly or through others; the largest first, each in the order
    of keys; those who stand alone are in none. ``alone``: members without any tie. ``ties_of``: number of
    ties of each member that has one. ``reach``: of each member that has a place, the places that its ties
    join, its own included; a member *bridges* when there are two or more. ``between``: number of ties
    that join two places (smaller key first), or the members of one place (twice the same key); a tie of
    three places counts once for each pair. ``keystones``: members without whom a group would fall apart.
    ``only_ties``: ties without which a group would fall apart.
    """

    groups: tuple[tuple[int, ...], ...]
    alone: tuple[int, ...]
    ties_of: Mapping[int, int]
    reach: Mapping[int, frozenset[int]]
    between: Mapping[tuple[int, int], int]
    keystones: frozenset[int]
    only_ties: frozenset[int]

    @property
    def bridges(self) -> tuple[int, ...]:
        """Members whose ties join two places or more: the most places first, then the most ties."""
        found = (key for key, places in self.reach.items() if len(places) > 1)
        return tuple(sorted(found, key=lambda key: (-len(self.reach[key]), -self.ties_of[key], key)))

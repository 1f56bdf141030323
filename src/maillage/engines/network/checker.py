"""Verify a survey by the definitions, without the walk that made it: take each one away, and look.

Time is quadratic: for tests and small networks.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from maillage.engines.network.problem import Network, Tie
from maillage.engines.network.solution import Survey


def faults_of(network: Network, answer: Survey) -> list[str]:
    """Return what is wrong with an answer, in codes; nothing when it holds."""
    members = [member.key for member in network.members]
    joined = _joined(members, network.ties)
    groups = [group for group in joined if len(group) > 1]
    place = {member.key: member.place for member in network.members}
    ties_of = Counter(key for tie in network.ties for key in tie.members)
    checks = {
        "groups": sorted(map(sorted, answer.groups)) == sorted(map(sorted, groups)),
        "alone": set(answer.alone) == {key for group in joined if len(group) == 1 for key in group},
        "ties_of": dict(answer.ties_of) == dict(ties_of),
        "keystones": answer.keystones
        == {
            key
            for key in members
            if ties_of[key] and _pieces_without(key, members, network.ties) > len(joined)
        },
        "only_ties": answer.only_ties
        == {
            tie.key
            for tie in network.ties
            if len(_joined(members, [other for other in network.ties if other is not tie])) > len(joined)
        },
        "reach": dict(answer.reach)
        == {
            key: frozenset(
                where
                for tie in network.ties
                if key in tie.members
                for other in tie.members
                if (where := place[other]) is not None
            )
            for key in ties_of
            if place[key] is not None
        },
        "between": dict(answer.between) == _between(place, network.ties),
    }
    return [code for code, holds in checks.items() if not holds]


def _between(place: Mapping[int, int | None], ties: Collection[Tie]) -> dict[tuple[int, int], int]:
    found: Counter[tuple[int, int]] = Counter()
    for tie in ties:
        placed = sorted(where for key in tie.members if (where := place[key]) is not None)
        pairs = {(a, b) for rank, a in enumerate(placed) for b in placed[rank + 1 :]}
        # A tie of several places is counted between them alone.
        found.update({(a, b) for a, b in pairs if a != b} or pairs)
    return dict(found)


def _pieces_without(gone: int, members: Collection[int], ties: Collection[Tie]) -> int:
    return len(_joined([key for key in members if key != gone], ties))


def _joined(members: Collection[int], ties: Collection[Tie]) -> list[set[int]]:
    """Return members put together by ties, by merging sets; a tie ignores members that are not there."""
    group_of = {key: {key} for key in members}
    for tie in ties:
        groups = {id(group_of[key]): group_of[key] for key in tie.members if key in group_of}
        together = set().union(*groups.values())
        group_of.update(dict.fromkeys(together, together))
    return list({id(group): group for group in group_of.values()}.values())

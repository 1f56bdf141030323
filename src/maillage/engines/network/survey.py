"""Read a network in time linear in its ties.

A tie may join more than two members, so the graph that is walked is that of incidences: a vertex for each
member, a vertex for each tie, an edge where a member is part of a tie. Every tie has two members or more, so
taking a member away never leaves a tie without company: the members whose loss splits a group are exactly
the articulation points among the members, and the ties whose loss splits a group those among the ties. Both
come from one depth-first walk (Hopcroft and Tarjan, Algorithm 447, 1973), written without recursion.
"""

from collections import Counter
from itertools import combinations

from maillage.engines.network.problem import Network
from maillage.engines.network.solution import Survey


def survey(network: Network) -> Survey:
    """Return what the network holds, in time and memory linear in the members and the ties with theirs."""
    members = [member.key for member in network.members]
    index = {key: rank for rank, key in enumerate(members)}
    count = len(members)
    near: list[list[int]] = [[] for _ in range(count + len(network.ties))]
    for rank, tie in enumerate(network.ties, start=count):
        inside = [index[key] for key in tie.members]
        near[rank] = inside
        for each in inside:
            near[each].append(rank)
    components, cuts = _walk(near, count)
    groups = [tuple(sorted(members[each] for each in found)) for found in components if len(found) > 1]
    reach, between = _places(network)
    return Survey(
        groups=tuple(sorted(groups, key=lambda group: (-len(group), group))),
        alone=tuple(sorted(key for key, rank in index.items() if not near[rank])),
        ties_of={key: len(near[rank]) for key, rank in index.items() if near[rank]},
        reach=reach,
        between=between,
        keystones=frozenset(members[each] for each in cuts if each < count),
        only_ties=frozenset(network.ties[each - count].key for each in cuts if each >= count),
    )


def _walk(near: list[list[int]], count: int) -> tuple[list[list[int]], set[int]]:
    """Return the members of each component, and the articulation points; vertices from ``count`` are ties."""
    entered = [0] * len(near)  # 0: not yet
    lowest = [0] * len(near)
    clock = 0
    cuts: set[int] = set()
    components: list[list[int]] = []
    for root in range(count):
        if entered[root]:
            continue
        clock += 1
        entered[root] = lowest[root] = clock
        found, branches = [root], 0
        path = [(root, -1, iter(near[root]))]
        while path:
            here, parent, rest = path[-1]
            for there in rest:
                if not entered[there]:
                    clock += 1
                    entered[there] = lowest[there] = clock
                    if there < count:
                        found.append(there)
                    path.append((there, here, iter(near[there])))
                    break
                if there != parent and entered[there] < lowest[here]:
                    lowest[here] = entered[there]
            else:
                path.pop()
                if parent >= 0:
                    lowest[parent] = min(lowest[parent], lowest[here])
                    if parent == root:
                        branches += 1
                    elif lowest[here] >= entered[parent]:
                        cuts.add(parent)
        if branches > 1:
            cuts.add(root)
        components.append(found)
    return components, cuts


def _places(network: Network) -> tuple[dict[int, frozenset[int]], dict[tuple[int, int], int]]:
    """Return the places that each placed member's ties join, and how many ties join each pair of places."""
    place = {member.key: member.place for member in network.members}
    reach: dict[int, set[int]] = {}
    # Ties of the same places are counted together: there are few such sets, however many ties.
    together: Counter[frozenset[int]] = Counter()
    inside: Counter[int] = Counter()
    for tie in network.ties:
        placed = [(key, where) for key in tie.members if (where := place[key]) is not None]
        places = frozenset([where for _key, where in placed])
        for key, _where in placed:
            if key in reach:
                reach[key] |= places
            else:
                reach[key] = set(places)
        if len(places) > 1:
            together[places] += 1
        elif len(placed) > 1:
            inside[placed[0][1]] += 1
    between: Counter[tuple[int, int]] = Counter({(where, where): count for where, count in inside.items()})
    for places, count in together.items():
        for pair in combinations(sorted(places), 2):
            between[pair] += count
    return {key: frozenset(places) for key, places in reach.items()}, dict(between)

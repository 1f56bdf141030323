"""What is read of a network is what its definitions say, and what networkx finds."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.engines.network.checker import faults_of
from maillage.engines.network.layout import bend, circle
from maillage.engines.network.problem import Member, Network, NetworkError, Tie
from maillage.engines.network.survey import survey


@st.composite
def networks(draw: st.DrawFn, most_in_a_tie: int = 4) -> Network:
    count = draw(st.integers(2, 9))
    places = draw(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=count, max_size=count))
    inside = st.frozensets(st.integers(0, count - 1), min_size=2, max_size=most_in_a_tie)
    ties = draw(st.lists(inside, max_size=12))
    return Network(
        tuple(Member(key, place) for key, place in enumerate(places)),
        tuple(Tie(100 + rank, members) for rank, members in enumerate(ties)),
    )


@given(networks())
def test_the_checker_which_takes_each_one_away_agrees(network: Network) -> None:
    assert faults_of(network, survey(network)) == []


@given(networks())
def test_groups_and_keystones_are_those_of_networkx(
    network: Network,
) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(member.key for member in network.members)
    for tie in network.ties:
        # Members of one tie all know each other.
        graph.add_edges_from((a, b) for a in tie.members for b in tie.members if a < b)
    answer = survey(network)
    components = [sorted(found) for found in nx.connected_components(graph)]
    assert sorted(map(list, answer.groups)) == sorted(found for found in components if len(found) > 1)
    assert set(answer.alone) == set(nx.isolates(graph))
    assert answer.keystones == set(nx.articulation_points(graph))


@given(networks(most_in_a_tie=2))
def test_the_only_ties_of_pairs_are_the_bridges_of_networkx(network: Network) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(member.key for member in network.members)
    times: dict[frozenset[int], int] = {}
    for tie in network.ties:
        times[tie.members] = times.get(tie.members, 0) + 1
        graph.add_edge(*tie.members)
    # Two ties between the same two: neither is the only one.
    expected = {frozenset(pair) for pair in nx.bridges(graph)}
    expected = {pair for pair in expected if times[pair] == 1}
    found = {tie.members for tie in network.ties if tie.key in survey(network).only_ties}
    assert found == expected


def test_a_bridge_joins_two_places_and_a_keystone_holds_a_group() -> None:
    # Two pairs, each in its place, that know each other through one member alone.
    network = Network(
        (Member(1, 10), Member(2, 10), Member(3, 20), Member(4, 20), Member(5, 20)),
        (Tie(1, frozenset({1, 2})), Tie(2, frozenset({2, 3})), Tie(3, frozenset({3, 4}))),
    )
    answer = survey(network)
    assert answer.bridges == (2, 3)
    assert answer.keystones == {2, 3}
    assert answer.alone == (5,)
    assert answer.between == {(10, 10): 1, (10, 20): 1, (20, 20): 1}


def test_a_wrong_answer_is_seen_by_the_checker() -> None:
    network = Network((Member(1), Member(2), Member(3)), (Tie(1, frozenset({1, 2})),))
    other = Network((Member(1), Member(2), Member(3)), (Tie(1, frozenset({1, 3})),))
    assert set(faults_of(network, survey(other))) == {"groups", "alone", "ties_of"}


def test_nonsense_is_refused_with_every_fault() -> None:
    with pytest.raises(NetworkError) as refusal:
        Network((Member(1), Member(1)), (Tie(5, frozenset({1})), Tie(5, frozenset({1, 9}))))
    assert [fault.code for fault in refusal.value.faults] == [
        "member_twice",
        "tie_of_one",
        "tie_twice",
        "unknown_member",
    ]


def test_a_long_chain_is_walked_without_recursion() -> None:
    count = 20_000
    answer = survey(
        Network(
            tuple(Member(key) for key in range(count)),
            tuple(Tie(key, frozenset({key, key + 1})) for key in range(count - 1)),
        )
    )
    assert len(answer.groups) == 1
    assert len(answer.keystones) == count - 2
    assert len(answer.only_ties) == count - 1


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_knots_stand_apart_on_the_circle_and_each_place_has_its_sector(sizes: list[int]) -> None:
    places = [place for place, size in enumerate(sizes) for _ in range(size)]
    drawn = circle(places, radius=200, outside=40)
    assert len({(point.x, point.y) for point in drawn.knots}) == len(places)
    assert all(abs((point.x**2 + point.y**2) ** 0.5 - 200) < 0.2 for point in drawn.knots)
    assert [sector.place for sector in drawn.sectors] == list(range(len(sizes)))


def test_threads_of_the_same_two_knots_part_from_each_other() -> None:
    start, end = circle([1, 2], radius=200, outside=40).knots
    assert len({bend(start, end, aside) for aside in (-6, -3, 0, 3, 6)}) == 5

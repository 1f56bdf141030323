"""Slots when everyone is present throughout: proper edge colouring, then equal loads.

Sources: Vizing's theorem (a simple graph of maximum degree D needs at most D + 1 colours), the constructive
proof of Misra and Gries (Information Processing Letters 41, 1992), equitable colouring by swapping
alternating paths (de Werra, McDiarmid).
"""

from collections.abc import Sequence

NONE = -1


class Colouring:
    """Meetings of a simple graph placed in `slot_count` slots, at least one more than the largest degree.

    `edges` are pairs of vertices numbered from 0; `slot[e]` is the slot of edge `e`, from 0.
    """

    def __init__(self, vertex_count: int, edges: Sequence[tuple[int, int]], slot_count: int) -> None:
        self.edges = edges
        self.slot_count = slot_count
        self.slot = [NONE] * len(edges)
        self.load = [0] * slot_count
        self._at = [[NONE] * slot_count for _ in range(vertex_count)]
        for edge in range(len(edges)):
            self._place(edge)
        self._equalise()

    def _set(self, edge: int, slot: int) -> None:
        u, v = self.edges[edge]
        self._at[u][slot] = self._at[v][slot] = edge
        self.slot[edge] = slot
        self.load[slot] += 1

    def _unset(self, edge: int) -> None:
        slot = self.slot[edge]
        u, v = self.edges[edge]
        self._at[u][slot] = self._at[v][slot] = NONE
        self.slot[edge] = NONE
        self.load[slot] -= 1

    def _other(self, edge: int, vertex: int) -> int:
        u, v = self.edges[edge]
        return v if u == vertex else u

    def _free(self, vertex: int) -> int:
        return self._at[vertex].index(NONE)

    def _place(self, edge: int) -> None:
        u, v = self.edges[edge]
        both = [
            slot for slot in range(self.slot_count) if self._at[u][slot] == NONE and self._at[v][slot] == NONE
        ]
        if both:
            self._set(edge, min(both, key=self.load.__getitem__))
        else:
            self._place_by_fan(edge)

    def _place_by_fan(self, edge: int) -> None:
        """Misra and Gries: a fan around one end, an inverted path, a rotation of the fan."""
        centre, first = self.edges[edge]
        fan = self._maximal_fan(centre, edge)
        free_at_centre = self._free(centre)
        free_at_last = self._free(self._other(fan[-1], centre) if len(fan) > 1 else first)
        self._invert_path(centre, free_at_centre, free_at_last)
        for length in range(1, len(fan) + 1):
            leaf = self._other(fan[length - 1], centre)
            if length > 1:
                before = self._other(fan[length - 2], centre)
                if self._at[before][self.slot[fan[length - 1]]] != NONE:
                    break
            if self._at[leaf][free_at_last] == NONE:
                self._rotate(fan[:length], free_at_last)
                return
        raise AssertionError("the fan of Misra and Gries always ends with a slot free for both")

    def _maximal_fan(self, centre: int, edge: int) -> list[int]:
        fan = [edge]
        inside = {edge}
        while True:
            last = self._other(fan[-1], centre)
            following = next(
                (
                    self._at[centre][slot]
                    for slot in range(self.slot_count)
                    if self._at[last][slot] == NONE
                    and self._at[centre][slot] != NONE
                    and self._at[centre][slot] not in inside
                ),
                NONE,
            )
            if following == NONE:
                return fan
            fan.append(following)
            inside.add(following)

    def _path_from(self, vertex: int, slot: int, other_slot: int) -> list[int]:
        """Edges of the path that leaves `vertex` by `slot` and alternates with `other_slot`."""
        path: list[int] = []
        edge = self._at[vertex][slot]
        while edge != NONE and (not path or edge != path[0]):
            path.append(edge)
            vertex = self._other(edge, vertex)
            slot, other_slot = other_slot, slot
            edge = self._at[vertex][slot]
        return path

    def _invert_path(self, vertex: int, free_slot: int, other_slot: int) -> None:
        """Swap the two slots along the path that leaves `vertex` by `other_slot`."""
        self._swap(self._path_from(vertex, other_slot, free_slot), free_slot, other_slot)

    def _swap(self, path: list[int], one: int, other: int) -> None:
        slots = [one + other - self.slot[edge] for edge in path]
        for edge in path:
            self._unset(edge)
        for edge, slot in zip(path, slots, strict=True):
            self._set(edge, slot)

    def _rotate(self, fan: list[int], last_slot: int) -> None:
        slots = [*(self.slot[edge] for edge in fan[1:]), last_slot]
        for edge in fan[1:]:
            self._unset(edge)
        for edge, slot in zip(fan, slots, strict=True):
            self._set(edge, slot)

    def _equalise(self) -> None:
        """Bring all loads within one of each other: between the fullest and the emptiest slot, some path
        holds one more meeting of the fuller; swap it."""
        while True:
            full = max(range(self.slot_count), key=self.load.__getitem__)
            empty = min(range(self.slot_count), key=self.load.__getitem__)
            surplus = (self.load[full] - self.load[empty]) // 2
            if surplus < 1:
                return
            for path in self._richer_paths(full, empty)[:surplus]:
                self._swap(path, full, empty)

    def _richer_paths(self, full: int, empty: int) -> list[list[int]]:
        """Alternating paths that start and end with a meeting of the fuller slot, from their ends."""
        paths = []
        ended: set[int] = set()
        for vertex, at in enumerate(self._at):
            if at[full] != NONE and at[empty] == NONE and vertex not in ended:
                path = self._path_from(vertex, full, empty)
                if len(path) % 2:
                    paths.append(path)
                    end = vertex
                    for edge in path:
                        end = self._other(edge, end)
                    ended.add(end)
        return paths

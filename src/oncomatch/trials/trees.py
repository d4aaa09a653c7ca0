"""The patterns of all criteria as one array program: AND, OR and NOT of many trees at once.

Degrees are those of `Outcome`: AND is the minimum, NOT is two less the degree, and OR is what
De Morgan says. So a node is a minimum of places, each as it is or turned, and nodes of one height
are answered together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from oncomatch.trials.plan import Join, Tree

Flags = NDArray[np.bool_]
Degrees = NDArray[np.int8]
NOT_YET = 3
"""In place of a degree: it is not known yet. Above all of them, so that a minimum leaves it out."""


class _Place(NamedTuple):
    """A leaf by its number, or a node by `-1 - number`; `turned`: its opposite is meant."""

    number: int
    turned: bool
    height: int


class _Node(NamedTuple):
    """AND of places."""

    height: int
    places: tuple[_Place, ...]


class _Level(NamedTuple):
    """The nodes of one height: the places of all, twice what is turned, and where each begins."""

    places: NDArray[np.int32]
    turned: Degrees
    starts: NDArray[np.int32]


class Trees:
    """The trees of criteria over leaves that are numbered; `negated` ones ask for the opposite."""

    def __init__(self, trees: Iterable[Tree], leaves: int, negated: Flags):
        nodes: list[_Node] = []
        roots = [_lay(tree, nodes) for tree in trees]
        order = sorted(range(len(nodes)), key=lambda number: nodes[number].height)
        place_of = {number: leaves + place for place, number in enumerate(order)}

        def place(each: _Place) -> int:
            return each.number if each.number >= 0 else place_of[-1 - each.number]

        self._leaves = leaves
        self._count = leaves + len(nodes)
        self._levels: list[_Level] = []
        by_height: dict[int, list[_Node]] = {}
        for number in order:
            by_height.setdefault(nodes[number].height, []).append(nodes[number])
        for level in by_height.values():
            within = [each for node in level for each in node.places]
            counts = [len(node.places) for node in level]
            self._levels.append(
                _Level(
                    np.array([place(each) for each in within], np.int32),
                    np.array([2 * each.turned for each in within], np.int8),
                    np.cumsum([0, *counts[:-1]], dtype=np.int32),
                )
            )
        self._roots = np.array([place(each) for each in roots], np.int32)
        turned = np.array([each.turned for each in roots], bool)
        self._turned = 2 * (turned ^ negated).astype(np.int8)

    def degrees(self, leaves: Degrees) -> Degrees:
        """Return the degree of each tree, from those of the leaves."""
        found = np.empty(self._count, np.int8)
        found[: self._leaves] = leaves
        start = self._leaves
        for level in self._levels:
            end = start + len(level.starts)
            below = np.abs(found[level.places] - level.turned)
            found[start:end] = np.minimum.reduceat(below, level.starts)
            start = end
        degrees: Degrees = np.abs(found[self._roots] - self._turned)
        return degrees


def _lay(tree: Tree, nodes: list[_Node]) -> _Place:
    """Return the place of a tree; its nodes are added, those below first."""
    if isinstance(tree, int):
        return _Place(tree, False, 0)
    join, parts = tree
    below = [_lay(part, nodes) for part in parts]
    if join is Join.NOT:
        return below[0]._replace(turned=not below[0].turned)
    is_any = join is Join.ANY
    height = 1 + max(each.height for each in below)
    places = tuple(each._replace(turned=each.turned != is_any) for each in below)
    nodes.append(_Node(height, places))
    return _Place(-len(nodes), is_any, height)


def room(value: int, count: int) -> tuple[bytearray, Degrees]:
    """Return room for small numbers: bytes to read one by one, the same memory as an array."""
    held = bytearray([value]) * count
    return held, np.frombuffer(held, np.int8)

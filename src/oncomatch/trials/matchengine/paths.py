"""The paths through the tree of a match clause: any of them, with all of its leaves, is a match.

MatchEngine lays a clause out as a graph. The ANDs of one level are merged; their ORs are strung
one below the other, in the order in which they are come upon, each below what ends the ones
before. An OR inside a branch of another OR is come upon after its branch has been lengthened:
then the branch goes on either to that inner OR or to what follows, not to both, so that such a
path asks for less than the tree says. Its own tests hold that (`all_cases.json`), so this does
too; `oncomatch.trials.ctml` reads the tree as it stands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from oncomatch.errors import InputError

Leaf = tuple[str, dict[str, Any]]
"""A leaf with its kind, clinical or genomic."""
Path = tuple[Leaf, ...]

MOST_PATHS = 100_000


@dataclass(eq=False)
class _Node:
    """A place of the graph: an AND with leaves of its own, or an OR; `first_or` hangs below."""

    is_and: bool
    leaves: list[Leaf] = field(default_factory=list)
    below: list[_Node] = field(default_factory=list)
    first_or: _Node | None = None


class _Graph:
    def __init__(self, nodes: list[Any]):
        self.root = _Node(is_and=True)
        self._waiting: deque[tuple[_Node, dict[str, Any]]] = deque()
        for node in nodes:
            if isinstance(node, dict):
                self._wait(self.root, node)
        while self._waiting:
            parent, mapping = self._waiting.pop()
            self._take(parent, mapping)

    def _wait(self, parent: _Node, mapping: dict[str, Any]) -> None:
        """Put a mapping in line: what has an OR comes last, the rest next."""
        if any(key.startswith("or") for key in mapping):
            self._waiting.appendleft((parent, mapping))
        else:
            self._waiting.append((parent, mapping))

    def _take(self, parent: _Node, mapping: dict[str, Any]) -> None:
        leaves: list[Leaf] = []
        for key, value in mapping.items():
            if key.startswith("and") and isinstance(value, list):
                self._and(parent, value)
            elif key.startswith("or") and isinstance(value, list):
                self._or(parent, value)
            elif isinstance(value, dict):
                leaves.append((key, value))
        if leaves and parent.is_and:
            parent.leaves.extend(leaves)
        elif leaves:
            parent.below.append(_Node(is_and=True, leaves=leaves))

    def _and(self, parent: _Node, items: list[Any]) -> None:
        target = parent
        if not parent.is_and:
            target = _Node(is_and=True)
            parent.below.append(target)
        for item in items:
            for key, value in item.items() if isinstance(item, dict) else ():
                if key.startswith(("and", "or")):
                    self._wait(target, {key: value})
                elif isinstance(value, dict):
                    target.leaves.append((key, value))

    def _or(self, parent: _Node, items: list[Any]) -> None:
        made = _Node(is_and=False)
        if not parent.is_and:
            parent.below.append(made)
        elif parent.first_or is None:
            parent.first_or = made
            parent.below.append(made)
        else:
            for end in _ends_below(parent.first_or):
                end.below.append(made)
        self._waiting.extend((made, item) for item in items if isinstance(item, dict))


def _ends_below(node: _Node) -> list[_Node]:
    """Return the nodes below one that nothing hangs below, each once."""
    ends: dict[_Node, None] = {}
    seen: set[_Node] = set()
    waiting = list(node.below)
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        waiting.extend(each.below)
        if not each.below:
            ends[each] = None
    return list(ends)


def paths_of(nodes: list[Any]) -> list[Path]:
    """Return the paths of a clause from its root to each end.

    Raises:
        InputError: there are more than `MOST_PATHS`.
    """
    found = []
    for path in _walk(_Graph(nodes).root):
        if path:
            found.append(path)
        if len(found) > MOST_PATHS:
            raise InputError(f"a match clause has more than {MOST_PATHS} paths; part it")
    return found


def _walk(root: _Node) -> Iterator[Path]:
    waiting: list[tuple[_Node, Path]] = [(root, ())]
    while waiting:
        node, before = waiting.pop()
        path = (*before, *node.leaves)
        if not node.below:
            yield path
        waiting.extend((each, path) for each in node.below)

"""The `match` clauses of CTML as trees of patterns."""

from __future__ import annotations

from typing import Any

from oncomatch.domain.biomarker import Biomarker, unread
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.ctml import vocabulary as words
from oncomatch.trials.ctml.clinical import ClinicalLeaf
from oncomatch.trials.ctml.genomic import FindGene, GenomicLeaf
from oncomatch.trials.ctml.slips import SlipKind, Slips, nearest, shown

_LEAVES = ("clinical", "genomic")
_NODES = ("and", "or", *_LEAVES)


class ClauseReader:
    """Reads match clauses; what cannot be read keeps its place as unknown."""

    def __init__(self, tumor_types: TumorTypes, find_gene: FindGene, slips: Slips):
        self._slips = slips
        self._clinical = ClinicalLeaf(tumor_types, slips)
        self._genomic = GenomicLeaf(find_gene, slips)

    def read(self, clause: object, path: str) -> Biomarker | None:
        """Return the tree of a clause, whose nodes all have to hold; None where it is empty."""
        if clause in (None, []):
            return None
        if isinstance(clause, dict):
            self._slips.add(SlipKind.CORRECTED, path, "is one node", "write a list of nodes")
            clause = [clause]
        if not isinstance(clause, list):
            return self._not_read(clause, path, "is no list of nodes")
        parts = self._nodes(clause, path)
        return words.all_of(parts) if parts else None

    def _nodes(self, nodes: list[Any], path: str) -> list[Biomarker]:
        found = (self._node(node, f"{path}[{index}]") for index, node in enumerate(nodes))
        return [pattern for pattern in found if pattern is not None]

    def _node(self, node: object, path: str) -> Biomarker | None:
        """Return the pattern of a node; one with several keys asks for all of them."""
        if not isinstance(node, dict) or not node:
            return self._not_read(node, path, "is no node")
        parts = []
        for key, value in node.items():
            pattern = self._part(str(key), value, f"{path}.{shown(key)}")
            if pattern is not None:
                parts.append(pattern)
        return words.all_of(parts) if parts else None

    def _part(self, key: str, value: object, path: str) -> Biomarker | None:
        if key not in _NODES:
            near = nearest(key, _NODES)
            hint = f"did you mean {near}?" if near else "a node is and, or, clinical or genomic"
            return self._not_read({key: value}, path, "is no kind of node", hint)
        if key in _LEAVES:
            return self._leaf(key, value, path)
        if not isinstance(value, list) or not value:
            return self._not_read({key: value}, path, "joins nothing", "give it a list of nodes")
        parts = self._nodes(value, path)
        if key == "or" and len(parts) < len(value):
            self._slips.add(SlipKind.NOTE, path, "one of these asks for nothing, so any case fits")
            return None
        if not parts:
            return None
        return words.any_of(parts) if key == "or" else words.all_of(parts)

    def _not_read(self, value: object, path: str, why: str, hint: str = "") -> Biomarker:
        self._slips.add(SlipKind.UNREAD, path, f"{shown(value)!r} {why}", hint)
        return unread(shown(value) or "empty")

    def _leaf(self, kind: str, leaf: object, path: str) -> Biomarker | None:
        if not isinstance(leaf, dict) or not leaf:
            return self._not_read(leaf, path, "is no list of keys and values")
        clinical: dict[str, Any] = {}
        genomic: dict[str, Any] = {}
        for key, value in leaf.items():
            genomic_key = key in words.GENOMIC_KEYS
            home = "genomic" if genomic_key else "clinical" if key in words.CLINICAL_KEYS else kind
            if home != kind:
                message = f"{key} stands under {kind}"
                hint = f"write it under {home}"
                self._slips.add(SlipKind.CORRECTED, f"{path}.{key}", message, hint)
            (clinical if home == "clinical" else genomic)[str(key)] = value
        parts = [self._value(key, value, path) for key, value in clinical.items()]
        if genomic:
            parts.append(self._genomic.read(genomic, path))
        found = [pattern for pattern in parts if pattern is not None]
        return words.all_of(found) if found else None

    def _value(self, key: str, value: object, path: str) -> Biomarker | None:
        where = f"{path}.{shown(key)}"
        if key in words.CLINICAL_KEYS:
            return self._clinical.read(key, value, where)
        near = nearest(key, words.CLINICAL_KEYS)
        hint = f"did you mean {near}?" if near else "it is no key of a clinical leaf"
        if not near and key == "tmb":
            hint = "write tmb_numerical: '>=10'"
        self._slips.add(SlipKind.UNREAD, where, f"unknown key {shown(key)!r}", hint)
        return unread(f"{shown(key)}: {shown(value)}")

"""Patterns as nodes of CTML, or an error where CTML has no words for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from oncomatch.domain.biomarker import (
    LIQUID,
    Age,
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CnsMetastases,
    CodonChange,
    Comparator,
    CopyNumberChange,
    Excepting,
    ExonChange,
    ExtentIn,
    Fusion,
    GeneMutation,
    LineOfTherapy,
    MutationalBurden,
    MutationalSignature,
    Not,
    ProteinChange,
    Rearrangement,
    SexIs,
    TumorTypeIn,
    WildType,
    number_text,
)
from oncomatch.domain.case import Sex
from oncomatch.domain.tumor_type import SOLID
from oncomatch.errors import BiomarkerError
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.ctml import vocabulary as words
from oncomatch.trials.ctml.clinical import RECEPTORS

Node = dict[str, Any]

_KINDS = {
    ChangeKind.INFRAME_DELETION: "In_Frame_Del",
    ChangeKind.INFRAME_INSERTION: "In_Frame_Ins",
    ChangeKind.MISSENSE: "Missense_Mutation",
    ChangeKind.FRAMESHIFT: "Frameshift",
    ChangeKind.SPLICE: "Splice_Site",
}
_FUNCTIONS = {kind: word for word, kind in words.FUNCTIONS.items()}
_CALLS = {kind: word for word, kind in words.CNV_CALLS.items()}
_SIGNATURES = {name: key for key, name in words.SIGNATURES.items()}
_EXTENTS = {extent: word for word, extent in words.EXTENTS.items()}
_STATES = {pattern: key for key, pattern in RECEPTORS.items()}
_MARKERS = {
    **{pattern: ("mmr_status", word) for word, pattern in words.REPAIR.items()},
    **{pattern: ("ms_status", word) for word, pattern in words.MICROSATELLITES.items() if pattern},
}
_OPPOSITE = {
    Comparator.AT_LEAST: Comparator.BELOW,
    Comparator.BELOW: Comparator.AT_LEAST,
    Comparator.ABOVE: Comparator.AT_MOST,
    Comparator.AT_MOST: Comparator.ABOVE,
}
_MOST_LINES = 5


ResidueOf = Callable[[str, int], str]
"""Returns the letter of a gene's residue, empty where it is not known."""


class Speaker:
    """Says patterns in CTML; `refused` are sentences on what it has no words for."""

    def __init__(self, residue_of: ResidueOf):
        self._residue_of = residue_of
        self.refused: dict[str, None] = {}

    def node(self, pattern: Biomarker) -> Node:
        """Return the node of a pattern, of which a part without words is annotated."""
        try:
            return self._said(pattern)
        except BiomarkerError:
            return self.annotated(pattern, "CTML has no words for it")

    def annotated(self, pattern: Biomarker, why: str) -> Node:
        """Return the node that stands for what is not said, and tell it."""
        self.refused[f"{pattern}: {why}"] = None
        return {"clinical": {"molecular_marker_other": [str(pattern)]}}

    def _said(self, pattern: Biomarker) -> Node:
        if pattern in _STATES:
            return {"clinical": {_STATES[pattern]: "Positive"}}
        if isinstance(pattern, AllOf):
            return {"and": [self.node(part) for part in pattern.parts]}
        if isinstance(pattern, AnyOf):
            pair = _fusion_of(pattern)
            return pair or {"or": [self.node(part) for part in pattern.parts]}
        if isinstance(pattern, Not):
            return self._turned(pattern.part)
        if isinstance(pattern, TumorTypeIn) and len(pattern.codes) > 1:
            return {"or": [self.node(TumorTypeIn((code,))) for code in pattern.codes]}
        clinical = _clinical(pattern)
        return {"clinical": clinical} if clinical else {"genomic": self._genomic(pattern)}

    def _turned(self, part: Biomarker) -> Node:
        """Return NOT of a pattern; of AND and OR it goes to the parts."""
        if part in _STATES:
            return {"clinical": {_STATES[part]: "Negative"}}
        if isinstance(part, Not):
            return self.node(part.part)
        if isinstance(part, AllOf):
            return {"or": [self.node(Not(each)) for each in part.parts]}
        if isinstance(part, AnyOf):
            pair = _fusion_of(part)
            if pair:
                return {"genomic": _negated(pair["genomic"])}
            return {"and": [self.node(Not(each)) for each in part.parts]}
        if isinstance(part, Age):
            return self.node(Age(_OPPOSITE[part.comparator], part.number))
        if isinstance(part, MutationalBurden):
            return self.node(MutationalBurden(part.number, _OPPOSITE[part.comparator]))
        if isinstance(part, CnsMetastases) and part.active:
            return {"clinical": {"active_brain_metastases_allowed": "No"}}
        if isinstance(part, SexIs):
            other = Sex.MALE if part.sex is Sex.FEMALE else Sex.FEMALE
            return {"clinical": _clinical(SexIs(other))}
        if isinstance(part, TumorTypeIn):
            each = [{"clinical": {_TYPE: f"!{_type_name(code)}"}} for code in part.codes]
            return each[0] if len(each) == 1 else {"and": each}
        if isinstance(part, MutationalSignature) and part.name in _SIGNATURES:
            return {"genomic": {_SIGNATURES[part.name]: "No"}}
        if _clinical(part):
            raise BiomarkerError(f"not {part}")
        return {"genomic": _negated(self._genomic(part))}

    def _genomic(self, pattern: Biomarker) -> Node:
        if pattern in _MARKERS:
            key, word = _MARKERS[pattern]
            return {key: word}
        if isinstance(pattern, MutationalSignature) and pattern.name in _SIGNATURES:
            return {_SIGNATURES[pattern.name]: "Yes"}
        if isinstance(pattern, CopyNumberChange):
            return _leaf(pattern.gene, words.COPY_NUMBER, cnv_call=_CALLS[pattern.kind])
        if isinstance(pattern, WildType):
            return {"hugo_symbol": pattern.gene, "wildtype": True}
        if isinstance(pattern, Fusion) and not pattern.partner:
            return _leaf(pattern.gene, words.STRUCTURAL, fusion_partner_hugo_symbol="any_gene")
        if isinstance(pattern, Rearrangement) and not pattern.intron:
            return _leaf(pattern.gene, words.STRUCTURAL)
        return self._small(pattern)

    def _small(self, pattern: Biomarker) -> Node:
        if isinstance(pattern, Excepting):
            stop = pattern.exceptions == (GeneMutation(pattern.gene, ChangeKind.FRAMESHIFT),)
            place = pattern.pattern
            if stop and getattr(place, "kind", None) is ChangeKind.TRUNCATION:
                return {**self._place(place), "variant_classification": "Nonsense_Mutation"}
        elif isinstance(pattern, ProteinChange) and not pattern.transcript:
            return _leaf(pattern.gene, words.MUTATION, protein_change=f"p.{pattern.change}")
        elif isinstance(pattern, CodonChange | ExonChange | GeneMutation):
            kind = pattern.kind
            if kind in (None, ChangeKind.MUTATION):
                return self._place(pattern)
            if kind in _KINDS:
                return {**self._place(pattern), "variant_classification": _KINDS[kind]}
            if kind in _FUNCTIONS and isinstance(pattern, GeneMutation):
                return {**self._place(pattern), "molecular_function": _FUNCTIONS[kind]}
        raise BiomarkerError(str(pattern))

    def _place(self, pattern: Biomarker) -> Node:
        """Return the leaf of a place without its kind of change."""
        if isinstance(pattern, GeneMutation):
            return _leaf(pattern.gene, words.MUTATION)
        if isinstance(pattern, ExonChange) and pattern.exon == pattern.last:
            return _leaf(pattern.gene, words.MUTATION, exon=pattern.exon)
        if isinstance(pattern, CodonChange) and pattern.first == pattern.last:
            letter = self._residue_of(pattern.gene, pattern.first)
            if letter and not pattern.transcript:
                change = f"p.{letter}{pattern.first}"
                return _leaf(pattern.gene, words.MUTATION, wildcard_protein_change=change)
        raise BiomarkerError(str(pattern))


_TYPE = "oncotree_primary_diagnosis"


def _leaf(gene: str, category: str, **keys: Any) -> Node:
    return {"hugo_symbol": gene, "variant_category": category, **keys}


def _negated(leaf: Node) -> Node:
    """Return a leaf turned by `!` on its category, its gene, or its one value."""
    key = next(each for each in ("variant_category", "hugo_symbol", *leaf) if each in leaf)
    return {**leaf, key: f"!{leaf[key]}"}


def _fusion_of(pattern: AnyOf) -> Node | None:
    """Return the leaf of a fusion in either order, which is what CTML asks for."""
    one = pattern.parts[0]
    if not isinstance(one, Fusion) or not one.partner:
        return None
    if pattern.parts != (Fusion(one.gene, one.partner), Fusion(one.partner, one.gene)):
        return None
    leaf = _leaf(one.gene, words.STRUCTURAL, fusion_partner_hugo_symbol=one.partner)
    return {"genomic": leaf}


def _type_name(code: str) -> str:
    if code in (SOLID, LIQUID):
        return words.SOLID_WORD if code == SOLID else words.LIQUID_WORD
    types = open_tumor_types()
    name = types.get(code).name
    if sum(each.name == name for each in types) > 1:
        raise BiomarkerError(f"tumor_type {code}")
    return name


def _clinical(pattern: Biomarker) -> Node:
    """Return the keys of a clinical leaf, none where the pattern is not clinical.

    Raises:
        BiomarkerError: it is clinical, and CTML has no words for it.
    """
    if isinstance(pattern, TumorTypeIn):
        if len(pattern.codes) == 1:
            return {_TYPE: _type_name(pattern.codes[0])}
        raise BiomarkerError(str(pattern))
    if isinstance(pattern, Age):
        return {"age_numerical": f"{pattern.comparator.value}{number_text(pattern.number)}"}
    if isinstance(pattern, MutationalBurden):
        return {"tmb_numerical": f"{pattern.comparator.value}{number_text(pattern.number)}"}
    if isinstance(pattern, SexIs):
        return {"gender": pattern.sex.value.capitalize()}
    if isinstance(pattern, ExtentIn) and all(each in _EXTENTS for each in pattern.extents):
        return {"disease_status": [_EXTENTS[each] for each in pattern.extents]}
    if isinstance(pattern, LineOfTherapy):
        sides = (Comparator.AT_LEAST, Comparator.AT_MOST)
        if pattern.comparator in sides and 1 <= pattern.number - 1 <= _MOST_LINES:
            limit = f"{pattern.comparator.value}{pattern.number - 1}"
            return {"number_prior_lines_therapy_allowed": limit}
    return {}

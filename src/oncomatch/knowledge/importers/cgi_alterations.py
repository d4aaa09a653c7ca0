"""Alteration codes of the Cancer Genome Interpreter as text of the pattern language.

A cell holds codes joined by `;`, each with its type: all must hold. A code of mutations lists
alternatives: `BRAF:V600E,G469A`, `KRAS:G12.` (any change of the codon), `KIT:550-592` (of a
range), `KRAS:.` (any oncogenic mutation), `EGFR::consequence::inframe_insertion:762-823` (of a
kind), `KIT::wildtype:.`. What has no exact pattern is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from oncomatch.domain.protein_change import residues_of
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.cgi_numbering import (
    Numbering,
    exon_of_codons,
    insertion_after,
    insertion_at,
)
from oncomatch.reference.transcript import Transcript

Symbols = Callable[[str], str]
"""Gives the current symbol of a gene, empty when the reference does not know the gene."""

_LIST = re.compile(r"(?P<gene>[A-Za-z0-9]+):(?P<rest>[^:].*)")
_FILTERED = re.compile(r"(?P<gene>[A-Za-z0-9]+)::consequence(?P<rest>::.+)")
_WILD_TYPE = re.compile(r"(?P<gene>[A-Za-z0-9]+)::wildtype:\.")
_FUSION = re.compile(r"(?P<gene>[A-Za-z0-9]+)__(?P<partner>[A-Za-z0-9]+|\.)")
_ONE_OF_A_KIND = re.compile(r"::(?P<kind>\w+):(?P<where>\S+)")

_EXACT = re.compile(r"(?P<residue>[A-Z])(?P<number>\d+)(?P<other>[A-Z*])")
_CODON = re.compile(r"(?P<residue>[A-Z]|\.)(?P<number>\d+)\.")
_RANGE = re.compile(r"(?P<first>\d+)[-–](?P<last>\d+)")
_EXTENDED = re.compile(r"(?P<residue>[A-Z])(?P<number>\d+)(?P=residue)(?P<added>[A-Z]+)")
_ADDED = re.compile(r"\.(?P<number>\d+)(?P<added>[A-Z]+)\.?")

_KINDS = {
    "inframe_deletion": "inframe_deletion",
    "inframe_insertion": "inframe_insertion",
    "frameshift_variant": "frameshift",
    "missense_variant": "missense",
}
_ENDING_EARLY = ("stop_gained", "stop_lost", "frameshift_variant")
_SPLICING = ("splice_donor_variant", "splice_acceptor_variant")
"""Together, over one range, they are what truncates or is spliced otherwise there."""

_WHOLE_EXONS = {("EGFR", "inframe_deletion", "6-273"): "EGFR exons 2-7 loss"}
"""Codes whose comment in the source says which whole exons are lost (EGFRvIII)."""

_SHORT = 100
"""Residues; a range of more is no place for small deletions, and may be meant as a whole."""

_TANDEM_DUPLICATION = "FLT3-ITD"
_DOMAINS_IN_NAME = re.compile(r"\bin TAD\b")

_COPIES = {"amp": "amplification", "del": "deletion"}
_EXPRESSION = {
    "over": "{0} overexpression",
    "under": "{0} underexpression",
    "norm": "({0} expression and not {0} overexpression)",
}
_HORMONE_RECEPTORS = {
    "ERBB2:norm;ESR1:over": "not (ERBB2 overexpression or ERBB2 amplification) and ESR1 expression"
}
"""What the comment on line 371 says of this code: HER2 neither overexpressed nor amplified, and
more than 1 % of the tumour's cells with the oestrogen receptor."""


class Alterations:
    """Translates the codes; genes become current symbols, numbers the source's own transcript."""

    def __init__(self, current: Symbols, numbering: Numbering):
        self._current, self._numbering = current, numbering

    def pattern_of(self, row: dict[str, str]) -> str:
        """Return the text of the pattern of a row.

        Raises:
            BiomarkerError: with what has no exact pattern.
        """
        kinds, codes = row["Alteration type"].split(";"), row["Alteration"].split(";")
        if len(kinds) != len(codes):
            raise BiomarkerError(f"{row['Alteration']!r}: it is not said whether `;` is AND or OR")
        if row["Alteration"] in _HORMONE_RECEPTORS:
            return _HORMONE_RECEPTORS[row["Alteration"]]
        of_type = {
            "MUT": self._mutations,
            "CNA": self._copies,
            "FUS": self._fusion,
            "EXPR": self._expression,
            "BIA": self._biallelic,
        }
        parts = [of_type[kind](code, row) for kind, code in zip(kinds, codes, strict=True)]
        if len(parts) == 1:
            return parts[0]
        return " and ".join(f"({part})" if " or " in part else part for part in parts)

    def _gene(self, symbol: str, row: dict[str, str]) -> str:
        """Return the current symbol; the gene's own column must not name another gene."""
        gene = self._current(symbol)
        if not gene:
            raise BiomarkerError(f"{symbol!r} is not a gene that the reference knows")
        named = {self._current(name) for name in row["Gene"].split(";")}
        if ";" not in row["Gene"] and named - {gene, ""}:
            raise BiomarkerError(f"the record is about {row['Gene']}, its code about {symbol}")
        return gene

    def _mutations(self, code: str, row: dict[str, str]) -> str:
        found = _WILD_TYPE.fullmatch(code)
        if found:
            return f"{self._gene(found['gene'], row)} wildtype"
        found = _FILTERED.fullmatch(code)
        if found:
            gene = self._gene(found["gene"], row)
            return self._of_kinds(found["gene"], gene, found["rest"], row["Biomarker"])
        found = _LIST.fullmatch(code)
        if found is None:
            raise _unknown(code)
        gene, codes = self._gene(found["gene"], row), found["rest"].split(",")
        if codes == ["."]:
            if _DOMAINS_IN_NAME.search(row["Biomarker"]):
                raise BiomarkerError("the name asks for mutations of domains, the code for any")
            return f"{gene} oncogenic"
        return self._alternatives(gene, [(each, "") for each in codes], row["Biomarker"])

    def _of_kinds(self, symbol: str, gene: str, text: str, name: str) -> str:
        kinds: dict[str, list[str]] = {}
        for part in text.split(","):
            found = _ONE_OF_A_KIND.fullmatch(part)
            if found is None:
                raise _unknown(part)
            kinds.setdefault(found["where"], []).append(found["kind"])
        pairs = [(where, kind) for where, several in kinds.items() for kind in _joined(several)]
        if len(pairs) == 1 and (symbol, pairs[0][1], pairs[0][0]) in _WHOLE_EXONS:
            return _WHOLE_EXONS[symbol, pairs[0][1], pairs[0][0]]
        if name == _TANDEM_DUPLICATION:
            pairs = [(where, "internal_tandem_duplication") for where, _ in pairs]
        return self._alternatives(gene, pairs, name)

    def _alternatives(self, gene: str, pairs: list[tuple[str, str]], name: str) -> str:
        residues = [residue for code, _ in pairs for residue in _residues(code)]
        transcript = self._numbering.transcript_of(gene, residues)
        said = [self._one(gene, code, kind, transcript, name) for code, kind in pairs]
        return " or ".join(dict.fromkeys(said))

    def _one(
        self, gene: str, code: str, kind: str, transcript: Transcript | None, name: str
    ) -> str:
        numbered = self._numbering.name_of(gene, transcript)
        exact = _EXACT.fullmatch(code)
        if exact and not kind:
            if exact["residue"] == exact["other"]:
                raise BiomarkerError(f"{gene} {code} changes nothing")
            self._numbering.check_place(gene, code, transcript)
            return f"{numbered} p.{code}"
        kind = f" {kind}" if kind else ""
        codon = _CODON.fullmatch(code)
        if codon:
            return f"{numbered} codon {codon['number']}{kind}"
        span = _RANGE.fullmatch(code)
        if span:
            first, last = int(span["first"]), int(span["last"])
            if kind == " inframe_deletion" and last - first > _SHORT:
                raise BiomarkerError(f"{code}: all of these residues may be meant, or some")
            exon = exon_of_codons(transcript, first, last) if transcript else None
            if exon and "exon" in name and numbered == gene:
                return f"{gene} exon {exon}{kind or ' mutation'}"
            return f"{numbered} codons {first}-{last}{kind}"
        if kind == " inframe_insertion" and transcript:
            return f"{numbered} p.{_insertion(code, transcript.protein_sequence)}"
        raise _unknown(code)

    def _copies(self, code: str, row: dict[str, str]) -> str:
        symbol, _, word = code.partition(":")
        if word not in _COPIES:
            raise _unknown(code)
        return f"{self._gene(symbol, row)} {_COPIES[word]}"

    def _fusion(self, code: str, row: dict[str, str]) -> str:
        """Return the fusion; the source's order of two genes is not that of the transcript."""
        found = _FUSION.fullmatch(code)
        if found is None:
            raise _unknown(code)
        if found["partner"] == ".":
            return f"{self._gene(found['gene'], row)} fusion"
        pair = [self._current(found[name]) for name in ("gene", "partner")]
        if not all(pair):
            raise BiomarkerError(f"{code!r} names a gene that the reference does not know")
        return f"{pair[0]}::{pair[1]} fusion or {pair[1]}::{pair[0]} fusion"

    def _expression(self, code: str, row: dict[str, str]) -> str:
        symbol, _, word = code.partition(":")
        if word not in _EXPRESSION:
            raise _unknown(code)
        return _EXPRESSION[word].format(self._gene(symbol, row))

    def _biallelic(self, code: str, row: dict[str, str]) -> str:
        symbol, _, word = code.partition(":")
        if word != ".":
            raise _unknown(code)
        return f"{self._gene(symbol, row)} biallelic_loss"


def _joined(kinds: list[str]) -> list[str]:
    """Return the kinds of one range in our words.

    A protein cannot lose its stop before its end, so `stop_lost` of an inner range adds nothing.
    """
    if set(kinds) == {*_ENDING_EARLY, *_SPLICING}:
        return ["truncation", "splice"]
    if kinds == ["inframe_variant"]:
        return ["inframe_deletion", "inframe_insertion"]
    unknown = [kind for kind in kinds if kind not in _KINDS]
    if unknown:
        raise BiomarkerError(f"no pattern says exactly {' and '.join(unknown)}")
    return [_KINDS[kind] for kind in kinds]


def _residues(code: str) -> list[tuple[str, int]]:
    """Return the reference residue that a code names, if any."""
    if _ADDED.fullmatch(code):
        return []
    return list(residues_of(code)[:1])


def _insertion(code: str, protein: str) -> str:
    extended = _EXTENDED.fullmatch(code)
    if extended:
        return insertion_after(protein, int(extended["number"]), extended["added"])
    added = _ADDED.fullmatch(code)
    if added:
        return insertion_at(protein, int(added["number"]), added["added"])
    raise _unknown(code)


def _unknown(code: str) -> BiomarkerError:
    return BiomarkerError(f"no pattern says exactly {code!r}")

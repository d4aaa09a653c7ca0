"""Genes against the cases of a batch: what was found in each, and what could not have been."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from oncomatch.domain.alteration import AnnotationState, CopyNumberKind, SmallVariant
from oncomatch.domain.assay import Assessment, Finding
from oncomatch.domain.assessed import GeneAssessment
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.record import CaseRecord

MOST_GENES = 30
"""Genes that are drawn; the others are counted."""
MOST_CASES = 500
"""Cases that are drawn, those of the strongest findings; the others are counted."""
_MOST_WORDS = 6
_IN_FRAME = (Consequence.INFRAME_INSERTION, Consequence.INFRAME_DELETION)


class Kind(Enum):
    """A kind of alteration that is drawn: its letter and its words."""

    TRUNCATING = ("T", "truncating: stop, frameshift, splice site, lost start")
    MISSENSE = ("M", "missense")
    IN_FRAME = ("I", "in-frame insertion or deletion")
    OTHER = ("O", "other small variant, or one of undetermined effect")
    AMPLIFICATION = ("A", "amplification")
    DELETION = ("D", "deep deletion")
    FUSION = ("F", "fusion or other rearrangement")

    @property
    def letter(self) -> str:
        """The letter in the mark, small where the meaning is not known."""
        return self.value[0]

    @property
    def words(self) -> str:
        """What the letter stands for."""
        return self.value[1]

    @property
    def short(self) -> str:
        """The kind in a few words."""
        return self.name.lower().replace("_", "-")


class Silence(Enum):
    """What a cell without an alteration says: its sign and its words."""

    NOTHING = ("−", "none of these kinds found, all assessed")
    PARTLY = ("~", "nothing found in what was assessed; something was not")
    UNCLEAR = ("!", "unclear: something was seen whose meaning is not determined")
    UNKNOWN = ("?", "not assessed, or not known whether assessed")

    @property
    def sign(self) -> str:
        """The sign in the cell."""
        return self.value[0]

    @property
    def words(self) -> str:
        """What the sign stands for."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Found:
    """An alteration of a gene. `known` says whether evidence or a hotspot gives it a meaning."""

    gene: str
    kind: Kind
    label: str
    known: bool


@dataclass(frozen=True, slots=True)
class CaseGenes:
    """What a case has in its genes; `others` is the state of genes that `states` does not list."""

    case_id: str
    found: tuple[Found, ...]
    states: Mapping[str, tuple[Silence, str]] = field(default_factory=dict)
    others: tuple[Silence, str] = (Silence.UNKNOWN, Silence.UNKNOWN.words)

    def state_of(self, gene: str) -> tuple[Silence, str]:
        """Return what nothing found says of a gene, with the reason in words."""
        return self.states.get(gene, self.others)


@dataclass(frozen=True, slots=True)
class Mark:
    """A letter in a cell with the name of its shape."""

    letter: str
    shape: str
    known: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A gene of a case: marks, or a sign where nothing is drawn; `words` say it without them."""

    marks: tuple[Mark, ...]
    sign: str
    style: str
    words: str


@dataclass(frozen=True, slots=True)
class GeneRow:
    """A gene: in how many cases it is altered, with known meaning, and how many looked at it."""

    gene: str
    known: int
    altered: int
    assessed: int
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Oncoprint:
    """The drawn genes and cases, in order, with the numbers of those that are not drawn."""

    cases: tuple[str, ...] = ()
    genes: tuple[GeneRow, ...] = ()
    genes_left: int = 0
    cases_left: int = 0


def genes_of(record: CaseRecord) -> CaseGenes:
    """Return what is drawn of a case. Variants of the germline file are not of the tumour."""
    states = {each.gene: _silence(each) for each in record.assessed.genes}
    for gene in record.genes:
        findings = (gene.small_variants, gene.copy_number)
        if Finding.UNCLEAR in findings:
            states[gene.gene] = (Silence.UNCLEAR, Silence.UNCLEAR.words)
        elif Finding.NOT_INFORMATIVE in findings:
            words = "not informative: there may be too little tumour DNA"
            states[gene.gene] = (Silence.UNKNOWN, words)
    others = record.assessed.others
    case_id = record.profile.case.case_id
    found = tuple(dict.fromkeys(_found(record)))
    return CaseGenes(case_id, found, states, *([_silence(others)] if others else []))


def _silence(gene: GeneAssessment) -> tuple[Silence, str]:
    kinds = {
        "small variants": gene.small_variants,
        "copy number": gene.copy_number,
        "fusions": gene.fusions,
    }
    if all(state is Assessment.ASSESSED for state in kinds.values()):
        return Silence.NOTHING, Silence.NOTHING.words
    open_kinds: dict[str, list[str]] = defaultdict(list)
    for name, state in kinds.items():
        if state is not Assessment.ASSESSED:
            open_kinds[state.value].append(name)
    words = "; ".join(f"{state}: {', '.join(names)}" for state, names in open_kinds.items())
    if any(state in (Assessment.ASSESSED, Assessment.PARTLY) for state in kinds.values()):
        return Silence.PARTLY, f"nothing found; {words}"
    return Silence.UNKNOWN, words


def _found(record: CaseRecord) -> Iterator[Found]:
    known = {each.variant for each in record.standings if each.known}
    for variant in record.profile.small_variants:
        kind = _kind_of(variant, variant.id in known)
        if variant.gene and kind:
            yield Found(variant.gene, kind, variant.label, variant.id in known)
    spoken_of = {label for match in record.therapies for label in match.labels}
    kinds = {
        CopyNumberKind.AMPLIFICATION: Kind.AMPLIFICATION,
        CopyNumberKind.DELETION: Kind.DELETION,
    }
    for number in record.profile.copy_numbers:
        if number.kind in kinds:
            spoken = any(label.startswith(number.label) for label in spoken_of)
            yield Found(number.gene, kinds[number.kind], number.label, spoken)
    for junction in record.profile.rearrangements:
        for gene in () if junction.left_out else junction.genes:
            yield Found(gene, Kind.FUSION, junction.label, junction.label in spoken_of)


def _kind_of(variant: SmallVariant, known: bool) -> Kind | None:
    """Return the kind of a variant, None where it is not drawn: it leaves the protein as it is."""
    effect = variant.effect
    if effect is None:
        return Kind.OTHER if variant.state is AnnotationState.NOT_DETERMINED else None
    terms = effect.consequences
    if any(term.is_null for term in terms):
        return Kind.TRUNCATING
    if any(term in terms for term in _IN_FRAME):
        return Kind.IN_FRAME
    if Consequence.MISSENSE in terms:
        return Kind.MISSENSE
    return Kind.OTHER if known or effect.most_severe.alters_protein else None


def count_genes(cases: Sequence[CaseGenes]) -> tuple[GeneRow, ...]:
    """Return every altered gene without its cells, those of known meaning in most cases first."""
    known: dict[str, set[str]] = defaultdict(set)
    altered: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for found in case.found:
            altered[found.gene].add(case.case_id)
            if found.known:
                known[found.gene].add(case.case_id)
    genes = sorted(altered, key=lambda gene: (-len(known[gene]), -len(altered[gene]), gene))
    return tuple(
        GeneRow(
            gene,
            len(known[gene]),
            len(altered[gene]),
            sum(
                case.case_id in altered[gene] or case.state_of(gene)[0] is not Silence.UNKNOWN
                for case in cases
            ),
        )
        for gene in genes
    )


def build_oncoprint(cases: Sequence[CaseGenes]) -> Oncoprint:
    """Return the oncoprint; the cases stay in their order."""
    genes, drawn = count_genes(cases), cases[:MOST_CASES]
    by_gene = [_by_gene(case) for case in drawn]
    rows = (
        GeneRow(
            row.gene,
            row.known,
            row.altered,
            row.assessed,
            tuple(
                _cell(found.get(row.gene, ()), case.state_of(row.gene))
                for case, found in zip(drawn, by_gene, strict=True)
            ),
        )
        for row in genes[:MOST_GENES]
    )
    return Oncoprint(
        cases=tuple(case.case_id for case in drawn),
        genes=tuple(rows),
        genes_left=max(0, len(genes) - MOST_GENES),
        cases_left=len(cases) - len(drawn),
    )


def _by_gene(case: CaseGenes) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = defaultdict(list)
    for each in case.found:
        found[each.gene].append(each)
    return found


def _cell(found: Sequence[Found], state: tuple[Silence, str]) -> Cell:
    if not found:
        silence, words = state
        return Cell((), silence.sign, silence.name.lower(), words)
    known = {kind: any(f.known for f in found if f.kind is kind) for kind in Kind}
    marks = tuple(
        Mark(kind.letter if known[kind] else kind.letter.lower(), kind.short, known[kind])
        for kind in Kind
        if any(each.kind is kind for each in found)
    )
    first = sorted(found, key=lambda each: not each.known)[:_MOST_WORDS]
    named = [
        f"{each.label} ({each.kind.short}{'' if each.known else ', meaning not known'})"
        for each in first
    ]
    if len(found) > _MOST_WORDS:
        named.append(f"and {len(found) - _MOST_WORDS} more")
    return Cell(marks, "", "found", "; ".join(named))

"""Sequence Ontology terms for what a variant does to a transcript.

The terms, their order of severity and their impact are those of Ensembl
(https://www.ensembl.org/info/genome/variation/prediction/predicted_data.html), without the
regulatory terms, which need data that are not embedded.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache


class Impact(Enum):
    """Ensembl's four groups of consequences."""

    HIGH = "HIGH"
    MODERATE = "MODERATE"
    LOW = "LOW"
    MODIFIER = "MODIFIER"


class Consequence(Enum):
    """A Sequence Ontology term; members stand in order of severity, most severe first."""

    TRANSCRIPT_ABLATION = "transcript_ablation"
    SPLICE_ACCEPTOR = "splice_acceptor_variant"
    SPLICE_DONOR = "splice_donor_variant"
    STOP_GAINED = "stop_gained"
    FRAMESHIFT = "frameshift_variant"
    STOP_LOST = "stop_lost"
    START_LOST = "start_lost"
    TRANSCRIPT_AMPLIFICATION = "transcript_amplification"
    FEATURE_ELONGATION = "feature_elongation"
    FEATURE_TRUNCATION = "feature_truncation"
    INFRAME_INSERTION = "inframe_insertion"
    INFRAME_DELETION = "inframe_deletion"
    MISSENSE = "missense_variant"
    PROTEIN_ALTERING = "protein_altering_variant"
    SPLICE_DONOR_5TH_BASE = "splice_donor_5th_base_variant"
    SPLICE_REGION = "splice_region_variant"
    SPLICE_DONOR_REGION = "splice_donor_region_variant"
    SPLICE_POLYPYRIMIDINE_TRACT = "splice_polypyrimidine_tract_variant"
    INCOMPLETE_TERMINAL_CODON = "incomplete_terminal_codon_variant"
    START_RETAINED = "start_retained_variant"
    STOP_RETAINED = "stop_retained_variant"
    SYNONYMOUS = "synonymous_variant"
    CODING_SEQUENCE = "coding_sequence_variant"
    FIVE_PRIME_UTR = "5_prime_UTR_variant"
    THREE_PRIME_UTR = "3_prime_UTR_variant"
    NON_CODING_TRANSCRIPT_EXON = "non_coding_transcript_exon_variant"
    INTRON = "intron_variant"
    NON_CODING_TRANSCRIPT = "non_coding_transcript_variant"
    UPSTREAM_GENE = "upstream_gene_variant"
    DOWNSTREAM_GENE = "downstream_gene_variant"
    INTERGENIC = "intergenic_variant"

    __hash__ = object.__hash__  # members are single; hashing their names was a tenth of the work

    @classmethod
    def parse(cls, so_term: str) -> Consequence:
        """Return the member for a Sequence Ontology term.

        Raises:
            ValueError: the term is not one of the above.
        """
        return cls(so_term)

    @property
    def so_term(self) -> str:
        """The Sequence Ontology term."""
        return self.value

    @property
    def rank(self) -> int:
        """Order of severity; 1 is most severe."""
        return _RANK[self]

    @property
    def impact(self) -> Impact:
        """Ensembl's group."""
        return _IMPACT[self]

    @property
    def alters_protein(self) -> bool:
        """Whether the protein or its splicing is expected to change (impact HIGH or MODERATE)."""
        return self.impact in (Impact.HIGH, Impact.MODERATE)

    @property
    def is_null(self) -> bool:
        """Whether it is a null variant in the sense of ClinGen/CGC/VICC OVS1 (PMID 35101336).

        Nonsense, frameshift, canonical splice site, initiation codon, ablation.
        """
        return self in _NULL


_RANK = {consequence: number for number, consequence in enumerate(Consequence, start=1)}

_LAST_OF_IMPACT = (
    (Consequence.FEATURE_TRUNCATION, Impact.HIGH),
    (Consequence.PROTEIN_ALTERING, Impact.MODERATE),
    (Consequence.SYNONYMOUS, Impact.LOW),
    (Consequence.INTERGENIC, Impact.MODIFIER),
)

_IMPACT = {
    consequence: next(
        impact for last, impact in _LAST_OF_IMPACT if _RANK[consequence] <= _RANK[last]
    )
    for consequence in Consequence
}

_NULL = frozenset(
    {
        Consequence.TRANSCRIPT_ABLATION,
        Consequence.SPLICE_ACCEPTOR,
        Consequence.SPLICE_DONOR,
        Consequence.STOP_GAINED,
        Consequence.FRAMESHIFT,
        Consequence.START_LOST,
    }
)


def sort_by_severity(consequences: Iterable[Consequence]) -> tuple[Consequence, ...]:
    """Return the consequences, most severe first."""
    return _sorted(frozenset(consequences))


@lru_cache(maxsize=4096)
def _sorted(consequences: frozenset[Consequence]) -> tuple[Consequence, ...]:
    return tuple(sorted(consequences, key=_RANK.__getitem__))

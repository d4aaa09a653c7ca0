"""Tumour mutational burden: which calls count, and in how many megabases.

Numerator and denominator are of one region: the covered codons of reported transcripts, or, where
the laboratory declares the size of its region, every coding call of the file. Coding bases
outside embedded transcripts are in neither of the two.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from oncomatch.domain.alteration import AnnotationState, SmallVariant
from oncomatch.domain.assay import GeneCoverage
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.ledger import LedgerLine
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.poisson import poisson_interval
from oncomatch.domain.tumor_wide import MOST_BURDEN, Burden, MarkerOrigin
from oncomatch.domain.wide_limits import BurdenRule
from oncomatch.matching.normal import origin_by_normal
from oncomatch.reference.bundle import Reference

_SILENT = frozenset(
    {
        Consequence.SYNONYMOUS,
        Consequence.STOP_RETAINED,
        Consequence.START_RETAINED,
        Consequence.INCOMPLETE_TERMINAL_CODON,
    }
)
_CODING = _SILENT | {
    Consequence.STOP_GAINED,
    Consequence.FRAMESHIFT,
    Consequence.STOP_LOST,
    Consequence.START_LOST,
    Consequence.INFRAME_INSERTION,
    Consequence.INFRAME_DELETION,
    Consequence.MISSENSE,
    Consequence.PROTEIN_ALTERING,
    Consequence.CODING_SEQUENCE,
}
_MILLION = 1_000_000

OUTSIDE = "outside the assessed codons"
SILENT = "synonymous"
SHALLOW = "fewer reads than tmb.min_depth"
RARE = "fraction below tmb.min_vaf"
NORMAL = "inherited, as the matched normal or the caller says"
POPULATION = "frequent in a population, presumed inherited"
DRIVER = "of known meaning in cancer"

_NO_REGION = (
    "not computed: it is not known how many megabases the assay covers; give a panel, or the "
    "declared size as tmb.megabases"
)
_INHERITED = (
    "not computed: no matched normal is known (matched_normal of the sheet), and the file has no "
    "population frequencies to leave inherited variants out by"
)
_ARTEFACTS = "the caller has not filtered its calls, so artefacts may be among those counted"
_TOO_HIGH = "inherited variants that no population frequency shows may be among those counted"
_TOO_LOW = (
    "the file has no silent and no non-coding call, so it may have been filtered before and the "
    "value be too low"
)


@dataclass(frozen=True, slots=True)
class Sequenced:
    """What was sequenced: the coverage of genes, and whether beside a matched normal.

    `coverage` is None where it is not known what was assessed. `normal_error` is the share of the
    normal's reads that are taken for errors. `silence` is why nothing found says nothing, empty
    where it says something. `megabases` is the size that the description of the panel declares.
    """

    coverage: Sequence[GeneCoverage] | None
    paired: bool
    normal_error: float = 0.01
    silence: str = ""
    megabases: float | None = None


class CodingCalls:
    """Keeps the coding calls of a tumour until it is known what was sequenced.

    A call that several files have is kept once, as in the first.
    """

    def __init__(self) -> None:
        self.coding: dict[str, tuple[SmallVariant, bool]] = {}
        self.undetermined = 0
        self.is_unfiltered = False
        self.has_frequencies = False

    def take(self, variant: SmallVariant) -> None:
        """Take a call that passed every filter of the reporting, reported or not."""
        effect = variant.effect
        self.has_frequencies |= variant.population is not None
        if effect is None:
            if variant.state is AnnotationState.NO_GENE:
                self.is_unfiltered = True
            else:
                self.undetermined += 1
            return
        terms = _CODING.intersection(effect.consequences)
        silent = terms <= _SILENT
        self.is_unfiltered |= silent and not effect.most_severe.alters_protein
        if terms:
            self.coding.setdefault(variant.id, (variant, silent))


def count_burden(
    calls: CodingCalls,
    rule: BurdenRule,
    sequenced: Sequenced,
    reference: Reference,
    is_known: Callable[[SmallVariant], bool],
) -> Burden:
    """Return the burden of the calls, or why there is none.

    `is_known` tells whether the meaning of a call in cancer is known. The size that the panel
    declares is taken where the configuration has none and every call has a known consequence.
    """
    if sequenced.megabases and not rule.megabases and not calls.undetermined:
        rule = replace(rule, megabases=sequenced.megabases)
    return _Count(rule, reference, is_known, sequenced).burden(calls)


class _Count:
    """One count of coding calls in what was sequenced."""

    def __init__(
        self,
        rule: BurdenRule,
        reference: Reference,
        is_known: Callable[[SmallVariant], bool],
        sequenced: Sequenced,
    ):
        self._rule, self._reference, self._is_known = rule, reference, is_known
        self._sequenced = sequenced
        listed = sequenced.coverage or ()
        self._codons = {each.gene: each.codons for each in listed if each.codons}

    def _reason_to_leave_out(self, variant: SmallVariant, *, silent: bool) -> str:
        rule, reads = self._rule, variant.reads
        if not rule.megabases and not self._is_covered(variant):
            return OUTSIDE
        if silent and not rule.synonymous:
            return SILENT
        if reads.depth is not None and reads.depth < rule.min_depth:
            return SHALLOW
        if reads.vaf is not None and reads.vaf < rule.min_vaf:
            return RARE
        if self._is_inherited(variant):
            return NORMAL
        frequency = variant.population
        if (
            not self._sequenced.paired
            and frequency is not None
            and frequency.highest >= rule.max_population
        ):
            return POPULATION
        if not silent and not rule.known_drivers and self._is_known(variant):
            return DRIVER
        return ""

    def _is_inherited(self, variant: SmallVariant) -> bool:
        origin, _ = origin_by_normal(variant, self._sequenced.normal_error)
        return origin is CallOrigin.PRESUMED_GERMLINE

    def _is_covered(self, variant: SmallVariant) -> bool:
        codons = self._codons.get(variant.gene)
        where = variant.variant
        transcript = self._reference.reported_transcript(variant.gene, where.build)
        if codons is None or transcript is None:
            return False
        anchored = len(where.ref) != len(where.alt) and where.ref[0] == where.alt[0]
        for position0 in (where.start0 + 1, where.start0) if anchored else (where.start0,):
            exonic = transcript.to_exonic(position0)
            if exonic is not None:
                codon = (exonic - transcript.cds_start) // 3 + 1
                at = bisect_right(codons, (codon, codon + _MILLION)) - 1
                return at >= 0 and codons[at][0] <= codon <= codons[at][1]
        return False

    def _megabases(self) -> float:
        """Return the size of the region: as declared, or of the covered codons."""
        if self._rule.megabases:
            return self._rule.megabases
        covered = (last - first + 1 for codons in self._codons.values() for first, last in codons)
        return 3 * sum(covered) / _MILLION

    def burden(self, calls: CodingCalls) -> Burden:
        """Return the burden, or why there is none."""
        megabases = self._megabases()
        left_out: Counter[str] = Counter()
        counted = []
        for variant, silent in calls.coding.values():
            reason = self._reason_to_leave_out(variant, silent=silent)
            if reason:
                left_out[reason] += 1
            else:
                counted.append(variant)
        reason = self._reason_for_none(megabases, calls)
        per_mb = len(counted) / megabases if megabases else 0.0
        if not reason and per_mb > MOST_BURDEN:
            reason = f"not computed: {per_mb:.0f} mutations per megabase are no tumour's"
        found = Burden(
            MarkerOrigin.CALLS,
            megabases=round(megabases, 4) if megabases else None,
            rule=self._rule_words(),
            left_out=tuple(
                LedgerLine(name, count)
                for name, count in sorted(left_out.items(), key=lambda each: (-each[1], each[0]))
            ),
            reason=reason,
        )
        if reason:
            return found
        low, high = (each / megabases for each in poisson_interval(len(counted)))
        raw = any(each.normal is not None and not each.normal.passed for each in counted)
        too_high = [_ARTEFACTS] * raw + [_TOO_HIGH] * (not self._sequenced.paired)
        too_low = [_TOO_LOW] * (not calls.is_unfiltered)
        if self._sequenced.silence:
            too_low.append(f"a low value: {self._sequenced.silence}")
        return replace(
            found,
            per_mb=round(per_mb, 2),
            counted=len(counted),
            low=round(low, 2),
            high=round(high, 2),
            tells_high=not too_high,
            tells_low=not too_low,
            reason="; ".join([*too_high, *too_low]),
        )

    def _reason_for_none(self, megabases: float, calls: CodingCalls) -> str:
        least = self._rule.min_megabases
        if self._sequenced.coverage is None and not self._rule.megabases:
            return _NO_REGION
        if megabases < least:
            return f"not computed: too few megabases ({megabases:.2f}; at least {least:g})"
        if not self._sequenced.paired and not calls.has_frequencies:
            return _INHERITED
        if self._rule.megabases and calls.undetermined:
            return (
                f"not computed: of {calls.undetermined} calls in genes without embedded sequence "
                f"the consequence is not known; annotate the file with VEP or SnpEff"
            )
        return ""

    def _rule_words(self) -> str:
        rule = self._rule
        where = "every coding call of the file" if rule.megabases else (
            "coding calls in the assessed codons of genes with embedded sequence"
        )  # fmt: skip
        parts = [
            f"{where}, {'with' if rule.synonymous else 'without'} synonymous ones",
            f"{'with' if rule.known_drivers else 'without'} changes of known meaning in cancer",
            f"allele fraction from {rule.min_vaf:g} on",
        ]
        if rule.min_depth:
            parts.append(f"at least {rule.min_depth} reads")
        if not self._sequenced.paired:
            parts.append(f"population frequency below {rule.max_population:g}")
        return "; ".join(parts)

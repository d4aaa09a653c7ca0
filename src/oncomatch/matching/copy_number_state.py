"""What one measured value means: a kind of change, the copies, and the sentence that says why.

Copies of a file are taken as they are. A ratio to a diploid normal is of all cells of the sample;
with the purity p and the mean copies P of the tumour cells a ratio of 1 stands for
p P + 2 (1 - p) copies, of which 2 (1 - p) are of normal cells, so the tumour cells have

    n = (2^log2 (p P + 2 (1 - p)) - 2 (1 - p)) / p

For P = 2 this is the formula of CNVkit (cnvlib/call.py, _log2_ratio_to_absolute) and Illumina's
for a fold change Y at X % of tumour cells (TruSight Tumor 170, Copy Number Variants VCF):
n = [(200 Y) - 2 (100 - X)] / X. Without the purity the copies stay unknown, and limits on the
ratio tell the kind. A gain may then be an amplification diluted by normal cells, a loss a deep
deletion: these stay possible.
"""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import CopyNumberThresholds, Measured, TumorContent

SEX_CHROMOSOMES = ("X", "Y")
_WORDS = {
    CopyNumberKind.AMPLIFICATION: "at least",
    CopyNumberKind.GAIN: "at least",
    CopyNumberKind.LOSS: "at most",
    CopyNumberKind.DELETION: "at most",
}
_HIDDEN = {
    CopyNumberKind.GAIN: (CopyNumberKind.AMPLIFICATION,),
    CopyNumberKind.LOSS: (CopyNumberKind.DELETION,),
}
_LOSSES = (CopyNumberKind.LOSS, CopyNumberKind.DELETION)


@dataclass(frozen=True, slots=True)
class CopyState:
    """The kind (None: neutral), the kinds that are possible beside it, copies, and why."""

    kind: CopyNumberKind | None
    possible: tuple[CopyNumberKind, ...]
    copies: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class CopyScale:
    """The limits of the laboratory and what is known of the tumour."""

    thresholds: CopyNumberThresholds
    content: TumorContent

    def state_of(self, measured: Measured, contig: str) -> CopyState:
        """Return what a value means on a chromosome."""
        copies = self.copies_of(measured, contig)
        if measured.firm:
            return CopyState(measured.call, (), copies, measured.note)
        single = self.single(contig)
        if copies is None:
            return self._of_ratio(measured, single)
        ploidy = self.content.ploidy or 2.0
        kind = self.thresholds.classify(copies, ploidy)
        possible: tuple[CopyNumberKind, ...] = ()
        if single and kind is CopyNumberKind.LOSS and 2 * copies > self.thresholds.loss:
            # A man has one X and one Y; one whose sex is not known may have lost the second X.
            kind, possible = None, () if self.content.male else (CopyNumberKind.LOSS,)
        elif kind in _LOSSES and contig == SEX_CHROMOSOMES[1] and self.content.male is None:
            kind, possible = None, _LOSSES
        return CopyState(kind, possible, copies, self._reason(measured, copies, kind, ploidy))

    def single(self, contig: str) -> bool:
        """Whether the patient has, or may have, one copy of the chromosome."""
        return contig in SEX_CHROMOSOMES and self.content.male is not False

    def copies_of(self, measured: Measured, contig: str) -> float | None:
        """Return the copies of the tumour cells, None where they are not known.

        What the ratio of a sex chromosome refers to is not known: its copies stay unknown.
        """
        if measured.copies is not None:
            return round(measured.copies, 4)
        purity = self.content.purity
        if measured.log2 is None or purity is None or self.single(contig):
            return None
        normal = 2 * (1 - purity)
        mean = purity * (self.content.ploidy or 2.0) + normal
        return round(max(0.0, (2**measured.log2 * mean - normal) / purity), 2)

    def _of_ratio(self, measured: Measured, single: bool) -> CopyState:
        kind = measured.call
        if measured.log2 is not None and (kind is not None or not measured.called):
            by_ratio = self.thresholds.classify_log2(measured.log2)
            # The file's own call stands; a ratio can only make it stronger.
            if kind is None or by_ratio in _HIDDEN.get(kind, ()):
                kind = by_ratio
        elif measured.log2 is None and not measured.called:
            return CopyState(None, tuple(CopyNumberKind), None, "no value is given")
        possible: tuple[CopyNumberKind, ...] = _HIDDEN.get(kind, ()) if kind else ()
        if single and kind in _LOSSES:
            kind, possible = None, _LOSSES
        elif single and kind is CopyNumberKind.AMPLIFICATION:
            kind, possible = CopyNumberKind.GAIN, (CopyNumberKind.AMPLIFICATION,)
        ratio = f"log2 {measured.log2:.2f}" if measured.log2 is not None else ""
        if kind is not None and not measured.called:
            limit = getattr(self.thresholds, f"log2_{kind.value}")
            ratio += f" ({_WORDS[kind]} {limit:g})"
        words = (measured.note, ratio)
        return CopyState(kind, possible, None, ", ".join(filter(None, words)))

    def _reason(
        self, measured: Measured, copies: float, kind: CopyNumberKind | None, ploidy: float
    ) -> str:
        shown = f"{round(copies, 2):g}"
        text = "1 copy" if shown == "1" else f"{shown} copies"
        if measured.copies is None:
            text += f" from log2 {measured.log2:.2f} at purity {self.content.purity:g}"
        if kind is None:
            return text
        limit = f"{_WORDS[kind]} {round(self.thresholds.limit(kind, ploidy), 2):g}"
        if ploidy != 2 and kind is not CopyNumberKind.DELETION:
            limit += f" at ploidy {ploidy:g}"
        return f"{text} ({limit})"

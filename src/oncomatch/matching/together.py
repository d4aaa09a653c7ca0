"""Whether calls that stand apart may be one protein change, if they lie on one haplotype."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.protein_change import residues_of
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

_MISSENSE = re.compile(r"[A-Z]\d+([A-Z*])")
_DELINS = re.compile(r"delins([A-Z]+)$")


def may_be_together(
    calls: Sequence[SmallVariant], wanted: str, transcript: Transcript | None
) -> bool:
    """Whether calls in the residues of a protein change may make it together.

    Substitutions of single bases keep the length and are translated where they share the codon
    of a missense change; of anything else it is taken for possible.
    """
    if all(_are_apart(one, two) for one, two in combinations(calls, 2)):
        return False
    if any(len(call.variant.ref) != 1 or len(call.variant.alt) != 1 for call in calls):
        return True
    missense = _MISSENSE.fullmatch(wanted)
    if missense is not None:
        return transcript is None or missense[1] in _residues_together(calls, transcript)
    numbers = [number for _, number in residues_of(wanted)]
    delins = _DELINS.search(wanted)
    return delins is not None and len(delins[1]) == max(numbers) - min(numbers) + 1


def _residues_together(calls: Sequence[SmallVariant], transcript: Transcript) -> set[str]:
    """Return what two or more substitutions in one codon make of its residue."""
    found = set()
    for size in range(2, 4):
        for some in combinations(calls, size):
            if any(_are_apart(one, two) for one, two in combinations(some, 2)):
                continue
            bases = {_coding(call, transcript): _becomes(call, transcript) for call in some}
            codons = {at // 3 for at in bases}
            if len(bases) == size and len(codons) == 1:
                start = codons.pop() * 3
                codon = [bases.get(at, transcript.cds[at]) for at in range(start, start + 3)]
                found.add(transcript.code.translate("".join(codon)))
    return found


def _are_apart(one: SmallVariant, two: SmallVariant) -> bool:
    return one.phase is not None and two.phase is not None and one.phase.is_apart_from(two.phase)


def _coding(call: SmallVariant, transcript: Transcript) -> int:
    """Return the coding position (0-based) of a substitution that changes a residue."""
    exonic = transcript.to_exonic(call.variant.start0)
    return -1 if exonic is None else exonic - transcript.cds_start


def _becomes(call: SmallVariant, transcript: Transcript) -> str:
    alt = call.variant.alt
    return alt if transcript.strand > 0 else reverse_complement(alt)

"""Which changes of a gene are meant: activating, of all copies, inherited, with exceptions."""

from __future__ import annotations

from dataclasses import replace

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CodonChange,
    CopyNumberChange,
    CopyNumberKind,
    Excepting,
    ExonChange,
    GeneMutation,
    Not,
    Origin,
    ProteinChange,
    VariantOrigin,
    atoms_of,
)
from oncomatch.trials.eligibility.alterations import SENSITIZING
from oncomatch.trials.eligibility.joining import Group, UnreadableError, any_of


def has_exception(groups: list[Group]) -> bool:
    """Whether the last group is a change with exceptions."""
    return bool(groups) and isinstance(groups[-1].patterns[0], Excepting)


def is_deletion(pattern: Biomarker) -> bool:
    """Whether a pattern is the loss of all copies of a gene."""
    return isinstance(pattern, CopyNumberChange) and pattern.kind is CopyNumberKind.DELETION


def except_from(patterns: list[Biomarker], made: tuple[Biomarker, ...]) -> Biomarker:
    """Return the one pattern with the exceptions, beside those that it has."""
    (pattern,) = patterns
    if isinstance(pattern, Excepting):
        return Excepting(pattern.pattern, (*pattern.exceptions, *made))  # type: ignore[arg-type]
    return Excepting(pattern, made)  # type: ignore[arg-type]


def is_amplification(pattern: Biomarker) -> bool:
    """Whether a pattern is an amplification of any height."""
    return isinstance(pattern, CopyNumberChange) and pattern.kind is CopyNumberKind.AMPLIFICATION


def qualified(made: tuple[Biomarker, ...], quality: str) -> tuple[Biomarker, ...]:
    """Return the patterns of a gene as far as they are of a quality: activating, homozygous.

    Raises:
        UnreadableError: they cannot be.
    """
    if quality == "high":
        if all(is_amplification(each) for each in made):
            return made
        raise UnreadableError
    if quality == "homozygous":
        if all(is_deletion(each) for each in made):
            return made
        raise UnreadableError
    if quality == "sensitizing":
        if made != (GeneMutation("EGFR", ChangeKind.MUTATION),):
            raise UnreadableError
        return (SENSITIZING,)
    activating = quality == "activating"
    kind = ChangeKind.GAIN_OF_FUNCTION if activating else ChangeKind.LOSS_OF_FUNCTION
    return tuple(
        replace(each, kind=kind) if isinstance(each, GeneMutation) else each for each in made
    )


def inherited(
    pattern: Biomarker, origin: VariantOrigin = VariantOrigin.GERMLINE
) -> tuple[Biomarker, bool]:
    """Return the pattern in the germline, and whether it is doubtful that it can be there.

    Another origin is said of the same patterns.

    What is asked for beside small variants (*gBRCA-mutated, HER2-negative*) stays as it is.
    """
    if isinstance(pattern, Origin):
        return pattern, False  # a syndrome is inherited without a word of it
    if isinstance(pattern, AnyOf) and any(isinstance(each, Origin) for each in pattern.parts):
        others: list[Biomarker] = [each for each in pattern.parts if not isinstance(each, Origin)]
        own: list[Biomarker] = [each for each in pattern.parts if isinstance(each, Origin)]
        more, doubtful = inherited(any_of(others)) if others else (own[0], False)
        return any_of([more, *own]), doubtful
    if isinstance(pattern, AllOf):
        parts = tuple(
            inherited(each, origin)[0] if _is_small(each) else each for each in pattern.parts
        )
        return AllOf(parts), parts == pattern.parts
    if isinstance(pattern, Not):
        return Not(Origin(origin, pattern.part)), not _is_small(pattern)
    return Origin(origin, pattern), not _is_small(pattern)


def _is_small(pattern: Biomarker) -> bool:
    small = GeneMutation | ProteinChange | CodonChange | ExonChange
    return all(
        isinstance(each.pattern if isinstance(each, Excepting) else each, small)
        for each in atoms_of(pattern)
    )

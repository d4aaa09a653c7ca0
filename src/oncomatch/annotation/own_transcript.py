"""Choose the transcript that a notation counts on.

A notation's own transcript decides. One that names a gene only is read on the gene's reported
transcript; a protein change whose residue does not stand at its number there is read on the other
embedded transcripts, if all of them that fit mean one place (MYD88 L265P), or one of them is MANE
Plus Clinical (FGFR2 N550K). An accession without its version, or with one that is not embedded,
stands for the embedded version only where that is numbered like the reported transcript, or where
what the notation states fits it and not the reported one: ENST00000288602 is BRAF in two
numberings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from oncomatch.annotation.notation import BaseChange, Level, Notation
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import NotationError, NumberingError
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

T = TypeVar("T")


class Reading(NamedTuple, Generic[T]):
    """The transcript, what was found on it, and what to say about the choice."""

    transcript: Transcript
    found: T
    note: str


def read_on_own_transcript(
    reference: Reference,
    notation: Notation,
    build: GenomeBuild,
    locate: Callable[[Transcript], T],
) -> Reading[T]:
    """Return what `locate` finds on the transcript that the notation counts on.

    Raises:
        NotationError: no transcript is embedded, none fits, or several do at different places.
    """
    if notation.reference:
        return _by_accession(reference, notation, build, locate)
    return _by_gene(reference, notation, build, locate)


def _by_gene(
    reference: Reference,
    notation: Notation,
    build: GenomeBuild,
    locate: Callable[[Transcript], T],
) -> Reading[T]:
    gene = reference.find_gene(notation.gene)
    if gene is None:
        raise NotationError(f"{notation.gene!r} is no gene symbol and no clear alias of HGNC")
    alias = (
        "" if gene.symbol.upper() == notation.gene.upper() else f"{notation.gene} is {gene.symbol}"
    )
    transcripts = reference.transcripts_of(gene.symbol, build)
    if not transcripts:
        raise NotationError(f"the sequence of {gene.symbol} is not embedded for {build.value}")
    reported, *others = transcripts
    not_mane = "" if reported.mane else f"{reported.accession} is not the MANE Select transcript"
    try:
        found = locate(reported)
    except NumberingError as error:
        reading = _on_another(notation, others, locate, error)
        return reading._replace(note=_joined(alias, reading.note))
    clinical = _fitting([each for each in others if each.mane], locate)
    names = ", ".join(each.transcript.accession for each in clinical if each.found != found)
    also = f"it would also fit {names} at another place" if names else ""
    return Reading(reported, found, _joined(alias, not_mane, also))


def _on_another(
    notation: Notation,
    others: list[Transcript],
    locate: Callable[[Transcript], T],
    error: NumberingError,
) -> Reading[T]:
    """Return the reading on another transcript than the reported one, where there is one place."""
    fitting = _fitting(others, locate)
    if not fitting:
        raise NumberingError(f"{error}; it fits no other embedded transcript") from None
    names = [each.transcript.accession for each in fitting]
    clinical = [each for each in fitting if each.transcript.mane]
    chosen = clinical if len(fitting) > 1 else fitting
    if notation.level is not Level.PROTEIN or len(chosen) != 1:
        raise NumberingError(
            f"{error}; it would fit {', '.join(names)}: name the transcript"
        ) from None
    own = chosen[0].transcript.accession
    rest = [name for name in names if name != own]
    why = "the one other numbering that fits"
    if rest:
        why = f"which is {chosen[0].transcript.mane}; it would also fit {', '.join(rest)}"
    return chosen[0]._replace(note=f"{error}; read on {own}, {why}")


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _fitting(transcripts: list[Transcript], locate: Callable[[Transcript], T]) -> list[Reading[T]]:
    """Return the first transcript for each place that is found."""
    found: list[Reading[T]] = []
    for transcript in transcripts:
        try:
            reading = Reading(transcript, locate(transcript), "")
        except NotationError:
            continue
        if all(reading.found != other.found for other in found):
            found.append(reading)
    return found


def _by_accession(
    reference: Reference,
    notation: Notation,
    build: GenomeBuild,
    locate: Callable[[Transcript], T],
) -> Reading[T]:
    name = notation.reference
    versions = reference.transcripts_named(name, build)
    if not versions:
        raise NotationError(f"{name} is not embedded for {build.value}")
    _demand_gene(reference, notation, versions[0])
    if notation.level is not Level.PROTEIN and _id(versions[0], name) != versions[0].accession:
        raise NotationError(f"{name} is a protein: it has no {notation.level.value}. positions")
    if notation.level is Level.TRANSCRIPT and name not in [each.accession for each in versions]:
        raise NotationError(
            f"{name} is not embedded, and n. positions differ between versions: embedded are "
            + ", ".join(dict.fromkeys(each.accession for each in versions))
        )
    for exact in ("accession", "protein", "mane_accession"):
        for transcript in versions:
            if getattr(transcript, exact) == name:
                same = exact == "mane_accession"
                note = f"read on {transcript.accession}, the same coding sequence" if same else ""
                return Reading(transcript, locate(transcript), note)
    return _by_other_version(reference, notation, versions, build, locate)


def _demand_gene(reference: Reference, notation: Notation, transcript: Transcript) -> None:
    if not notation.gene:
        return
    gene = reference.find_gene(notation.gene)
    if gene is None or gene.symbol != transcript.gene:
        raise NotationError(
            f"{notation.reference} is a transcript of {transcript.gene}, not of {notation.gene}"
        )


def _by_other_version(
    reference: Reference,
    notation: Notation,
    versions: tuple[Transcript, ...],
    build: GenomeBuild,
    locate: Callable[[Transcript], T],
) -> Reading[T]:
    name, first = notation.reference, versions[0]
    problem = f"{name} is not embedded" if "." in name else f"{name} has no version"
    shown = ", ".join(dict.fromkeys(f"{_id(each, name)} ({each.residues} aa)" for each in versions))
    if any(_coding(each) != _coding(first) for each in versions):
        raise NotationError(f"{problem}, and the embedded ones differ: give one of {shown}")
    note = f"{problem}; read on {_id(first, name)}"
    reported = reference.transcripts_of(first.gene, build)[:1] or (first,)
    try:
        found = locate(first)
    except NumberingError as error:
        raise NumberingError(f"{problem}, and {shown} does not fit: {error}") from None
    if _coding(first) == _coding(reported[0]):
        return Reading(first, found, note)
    other = f"{reported[0].accession} ({reported[0].residues} aa)"
    open_ = f"{problem}: it may be numbered like {shown} or like {other}; give the version"
    if isinstance(notation.change, BaseChange) and not notation.change.stated:
        raise NotationError(open_)
    if any(reading.found != found for reading in _fitting(list(reported), locate)):
        raise NotationError(open_)
    return Reading(first, found, f"{note}, which it fits")


def _id(transcript: Transcript, name: str) -> str:
    """Return the transcript's accession, or its protein's where the name is a protein's."""
    protein = transcript.protein.split(".")[0] == name.split(".")[0]
    return transcript.protein if protein else transcript.accession


def _coding(transcript: Transcript) -> tuple[str, str, int]:
    return transcript.cds, transcript.contig, transcript.to_genomic(transcript.cds_start)

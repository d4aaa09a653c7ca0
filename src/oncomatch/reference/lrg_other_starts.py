"""Read the transcripts of LRG records that start with another codon than ATG (WT1 with CTG).

A record says so of its fixed transcript (`translation_exception codon="1"`, Met). Taken are its
transcripts that start with the same codon and are whole; without them changes in the gene would
be numbered on a shorter isoform that begins with an inner ATG. LRG coordinates are 1-based and
inclusive; models are 0-based and half-open.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import canonical_contig
from oncomatch.domain.genetic_code import STANDARD
from oncomatch.reference.models import Placement, TranscriptModel

_MARK = b'<translation_exception codon="1">'
_ASSEMBLIES = {"main_assembly", "other_assembly"}
Blocks = list[tuple[int, int]]


def read_other_starts(
    archive: Path, symbols: dict[str, str], mane: dict[str, tuple[str, str, str]]
) -> Iterator[tuple[TranscriptModel, str]]:
    """Yield each transcript with its name among the fixed ones (`t1`), empty if it has none.

    `symbols` is HGNC id → symbol; `mane` is MANE protein → (status, accession, gene).
    """
    with tarfile.open(archive) as records:
        for member in records:
            opened = records.extractfile(member)
            text = opened.read() if opened is not None else b""
            if _MARK in text:
                root = ElementTree.fromstring(text)  # noqa: S314 (raw data of this project)
                yield from _transcripts(root, symbols, mane)


def _transcripts(
    record: ElementTree.Element, symbols: dict[str, str], mane: dict[str, tuple[str, str, str]]
) -> Iterator[tuple[TranscriptModel, str]]:
    sequence = (record.findtext("fixed_annotation/sequence") or "").upper()
    hgnc = f"HGNC:{record.findtext('fixed_annotation/hgnc_id')}"
    starts = {
        sequence[start : start + 3]
        for region in record.iterfind("fixed_annotation/transcript/coding_region")
        if region.find("translation_exception[@codon='1']") is not None
        for start, _ in _blocks(region)
    }
    places = dict(_places(record))
    for found in record.iterfind("updatable_annotation/annotation_set/features/gene/transcript"):
        product = found.find("protein_product")
        exons = [block for exon in found.iterfind("exon") for block in _blocks(exon)]
        if product is None or product.get("codon_start") or not exons:
            continue
        ((first, last),) = _blocks(product)
        coding = [
            (max(first, start), min(last, end))
            for start, end in exons
            if start < last and first < end
        ]
        cds = "".join(sequence[start:end] for start, end in coding)
        residues = STANDARD.translate(cds)
        whole = len(cds) % 3 == 0 and residues.find("*") == len(residues) - 1
        if cds[:3] not in starts or not whole:
            continue
        protein = product.get("accession", "")
        status, current, _ = mane.get(protein, ("", "", ""))
        model = TranscriptModel(
            gene=symbols[hgnc],
            accession=found.get("accession", ""),
            protein=protein,
            mane=status,
            mane_accession=current,
            strand=next(iter(places.values()))[2],
            cds=cds,
            placements={
                build: Placement(place[0], _placed(exons, place), _placed(coding, place))
                for build, place in places.items()
            },
        )
        yield model, found.get("fixed_id", "")


def _blocks(element: ElementTree.Element) -> Blocks:
    """Return the places of an element along its own record, 0-based, half-open."""
    found = element.iterfind("coordinates")
    return [(int(each.get("start", "")) - 1, int(each.get("end", ""))) for each in found]


def _places(record: ElementTree.Element) -> Iterator[tuple[GenomeBuild, tuple[str, int, int]]]:
    """Yield by build the contig, the genomic place (0-based) of base 0, and the strand.

    A build on which the record lies in several pieces is left out.
    """
    for mapping in record.iterfind("updatable_annotation/annotation_set/mapping"):
        name = mapping.get("coord_system", "").partition(".")[0]
        spans = mapping.findall("mapping_span")
        known = [build for build in GenomeBuild if build.value == name]
        if mapping.get("type") not in _ASSEMBLIES or not known or len(spans) != 1:
            continue
        (span,) = spans
        if any(diff.get("type") != "mismatch" for diff in span.iterfind("diff")):
            continue
        strand, skipped = int(span.get("strand", "")), int(span.get("lrg_start", "")) - 1
        if strand > 0:
            origin = int(span.get("other_start", "")) - 1 - skipped
        else:
            origin = int(span.get("other_end", "")) - 1 + skipped
        yield known[0], (canonical_contig(mapping.get("other_name", "")), origin, strand)


def _placed(blocks: Blocks, place: tuple[str, int, int]) -> tuple[tuple[int, int], ...]:
    _, origin, strand = place
    if strand > 0:
        return tuple((origin + start, origin + end) for start, end in blocks)
    return tuple((origin - end + 1, origin - start + 1) for start, end in blocks)

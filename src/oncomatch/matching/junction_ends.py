"""The ends of junctions in genes: which exon is kept, which intron broken, which kinase domain.

The end of a gene that keeps what lies before the break, in the direction of transcription, is 5'.
A break in intron n keeps exon n of the 5' gene and exon n + 1 of the 3' gene. Of a DNA break
within an exon it is not known what is spliced.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.rearrangement import Breakpoint, JunctionEnd
from oncomatch.errors import InputError
from oncomatch.knowledge.regions import Regions
from oncomatch.reference.bundle import Gene, Reference
from oncomatch.reference.transcript import Transcript

FIVE, THREE = 1, -1
"""The role of an end: it keeps what lies before the break, or what lies behind it."""
_KINASE = "kinase_domain"


@dataclass(frozen=True, slots=True)
class GenePlaces:
    """What places junctions: the reference, its build and the residues of kinase domains.

    `named_pairs` are fusions that knowledge names, 5' gene first; `asked_broken` the genes of
    which knowledge asks whether they are rearranged, so that a break beside them matters.
    """

    reference: Reference
    build: GenomeBuild
    regions: Regions
    named_pairs: frozenset[tuple[str, str]] = frozenset()
    asked_broken: frozenset[str] = frozenset()

    def transcript(self, gene: str) -> Transcript | None:
        """Return the gene's reported transcript."""
        return self.reference.reported_transcript(gene, self.build)

    def genes_at(self, end: JunctionEnd) -> tuple[str, ...]:
        """Return the genes over an end of the genome."""
        if not end.position:
            return ()
        return self.reference.loci_over(self.build, end.contig, end.position - 1, end.position)


def named_end(
    end: JunctionEnd, role: int, places: GenePlaces, where: str, strict: bool
) -> Breakpoint:
    """Return the end of a junction whose gene the file names.

    Raises:
        InputError: the gene is not known and `strict` is set.
    """
    known = _known(end, places)
    if known is None and strict:
        raise InputError(f"{where}: {end.gene!r} is not a gene name of HGNC; check its spelling")
    gene = known.symbol if known is not None else end.gene.partition(";")[0]
    transcript = places.transcript(gene) if known else None
    exon, intron = _own_exon(end, role, gene, transcript, places), 0
    inside = transcript is not None and transcript.contig == end.contig
    if transcript is not None and inside and not exon:
        exon, intron = parts_of(transcript, end.position - 1, role, spliced=True)
    return with_kinase(Breakpoint(gene, end.contig, end.position, exon, intron), role, places)


def _known(end: JunctionEnd, places: GenePlaces) -> Gene | None:
    """Return the gene that is named; of several the one over the position, then with sequence."""
    found = [places.reference.find_gene(name) for name in end.gene.split(";") if name]
    known = [gene for gene in found if gene is not None]
    if len(known) < 2:
        return known[0] if known else None
    over = places.genes_at(end)
    ranked = sorted(
        known,
        key=lambda gene: (gene.symbol not in over, places.transcript(gene.symbol) is None),
    )
    return ranked[0]


def _own_exon(
    end: JunctionEnd, role: int, gene: str, transcript: Transcript | None, places: GenePlaces
) -> int:
    """Return the exon on the reported transcript, 0 where its numbering cannot be told."""
    if not end.exon or not end.transcript or transcript is None:
        return end.exon
    name = end.transcript.partition(".")[0]
    for each in places.reference.transcripts_of(gene, places.build):
        if each.accession.partition(".")[0] != name or end.exon > len(each.exons):
            continue
        start, last = each.exons[end.exon - 1]
        border0 = last - 1 if role * each.strand > 0 else start
        return parts_of(transcript, border0, role, spliced=True)[0]
    return 0


def ends_at(
    end: JunctionEnd, places: GenePlaces, wanted: frozenset[str], *, spliced: bool = False
) -> list[tuple[Breakpoint, int]]:
    """Return what an end of the genome may be in each gene there, with its role (0: not known).

    An end within an exon is its border where the transcript is `spliced` there.
    """
    start0, names = end.position - 1, places.genes_at(end)
    found = []
    for gene in sorted(names, key=lambda name: (name not in wanted, name)):
        transcript = places.transcript(gene)
        if transcript is None or not transcript.start0 <= start0 < transcript.end0:
            found.append((Breakpoint(gene, end.contig, end.position), 0))
            continue
        role = end.side * transcript.strand
        exon, intron = parts_of(transcript, start0, role, spliced=spliced)
        point = Breakpoint(gene, end.contig, end.position, exon, intron)
        found.append((with_kinase(point, role, places), role))
    return found or [(Breakpoint("", end.contig, end.position), 0)]


def parts_of(transcript: Transcript, start0: int, role: int, *, spliced: bool) -> tuple[int, int]:
    """Return the exon that is kept next to the break and the intron that is broken; 0: unknown."""
    if transcript.coding_only or not transcript.start0 <= start0 < transcript.end0:
        return 0, 0
    within = transcript.exon_at(start0)
    if within is not None:
        return (within + 1 if spliced else 0), 0
    introns = transcript.introns_over(start0, start0 + 1)
    if len(introns) != 1:
        return 0, 0
    intron = introns[0] + 1
    return (intron if role == FIVE else intron + 1), intron


def with_kinase(point: Breakpoint, role: int, places: GenePlaces) -> Breakpoint:
    """Return an end with the word whether the whole kinase domain is kept."""
    span = kinase_exons(point.gene, places)
    if span is None or not point.exon:
        return point
    kept = span[1] <= point.exon if role == FIVE else point.exon <= span[0]
    return replace(point, kinase_retained=kept)


def kinase_exons(gene: str, places: GenePlaces) -> tuple[int, int] | None:
    """Return the first and last exon (from 1) with residues of the kinase domain."""
    transcript = places.transcript(gene)
    if transcript is None or transcript.coding_only:
        return None
    spans = [
        span
        for span in places.regions.get((gene, _KINASE), ())
        if span.transcript == transcript.accession and span.last <= transcript.residues
    ]
    if not spans:
        return None
    first = transcript.exon_of_coding(3 * (max(span.first for span in spans) - 1))
    last = transcript.exon_of_coding(3 * min(span.last for span in spans) - 1)
    return first + 1, last + 1


def in_frame(five: Breakpoint, three: Breakpoint, places: GenePlaces) -> bool | None:
    """Return whether coding bases up to the break and from it on are of one phase, if known."""
    phases = []
    for end, before in ((five, 0), (three, 1)):
        transcript = places.transcript(end.gene)
        if transcript is None or not end.exon or end.exon > len(transcript.exons):
            return None
        if not end.intron and not _at_border(end, before, transcript):
            return None
        coding = transcript.offsets[end.exon - before] - transcript.cds_start
        if not 0 < coding < transcript.cds_end - transcript.cds_start:
            return None
        phases.append(coding % 3)
    return phases[0] == phases[1]


def _at_border(end: Breakpoint, first: int, transcript: Transcript) -> bool:
    """Whether an end is just the last base of its exon, or the `first`."""
    if not end.position or end.contig != transcript.contig:
        return False
    start, stop = transcript.exons[end.exon - 1]
    return end.position - 1 == (start if bool(first) is (transcript.strand > 0) else stop - 1)

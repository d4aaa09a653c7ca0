"""The rearrangements of a case: from its files to its genes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import inf

from oncomatch.domain.biomarker import Biomarker, Fusion, atoms_of, genes_of
from oncomatch.domain.biomarker import Rearrangement as RearrangementPattern
from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment
from oncomatch.domain.rearrangement import JunctionEnd, Rearrangement, RearrangementFile
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.junction_ends import GenePlaces
from oncomatch.matching.merged_rearrangements import merged
from oncomatch.matching.rearrangements import rearrangements_of
from oncomatch.matching.tandem import insertions_of
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.pipeline.copy_number_build import check_copy_number_build
from oncomatch.pipeline.rearrangement_places import with_checked_places, without_impossible
from oncomatch.readers.case_sheet import CaseRequest, names_of
from oncomatch.readers.config import Config
from oncomatch.readers.panel import read_gene_list
from oncomatch.readers.panel_description import description_of
from oncomatch.readers.rearrangement_files import read_any
from oncomatch.reference.bundle import Reference

_NO_GENES = (
    "It is not known which fusions the assay covers (fusion_genes was not given): no fusion is "
    "called not detected."
)

_MOST_REASONS = 8
_BREAKPOINT = "a breakpoint on contig {} near {}"
_IMMUNOGLOBULIN = frozenset({"IGH", "IGK", "IGL"})
"""Loci whose enhancers act on genes that they break beside."""


@dataclass(frozen=True, slots=True)
class CaseRearrangements:
    """The rearrangements of a case, and cautions for the report.

    `splicing` says that a file lists the splice variants that were found in RNA.
    """

    found: tuple[Rearrangement, ...] = ()
    notes: tuple[str, ...] = ()
    splicing: bool = False


def profile_rearrangements(
    request: CaseRequest, config: Config, reference: Reference, panel: AbstractSet[str]
) -> CaseRearrangements:
    """Return the rearrangements of the genes that matter here, and cautions for the report.

    The genes are those of the panel, of the fusion assay and of the knowledge; a table that a
    laboratory writes by hand is told whole.
    """
    if not request.fusions:
        return CaseRearrangements()
    build, knowledge = request.info.build, open_chosen_knowledge(config)
    told = {gene for pattern in _patterns(knowledge) for gene in genes_of(pattern)}
    listed = fusion_genes(request, reference)
    wanted = told | set(knowledge.roles) | panel | set(listed or ())
    places = GenePlaces(
        reference, build, knowledge.regions, _named_pairs(knowledge), _asked_broken(knowledge)
    )
    files = []
    splicing = False
    notes = [] if listed is not None else [_NO_GENES]
    for path, name in zip(request.fusions, names_of(request.fusions), strict=True):
        file = without_impossible(read_any(path, request.tumor_sample), reference, build)
        splicing = splicing or file.splicing
        # Callers name genes by annotations of their own, whose ends differ: the majority tells.
        check_copy_number_build(
            _as_segments(file), path, reference, build, mixed=inf, what=_BREAKPOINT
        )
        file = with_checked_places(file, path, reference, build)
        every = {gene.symbol for gene in reference.genes()} if file.strict else set()
        genes = frozenset(wanted | every)
        found, others = rearrangements_of(
            file.junctions, file.format, places, genes, strict=file.strict
        )
        inserted, more = insertions_of(file.insertions, file.format, places, genes)
        files.append((*found, *inserted))
        begin = f"{name}: " if len(request.fusions) > 1 else ""
        notes += [f"{begin}{note}" for note in _notes(file, others + more)]
    together = merged(files) if len(files) > 1 else files[0]
    return CaseRearrangements(together, tuple(notes), splicing)


def fusion_genes(request: CaseRequest, reference: Reference) -> tuple[str, ...] | None:
    """Return the genes whose fusions the assay sees, sorted; None where that is not given."""
    if request.fusion_genes is not None:
        return tuple(sorted(read_gene_list(request.fusion_genes, reference)))
    described = description_of(request.panel, reference)
    return described.description.fusion_genes if described and request.fusions else None


def splice_variants(request: CaseRequest, reference: Reference) -> tuple[str, ...] | None:
    """Return the genes whose splice variants the assay is described to see; None where not."""
    described = description_of(request.panel, reference)
    return described.description.splice_variants if described and request.fusions else None


def _named_pairs(knowledge: KnowledgeBase) -> frozenset[tuple[str, str]]:
    """Return the fusions that knowledge names, 5' gene first.

    A pattern that takes both orders tells none.
    """
    found: set[tuple[str, str]] = set()
    for pattern in _patterns(knowledge):
        pairs = {
            (atom.gene, atom.partner)
            for atom in atoms_of(pattern)
            if isinstance(atom, Fusion) and atom.partner
        }
        found.update(pair for pair in pairs if pair[::-1] not in pairs)
    return frozenset(found)


def _asked_broken(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the genes of which knowledge asks whether they are rearranged or fused."""
    atoms = {atom for pattern in _patterns(knowledge) for atom in atoms_of(pattern)}
    genes = {atom.gene for atom in atoms if isinstance(atom, RearrangementPattern)}
    for atom in atoms:
        if isinstance(atom, Fusion) and atom.gene in _IMMUNOGLOBULIN:
            genes.add(atom.partner)
    return frozenset(genes)


def _patterns(knowledge: KnowledgeBase) -> set[Biomarker]:
    return {
        *(each.biomarker for each in knowledge.evidence),
        *(each.biomarker for each in knowledge.meanings),
        *(each.biomarker for each in knowledge.approvals),
    }


def _as_segments(file: RearrangementFile) -> CopyNumberFile:
    """Return ends as segments of one base, for the check of the build.

    Of those without a gene the last of each chromosome tells; behind what reaches to its end
    stands one base more.
    """
    named = []
    last: dict[str, JunctionEnd] = {}
    for end in (end for each in file.junctions for end in (each.first, each.second)):
        if end.gene and end.position:
            named.append(end)
        elif end.position and (end.contig not in last or end.position > last[end.contig].position):
            last[end.contig] = end
    return CopyNumberFile(
        file.format,
        (
            *(_base(end, end.position) for end in named),
            *(_base(end, max(1, end.position - 1)) for end in last.values()),
        ),
        contig_lengths=file.contig_lengths,
    )


def _base(end: JunctionEnd, position: int) -> CopyNumberSegment:
    return CopyNumberSegment(contig=end.contig, start0=position - 1, end0=position, genes=end.gene)


def _notes(file: RearrangementFile, others: int) -> list[str]:
    notes = []
    if others:
        notes.append(
            f"Calls of the file of fusions that concern no gene of the knowledge or of the panel, "
            f"or leave every exon, and are not told: {others:,}."
        )
    doubts = Counter(each.doubt for each in file.junctions if each.doubt)
    doubts.update(each.doubt for each in file.insertions if each.doubt)
    for counts, what in (
        (sorted(doubts.items()), "Calls of the file of fusions that are not reported"),
        (list(file.left_out), "Records of the file of fusions that are not read"),
    ):
        if counts:
            total = sum(number for _, number in counts)
            reasons = ", ".join(f"{number:,} {reason}" for reason, number in counts[:_MOST_REASONS])
            more = ", and other reasons" * (len(counts) > _MOST_REASONS)
            notes.append(f"{what}: {total:,} ({reasons}{more}).")
    return notes

"""What many tests build: a tiny reference genome, tumours from names of changes, VCF text.

Everything here is made up; nothing is a patient's.
"""

from __future__ import annotations

import importlib.util
import random
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.machinery import SourceFileLoader
from itertools import pairwise, product
from pathlib import Path
from types import ModuleType

from oncomatch.annotation.annotator import Annotator
from oncomatch.domain.alteration import CopyNumber, Her2Ihc, MsiStatus, SmallVariant, TumorMarkers
from oncomatch.domain.assay import Assay
from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo, Sex
from oncomatch.domain.copy_number import CopyNumberThresholds
from oncomatch.domain.evaluation import Evaluation
from oncomatch.domain.evidence import (
    Direction,
    EvidenceItem,
    EvidenceLevel,
    EvidenceScheme,
    Regimen,
    Significance,
)
from oncomatch.domain.genetic_code import translate
from oncomatch.domain.ledger import Ledger, LedgerLine
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.domain.variant import Reads, Variant, VariantCall
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import Facts, collect_facts
from oncomatch.matching.statements import Statement, evaluate_evidence
from oncomatch.matching.states import label_facts
from oncomatch.matching.therapies import match_therapies
from oncomatch.pipeline.assessed import AssessedPlaces
from oncomatch.pipeline.match import match_profile
from oncomatch.pipeline.profile import profile_case
from oncomatch.pipeline.small_variant_files import open_small_variants
from oncomatch.pipeline.small_variants import read_case_calls
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.panel import cover_genes
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reference.compiler import (
    GeneModel,
    Placement,
    Stretch,
    TranscriptModel,
    compile_bundle,
)
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.snapshot import open_snapshot

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "resources" / "example"
BOTH = tuple(GenomeBuild)


@cache
def script(name: str) -> ModuleType:
    """Return a script of `scripts/` as a module."""
    loader = SourceFileLoader(name, str(ROOT / "scripts" / name))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def place(gene: str, change: str, build: GenomeBuild = GenomeBuild.GRCH38) -> Variant:
    """Return the variant behind `V600E` or `c.2235_2249del` on the bundled reference."""
    variant: Variant = script("make_example").place(gene, change, build)
    return variant


def coding_edit(gene: str, coding: int, length: int, alt: str) -> Variant:
    """Return the variant on GRCh38 that puts `alt` for `length` bases from `c.coding` on.

    The bases lie in one exon. A deletion or insertion has the base before it, as VCF wants.
    """
    reference, build = open_reference(), GenomeBuild.GRCH38
    transcript = reference.reported_transcript(gene, build)
    assert transcript is not None, gene
    exonic = coding - 1 + transcript.cds_start
    ends = [transcript.to_genomic(exonic), transcript.to_genomic(exonic + max(length, 1) - 1)]
    start0 = min(ends) + (transcript.strand < 0 and length == 0)
    alt = alt if transcript.strand > 0 else reverse_complement(alt)
    lead = int(len(alt) != length)
    low = start0 - lead
    bases = reference.sequences.bases(build, transcript.contig, low, start0 + length)
    return Variant(transcript.contig, low + 1, bases, bases[:lead] + alt, build)


def call(
    variant: Variant, vaf: float = 0.3, depth: int = 500, filters: tuple[str, ...] = ()
) -> VariantCall:
    """Return a call of a variant as a file would report it."""
    reads = Reads(depth, round(depth * vaf), vaf)
    return VariantCall(variant, variant.id, 1, filters, reads)


def small(
    gene: str, change: str, build: GenomeBuild = GenomeBuild.GRCH38, *, left_out: str = ""
) -> SmallVariant:
    """Return an annotated small variant of the bundled reference."""
    return annotated(place(gene, change, build), left_out)


def tumor(
    tumor_type: str,
    changes: Iterable[tuple[str, str]] = (),
    *,
    left_out: Iterable[tuple[str, str]] = (),
    copies: Mapping[str, float] | None = None,
    panel: Iterable[str] | None = (),
    build: GenomeBuild = GenomeBuild.GRCH38,
    her2_ihc: str | None = None,
    msi: str | None = None,
    tmb: float | None = None,
    age: int | None = 60,
    sex: Sex | None = Sex.FEMALE,
) -> TumorProfile:
    """Return the profile of a made-up tumour.

    `panel` lists the genes that were covered throughout, those of `changes` beside them; with
    None no panel is known.
    """
    variants = [small(gene, change, build) for gene, change in changes]
    others = [small(gene, change, build, left_out="low depth") for gene, change in left_out]
    coverage = ()
    if panel is not None:
        genes = {*panel, *(variant.gene for variant in (*variants, *others))}
        coverage = cover_genes(genes, open_reference(), build)
    thresholds = CopyNumberThresholds()
    numbers = tuple(
        CopyNumber(gene, number, thresholds.classify(number), f"{number:g} copies")
        for gene, number in (copies or {}).items()
    )
    kind = open_tumor_types().get(tumor_type)
    return TumorProfile(
        case=CaseInfo("SYNTHETIC-1", kind.code, kind.name, build, age, sex),
        sample="TUMOR",
        sample_choice="its name says tumour",
        assay=Assay(
            regions="" if panel is None else "panel.genes.txt",
            genes=coverage,
            copy_number="copies.tsv" if copies else "",
            small_variants=True,
        ),
        small_variants=tuple(variants),
        left_out=tuple(others),
        unusable=(),
        copy_numbers=numbers,
        markers=TumorMarkers(
            Her2Ihc(her2_ihc) if her2_ihc else None, MsiStatus(msi) if msi else None, tmb
        ),
        ledger=Ledger(
            records=len(variants) + len(others),
            read=len(variants) + len(others),
            reported=len(variants),
            filtered=(LedgerLine("low depth", len(others)),) if others else (),
            failed=(),
        ),
        inputs=(),
        notes=(),
    )


def profiled(request: CaseRequest, config: Config, reference: Reference) -> TumorProfile:
    """Return the profile of the files of a case."""
    vcfs = [open_small_variants(path, request, reference) for path in request.vcf]
    places = AssessedPlaces(request, config, reference)
    calls = read_case_calls(request, config, reference, vcfs, places)
    return profile_case(request, config, reference, places, calls)


def matched(profile: TumorProfile) -> CaseRecord:
    """Return the record of a profile on the bundled knowledge and trials."""
    return match_profile(
        profile,
        Config(),
        open_reference(),
        open_tumor_types(),
        open_knowledge(),
        open_snapshot(),
    )


def vcf_text(
    rows: Iterable[str],
    *,
    samples: Iterable[str] = ("TUMOR",),
    header: Iterable[str] = (),
) -> str:
    """Return a VCF; `rows` are its lines with spaces for tabs."""
    columns = "#CHROM POS ID REF ALT QUAL FILTER INFO".split()
    names = list(samples)
    if names:
        columns += ["FORMAT", *names]
    lines = ["##fileformat=VCFv4.2", *header, "\t".join(columns)]
    return "\n".join([*lines, *("\t".join(row.split(" ")) for row in rows)]) + "\n"


# The tiny genome: two genes of three coding exons on made-up chromosome 1, one a strand. Coding
# exons end inside codons, so that phases matter; UTRs are ten bases at either end.

TINY_LENGTH = 4000
TINY_EXONS = ((1000, 1040), (1200, 1261), (1500, 1560))
_UTR = 10


@cache
def tiny_chromosome() -> str:
    """Return the bases of the tiny chromosome; random, seeded, with both genes laid in."""
    rng = random.Random(7)
    bases = [rng.choice("ACGT") for _ in range(TINY_LENGTH)]
    coding = tiny_cds()
    position = 0
    for start, end in _coding_exons(TINY_EXONS):
        bases[start:end] = coding[position : position + end - start]
        mirrored_end, mirrored_start = _mirror(start), _mirror(end)
        bases[mirrored_start:mirrored_end] = reverse_complement(
            coding[position : position + end - start]
        )
        position += end - start
    for start, end in pairwise(TINY_EXONS):
        bases[start[1] : start[1] + 2], bases[end[0] - 2 : end[0]] = "GT", "AG"
        bases[_mirror(start[1] + 2) : _mirror(start[1])] = "AC"
        bases[_mirror(end[0]) : _mirror(end[0] - 2)] = "CT"
    return "".join(bases)


def tiny_cds() -> str:
    """Return the coding sequence of both tiny genes: 47 codons, made up, with repeats in it."""
    return (
        "ATGGCTGCTGCTAAAAAAGATTGGCCC"  # M A A A K K D W P
        "TGTTACCATGTTTTGCGGAGCACCGAA"  # C Y H V L R S T E
        "CAAATTATGTTCAATGGAGGTGGATAT"  # Q I M F N G G G Y
        "CTGTCACCTAGAGAGCAGTGGAAAGTA"  # L S P R E Q W K V
        "GATTCTACAGCAAATTTGCATTGTCGC"  # D S T A N L H C R
        "GGTTAA"  # G *
    )


def _coding_exons(exons: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    (first, second), *middle, (third, last) = exons
    return ((first + _UTR, second), *middle, (third, last - _UTR))


def _mirror(position: int) -> int:
    """Return where a border of the forward gene lies for the gene on the minus strand."""
    return TINY_LENGTH - position


def tiny_reference(folder: Path, *hidden: GeneModel) -> Reference:
    """Return a reference of two genes with one coding sequence, FWD on plus and REV on minus.

    `hidden` are genes without sequence.
    """
    chromosome = tiny_chromosome()
    genes, transcripts = [*hidden], []
    for number, (symbol, strand) in enumerate((("FWD", 1), ("REV", -1)), start=1):
        exons, coding = TINY_EXONS, _coding_exons(TINY_EXONS)
        if strand < 0:
            exons = tuple((_mirror(end), _mirror(start)) for start, end in exons)
            coding = tuple((_mirror(end), _mirror(start)) for start, end in coding)
        span = ("1", min(start for start, _ in exons), max(end for _, end in exons))
        placement = Placement("1", exons, coding)
        genes.append(GeneModel(symbol, f"HGNC:{number}", number, (), dict.fromkeys(BOTH, span)))
        transcripts.append(
            TranscriptModel(
                gene=symbol,
                accession=f"NM_{number}.1",
                protein=f"NP_{number}.1",
                mane="",
                mane_accession="",
                strand=strand,
                cds=tiny_cds(),
                placements=dict.fromkeys(BOTH, placement),
            )
        )
    stretch = ("tiny", Stretch("1", 0, chromosome))
    compile_bundle(
        folder,
        genes,
        transcripts,
        {build: [stretch] for build in BOTH},
        {build: {"1": TINY_LENGTH} for build in BOTH},
    )
    return Reference(folder)


# Asking one question of one tumour.


def rewritten(
    gene: str, first: int, last: int, residues: str, build: GenomeBuild = GenomeBuild.GRCH38
) -> Variant:
    """Return the variant that puts `residues` in the place of residues `first` to `last`.

    No residues make a deletion; `last` one below `first` makes an insertion before `first`.
    """
    transcript = open_reference().reported_transcript(gene, build)
    assert transcript is not None, gene
    coding = "".join(_codons()[residue] for residue in residues)
    length = (last - first + 1) * 3
    before = (first - 1) * 3 - 1 if transcript.strand > 0 else last * 3
    start0 = transcript.to_genomic(before + transcript.cds_start)
    end0 = start0 + 1 + length
    ref = open_reference().sequences.bases(build, transcript.contig, start0, end0)
    new = coding if transcript.strand > 0 else reverse_complement(coding)
    return Variant(transcript.contig, start0 + 1, ref, ref[0] + new, build)


@cache
def _codons() -> dict[str, str]:
    return {translate("".join(bases)): "".join(bases) for bases in product("ACGT", repeat=3)}


def annotated(variant: Variant, left_out: str = "") -> SmallVariant:
    """Return a variant annotated on the bundled reference."""
    annotator = Annotator(open_reference())
    return annotator.with_other_transcripts(annotator.annotate(call(variant), left_out))


def with_variants(
    profile: TumorProfile, *variants: Variant, left_out: Iterable[Variant] = ()
) -> TumorProfile:
    """Return a profile with more variants reported, and more called but left out."""
    reported = tuple(annotated(variant) for variant in variants)
    others = tuple(annotated(variant, "low depth") for variant in left_out)
    return replace(
        profile,
        small_variants=profile.small_variants + reported,
        left_out=profile.left_out + others,
    )


def facts_of(profile: TumorProfile) -> Facts:
    """Return the facts of a profile on the bundled knowledge and reference."""
    return collect_facts(profile, open_knowledge(), open_reference())


def ask(pattern: str, profile: TumorProfile) -> Evaluation:
    """Return whether a tumour fits a pattern, on the bundled knowledge and reference."""
    return evaluate(parse_biomarker(pattern), facts_of(profile))


def evaluated(
    profile: TumorProfile, evidence: Iterable[EvidenceItem] | None = None
) -> tuple[list[Statement], Evaluator]:
    """Return the statements of evidence on a case (bundled if not said), and its evaluator."""
    evaluator, types = Evaluator(facts_of(profile)), open_tumor_types()
    items = open_knowledge().evidence if evidence is None else tuple(evidence)
    genes = {gene for item in items for gene in genes_of(item.biomarker)}
    labels = label_facts(profile, genes)
    case = types.get(profile.case.tumor_type)
    return evaluate_evidence(items, evaluator, case, types, labels), evaluator


def therapies_of(profile: TumorProfile) -> tuple[TherapyMatch, ...]:
    """Return what the bundled knowledge says of a tumour."""
    return match_therapies(*evaluated(profile))


def benefits(matches: Iterable[TherapyMatch], regimen: str) -> list[TherapyMatch]:
    """Return the supported benefits of a regimen."""
    return [
        match
        for match in matches
        if match.regimen == regimen and match.significance.is_benefit and match.evidence
    ]


def tier_one(matches: Iterable[TherapyMatch]) -> set[str]:
    """Return the regimens with a tier I benefit."""
    return {
        match.regimen
        for match in matches
        if match.significance.is_benefit and match.tier.rank <= Tier.IB.rank
    }


def evidence_item(
    biomarker: str = "BRAF p.V600E",
    *,
    condition: str = "",
    therapies: Iterable[str] = ("Vemurafenib",),
    record_id: str = "EID1",
    **fields: object,
) -> EvidenceItem:
    """Return an evidence item of a made-up record; `fields` are those of `EvidenceItem`."""
    item = EvidenceItem(
        biomarker=parse_biomarker(biomarker),
        condition=parse_biomarker(condition) if condition else None,
        condition_source="made up" if condition else "",
        tumor_types=("MEL",),
        disease="Melanoma",
        subtype="",
        regimen=Regimen(tuple(therapies)),
        significance=Significance.SENSITIVITY,
        direction=Direction.SUPPORTS,
        scheme=EvidenceScheme.CIVIC,
        level=EvidenceLevel.CLINICAL,
        rating=3,
        origin="Somatic",
        flagged=False,
        provenance=Provenance("CIViC", record_id, "made up", "PMID:1", "", "CC0-1.0"),
    )
    return replace(item, **fields)


def png(width: int, height: int) -> bytes:
    """Return a red PNG of that many pixels."""
    rows = zlib.compress(b"".join(b"\0" + b"\xb0\x20\x20" * width for _ in range(height)))
    size = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))
        for name, data in chunks
    )


def transcripts_on(reference: Reference, build: GenomeBuild, contig: str) -> list[Transcript]:
    """Return the reported transcripts of the genes on a contig, by name of the gene."""
    reported = (
        reference.reported_transcript(gene, build) for gene in reference.genes_with_sequence
    )
    return [one for one in reported if one is not None and one.contig == contig]

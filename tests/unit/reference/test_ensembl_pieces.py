"""Bundles made of the Ensembl pieces of bcftools' own tests, annotated and compared with theirs.

The pieces are cut out of genomes, GFF3 and FASTA counting along the piece. What their VCFs expect
is what `bcftools csq` writes: its terms are mapped to those of the Sequence Ontology.
"""

from __future__ import annotations

import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import building
from oncomatch.annotation.annotator import Annotator
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.errors import InputError
from oncomatch.reference.bundle import Reference
from oncomatch.reference.single_build import build_bundle

B37 = GenomeBuild.GRCH37
ARCHIVE = "reference/bcftools_csq_testset.tar.gz"

SO_TERMS = {
    "3_prime_utr": "3_prime_UTR_variant",
    "5_prime_utr": "5_prime_UTR_variant",
    "coding_sequence": "coding_sequence_variant",
    "frameshift": "frameshift_variant",
    "inframe_altering": "protein_altering_variant",
    "intron": "intron_variant",
    "missense": "missense_variant",
    "splice_acceptor": "splice_acceptor_variant",
    "splice_donor": "splice_donor_variant",
    "splice_region": "splice_region_variant",
    "start_retained": "start_retained_variant",
    "stop_retained": "stop_retained_variant",
    "synonymous": "synonymous_variant",
}
FINER = {
    "coding_sequence_variant",
    "intron_variant",
    "splice_donor_5th_base_variant",
    "splice_donor_region_variant",
    "splice_polypyrimidine_tract_variant",
}
"""Terms that Ensembl has and bcftools has not, or does not write beside others."""

EXPLAINED = {
    "ENSCAFT00000047742 104": "an intron of one base is a gap of the frame, no splice site",
    "ENST00000624631 547": "an intron of two bases is a gap of the frame",
    "ENST00000218032 107": "start_lost stands for the deletion of the start codon",
    "ENST00000227471 6609": "an inserted copy of the last intron base is shifted into the exon",
    "ENST00000285021 13461": "a stop in the place of two residues: stop_gained says it",
    "ENST00000318249.2 4958": "the start codon is put together again from what is left",
    "ENST00000368801 11191": "the same; bcftools says synonymous and start_lost at once",
    "ENST00000375992 6453": "the same",
    "ENST00000382647 1443": "a copy of the donor's surroundings is shifted into the intron",
    "ENST00000409523 18990": "a deletion over the acceptor: the frame that splicing leaves is open",
    "ENST00000545279 44572": "an insertion between exon and donor is of the exon",
}


@pytest.fixture(scope="module")
def pieces(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pieces")
    with tarfile.open(shared / ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "csq"


def bundles(pieces: Path, out: Path, bundled: Reference) -> Iterator[tuple[Path, Reference]]:
    """Yield the pieces of which a bundle can be made."""
    for folder in sorted(pieces.iterdir()):
        gff, fasta = min(folder.glob("*.gff")), min(folder.glob("*.fa"))
        try:
            build_bundle(gff, fasta, out / folder.name, B37, bundled, pieces=True)
        except InputError:
            continue
        yield folder, Reference(out / folder.name)


def expectations(folder: Path) -> Iterator[tuple[Variant, dict[str, set[str]]]]:
    """Yield each variant with the terms that are expected of it, by transcript.

    Left out are symbolic alleles and changes that bcftools reads together with others.
    """
    for vcf in sorted(folder.glob("*.vcf")):
        for line in vcf.read_text().splitlines():
            if line.startswith("#") or not line.strip():
                continue
            contig, position, _, ref, alts, _, _, info = line.split("\t")[:8]
            values = dict(part.partition("=")[::2] for part in info.split(";"))
            for alt in alts.split(","):
                terms: dict[str, set[str]] = {}
                for said in values.get("EXPL", values.get("EXP", "")).split(","):
                    columns = said.split("|")
                    change = columns[6] if len(columns) > 6 else f"{position}{ref}>{alt}"
                    if len(columns) > 2 and change == f"{position}{ref}>{alt}":
                        found = terms.setdefault(columns[2], set())
                        words = columns[0].lstrip("*").split("&")
                        found.update(SO_TERMS.get(word, word) for word in words)
                if set(alt) <= set("ACGTN") and terms:
                    yield Variant(contig.removeprefix("chr"), int(position), ref, alt, B37), terms


def terms_on(annotated: SmallVariant, transcript: str) -> set[str]:
    effects = [each for each in (annotated.effect, *annotated.other_effects) if each]
    own = [each for each in effects if each.transcript.split(".")[0] == transcript] or effects
    return {each.so_term for each in own[0].consequences} if own else set()


def test_consequences_agree_with_those_that_bcftools_expects(
    pieces: Path, tiny: Reference, tmp_path: Path
) -> None:
    counts, differing = Counter[str](), set()
    for folder, reference in bundles(pieces, tmp_path, tiny):
        annotator = Annotator(reference)
        known = {
            each.accession.split(".")[0]
            for gene in reference.genes_with_sequence
            for each in reference.transcripts_of(gene, B37)
        }
        for variant, expected in expectations(folder):
            annotated = annotator.with_other_transcripts(annotator.annotate(building.call(variant)))
            for transcript, terms in expected.items():
                if transcript not in known:
                    counts["not in the bundle"] += 1
                    continue
                ours = terms_on(annotated, transcript)
                agree = terms <= ours and ours - terms <= FINER
                counts["agree" if agree else "differ"] += 1
                if not agree:
                    differing.add(f"{folder.name} {variant.position}")

    assert differing - set(EXPLAINED) == set()
    assert counts["agree"] >= 30
    assert counts["agree"] + counts["differ"] == 41


def test_every_piece_gives_a_bundle_or_a_reason(
    pieces: Path, tiny: Reference, tmp_path: Path
) -> None:
    """No file of an honest annotation makes an exception that is not a sentence."""
    reasons = Counter[str]()
    for folder in sorted(pieces.iterdir()):
        for gff in folder.glob("*.gff"):
            fasta = min(folder.glob("*.fa"))
            out = tmp_path / folder.name / gff.stem
            try:
                build_bundle(gff, fasta, out, B37, tiny, pieces=True)
            except InputError as error:
                reasons[str(error).split(": ", 1)[1].split(" (")[0]] += 1

    assert reasons == {
        "holds no transcript with exons and a coding part": 7,
        "no transcript could be used: does not end with a stop codon": 5,
        "no transcript could be used: does not start with ATG or another start that is known "
        "for it": 5,
        "no transcript could be used: incomplete at its 5' end": 6,
        "none of its contigs is a chromosome": 4,
    }

"""A bundle made from GFF3 and FASTA answers as the bundle of the same genes does, on one build."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pysam
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import building
from oncomatch.annotation.annotator import Annotator
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.errors import InputError
from oncomatch.reference.bundle import Reference
from oncomatch.reference.manifest import checksum
from oncomatch.reference.origin import read_origin
from oncomatch.reference.single_build import BuildSummary, build_bundle
from unit.reference.gff_makers import DIALECTS, FORWARD, REVERSE, Model, ensembl, write_fasta

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
CHROMOSOME = building.tiny_chromosome()


def build(
    folder: Path,
    bundled: Reference,
    gff: str = "",
    contigs: dict[str, str] | None = None,
    **options: object,
) -> tuple[BuildSummary, Path]:
    """Build from texts; return the summary and the bundle's folder."""
    folder.mkdir(exist_ok=True)
    (folder / "made.gff3").write_text(gff or ensembl(FORWARD, REVERSE))
    fasta = write_fasta(folder / "made.fa", contigs or {"1": CHROMOSOME})
    given: dict[str, object] = {"margin": 100, **options}
    chosen = given.pop("build", B38)
    out = folder / "out"
    return build_bundle(folder / "made.gff3", fasta, out, chosen, bundled, **given), out


@pytest.fixture(scope="module")
def made(tiny: Reference, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("made"), tiny)[1]


@pytest.fixture(scope="module")
def whole(tiny: Reference, tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Return a bundle with a margin that reaches over the whole chromosome."""
    return Reference(build(tmp_path_factory.mktemp("whole"), tiny, margin=2000)[1])


def refusals(folder: Path) -> list[tuple[str, str]]:
    with (folder / "refused.tsv").open(newline="") as lines:
        return [(row["gene"], row["reason"]) for row in csv.DictReader(lines, delimiter="\t")]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("contig", ["1", "chr1", "NC_000001.11"])
def test_every_dialect_and_name_of_a_contig_gives_the_same_transcripts(
    dialect: str, contig: str, tiny: Reference, tmp_path: Path
) -> None:
    models = [replace(model, contig=contig) for model in (FORWARD, REVERSE)]
    build(tmp_path, tiny, DIALECTS[dialect](*models), {"chr1": CHROMOSOME})
    made = Reference(tmp_path / "out")

    for gene in ("FWD", "REV"):
        ours, theirs = made.reported_transcript(gene, B38), tiny.reported_transcript(gene, B38)
        assert ours is not None
        assert theirs is not None
        assert (ours.cds, ours.exons, ours.strand) == (theirs.cds, theirs.exons, theirs.strand)
        assert (ours.cds_start, ours.contig, ours.coding_only) == (theirs.cds_start, "1", False)
        assert ours.accession.endswith(".3")
        assert ours.protein.endswith(".2")
        assert made.find_gene(gene) == tiny.find_gene(gene)


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_the_annotation_is_that_of_the_same_genes_compiled_directly(
    whole: Reference, tiny: Reference, data: st.DataObject
) -> None:
    start0 = data.draw(st.integers(0, building.TINY_LENGTH - 4))
    ref = CHROMOSOME[start0 : start0 + data.draw(st.integers(1, 4))]
    alt = data.draw(st.text("ACGT", min_size=1, max_size=4).filter(lambda bases: bases != ref))
    call = building.call(Variant("1", start0 + 1, ref, alt, B38))
    ours, theirs = (Annotator(each).annotate(call) for each in (whole, tiny))

    assert ours.gene == theirs.gene
    assert (ours.effect is None) == (theirs.effect is None)
    if ours.effect is not None and theirs.effect is not None:
        assert ours.effect.consequences == theirs.effect.consequences
        assert ours.effect.protein_change == theirs.effect.protein_change
        assert ours.effect.hgvs_c.split(":")[1] == theirs.effect.hgvs_c.split(":")[1]


def test_only_genes_with_a_margin_are_kept(made: Path) -> None:
    """FWD lies on 1000-1560, REV on 2440-3000; the margin is 100."""
    bases = Reference(made).sequences.bases(B38, "1", 0, 4000)
    known = [(found.start(), found.end()) for found in re.finditer("[^N]+", bases)]

    assert known == [(900, 1660), (2340, 3100)]
    assert bases[900:1660] == CHROMOSOME[900:1660]


def test_the_other_build_is_absent_and_nothing_breaks(made: Path) -> None:
    reference = Reference(made)

    assert reference.builds == (B38,)
    assert reference.reported_transcript("FWD", B37) is None
    assert reference.transcripts_of("FWD", B37) == ()
    assert not reference.has_sequence("FWD", B37)
    assert reference.genes_near(B37, "1", 1000, 1001, 100) == ()
    assert reference.loci_over(B37, "1", 1000, 1001) == ()
    assert reference.gene_borders(B37, "1", 5000) == [0]
    assert reference.gene_loci(B37) == [None, None]
    assert reference.sequences.bases(B37, "1", 1000, 1004) == "NNNN"
    assert reference.genes_with_sequence == ("FWD", "REV")
    call = building.call(Variant("1", 1011, "A", "T", B37))
    assert Annotator(reference).annotate(call).effect is None


def test_the_same_files_give_the_same_bytes(made: Path, tiny: Reference, tmp_path: Path) -> None:
    again = build(tmp_path, tiny)[1]

    assert {path.name: path.read_bytes() for path in made.iterdir()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }


def test_the_origin_names_both_files_and_vouches_for_every_table(made: Path) -> None:
    origin = read_origin(made)

    assert (origin.gff.name, origin.fasta.name) == ("made.gff3", "made.fa")
    assert origin.fasta.sha256 == checksum(made.parent / "made.fa")
    assert (origin.build, origin.genes, origin.transcripts, origin.margin) == (B38, 2, 2, 100)
    assert origin.files == {
        path.name: checksum(path) for path in made.iterdir() if path.name != "origin.json"
    }


def test_an_index_or_compression_makes_no_difference(
    made: Path, tiny: Reference, tmp_path: Path
) -> None:
    plain = write_fasta(tmp_path / "made.fa", {"1": CHROMOSOME})
    pysam.tabix_compress(str(plain), str(tmp_path / "made.fa.gz"))
    out = tmp_path / "zipped"
    build_bundle(made.parent / "made.gff3", tmp_path / "made.fa.gz", out, B38, tiny, margin=100)

    assert (out / "sequence.npy").read_bytes() == (made / "sequence.npy").read_bytes()


def test_bases_that_the_fasta_does_not_know_stay_unknown(tiny: Reference, tmp_path: Path) -> None:
    """In an intron they are a gap; in a coding part the transcript is refused."""
    bases = CHROMOSOME[:1100] + "NNRN" + CHROMOSOME[1104:2460] + "N" + CHROMOSOME[2461:]
    out = build(tmp_path, tiny, contigs={"1": bases})[1]
    reference = Reference(out)

    assert reference.sequences.bases(B38, "1", 1098, 1106) == (
        CHROMOSOME[1098:1100] + "NNNN" + CHROMOSOME[1104:1106]
    )
    assert refusals(out) == [
        ("REV", "the FASTA has letters other than A, C, G, T in the coding part")
    ]
    assert reference.find_gene("REV") is not None
    assert not reference.has_sequence("REV", B38)
    assert reference.loci_over(B38, "1", 2500, 2501) == ("REV",)


def test_a_gene_whose_select_transcript_is_refused_has_no_sequence(
    tiny: Reference, tmp_path: Path
) -> None:
    whole = replace(FORWARD, number=3)
    broken = replace(FORWARD, tag="MANE Select", coding=((1011, 1040), *FORWARD.coding[1:]))
    out = build(tmp_path, tiny, ensembl(broken, whole, REVERSE))[1]

    assert [reason.split(":")[0].split(";")[0] for _, reason in refusals(out)] == [
        "the length of the coding part is not a multiple of three",
        "the gene's MANE Select transcript is refused",
    ]
    assert Reference(out).genes_with_sequence == ("REV",)


def test_a_gene_on_x_and_y_is_kept_once(tiny: Reference, tmp_path: Path) -> None:
    on_x, on_y = (replace(FORWARD, contig=contig) for contig in ("X", "Y"))
    y_copy = ensembl(replace(on_y, number=3)).replace("HGNC:3", "HGNC:1")
    contigs = {"X": CHROMOSOME, "Y": CHROMOSOME}
    out = build(tmp_path, tiny, ensembl(on_x) + y_copy, contigs)[1]
    transcript = Reference(out).reported_transcript("FWD", B38)

    assert transcript is not None
    assert transcript.contig == "X"
    assert refusals(out) == [("FWD", "the gene has another place, on X, as well")]


def test_transcripts_of_other_contigs_are_counted(tiny: Reference, tmp_path: Path) -> None:
    patch = replace(REVERSE, contig="GL000224.1")
    absent = replace(REVERSE, contig="2", gene="NEW", number=9)
    out = build(tmp_path, tiny, ensembl(FORWARD, patch, absent))[1]

    assert refusals(out) == [
        ("NEW", "not in the FASTA"),
        ("REV", "on a contig that is not a chromosome"),
    ]


def test_a_gene_that_hgnc_does_not_know_is_kept_under_its_name(
    tiny: Reference, tmp_path: Path
) -> None:
    out = build(tmp_path, tiny, ensembl(replace(FORWARD, gene="NOVEL", number=77), REVERSE))[1]
    reference = Reference(out)

    assert reference.genes_with_sequence == ("NOVEL", "REV")
    found = reference.find_gene("ENSG00000000077")
    assert found is not None
    assert (found.symbol, found.hgnc) == ("NOVEL", "HGNC:77")


# Mistakes.


def test_a_folder_in_use_is_left_alone(made: Path, tiny: Reference) -> None:
    with pytest.raises(InputError, match="is there already and not empty; give --out a new"):
        build_bundle(made.parent / "made.gff3", made.parent / "made.fa", made, B38, tiny)


@pytest.mark.parametrize(
    ("length", "sentence"),
    [
        (4001, "chromosome 1 has 4,001 bases, GRCh38 has 4,000; of no known build"),
        (3000, "that is GRCh37: say so with --build"),
    ],
)
def test_a_fasta_of_another_build_is_refused(
    length: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: Reference
) -> None:
    lengths = {B37: 3000, B38: 4000}
    monkeypatch.setattr(tiny, "contig_length", lambda build, contig: lengths[build])
    with pytest.raises(InputError, match=re.escape(sentence)):
        build(tmp_path, tiny, contigs={"1": (CHROMOSOME * 2)[:length]})
    assert not (tmp_path / "out").exists()

    summary, out = build(tmp_path / "a", tiny, contigs={"1": CHROMOSOME + "A"}, pieces=True)
    assert summary.transcripts == 2
    assert Reference(out).contig_length(B38, "1") == 4001
    assert Reference(out).contig_length(B37, "1") == 0


def test_files_of_two_builds_are_told_by_their_stop_codons(tiny: Reference, tmp_path: Path) -> None:
    models = [
        replace(FORWARD, number=number, gene=f"G{number}", exons=((at, at + 300),))
        for number, at in enumerate(range(0, 3000, 300), start=10)
    ]
    shifted = [replace(model, coding=((model.exons[0][0], model.exons[0][1]),)) for model in models]
    bases = "".join("ATG" + CHROMOSOME[at + 3 : at + 300] for at in range(0, 3000, 300))
    with pytest.raises(InputError, match="probably not of the same build"):
        build(tmp_path, tiny, ensembl(*shifted, REVERSE), {"1": bases + CHROMOSOME[3000:]})
    assert list(tmp_path.glob(".out*")) == []


def test_a_build_that_is_broken_off_leaves_nothing(tiny: Reference, tmp_path: Path) -> None:
    def stop(line: str) -> None:
        if line.startswith("chromosome"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, tiny, progress=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "made.fa",
        "made.fa.fai",
        "made.gff3",
    ]


def test_progress_is_a_line_a_chromosome(tiny: Reference, tmp_path: Path) -> None:
    said: list[str] = []
    build(tmp_path, tiny, progress=said.append)

    assert said[1:] == ["chromosome 1: 2 transcripts, 0 refused", "writing checksums"]


def test_the_genes_that_ship_stay_located(reference: Reference, tmp_path: Path) -> None:
    """A GFF3 of one gene: the others are named and placed, on the build that was asked for."""
    contigs = {"1": CHROMOSOME}
    model: Model = replace(FORWARD, gene="BRAF", number=1097)
    with pytest.raises(InputError, match="of no known build"):
        build(tmp_path, reference, ensembl(model), contigs)
    monkey = pytest.MonkeyPatch()
    monkey.setattr("oncomatch.reference.single_build._check_lengths", lambda *_: None)
    out = build(tmp_path, reference, ensembl(model), contigs)[1]
    monkey.undo()
    made = Reference(out)

    assert made.genes_with_sequence == ("BRAF",)
    assert made.find_gene("HER2") == reference.find_gene("ERBB2")
    locus = reference.gene_loci(B38)[[each.symbol for each in reference.genes()].index("ERBB2")]
    assert locus is not None
    assert "ERBB2" in made.loci_over(B38, *locus)
    assert made.contig_length(B37, "7") == reference.contig_length(B37, "7")
    assert json.loads((out / "origin.json").read_text())["build"] == "GRCh38"

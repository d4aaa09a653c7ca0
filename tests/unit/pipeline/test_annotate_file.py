"""Files of any size are annotated as single variants are, and nothing of them is lost."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pysam
import pytest

from building import ROOT, vcf_text
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError, ReferenceMismatchError
from oncomatch.pipeline import annotation_rows
from oncomatch.pipeline.annotate import Account, Request, annotate_file, request_of, sentences
from oncomatch.reference.bundle import Reference
from oncomatch.reporting.annotation_table import Row

EXAMPLE = ROOT / "resources" / "example"
EXAMPLES = pytest.mark.parametrize(
    "name", sorted(path.name for path in EXAMPLE.glob("*.vcf*") if path.suffix != ".tbi")
)
CONTIG = "##contig=<ID=chr{},length={}>"


def table(path: Path) -> list[Row]:
    head, *lines = path.read_text().splitlines()
    assert head.split("\t") == list(Row._fields)
    return [Row._make(line.split("\t")) for line in lines]


def annotated(vcf: Path, out: Path, **options: object) -> tuple[Account, list[Row]]:
    account = annotate_file(Request(vcf, out, **options))
    return account, table(out)


@pytest.fixture
def header(reference: Reference) -> list[str]:
    return [
        CONTIG.format(contig, reference.contig_length(GenomeBuild.GRCH38, contig))
        for contig in ("7", "12")
    ]


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


def nothing_in_bulk(maker: annotation_rows.RowMaker, *read: Any, **options: Any) -> dict[int, str]:
    return {}


@EXAMPLES
def test_the_bulk_gives_what_the_general_way_gives(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = annotated(EXAMPLE / name, tmp_path / "bulk.tsv")
    monkeypatch.setattr(annotation_rows.RowMaker, "plain", nothing_in_bulk)
    assert bulk == annotated(EXAMPLE / name, tmp_path / "general.tsv")
    assert bulk[0].described > 5


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    """Return a VCF with substitutions all over some genes, a few of them of odd form."""
    random = Random(20261120)
    build, rows = GenomeBuild.GRCH38, []
    for gene in [*random.sample(reference.genes_with_sequence, 40), "TP53", "KRAS", "NF1", "PTEN"]:
        transcript = reference.reported_transcript(gene, build)
        if transcript is None:
            continue
        borders = [at for exon in transcript.exons for at in exon]
        places = [random.choice(borders) + random.randint(-40, 40) for _ in range(25)]
        places += [
            transcript.to_genomic(transcript.cds_start + random.randrange(len(transcript.cds)))
            for _ in range(25)
        ]
        places += [random.randint(transcript.start0, transcript.end0) for _ in range(15)]
        for start0 in places:
            ref = reference.sequences.bases(build, transcript.contig, start0, start0 + 1)
            ref = random.choice("ACGT") if ref == "N" or random.random() < 0.02 else ref
            alt = random.choice([base for base in "ACGT" if base != ref] + [f"{ref}A", "a", "N"])
            depths = [str(random.randint(0, 60)) for _ in range(2)]
            reads = random.choice(
                [
                    f"GT:AD:DP 0/1:{','.join(depths)}:90",
                    f"GT:DP:AD:X 0/1:90:{','.join(depths)}",
                    "DP:AD 4294967296:1,2",
                    "GT:AD:DP 0/1:.:.",
                    "GT:AD:DP 0/1:3,4,5:12",
                    "GT:AD:DP 0/1:3,4",
                    "GT:RD:AD:DP 0/1:7:2:9",
                    "GT:AF:DP 0/1:0.25:80",
                ]
            )
            filters = random.choice(["PASS", ".", "weak"])
            name = f"chr{transcript.contig}"
            rows.append(f"{name} {start0 + 1} . {ref} {alt} . {filters} . {reads}")
    path = tmp_path_factory.mktemp("many") / "many.vcf"
    path.write_text(vcf_text(rows))
    return path


@pytest.mark.parametrize("kind", ["tsv", "vcf"])
def test_the_answers_in_bulk_are_those_of_the_general_way(
    tmp_path: Path, many: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = annotate_file(Request(many, tmp_path / f"bulk.{kind}", GenomeBuild.GRCH38))
    monkeypatch.setattr(annotation_rows.RowMaker, "plain", nothing_in_bulk)
    general = annotate_file(Request(many, tmp_path / f"general.{kind}", GenomeBuild.GRCH38))
    assert (tmp_path / f"bulk.{kind}").read_text() == (tmp_path / f"general.{kind}").read_text()
    assert bulk == general
    assert general.described > 2000


def test_plain_substitutions_are_answered_in_bulk(
    tmp_path: Path, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[int] = []
    plain = annotation_rows.RowMaker.plain

    def noted(maker: annotation_rows.RowMaker, *read: Any, **options: Any) -> dict[int, str]:
        answered.append(len(found := plain(maker, *read, **options)))
        return found

    monkeypatch.setattr(annotation_rows.RowMaker, "plain", noted)
    account = annotate_file(Request(many, tmp_path / "x.tsv", GenomeBuild.GRCH38))
    assert 0.4 * account.records < sum(answered) < account.described


@EXAMPLES
@pytest.mark.parametrize("kind", [".vcf", ".vcf.gz"])
def test_a_vcf_without_our_key_is_the_input(tmp_path: Path, name: str, kind: str) -> None:
    out = tmp_path / f"out{kind}"
    account = annotate_file(Request(EXAMPLE / name, out, everything=True))
    lines = text_of(out).splitlines(keepends=True)
    ours = [line for line in lines if "ONCOMATCH" in line]
    assert len(ours) == account.described + 1
    kept = "".join(line for line in lines if not line.startswith("##INFO=<ID=ONCOMATCH"))
    without = re.sub(r"\tONCOMATCH=[^;\t\n]*", "\t.", re.sub(r";ONCOMATCH=[^;\t\n]*", "", kept))
    assert without == text_of(EXAMPLE / name)


def test_an_annotated_file_is_indexed_and_annotated_anew(tmp_path: Path) -> None:
    first, second = tmp_path / "a.vcf.gz", tmp_path / "b.vcf.gz"
    annotate_file(Request(EXAMPLE / "DEMO-BRCA-01.mutect2.vcf.gz", first))
    annotate_file(Request(first, second))
    assert text_of(first) == text_of(second)
    with pysam.TabixFile(str(first)) as index:
        assert any("PIK3CA" in line for line in index.fetch("chr3", 179_000_000, 180_000_000))


def test_maf_and_parquet_have_the_rows_of_the_table(tmp_path: Path) -> None:
    vcf = EXAMPLE / "DEMO-LUAD-02.strelka2.vcf.gz"
    _, rows = annotated(vcf, tmp_path / "x.tsv")
    annotate_file(Request(vcf, tmp_path / "x.maf"))
    annotate_file(Request(vcf, tmp_path / "x.parquet"))
    maf = [line.split("\t") for line in (tmp_path / "x.maf").read_text().splitlines()[2:]]
    assert [line[0] for line in maf] == [row.gene for row in rows]
    parquet = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert [
        {name: "" if value is None else value for name, value in row.items()} for row in parquet
    ] == [
        {
            **row._asdict(),
            "position": int(row.position),
            "vaf": float(row.vaf) if row.vaf else "",
            "depth": int(row.depth) if row.depth else "",
            "alt_depth": int(row.alt_depth) if row.alt_depth else "",
        }
        for row in rows
    ]


def test_every_record_goes_one_way(tmp_path: Path, header: list[str]) -> None:
    """Lines of each kind: in a gene, beside it, in a gene without sequence, elsewhere, wrong."""
    vcf = tmp_path / "x.vcf"
    rows = [
        "chr12 25245350 . C T,A . PASS . GT:AD:DP 0/1:50,20,10:80",
        "chr12 25245350 . G T . PASS . GT:AD:DP 0/1:50,20:70",
        "chr12 25245350 . C <DEL> . PASS . GT:AD:DP 0/1:50,20:70",
        "chr12 25245350 . C . . PASS . GT:AD:DP 0/1:50,20:70",
        "chr12 25245350 . C R . PASS . GT:AD:DP 0/1:50,20:70",
        "chr12 25245350 . C",
        "chr12 nowhere . C T . PASS . GT:AD:DP 0/1:50,20:70",
        "chr12 100 . C T . PASS . GT:AD:DP 0/1:50,20:70",
        "chrUn_1 100 . C T . PASS . GT:AD:DP 0/1:50,20:70",
    ]
    vcf.write_text(vcf_text(rows, header=header))
    account, found = annotated(vcf, tmp_path / "x.tsv")
    assert account == Account(
        build=GenomeBuild.GRCH38,
        records=9,
        described=2,
        other_genes=0,
        elsewhere=2,
        left=(
            ("POS is not a position", 1),
            ("REF differs from the reference", 1),
            ("REF or ALT has letters other than A, C, G, T, N", 1),
            ("fewer than eight tab-separated columns", 1),
            ("no alternate allele", 1),
            ("symbolic allele; structural variants are not read from this file", 1),
        ),
        doubts=(),
    )
    assert [(row.protein_change, row.vaf, row.depth, row.alt_depth) for row in found] == [
        ("G12D", "0.25", "80", "20"),
        ("G12V", "0.125", "80", "10"),
    ]
    assert sentences(account)[0].startswith("9 records on GRCh38; 2 alleles described; 0 records")


def test_everything_describes_what_lies_elsewhere_too(tmp_path: Path, header: list[str]) -> None:
    vcf = tmp_path / "x.vcf"
    vcf.write_text(vcf_text(["chr12 100 . C T . PASS . GT:AD:DP 0/1:50,20:70"], header=header))
    account, found = annotated(vcf, tmp_path / "x.tsv", everything=True)
    assert (account.described, account.elsewhere) == (1, 0)
    assert (found[0].gene, found[0].consequence, found[0].note) == (
        "",
        "",
        "outside every known gene",
    )


def test_all_transcripts(tmp_path: Path) -> None:
    vcf = EXAMPLE / "DEMO-BRCA-01.mutect2.vcf.gz"
    _, reported = annotated(vcf, tmp_path / "x.tsv")
    _, every = annotated(vcf, tmp_path / "y.tsv", all_transcripts=True)
    assert set(reported) < set(every)
    assert {row[:4] for row in reported} == {row[:4] for row in every}


class TestBuild:
    def test_contig_lengths_tell_it(self, tmp_path: Path) -> None:
        for name, build in (("LUAD-01.vardict.vcf", "GRCh37"), ("SKCM-01.varscan.vcf.gz", "")):
            account = annotate_file(Request(EXAMPLE / f"DEMO-{name}", tmp_path / "x.tsv"))
            assert not build or account.build.value == build

    @pytest.mark.parametrize("build", list(GenomeBuild))
    def test_ref_alleles_tell_it_without_them(
        self, tmp_path: Path, reference: Reference, build: GenomeBuild
    ) -> None:
        rows = []
        for gene in ("KRAS", "BRAF", "TP53", "EGFR"):
            transcript = reference.reported_transcript(gene, build)
            assert transcript is not None
            for coding in range(0, 60, 6):
                start0 = transcript.to_genomic(transcript.cds_start + coding)
                ref = reference.sequences.bases(build, transcript.contig, start0, start0 + 1)
                alt = "A" if ref != "A" else "C"
                rows.append(f"{transcript.contig} {start0 + 1} . {ref} {alt} . PASS . GT 0/1")
        vcf = tmp_path / "x.vcf"
        vcf.write_text(vcf_text(rows))
        account = annotate_file(Request(vcf, tmp_path / "x.tsv"))
        assert (account.build, account.described) == (build, 40)

    def test_too_few_alleles_tell_nothing(self, tmp_path: Path) -> None:
        vcf = tmp_path / "x.vcf"
        vcf.write_text(vcf_text(["12 25245350 . C T . PASS . GT 0/1"]))
        with pytest.raises(InputError, match="give --build GRCh37 or GRCh38"):
            annotate_file(Request(vcf, tmp_path / "x.tsv"))
        said = Request(vcf, tmp_path / "x.tsv", GenomeBuild.GRCH38)
        assert annotate_file(said).described == 1

    def test_a_wrong_one_is_refused_and_leaves_nothing(self, tmp_path: Path) -> None:
        wrong = Request(
            EXAMPLE / "DEMO-BRCA-01.mutect2.vcf.gz", tmp_path / "x.tsv", GenomeBuild.GRCH37
        )
        with pytest.raises(ReferenceMismatchError):
            annotate_file(wrong)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "there is no such file"), ("", "the file is empty"), ("hello\n", "is not a VCF file")],
)
def test_no_vcf(tmp_path: Path, text: str | None, words: str) -> None:
    vcf = tmp_path / "x.vcf"
    if text is not None:
        vcf.write_text(text)
    with pytest.raises(InputError, match=words):
        annotate_file(Request(vcf, tmp_path / "y.tsv"))
    assert not (tmp_path / "y.tsv").exists()


OPTIONS = {
    "tumor_sample": "",
    "all_transcripts": False,
    "everything": False,
    "reference": None,
}


@pytest.mark.parametrize(
    ("out", "build", "words"),
    [
        ("x.txt", None, "what to write is not known; end the name in one of .tsv, .maf"),
        ("x.vcf", None, "is the input; give another name with -o"),
        ("y.vcf", "hg17", "'hg17' is not accepted; expected is GRCh37 or GRCh38"),
    ],
)
def test_options_that_cannot_be(tmp_path: Path, out: str, build: str | None, words: str) -> None:
    with pytest.raises(InputError, match=words):
        request_of(tmp_path / "x.vcf", build, {**OPTIONS, "out": tmp_path / out})

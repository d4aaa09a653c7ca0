"""Several files of a kind: merged, every source named, contradictions told, nothing lost."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from building import EXAMPLE, ask, facts_of, place, profiled, vcf_text
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.assay import Finding
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.ledger import LedgerLine
from oncomatch.domain.profile import TumorProfile
from oncomatch.errors import InputError
from oncomatch.matching.states import gene_states
from oncomatch.pipeline.case_files import write_case
from oncomatch.pipeline.profile_files import write_profile
from oncomatch.pipeline.single import request_case
from oncomatch.reference.bundle import open_reference

Take = Callable[..., TumorProfile]

OPTIONS = {"case_id": "A", "tumor_type": "SKCM", "build": "GRCh38"}


def row(change: str, counts: str = "60,40", rest: str = "PASS . GT:AD 0/1:") -> str:
    gene, _, name = change.partition(" ")
    variant = place(gene, name)
    head = f"{variant.contig} {variant.position} . {variant.ref} {variant.alt} ."
    return f"{head} {rest}{counts}"


def filtered(change: str, counts: str = "60,40") -> str:
    return row(change, counts, "weak . GT:AD 0/1:")


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Make the profile of a case with these files; `vcfs` are lists of rows."""

    def of(*vcfs: list[str], column: str = "vcf", texts: tuple[str, ...] = ()) -> TumorProfile:
        made = [vcf_text(sorted(rows, key=lambda line: int(line.split()[1]))) for rows in vcfs]
        paths = []
        for number, text in enumerate((*made, *texts)):
            paths.append(tmp_path / f"{'abc'[number]}.txt")
            paths[-1].write_text(text)
        request, config = request_case({**OPTIONS, column: "; ".join(map(str, paths))}, None)
        return profiled(request, config, open_reference())

    return of


def found(profile: TumorProfile) -> dict[str, SmallVariant]:
    return {each.label: each for each in profile.small_variants}


def test_parts_of_one_result_are_put_together(take: Take) -> None:
    substitutions, indels = [row("BRAF V600E")], [row("EGFR c.2235_2249del")]
    profile = take(substitutions, indels)

    assert {label: each.sources for label, each in found(profile).items()} == {
        "EGFR E746_A750del": ("b.txt",),
        "BRAF V600E": ("a.txt",),
    }
    assert (profile.ledger.records, profile.ledger.read, profile.ledger.reported) == (2, 2, 2)
    assert not any(each.caution for each in profile.small_variants)
    assert [(each.role, each.name) for each in profile.inputs] == [
        ("small variants", "a.txt"),
        ("small variants", "b.txt"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "sources", "depth", "caution"),
    [
        (row("BRAF V600E"), row("BRAF V600E"), "a b", 100, ""),
        (row("BRAF V600E"), row("BRAF V600E", "70,45"), "b a", 115, ""),
        (filtered("BRAF V600E", "9,9"), row("BRAF V600E"), "b", 100, "a.txt leaves it out (FILTER"),
        (row("BRAF V600E"), filtered("BRAF V600E", "9,9"), "a", 100, "b.txt leaves it out (FILTER"),
        (
            row("BRAF V600E", "500,500"),
            row("BRAF V600E", "950,50"),
            "a b",
            1000,
            "a.txt has it at VAF 0.5 of 1,000 reads and b.txt VAF 0.05 of 1,000 reads, which",
        ),
        (
            row("BRAF V600E"),
            row("BRAF V600E", "90,0", "PASS . GT:AD 0/0:"),
            "a",
            100,
            "b.txt has it, but not in the tumour sample",
        ),
    ],
    ids=["the same", "better support", "filtered first", "filtered then", "fractions", "absent"],
)
def test_one_allele_is_one_variant(
    first: str, second: str, sources: str, depth: int, caution: str, take: Take
) -> None:
    profile = take([first], [second])
    (variant,) = profile.small_variants

    assert [name.removesuffix(".txt") for name in variant.sources] == sources.split()
    assert variant.reads.depth == depth
    assert caution in variant.caution
    assert bool(caution) is variant.caution.startswith("contradiction between the files: ")
    contradicted = "The small-variant files contradict each other on 1 of the reported calls: "
    assert any(note.startswith(contradicted) for note in profile.notes) is bool(caution)
    assert profile.left_out == ()
    assert (profile.ledger.read, profile.ledger.reported) == (2, 1)


def test_the_same_deletion_written_otherwise_is_one(take: Take) -> None:
    variant = place("EGFR", "c.2235_2249del")
    bases = open_reference().sequences.bases(
        variant.build, variant.contig, variant.start0, variant.end0 + 5
    )
    more = bases[len(variant.ref) :]
    padded = f"{variant.contig} {variant.position} . {bases} {variant.alt}{more} . PASS . "
    profile = take([row("EGFR c.2235_2249del")], [f"{padded}GT:AD 0/1:60,40"])

    (only,) = profile.small_variants
    assert only.sources == ("a.txt", "b.txt")
    assert profile.ledger.filtered == (LedgerLine("the same call as in a.txt", 1),)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("consequence", "reported"), [("missense_variant", True), ("synonymous_variant", False)]
)
def test_the_annotation_of_one_file_counts_for_the_call_of_both(
    consequence: str, tmp_path: Path, *, reported: bool, turned: bool
) -> None:
    """GNAS has no embedded sequence; the file with fewer reads says what the call does."""
    assert not open_reference().has_sequence("GNAS", GenomeBuild.GRCH38)
    csq = (
        '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl '
        'VEP. Format: Allele|Consequence|SYMBOL|Feature|BIOTYPE|EXON|HGVSc|HGVSp|CANONICAL">'
    )
    entry = f"C|{consequence}|GNAS|ENST00000000001|protein_coding|8/13||ENSP1.1:p.Gln204His|"
    place_of = "20 58909375 . A C . PASS"
    known = vcf_text([f"{place_of} CSQ={entry} GT:AD 0/1:30,20"], header=(csq,))
    plain = vcf_text([f"{place_of} . GT:AD 0/1:60,40"])
    paths = [tmp_path / "a.vcf", tmp_path / "b.vcf"]
    for path, text in zip(paths, (known, plain)[:: -1 if turned else 1], strict=True):
        path.write_text(text)
    request, config = request_case({**OPTIONS, "vcf": ";".join(map(str, paths))}, None)
    profile = profiled(request, config, open_reference())

    assert [(each.effect is not None, each.reads.depth) for each in profile.small_variants] == (
        [(True, 100)] if reported else []
    )
    assert (profile.ledger.read, profile.ledger.reported) == (2, int(reported))


def test_a_call_that_both_files_left_out_is_left_out_once(take: Take) -> None:
    profile = take([filtered("BRAF V600E")], [filtered("BRAF V600E")])

    assert [each.label for each in profile.left_out] == ["BRAF V600E"]
    assert profile.ledger.filtered == (LedgerLine("FILTER weak", 2),)
    assert ask("BRAF p.V600E", profile).outcome is Outcome.UNKNOWN


K = "7 140753336 . AC TT ."
SINGLES = ["7 140753336 . A T .", "7 140753337 . C T ."]


@pytest.mark.parametrize("turned", [False, True], ids=["MNV first", "MNV second"])
@pytest.mark.parametrize(
    ("parts", "labels"),
    [
        ([f"{each} PASS . GT:AD 0/1:60,40" for each in SINGLES], {"BRAF V600K"}),
        (
            [
                f"{SINGLES[0]} PASS . GT:AD 0/1:10,90",
                f"{SINGLES[1]} PASS . GT:AD 0/1:60,40",
            ],
            {"BRAF V600K", "BRAF V600E", "BRAF V600M"},
        ),
        (
            [
                f"{SINGLES[0]} PASS . GT:PS:AD 0|1:7:60,40",
                f"{SINGLES[1]} PASS . GT:PS:AD 1|0:7:60,40",
            ],
            {"BRAF V600K", "BRAF V600E", "BRAF V600M"},
        ),
        ([f"{each} PASS . GT:PS:AD 0|1:7:60,40" for each in SINGLES], {"BRAF V600K"}),
    ],
    ids=["unphased", "one on more reads", "on different copies", "phased"],
)
def test_a_change_of_two_bases_and_its_parts(
    parts: list[str], labels: set[str], *, turned: bool, take: Take
) -> None:
    whole = [f"{K} PASS . GT:AD 0/1:60,40"]
    profile = take(*((parts, whole) if turned else (whole, parts)))

    assert set(found(profile)) == labels
    one = found(profile)["BRAF V600K"]
    assert (len(one.sources) == 2) is (len(labels) == 1)
    assert profile.ledger.read == 3
    assert (profile.ledger.reported == 1) is (len(labels) == 1) or profile.ledger.joined


def test_parts_outside_coding_sequences_are_taken_too(take: Take) -> None:
    """The promoter of TERT has no codons, and so no neighbours in them."""
    singles = [
        f"5 {1295113 + at} . N {alt} . PASS . GT:AD 0/1:60,40" for at, alt in ((0, "A"), (1, "C"))
    ]
    profile = take(["5 1295113 . NN AC . PASS . GT:AD 0/1:60,40"], singles)

    assert [each.sources for each in profile.small_variants] == [("a.txt", "b.txt")]
    assert (profile.ledger.read, profile.ledger.reported) == (3, 1)


def test_unphased_parts_meet_the_phased_change_of_another_file(take: Take) -> None:
    unphased = [f"{each} PASS . GT:AD 0/1:60,40" for each in SINGLES]
    phased = [f"{each} PASS . GT:PS:AD 0|1:7:60,40" for each in SINGLES]
    profile = take(unphased, phased)

    (only,) = profile.small_variants
    assert (only.label, only.sources, only.caution) == ("BRAF V600K", ("b.txt", "a.txt"), "")
    assert (profile.ledger.read, profile.ledger.reported, profile.ledger.joined) == (4, 2, 2)
    assert profile.ledger.filtered == (LedgerLine("part of BRAF V600K, as b.txt has it", 2),)


def test_neighbours_of_different_files_have_a_caution(take: Take) -> None:
    """Phase sets of two files are not one, whatever their names."""
    first, second = (f"{each} PASS . GT:PS:AD 0|1:7:60,40" for each in SINGLES)
    profile = take([first], [second])

    assert set(found(profile)) == {"BRAF V600E", "BRAF V600M"}
    assert all(
        "together they would be BRAF V600K" in each.caution for each in found(profile).values()
    )


def test_the_build_of_every_file_is_checked(take: Take) -> None:
    wrong = ["7 140453136 . A T . PASS . GT:AD 0/1:6,4", "12 25398285 . C T . PASS . GT:AD 0/1:6,4"]
    with pytest.raises(InputError, match=r"b\.txt: .*GRCh37"):
        take([row("BRAF V600E")], wrong)


def test_names_of_the_tumour_in_two_files(tmp_path: Path) -> None:
    for name, samples in (("a", ("NORMAL", "TUMOR")), ("b", ("P1", "P2"))):
        rows = [row("BRAF V600E") + " 0/1:10,90"]
        (tmp_path / f"{name}.vcf").write_text(vcf_text(rows, samples=samples))
    files = f"{tmp_path / 'a.vcf'};{tmp_path / 'b.vcf'}"

    def depth(name: str) -> tuple[str, str, float | None]:
        request, config = request_case({**OPTIONS, "vcf": files, "tumor_sample": name}, None)
        profile = profiled(request, config, open_reference())
        return profile.sample, profile.sample_choice, profile.small_variants[0].reads.vaf

    assert depth("P2; TUMOR") == (
        "",
        "a.vcf: TUMOR, named in the sheet; b.vcf: P2, named in the sheet",
        0.9,
    )
    with pytest.raises(InputError, match=r"b\.vcf: there is no sample 'TUMOR'"):
        depth("TUMOR")


def test_a_call_is_somatic_only_where_no_file_takes_it_for_inherited(tmp_path: Path) -> None:
    def normal_of(second: str) -> tuple[int | None, bool]:
        files = []
        for number, rest in enumerate((f"{row('BRAF V600E')} 0/0:100,0", second)):
            files.append(tmp_path / f"{number}.vcf")
            files[-1].write_text(vcf_text([rest], samples=("TUMOR", "NORMAL")))
        request, config = request_case({**OPTIONS, "vcf": ";".join(map(str, files))}, None)
        profile = profiled(request, config, open_reference())
        assert profile.normal.sample == "NORMAL"
        shown = profile.small_variants[0].normal
        assert shown is not None
        return shown.reads.alt_depth, shown.passed

    assert normal_of(f"{row('BRAF V600E')} 0/0:90,1") == (1, True)
    germline = row("BRAF V600E", rest="germline . GT:AD 0/1:")
    assert normal_of(f"{germline} 0/1:50,49") == (49, False)


def test_every_file_is_annotated_by_itself(tmp_path: Path) -> None:
    import pysam

    for name, change in (("a", "BRAF V600E"), ("b", "BRAF V600E")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "calls.vcf").write_text(vcf_text([row(change)]))
    files = f"{tmp_path / 'a/calls.vcf'};{tmp_path / 'b/calls.vcf'}"
    request, config = request_case({**OPTIONS, "vcf": files}, None)
    write_case(request, config, tmp_path / "out")

    for name in ("annotated.vcf.gz", "annotated.2.vcf.gz"):
        with pysam.VariantFile(str(tmp_path / "out" / name)) as out:
            assert "V600E" in str(next(iter(out)))
    status = [
        line.split("\t")[-1] for line in (tmp_path / "out/variants.tsv").read_text().splitlines()
    ]
    assert status == ["status", "reported: determined", "the same call as in calls.vcf (file 1)"]
    report = (tmp_path / "out/report.html").read_text()
    assert "called in calls.vcf (file 1) and calls.vcf (file 2)" in report

    request, config = request_case({**OPTIONS, "vcf": tmp_path / "a/calls.vcf"}, None)
    write_profile(request, config, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").glob("annotated*gz")] == ["annotated.vcf.gz"]
    profile = json.loads((tmp_path / "out/profile.json").read_text())
    assert profile["small_variants"][0]["sources"] == []


def test_as_many_annotated_copies_as_files(tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_text(vcf_text([row("BRAF V600E")]))
    request, config = request_case({**OPTIONS, "vcf": tmp_path / "a.vcf"}, None)
    with pytest.raises(InputError, match="2 annotated VCFs for 1 of the case; give the tool's"):
        write_profile(request, config, tmp_path / "out", [tmp_path / "a.vcf"] * 2)


HEADER = "gene\tcopy_number\n"


@pytest.mark.parametrize(
    ("first", "second", "state", "asked", "words"),
    [
        ("12", "11", Finding.DETECTED, Outcome.MET, "12 copies (at least 6)"),
        ("12", "2", Finding.UNCLEAR, Outcome.UNKNOWN, "12 copies (at least 6) in a.txt, 2 copies"),
        ("0", "12", Finding.UNCLEAR, Outcome.UNKNOWN, "the files contradict each other"),
        ("4", "12", Finding.DETECTED, Outcome.UNKNOWN, "the files contradict each other"),
        ("7", "40", Finding.DETECTED, Outcome.MET, "7 copies (at least 6) in a.txt, 40 copies"),
        ("2", "2", Finding.NOT_DETECTED, Outcome.NOT_MET, "2 copies"),
    ],
)
def test_copies_of_two_files(
    first: str, second: str, state: Finding, asked: Outcome, words: str, take: Take
) -> None:
    profile = take(
        column="copy_number", texts=(f"{HEADER}MET\t{first}\n", f"{HEADER}MET\t{second}\n")
    )
    (number,) = profile.copy_numbers

    assert gene_states(facts_of(profile), ["MET"])[0].copy_number is state
    answer = ask("MET amplification", profile)
    assert (answer.outcome, words in answer.reason) == (asked, True)
    assert number.source == "a.txt; b.txt"
    assert profile.assay.copy_number == "a.txt; b.txt"
    contradicts = any("contradict each other on MET: nobody" in note for note in profile.notes)
    assert contradicts is ("the files contradict" in number.reason)


def test_copies_explain_a_ratio_without_purity(take: Take) -> None:
    cns = "chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight\n"
    ratio = f"{cns}chr7\t116000000\t117000000\tMET\t0.9\t100\t100\t100\n"
    profile = take(column="copy_number", texts=(ratio, f"{HEADER}MET\t12\nMYC\t2\n"))
    numbers = {number.gene: number for number in profile.copy_numbers}

    assert (numbers["MET"].copies, numbers["MET"].possible) == (12, ())
    assert (numbers["MET"].source, numbers["MYC"].source) == ("a.txt; b.txt", "b.txt")
    assert any(
        note.startswith("a.txt: The copy-number file gives ratios") for note in profile.notes
    )


def test_fusions_of_two_files_are_put_together(take: Take) -> None:
    header = "gene5\tgene3\treads\n"
    profile = take(
        column="fusions",
        texts=(f"{header}EML4\tALK\t10\n", f"{header}EML4\tALK\t90\nKIF5B\tRET\t7\n"),
    )

    assert [(each.label, each.reads) for each in profile.rearrangements] == [
        ("EML4::ALK fusion", 90),
        ("KIF5B::RET fusion", 7),
    ]
    assert profile.assay.fusions == "a.txt; b.txt"


@pytest.mark.parametrize("turned", [False, True])
def test_a_file_in_two_parts_is_the_file(tmp_path: Path, *, turned: bool) -> None:
    """Substitutions and the others, as Strelka2 writes them; nothing differs but the sources."""
    whole = EXAMPLE / "DEMO-BRCA-01.mutect2.vcf.gz"
    lines = gzip.decompress(whole.read_bytes()).decode().splitlines(keepends=True)
    parts = [tmp_path / "snvs.vcf", tmp_path / "indels.vcf"]
    for substitutions, path in zip((True, False), parts, strict=True):
        path.write_text(
            "".join(
                line
                for line in lines
                if line.startswith("#")
                or all(len(cell) == 1 for cell in line.split("\t")[3:5]) is substitutions
            )
        )

    def read(*paths: Path) -> TumorProfile:
        request, config = request_case({**OPTIONS, "vcf": ";".join(map(str, paths))}, None)
        return profiled(request, config, open_reference())

    one, two = read(whole), read(*(parts[::-1] if turned else parts))

    assert tuple(replace(each, sources=()) for each in two.small_variants) == one.small_variants
    assert two.left_out == one.left_out
    assert two.ledger == one.ledger

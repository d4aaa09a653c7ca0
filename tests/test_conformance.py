"""The conformance suite: each row of tests/conformance runs through the engine that serves cases.

The tables are for other tools, too; docs/conformance.md tells their columns. `--update-golden`
writes the spellings anew from the alterations.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from functools import cache

import pytest

from building import ROOT, facts_of, profiled, tumor, vcf_text
from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.lookup import Question
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tumor_type import relate
from oncomatch.errors import TumorTypeError
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.evaluator import Evaluator
from oncomatch.pipeline.lookup import Lookup, open_lookup
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.reporting.maf import place
from spelling import notations_of, spellings_of, variants_of

TABLES = ROOT / "tests" / "conformance"
SPELLING_COLUMNS = ("alteration", "build", "style", "gene", "written")
_HAPLOTYPE = "0|1:77:300,200:500"
_CALLED = "0/1:.:300,200:500"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the suite."""
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def label(row: dict[str, str]) -> str:
    return " | ".join(list(row.values())[:3])


ALTERATIONS = {row["alteration"]: row for row in rows("alterations")}
EXPECTED: dict[str, list[dict[str, str]]] = {}
for _row in rows("expectations"):
    EXPECTED.setdefault(_row["alteration"], []).append(_row)


def spelling_rows() -> Iterable[tuple[str, ...]]:
    """Yield the rows of `spellings.tsv` as the bundled reference gives them."""
    for name, row in ALTERATIONS.items():
        variants = variants_of(row["gene"], row["notation"])
        for build, variant in variants.items():
            for each in spellings_of(variant):
                written = " ".join(each.records)
                yield name, build.value, f"VCF {each.style}", row["gene"], written
        for style, text in notations_of(variants):
            yield name, "", style, row["gene"], text


def test_the_spellings_are_what_the_reference_gives(update_golden: bool) -> None:
    lines = ["\t".join(SPELLING_COLUMNS), *("\t".join(cells) for cells in spelling_rows())]
    text = "\n".join(lines) + "\n"
    if update_golden:
        (TABLES / "spellings.tsv").write_text(text, encoding="utf-8")

    assert text == (TABLES / "spellings.tsv").read_text(encoding="utf-8")


def test_every_alteration_has_expectations_and_every_pattern_one_meaning() -> None:
    assert set(EXPECTED) == set(ALTERATIONS)
    for name, expected in EXPECTED.items():
        patterns = [row["pattern"] for row in expected]
        assert len(patterns) == len(set(patterns)), name


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., TumorProfile]:
    """Return a function that takes records in as a case whose panel is a list of genes."""
    folder = tmp_path_factory.mktemp("conformance")
    number = iter(range(1_000_000))

    def profile(
        build: str,
        lines: list[str],
        genes: Iterable[str],
        header: tuple[str, ...] = (),
        text: str = "",
    ) -> TumorProfile:
        stem = f"{next(number)}"
        vcf, panel = folder / f"{stem}.vcf", folder / f"{stem}.genes.txt"
        vcf.write_text(text or vcf_text(lines, header=header), encoding="utf-8")
        panel.write_text("".join(f"{gene}\n" for gene in genes), encoding="utf-8")
        case = CaseInfo("conformance", "LUAD", "Lung Adenocarcinoma", GenomeBuild.parse(build))
        request = CaseRequest(case, vcf=(vcf,), panel=panel, markers=TumorMarkers())
        return profiled(request, Config(), open_reference())

    return profile


def vcf_lines(written: str) -> list[str]:
    """Return the lines of `contig:position:REF>ALT` records, of one haplotype if several."""
    records = written.split(" ")
    sample = _HAPLOTYPE if len(records) > 1 else _CALLED
    lines = []
    for record in records:
        contig, position, alleles = record.split(":")
        ref, alt = alleles.split(">")
        lines.append(f"{contig} {position} . {ref} {alt} . PASS . GT:PS:AD:DP {sample}")
    return sorted(lines, key=lambda line: int(line.split(" ")[1]))


def wrong(expected: list[dict[str, str]], answer: Callable[[str], Outcome]) -> list[str]:
    """Return what is answered otherwise than expected."""
    found = {row["pattern"]: answer(row["pattern"]).value for row in expected}
    return [
        f"{row['pattern']}: {found[row['pattern']]}, expected {row['expected']}: {row['why']}"
        for row in expected
        if found[row["pattern"]] != row["expected"]
    ]


SPELLINGS = rows("spellings")
IN_VCF = [row for row in SPELLINGS if row["build"]]
IN_WORDS = [row for row in SPELLINGS if not row["build"]]


@pytest.mark.parametrize("row", IN_VCF, ids=label)
def test_an_alteration_in_a_file_matches_what_it_must(
    row: dict[str, str], take: Callable[..., TumorProfile]
) -> None:
    profile = take(row["build"], vcf_lines(row["written"]), [row["gene"]])
    facts = facts_of(profile)

    assert not wrong(
        EXPECTED[row["alteration"]], lambda text: evaluate(parse_biomarker(text), facts).outcome
    )


MAF_COLUMNS = (
    "Hugo_Symbol",
    "NCBI_Build",
    "Chromosome",
    "Start_Position",
    "End_Position",
    "Reference_Allele",
    "Tumor_Seq_Allele2",
    "t_ref_count",
    "t_alt_count",
)


def maf_text(row: dict[str, str]) -> str:
    """Return a MAF of the one record of a row, with `-` for an allele without bases."""
    contig, position, alleles = row["written"].split(":")
    start, end, ref, alt = place(int(position), *alleles.split(">"))
    cells = (row["gene"], row["build"], contig, str(start), str(end), ref, alt, "300", "200")
    return "\n".join(("#version 2.4", "\t".join(MAF_COLUMNS), "\t".join(cells), ""))


@pytest.mark.parametrize("row", [row for row in IN_VCF if " " not in row["written"]], ids=label)
def test_an_alteration_in_a_maf_matches_what_it_must(
    row: dict[str, str], take: Callable[..., TumorProfile]
) -> None:
    facts = facts_of(take(row["build"], [], [row["gene"]], text=maf_text(row)))

    assert not wrong(
        EXPECTED[row["alteration"]], lambda text: evaluate(parse_biomarker(text), facts).outcome
    )


@cache
def the_lookup() -> Lookup:
    return open_lookup(Config())


@cache
def evaluator_of(gene: str, words: str) -> Evaluator:
    return the_lookup().evaluator_of(gene, words)


@pytest.mark.parametrize("row", IN_WORDS, ids=label)
def test_a_notation_matches_what_it_must_and_nothing_else(row: dict[str, str]) -> None:
    """A question says nothing of the rest of the gene: what is not met may stay unknown."""
    evaluator = evaluator_of("", row["written"])
    expected = EXPECTED[row["alteration"]]
    found = {
        each["pattern"]: evaluator.answer(parse_biomarker(each["pattern"])) for each in expected
    }

    met = {pattern for pattern, answer in found.items() if answer.outcome is Outcome.MET}
    must = {each["pattern"] for each in expected if each["expected"] == "met"}
    negative = {pattern for pattern in must if pattern.startswith("not ")}
    assert must - negative <= met <= must


@pytest.mark.parametrize("row", rows("words"), ids=label)
def test_words_mean_the_pattern_or_nothing(row: dict[str, str]) -> None:
    understood = the_lookup().answer(Question(row["gene"], row["alteration"], "")).understood

    meant = " and ".join(f"({part})" if " or " in part else part for part in [row["understood"]])
    assert understood.alteration == meant


@pytest.mark.parametrize("row", rows("stated"), ids=label)
def test_a_statement_answers_a_pattern(row: dict[str, str]) -> None:
    answer = evaluator_of(row["gene"], row["alteration"]).answer(parse_biomarker(row["pattern"]))

    assert answer.outcome.value == row["expected"], answer.reason


def tumour_of(row: dict[str, str]) -> TumorProfile:
    """Return the made-up tumour of a row of `tumours.tsv`."""

    def changes(column: str) -> list[tuple[str, str]]:
        named = [each.partition(" ") for each in row[column].split(";") if each]
        return [(gene, change) for gene, _, change in named]

    def numbers(column: str) -> dict[str, str]:
        return dict(each.split("=") for each in row[column].split(";") if each)

    markers = numbers("markers")
    return tumor(
        "LUAD",
        changes("variants"),
        left_out=changes("left_out"),
        copies={gene: float(number) for gene, number in numbers("copies").items()},
        panel=None if row["panel"] == "-" else row["panel"].split(),
        her2_ihc=markers.get("her2_ihc"),
        msi=markers.get("msi"),
        tmb=float(markers["tmb"]) if "tmb" in markers else None,
    )


@pytest.mark.parametrize(
    "row", rows("tumours"), ids=lambda row: f"{row['tumour']} {row['pattern']}"
)
def test_a_tumour_answers_a_pattern(row: dict[str, str]) -> None:
    answer = evaluate(parse_biomarker(row["pattern"]), facts_of(tumour_of(row)))

    assert answer.outcome.value == row["expected"], answer.reason


@pytest.mark.parametrize("row", rows("tumor_types"), ids=label)
def test_a_tumour_type_is_known_or_refused(row: dict[str, str]) -> None:
    try:
        found = open_tumor_types().understand(row["written"]).tumor_type.code
    except TumorTypeError:
        found = ""

    assert found == row["code"]


@pytest.mark.parametrize("row", rows("tumor_relations"), ids=label)
def test_a_statement_about_a_tumour_type_relates_to_the_case(row: dict[str, str]) -> None:
    case, statement = (open_tumor_types().get(row[key]) for key in ("case", "statement"))

    assert relate(case, statement).value == row["relation"]


@pytest.mark.parametrize(
    "row", rows("vcf_traps"), ids=lambda row: f"{row['trap']} {row['pattern']}"
)
def test_a_trap_of_vcf(row: dict[str, str], take: Callable[..., TumorProfile]) -> None:
    lines = [line for line in row["lines"].split(" / ") if line]

    profile = take(GenomeBuild.GRCH37.value, lines, [row["gene"]])
    answer = evaluate(parse_biomarker(row["pattern"]), facts_of(profile))

    assert answer.outcome.value == row["expected"], answer.reason
    assert str(len(profile.small_variants)) == row["reported"]

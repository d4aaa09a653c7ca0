"""The annotated VCF: the input with one INFO key more, readable by htslib, indexed if sorted.

Escapes: VCF 4.3, section 1.2: in INFO `;`, `=`, `,` and `%` are percent-encoded, white space is
not allowed. `|` separates our own fields.
"""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pysam
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import building
from oncomatch.domain.alteration import AnnotationState, SmallVariant
from oncomatch.reporting.annotated_vcf import (
    EMPTY_HEADER,
    FIELDS,
    KEY,
    AnnotatedVcf,
    describe,
    header_line,
)

HEADER = (
    "##fileformat=VCFv4.2",
    "##contig=<ID=1,length=5000>",
    "##contig=<ID=2,length=5000>",
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="depth, = all; reads">',
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOR",
)


@pytest.fixture(scope="module")
def missense() -> SmallVariant:
    return building.small("KRAS", "G12C")


def columns(position: int = 100, contig: str = "1", info: str = "DP=30") -> tuple[str, ...]:
    return (contig, str(position), "rs1", "A", "G", "50.00", "PASS", info, "GT:AD", "0/1:10,5")


def write(
    path: Path, rows: list[tuple[tuple[str, ...], list[SmallVariant]]], header=HEADER
) -> list[str]:
    """Write a file; return its lines."""
    with AnnotatedVcf(path, header) as out:
        for row, annotated in rows:
            out.add(row, annotated)
    return gzip.decompress(path.read_bytes()).decode("utf-8", "surrogateescape").splitlines()


def entry(line: str) -> str:
    """Return what our key says in a line."""
    info = line.split("\t")[7].split(";")
    (found,) = [each for each in info if each.startswith(f"{KEY}=")]
    return found.removeprefix(f"{KEY}=")


def test_the_header_is_the_input_s_with_our_line_last(tmp_path: Path):
    lines = write(tmp_path / "a.vcf.gz", [])

    assert lines == [*HEADER[:-1], header_line(), HEADER[-1]]


def test_the_header_names_the_fields_in_their_order():
    assert header_line() == (
        '##INFO=<ID=ONCOMATCH,Number=.,Type=String,Description="oncomatch, one entry an annotated '
        "ALT allele, in their order: Gene|Transcript|Consequence|Impact|Exon|HGVS_c|HGVS_p|"
        'Protein_change|Status. Reserved characters are percent-encoded.">'
    )


def test_columns_stay_as_they_are(tmp_path: Path, missense: SmallVariant):
    lines = write(tmp_path / "a.vcf.gz", [(columns(), [missense]), (columns(200), [])])
    first, second = (line.split("\t") for line in lines[-2:])

    assert (*first[:7], *first[8:]) == (*columns()[:7], *columns()[8:])
    assert first[7].startswith(f"DP=30;{KEY}=")
    assert tuple(second) == columns(200), "a record without annotation is not touched"


@pytest.mark.parametrize("info", [".", ""])
def test_an_empty_info_is_replaced(tmp_path: Path, info: str, missense: SmallVariant):
    lines = write(tmp_path / "a.vcf.gz", [(columns(info=info), [missense])])

    assert lines[-1].split("\t")[7] == f"{KEY}={describe(missense)}"


def test_bytes_that_are_not_utf_8_come_out_as_they_went_in(tmp_path: Path):
    row = columns(info=b"NOTE=caf\xe9".decode("utf-8", "surrogateescape"))

    write(tmp_path / "a.vcf.gz", [(row, [])])

    assert b"NOTE=caf\xe9" in gzip.decompress((tmp_path / "a.vcf.gz").read_bytes())


def test_every_annotated_allele_has_an_entry_in_order(tmp_path: Path, missense: SmallVariant):
    other = building.small("KRAS", "G12D")
    lines = write(tmp_path / "a.vcf.gz", [(columns(), [missense, other])])

    changes = [
        each.split("|")[FIELDS.index("Protein_change")] for each in entry(lines[-1]).split(",")
    ]
    assert changes == ["G12C", "G12D"]


def test_the_fields_of_an_entry(missense: SmallVariant):
    """KRAS codon 12 lies in exon 2; the transcript is the bundled reference's."""
    effect = missense.effect
    assert effect is not None
    said = dict(zip(FIELDS, describe(missense).split("|"), strict=True))

    assert said == {
        "Gene": "KRAS",
        "Transcript": effect.transcript,
        "Consequence": "missense_variant",
        "Impact": "MODERATE",
        "Exon": "2/5",
        "HGVS_c": effect.hgvs_c,
        "HGVS_p": effect.hgvs_p,
        "Protein_change": "G12C",
        "Status": "determined",
    }


def test_consequences_are_joined(missense: SmallVariant):
    """A change at the end of an exon alters the protein and lies in the splice region."""
    effect = missense.effect
    assert effect is not None
    both = (effect.consequences[0], type(effect.consequences[0]).SPLICE_REGION)
    variant = replace(missense, effect=replace(effect, consequences=both))

    assert describe(variant).split("|")[2] == "missense_variant&splice_region_variant"


def test_a_call_that_is_left_out_says_why(missense: SmallVariant):
    variant = replace(missense, left_out="FILTER weak_evidence;germline, fewer than 20 % = low")

    status = describe(variant).split("|")[-1]

    assert status == "FILTER_weak_evidence%3Bgermline%2C_fewer_than_20_%25_%3D_low"


def test_a_gene_without_consequence(missense: SmallVariant):
    variant = replace(
        missense, gene="GNAQ; OTHER", effect=None, state=AnnotationState.NOT_DETERMINED
    )

    assert describe(variant) == "GNAQ%3B_OTHER||||||||consequence_not_determined_here"


@given(text=st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs"))))
@settings(max_examples=80, deadline=None)
def test_an_entry_holds_no_reserved_character_and_is_read_back(text: str):
    variant = replace(building.small("KRAS", "G12C"), left_out=text)
    fields = describe(variant).split("|")

    assert len(fields) == len(FIELDS)
    assert not set("".join(fields)) & set(";=, \t\n")
    assert unquote(fields[-1]) == (text or "determined").replace(" ", "_")


def test_synonymous_protein_notation_is_escaped(missense: SmallVariant):
    """`p.(Gly12=)` holds a reserved character."""
    effect = missense.effect
    assert effect is not None
    variant = replace(missense, effect=replace(effect, hgvs_p="NP_1.1:p.(Gly12=)"))

    assert "|NP_1.1:p.(Gly12%3D)|" in describe(variant)


def test_htslib_reads_it(tmp_path: Path, missense: SmallVariant):
    path = tmp_path / "a.vcf.gz"
    write(path, [(columns(100), [missense]), (columns(200), []), (columns(50, "2"), [missense])])

    with pysam.VariantFile(str(path)) as vcf:
        declared = vcf.header.info[KEY]
        assert (declared.number, declared.type) == (".", "String")
        assert [(each.chrom, each.pos) for each in vcf.fetch("1", 99, 250)] == [
            ("1", 100),
            ("1", 200),
        ]
        (found,) = vcf.fetch("2")
        assert found.info[KEY] == (describe(missense),)
        assert found.info["DP"] == 30


UNSORTED = {
    "position goes back": [("1", 200), ("1", 100)],
    "contig comes again": [("1", 100), ("2", 100), ("1", 300)],
}


@pytest.mark.parametrize("case", UNSORTED)
def test_an_unsorted_file_keeps_its_order_and_has_no_index(tmp_path: Path, case: str):
    path = tmp_path / "a.vcf.gz"
    places = UNSORTED[case]
    lines = write(path, [(columns(position, contig), []) for contig, position in places])

    found = [tuple(line.split("\t")[:2]) for line in lines if not line.startswith("#")]
    assert found == [(contig, str(position)) for contig, position in places]
    assert [each.name for each in tmp_path.iterdir()] == ["a.vcf.gz"]


SORTED = {
    "one position twice": [("1", 100), ("1", 100)],
    "contigs in another order": [("2", 100), ("1", 50)],
    "a lower position on the next contig": [("1", 900), ("2", 100)],
}


@pytest.mark.parametrize("case", SORTED)
def test_a_sorted_file_has_an_index(tmp_path: Path, case: str):
    path = tmp_path / "a.vcf.gz"
    write(path, [(columns(position, contig), []) for contig, position in SORTED[case]])

    with pysam.TabixFile(str(path)) as vcf:
        assert sum(1 for contig in vcf.contigs for _ in vcf.fetch(contig)) == len(SORTED[case])


def test_the_index_of_an_older_sorted_file_goes(tmp_path: Path):
    """With it htslib would find the wrong records."""
    path = tmp_path / "a.vcf.gz"
    write(path, [(columns(100), [])])
    assert Path(f"{path}.tbi").exists()

    write(path, [(columns(200), []), (columns(100), [])])

    assert not Path(f"{path}.tbi").exists()


def test_a_case_without_a_file_has_a_valid_vcf_without_records(tmp_path: Path):
    path = tmp_path / "a.vcf.gz"

    assert write(path, [], EMPTY_HEADER) == [EMPTY_HEADER[0], header_line(), EMPTY_HEADER[1]]
    with pysam.VariantFile(str(path)) as vcf:
        assert list(vcf) == []


def break_off(path: Path) -> None:
    with AnnotatedVcf(path, HEADER) as out:
        out.add(columns(300), [])
        raise OSError("disk full")


def test_a_file_that_is_broken_off_does_not_appear(tmp_path: Path):
    with pytest.raises(OSError, match="disk full"):
        break_off(tmp_path / "a.vcf.gz")

    assert list(tmp_path.iterdir()) == []


def test_when_writing_breaks_off_the_old_file_keeps_its_index(tmp_path: Path):
    path = tmp_path / "a.vcf.gz"
    write(path, [(columns(100), [])])
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}

    with pytest.raises(OSError, match="disk full"):
        break_off(path)

    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_our_own_output_as_input_has_the_key_once(tmp_path: Path, missense: SmallVariant):
    """VCF 4.3: a key stands once in the header and once in INFO; the new entry is the right one."""
    older = replace(missense, left_out="low depth")
    first = write(tmp_path / "a.vcf.gz", [(columns(), [older])])
    header = tuple(line for line in first if line.startswith("#"))

    lines = write(tmp_path / "b.vcf.gz", [(tuple(first[-1].split("\t")), [missense])], header)

    assert [line for line in lines if line.startswith(f"##INFO=<ID={KEY},")] == [header_line()]
    assert entry(lines[-1]) == describe(missense)
    assert lines[-1].split("\t")[7] == f"DP=30;{KEY}={describe(missense)}"


def test_an_entry_of_an_older_run_goes_where_there_is_none_now(tmp_path: Path):
    """It would speak of a gene that this run says nothing of."""
    rows = [(columns(info=info), []) for info in (f"{KEY}=X|Y", f"DP=30;{KEY}=X|Y;END=7")]
    lines = write(tmp_path / "a.vcf.gz", rows)

    assert [line.split("\t")[7] for line in lines[-2:]] == [".", "DP=30;END=7"]


@pytest.mark.parametrize("info", [f"MY{KEY}=1", f"{KEY}_2=1", f"NOTE={KEY}", f"A;;{KEY}2"])
def test_a_key_of_another_name_stays(tmp_path: Path, info: str):
    lines = write(tmp_path / "a.vcf.gz", [(columns(info=info), [])])

    assert lines[-1].split("\t")[7] == info


def test_the_same_records_give_the_same_bytes(tmp_path: Path, missense: SmallVariant):
    for name in ("a", "b"):
        write(tmp_path / f"{name}.vcf.gz", [(columns(), [missense])])

    assert (tmp_path / "a.vcf.gz").read_bytes() == (tmp_path / "b.vcf.gz").read_bytes()

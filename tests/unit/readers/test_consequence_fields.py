"""CSQ, ANN and BCSQ are read by their header's own field order; hostile text costs nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.consequence import Consequence
from oncomatch.readers.consequence_fields import ConsequenceFields, FileEffect
from oncomatch.readers.vcf import VcfHeader, VcfRecord

VEP = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. '
    "Format: Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|HGVSc|HGVSp|"
    'Protein_position|Amino_acids|CANONICAL|MANE_SELECT|PICK|ALLELE_NUM">'
)
SNPEFF = (
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | "
    "Annotation | Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | "
    "Transcript_BioType | Rank | HGVS.c | HGVS.p | cDNA.pos / cDNA.length' \">"
)
BCFTOOLS = (
    '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Haplotype-aware consequence annotation '
    "from BCFtools/csq, see http://samtools.github.io/bcftools/howtos/csq-calling.html for "
    "details. Format: '[*]consequence|gene|transcript|biotype[|strand|amino_acid_change|"
    "dna_change]' or, for consequences of variants split across multiple sites, a pointer to the "
    "record storing the consequences '@position'. '*' prefix indicates a consequence downstream "
    'from a stop">'
)
VERSIONS = {
    "VEP": ('"v106" time="2022-07-11"',),
    "SnpEffVersion": ('"5.1d (build 2022-04-19 15:49)"',),
    "bcftools_csqVersion": ("1.21+htslib-1.21",),
}


def header(*lines: str) -> VcfHeader:
    return VcfHeader((*lines, "#CHROM"), ("T",), {}, VERSIONS)


def read(declared: str, info: str, ref: str = "A", alt: str = "T", allele: int = 0) -> list:
    record = VcfRecord(9, ("7", "5", ".", ref, alt, ".", ".", info))
    return list(ConsequenceFields(header(declared)).effects_of(record, allele))


def csq(
    allele: str = "T",
    terms: str = "missense_variant",
    gene: str = "BRAF",
    feature: str = "ENST00000646891",
    exon: str = "15/18",
    coding: str = "",
    protein: str = "",
    residues: str = "|",
    marks: str = "|||",
) -> str:
    return (
        f"{allele}|{terms}|MODERATE|{gene}|ENSG1|Transcript|{feature}|protein_coding|{exon}|"
        f"{coding}|{protein}|{residues}|{marks}"
    )


def test_vep_with_names() -> None:
    entry = csq(coding="ENST00000646891.2:c.1799T>A", protein="ENSP00000493543.1:p.Val600Glu")
    marks = csq(marks="YES|NM_004333.6|1|")

    assert read(VEP, f"DP=3;CSQ={entry},{marks};X=1") == [
        FileEffect(
            "VEP v106",
            TranscriptEffect(
                transcript="ENST00000646891.2",
                gene="BRAF",
                consequences=(Consequence.MISSENSE,),
                exon="15/18",
                hgvs_c="ENST00000646891.2:c.1799T>A",
                hgvs_p="ENSP00000493543.1:p.Val600Glu",
                protein_change="V600E",
                first_residue=600,
                last_residue=600,
                residue_delta=0,
            ),
            (False, False, False, True),
        ),
        FileEffect(
            "VEP v106",
            TranscriptEffect("ENST00000646891", "BRAF", (Consequence.MISSENSE,), "15/18"),
            (True, True, True, True),
        ),
    ]


CHANGES = [
    # name                         protein, residues of VEP           short change, delta
    ("by residues", "", "600/766|V/E", "V600E", 0),
    ("silent by residues", "", "600|V", "V600=", 0),
    ("silent, escaped", "ENSP1.1:p.Val600%3D", "|", "V600=", 0),
    ("silent as SnpEff has it", "p.Val600Val", "|", "V600=", 0),
    ("stop", "p.Arg213Ter", "|", "R213*", None),
    ("frameshift", "ENSP1.1:p.Glu746AlafsTer5", "|", "E746Afs", None),
    ("deletion", "p.Glu746_Ala750del", "|", "E746_A750del", -5),
    ("duplication", "p.Ala767_Val769dup", "|", "A767_V769dup", 3),
    ("insertion", "p.Asp770_Asn771insGlyPhe", "|", "D770_N771insGF", 2),
    ("deletion and insertion", "p.Leu747_Pro753delinsSer", "|", "L747_P753delinsS", -6),
    ("in frame by residues is left open", "", "746-750/1210|ELREA/-", "", None),
    ("not a name", "<script>alert(1)</script>", "|", "", None),
    ("unknown", "ENSP1.1:p.?", "|", "", None),
]


@pytest.mark.parametrize(
    ("protein", "residues", "change", "delta"),
    [row[1:] for row in CHANGES],
    ids=[row[0] for row in CHANGES],
)
def test_the_protein_change(protein: str, residues: str, change: str, delta: int | None) -> None:
    (found,) = read(VEP, f"CSQ={csq(protein=protein, residues=residues)}")

    assert (found.effect.protein_change, found.effect.residue_delta) == (change, delta)


def test_snpeff() -> None:
    entry = (
        "T|missense_variant&splice_region_variant|MODERATE|GNAS|GNAS|transcript|NM_000516.7|"
        "protein_coding|8/13|c.602G>A|p.Arg201His|943/1904"
    )
    (found,) = read(SNPEFF, f"ANN={entry}", alt="T")

    assert found.tool == "SnpEff 5.1d"
    assert found.effect.transcript == "NM_000516.7"
    assert found.effect.consequences == (Consequence.MISSENSE, Consequence.SPLICE_REGION)
    assert (found.effect.hgvs_c, found.effect.protein_change) == ("c.602G>A", "R201H")


BCSQ = [
    ("missense|BRAF|ENST1|protein_coding|-|600V>600E|5A>T", ["V600E"]),
    ("*missense|BRAF|ENST1|protein_coding|-|600V>600E|5A>T", ["V600E"]),
    ("stop_gained|BRAF|ENST1|protein_coding|-|600V>600*|5A>T", ["V600*"]),
    ("synonymous|BRAF|ENST1|protein_coding|-|600V|5A>T", ["V600="]),
    ("missense|BRAF|ENST1|protein_coding|-|600V>600K|4C>T+5A>T", []),
    ("@4", []),
    ("intron|BRAF|ENST1|protein_coding", [""]),
    ("missense|BRAF|ENST1|protein_coding|-|600V>600G|5A>C", []),
]


@pytest.mark.parametrize(("entry", "changes"), BCSQ, ids=[row[0] for row in BCSQ])
def test_bcftools(entry: str, changes: list[str]) -> None:
    found = read(BCFTOOLS, f"BCSQ={entry}")

    assert [each.effect.protein_change for each in found] == changes
    assert all(each.tool == "bcftools csq 1.21+htslib-1.21" for each in found)


ALLELES = [
    # declared, REF, ALT, allele, how the entry writes it, whether it is of it
    ("deletion", "CAT", "C", 0, "-", True),
    ("insertion", "C", "CAT", 0, "AT", True),
    ("substitution", "C", "T", 0, "T", True),
    ("another substitution", "C", "T,G", 1, "T", False),
    ("substitution of several bases", "CA", "TG", 0, "TG", True),
    ("several bases are not cut", "CA", "CG", 0, "G", False),
    ("insertion beside a substitution: not cut", "C", "T,CAT", 1, "CAT", True),
    ("second of two", "C", "CA,CAT", 1, "AT", True),
    ("first of two", "C", "CA,CAT", 0, "AT", False),
]


@pytest.mark.parametrize(
    ("ref", "alt", "allele", "written", "fits"),
    [row[1:] for row in ALLELES],
    ids=[row[0] for row in ALLELES],
)
def test_which_allele_an_entry_of_vep_is_about(
    ref: str, alt: str, allele: int, written: str, fits: bool
) -> None:
    assert bool(read(VEP, f"CSQ={csq(allele=written)}", ref, alt, allele)) is fits


def test_the_number_of_an_allele_goes_before_its_name() -> None:
    info = f"CSQ={csq(marks='|||2')}"

    assert read(VEP, info, alt="T,G", allele=0) == []
    assert len(read(VEP, info, alt="T,G", allele=1)) == 1


def test_the_order_of_fields_is_the_headers() -> None:
    line = (
        '##INFO=<ID=vep,Number=.,Type=String,Description="Consequence annotations from Ensembl '
        'VEP. Format: Feature|SYMBOL|Consequence|Allele|HGVSp">'
    )
    (found,) = read(line, "vep=ENST1|BRAF|stop_gained|T|ENSP1:p.Val600Ter")

    assert (found.effect.gene, found.effect.protein_change) == ("BRAF", "V600*")


@pytest.mark.parametrize(
    "line",
    [
        '##INFO=<ID=CSQ,Number=.,Type=String,Description="something else">',
        '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence. Format: A|B|C">',
        "##INFO=<ID=CSQ>",
        '##FORMAT=<ID=CSQ,Description="Consequence annotations. Format: Allele|Consequence">',
    ],
)
def test_a_header_that_says_nothing_of_use(line: str) -> None:
    fields = ConsequenceFields(header(line))

    assert not fields


@pytest.mark.parametrize(
    ("exon", "escapes"), [("18/18", True), ("15/18", False), ("", True), ("17-18/18", True)]
)
def test_a_stop_escapes_decay_unless_it_is_known_not_to(exon: str, escapes: bool) -> None:
    (found,) = read(VEP, f"CSQ={csq(terms='stop_gained', exon=exon, protein='p.Val600Ter')}")

    assert found.effect.escapes_decay is escapes


def test_entries_that_are_of_no_transcript_or_no_known_term_are_passed_over() -> None:
    regulatory = csq().replace("|Transcript|", "|RegulatoryFeature|")

    assert read(VEP, f"CSQ={regulatory},{csq(terms='nonsense_term')},{csq(gene='')}") == []


def test_a_key_that_ends_alike_is_another_key() -> None:
    assert read(VEP, f"MYCSQ={csq()}") == []
    assert len(read(VEP, f"MYCSQ=x;CSQ={csq()}")) == 1


def test_hostile_text_is_bounded() -> None:
    endless = ",".join([csq(gene="A" * 1000)] * 20_000) + "|" * 1_000_000
    declared = VEP.replace("Allele|", "Allele|" + "x|" * 100_000)
    begun = time.perf_counter()
    found = read(VEP, f"CSQ={endless}") + read(declared, f"CSQ={endless}")
    many = read(VEP, f"CSQ={','.join([csq()] * 20_000)}")

    assert found == []
    assert len(many) == 500
    assert time.perf_counter() - begun < 1


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from([VEP, SNPEFF, BCFTOOLS]))
def test_any_text_is_read_or_passed_over(one: str, two: str, declared: str) -> None:
    key = declared[11:].partition(",")[0]
    for found in read(declared, f"{key}=T|missense_variant|{one}|BRAF|{two}|||,{two}|{one}"):
        assert len(found.effect.protein_change) < 120
        assert "<" not in found.effect.hgvs_c + found.effect.hgvs_p + found.effect.transcript

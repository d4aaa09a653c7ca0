"""The text form of biomarkers: what is written is read back as the same pattern."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import ROOT
from oncomatch.domain.biomarker import (
    After,
    Age,
    Allele,
    AllOf,
    AnyOf,
    ArmChange,
    BiallelicLoss,
    Biomarker,
    ChangeKind,
    CnsMetastases,
    CodingChange,
    CodonChange,
    Comparator,
    Copies,
    CopyNumberChange,
    CopyNumberKind,
    Excepting,
    ExonChange,
    ExonLoss,
    Expression,
    ExpressionKind,
    ExtentIn,
    ExtentWord,
    Fusion,
    GeneMutation,
    GenomicChange,
    KinaseDomainDuplication,
    Laboratory,
    LineOfTherapy,
    LossOfHeterozygosity,
    MeasurableDisease,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MismatchRepairState,
    MutationalBurden,
    MutationalSignature,
    Not,
    Origin,
    PerformanceStatus,
    ProteinChange,
    Rearrangement,
    RecombinationDeficiency,
    RecombinationScore,
    RegionChange,
    Scale,
    Score,
    SexIs,
    SpliceVariant,
    TumorTypeIn,
    Unread,
    VariantOrigin,
    Virus,
    WildType,
    Zygosity,
    unread,
)
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import Sex
from oncomatch.domain.clinical_status import Analyte
from oncomatch.domain.variant import Variant
from oncomatch.errors import BiomarkerError

G12, WILD, MSI = CodonChange("KRAS", 12, 12), WildType("NRAS"), MicrosatelliteInstability()
EXON20 = ExonChange("EGFR", 20, ChangeKind.INFRAME_INSERTION)
BRCA1 = GeneMutation("BRCA1", ChangeKind.MUTATION)

# The forms as the table of docs/biomarkers.md gives them.
FORMS = {
    "EGFR p.L858R": ProteinChange("EGFR", "L858R"),
    "EGFR p.E746_A750del": ProteinChange("EGFR", "E746_A750del"),
    "TP53 p.W53*": ProteinChange("TP53", "W53*"),
    "ROS1@ENST00000368508.7 p.G2032R": ProteinChange("ROS1", "G2032R", "ENST00000368508.7"),
    "MET@NM_000245.4 p.D1228N": ProteinChange("MET", "D1228N", "NM_000245.4"),
    "TERT c.-124C>T": CodingChange("TERT", "c.-124C>T"),
    "MET c.3028+1G>T": CodingChange("MET", "c.3028+1G>T"),
    "KRAS codon 12": G12,
    "BRAF codons 464-469": CodonChange("BRAF", 464, 469),
    "MET@NM_000245 codons 1228-1230": CodonChange("MET", 1228, 1230, "NM_000245"),
    "EGFR exon 19 inframe_deletion": ExonChange("EGFR", 19, ChangeKind.INFRAME_DELETION),
    "UGT1A1 g.GRCh37:2:234668879:C>CAT": GenomicChange(
        "UGT1A1", Variant("2", 234668879, "C", "CAT", GenomeBuild.GRCH37)
    ),
    "BRAF codon 600 missense": CodonChange("BRAF", 600, 600, "", ChangeKind.MISSENSE),
    "EGFR codons 762-823 inframe_insertion": CodonChange(
        "EGFR", 762, 823, "", ChangeKind.INFRAME_INSERTION
    ),
    "EGFR exons 18-21 mutation": ExonChange("EGFR", 18, ChangeKind.MUTATION, 21),
    "ABL1 region tyrosine_kinase_domain mutation": RegionChange(
        "ABL1", "tyrosine_kinase_domain", ChangeKind.MUTATION
    ),
    "EGFR exon 20 inframe_insertion except p.A763_Y764insFQEA": Excepting(
        EXON20, (ProteinChange("EGFR", "A763_Y764insFQEA"),)
    ),
    "BRAF mutation except p.V600E, c.1799T>A, codon 601, exons 11-12 missense, frameshift": (
        Excepting(
            GeneMutation("BRAF", ChangeKind.MUTATION),
            (
                ProteinChange("BRAF", "V600E"),
                CodingChange("BRAF", "c.1799T>A"),
                CodonChange("BRAF", 601, 601),
                ExonChange("BRAF", 11, ChangeKind.MISSENSE, 12),
                GeneMutation("BRAF", ChangeKind.FRAMESHIFT),
            ),
        )
    ),
    "MET@NM_000245 codons 1228-1230 except p.D1228N, exon 19 missense": Excepting(
        CodonChange("MET", 1228, 1230, "NM_000245"),
        (
            ProteinChange("MET", "D1228N", "NM_000245"),
            ExonChange("MET", 19, ChangeKind.MISSENSE),
        ),
    ),
    "ERBB2 copies >= 6": Copies("ERBB2", Comparator.AT_LEAST, 6),
    "ERBB2 copies < 2.5": Copies("ERBB2", Comparator.BELOW, 2.5),
    "TP53 loss_of_heterozygosity": LossOfHeterozygosity("TP53"),
    "TP53 copy_neutral_loss_of_heterozygosity": LossOfHeterozygosity("TP53", True),
    "BRCA2 biallelic_loss": BiallelicLoss("BRCA2"),
    "EGFR exons 2-7 loss": ExonLoss("EGFR", 2, 7),
    "CTNNB1 exon 3 loss": ExonLoss("CTNNB1", 3, 3),
    "BRAF kinase_domain_duplication": KinaseDomainDuplication("BRAF"),
    "EML4 exon 6::ALK exon 20 fusion": Fusion("EML4", "ALK", 6, 20),
    "EML4::ALK exon 20 fusion": Fusion("EML4", "ALK", 0, 20),
    "ALK rearrangement": Rearrangement("ALK"),
    "BRAF intron 9 rearrangement": Rearrangement("BRAF", 9),
    "AR splice_variant AR-V7": SpliceVariant("AR", "AR-V7"),
    "EGFR Y1092 phosphorylation": Expression("EGFR", ExpressionKind.PHOSPHORYLATION, "Y1092"),
    "CDKN2A product p16 expression": Expression("CDKN2A", ExpressionKind.EXPRESSION, product="p16"),
    "CD274 TPS >= 50": Score("CD274", Scale.TPS, Comparator.AT_LEAST, 50),
    "CD274 CPS < 1": Score("CD274", Scale.CPS, Comparator.BELOW, 1),
    "ERBB2 IHC >= 3": Score("ERBB2", Scale.IHC, Comparator.AT_LEAST, 3),
    "MSI stable": MicrosatelliteStability(),
    "MMR deficient": MismatchRepair(MismatchRepairState.DEFICIENT),
    "MMR proficient": MismatchRepair(MismatchRepairState.PROFICIENT),
    "TMB < 10": MutationalBurden(10, Comparator.BELOW),
    "HRD positive": RecombinationDeficiency(),
    "HRD score >= 42": RecombinationScore(Comparator.AT_LEAST, 42),
    "signature SBS3": MutationalSignature("SBS3"),
    "virus HPV": Virus("HPV"),
    "arm 17p loss": ArmChange("17p", CopyNumberKind.LOSS),
    "arm 1q gain": ArmChange("1q", CopyNumberKind.GAIN),
    "UGT1A1 allele *28": Allele("UGT1A1", "*28"),
    "DPYD allele *2A homozygous": Allele("DPYD", "*2A", Zygosity.HOMOZYGOUS),
    "HLA-A allele A*02:01": Allele("HLA-A", "A*02:01"),
    "germline (BRCA1 mutation)": Origin(VariantOrigin.GERMLINE, BRCA1),
    "somatic (BRCA1 mutation or NRAS wildtype)": Origin(
        VariantOrigin.SOMATIC, AnyOf((BRCA1, WILD))
    ),
    "not germline (BRCA1 mutation) and MSI high": AllOf(
        (Not(Origin(VariantOrigin.GERMLINE, BRCA1)), MSI)
    ),
    "after osimertinib": After("osimertinib"),
    'after "EGFR tyrosine kinase inhibitor" or MSI high': AnyOf(
        (After("EGFR tyrosine kinase inhibitor"), MSI)
    ),
    'after "5-fu (bolus) and or"': After("5-fu (bolus) and or"),
    'after "a except b"': After("a except b"),
    "line >= 2": LineOfTherapy(Comparator.AT_LEAST, 2),
    "MET exon 14 skipping": ExonChange("MET", 14, ChangeKind.SKIPPING),
    "BRCA1 loss_of_function": GeneMutation("BRCA1", ChangeKind.LOSS_OF_FUNCTION),
    "ERBB2 amplification": CopyNumberChange("ERBB2", CopyNumberKind.AMPLIFICATION),
    "EML4::ALK fusion": Fusion("EML4", "ALK"),
    "ALK fusion": Fusion("ALK"),
    "ERBB2 overexpression": Expression("ERBB2", ExpressionKind.OVEREXPRESSION),
    "NRAS wildtype": WILD,
    "MSI high": MSI,
    "TMB >= 10": MutationalBurden(10),
    "TMB >= 12.5": MutationalBurden(12.5),
    "HLA-A mutation": GeneMutation("HLA-A", ChangeKind.MUTATION),
    "C1orf112 mutation": GeneMutation("C1orf112", ChangeKind.MUTATION),
    "not MSI high": Not(MSI),
    "not not MSI high": Not(Not(MSI)),
    "KRAS codon 12 and NRAS wildtype": AllOf((G12, WILD)),
    "KRAS codon 12 or NRAS wildtype or MSI high": AnyOf((G12, WILD, MSI)),
    "KRAS codon 12 or NRAS wildtype and MSI high": AnyOf((G12, AllOf((WILD, MSI)))),
    "KRAS codon 12 and NRAS wildtype or MSI high": AnyOf((AllOf((G12, WILD)), MSI)),
    "(KRAS codon 12 or NRAS wildtype) and MSI high": AllOf((AnyOf((G12, WILD)), MSI)),
    "not KRAS codon 12 and MSI high": AllOf((Not(G12), MSI)),
    "not (KRAS codon 12 and MSI high)": Not(AllOf((G12, MSI))),
    "KRAS codon 12 and (NRAS wildtype and MSI high)": AllOf((G12, AllOf((WILD, MSI)))),
}
# The canonical text brackets every AND and OR inside another.
CANONICAL = {
    "KRAS codon 12 or NRAS wildtype and MSI high": (
        "KRAS codon 12 or (NRAS wildtype and MSI high)"
    ),
    "KRAS codon 12 and NRAS wildtype or MSI high": (
        "(KRAS codon 12 and NRAS wildtype) or MSI high"
    ),
}


@pytest.mark.parametrize("text", FORMS)
def test_a_form_is_read_as_the_pattern_it_means(text: str) -> None:
    assert parse_biomarker(text) == FORMS[text]


@pytest.mark.parametrize("text", FORMS)
def test_a_pattern_is_written_in_its_form(text: str) -> None:
    assert str(FORMS[text]) == CANONICAL.get(text, text)


@pytest.mark.parametrize("kind", ChangeKind, ids=lambda kind: kind.value)
def test_every_kind_of_change_has_a_form(kind: ChangeKind) -> None:
    patterns = (
        ExonChange("EGFR", 20, kind),
        GeneMutation("EGFR", kind),
        RegionChange("EGFR", "kinase_domain", kind),
        CodonChange("EGFR", 3, 5, "", kind),
    )
    for pattern in patterns:
        assert parse_biomarker(str(pattern)) == pattern


@pytest.mark.parametrize("kind", CopyNumberKind, ids=lambda kind: kind.value)
def test_every_kind_of_copy_number_has_a_form(kind: CopyNumberKind) -> None:
    assert parse_biomarker(f"ERBB2 {kind.value}") == CopyNumberChange("ERBB2", kind)


@pytest.mark.parametrize("kind", ExpressionKind, ids=lambda kind: kind.value)
def test_every_kind_of_expression_has_a_form(kind: ExpressionKind) -> None:
    assert parse_biomarker(f"ERBB2 {kind.value}") == Expression("ERBB2", kind)


def test_no_word_stands_for_two_kinds() -> None:
    """`GENE word` would otherwise be read as whichever form comes first."""
    words = [kind.value for kinds in (ChangeKind, CopyNumberKind, ExpressionKind) for kind in kinds]
    words += ["fusion", "wildtype", "rearrangement", "biallelic_loss"]
    words += ["loss_of_heterozygosity", "kinase_domain_duplication"]

    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    "text",
    ["(KRAS codon 12)", "((KRAS codon 12))", " KRAS  codon\t12 ", "( KRAS codon 12 )"],
    ids=["brackets", "two brackets", "white space", "space in brackets"],
)
def test_brackets_and_white_space_that_mean_nothing_are_ignored(text: str) -> None:
    assert parse_biomarker(text) == G12


PAGE = (ROOT / "docs" / "biomarkers.md").read_text(encoding="utf-8")
DOCUMENTED = [
    form
    for table in re.findall(r"^\| form \|.*\n(?:\|.*\n)+", PAGE, re.MULTILINE)
    for row in table.splitlines()[2:]
    for form in re.findall(r"`([^`]+)`", row.split("|")[1])
]


@pytest.mark.parametrize("form", DOCUMENTED)
def test_every_form_of_the_docs_is_one(form: str) -> None:
    assert str(parse_biomarker(form)) == form


def test_the_docs_show_every_kind_of_biomarker() -> None:
    shown = {type(each) for form in DOCUMENTED for each in _parts(parse_biomarker(form))}

    assert set(get_args(Biomarker)) - shown == set()


def _parts(biomarker: Biomarker) -> list[Biomarker]:
    inner = getattr(biomarker, "parts", ()) or filter(None, [getattr(biomarker, "part", None)])
    return [biomarker, *(each for part in inner for each in _parts(part))]


FORM = "is not a form of biomarker; see docs/biomarkers.md for the forms"
MALFORMED = {
    "": "'': ends where a biomarker is expected",
    "KRAS codon 12 and": "'KRAS codon 12 and': ends where a biomarker is expected",
    "not": "'not': ends where a biomarker is expected",
    "(KRAS codon 12": "'(KRAS codon 12': a bracket is not closed",
    "(KRAS codon 12 or (MSI high)": "'(KRAS codon 12 or (MSI high)': a bracket is not closed",
    "KRAS codon 12)": "'KRAS codon 12)': nothing expected from ')' on",
    "(MSI high) KRAS codon 12": (
        "'(MSI high) KRAS codon 12': nothing expected from 'KRAS codon 12' on"
    ),
    "and MSI high": f"'and MSI high': '' {FORM}",
    "()": f"'()': '' {FORM}",
    "BRAF codons 469-464": "'BRAF codons 469-464': codons 469-464 are not a range",
    "KRAS codon 0": "'KRAS codon 0': codons 0-0 are not a range",
    "KRAS G12D": f"'KRAS G12D': 'KRAS G12D' {FORM}",
    "MSI high and KRAS G12D": f"'MSI high and KRAS G12D': 'KRAS G12D' {FORM}",
    "MSI high AND NRAS wildtype": (
        f"'MSI high AND NRAS wildtype': 'MSI high AND NRAS wildtype' {FORM}"
    ),
    "MSI low": f"'MSI low': 'MSI low' {FORM}",
    "TMB = 10": f"'TMB = 10': 'TMB = 10' {FORM}",
    "TMB >= ten": f"'TMB >= ten': 'TMB >= ten' {FORM}",
    "TMB >= -1": f"'TMB >= -1': 'TMB >= -1' {FORM}",
    "EGFR exon 19 deletion": f"'EGFR exon 19 deletion': 'EGFR exon 19 deletion' {FORM}",
    "EGFR exon 19": f"'EGFR exon 19': 'EGFR exon 19' {FORM}",
    "KRAS wild type": f"'KRAS wild type': 'KRAS wild type' {FORM}",
    "KRAS codon": f"'KRAS codon': 'KRAS codon' {FORM}",
    "EML4-ALK": f"'EML4-ALK': 'EML4-ALK' {FORM}",
    "ALK exon 20 fusion": f"'ALK exon 20 fusion': 'ALK exon 20 fusion' {FORM}",
    "arm 17 loss": f"'arm 17 loss': 'arm 17 loss' {FORM}",
    "germline BRCA1 mutation": f"'germline BRCA1 mutation': 'germline BRCA1 mutation' {FORM}",
    "germline (BRCA1 mutation": "'germline (BRCA1 mutation': a bracket is not closed",
    'after "osimertinib': "'after \"osimertinib': a quotation mark is not closed",
    'after ""': "'after \"\"': '' is not the name of a therapy or class",
    "after EGFR inhibitor": f"'after EGFR inhibitor': 'after EGFR inhibitor' {FORM}",
    "line >= 0": "'line >= 0': line 0 is not a line of therapy; the first is 1",
    "line >= 1.5": f"'line >= 1.5': 'line >= 1.5' {FORM}",
    "EGFR exons 7-2 loss": "'EGFR exons 7-2 loss': exons 7-2 are not a range",
    "EGFR Y1092 expression": (
        "'EGFR Y1092 expression': a site is phosphorylated; expression has none"
    ),
    "A g.GRCh37:chr2:5:C>T": f"'A g.GRCh37:chr2:5:C>T': 'A g.GRCh37:chr2:5:C>T' {FORM}",
    "A g.GRCh37:2:0:C>T": "'A g.GRCh37:2:0:C>T': position is 1-based, got 0",
    "A g.GRCh37:2:5:Q>T": ("'A g.GRCh37:2:5:Q>T': `ref` and `alt` are bases ACGTN, got Q>T"),
    "MSI high or EGFR p.L858R except codon 3": (
        "'MSI high or EGFR p.L858R except codon 3': 'EGFR p.L858R' takes no exceptions; codons, "
        "exons, regions and genes with a kind of change do"
    ),
    "EGFR mutation except EGFR p.L858R": (
        f"'EGFR mutation except EGFR p.L858R': 'EGFR EGFR p.L858R' {FORM}"
    ),
    "EGFR mutation except amplification": (
        "'EGFR mutation except amplification': 'amplification' is not an exception; changes, "
        "codons, exons, regions and kinds are, written without the gene"
    ),
    "EGFR mutation except": f"'EGFR mutation except': 'EGFR mutation except' {FORM}",
    "EGFR@LRG p.L858R": f"'EGFR@LRG p.L858R': 'EGFR@LRG p.L858R' {FORM}",
    "EGFR@NM_005228.5 exon 19 mutation": (
        f"'EGFR@NM_005228.5 exon 19 mutation': 'EGFR@NM_005228.5 exon 19 mutation' {FORM}"
    ),
}


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text or "empty")
def test_a_malformed_text_is_refused_and_the_part_named(text: str) -> None:
    with pytest.raises(BiomarkerError, match=f"^{re.escape(MALFORMED[text])}$"):
        parse_biomarker(text)


def test_an_exon_is_counted_from_one() -> None:
    """As with codon 0: a pattern that nothing can ever match is a slip, not a pattern."""
    with pytest.raises(BiomarkerError, match="exon 0"):
        parse_biomarker("EGFR exon 0 mutation")


# Symbols as HGNC writes them; a gene can not be called like a word of the language.
genes = st.from_regex(r"[A-Z][A-Za-z0-9]{1,6}(-[A-Z0-9]{1,3})?", fullmatch=True)
transcripts = st.sampled_from(["", "NM_004333.6", "NM_002944", "ENST00000368508.7"])
changes = st.sampled_from(["V600E", "E746_A750del", "A763_Y764insFQEA", "R213Pfs", "W53*", "M1?"])
numbers = st.integers(1, 5000)
kinds, copies, compared = (
    st.sampled_from(each) for each in (ChangeKind, CopyNumberKind, Comparator)
)
decimals = st.integers(0, 99999).map(lambda tenths: tenths / 10)
names = st.from_regex(r"[A-Za-z*][A-Za-z0-9*:-]{0,6}", fullmatch=True)
ranges = st.tuples(numbers, st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair)))
small_atoms = {
    ProteinChange: st.builds(ProteinChange, genes, changes, transcripts),
    CodingChange: st.builds(CodingChange, genes, st.sampled_from(["c.-124C>T", "c.3028+1G>T"])),
    CodonChange: st.builds(
        lambda gene, span, transcript, kind: CodonChange(gene, *span, transcript, kind),
        genes,
        ranges,
        transcripts,
        st.none() | kinds,
    ),
    ExonChange: st.builds(
        lambda gene, span, kind: ExonChange(gene, span[0], kind, span[1]), genes, ranges, kinds
    ),
    RegionChange: st.builds(RegionChange, genes, st.sampled_from(["kinase_domain"]), kinds),
    GeneMutation: st.builds(GeneMutation, genes, kinds),
}


@st.composite
def excepted(draw: st.DrawFn) -> Excepting:
    """Draw a pattern with exceptions of its gene, numbered on its transcript."""
    place = st.one_of([small_atoms[kind] for kind in (CodonChange, ExonChange, GeneMutation)])
    pattern = draw(place)
    transcript = getattr(pattern, "transcript", "")
    several = draw(st.lists(st.one_of(list(small_atoms.values())), min_size=1, max_size=3))
    same = {"gene": pattern.gene}
    return Excepting(
        pattern,
        tuple(
            replace(each, **same, **({"transcript": transcript} if numbered(each) else {}))
            for each in several
        ),
    )


def numbered(pattern: Biomarker) -> bool:
    return isinstance(pattern, ProteinChange | CodonChange)


atoms = {
    **small_atoms,
    GenomicChange: st.builds(
        lambda gene, contig, place, ref, alt, build: GenomicChange(
            gene, Variant(contig, place, ref, alt, build)
        ),
        genes,
        st.sampled_from(["1", "22", "X", "MT"]),
        st.integers(1, 10**9),
        st.text("ACGT", min_size=1, max_size=3),
        st.text("ACGT", min_size=1, max_size=3),
        st.sampled_from(GenomeBuild),
    ),
    Excepting: excepted(),
    WildType: st.builds(WildType, genes),
    CopyNumberChange: st.builds(CopyNumberChange, genes, copies),
    Copies: st.builds(Copies, genes, compared, decimals),
    LossOfHeterozygosity: st.builds(LossOfHeterozygosity, genes, st.booleans()),
    BiallelicLoss: st.builds(BiallelicLoss, genes),
    ExonLoss: st.builds(lambda gene, span: ExonLoss(gene, *span), genes, ranges),
    KinaseDomainDuplication: st.builds(KinaseDomainDuplication, genes),
    Fusion: st.builds(Fusion, genes) | st.builds(Fusion, genes, genes, *[st.integers(0, 40)] * 2),
    Rearrangement: st.builds(Rearrangement, genes, st.integers(0, 40)),
    SpliceVariant: st.builds(SpliceVariant, genes, names),
    Expression: st.builds(
        Expression, genes, st.sampled_from(ExpressionKind), product=st.just("") | names
    )
    | st.builds(
        Expression, genes, st.just(ExpressionKind.PHOSPHORYLATION), st.sampled_from(["Y1092"])
    ),
    Score: st.builds(Score, genes, st.sampled_from(Scale), compared, decimals),
    MicrosatelliteInstability: st.just(MSI),
    MicrosatelliteStability: st.just(MicrosatelliteStability()),
    MismatchRepair: st.builds(MismatchRepair, st.sampled_from(MismatchRepairState)),
    MutationalBurden: st.builds(MutationalBurden, decimals, compared),
    RecombinationDeficiency: st.just(RecombinationDeficiency()),
    RecombinationScore: st.builds(RecombinationScore, compared, decimals),
    MutationalSignature: st.builds(MutationalSignature, st.sampled_from(["SBS3", "ID6"])),
    Virus: st.builds(Virus, st.sampled_from(["HPV", "EBV", "HHV-8"])),
    ArmChange: st.builds(ArmChange, st.sampled_from(["1p", "17q", "Xp"]), copies),
    Allele: st.builds(Allele, genes, names, st.none() | st.sampled_from(Zygosity)),
    After: st.builds(
        After, st.sampled_from(["osimertinib", "and", "a (b) or c", "not x", "x, y except z"])
    ),
    LineOfTherapy: st.builds(LineOfTherapy, compared, st.integers(1, 9)),
    TumorTypeIn: st.sets(st.sampled_from(["LUAD", "MDS/MPN", "HCL-V", "SOLID"]), min_size=1).map(
        lambda codes: TumorTypeIn(tuple(sorted(codes)))
    ),
    Age: st.builds(Age, compared, decimals),
    SexIs: st.builds(SexIs, st.sampled_from(Sex)),
    PerformanceStatus: st.builds(PerformanceStatus, compared, st.integers(0, 5)),
    MeasurableDisease: st.just(MeasurableDisease()),
    ExtentIn: st.sets(st.sampled_from(ExtentWord), min_size=1).map(
        lambda extents: ExtentIn(tuple(each for each in ExtentWord if each in extents))
    ),
    CnsMetastases: st.builds(CnsMetastases, st.booleans()),
    Laboratory: st.builds(Laboratory, st.sampled_from(Analyte), compared, decimals),
    Unread: st.builds(unread, st.text(min_size=1).filter(str.strip).map("x".__add__), genes),
}


def _joined(parts: st.SearchStrategy[Biomarker]) -> st.SearchStrategy[Biomarker]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    joined = st.builds(AllOf, several) | st.builds(AnyOf, several) | st.builds(Not, parts)
    return joined | st.builds(Origin, st.sampled_from(VariantOrigin), parts)


biomarkers: st.SearchStrategy[Biomarker] = st.recursive(
    st.one_of(list(atoms.values())), _joined, max_leaves=8
)


def test_the_round_trip_below_tries_every_kind_of_biomarker() -> None:
    assert {*atoms, AllOf, AnyOf, Not, Origin} == set(get_args(Biomarker))


@settings(max_examples=250)
@given(biomarkers)
def test_what_is_written_is_read_back(biomarker: Biomarker) -> None:
    assert parse_biomarker(str(biomarker)) == biomarker


words = st.sampled_from(
    ["KRAS codon 12", "MSI high", "and", "or", "not", "(", ")", "G12D", "except", "germline", '"']
)


@settings(max_examples=200)
@given(st.lists(words, max_size=9).map(" ".join))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    """A refusal names the text; what is read is written and read back as the same."""
    try:
        biomarker = parse_biomarker(text)
    except BiomarkerError as error:
        refusal = str(error)
    else:
        refusal = repr(text)
        assert parse_biomarker(str(biomarker)) == biomarker

    assert refusal.startswith(repr(text))

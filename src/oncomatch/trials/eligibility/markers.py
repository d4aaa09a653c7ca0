"""Markers that are named whole: microsatellites, burden, PD-L1 scores, receptors, HLA alleles."""

from __future__ import annotations

import re
from collections.abc import Callable

from oncomatch.domain.alteration import MismatchRepairState
from oncomatch.domain.biomarker import (
    Allele,
    AllOf,
    AnyOf,
    ArmChange,
    Biomarker,
    Comparator,
    CopyNumberChange,
    CopyNumberKind,
    Expression,
    ExpressionKind,
    Fusion,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    Not,
    RecombinationDeficiency,
    Scale,
    Score,
    Virus,
)
from oncomatch.trials.eligibility.alterations import HER2_POSITIVE

TRIPLE_NEGATIVE = AllOf(
    (
        Not(HER2_POSITIVE),
        Not(Expression("ESR1", ExpressionKind.EXPRESSION)),
        Not(Expression("PGR", ExpressionKind.EXPRESSION)),
    )
)
_COMPARATORS = {
    ">=": Comparator.AT_LEAST,
    "≥": Comparator.AT_LEAST,
    "=>": Comparator.AT_LEAST,
    "at least": Comparator.AT_LEAST,
    "greater than or equal to": Comparator.AT_LEAST,
    "more than or equal to": Comparator.AT_LEAST,
    ">": Comparator.ABOVE,
    "above": Comparator.ABOVE,
    "below": Comparator.BELOW,
    "greater than": Comparator.ABOVE,
    "more than": Comparator.ABOVE,
    "<=": Comparator.AT_MOST,
    "≤": Comparator.AT_MOST,
    "less than or equal to": Comparator.AT_MOST,
    "<": Comparator.BELOW,
    "less than": Comparator.BELOW,
}
_THAN = "|".join(
    re.escape(word).replace(r"\ ", r"\s") for word in sorted(_COMPARATORS, key=len, reverse=True)
)
_SCALES = {
    "tps": Scale.TPS,
    "tumor proportion score": Scale.TPS,
    "tumour proportion score": Scale.TPS,
    "cps": Scale.CPS,
    "combined positive score": Scale.CPS,
    "combined positivity score": Scale.CPS,
    "tc": Scale.TC,
    "tumor cell": Scale.TC,
    "tumor cells": Scale.TC,
    "tumour cells": Scale.TC,
    "ic": Scale.IC,
}
_SCALE = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(_SCALES, key=len)[::-1])
_PDL1 = r"(?:PD-?L1|PDL-1|programmed\s(?:cell\s)?death[\s-]ligand[\s-]?1(?:\s\(PD-?L1\))?)"
_STATUS = (
    r"(?:(?:\sis)?[\s-](?:expression|status|levels?|positive|positivity|negative|tumou?rs?)){0,3}"
)


_OR_MORE = r"\s(?:or|and)\s(?:more|higher|greater|above|over)\b"


def _score(found: re.Match[str], name: str) -> tuple[Biomarker, ...]:
    scale = " ".join((found.groupdict().get(f"{name}_scale") or "tps").lower().split())
    than = " ".join((found[f"{name}_than"] or "at least").lower().split())
    number = float(found[f"{name}_number"])
    return (Score("CD274", _SCALES[scale], _COMPARATORS[than], number),)


def _burden(found: re.Match[str]) -> tuple[Biomarker, ...]:
    than = " ".join(found["burden_than"].lower().split())
    return (MutationalBurden(float(found["burden_number"]), _COMPARATORS[than]),)


_LOCUS = r"(?:[ABC]|D(?:RB[1345]|[PQ][AB]1))"


def _alleles(found: re.Match[str]) -> tuple[Biomarker, ...]:
    """Return the alleles of a list: `HLA-A*02:01, 02:03 or 02:06`, of old without the colon."""
    genes = found["allele_gene"].upper()
    names = re.findall(
        rf"(?:({_LOCUS})\s?\*\s?)?(?<!\d)(\d{{2}})(?::?(\d{{2}}))?P?(?![\d:])",
        found["allele_names"],
    )
    return tuple(
        Allele(f"HLA-{locus or genes}", f"{locus or genes}*{':'.join(filter(None, fields))}")
        for locus, *fields in names
    )


def _serotype(found: re.Match[str]) -> tuple[Biomarker, ...]:
    gene, name = found["serotype_gene"].upper(), int(found["serotype_name"])
    return (Allele(f"HLA-{gene}", f"{gene}*{name:02}"),)


_FIELDS = r"\d{2}(?::?\d{2}(?:P\b|(?!\d))|(?![\d:]))"
_TYPED = (
    r"(?i:(?:[\s-](?:HLA[\s-])?(?:positive|positivity|alleles?|genotype|haplotype|subtype|type|"
    r"phenotype)\b){1,2}|\+(?![\w+]))?"
)


def _stain(than: Comparator, number: int) -> Score:
    return Score("ERBB2", Scale.IHC, than, number)


_UNSTABLE = MicrosatelliteInstability()
_DEFICIENT = MismatchRepair(MismatchRepairState.DEFICIENT)
_PROFICIENT = MismatchRepair(MismatchRepairState.PROFICIENT)
_MSI = r"(?:MSI|micro-?satellite[\s-]insta?bility(?:\s\(MSI\))?|micro-?satellite\sinstable)"
_MMR = r"(?:MMR|(?:DNA\s)?mis-?match[\s-]repair(?:[\s-](?:protein|gene|genes))?(?:\s\(d?MMR\))?)"

_IHC = r"(?:IHC|immunohistochemistry(?:\s\(IHC\))?)"
_ISH = r"(?:F?ISH|(?:fluorescen\w+\s)?in[\s-]situ\shybridi[sz]ation(?:\s\(F?ISH\))?)"
_LOW_DEFINED = (  # "by IHC, defined as 1+ or 2+ and ISH-negative": what low means
    rf"[\s,()]{{1,60}}(?:by\s{_IHC}[\s,(]{{1,3}})?(?:(?:is\s)?defined\s(?:as|by)\s|i\.e\.,?\s)?"
    rf"(?:{_IHC}\s)?(?:score\s)?(?:of\s)?1\s?\+[\s,]{{0,2}}(?:or|and|/)\s?(?:{_IHC}\s)?"
    rf"(?:score\s)?(?:of\s)?2\s?\+(?:[\s,/(]{{1,3}}(?:and\s|with\s(?:a\s)?)?(?:{_ISH}[\s-]"
    rf"(?:negative|-)|negative\s(?:by\s)?{_ISH})\)?)?\)?"
)
_AMPLIFIED = CopyNumberChange("ERBB2", CopyNumberKind.AMPLIFICATION)
HER2_LOW = AnyOf(  # IHC 1+, or 2+ with ISH negative, as the labels of trastuzumab deruxtecan say
    (
        AllOf((_stain(Comparator.AT_LEAST, 1), _stain(Comparator.BELOW, 2))),
        AllOf(
            (
                _stain(Comparator.AT_LEAST, 2),
                _stain(Comparator.BELOW, 3),
                Not(_AMPLIFIED),
            )
        ),
    )
)

CODELETED = AllOf((ArmChange("1p", CopyNumberKind.LOSS), ArmChange("19q", CopyNumberKind.LOSS)))

# name, expression, patterns of which any is meant, whether a score or word of it is only usual.
MARKERS: tuple[tuple[str, str, Callable[[re.Match[str]], tuple[Biomarker, ...]], bool], ...] = (
    (
        "her2_from_low",
        r"(?i:\bHER-?2[\s-]{1,2}(?:positive\s?(?:or|/|and/or)\s?low|low\s?(?:or|/|and/or)\s?positive)\b"
        r"(?![\s-]*(?:or|and|/|ultra|grade|risk|stage)))",
        lambda f: (HER2_POSITIVE, HER2_LOW),
        False,
    ),
    (
        "her2_low",
        r"(?i:\b(?:human epidermal growth factor receptor[\s-]?2(?:\s\(HER-?2\))?|HER-?2)[\s-]"
        rf"{{1,2}}low\b(?![\s-]*(?:or|and|/|ultra))(?:\s\(HER-?2[\s-]low\))?(?:{_LOW_DEFINED})?)",
        lambda f: (HER2_LOW,),
        False,
    ),
    (
        "unstable",
        rf"(?i:\b{_MSI}[\s-]{{0,3}}(?:H\b|high\b)(?:\s\(MSI-?H(?:igh)?\))?|"
        rf"\bhigh\s(?:levels?\sof\s)?{_MSI}\b|"
        rf"\b{_MSI}\spositive\b|\bMSI-?High\b)",
        lambda f: (_UNSTABLE,),
        False,
    ),
    (
        "deficient",
        rf"(?i:\b(?:dMMR\b|d-MMR\b|{_MMR}[\s-]{{0,3}}(?:deficien(?:t|cy|cies)|D\b|defects?\b)|"
        rf"deficien(?:t|cy|cies)\s(?:in\s|of\s)?{_MMR})"
        r"(?:\s\(dMMR\))?)",
        lambda f: (_DEFICIENT,),
        False,
    ),
    (
        "stable",
        r"(?i:\b(?:MSS\b|MSI[\s-]stable\b|micro-?satellite[\s-]{1,3}(?:stable|"
        r"stability)(?:\s\(MSS\))?))",
        lambda f: (MicrosatelliteStability(),),
        False,
    ),
    (
        "proficient",
        rf"(?i:\b(?:pMMR\b|MMR-?p\b|{_MMR}[\s-]{{0,3}}(?:proficien(?:t|cy))|"
        rf"proficient\s(?:in\s|for\s)?{_MMR})(?:\s\(pMMR\))?)",
        lambda f: (_PROFICIENT,),
        False,
    ),
    (
        "burden",
        rf"(?i:\b(?:high\s)?(?:TMB|tumou?r\smutation(?:al)?\sburden)(?:[\s-]?h(?:igh)?\b)?"
        rf"(?:\s\((?:TMB|TMB-H)\))?[\s,:(\[]{{0,4}}(?:(?:defined|as|of|is|high|score|"
        rf"be){{1,2}}\s){{0,4}}"
        rf"(?P<burden_than>{_THAN})\s?(?P<burden_number>\d{{1,3}}(?:\.\d)?)"
        r"(?:\s?(?:mut(?:ations?|s)?\.?)?\s?(?:/|\sper\s)?\s?(?:mb|megabase)s?)?\)?)",
        _burden,
        False,
    ),
    (
        "burden_or_more",
        r"(?i:\b(?:TMB|tumou?r\smutation(?:al)?\sburden)(?:\s\(TMB\))?\s(?:of|is)\s(?:at\sleast\s)?"
        r"(?P<burden_or_more_number>\d{1,3}(?:\.\d)?)\s?(?:mut(?:ations?|s)?\.?)?(?:/|\sper\s)?\s?"
        r"(?:mb|megabase)s?\sor\s(?:more|greater|higher)\b)",
        lambda f: (MutationalBurden(float(f["burden_or_more_number"]), Comparator.AT_LEAST),),
        False,
    ),
    (
        "score",
        rf"(?i:(?:\b{_PDL1}{_STATUS}[\s,:(\[-]{{0,3}}(?:(?:by|with|of|a|level|defined|as|in|is|"
        rf"on|have|expressing)\s){{0,4}})?"
        rf"\b(?P<score_scale>{_SCALE})(?:\s?[\[(/]{{1,2}}(?:TPS|CPS|TC|"
        rf"IC)[\])]?)?[\s:)\]]{{0,3}}(?:(?:score|of|is|a|expression|with)\s){{0,3}}"
        rf"(?:(?P<score_than>{_THAN})\s?)?(?P<score_number>\d{{1,3}}(?:\.\d)?)\s?%?"
        rf"(?(score_than)|{_OR_MORE})[\])]?)",
        lambda f: _score(f, "score"),
        False,
    ),
    (
        "scored",
        rf"(?i:\b{_PDL1}{_STATUS}[\s,:(\[]{{0,3}}(?:(?:of|is|defined|as|in|by|IHC|level)\s){{0,4}}"
        rf"(?P<scored_than>{_THAN})\s?(?P<scored_number>\d{{1,3}}(?:\.\d)?)\s?%?"
        rf"\s(?:of\s(?=TPS|CPS))?\(?(?P<scored_scale>{_SCALE})\b(?:\s\((?:TC|TPS|CPS|IC)\))?(?:\sscore)?[\])]?)",
        lambda f: _score(f, "scored"),
        False,
    ),
    (
        "ligand",
        rf"(?i:\b{_PDL1}{_STATUS}[\s,:(\[]{{0,3}}(?:(?:of|is|defined|as|in|by|IHC|level)\s){{0,4}}"
        rf"(?:(?P<ligand_than>{_THAN})\s?)?(?P<ligand_number>\d{{1,3}}(?:\.\d)?)\s?%"
        rf"(?(ligand_than)|{_OR_MORE})[\])]?)",
        lambda f: _score(f, "ligand"),
        True,
    ),
    (
        "ligand_negative",
        rf"(?i:\b{_PDL1}(?:\sexpression)?[\s-]negative\b|"
        rf"\bnegative\sfor\s{_PDL1}(?:\sexpression)?)(?!\s(?:or|and|and/or)\s(?:PD-?L1[\s-])?positive)",
        lambda f: (Score("CD274", Scale.TPS, Comparator.BELOW, 1),),
        True,
    ),
    (
        "ligand_positive",
        rf"(?i:\b{_PDL1}(?:\sexpression)?(?:[\s-]?|\s(?:is|be)\s)(?:positive\b|\+(?!\d))(?!\s*[(\[,:]?\s*(?:{_SCALE}|"
        rf"defined|IHC|{_THAN})|\s(?:or|and|and/or)\s(?:PD-?L1[\s-])?negative))",
        lambda f: (Score("CD274", Scale.TPS, Comparator.AT_LEAST, 1),),
        True,
    ),
    (
        "hormone_positive",
        r"(?i:\bhormone[\s-]positive\b)",
        lambda f: (
            AnyOf(tuple(Expression(gene, ExpressionKind.EXPRESSION) for gene in ("ESR1", "PGR"))),
        ),
        False,
    ),
    (
        "androgen",
        r"\bAR(?:\+(?!\w)|[\s-]positive\b)",
        lambda f: (Expression("AR", ExpressionKind.EXPRESSION),),
        False,
    ),
    (
        "triple_negative",
        r"(?i:\b(?:triple[\s-]negative(?:\sbreast\s(?:cancer|carcinoma))?(?:\s\(TNBC\))?|TNBC\b))",
        lambda f: (TRIPLE_NEGATIVE,),
        False,
    ),
    (
        "abelson",
        r"(?i:\b(?:positive\s)?BCR\s?[-–:/]{1,2}\s?ABL1?\b(?:\s(?:gene|fusion|rearrangement|"
        r"transcript)s?)?(?:[\s-]{0,2}(?:positive\b|\+))?)"
        r"(?![>\s]{0,2}(?:\d|level|TKI|inhib|kinase|negative))",
        lambda f: (Fusion("BCR", "ABL1"),),
        False,
    ),
    (
        "ninth",  # the translocation that makes the Philadelphia chromosome
        r"(?i:\btranslocation\s(?:of|between)\schromosomes?\s9\sand\s22(?:[,\s(]{1,2}t\s?\(9;\s?22\)\)?)?|"
        r"\bt\s?\(9;\s?22\)(?:\s?\(q34;q11(?:\.2)?\))?(?:\s(?:karyotyp\w{1,3}|chromosom\w{1,3}|"
        r"translocations?|abnormalit(?:y|ies)|positive)){0,3})(?!\s?-?negative)",
        lambda f: (Fusion("BCR", "ABL1"),),
        False,
    ),
    (
        "philadelphia",
        r"(?i:\b(?:philadelphia[\s-]chromosome(?:\s\(Ph(?:\schromosome)?\))?|Ph\s?1?)[\s-]{0,2}(?:positive\b|"
        r"\+)(?:\s\(Ph\+\))?(?!\s?[><≥≤]|(?:/|\s(?:or|and|and/or)\s)negative\b)|\bpresence\sof\s(?:the\s|a\s)?philadelphia[\s-]chromosome\b"
        r"(?:\s\(Ph\))?)",
        lambda f: (Fusion("BCR", "ABL1"),),
        False,
    ),
    (
        "philadelphia_negative",
        r"(?i:\b(?:philadelphia[\s-]chromosome(?:\s\(Ph(?:\schromosome)?\))?[\s-]negative\b|"
        r"Ph[\s-]{1,2}negative\b))|\bPh-(?=[\s,;.)])",
        lambda f: (Not(Fusion("BCR", "ABL1")),),
        False,
    ),
    (
        "allele",
        rf"(?i:\bexpression\sof\s(?:the\s|matching\s)*)?\bHLA[\s-]?(?={_LOCUS}\s?\*)"
        rf"(?P<allele_names>(?P<allele_gene>{_LOCUS})\s?\*\s?{_FIELDS}"
        rf"(?:(?:\s?[,/]\s?(?:(?:or|and)\s)?|\s(?:or|and/or)\s)(?:{_LOCUS}\s?\*\s?)?"
        rf"{_FIELDS}){{0,12}}){_TYPED}",
        _alleles,
        False,
    ),
    (
        "serotype",
        rf"\bHLA[\s-]?(?P<serotype_gene>[AB])(?P<serotype_name>\d{{1,2}})(?![\d:*]){_TYPED}",
        _serotype,
        False,
    ),
    (
        "proficiency",
        r"(?i:\b(?:HRD[\s-]negative|HR[\s-]proficien(?:t|cy)|homologous[\s-]recombination"
        r"(?:[\s-]repair)?(?:\s\(HRR?\))?[\s-]proficien(?:t|cy))(?:\s\(HRp\))?)(?![\w-])",
        lambda f: (Not(RecombinationDeficiency()),),
        False,
    ),
    (
        "deficiency",
        r"(?i:\b(?:HRD|HR[\s-]deficien(?:t|cy)|homologous[\s-]recombination(?:[\s-]repair)?(?:\s\(HRR?\))?[\s-](?:deficien(?:t|cy))(?:\s\(HRD\))?)"
        r"(?:[\s-]{0,2}(?:positive\b|\+))?(?![\s-]?(?:negative|score|status)))",
        lambda f: (RecombinationDeficiency(),),
        False,
    ),
    (
        "virus",
        r"(?i:\b(?P<virus_name>EBV|HPV|epstein[\s-]barr\svirus(?:\s\(EBV\))?|"
        r"human\spapilloma\s?virus(?:\s\(HPV\))?)"
        r"(?:[\s-]?(?:16|18))?[\s-](?:positive|associated|related|driven|mediated)\b)|"
        r"\b(?P<virus_short>EBV|HPV)(?:[\s-]?(?:16|18))?\+",
        lambda f: (
            Virus(
                "EBV" if (f["virus_name"] or f["virus_short"]).upper().startswith("E") else "HPV"
            ),
        ),
        False,
    ),
    (
        "seventeen",
        r"(?i:\bdel(?:etion)?\s?(?:of\s)?\(?17p(?:13)?(?:\.\d)?\)?|\b17p\sdeletions?\b)",
        lambda f: (ArmChange("17p", CopyNumberKind.LOSS),),
        False,
    ),
    (
        "codeleted",
        r"(?i:\b1p\s?(?:[/-]|and\s)?\s?19q[\s-]{0,2}(?:chromosom\w{2,4}\s)?co-?delet(?:ed|ions?)\b|"
        r"\bco-?deletions?\sof\s(?:chromosomes?\s)?1p\s?(?:[/-]|and\s)?\s?19q\b)",
        lambda f: (CODELETED,),
        False,
    ),
    (
        "not_codeleted",
        r"(?i:\b1p\s?(?:[/-]|and\s)?\s?19q[\s-]{0,2}(?:non-?\s?co-?\s?deleted|intact)\b|"
        r"\bnon-?\s?co-?\s?deleted\s1p\s?[/-]?\s?19q\b)",
        lambda f: (Not(CODELETED),),
        False,
    ),
)

"""Inherited syndromes and alleles that trials name whole: Lynch syndrome, `UGT1A1*28/*28`.

The genes of a syndrome are those of the embedded table `germline/hereditary_genes.tsv` (ACMG SF);
EPCAM of Lynch syndrome and NF1 of neurofibromatosis type 1 are rules of the annotated trials.
A syndrome can be diagnosed without a variant that was found, so that it is never certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from oncomatch.domain.biomarker import (
    Allele,
    AllOf,
    AnyOf,
    BiallelicLoss,
    Biomarker,
    ChangeKind,
    GeneMutation,
    Origin,
    VariantOrigin,
    Zygosity,
)

SYNDROMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "lynch": (
        r"(?:HNPCC|hereditary\snon-?\s?polyposis\scolo(?:n|rectal)\scancer)(?:\ssyndrome)?"
        r"(?:\s\(HNPCC\))?(?:,?\s(?:also\sknown\sas\s|or\s)?\(?[\"'“]?Lynch\ssyndrome[\"'”]?\)?)?|"
        r"Lynch\ssyndrome(?:\s\((?:HNPCC|hereditary[^()]{1,60})\))?",
        ("MLH1", "MSH2", "MSH6", "PMS2", "EPCAM"),
    ),
    "li_fraumeni": (r"Li[\s-]{1,3}Fraumeni(?:\ssyndrome)?(?:\s\(LFS\))?", ("TP53",)),
    "adenomatous_polyposis": (
        r"familial\sadenomatous\spolyposis(?:\ssyndrome)?(?:\s\(FAP\))?(?:\ssyndrome)?",
        ("APC",),
    ),
    "breast_ovarian": (
        r"hereditary\sbreast\s(?:and|&|and/or|/)\s?ovarian\scancer(?:\ssyndrome)?(?:\s\(HBOC\))?"
        r"(?:\ssyndrome)?",
        ("BRCA1", "BRCA2"),
    ),
    "peutz_jeghers": (r"Peutz[\s-]{1,3}Jeghers(?:\ssyndrome)?", ("STK11",)),
    "juvenile_polyposis": (r"juvenile\spolyposis(?:\ssyndrome)?", ("BMPR1A", "SMAD4")),
    "von_hippel_lindau": (
        r"von[\s-]Hippel[\s-]{1,3}Lindau(?:\s\(VHL\))?(?:\s(?:syndrome|disease))?(?:\s\(VHL\))?",
        ("VHL",),
    ),
    "tuberous_sclerosis": (
        r"tuberous\ssclerosis(?:\scomplex)?(?:\s\(TSC\))?",
        ("TSC1", "TSC2"),
    ),
    "neurofibromatosis_one": (
        r"neurofibromatosis(?:\stype)?[\s-](?:1|I)(?:\s\((?:non[\s-])?NF-?1\))?(?![\w/])",
        ("NF1",),
    ),
    "neurofibromatosis_two": (
        r"neurofibromatosis(?:\stype)?[\s-](?:2|II)(?:\s\(NF-?2\))?(?![\w/])",
        ("NF2",),
    ),
    "hamartoma": (r"PTEN\shamartoma\stumou?r\ssyndrome", ("PTEN",)),
    "endocrine_one": (
        r"multiple\sendocrine\sneoplasia(?:\stype)?[\s-](?:1|I)(?:\s\(MEN-?\s?1\))?(?![\w/])",
        ("MEN1",),
    ),
}
"""Expressions and genes of syndromes by a short name."""
ITS_HINTS = (
    r"lynch|HNPCC|non-?\s?polyposis|fraumeni|polyposis|breast\s(?:and|&|and/or|/)\s?ovarian|jeghers|hippel|"
    r"tuberous|neurofibromatosis|hamartoma|endocrine neoplasia"
)
"""What a text must have to name one."""


def _syndrome(genes: tuple[str, ...]) -> Callable[[re.Match[str]], tuple[Biomarker, ...]]:
    changed = tuple(GeneMutation(gene, ChangeKind.MUTATION) for gene in genes)
    part: Biomarker = AnyOf(changed) if len(changed) > 1 else changed[0]
    return lambda found: (Origin(VariantOrigin.GERMLINE, part),)


def _pairs(found: re.Match[str]) -> tuple[Biomarker, ...]:
    """Return the genotypes of a list."""
    pairs = re.findall(
        r"(\d{1,2})\s?/\s?(?:UGT1A1)?\s?\*?\s?(\d{1,2})", found["pairs"], re.IGNORECASE
    )
    return tuple(dict.fromkeys(_genotype("UGT1A1", int(one), int(other)) for one, other in pairs))


def _genotype(gene: str, one: int, other: int) -> Biomarker:
    """Return a genotype: `*28/*28` is homozygous, `*1` is the allele without a change."""
    names = [f"*{number}" for number in sorted({one, other} - {1})]
    if not names:
        raise ValueError(f"two unchanged copies of {gene} are no allele to look for")
    if one == other:
        return Allele(gene, names[0], Zygosity.HOMOZYGOUS)
    if len(names) == 1:
        return Allele(gene, names[0], Zygosity.HETEROZYGOUS)
    return AllOf(tuple(Allele(gene, name) for name in names))


def _homozygous(found: re.Match[str], word: str) -> tuple[Biomarker, ...]:
    gene, name = found[f"{word}_gene"].upper(), found[f"{word}_name"].upper()
    return (Allele(gene, f"*{name}", Zygosity.HOMOZYGOUS),)


_STAR = r"(?P<{0}_gene>UGT1A1|DPYD)\s?\*\s?(?P<{0}_name>\d{{1,2}}A?)\b"
_PAIR = r"\*?\s?\d{1,2}\s?/\s?(?:UGT1A1)?\s?\*?\s?\d{1,2}\b"
_ALLELE = r"(?:\s(?:allele|variant|polymorphism|genotype|mutation)s?)?"

# name, expression, patterns of which any is meant, whether that is only usual.
INHERITED: tuple[tuple[str, str, Callable[[re.Match[str]], tuple[Biomarker, ...]], bool], ...] = (
    *(
        (f"syndrome_{name}", rf"(?i:\b(?:{text}))(?!\w)", _syndrome(genes), True)
        for name, (text, genes) in SYNDROMES.items()
    ),
    (
        "syndrome_mutyh",
        r"(?i:\bMUTYH?[\s-](?:associated\s)?polyposis(?:\ssyndrome)?(?:\s\(MAP\))?)",
        lambda found: (Origin(VariantOrigin.GERMLINE, BiallelicLoss("MUTYH")),),
        True,
    ),
    (
        "genotype",
        rf"(?i:\bUGT1A1\s?(?P<pairs>{_PAIR}(?:(?:,|\sor|\sand|/){{1,2}}\s(?:UGT1A1\s?)?{_PAIR}){{0,4}})"
        r"(?:\s(?:genotypes?|homozyg\w+|alleles?))?)",
        _pairs,
        False,
    ),
    (
        "homozygous_for",
        rf"(?i:\bhomozyg\w+\s(?:(?:for|of|the|a|variant|known)\s){{0,3}}{_STAR.format('for')}{_ALLELE})",
        lambda found: _homozygous(found, "for"),
        False,
    ),
    (
        "homozygous_in",
        rf"(?i:\b{_STAR.format('in')}{_ALLELE}[\s(,]{{1,2}}homozyg\w+\)?)",
        lambda found: _homozygous(found, "in"),
        False,
    ),
)

"""A stated alteration meets what is as broad, leaves what is narrower open, and never more."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evaluation import Outcome
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.implication import Implications

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

CASES = [
    # small variants: as broad or broader is met, narrower is open
    ("EGFR exon 19 inframe_deletion", "EGFR exon 19 inframe_deletion", MET),
    ("EGFR exon 19 inframe_deletion", "EGFR exon 19 mutation", MET),
    ("EGFR exon 19 inframe_deletion", "EGFR mutation", MET),
    ("EGFR exon 19 inframe_deletion", "EGFR gain_of_function", MET),
    ("EGFR exon 19 inframe_deletion", "EGFR p.E746_A750del", UNKNOWN),
    ("EGFR exon 19 inframe_deletion", "EGFR exon 19 inframe_insertion", None),
    ("EGFR exon 19 mutation", "EGFR exon 19 inframe_deletion", UNKNOWN),
    ("EGFR exon 20 inframe_insertion", "EGFR exons 18-21 mutation", MET),
    ("KRAS codon 12", "KRAS mutation", MET),
    ("KRAS codon 12", "KRAS p.G12C", UNKNOWN),
    ("KRAS codon 12", "KRAS codons 12-13", MET),
    ("KRAS mutation", "KRAS codon 12", UNKNOWN),
    ("KRAS mutation", "KRAS gain_of_function", UNKNOWN),
    ("KRAS oncogenic", "KRAS mutation", MET),
    ("KRAS oncogenic", "KRAS gain_of_function", MET),
    ("GNAQ p.Q209L", "GNAQ codon 209", MET),
    ("GNAQ p.Q209L", "GNAQ p.Q209P", NOT_MET),
    ("GNAQ p.Q209L", "GNAQ codon 183", NOT_MET),
    ("BRCA2 missense", "BRCA2 mutation", UNKNOWN),
    ("BRCA2 missense", "BRCA2 loss_of_function", UNKNOWN),
    ("BRCA1 truncation", "BRCA1 loss_of_function", MET),
    ("BRCA1 frameshift", "BRCA1 truncation", MET),
    ("BRCA1 loss_of_function", "BRCA1 mutation", MET),
    ("BRCA1 loss_of_function", "BRCA1 truncation", UNKNOWN),
    ("EGFR truncation", "EGFR gain_of_function", UNKNOWN),
    ("FLT3 internal_tandem_duplication", "FLT3 mutation", MET),
    # a stated change answers the wild type, and the other way round
    ("KRAS codon 12", "KRAS wildtype", NOT_MET),
    ("KRAS wildtype", "KRAS codon 12", NOT_MET),
    ("KRAS wildtype", "KRAS amplification", None),
    ("BRCA2 missense", "BRCA2 wildtype", UNKNOWN),
    # a mutation is not an amplification
    ("ERBB2 amplification", "ERBB2 mutation", None),
    ("ERBB2 gain_of_function", "ERBB2 amplification", None),
    ("ERBB2 amplification", "ERBB2 amplification", MET),
    ("ERBB2 amplification", "ERBB2 gain", MET),
    ("ERBB2 gain", "ERBB2 amplification", UNKNOWN),
    ("ERBB2 amplification", "ERBB2 loss", NOT_MET),
    ("ERBB2 amplification", "ERBB2 overexpression", None),
    ("ERBB2 copies >= 8", "ERBB2 copies >= 6", MET),
    ("ERBB2 copies >= 4", "ERBB2 copies >= 6", UNKNOWN),
    ("CDKN2A deletion", "CDKN2A loss", MET),
    ("CDKN2A deletion", "CDKN2A loss_of_function", MET),
    ("CDKN2A loss", "CDKN2A deletion", UNKNOWN),
    # fusions
    ("EML4::ALK fusion", "ALK fusion", MET),
    ("EML4::ALK fusion", "EML4::ALK fusion", MET),
    ("EML4::ALK fusion", "ALK rearrangement", MET),
    ("EML4::ALK fusion", "EML4 exon 6::ALK exon 20 fusion", UNKNOWN),
    ("EML4::ALK fusion", "NPM1::ALK fusion", NOT_MET),
    ("ALK fusion", "EML4::ALK fusion", UNKNOWN),
    ("ALK rearrangement", "ALK fusion", UNKNOWN),
    # levels and markers
    ("ERBB2 IHC >= 3", "ERBB2 overexpression", MET),
    ("ERBB2 IHC >= 2", "ERBB2 overexpression", UNKNOWN),
    ("CD274 TPS >= 60", "CD274 TPS >= 50", MET),
    ("CD274 TPS >= 10", "CD274 TPS >= 50", UNKNOWN),
    ("CD274 TPS >= 60", "CD274 CPS >= 10", UNKNOWN),
    ("CD274 TPS < 1", "CD274 TPS >= 1", NOT_MET),
    ("CD274 TPS < 1", "CD274 TPS >= 50", NOT_MET),
    ("CD274 TPS < 50", "CD274 TPS >= 1", UNKNOWN),
    ("CD274 TPS <= 1", "CD274 TPS >= 1", UNKNOWN),
    ("CD274 TPS >= 1", "CD274 TPS < 50", UNKNOWN),
    ("CD274 TPS >= 50", "CD274 TPS < 50", NOT_MET),
    ("CD274 TPS > 50", "CD274 TPS > 50", MET),
    ("CD274 TPS > 50", "CD274 TPS >= 50", MET),
    ("CD274 TPS >= 50", "CD274 TPS > 50", UNKNOWN),
    ("ERBB2 IHC < 3", "ERBB2 overexpression", UNKNOWN),
    # an absence that is stated
    ("not ERBB2 amplification", "ERBB2 amplification", NOT_MET),
    ("not ERBB2 gain", "ERBB2 amplification", NOT_MET),
    ("not ERBB2 amplification", "ERBB2 gain", None),
    ("not ERBB2 amplification", "ERBB2 mutation", None),
    ("TMB >= 12", "TMB >= 10", MET),
    ("TMB >= 10", "TMB >= 20", UNKNOWN),
    ("MMR deficient", "MSI high", MET),
    ("MSI stable", "MSI high", NOT_MET),
    ("MSI high", "TMB >= 10", None),
    # origin is not stated
    ("BRCA1 loss_of_function", "germline (BRCA1 loss_of_function)", UNKNOWN),
    # another gene is not spoken of
    ("KRAS codon 12", "NRAS codon 12", None),
    ("KRAS codon 12", "MSI high", None),
    # exceptions are of the very change
    (
        "EGFR p.A763_Y764insFQEA",
        "EGFR exon 20 inframe_insertion except p.A763_Y764insFQEA",
        NOT_MET,
    ),
    (
        "EGFR exon 20 inframe_insertion",
        "EGFR exon 20 inframe_insertion except p.A763_Y764insFQEA",
        UNKNOWN,
    ),
    # an origin that is stated; numbering that differs; kinds that a name shows
    ("germline (BRCA1 loss_of_function)", "germline (BRCA1 loss_of_function)", MET),
    ("germline (BRCA1 loss_of_function)", "germline (BRCA1 mutation)", MET),
    ("germline (BRCA1 loss_of_function)", "BRCA1 mutation", MET),
    ("germline (BRCA1 loss_of_function)", "somatic (BRCA1 mutation)", UNKNOWN),
    ("MYD88@ENST00000648963.1 codon 252", "MYD88 codon 252", UNKNOWN),
    ("GNAQ p.Q209fs", "GNAQ truncation", MET),
    ("BRCA1 p.Q1756fs", "BRCA1 loss_of_function", UNKNOWN),
    ("GNAQ p.Q209del", "GNAQ inframe_deletion", MET),
    ("GNAQ p.Q209delinsLP", "GNAQ inframe_deletion", UNKNOWN),
    # one of several
    ("TERT c.-124C>T or TERT c.-146C>T", "TERT c.-124C>T", UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "asked", "outcome"), CASES)
def test_what_is_implied(stated: str, asked: str, outcome: Outcome | None) -> None:
    implications = Implications(open_knowledge())

    assert implications.of(parse_biomarker(stated), parse_biomarker(asked)) is outcome

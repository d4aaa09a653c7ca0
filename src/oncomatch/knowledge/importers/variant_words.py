"""What the words in CIViC's variant names mean, as patterns; `{gene}` stands for the gene.

A word that says more or something else than every pattern does is not here: its name is refused.
"""

from __future__ import annotations

import re

WHOLE_GENE = {
    "mutation": "{gene} mutation",
    "loss-of-function": "{gene} loss_of_function",
    "deleterious mutation": "{gene} loss_of_function",
    "inactivating mutation": "{gene} loss_of_function",
    "gain-of-function": "{gene} gain_of_function",
    "activating mutation": "{gene} gain_of_function",
    "frameshift": "{gene} frameshift",
    "frameshift truncation": "{gene} frameshift",
    "truncating mutation": "{gene} truncation",
    "itd": "{gene} internal_tandem_duplication",
    "wildtype": "{gene} wildtype",
    "amplification": "{gene} amplification",
    "deletion": "{gene} deletion",
    "loss": "{gene} loss",
    "loh": "{gene} loss_of_heterozygosity",
    "copy-neutral loss of heterozygosity": "{gene} copy_neutral_loss_of_heterozygosity",
    "biallelic inactivation": "{gene} biallelic_loss",
    "rearrangement": "{gene} rearrangement",
    "overexpression": "{gene} overexpression",
    "expression": "{gene} expression",
    "underexpression": "{gene} underexpression",
    "nuclear expression": "{gene} nuclear_expression",
    "loss of nuclear protein expression": "{gene} protein_loss",
    "phosphorylation": "{gene} phosphorylation",
    "promoter methylation": "{gene} promoter_methylation",
    "promoter hypermethylation": "{gene} promoter_methylation",
    "tkd mutation": "{gene} region tyrosine_kinase_domain mutation",
    "kinase domain mutation": "{gene} region tyrosine_kinase_domain mutation",
    "p-loop mutation": "{gene} region p_loop mutation",
    "non-p-loop mutation": (
        "{gene} region tyrosine_kinase_domain mutation except region p_loop mutation"
    ),
    "dna binding domain mutation": "{gene} region dna_binding_domain mutation",
    "sh2 domain mutation": "{gene} region sh2_domain mutation",
}
"""Names that speak of the gene as a whole or of a region, in lower case."""

_UNCOMMON = "p.L858R, exon 19 inframe_deletion"

OF_GENE = {
    ("TERT", "C228T"): "TERT c.-124C>T",
    ("TERT", "C250T"): "TERT c.-146C>T",
    ("EGFR", "VIII"): "EGFR exons 2-7 loss",
    ("EGFR", "EXON 19 DELETION"): "EGFR exon 19 inframe_deletion",
    ("EGFR", "RARE MUTATION"): f"EGFR mutation except {_UNCOMMON}",
    ("EGFR", "RARE EXON 18-21 MUTATION"): (
        f"EGFR exons 18-21 mutation except {_UNCOMMON}, p.T790M"
    ),
    ("BRAF", "NON-V600"): "BRAF mutation except codon 600",
    ("KIT", "INTERNAL DUPLICATION"): "KIT exon 11 internal_tandem_duplication",
    ("FLT3", "TKD MUTATION"): (
        "FLT3 region tyrosine_kinase_domain mutation except internal_tandem_duplication"
    ),
    ("FGFR1", "INTERNAL DUPLICATION"): "FGFR1 kinase_domain_duplication",
    ("FGFR1", "TRANSLOCATION"): "FGFR1 rearrangement",
    ("TP53", "ALTERATION"): "TP53 mutation or TP53 overexpression",
    ("CHEK2", "1100DELC"): "CHEK2 c.1100del",
    ("AR", "AR-V7"): "AR splice_variant AR-V7",
    ("AR", "V7 EXPRESSION"): "AR splice_variant AR-V7",
}
"""Names that mean what they mean in one gene only.

TERT: genomic nicknames (GRCh37 chr5:1295228 and 1295250). EGFR vIII: CIViC's variant 312 gives
p.Val30_Arg297delinsGly, which the loss of exons 2 to 7 is. EGFR exon 19: small in-frame deletions,
not the loss of the exon. EGFR "rare", TP53 "alteration": as CIViC describes these variants. KIT:
CIViC puts the duplication in exon 11. FLT3: CIViC keeps TKD mutations and ITD apart, also where
the region has residues in which an ITD may end. FGFR1: EID7203 is about a second kinase domain,
EID11324 about rearrangements. BRAF: any change but one of codon 600.
"""

LOST_EXONS = frozenset(
    (gene, first, last)
    for gene, first, last in (
        ("ALK", 4, 11),
        ("DPYD", 11, 19),
        ("EGFR", 4, 4),
        ("LRP1B", 12, 22),
        ("VHL", 1, 1),
        ("VHL", 1, 2),
        ("VHL", 1, 3),
        ("VHL", 2, 2),
        ("VHL", 2, 3),
        ("VHL", 3, 3),
    )
)
"""Exons whose "deletion" is the loss of whole exons: CIViC gives it their coordinates, or it is
one of the exons of VHL, whose large deletions are named so. Elsewhere an "exon N deletion" may be
a small one, and is refused."""

EXON_KINDS = {
    "mutation": "mutation",
    "insertion": "inframe_insertion",
    "skipping mutation": "skipping",
    "frameshift": "frameshift",
}

RESIDUE = r"[A-Z][1-9]\d*"

PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(name, re.IGNORECASE), text)
    for name, text in (
        (r"intron ([1-9]\d*) rearrangement", "{gene} intron {0} rearrangement"),
        (r"([STY][1-9]\d*) phosphorylation", "{gene} {0} phosphorylation"),
        (r"(p16) expression", "{gene} product {0} expression"),
        (r"(CD44s) expression", "{gene} product {0} expression"),
        (r"(\*[1-9]\d*) homozygosity", "{gene} allele {0} homozygous"),
        (r"(\*[1-9]\d*[A-Z]) homozygosity", "{gene} allele {0} homozygous"),
        (r"(\*[1-9]\d*[A-Z]?)", "{gene} allele {0}"),
        (rf"({RESIDUE})([A-Z])/([A-Z])", "{gene} p.{0}{1} or {gene} p.{0}{2}"),
    )
)
"""Names with a part of their own, `{0}` and so on."""

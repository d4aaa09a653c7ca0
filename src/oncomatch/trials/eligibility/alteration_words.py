"""The words by which trials say what is altered in a gene, each with what it means.

`PLACES` are looked for before the names of genes, `STATES` behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from oncomatch.domain.biomarker import (
    ChangeKind,
    CopyNumberKind,
    ExonChange,
    Expression,
    ExpressionKind,
    RegionChange,
    WildType,
)
from oncomatch.trials.eligibility.alterations import (
    FUSED,
    HER2_POSITIVE,
    LOST_EITHER_WAY,
    MUTATED_WHEN_POSITIVE,
    Alteration,
    Groups,
    Sort,
    activated,
    altered,
    amplified,
    codons,
    copies,
    exons,
    expressed,
    fused,
    kind_of_change,
    level,
    lost,
    positive,
    positive_or_usual,
    rearranged,
    receptor_or_her2,
    residues,
    skipped,
    stain,
    surface_protein,
    usual,
)
from oncomatch.trials.eligibility.gene_names import RECEPTORS

Word: TypeAlias = tuple[str, str, Callable[[re.Match[str]], Alteration]]

_MEASURED = RECEPTORS | {"AR"}
_POS = r"(?:[\s-]{0,3}positive)?"
_MUT = (
    r"(?:(?:substitution|point|missense|variant|hotspot|single[\s-]nucleotide|non-?synonymous)\s)?"
    r"(?:mutations?(?:\(s\))?|mutated|mutants?|variants?(?:\(s\))?|substitutions?|mut\b)"
)
_TRUNCATING = (
    r"(?:(?:protein[\s-])?truncating|nonsense|frame[\s-]?shift(?:ing)?|stop[\s-]?gain(?:ed)?)"
)
_RESIDUE = r"(?!P(?:53|16|21|27)\b)[ACDEFGHIKLMNPQRSTVWY]\d{2,4}"
_END = r"[ACDEFGHIKLMNPQRSTVWYX]"
_STAINS = (
    r"(?:[0-2]\s?(?:-|–|to)\s?[1-3]\s?\+|[0-3]\s?\+(?:\s?(?:,|or|and|/|-|–|to)\s?[0-3]\s?\+){0,3})"
)
_NUMBERS = (
    r"\d{1,2}(?:\s?(?:-|–|to|through|,|/|,?\s?(?:or|and|and/or)(?:\sexons?)?)\s?\d{1,2}){0,8}"
)
_OF = rf"(?:\s(?:gene\s)?{_MUT})?{_POS}"

_AT_LEAST = r"(?:≥|>\s?/?\s?=|=\s?>|>|at least|more than|greater than|of|or more)"

# name, expression, maker; the first that fits is taken.
PLACES: tuple[Word, ...] = (
    (
        "insertion",
        rf"(?i:(?:\b|(?<=EGFR))ex(?:on)?[\s-]?(?P<insertion_exons>\d{{1,2}})[\s-]?(?:in-?frame\s)?ins(?:ertions?)?\b(?:\(s\))?{_OF})",
        lambda f: Alteration(
            Sort.PLACE, exons(Groups(f, "insertion"), ChangeKind.INFRAME_INSERTION)
        ),
    ),
    (
        "exon_deletion",
        rf"(?i:(?:\b|(?<=EGFR))(?:ex?(?:on)?[\s-]?(?P<exon_deletion_exons>19)[\s-]?(?:in-?frame\s)?del(?:etions?)?\b(?:\(s\))?|"
        rf"(?:exon\s)?(?:19[\s-]?del(?:etions?)?|del[\s-]?19)\b|"
        rf"\bdel(?:etions?)?\s(?:in|of)\s(?:the\s)?exon\s?19\b){_OF})",
        lambda f: Alteration(
            Sort.PLACE, lambda gene: (ExonChange(gene, 19, ChangeKind.INFRAME_DELETION),)
        ),
    ),
    (
        "skipping",
        rf"(?i:(?:\b|(?<=MET))ex(?:on)?[\s-]?14[\s-]?(?P<skipping_word>skip(?:ping|ped)?)?"
        rf"(?:\s(?:alterations?|events?))?{_OF}\b)",
        lambda f: Alteration(Sort.PLACE, skipped(said=bool(f["skipping_word"]))),
    ),
    (
        "exon_residue",
        r"(?i:\bex(?:on)?\s?\d{1,2}(?:\s?(?:\(\s?)?|-))(?=[ACDEFGHIKLMNPQRSTVWY]\d{3}[A-Z]\b)|"
        r"\b(?:1[89]|2[01])[\s-]?(?=(?:L858R|T790M|L861Q|S768I|G719[XASC])\b)|"
        r"(?<=\d[A-Z]\s)(?:in|of)\sexon\s?\d{1,2}\b",
        lambda f: Alteration(Sort.PLACE, lambda gene: ()),
    ),
    (
        "exon_mutation",
        rf"(?i:\bexons?\s?(?P<exon_mutation_exons>{_NUMBERS})(?:\s{_MUT})?\b)",
        lambda f: Alteration(Sort.PLACE, exons(Groups(f, "exon_mutation"), ChangeKind.MUTATION)),
    ),
    (
        "codon",
        rf"(?i:\bcodons?\s(?P<codon_numbers>\d{{1,4}}(?:(?:\s?,\s?|\s?/\s?|\s)"
        rf"(?:(?:or|and|and/or)\s)?\d{{1,4}}\b){{0,5}})(?:\s{_MUT})?\b)",
        lambda f: Alteration(Sort.PLACE, codons(Groups(f, "codon"))),
    ),
    (
        "residue",
        rf"(?:\bp\.?\s?)?(?:\b|(?:(?<=[A-Z\d]{{3}})|(?<=\b[12][0189]))(?=[A-Z]\d{{2,4}}[A-Z]?(?![A-Za-z\d])))(?P<residue_residue>{_RESIDUE})"
        rf"(?:(?P<residue_more>(?:/\d{{3,4}}(?!\d))+)|(?P<residue_ends>{_END}(?:[/,]{_END}\b)*(?:(?<=600E)\s(?:or|and|and/or)\sK\b)?))?"
        rf"(?![A-Za-z0-9])(?i:[\s-]{{0,3}}{_MUT})?(?i:{_POS})\+?",
        lambda f: Alteration(Sort.PLACE, residues(Groups(f, "residue"))),
    ),
    (
        "itd",
        r"(?i:(?:\b|(?<=FLT3))(?:ITD|internal tandem duplications?(?:\s\(ITD\))?)\b"
        r"(?:[\s-]?(?:mutations?|positive|mutated))?)",
        lambda f: Alteration(Sort.PLACE, kind_of_change(ChangeKind.INTERNAL_TANDEM_DUPLICATION)),
    ),
    (
        "tkd",
        r"(?i:\b(?:TKD|tyrosine kinase domain(?:\s\(TKD\))?)(?!\w)(?!\s(?:of|in|\()\s?\(?exon)"
        r"(?:[\s-]?(?:mutations?|mutated))?)",
        lambda f: Alteration(
            Sort.PLACE,
            lambda gene: (RegionChange(gene, "tyrosine_kinase_domain", ChangeKind.MUTATION),),
        ),
    ),
    (
        "ligand",
        r"(?i:\bligand[\s-]binding domain(?:\s\(LBD\))?(?:[\s-]?(?:mutations?|mutated))?|\bLBD\b)",
        lambda f: Alteration(
            Sort.PLACE,
            lambda gene: (RegionChange(gene, "ligand_binding_domain", ChangeKind.MUTATION),),
        ),
    ),
    (
        "sensitivity",
        r"(?i:\b(?:(?:(?:that\s|which\s)?(?:is|are)\s)?known\sto\sbe\s|(?:that|which)\s(?:is|are)\s)?"
        r"(?:associated\swith\s(?:EGFR[\s-])?(?:(?:TKI|tyrosine[\s-]kinase\sinhibitor)[\s-])?"
        r"(?:sensitivity|response)(?:\sto\s(?:an?\s)?(?:EGFR[\s-])?(?:TKIs?|tyrosine[\s-]kinase\s"
        r"inhibitors?))?|(?:sensitive|sensitizing)\sto\s(?:an?\s)?(?:EGFR[\s-])?(?:TKIs?|"
        r"tyrosine[\s-]kinase\sinhibitors?))(?:\s\(TKIs?\))?(?:\s(?:therapy|treatment))?)(?![\w-])",
        lambda f: Alteration(Sort.STATE, lambda gene: ()),
    ),
)

STATES: tuple[Word, ...] = (
    (
        "stain",
        rf"(?i:\(?(?:\bIHC|immunohistochemistry(?:\s\(IHC\))?)"
        rf"(?:\s(?:score|status|staining)(?:\sof)?)?\s?(?P<stain_stain>{_STAINS})"
        rf"(?P<stain_more>\sor\s(?:more|greater|higher|above))?\)?|"
        rf"\(?(?<![\d.])(?P<stain_level>{_STAINS})\)?\s(?:expression\s|staining\s)?by\s"
        rf"(?:IHC|immunohistochemistry(?:\s\(IHC\))?)(?![\w-]))",
        lambda f: Alteration(Sort.STATE, stain(Groups(f, "stain"))),
    ),
    (
        "fusion",
        rf"(?i:\b(?:gene\s)?(?:fusions?(?:\(s\))?|fused)(?:\s(?:gene|oncogene)s?)?{_POS}\b)",
        lambda f: Alteration(Sort.KIND, fused),
    ),
    (
        "rearranged",
        rf"(?i:\b(?:other\s)?(?:gene\s|chromosomal\s)?(?:rearrange(?:d|ments?)|translocations?|"
        rf"translocated){_POS}\b)|(?<=-)r\b|(?<=KMT2A)r\b",
        lambda f: Alteration(Sort.KIND, rearranged),
    ),
    (
        "amplified",
        rf"(?i:\b(?:gene\s)?(?:amplified|amplifications?){_POS}\b(?:\s?[(,]?\s?(?:with|defined as|"
        rf"i\.e\.,?|as defined (?:with|as|by)|copy numbers?|a|gene)?\s?"
        rf"(?P<amplified_word>copy numbers?(?:\sof)?\s?)?"
        rf"(?P<amplified_than>{_AT_LEAST})\s?(?P<amplified_number>\d{{1,2}})"
        rf"(?(amplified_word)|\s?(?:copies|copy numbers?))\)?)?)",
        lambda f: Alteration(Sort.KIND, amplified(Groups(f, "amplified"))),
    ),
    (
        "homozygous",
        r"(?i:\b(?:homozygous(?:ly)?|bi-?allelic)(?:\s[(/]?(?:homozygous|bi-?allelic)\)?)?[\s-](?:gene\s)?(?:delet(?:ed|ions?)|"
        r"loss)(?:\sof)?\b)",
        lambda f: Alteration(Sort.KIND, copies(CopyNumberKind.DELETION)),
    ),
    (
        "deleted",
        r"(?i:\b(?:(?:whole[\s-]|entire\s|complete\s)?gene\s)?(?:deleted|deletions?|null)\b)",
        lambda f: Alteration(Sort.KIND, copies(CopyNumberKind.DELETION)),
    ),
    (
        "copy_lost",
        r"(?i:\b(?:copy[\s-]number\sloss(?:es)?|(?:single|one)[\s-]copy\sloss|"
        r"(?:heterozygous|hemizygous|mono-?allelic)\s(?:loss|deletions?))(?:\sof)?\b)",
        lambda f: Alteration(Sort.KIND, copies(CopyNumberKind.LOSS)),
    ),
    (
        "protein_lost",
        r"(?i:\b(?:(?:lost|loss of|absent|absence of)\s(?:protein\s)?expression(?:\sof|\sin)?|"
        r"absence of(?=\s(?-i:(?!HER)[A-Z0-9]{3,8})\sprotein))\b)",
        lambda f: Alteration(Sort.KIND, level(ExpressionKind.PROTEIN_LOSS)),
    ),
    (
        "lost",
        r"(?i:\b(?:loss(?:\sof)?|deficient|deficiency|lost)\b)(?![\s-](?:of[\s-])?function)",
        lambda f: Alteration(Sort.KIND, lost, doubtful=lambda gene: gene not in LOST_EITHER_WAY),
    ),
    (
        "functionless",
        r"(?i:\bloss[\s-]of[\s-]function\b(?:\s\(LOF\))?(?![\s-]{0,2}(?:\([^)]{0,20}\)\s?)?(?:germline|"
        r"somatic|tumou?r|gene|or|and|/|\s){0,6}(?:mutat|variant|alterat|aberrat)))",
        lambda f: Alteration(Sort.KIND, kind_of_change(ChangeKind.LOSS_OF_FUNCTION)),
    ),
    (
        "active",
        r"(?i:\bactivation\b)",
        lambda f: Alteration(Sort.KIND, activated, doubtful=lambda gene: True),
    ),
    (
        "wild",
        r"(?i:\b(?:wild[\s-]*types?|WT)\b)",
        lambda f: Alteration(Sort.STATE, lambda gene: (WildType(gene),)),
    ),
    (
        "overexpressed",
        r"(?i:\bover[\s-]?express(?:ing|ions?|ed)(?:\sof)?\b)",
        lambda f: Alteration(
            Sort.STATE,
            lambda gene: (
                (HER2_POSITIVE,)
                if gene == "ERBB2"
                else (Expression(gene, ExpressionKind.OVEREXPRESSION),)
            ),
        ),
    ),
    (
        "expressed",
        r"(?i:\b(?:(?:positive\s)?express(?:ing|ions?|ed)|expression[\s-]positive)(?:\sof)?\b"
        r"(?!\s(?:of\s)?(?:(?:the|an?|matching|appropriate|required)\s){0,2}HLA))",
        lambda f: Alteration(
            Sort.STATE,
            expressed,
            doubtful=lambda gene: not (surface_protein(gene) or gene in _MEASURED),
        ),
    ),
    (
        "unmutated",
        r"(?i:\b(?:mutation|fusion|rearrangement|alteration)s?[\s-]+negative\b|\b(?:un|"
        r"non-?)mutated\b)",
        lambda f: Alteration(Sort.STATE, usual, negates=True),
    ),
    (
        "altered",
        r"(?i:\b(?:(?:gene|genomic|genetic)\s)?(?:(?:tumou?r\s)?alter(?:ed|ations?(?:\(s\))?)|"
        r"aberrations?|abnormalit(?:y|ies)|changes(?=\sin\s(?:the\s)?[\w/, -]{2,40}\sgenes?\b))"
        rf"{_POS}\b)",
        lambda f: Alteration(
            Sort.KIND,
            altered,
            # an amplification or a loss may be meant too: only of genes that fuse is it told
            doubtful=lambda gene: gene.startswith("FGFR") or gene not in FUSED,
        ),
    ),
    (
        "truncated",
        rf"(?i:\b{_TRUNCATING}(?:(?:,\s(?:(?:or|and|and/or)\s)?|\s?/\s?|\s(?:or|and|and/or)\s){_TRUNCATING}){{0,3}}"
        rf"[\s-]{_MUT}(?![A-Za-z]))",
        lambda f: Alteration(Sort.KIND, kind_of_change(ChangeKind.TRUNCATION)),
    ),
    (
        "mutated",
        rf"(?i:\b(?:(?:gene|genomic|genetic|somatic point|point|"
        rf"DNA point)\s)?(?:co-?)?{_MUT}(?:[\s-]*positive)?(?![A-Za-z])\+?)|(?<=[A-Z0-9])m\b",
        lambda f: Alteration(Sort.KIND, kind_of_change(ChangeKind.MUTATION), is_mutation=True),
    ),
    (
        "positive",
        r"(?i:\bpositiv(?:e|ity)\b)(?:\s(?i:expression\s)?for(?=\s(?:the\s)?[A-Z][A-Z0-9-]{2,8}"
        r"(?:\s?[,.;)]|\s(?:by|and|or|on|in|as|at)\b|$)))?|(?<=[A-Z0-9u)α.])\+(?:(?![\w+])|(?=HER-?2|P[Rg]|[A-Z][a-z]{4}))|"
        r"(?<=[A-Z0-9]\s)\+(?=\s?(?:$|[,;.)/]|(?i:or|and)\b|(?:[\w-]+\s){0,2}(?:(?i:cancers?|carcinomas?|"
        r"tumou?rs?|disease|leuk\w{3,6}|lymphomas?|NSCLC)\b|(?:[BT]-)?(?:ALL|AML|NHL)\b)))",
        lambda f: Alteration(
            Sort.STATE,
            positive,
            doubtful=lambda gene: (
                gene != "ERBB2"
                and gene not in RECEPTORS
                and gene not in FUSED | MUTATED_WHEN_POSITIVE
                and not surface_protein(gene)
            ),
        ),
    ),
    (
        "negative",
        r"(?i:\bnegativ(?:e|ity)\b)",
        lambda f: Alteration(Sort.STATE, positive_or_usual, negates=True),
    ),
    (
        "minus",
        r"(?:(?<=[A-Z0-9u)])|(?<=/HER2\s)(?=-\s(?:disease|(?:\w+\s)?(?:breast|cancer|tumou?r))))[-−–]"
        r"(?=[\s,;)/.\]]|$)(?!\s(?i:negativ|positiv|low\b))"
        r"(?!\s(?:and|or|and/or)\s[A-Za-z0-9/]{2,8}-(?i:positiv|mutat|alter|amplif|driven|"
        r"express))",
        lambda f: Alteration(Sort.STATE, receptor_or_her2, negates=True),
    ),
)

WORDS = PLACES + STATES

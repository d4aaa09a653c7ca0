"""Structure: fusions, rearrangements, lost exons, duplicated kinase domains.

What is reported of a gene is met, not met or in doubt; where nothing is reported the answer is
*not met* only if the assay is said to see fusions of the gene.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from oncomatch.domain.biomarker import ExonLoss, Fusion, KinaseDomainDuplication
from oncomatch.domain.biomarker import Rearrangement as RearrangementPattern
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.matching.facts import Facts

Answer = Callable[[Rearrangement], Evaluation | None]


def fusion(biomarker: Fusion, facts: Facts) -> Evaluation:
    """Answer for a fusion of a gene with any partner, or of two genes, 5' first."""
    genes = (biomarker.gene, biomarker.partner) if biomarker.partner else (biomarker.gene,)
    if not facts.assay.fusions:
        return Evaluation(Outcome.UNKNOWN, "fusions were not assessed")

    def answer(each: Rearrangement) -> Evaluation | None:
        if each.kind is RearrangementKind.INTRAGENIC:
            return None
        if each.kind is RearrangementKind.BREAK:
            whole = set(each.genes) == set(genes) or not biomarker.partner
            return _doubt(each, "what comes of it is not known") if whole else None
        if biomarker.partner and set(each.genes) != set(genes):
            return None
        if biomarker.partner and each.genes != genes:
            return _doubt(each, f"the order asked for is {'::'.join(genes)}")
        if each.in_frame is False:
            return _doubt(each, "it is out of frame")
        for end in (each.five_prime, each.three_prime):
            if end.gene == biomarker.gene and not biomarker.partner and not _keeps(end):
                return _doubt(each, f"the kinase domain of {end.gene} is not kept whole")
        return _by_exons(biomarker, each)

    covered = _covered(facts, genes)
    return _best(_concerned(facts, genes), answer) or _absent(biomarker, genes, covered)


def _keeps(end: Breakpoint) -> bool:
    return end.kinase_retained is not False


def _by_exons(biomarker: Fusion, each: Rearrangement) -> Evaluation:
    asked = (biomarker.exon, biomarker.partner_exon)
    found = (each.five_prime.exon, each.three_prime.exon)
    if any(want and have and want != have for want, have in zip(asked, found, strict=True)):
        return Evaluation(Outcome.NOT_MET, f"{_told(each)}, not {biomarker}", (each.id,))
    if any(want and not have for want, have in zip(asked, found, strict=True)):
        return _doubt(each, "its exons are not known")
    return Evaluation(Outcome.MET, _told(each), (each.id,))


def rearrangement(biomarker: RearrangementPattern, facts: Facts) -> Evaluation:
    """Answer whether a gene is broken and joined with another place.

    A break of a gene with a kinase domain does not tell that an active kinase comes of it: there
    it takes a fusion.
    """
    gene = biomarker.gene
    if not facts.assay.fusions:
        return Evaluation(Outcome.UNKNOWN, "rearrangements were not assessed")
    kinase = (gene, "kinase_domain") in facts.regions

    def answer(each: Rearrangement) -> Evaluation | None:
        if each.kind is RearrangementKind.INTRAGENIC:
            return None
        if each.kind is RearrangementKind.BREAK and kinase:
            return _doubt(each, "what comes of it is not known")
        if each.in_frame is False and kinase:
            return _doubt(each, "it is out of frame")
        ends = [end for end in (each.five_prime, each.three_prime) if end.gene == gene]
        if not all(map(_keeps, ends)):
            return _doubt(each, f"the kinase domain of {gene} is not kept whole")
        if biomarker.intron and not any(end.intron == biomarker.intron for end in ends):
            if all(end.intron for end in ends):
                return Evaluation(Outcome.NOT_MET, f"{_told(each)}, not {biomarker}", (each.id,))
            return _doubt(each, "the intron is not known")
        return Evaluation(Outcome.MET, _told(each), (each.id,))

    covered = _covered(facts, (gene,))
    return _best(_concerned(facts, (gene,)), answer) or _absent(biomarker, (gene,), covered)


def exon_loss(biomarker: ExonLoss, facts: Facts) -> Evaluation:
    """Answer whether just the whole exons asked for are lost."""
    gene = biomarker.gene
    if not facts.assay.fusions:
        return Evaluation(Outcome.UNKNOWN, "the loss of whole exons was not assessed")

    def answer(each: Rearrangement) -> Evaluation | None:
        if each.lost_exons == (biomarker.first, biomarker.last):
            return Evaluation(Outcome.MET, _told(each), (each.id,))
        if each.kind is not RearrangementKind.INTRAGENIC or each.repeated_exons:
            return None
        return None if each.lost_exons else _doubt(each, "its exons are not known")

    found = _best(_concerned(facts, (gene,)), answer)
    return found or _absent(biomarker, (gene,), None, "changes of whole exons")


def kinase_domain_duplication(biomarker: KinaseDomainDuplication, facts: Facts) -> Evaluation:
    """Answer whether all exons of the kinase domain stand twice in the gene."""
    gene = biomarker.gene
    if not facts.assay.fusions:
        return Evaluation(Outcome.UNKNOWN, "duplications within genes were not assessed")

    def answer(each: Rearrangement) -> Evaluation | None:
        if each.kind is not RearrangementKind.INTRAGENIC or each.lost_exons:
            return None
        if each.kinase_duplicated is None:
            return _doubt(each, "whether the kinase domain stands twice is not known")
        if not each.kinase_duplicated:
            return None
        if each.in_frame is False:
            return _doubt(each, "it is out of frame")
        return Evaluation(Outcome.MET, _told(each), (each.id,))

    found = _best(_concerned(facts, (gene,)), answer)
    return found or _absent(biomarker, (gene,), None, "changes of whole exons")


def _told(each: Rearrangement) -> str:
    return f"{each.label} detected ({each.detail})"


def _doubt(each: Rearrangement, why: str) -> Evaluation:
    return Evaluation(Outcome.UNKNOWN, f"{_told(each)}; {why}", (each.id,))


def _concerned(facts: Facts, genes: Iterable[str]) -> list[Rearrangement]:
    found = [each for gene in genes for each in facts.rearrangements.get(gene, ())]
    return list(dict.fromkeys(found))


def _best(found: Iterable[Rearrangement], answer: Answer) -> Evaluation | None:
    """Return the best answer: met before doubt before not met; None where nothing is found.

    What was left out is a doubt if it would meet or leave open what is asked for.
    """
    best: Evaluation | None = None
    for each in found:
        one = answer(each)
        if one is not None and each.left_out and one.outcome is not Outcome.NOT_MET:
            reason = f"{each.label} was called but not reported ({each.left_out})"
            one = Evaluation(Outcome.UNKNOWN, reason, (each.id,))
        if one is not None and (best is None or one.outcome.degree > best.outcome.degree):
            best = one
    return best


def _covered(facts: Facts, genes: Iterable[str]) -> bool | None:
    """Return whether the assay sees fusions of one of the genes, None where that is not known."""
    listed = facts.assay.fusion_genes
    return None if listed is None else any(gene in listed for gene in genes)


def _absent(
    biomarker: object, genes: tuple[str, ...], covered: bool | None, kinds: str = "fusions"
) -> Evaluation:
    if covered:
        return Evaluation(Outcome.NOT_MET, f"{biomarker}: looked for and not found")
    if covered is None:
        what = f"{biomarker}: it is not known which {kinds} the assay covers"
        return Evaluation(Outcome.UNKNOWN, what)
    names = " or ".join(genes)
    return Evaluation(Outcome.UNKNOWN, f"{biomarker}: the assay does not cover fusions of {names}")

"""Structure: fusions, rearrangements, lost exons, duplications, splice variants.

What is reported of a gene is met, not met or in doubt; where nothing is reported the answer is
*not met* only if the assay is said to see fusions of the gene.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from oncomatch.domain.biomarker import (
    CodonChange,
    ExonChange,
    ExonLoss,
    Fusion,
    GeneMutation,
    KinaseDomainDuplication,
    RegionChange,
    SpliceVariant,
)
from oncomatch.domain.biomarker import Rearrangement as RearrangementPattern
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.matching.facts import Facts
from oncomatch.reference.transcript import Transcript

Answer = Callable[[Rearrangement], Evaluation | None]
Repeat = CodonChange | ExonChange | GeneMutation | RegionChange
_WITHIN = (RearrangementKind.INTRAGENIC, RearrangementKind.INSERTION)


def fusion(biomarker: Fusion, facts: Facts) -> Evaluation:
    """Answer for a fusion of a gene with any partner, or of two genes, 5' first."""
    genes = (biomarker.gene, biomarker.partner) if biomarker.partner else (biomarker.gene,)
    if not facts.assay.fusions:
        return Evaluation(Outcome.UNKNOWN, "fusions were not assessed")

    def answer(each: Rearrangement) -> Evaluation | None:
        if each.kind in _WITHIN:
            return None
        if each.unclear:
            return _doubt(each, each.unclear)
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
        if each.kind in _WITHIN:
            return None
        if each.unclear:
            return _doubt(each, each.unclear)
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
        if each.kind is not RearrangementKind.INTRAGENIC or each.repeated_exons or each.codons:
            return None
        return None if each.lost_exons else _doubt(each, "its exons are not known")

    found = _best(_concerned(facts, (gene,)), answer)
    return found or _no_transcript(biomarker, gene, facts)


def kinase_domain_duplication(biomarker: KinaseDomainDuplication, facts: Facts) -> Evaluation:
    """Answer whether all exons of the kinase domain stand twice in the gene."""
    gene = biomarker.gene
    if not facts.assay.fusions:
        return Evaluation(Outcome.UNKNOWN, "duplications within genes were not assessed")

    def answer(each: Rearrangement) -> Evaluation | None:
        if each.kind is not RearrangementKind.INTRAGENIC or each.lost_exons:
            return None
        if each.splice_variant or each.codons:
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


def splice_variant(biomarker: SpliceVariant, facts: Facts) -> Evaluation:
    """Answer whether the tumour makes the named transcript of the gene.

    What is not found is absent only where the description of the assay names the gene: no file
    says which transcripts its assay looks for.
    """
    gene, asked = biomarker.gene, _plain(biomarker.name)
    if not facts.assay.fusions:
        return Evaluation(Outcome.UNKNOWN, "transcripts were not assessed")

    def answer(each: Rearrangement) -> Evaluation | None:
        names = [_plain(name) for name in (each.splice_variant, each.known_as) if name]
        if any(asked in (name, _plain(gene) + name) for name in names):
            return Evaluation(Outcome.MET, _told(each), (each.id,))
        within = each.kind is RearrangementKind.INTRAGENIC and not each.codons
        named = names or each.lost_exons or each.repeated_exons
        return (
            _doubt(each, "which transcript that is is not known") if within and not named else None
        )

    found = _best(_concerned(facts, (gene,)), answer)
    return found or _no_transcript(biomarker, gene, facts)


def _no_transcript(biomarker: ExonLoss | SpliceVariant, gene: str, facts: Facts) -> Evaluation:
    """Return what it means that no transcript of a gene meets the question.

    One that the file names otherwise, or whose exons it does not tell, leaves it open.
    """
    listed = facts.assay.splice_variants
    if listed is None or gene not in listed:
        why = "it is not known which transcripts the assay looks for"
        if listed is not None:
            why = f"the assay does not look for splice variants of {gene}"
        return Evaluation(Outcome.UNKNOWN, f"{biomarker}: {why}")
    return facts.absent(f"{biomarker}: looked for in RNA and not found")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def tandem_duplication(biomarker: Repeat, facts: Facts) -> Evaluation | None:
    """Answer whether structural variants repeat coding sequence where a pattern asks for it.

    None where no file says anything of the kind: then small variants answer.
    """

    def answer(each: Rearrangement) -> Evaluation | None:
        if each.repeated_exons or each.kind not in _WITHIN:
            return None
        if each.codons is None:
            if each.kind is not RearrangementKind.INSERTION or each.in_frame is False:
                return None
            return _doubt(each, each.unclear) if each.unclear else None
        place = _within(biomarker, each.codons, facts)
        if place is Outcome.NOT_MET:
            return None
        if each.in_frame is not True:
            frame = "is out of frame" if each.in_frame is False else "has a frame that is not known"
            return _doubt(each, f"it {frame}")
        if place is Outcome.UNKNOWN:
            return _doubt(
                each, f"it lies within {biomarker} only in part, or repeats several exons"
            )
        return Evaluation(Outcome.MET, _told(each), (each.id,))

    return _best(_concerned(facts, (biomarker.gene,)), answer)


def _within(biomarker: Repeat, codons: tuple[int, int], facts: Facts) -> Outcome:
    """Return whether repeated codons lie in the place that a pattern names, or in part.

    Without a place they lie in one exon or two neighbours, and touch an exon of the codons
    in which the knowledge looks for such duplications of the gene, or it is not known what comes
    of them.
    """
    transcript = facts.transcript(biomarker.gene)
    if transcript is None:
        return Outcome.UNKNOWN
    exons = [_exon_of(transcript, codon) for codon in codons]
    spans: list[tuple[int, int]] = []
    found = codons
    if isinstance(biomarker, GeneMutation):
        known = facts.repeat_places.get(biomarker.gene, ())
        usual = not known or any(
            exons[0] <= _exon_of(transcript, last) and _exon_of(transcript, first) <= exons[1]
            for first, last in known
        )
        return Outcome.MET if usual and exons[1] - exons[0] <= 1 else Outcome.UNKNOWN
    if isinstance(biomarker, ExonChange):
        spans, found = [(biomarker.exon, biomarker.last)], (exons[0], exons[1])
    elif isinstance(biomarker, RegionChange):
        named = facts.regions.get((biomarker.gene, biomarker.region), ())
        spans = [(span.first, span.last) for span in named]
    elif biomarker.transcript in ("", transcript.accession):
        spans = [(biomarker.first, biomarker.last)]
    if not spans:
        return Outcome.UNKNOWN
    if all(found[1] < first or last < found[0] for first, last in spans):
        return Outcome.NOT_MET
    whole = all(first <= found[0] and found[1] <= last for first, last in spans)
    return Outcome.MET if whole else Outcome.UNKNOWN


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


def _exon_of(transcript: Transcript, codon: int) -> int:
    return transcript.exon_of_coding(3 * (codon - 1)) + 1

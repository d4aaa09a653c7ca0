"""Levels and markers of the whole tumour, from the values that the sheet gives."""

from __future__ import annotations

from oncomatch.domain.alteration import Her2Ihc, MarkerResult, MsiStatus, TumorMarkers
from oncomatch.domain.biomarker import (
    Expression,
    ExpressionKind,
    MismatchRepair,
    MutationalBurden,
    MutationalSignature,
    RecombinationScore,
    Scale,
    Score,
    Virus,
    number_text,
)
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.marker_names import BURDEN, HER2_IHC, SIGNATURE, name_markers
from oncomatch.domain.named_markers import ExpressionLevel
from oncomatch.domain.tumor_wide import CalledScore, SignatureShare
from oncomatch.matching import her2, rna_levels, stains
from oncomatch.matching.facts import Facts

_IHC_NUMBER = {Her2Ihc.ZERO: 0, Her2Ihc.ONE: 1, Her2Ihc.TWO: 2, Her2Ihc.THREE: 3}
_MEASURED = {
    ExpressionKind.PROMOTER_METHYLATION: "the methylation of the promoter of",
    ExpressionKind.PHOSPHORYLATION: "the phosphorylation of",
    ExpressionKind.NUCLEAR_EXPRESSION: "the nuclear level of",
}
_PDL1 = "CD274"


def genes_with_markers(markers: TumorMarkers) -> set[str]:
    """Return the genes of which the sheet gives a protein level or a hybridisation."""
    given = {
        her2.GENE: (markers.her2_ihc, markers.her2_ish),
        "ESR1": (markers.er,),
        "PGR": (markers.pr,),
        _PDL1: (markers.pdl1_tps, markers.pdl1_cps, markers.pdl1_ic, markers.pdl1_tc),
    }
    return {
        *(gene for gene, values in given.items() if values.count(None) < len(values)),
        *(each.gene for each in markers.ihc),
        *(each.gene for each in markers.ish),
        *(each.gene for each in markers.expression if each.level is not ExpressionLevel.NORMAL),
    }


def expression(biomarker: Expression, facts: Facts) -> Evaluation:
    """Answer for a level: HER2 and hormone receptors, other stains by name, then RNA.

    Where stains or RNA contradict each other nobody is believed.
    """
    gene, kind, markers = biomarker.gene, biomarker.kind, facts.markers
    if not biomarker.product:
        if gene == her2.GENE and markers.her2_ihc is not None:
            return her2.protein_of_her2(kind, markers.her2_ihc, facts)
        receptor = {"ESR1": ("ER", markers.er), "PGR": ("PR", markers.pr)}.get(gene)
        if receptor is not None and receptor[1] is not None:
            return _receptor(biomarker, receptor[0], receptor[1])
    rna = rna_levels.measured(biomarker, markers)
    answers = stains.stained(biomarker, markers) + ([rna] if rna is not None else [])
    if answers:
        return _together(answers)
    which = f"{biomarker.product} of {gene}" if biomarker.product else gene
    what = _MEASURED.get(kind, "the protein level of")
    return Evaluation(Outcome.UNKNOWN, f"{what} {which} was not assessed")


def _together(answers: list[Evaluation]) -> Evaluation:
    """Return the answer of those that answer; of contradicting ones none."""
    sure = [each for each in answers if each.outcome is not Outcome.UNKNOWN]
    if len({each.outcome for each in sure}) < 2:
        return sure[0] if sure else answers[0]
    reason = " contradicts ".join(each.reason for each in sure)
    facts = tuple(fact for each in sure for fact in each.facts)
    return Evaluation(Outcome.UNKNOWN, f"{reason}; clarify", facts)


def _receptor(biomarker: Expression, name: str, result: MarkerResult) -> Evaluation:
    """Answer for a hormone receptor: expressed where positive; of other levels nothing is known."""
    if biomarker.kind is ExpressionKind.EXPRESSION:
        return _result(name, result)
    reason = f"{name} {result.value} does not answer {biomarker}"
    return Evaluation(Outcome.UNKNOWN, reason, (name,))


def _result(name: str, result: MarkerResult) -> Evaluation:
    outcome = Outcome.MET if result is MarkerResult.POSITIVE else Outcome.NOT_MET
    return Evaluation(outcome, f"{name} {result.value}", (name,))


def score(biomarker: Score, facts: Facts) -> Evaluation:
    """Answer for a score of immunohistochemistry, of HER2 or of PD-L1 on the scale asked for."""
    gene, scale, markers = biomarker.gene, biomarker.scale, facts.markers
    measured: float | None = None
    if scale is Scale.IHC:
        for each in markers.ihc:
            if each.gene == gene and not each.product and each.score is not None:
                measured, fact = each.score, each.id
    if gene == her2.GENE and scale is Scale.IHC and markers.her2_ihc is not None:
        measured, fact = _IHC_NUMBER[markers.her2_ihc], HER2_IHC
    elif gene == _PDL1 and scale is not Scale.IHC:
        measured, fact = _pdl1(scale, markers), f"PD-L1-{scale.value}"
    if measured is None:
        return Evaluation(Outcome.UNKNOWN, f"the {scale.value} of {gene} was not assessed")
    holds = biomarker.comparator.holds(measured, biomarker.number)
    reason = name_markers(markers)[fact]
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason, (fact,))


def _pdl1(scale: Scale, markers: TumorMarkers) -> float | None:
    measured: float | None = getattr(markers, f"pdl1_{scale.value.lower()}")
    return measured


def microsatellites(wanted: MsiStatus, facts: Facts) -> Evaluation:
    """Answer whether microsatellites are as wanted.

    A low instability is not high; whether it counts as stable differs between sources.
    """
    status = facts.markers.msi
    if status is None:
        reason = facts.wide.doubt_about("MSI") or "microsatellite status was not assessed"
        score = facts.wide.microsatellites
        if score is not None and score.positive is None:
            reason = f"{reason} ({_score_words(score)}: {score.reason})"
        return Evaluation(Outcome.UNKNOWN, reason)
    reason = f"microsatellite status {status.value}"
    if wanted is MsiStatus.STABLE and status is MsiStatus.LOW:
        return Evaluation(Outcome.UNKNOWN, f"{reason} is stable by some sources only", ("MSI",))
    return Evaluation(Outcome.MET if status is wanted else Outcome.NOT_MET, reason, ("MSI",))


def mismatch_repair(biomarker: MismatchRepair, facts: Facts) -> Evaluation:
    """Answer for mismatch repair; microsatellites speak for it, but are another test."""
    markers = facts.markers
    state, status = markers.mmr, markers.msi
    by_proteins, proteins = markers.repair_by_proteins or (None, ())
    if state is not None or by_proteins is not None:
        reasons, known = [], []
        if state is not None:
            reasons.append(f"mismatch repair {state.value}")
            known.append("MMR")
        if by_proteins is not None:
            words = ", ".join(each.label for each in proteins)
            reasons.append(f"mismatch repair {by_proteins.value} by its proteins ({words})")
            known += [each.id for each in proteins]
        if None not in (state, by_proteins) and state is not by_proteins:
            reason = f"{' contradicts '.join(reasons)}; clarify"
            return Evaluation(Outcome.UNKNOWN, reason, tuple(known))
        found = state if state is not None else by_proteins
        outcome = Outcome.MET if found is biomarker.state else Outcome.NOT_MET
        return Evaluation(outcome, "; ".join(reasons), tuple(known))
    reason = "mismatch repair was not assessed"
    if words := stains.repair_words(markers):
        reason = f"mismatch repair was not assessed whole ({words})"
    if status is not None:
        reason = f"{reason} (microsatellite status {status.value})"
    return Evaluation(Outcome.UNKNOWN, reason)


def recombination_deficiency(facts: Facts) -> Evaluation:
    """Answer for homologous recombination deficiency; each test has its own limit of a score."""
    result, measured = facts.markers.hrd, facts.markers.hrd_score
    if result is not None:
        return _result("HRD", result)
    doubt = facts.wide.doubt_about("HRD")
    reason = doubt or "homologous recombination deficiency was not assessed"
    score = facts.wide.recombination
    if not doubt and score is not None:
        reason = f"{reason} by a test that answers here ({_score_words(score)})"
    if measured is not None:
        reason = (
            f"{reason} (HRD score {number_text(measured)}; the result of the test was not given)"
        )
    return Evaluation(Outcome.UNKNOWN, reason)


def recombination_score(biomarker: RecombinationScore, facts: Facts) -> Evaluation:
    """Answer for a genomic instability score."""
    measured = facts.markers.hrd_score
    if measured is None:
        return Evaluation(Outcome.UNKNOWN, "the HRD score was not assessed")
    holds = biomarker.comparator.holds(measured, biomarker.number)
    reason = f"HRD score {number_text(measured)}"
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason, ("HRD-score",))


def virus(biomarker: Virus, facts: Facts) -> Evaluation:
    """Answer for a virus in the tumour."""
    known = {"EBV": facts.markers.ebv, "HPV": facts.markers.hpv}
    result = known.get(biomarker.name)
    for each in facts.markers.viruses:
        if each.name == biomarker.name:
            outcome = Outcome.MET if each.positive else Outcome.NOT_MET
            return Evaluation(outcome, each.label, (each.id,))
    if result is None:
        return Evaluation(Outcome.UNKNOWN, f"{biomarker.name} was not assessed")
    return _result(biomarker.name, result)


def signature(biomarker: MutationalSignature, facts: Facts) -> Evaluation:
    """Answer for a mutational signature: only where its whole interval answers the same."""
    fit, name = facts.wide.signatures, biomarker.name
    if fit is None:
        return Evaluation(Outcome.UNKNOWN, "mutational signatures were not assessed")
    if fit.reason:
        return Evaluation(Outcome.UNKNOWN, f"mutational signatures were {fit.reason}")
    if name not in fit.names:
        return Evaluation(Outcome.UNKNOWN, f"{fit.source} does not have the signature {name}")
    found = next((each for each in fit.shares if each.name == name), None)
    facts_of = (f"{SIGNATURE}{name}",) if found is not None else ()
    found = found or SignatureShare(name, 0.0)
    low = found.share if found.low is None else found.low
    high = found.share if found.high is None else found.high
    reason = f"signature {name} makes {found.share:.0%} of the substitutions"
    if found.low is not None:
        reason = f"{reason} (95 % interval {low:.0%} to {high:.0%})"
    reason = f"{reason}; present from {fit.present:.0%} on"
    if fit.doubt:
        return Evaluation(Outcome.UNKNOWN, f"{reason}; {fit.doubt}", facts_of)
    if low >= fit.present:
        return Evaluation(Outcome.MET, reason, facts_of)
    outcome = Outcome.NOT_MET if high < fit.present else Outcome.UNKNOWN
    return Evaluation(outcome, reason, facts_of)


def _score_words(called: CalledScore) -> str:
    score = called.score
    words = f"{score.tool} {number_text(round(score.value, 4))} {score.unit}"
    if called.positive is None:
        return words
    return f"{words}, {'positive' if called.positive else 'negative'}"


def _computed_burden(biomarker: MutationalBurden, facts: Facts) -> Evaluation:
    """Answer from the burden of the calls: only where its whole interval answers the same.

    Inherited variants make a value too high, a file that was filtered before too low; such a
    value does not answer in that direction.
    """
    burden, limit = facts.wide.computed_burden, biomarker.number
    reason = "tumour mutational burden was not assessed"
    if burden is None:
        return Evaluation(Outcome.UNKNOWN, reason)
    if burden.per_mb is None or burden.low is None or burden.high is None:
        return Evaluation(Outcome.UNKNOWN, f"{reason}: {burden.reason}")
    reason = (
        f"TMB {number_text(burden.per_mb)}/Mb, computed from the small variants "
        f"(95 % interval {number_text(burden.low)} to {number_text(burden.high)})"
    )
    fact = (BURDEN,)
    ends = {biomarker.comparator.holds(each, limit) for each in (burden.low, burden.high)}
    if len(ends) > 1:
        reason = f"{reason}: {number_text(limit)}/Mb is within the interval"
        return Evaluation(Outcome.UNKNOWN, reason, fact)
    above = burden.low >= limit
    if not (burden.tells_high if above else burden.tells_low):
        return Evaluation(Outcome.UNKNOWN, f"{reason}: {burden.reason}", fact)
    return Evaluation(Outcome.MET if ends == {True} else Outcome.NOT_MET, reason, fact)


def mutational_burden(biomarker: MutationalBurden, facts: Facts) -> Evaluation:
    """Answer for a tumour mutational burden: the given value goes before the computed one."""
    measured, limit = facts.markers.tmb_per_mb, biomarker.number
    if measured is None:
        return _computed_burden(biomarker, facts)
    holds = biomarker.comparator.holds(measured, limit)
    relation = "reaches" if measured >= limit else "is below"
    reason = f"TMB {number_text(measured)}/Mb {relation} {number_text(limit)}/Mb"
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason, (BURDEN,))

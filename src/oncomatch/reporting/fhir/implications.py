"""What knowledge says of the findings: therapeutic and diagnostic implications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import Direction, EvidenceScheme, Significance
from oncomatch.domain.match import AgencyApproval, MeaningMatch, TherapyMatch
from oncomatch.domain.oncogenicity import CriterionState, OncogenicitySheet
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.reporting.fhir import codes
from oncomatch.reporting.fhir.parts import (
    Code,
    Json,
    Resources,
    clean,
    coding,
    component,
    concept,
    extension,
    loinc,
    notes,
    references,
)
from oncomatch.reporting.words import citation_url, relation_words, web_address

_CONCEPT = "CodeableConcept"
_GUIDELINE = "https://pubmed.ncbi.nlm.nih.gov/27993330/"
_ONCOGENICITY = "https://pubmed.ncbi.nlm.nih.gov/35101336/"
_SCHEMES = {
    EvidenceScheme.CIVIC.value: "https://civic.readthedocs.io",
    EvidenceScheme.CGI.value: "https://www.cancergenomeinterpreter.org",
}
"""Where a scheme of levels is described, in the place of a code system: none is registered."""
_STRONG = (Tier.IA, Tier.IB)
_VALUES: dict[Significance, tuple[Code, Code]] = {
    Significance.SENSITIVITY: (codes.RESPONSIVE, codes.PRESUMED_RESPONSIVE),
    Significance.RESISTANCE: (codes.RESISTANT, codes.PRESUMED_RESISTANT),
}
"""The answers for tier I and for weaker evidence."""


def add_implications(record: CaseRecord, found: Mapping[str, Json], into: Resources) -> None:
    """Add what the record says of therapies, outcome, diagnosis, risk and oncogenicity.

    `found` are the observations by the ids of the facts. Statements of tier III are left to the
    report.
    """
    by_label = _by_label(record, found)
    for match in record.therapies:
        if match.tier is not Tier.III and match.evidence:
            _therapy(match, found, into)
    for meaning in record.meanings:
        sources = [each for label in meaning.labels for each in by_label.get(label, ())]
        if sources and not meaning.flagged:
            _meaning(meaning, sources, into)
    for sheet in record.oncogenicity:
        met = any(each.state is CriterionState.MET for each in sheet.criteria)
        if met and sheet.variant in found:
            _oncogenicity(sheet, found[sheet.variant], into)


def _by_label(record: CaseRecord, found: Mapping[str, Json]) -> dict[str, list[Json]]:
    profile = record.profile
    labels: dict[str, list[Json]] = {}
    named = [
        *((each.id, each.label) for each in profile.small_variants),
        *((each.id, each.label) for each in profile.copy_numbers),
        *((each.id, each.label) for each in profile.rearrangements),
    ]
    for fact, label in named:
        if fact in found:
            labels.setdefault(label, []).append(found[fact])
    for match in record.therapies:
        for label in match.labels:
            sources = [found[fact] for fact in match.facts if fact in found]
            if len(match.labels) == 1 and sources:
                labels.setdefault(label, sources)
    return labels


def _implication(
    name: str, sources: Iterable[Json], fields: Json, components: list[Json], into: Resources
) -> None:
    code = concept(coding(codes.GUIDE_CODES, (name, "")))
    derived = {"derivedFrom": references(list(sources))}
    into.observe(name, code, {**fields, **derived, "component": components})


def _therapy(match: TherapyMatch, found: Mapping[str, Json], into: Resources) -> None:
    sources = [found[fact] for fact in match.facts if fact in found]
    if not sources:
        label = concept(text=", ".join(match.labels))
        sources = [into.observe("molecular-biomarker", label, {"valueCodeableConcept": label})]
    bearing = [each for each in match.evidence if each.tier is match.tier] or match.evidence
    contexts = dict.fromkeys(each.disease for each in bearing)
    components = [
        component(("therapeutic-implication", ""), _CONCEPT, _answer(match), codes.GUIDE_CODES),
        component(codes.MEDICATION, _CONCEPT, concept(text=match.regimen)),
        *(component(codes.PHENOTYPE, _CONCEPT, concept(text=each)) for each in contexts),
        *(component(codes.EVIDENCE_LEVEL, _CONCEPT, each) for each in _levels(match)),
    ]
    said = (*_against(match), *(relation_words(each) for each in bearing[:1]))
    approvals = (_approval(each) for each in match.approvals if each.state)
    cited = _cited(each.provenance for each in (*match.evidence, *match.against))
    fields: Json = {"extension": cited, **notes(*said, *approvals)}
    _implication("therapeutic-implication", sources, fields, components, into)


def _answer(match: TherapyMatch) -> Json:
    """Return whether a response or resistance is expected, in words alone where that is open."""
    words = match.significance.value
    answers = _VALUES.get(match.significance)
    if match.opposed_by or match.conflicts or answers is None:
        return concept(text=words + ("; see the remarks" if match.opposed_by else ""))
    return loinc(answers[match.tier not in _STRONG], words)


def _against(match: TherapyMatch) -> Iterator[str]:
    if match.opposed_by:
        yield f"Overridden by resistance: {'; '.join(match.opposed_by)}"
    if match.cautioned_by:
        yield f"Weaker resistance stands beside it: {'; '.join(match.cautioned_by)}"
    if match.conflicts:
        yield f"Records that say the opposite: {'; '.join(match.conflicts)}"
    if match.against:
        names = dict.fromkeys(each.id for each in match.against)
        yield f"Records that do not support it: {', '.join(names)}"
    if match.progressed_before:
        yield "The disease progressed under a drug of the regimen."
    elif match.given_before:
        yield "A drug of the regimen was given before."
    if match.disagreement:
        yield match.disagreement


def _approval(approval: AgencyApproval) -> str:
    open_ = f" ({approval.reason})" if approval.condition is not Outcome.MET else ""
    return f"{approval.agency}: {approval.state}{open_}"


def _levels(match: TherapyMatch) -> Iterator[Json]:
    tier, _, level = match.tier.value.partition("-")
    words = f"AMP/ASCO/CAP 2017 Tier {tier} Level {level}"
    yield concept(coding(_GUIDELINE, (match.tier.value, words)), text=words)
    for each in match.levels:
        if each.level:
            yield _level(each.scheme, each.level)
    if match.escat.tier:
        yield concept(text=f"ESCAT {match.escat.tier} (a draft: for an expert to say)")


def _level(scheme: str, level: str) -> Json:
    words = f"{scheme} {level}"
    system = _SCHEMES.get(scheme)
    return concept(*([coding(system, (level, words))] if system else []), text=words)


def _cited(provenances: Iterable[Provenance]) -> list[Json]:
    """Return each record once, as a citation with its address where it has one."""
    artifacts: dict[str, Json] = {}
    for each in provenances:
        name = clean(f"{each.source} {each.record_id}")
        url = citation_url(each.citation) or web_address(each.url)
        address: Json = {"url": clean(url)} if url else {}
        artifacts[name] = {
            "type": "citation",
            "display": clean(f"{name} (release {each.release}), {each.citation}"),
            **address,
        }
    return [
        extension(codes.RELATED_ARTIFACT, "RelatedArtifact", each) for each in artifacts.values()
    ]


def _meaning(meaning: MeaningMatch, sources: list[Json], into: Resources) -> None:
    words = f"{meaning.kind}: {meaning.significance or 'not stated'}"
    if meaning.direction is Direction.DOES_NOT_SUPPORT:
        words += " (the study does not support it)"
    components = [
        component(codes.PHENOTYPE, _CONCEPT, concept(text=meaning.disease or "not stated")),
        component(codes.SIGNIFICANCE, _CONCEPT, concept(text=words)),
        component(codes.EVIDENCE_LEVEL, _CONCEPT, _level(meaning.provenance.source, meaning.level)),
    ]
    inherited = "The source speaks of inherited variants." if meaning.is_germline else ""
    fields: Json = {
        "extension": _cited([meaning.provenance]),
        **notes(meaning.reason, inherited),
    }
    _implication("diagnostic-implication", sources, fields, components, into)


def _oncogenicity(sheet: OncogenicitySheet, source: Json, into: Resources) -> None:
    met = [
        f"{each.rule.value} ({each.points:+d}): {each.reason}"
        for each in sheet.criteria
        if each.state is CriterionState.MET
    ]
    words = sheet.classification.value
    system = concept(coding(_ONCOGENICITY, (words, "")), text=f"{words} (ClinGen/CGC/VICC 2022)")
    components = [component(codes.SIGNIFICANCE, _CONCEPT, system)]
    said = notes(
        f"{sheet.points} points; {sheet.open_points} more could come from criteria that cannot be "
        f"assessed here.",
        *met,
    )
    cited = extension(
        codes.RELATED_ARTIFACT,
        "RelatedArtifact",
        {"type": "citation", "display": "PMID:35101336", "url": _ONCOGENICITY},
    )
    fields: Json = {"extension": [cited], **said}
    _implication("diagnostic-implication", [source], fields, components, into)

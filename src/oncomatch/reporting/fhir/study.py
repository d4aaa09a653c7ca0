"""What was studied: the genes that could be called, and those that could not.

STU3 has no observation of a region studied; a study with its analyses, as procedures, is in its
place.
"""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.domain.assay import Assay, Assessment, GeneCoverage
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.fhir import codes
from oncomatch.reporting.fhir.parts import (
    Json,
    Resources,
    clean,
    coding,
    concept,
    extension,
    loinc,
    notes,
)

_NOT_DECLARED = (
    "It is not known which genes the assay covers: nothing that is not found here is negative."
)


def add_study(record: CaseRecord, into: Resources) -> Json:
    """Add the study with its analyses; return the reference to it."""
    links = [
        extension(codes.profile("genomic-study-analysis-ext"), "Reference", each)
        for each in _analyses(record, into)
    ]
    found: Json = {"extension": links} if links else {}
    return into.add({**_procedure("genomic-study", into), **found})


def _procedure(name: str, into: Resources) -> Json:
    return {
        "resourceType": "Procedure",
        "meta": {"profile": [codes.profile(name)]},
        "status": "completed",
        "category": concept(coding(codes.CATEGORY, ("laboratory", ""))),
        "subject": into.subject,
    }


def _analyses(record: CaseRecord, into: Resources) -> Iterator[Json]:
    assay = record.profile.assay
    if assay.small_variants:
        regions = [part for each in assay.genes for part in _gene(each, into)]
        said = f"Covered places are those of {assay.regions}." if assay.regions else _NOT_DECLARED
        yield _analysis(record, "small variants", regions if assay.regions else [], said, into)
    if assay.copy_number:
        said = f"Genes as {assay.copy_number} has them."
        yield _analysis(record, "copy number", [], said, into)
    if assay.fusions:
        genes = assay.fusion_genes
        parts = [_part("studied", into.gene(each)) for each in genes or ()]
        said = _NOT_DECLARED if genes is None else ""
        yield _analysis(record, "fusions and rearrangements", parts, said, into)


def _analysis(
    record: CaseRecord, title: str, regions: list[Json], said: str, into: Resources
) -> Json:
    build = loinc(codes.BUILDS[record.profile.case.build])
    found = [
        extension(codes.profile("genomic-study-analysis-title"), "String", title),
        extension(codes.profile("genomic-study-analysis-genome-build"), "CodeableConcept", build),
        extension(codes.profile("genomic-study-analysis-specimen"), "Reference", into.specimen),
    ]
    if regions:
        found.append({"url": codes.profile("genomic-study-analysis-regions"), "extension": regions})
    made: Json = {
        **_procedure("genomic-study-analysis", into),
        "extension": found,
        **notes(said),
    }
    return into.add(made)


def _part(name: str, gene: Json) -> Json:
    return extension(name, "CodeableConcept", gene)


def _gene(coverage: GeneCoverage, into: Resources) -> Iterator[Json]:
    """Yield that a gene was studied, and whether it could be called: wholly, partly, or not."""
    gene, state = coverage.gene, coverage.assessment
    yield _part("studied", into.gene(gene))
    if state is Assessment.ASSESSED:
        yield _part("called", into.gene(gene))
    elif state is not Assessment.UNKNOWN:
        missing = coverage.missing if state is Assessment.PARTLY else ""
        said = f"{gene}: {missing or state.value}"
        yield _part("uncalled", into.gene(gene, said))


def not_assessed(assay: Assay) -> str:
    """Return in words what a reader must not take for negative."""
    if not assay.small_variants:
        return "Small variants were not assessed."
    if not assay.regions:
        return _NOT_DECLARED
    partly = [each.gene for each in assay.genes if each.assessment is not Assessment.ASSESSED]
    named = f" Not or not wholly assessed: {', '.join(partly)}." if partly else ""
    return clean(f"Genes that are not among those studied were not assessed.{named}")

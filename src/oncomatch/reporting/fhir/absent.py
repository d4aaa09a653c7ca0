"""Genes that evidence asks for and that are known to be without an alteration.

Only what was assessed of the whole gene is called absent. Of a gene that was assessed in part a
reader who takes the gene and `Absent` alone would believe more than is known, so nothing is said of
it here; the study says what was not assessed, and the conclusion names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oncomatch.domain.assay import Assessment, Finding
from oncomatch.domain.biomarker import (
    CodingChange,
    CodonChange,
    CopyNumberChange,
    ExonChange,
    Fusion,
    GeneMutation,
    GenomicChange,
    ProteinChange,
    RegionChange,
)
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.fhir import codes
from oncomatch.reporting.fhir.parts import Code, Json, Resources, component, concept, loinc, notes
from oncomatch.reporting.fhir.variants import change_type

_SMALL = (
    CodingChange,
    CodonChange,
    ExonChange,
    GeneMutation,
    GenomicChange,
    ProteinChange,
    RegionChange,
)
_WILD_TYPE = "-wildtype"
_SMALL_WORD = "small variants"

_Question = tuple[str, Code | None]
"""A gene, and the type of change that was looked for: None for small variants."""


def add_absent(record: CaseRecord, into: Resources) -> dict[str, Json]:
    """Add the absences; return the references by the ids of the facts that a wild type is."""
    asked: dict[_Question, list[str]] = {}
    for marker in record.markers:
        if marker.finding is Finding.NOT_DETECTED:
            for question in _questions(marker.biomarker):
                asked.setdefault(question, []).append(marker.biomarker)
    for match in record.therapies:
        for fact in match.facts:
            if fact.endswith(_WILD_TYPE):
                asked.setdefault((fact.removesuffix(_WILD_TYPE), None), [])
    states = {each.gene: each for each in record.genes}
    fusions = {each.gene: each.fusions for each in record.assessed.genes}
    found = {}
    for (gene, code), names in asked.items():
        state = states.get(gene)
        if code is None and state is not None and state.small_variants is Finding.NOT_DETECTED:
            found[gene + _WILD_TYPE] = _absent(gene, _SMALL_WORD, [], names, into)
        elif code == codes.FUSION and fusions.get(gene) is Assessment.ASSESSED:
            _absent(gene, "fusions", [change_type(code)], names, into)
        elif (
            code in codes.COPY_CHANGES.values()
            and state is not None
            and state.copy_number is Finding.NOT_DETECTED
        ):
            assert code is not None
            _absent(gene, "changes of the copy number", [change_type(code)], names, into)
    return found


def _questions(biomarker: str) -> Iterator[_Question]:
    """Yield what a marker asks for, if it is an alteration of one gene."""
    atom = parse_biomarker(biomarker)
    if isinstance(atom, _SMALL):
        yield atom.gene, None
    elif isinstance(atom, CopyNumberChange):
        yield atom.gene, codes.COPY_CHANGES[atom.kind]
    elif isinstance(atom, Fusion) and not atom.partner:
        yield atom.gene, codes.FUSION


def _absent(
    gene: str, word: str, changes: list[Json], names: Sequence[str], into: Resources
) -> Json:
    looked_for: Json = {"code": concept(text="looked for"), "valueString": word}
    fields: Json = {
        "valueCodeableConcept": loinc(codes.ABSENT),
        **notes(
            f"No {word} of {gene} were found; the whole gene was assessed.",
            f"Evidence asks for: {'; '.join(names)}" if names else "",
        ),
        "component": [
            component(codes.GENE, "CodeableConcept", into.gene(gene)),
            *changes,
            looked_for,
        ],
    }
    return into.observe("variant", loinc(codes.VARIANT), fields)

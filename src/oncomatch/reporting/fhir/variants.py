"""Small variants, copy numbers and rearrangements that were found, as observations."""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.domain.alteration import AnnotationState, CopyNumber, SmallVariant
from oncomatch.domain.arm_copy_number import ArmCopyNumber
from oncomatch.domain.germline import GERMLINE
from oncomatch.domain.origin import CallOrigin, OriginSheet
from oncomatch.domain.rearrangement import Rearrangement, RearrangementKind
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.fhir import codes
from oncomatch.reporting.fhir.parts import (
    Code,
    Json,
    Resources,
    coding,
    component,
    concept,
    loinc,
    notes,
    quantity,
)

_PROFILE = "variant"
_CONCEPT = "CodeableConcept"


def add_variants(record: CaseRecord, into: Resources) -> dict[str, Json]:
    """Add what was found; return the references by the ids of the facts.

    Calls that are not reported are no findings and are not added.
    """
    profile = record.profile
    origins = {each.variant: each for each in record.origins}
    found = {
        each.id: _small_variant(each, origins.get(each.id), into) for each in profile.small_variants
    }
    for each in profile.germline.variants if profile.germline is not None else ():
        found[GERMLINE + each.id] = _small_variant(each, None, into, inherited=True)
    for number in profile.copy_numbers:
        if number.kind is not None:
            found[number.id] = _copy_number(number, into)
    for arm in profile.arms:
        if arm.kind is not None:
            found[arm.id] = _arm(arm, into)
    for joined in profile.rearrangements:
        if not joined.left_out:
            found[joined.id] = _rearrangement(joined, into)
    return found


def change_type(code: Code) -> Json:
    """Return the component for the type of a change, a term of the Sequence Ontology."""
    value = concept(coding(codes.SEQUENCE_ONTOLOGY, code))
    return component(codes.CHANGE_TYPE, _CONCEPT, value)


def _present(
    components: list[Json], said: Json, into: Resources, *, inherited: bool = False
) -> Json:
    fields: Json = {
        "valueCodeableConcept": loinc(codes.PRESENT),
        **said,
        "component": components,
    }
    return into.observe(_PROFILE, loinc(codes.VARIANT), fields, inherited=inherited)


def _small_variant(
    call: SmallVariant, sheet: OriginSheet | None, into: Resources, *, inherited: bool = False
) -> Json:
    origin = CallOrigin.GERMLINE if inherited else CallOrigin.UNKNOWN
    if sheet is not None:
        origin = sheet.origin
    known = codes.ORIGINS.get(origin)
    source = loinc(known) if known else concept(text=origin.value)
    if origin is CallOrigin.UNKNOWN:
        source = concept(text="not known whether somatic or germline")
    components = [
        *into.genes(call.gene.split("; ") if call.gene else ()),
        *_place(call),
        *_names(call),
        component(codes.SOURCE_CLASS, _CONCEPT, source),
        *_reads(call),
    ]
    cautions = (sheet.hereditary, sheet.haematopoiesis, sheet.artefact) if sheet else ()
    state = "" if call.state is AnnotationState.DETERMINED else call.state.value
    said = notes(call.label, state, call.note, call.caution, *cautions)
    return _present(components, said, into, inherited=inherited)


def _place(call: SmallVariant) -> Iterator[Json]:
    variant = call.variant
    yield component(codes.ASSEMBLY, _CONCEPT, loinc(codes.BUILDS[variant.build]))
    chromosome = codes.CHROMOSOMES.get(variant.contig)
    if chromosome is not None:
        yield component(codes.CHROMOSOME, _CONCEPT, loinc(chromosome))
    if call.parts and variant == call.parts[0].variant:
        return  # the change is of several places
    if "N" not in variant.ref + variant.alt:
        yield component(codes.REF, "String", variant.ref)
        yield component(codes.ALT, "String", variant.alt)
    yield component(codes.COORDINATES, _CONCEPT, loinc(codes.ONE_BASED))
    ends: Json = {"low": {"value": variant.position}, "high": {"value": variant.end0}}
    yield component(codes.START_END, "Range", ends)


def _names(call: SmallVariant) -> Iterator[Json]:
    effect = call.effect
    named: tuple[tuple[Code, str], ...] = ((codes.GENOMIC_CHANGE, call.hgvs_g),)
    if effect is not None:
        named = (
            (codes.CODING_CHANGE, effect.hgvs_c),
            (codes.PROTEIN_CHANGE, effect.hgvs_p),
            *named,
        )
        if effect.transcript:
            yield component(codes.TRANSCRIPT, _CONCEPT, concept(text=effect.transcript))
    for code, name in named:
        if name.strip():
            yield component(code, _CONCEPT, concept(coding(codes.HGVS, (name, name))))
    if call.vrs is not None:
        yield component(codes.VARIATION_CODE, _CONCEPT, concept(text=call.vrs.id))


def _reads(call: SmallVariant) -> Iterator[Json]:
    if call.reads.vaf is not None:
        yield component(codes.ALLELE_FRACTION, "Quantity", quantity(call.reads.vaf))
    if call.reads.alt_depth is not None:
        yield component(codes.ALLELE_DEPTH, "Quantity", quantity(call.reads.alt_depth))


def _copy_number(number: CopyNumber, into: Resources) -> Json:
    assert number.kind is not None
    copies = [] if number.copies is None else [quantity(number.copies)]
    components = [
        *into.genes((number.gene,)),
        change_type(codes.COPY_CHANGES[number.kind]),
        *(component(codes.COPIES, "Quantity", each) for each in copies),
    ]
    return _present(components, notes(number.label, number.reason), into)


def _arm(arm: ArmCopyNumber, into: Resources) -> Json:
    assert arm.kind is not None
    components = [change_type(codes.COPY_CHANGES[arm.kind])]
    return _present(components, notes(arm.label, arm.reason), into)


def _rearrangement(joined: Rearrangement, into: Resources) -> Json:
    is_fusion = joined.kind is RearrangementKind.FUSION
    components = [*into.genes(joined.genes), *([change_type(codes.FUSION)] if is_fusion else [])]
    fields = notes(joined.label, joined.detail)
    if not components:
        components = [{"code": concept(text="rearrangement"), "valueString": joined.label}]
    return _present(components, fields, into)

"""Markers of the whole tumour as observations, and which of them were not assessed."""

from __future__ import annotations

from oncomatch.domain.assay import Assessment
from oncomatch.domain.marker_names import BURDEN, name_computed, name_markers
from oncomatch.domain.panel import Ability
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.fhir import codes
from oncomatch.reporting.fhir.parts import Json, Resources, coding, concept, loinc, notes, quantity

_PROFILE = "molecular-biomarker"
_MSI = "MSI"
_PER_MEGABASE = ("1/1000000{Base}", "mutations/megabase")
_UNKNOWN = ("unknown", "Unknown")
"""Why there is no value; that a test was not done is not known from the absence of its result."""
_CODES = {
    Ability.MSI.words: loinc(codes.MICROSATELLITES),
    Ability.TMB.words: loinc(codes.BURDEN),
}


def add_markers(record: CaseRecord, into: Resources) -> dict[str, Json]:
    """Add the markers that were assessed; return the references by the ids of the facts.

    For each of burden, microsatellites and HRD that was not, an observation without a value says
    why: never a negative one.
    """
    profile = record.profile
    markers, wide = profile.markers, profile.wide
    labels = name_markers(markers) | name_computed(markers, wide)
    found: dict[str, Json] = {}
    for fact, label in labels.items():
        code, fields = concept(text=label), notes()
        value: Json = {"valueCodeableConcept": concept(text=label)}
        if fact == BURDEN:
            code = loinc(codes.BURDEN)
            value, fields = _burden(record)
        elif fact == _MSI and markers.msi is not None:
            code = loinc(codes.MICROSATELLITES)
            value = {"valueCodeableConcept": loinc(codes.MSI[markers.msi])}
            fields = notes(wide.doubt_about(fact))
        found[fact] = into.observe(_PROFILE, code, {**value, **fields})
    for each in record.assessed.markers:
        if each.state is Assessment.NOT_ASSESSED or each.state is Assessment.UNKNOWN:
            missing: Json = {
                "dataAbsentReason": concept(
                    coding(codes.ABSENT_REASON, _UNKNOWN), text=f"{each.state.value}: {each.reason}"
                )
            }
            into.observe(_PROFILE, _CODES.get(each.name, concept(text=each.name)), missing)
    return found


def _burden(record: CaseRecord) -> tuple[Json, Json]:
    """Return the value of the burden and the remarks on it."""
    given, computed = record.profile.markers.tmb_per_mb, record.profile.wide.computed_burden
    number = given
    said: tuple[str, ...] = ()
    if given is None and computed is not None:
        number = computed.per_mb
        said = (computed.origin.value, computed.rule, computed.reason)
        if computed.low is not None and computed.high is not None:
            said = (*said, f"95 % interval {computed.low:.3g} to {computed.high:.3g}")
        if not computed.tells_high:
            said = (*said, "It may be too high: a high value is not told.")
        if not computed.tells_low:
            said = (*said, "It may be too low: a low value is not told.")
    assert number is not None
    value: Json = {"valueQuantity": quantity(number, *_PER_MEGABASE)}
    return value, notes(*said)

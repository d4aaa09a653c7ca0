"""The bundle of a case: patient, specimen, study, findings, implications and the report."""

from __future__ import annotations

from pathlib import Path

import msgspec

from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import SpecimenType
from oncomatch.domain.tier import Tier
from oncomatch.reporting.fhir import codes
from oncomatch.reporting.fhir.absent import add_absent
from oncomatch.reporting.fhir.implications import add_implications
from oncomatch.reporting.fhir.markers import add_markers
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
from oncomatch.reporting.fhir.study import add_study, not_assessed
from oncomatch.reporting.fhir.variants import add_variants
from oncomatch.reporting.files import write_text
from oncomatch.reporting.plural import plural


def write_fhir(record: CaseRecord, path: Path) -> None:
    """Write the bundle of a record, a resource a line."""
    write_text(path, render_bundle(record))


def render_bundle(record: CaseRecord) -> str:
    """Return the bundle of a record as JSON, a resource a line."""
    bundle = make_bundle(record)
    entries = bundle.pop("entry")
    assert isinstance(entries, list)
    head = _line(bundle)[:-1]
    return f'{head},"entry":[\n' + ",\n".join(map(_line, entries)) + "\n]}\n"


def make_bundle(record: CaseRecord) -> Json:
    """Return the bundle of a record; the record alone decides every byte."""
    case = record.profile.case
    into = Resources(case.case_id, {each.symbol: each.hgnc for each in record.gene_ids})
    into.subject = into.add(_patient(record))
    into.specimen = into.add(_specimen(record, into))
    study = add_study(record, into)
    found = {
        **add_absent(record, into),
        **add_markers(record, into),
        **add_variants(record, into),
    }
    add_implications(record, found, into)
    into.add(_report(record, study, into))
    return into.bundle()


def _line(content: object) -> str:
    return msgspec.json.encode(content).decode("utf-8")


def _patient(record: CaseRecord) -> Json:
    """Return the patient: a pseudonym, and the sex where the sheet has it."""
    case = record.profile.case
    gender: Json = {"gender": codes.GENDERS[case.sex]} if case.sex is not None else {}
    return {"resourceType": "Patient", "identifier": [{"value": clean(case.case_id)}], **gender}


def _specimen(record: CaseRecord, into: Resources) -> Json:
    profile = record.profile
    specimen = profile.specimen
    known = specimen.type is not SpecimenType.UNKNOWN
    kind: Json = {"type": concept(text=specimen.type.value)} if known else {}
    share, order = specimen.tumor_share, profile.case.order
    return {
        "resourceType": "Specimen",
        "meta": {"profile": [codes.profile("specimen")]},
        **kind,
        "subject": into.subject,
        **({"receivedTime": order.received} if order.received else {}),
        **({"collection": {"collectedDateTime": order.collected}} if order.collected else {}),
        **notes(
            profile.case.specimen,
            "" if share is None else f"share of tumour cells or DNA: {share:.0%}",
        ),
    }


def _report(record: CaseRecord, study: Json, into: Resources) -> Json:
    """Return the report; it is preliminary, since nobody has signed it."""
    case = record.profile.case
    return {
        "resourceType": "DiagnosticReport",
        "meta": {"profile": [codes.profile("genomic-report")]},
        "extension": [extension(codes.profile("genomic-study-reference"), "Reference", study)],
        "identifier": [{"value": clean(case.case_id)}],
        "status": "preliminary",
        "category": [concept(coding(codes.SECTION, ("GE", "")))],
        "code": loinc(codes.REPORT),
        "subject": into.subject,
        "specimen": [into.specimen],
        "result": into.observations(),
        "conclusion": clean(" ".join(_conclusion(record))),
    }


def _conclusion(record: CaseRecord) -> list[str]:
    profile = record.profile
    left = sum(_is_left_out(each) for each in record.therapies)
    said = [
        f"{profile.case.tumor_type_name} ({profile.case.tumor_type}).",
        f"Drawn by {record.made_with.software} from the case record, not signed. It tells "
        f"associations with their sources and prescribes nothing; not a medical device.",
        not_assessed(profile.assay),
        profile.silence,
    ]
    if left:
        said.append(f"Not in this bundle: {plural(left, 'association')} of tier III.")
    return [each for each in said if each]


def _is_left_out(match: TherapyMatch) -> bool:
    return match.tier is Tier.III and bool(match.evidence)

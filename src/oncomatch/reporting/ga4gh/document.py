"""The document of a case: its alleles, the statements, and what could not be stated."""

from __future__ import annotations

from pathlib import Path

import msgspec

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.germline import GERMLINE
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.files import write_text
from oncomatch.reporting.ga4gh.oncogenicity import is_stated, oncogenicity_statement
from oncomatch.reporting.ga4gh.parts import (
    Json,
    allele,
    categorical,
    gene,
    origin,
    statement_id,
)
from oncomatch.reporting.ga4gh.therapies import NotStated, Subject, therapy_statements

_NO_BASE = "a base of it is not known"
_APART = "it is of several places"
_NO_ACCESSION = "its sequence has no refget accession here"
_NOT_JUSTIFIED = (
    "the sequence around it is not embedded, so that it is not known how far it can be moved"
)


def write_ga4gh(record: CaseRecord, path: Path) -> None:
    """Write the alleles and statements of a record, one a line."""
    write_text(path, render_ga4gh(record))


def render_ga4gh(record: CaseRecord) -> str:
    """Return the alleles and statements of a record as JSON, one a line."""
    parts = []
    for name, content in make_document(record).items():
        if isinstance(content, list):
            lines = ",\n".join(map(_line, content))
            parts.append(f'"{name}":[\n{lines}\n]' if content else f'"{name}":[]')
        else:
            parts.append(f'"{name}":{_line(content)}')
    return "{" + ",\n".join(parts) + "}\n"


def make_document(record: CaseRecord) -> Json:
    """Return the alleles of a record, its statements, and what has neither, with the reasons."""
    profile = record.profile
    inherited = profile.germline.variants if profile.germline is not None else ()
    calls = [
        *((each.id, each) for each in profile.small_variants),
        *((GERMLINE + each.id, each) for each in inherited),
    ]
    subjects = _subjects(record, calls)
    statements: list[Json] = []
    unstated: list[Json] = []
    for made in therapy_statements(record, subjects):
        if isinstance(made, NotStated):
            unstated.append(
                {"labels": list(made.labels), "regimen": made.regimen, "reason": made.reason}
            )
        else:
            statements.append(made)
    for sheet in record.oncogenicity:
        if is_stated(sheet) and sheet.variant in subjects:
            subject = _of(subjects[sheet.variant])
            statements.append(oncogenicity_statement(sheet, subject, profile.case))
    return {
        "case": profile.case.case_id,
        "software": record.made_with.software,
        "specifications": ["GA4GH VRS 2", "GA4GH VA-Spec 1.0"],
        "alleles": [allele(call.vrs, call) for _, call in calls if call.vrs is not None],
        "statements": [_named(profile.case.case_id, each) for each in statements],
        "without_allele": [
            {"variant": fact, "label": call.label, "reason": _why(call)}
            for fact, call in calls
            if call.vrs is None
        ],
        "not_stated": unstated,
    }


def _line(content: object) -> str:
    return msgspec.json.encode(content).decode("utf-8")


def _named(case_id: str, statement: Json) -> Json:
    content = msgspec.json.encode(statement, order="sorted").decode("utf-8")
    return {"id": statement_id(case_id, content), **statement}


def _of(subject: Subject) -> Json:
    if len(subject.alleles) == 1:
        return {"subjectVariant": subject.alleles[0], **subject.qualifiers}
    return {"subjectVariant": categorical(subject.label, []), **subject.qualifiers}


def _subjects(record: CaseRecord, calls: list[tuple[str, SmallVariant]]) -> dict[str, Subject]:
    """Return the findings that are variants, by the ids of their facts."""
    hgnc = {each.symbol: each.hgnc for each in record.gene_ids}
    origins = {each.variant: each.origin for each in record.origins}
    found = {}
    for fact, call in calls:
        seen = CallOrigin.GERMLINE if fact.startswith(GERMLINE) else origins.get(fact)
        alleles = () if call.vrs is None else (allele(call.vrs, call),)
        found[fact] = Subject(call.label, alleles, {**_gene(call.gene, hgnc), **origin(seen)})
    for number in record.profile.copy_numbers:
        if number.kind is not None:
            found[number.id] = Subject(number.label, (), _gene(number.gene, hgnc))
    for arm in record.profile.arms:
        if arm.kind is not None:
            found[arm.id] = Subject(arm.label, (), {})
    for joined in record.profile.rearrangements:
        if not joined.left_out:
            genes = joined.genes
            qualifier = _gene(genes[0], hgnc) if len(genes) == 1 else {}
            found[joined.id] = Subject(joined.label, (), qualifier)
    return found


def _gene(symbol: str, hgnc: dict[str, str]) -> Json:
    return {"geneContextQualifier": gene(symbol, hgnc)} if symbol and "; " not in symbol else {}


def _why(call: SmallVariant) -> str:
    """Return why a call has no allele."""
    variant = call.variant
    if call.parts and variant == call.parts[0].variant:
        return _APART
    ref, alt = variant.ref, variant.alt
    is_indel = len(ref) != len(alt)
    if "N" in (ref[1:] + alt[1:] if is_indel else ref + alt):
        return _NO_BASE
    return _NOT_JUSTIFIED if is_indel else _NO_ACCESSION

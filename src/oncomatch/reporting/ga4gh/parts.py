"""Alleles, genes, methods and documents, as statements hold them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.vrs import VrsAllele
from oncomatch.reporting.words import web_address

Json = dict[str, object]

HGNC = "https://www.genenames.org"
ONCOTREE = "https://oncotree.mskcc.org"
TIERS = "AMP/ASCO/CAP (AAC) Guidelines, 2017"
ONCOGENICITY = "ClinGen/CGC/VICC Guidelines for Oncogenicity, 2022"
"""The names that VA-Spec has for the two guidelines, as code systems and as methods."""
_PUBLISHED = {TIERS: "27993330", ONCOGENICITY: "35101336"}
_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
_ORIGINS = {CallOrigin.SOMATIC: "somatic", CallOrigin.GERMLINE: "germline"}


def allele(found: VrsAllele, call: SmallVariant) -> Json:
    """Return a VRS allele with its location, digests and names in HGVS."""
    state: Json = {"type": "LiteralSequenceExpression", "sequence": found.sequence}
    if found.length is not None:
        shown: Json = {"sequence": found.sequence} if len(found.sequence) == found.length else {}
        state = {
            "type": "ReferenceLengthExpression",
            "length": found.length,
            **shown,
            "repeatSubunitLength": found.repeat_subunit,
        }
    effect = call.effect
    names = [("hgvs.g", call.hgvs_g)]
    if effect is not None:
        names += [("hgvs.c", effect.hgvs_c), ("hgvs.p", effect.hgvs_p)]
    return {
        "id": found.id,
        "type": "Allele",
        "name": call.label,
        "digest": _digest(found.id),
        "expressions": [{"syntax": syntax, "value": name} for syntax, name in names if name],
        "location": {
            "id": found.location_id,
            "type": "SequenceLocation",
            "digest": _digest(found.location_id),
            "sequenceReference": {"type": "SequenceReference", "refgetAccession": found.refget},
            "start": found.start,
            "end": found.end,
        },
        "state": state,
    }


def _digest(identifier: str) -> str:
    return identifier.partition(".")[2]


def categorical(name: str, members: list[Json]) -> Json:
    """Return a variant that is told by its name, with the alleles that are of it."""
    found: Json = {"members": members} if members else {}
    return {"type": "CategoricalVariant", "name": name, **found}


def gene(symbol: str, hgnc: Mapping[str, str]) -> Json:
    """Return a gene with its HGNC id where that is known."""
    code = hgnc.get(symbol)
    coding: Json = {"name": symbol, "system": HGNC, "code": code}
    return {
        "conceptType": "Gene",
        "name": symbol,
        **({"primaryCoding": coding} if code else {}),
    }


def disease(name: str, code: str = "") -> Json:
    """Return a disease, with its OncoTree code where the name stands for that type."""
    coding: Json = {"name": name, "system": ONCOTREE, "code": code}
    return {
        "conceptType": "Disease",
        "name": name,
        **({"primaryCoding": coding} if code else {}),
    }


def origin(found: CallOrigin | None) -> Json:
    """Return the qualifier of the origin, none where it is not known."""
    word = _ORIGINS.get(found) if found is not None else None
    return {"alleleOriginQualifier": {"name": word}} if word else {}


def concept(system: str, code: str) -> Json:
    """Return a code of a guideline."""
    return {"primaryCoding": {"system": system, "code": code}}


def method(name: str) -> Json:
    """Return the guideline that a statement follows."""
    document: Json = {"type": "Document", "pmid": _PUBLISHED[name]}
    return {"type": "Method", "name": name, "reportedIn": document}


def document(source: Provenance) -> Json:
    """Return the record of a source as a document, with its PubMed id where it cites one."""
    pmid = source.citation.removeprefix("PMID:")
    url = web_address(source.url)
    return {
        "type": "Document",
        "name": f"{source.source} {source.record_id} (release {source.release})",
        "description": source.citation,
        **({"pmid": pmid} if pmid.isdecimal() else {}),
        **({"urls": [url]} if url else {}),
    }


def statement_id(case_id: str, content: str) -> str:
    """Return the id of a statement: it follows from the case and from what is stated."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'oncomatch|{case_id}|{content}')}"

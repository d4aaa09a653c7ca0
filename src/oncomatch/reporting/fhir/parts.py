"""The parts that resources are made of, and resources with ids that follow from their content."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from oncomatch.reporting.fhir import codes

Json = dict[str, object]
Code = tuple[str, str]
"""A code with its display."""

_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
"""The name space for URLs of RFC 4122."""


def clean(text: str) -> str:
    """Return text as FHIR takes it: no control characters, single blanks, none at the ends."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def coding(system: str, code: Code) -> Mapping[str, object]:
    """Return a coding; a display that says no more than the code is left out.

    The same codes come in every resource, so each coding is made once.
    """
    word, display = map(clean, code)
    shown: Json = {"display": display} if display and display != word else {}
    return {"system": system, "code": word, **shown}


def concept(*codings: Mapping[str, object], text: str = "") -> Json:
    """Return a CodeableConcept of codings, of words, or of both."""
    found: Json = {}
    if codings:
        found["coding"] = list(codings)
    words = clean(text) if text else ""
    if words:
        found["text"] = words
    return found


def loinc(code: Code, text: str = "") -> Json:
    """Return a CodeableConcept of LOINC."""
    return concept(coding(codes.LOINC, code), text=text)


def component(code: Code, kind: str, value: object, system: str = codes.LOINC) -> Json:
    """Return a component of an observation; `kind` is the type of its value."""
    return {"code": {"coding": (coding(system, code),)}, f"value{kind}": value}


def quantity(value: float, code: str = "1", unit: str = "") -> Json:
    """Return a quantity in UCUM."""
    shown: Json = {"unit": unit} if unit else {}
    return {"value": round(value, 6), **shown, "system": codes.UCUM, "code": code}


def notes(*texts: str) -> Json:
    """Return the field for remarks, no field without any."""
    said = [{"text": clean(each)} for each in texts if clean(each)]
    return {"note": said} if said else {}


def extension(url: str, kind: str, value: object) -> Json:
    """Return an extension with a value of that type."""
    return {"url": url, f"value{kind}": value}


class Resources:
    """The resources of a bundle, each once, in the order in which they were added.

    An id is a UUID (version 5) of the case id and of what the resource says, so that the same
    record gives the same bundle and no two cases share an id.
    """

    def __init__(self, case_id: str, hgnc: dict[str, str]):
        self._case_id = case_id
        self._hgnc = hgnc
        self._found: dict[str, Json] = {}
        self.subject: Json = {}
        self.specimen: Json = {}

    def add(self, resource: Json) -> Json:
        """Add a resource, without an id, and return a reference to it."""
        content = msgspec.json.encode(resource, order="sorted").decode("utf-8")
        made = str(uuid.uuid5(_NAMESPACE, f"oncomatch|{self._case_id}|{content}"))
        kind = resource["resourceType"]
        self._found[made] = {"resourceType": kind, "id": made, **resource}
        return {"reference": f"urn:uuid:{made}"}

    def observe(self, name: str, code: Json, fields: Json, *, inherited: bool = False) -> Json:
        """Add an observation of a profile of the guide and return a reference to it.

        It is preliminary, since nobody has signed it. One of inherited variants is of another
        specimen, which the record does not describe.
        """
        categories = [
            concept(coding(codes.CATEGORY, ("laboratory", ""))),
            concept(coding(codes.SECTION, ("GE", ""))),
        ]
        if name == "molecular-biomarker":
            categories.append(concept(coding(codes.GUIDE_CODES, ("biomarker-category", ""))))
        specimen: Json = {} if inherited else {"specimen": self.specimen}
        return self.add(
            {
                "resourceType": "Observation",
                "meta": {"profile": [codes.profile(name)]},
                "status": "preliminary",
                "category": categories,
                "code": code,
                "subject": self.subject,
                **specimen,
                **fields,
            }
        )

    def observations(self) -> list[Json]:
        """Return references to the observations."""
        return [
            {"reference": f"urn:uuid:{made}"}
            for made, resource in self._found.items()
            if resource["resourceType"] == "Observation"
        ]

    def gene(self, symbol: str, text: str = "") -> Json:
        """Return a gene by its HGNC id, by its symbol alone where that is not known."""
        found = self._hgnc.get(symbol)
        known = [coding(codes.HGNC, (found, symbol))] if found else []
        return concept(*known, text=text or ("" if found else symbol))

    def genes(self, symbols: Iterable[str]) -> list[Json]:
        """Return a component for each gene."""
        return [component(codes.GENE, "CodeableConcept", self.gene(each)) for each in symbols]

    def bundle(self) -> Json:
        """Return the bundle: a collection, which asks no server for anything."""
        return {
            "resourceType": "Bundle",
            "type": "collection",
            "identifier": {"value": clean(self._case_id)},
            "entry": [
                {"fullUrl": f"urn:uuid:{made}", "resource": resource}
                for made, resource in self._found.items()
            ],
        }


def references(found: Sequence[Json]) -> list[Json]:
    """Return each reference once."""
    return list({str(each["reference"]): each for each in found}.values())

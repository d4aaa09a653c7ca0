"""Records as JSON documents, with their JSON Schema.

Types decide what is read back: a document with a missing or wrong field is refused with the
place in it.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import SCHEMA_VERSION, CaseRecord
from oncomatch.errors import InputError
from oncomatch.reporting.files import write_text

Document = TypeVar("Document")
_ABSENT = b"null"


def write_document(path: Path, document: object) -> None:
    """Write a record as indented JSON, whole or not at all."""
    encoded = msgspec.json.format(msgspec.json.encode(document), indent=1)
    write_text(path, encoded.decode("utf-8") + "\n")


def read_document(path: Path, kind: type[Document]) -> Document:
    """Return a record of that kind from JSON.

    Raises:
        InputError: the file is absent, not JSON, not such a record, or a record of another schema
            version, in which the same names may mean something else.
    """
    try:
        document = msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except msgspec.DecodeError as error:
        raise InputError(
            f"{path}: is not a {kind.__name__} of schema {SCHEMA_VERSION}: {error}"
        ) from error
    if isinstance(document, CaseRecord) and document.schema_version != SCHEMA_VERSION:
        raise InputError(
            f"{path}: the record has schema version {document.schema_version!r}, "
            f"only {SCHEMA_VERSION!r} is read here; make it anew with this version of oncomatch"
        )
    return document


class _Kept(msgspec.Struct):
    """What tells a record, which has a profile within, from a profile."""

    profile: msgspec.Raw = msgspec.Raw(_ABSENT)
    case: msgspec.Raw = msgspec.Raw(_ABSENT)


def read_case_profile(path: Path) -> TumorProfile:
    """Return the profile of a kept `case.json` or `profile.json`.

    Raises:
        InputError: the file is neither.
    """
    refused = f"{path}: is neither case.json nor profile.json of oncomatch"
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except msgspec.DecodeError as error:
        raise InputError(f"{refused}: {error}") from error
    if bytes(kept.profile) != _ABSENT:
        return read_document(path, CaseRecord).profile
    if bytes(kept.case) != _ABSENT:
        return read_document(path, TumorProfile)
    raise InputError(refused)


def case_record_schema() -> dict[str, Any]:
    """Return the JSON Schema of the case record."""
    schema = msgspec.json.schema(CaseRecord)
    for part in schema["$defs"].values():
        part["description"] = inspect.cleandoc(part.get("description", ""))
        if "properties" in part:
            part["additionalProperties"] = False
    schema["$defs"]["CaseRecord"]["properties"]["schema_version"]["const"] = SCHEMA_VERSION
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"oncomatch case record {SCHEMA_VERSION}",
        **schema,
    }


def render_schema() -> str:
    """Return the JSON Schema as text, as it is published in resources/schemas."""
    return json.dumps(case_record_schema(), indent=1, ensure_ascii=False) + "\n"

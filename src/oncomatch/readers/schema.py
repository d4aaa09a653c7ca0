"""Check values against the JSON schemas of the workflow, in sentences."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from oncomatch.reference.resources import workflow_path

Schema = dict[str, Any]


@cache
def load_schema(name: str) -> Schema:
    """Return the schema `cases` or `config`."""
    text = workflow_path("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    return schema


def problems(value: dict[str, Any], schema: Schema) -> list[str]:
    """Return what is wrong with a value, a sentence each, empty when it is right."""
    if _is_right(value, schema):
        return []
    from jsonschema import Draft202012Validator  # a tenth of a second that few commands need
    from jsonschema.validators import extend

    numbers = Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
    validator = extend(Draft202012Validator, type_checker=numbers)(schema)
    errors = sorted(validator.iter_errors(value), key=lambda each: str(each.path))
    return [sentence for error in errors for sentence in _sentences(error)]


_BESIDE = frozenset({"$schema", "title", "description", "expected", "default", "type"})
_LOOKED_AT = {
    "object": frozenset({"properties", "additionalProperties", "required"}),
    "array": frozenset({"items", "uniqueItems", "minItems", "maxItems", "contains"}),
    "string": frozenset({"enum", "pattern", "minLength", "maxLength"}),
    "number": frozenset({"minimum", "maximum"}),
    "integer": frozenset({"minimum", "maximum"}),
    "boolean": frozenset(),
}


def _is_right(value: Any, schema: Schema) -> bool:
    """Whether a value is plainly right, so that nothing has to be imported to say so.

    False where it is wrong, and where the schema asks for more than is looked at here.
    """
    kind = schema.get("type", "string" if "enum" in schema else "")
    if kind not in _LOOKED_AT or schema.keys() - _BESIDE - _LOOKED_AT[kind]:
        return False
    if kind == "object":
        return isinstance(value, dict) and _has_right_parts(value, schema)
    if kind == "array":
        return isinstance(value, list) and _has_right_items(value, schema)
    if kind == "string":
        return isinstance(value, str) and _is_right_text(value, schema)
    if kind == "boolean":
        return isinstance(value, bool)
    if not _is_number(None, value) or (kind == "integer" and not isinstance(value, int)):
        return False
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))


def _has_right_parts(value: dict[str, Any], schema: Schema) -> bool:
    parts: dict[str, Schema] = schema.get("properties", {})
    others = schema.get("additionalProperties")
    if others is not False and not isinstance(others, dict):
        return False
    return value.keys() >= set(schema.get("required", ())) and all(
        isinstance(asked := parts.get(name, others), dict) and _is_right(part, asked)
        for name, part in value.items()
    )


def _has_right_items(value: list[Any], schema: Schema) -> bool:
    """Whether a list of texts is right; lists of anything else are left to the validator."""
    if not all(
        isinstance(each, str) and _is_right(each, schema.get("items", {})) for each in value
    ):
        return False
    if schema.get("uniqueItems", False) and len(set(value)) < len(value):
        return False
    wanted = schema.get("contains", {"const": ""})
    if wanted.keys() != {"const"} or ("contains" in schema and wanted["const"] not in value):
        return False
    return bool(schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)))


def _is_right_text(value: str, schema: Schema) -> bool:
    return (
        value in schema.get("enum", (value,))
        and re.search(schema.get("pattern", ""), value) is not None
        and schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    )


def _is_number(_: Any, value: Any) -> bool:
    """Whether a value is a number; YAML's `.nan` and `.inf` pass every limit and are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max


def _sentences(error: Any) -> Iterator[str]:
    where = ".".join(str(part) for part in error.absolute_path)
    prefix = f"{where}." if where else ""
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        for key in sorted(set(error.instance) - set(known), key=str):
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            yield f"{prefix}{key}: is not known; {hint}"
    elif error.validator == "required":
        for key in error.schema["required"]:
            if key not in error.instance:
                yield f"{prefix}{key}: is missing; expected is {_expected(error.schema, key)}"
    else:
        expected = error.schema.get("expected", error.message)
        yield f"{where}: {error.instance!r} is not accepted; expected is {expected}"


def _expected(schema: Schema, key: str) -> str:
    text: str = schema["properties"].get(key, {}).get("expected", "a value")
    return text


def with_defaults(value: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """Return the value with the defaults of the schema where a key is absent, all levels."""
    filled = dict(value)
    for key, part in schema.get("properties", {}).items():
        if key not in filled and "default" in part:
            filled[key] = part["default"]
        if part.get("type") == "object" and isinstance(filled.get(key), dict):
            filled[key] = with_defaults(filled[key], part)
    return filled

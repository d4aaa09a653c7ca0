"""OncoTree as a tree, and the disease names of knowledge sources mapped onto it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from oncomatch.domain.tumor_type import ANY, SOLID, TumorType
from oncomatch.errors import TumorTypeError
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

_LYMPH = "LYMPH"
_BLOOD = {"MYELOID", _LYMPH}
_LYMPHOMAS_IN_ORGANS = {"MLYM", "TLYM"}
"""Lymphomas that OncoTree puts below the organ they grow in, brain and testis, alone."""


@dataclass(frozen=True)
class DiseaseMapping:
    """What a source's disease name means here.

    `tumor_types` are OncoTree codes that mean the same or less, never more. `condition` is a
    biomarker text that the name implies (HER2-positive). `subtype` is what the name asks for
    beyond the nodes (castration-resistant), which cannot be checked.
    """

    tumor_types: tuple[str, ...]
    condition: str
    subtype: str
    note: str


class TumorTypes:
    """The tumour types of OncoTree by code and name.

    A lymphoma that OncoTree puts below an organ has `LYMPH` where others have `SOLID`: what is
    said about any solid tumour is not said about it, what is said about any lymphoma is.
    """

    def __init__(self, rows: list[dict[str, str]]):
        parent_of = {row["code"]: row["parent"] for row in rows}
        self._by_code: dict[str, TumorType] = {
            row["code"]: TumorType(row["code"], row["name"], _ancestors(row["code"], parent_of))
            for row in rows
            if row["code"] != ANY
        }
        self._by_code[SOLID] = TumorType(SOLID, "Any solid tumour", (ANY,))
        self._by_code[ANY] = TumorType(ANY, "Any tumour", ())
        self._by_name: dict[str, list[str]] = {}
        for tumor_type in self._by_code.values():
            self._by_name.setdefault(_fold(tumor_type.name), []).append(tumor_type.code)
        self._organ_of_main_type = {
            _fold(row["main_type"]): row["code"]
            for row in rows
            if row["parent"] == ANY and row["main_type"]
        }

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._by_code.values())

    def get(self, text: str) -> TumorType:
        """Return the tumour type of an OncoTree code or name.

        Raises:
            TumorTypeError: there is none, or the name has several; the message has suggestions.
        """
        wanted = text.strip()
        found = self._by_code.get(wanted.upper())
        if found is not None:
            return found
        codes = self._by_name.get(_fold(wanted), [])
        if len(codes) == 1:
            return self._by_code[codes[0]]
        if codes:
            raise TumorTypeError(
                f"tumour type {text!r} is the name of several OncoTree codes; "
                f"give one of {', '.join(sorted(codes))}"
            )
        raise TumorTypeError(
            f"tumour type {text!r} is neither a code nor a name of OncoTree; "
            f"did you mean {self._suggest(wanted)}? Codes are listed at https://oncotree.mskcc.org"
        )

    def _suggest(self, wanted: str) -> str:
        organ = self._organ_of_main_type.get(_fold(wanted))
        codes = [organ] if organ else []
        codes += difflib.get_close_matches(wanted.upper(), self._by_code, n=2, cutoff=0.6)
        names = difflib.get_close_matches(_fold(wanted), self._by_name, n=3, cutoff=0.5)
        words = [name for name in self._by_name if _fold(wanted) and _fold(wanted) in name]
        for name in (*names, *sorted(words, key=len)[:3]):
            codes.extend(self._by_name[name])
        unique = list(dict.fromkeys(codes))[:4] or ["BRCA", "LUAD", "COADREAD"]
        return ", ".join(f"{code} ({self._by_code[code].name})" for code in unique)


def _ancestors(code: str, parent_of: dict[str, str]) -> tuple[str, ...]:
    chain: list[str] = []
    above = parent_of[code]
    while above:
        chain.append(above)
        above = parent_of[above]
    if chain and not _BLOOD.intersection((code, *chain)):
        chain.insert(-1, _LYMPH if code in _LYMPHOMAS_IN_ORGANS else SOLID)
    return tuple(chain)


def _fold(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


@lru_cache(maxsize=1)
def open_tumor_types() -> TumorTypes:
    """Return the bundled OncoTree."""
    return TumorTypes(list(read_rows(resource_path("ontology", "oncotree.tsv"))))


def read_disease_mappings(path: Path | None = None) -> dict[str, DiseaseMapping]:
    """Return the mapping of source disease names, by name."""
    rows = read_rows(path or resource_path("ontology", "diseases.tsv"))
    return {
        row["disease"]: DiseaseMapping(
            tuple(code for code in row["tumor_types"].split(";") if code),
            row["condition"],
            row["subtype"],
            row["note"],
        )
        for row in rows
    }

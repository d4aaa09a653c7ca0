"""OncoTree as a tree, and the disease names of knowledge sources mapped onto it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from oncomatch.domain.tumor_type import ANY, SOLID, TumorType, UnderstoodTumorType
from oncomatch.errors import TumorTypeError
from oncomatch.reference.nearby_names import NearbyNames
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_names import (
    LONGEST,
    containing_code,
    doid_of,
    fold_tumor_name,
    ncit_of,
    spellings_of,
    without_biomarker,
    without_extent,
)

_LYMPH = "LYMPH"
_BLOOD = {"MYELOID", _LYMPH}
_EXTENT_LEFT_OUT = "; how far it has spread is not considered"
_LONGEST_CODE = 6
"""Characters up to which a misspelt word is rather a code than a name."""

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
    """The tumour types of OncoTree by code, name, synonym and cross-reference.

    A lymphoma that OncoTree puts below an organ has `LYMPH` where others have `SOLID`: what is
    said about any solid tumour is not said about it, what is said about any lymphoma is.
    """

    def __init__(self, rows: list[dict[str, str]], synonyms: Iterable[dict[str, str]] = ()):
        parent_of = {row["code"]: row["parent"] for row in rows}
        self._by_code: dict[str, TumorType] = {
            row["code"]: TumorType(row["code"], row["name"], _ancestors(row["code"], parent_of))
            for row in rows
            if row["code"] != ANY
        }
        self._by_code[SOLID] = TumorType(SOLID, "Any solid tumour", (ANY,))
        self._by_code[ANY] = TumorType(ANY, "Any tumour", ())
        self._ancestors = {code: each.ancestors for code, each in self._by_code.items()}
        self._tissues = {row["code"] for row in rows if row["parent"] == ANY}
        self._by_name: dict[str, list[str]] = {}
        for tumor_type in self._by_code.values():
            self._by_name.setdefault(fold_tumor_name(tumor_type.name), []).append(tumor_type.code)
        self._by_ncit: dict[str, list[str]] = {}
        for row in rows:
            if row.get("ncit"):
                self._by_ncit.setdefault(row["ncit"], []).append(row["code"])
        self._by_doid: dict[str, list[dict[str, str]]] = {}
        self._by_synonym: dict[str, list[dict[str, str]]] = {}
        for row in synonyms:
            kept, key = (
                (self._by_doid, row["name"])
                if row["scheme"] == "DOID"
                else (self._by_synonym, fold_tumor_name(row["name"]))
            )
            kept.setdefault(key, []).append(row)
        self._organ_of_main_type = {
            fold_tumor_name(row["main_type"]): row["code"]
            for row in rows
            if row["parent"] == ANY and row["main_type"]
        }

    def __iter__(self) -> Iterator[TumorType]:
        return iter(self._by_code.values())

    def get(self, text: str) -> TumorType:
        """Return the tumour type of an OncoTree code or name, as our tables write them.

        Raises:
            TumorTypeError: there is none, or the name has several; the message has suggestions.
        """
        wanted = text.strip()
        found = self._by_code.get(wanted.upper())
        if found is not None:
            return found
        codes = self._by_name.get(fold_tumor_name(wanted), [])
        if len(codes) == 1:
            return self._by_code[codes[0]]
        if codes:
            raise TumorTypeError(
                f"tumour type {text!r} is the name of several OncoTree codes; "
                f"give one of {', '.join(sorted(codes))}"
            )
        raise self._unknown(text)

    def understand(self, text: str) -> UnderstoodTumorType:
        """Return the tumour type that a person means by a code, name, synonym, DOID or NCIt code.

        What is not, word for word, what was written has a note that says what was taken.

        Raises:
            TumorTypeError: it is not known, means several types, or names a biomarker as well.
        """
        wanted = " ".join(text.split())
        if len(wanted) > LONGEST:
            raise TumorTypeError(
                f"tumour type {_shown(text)} has {len(wanted)} characters; give an OncoTree code"
            )
        by_code = self._by_code.get(wanted.upper())
        if by_code is not None:
            return UnderstoodTumorType(text, by_code, "code", self._tissue_note(by_code))
        doid, ncit = doid_of(wanted), ncit_of(wanted)
        if doid is not None:
            return self._of_synonyms(text, self._by_doid.get(doid, []), "DOID", "")
        if ncit is not None:
            return self._of_codes(text, self._by_ncit.get(ncit, []), "NCIt", "")
        for name, left_out in ((wanted, ""), (without_extent(wanted), _EXTENT_LEFT_OUT)):
            for form in spellings_of(name):
                if form in self._by_name:
                    return self._of_codes(text, self._by_name[form], "name", left_out)
                if form in self._by_synonym:
                    return self._of_synonyms(text, self._by_synonym[form], "synonym", left_out)
        self._refuse_biomarker(text, wanted)
        raise self._unknown(text)

    def suggest(self, text: str) -> tuple[str, ...]:
        """Return at most five codes whose code, name or synonym is near to what was written.

        The best come first; three common types where nothing is near.
        """
        wanted = text.strip()[:LONGEST]
        folded = fold_tumor_name(wanted)
        organ = self._organ_of_main_type.get(folded)
        codes = difflib.get_close_matches(wanted.upper()[:20], self._by_code, n=2, cutoff=0.6)
        named = [organ] if organ else []
        for name in self._nearby.nearest(folded):
            named.extend(self._by_name.get(name, ()))
            named.extend(row["code"] for row in self._by_synonym.get(name, ()))
        both = (*codes, *named) if len(wanted) <= _LONGEST_CODE else (*named, *codes)
        return tuple(dict.fromkeys(both))[:5] or ("BRCA", "LUAD", "COADREAD")

    @cached_property
    def _nearby(self) -> NearbyNames:
        return NearbyNames((*self._by_name, *self._by_synonym))

    def _of_synonyms(
        self, text: str, rows: list[dict[str, str]], basis: str, left_out: str
    ) -> UnderstoodTumorType:
        conditions = {row["condition"] for row in rows} - {""}
        if conditions:
            codes = ", ".join(sorted({row["code"] for row in rows}))
            said = " / ".join(sorted(conditions))
            raise TumorTypeError(
                f"tumour type {text!r} says a biomarker as well ({said}); "
                f"give {codes} as the tumour type and the biomarker by itself"
            )
        subtypes = sorted({row["subtype"] for row in rows} - {""})
        if subtypes:
            left_out = f"; {', '.join(subtypes)!r} is not considered"
        return self._of_codes(text, [row["code"] for row in rows], basis, left_out)

    def _refuse_biomarker(self, text: str, wanted: str) -> None:
        """Raise an error that says so where a known type stands beside a biomarker."""
        rest = without_biomarker(without_extent(wanted))
        if rest != without_extent(wanted) and rest:
            try:
                found = self.understand(rest).tumor_type
            except TumorTypeError:
                return
            raise TumorTypeError(
                f"tumour type {_shown(text)} says a biomarker as well; "
                f"give {found.code} ({found.name}) as the tumour type and the biomarker by itself"
            )

    def _of_codes(
        self, text: str, codes: Iterable[str], basis: str, left_out: str
    ) -> UnderstoodTumorType:
        several = sorted(set(codes))
        if not several:
            raise self._unknown(text)
        code = containing_code(several, self._ancestors)
        if code is None:
            raise TumorTypeError(
                f"tumour type {text!r} may mean several types; give one of {self._named(several)}"
            )
        found = self._by_code[code]
        word_for_word = basis == "name" and fold_tumor_name(text) == fold_tumor_name(found.name)
        taken = "" if word_for_word else f"{text!r} is taken as {code} ({found.name}){left_out}"
        note = "; ".join(filter(None, (taken, self._tissue_note(found))))
        return UnderstoodTumorType(text, found, basis, note)

    def _tissue_note(self, tumor_type: TumorType) -> str:
        if tumor_type.code not in self._tissues:
            return ""
        return (
            f"{tumor_type.code} is the tissue ({tumor_type.name}), whatever the tumour; statements "
            f"about one kind of tumour there do not apply to it"
        )

    def _unknown(self, text: str) -> TumorTypeError:
        return TumorTypeError(
            f"tumour type {_shown(text)} is neither a code nor a name of OncoTree; "
            f"did you mean {self._named(self.suggest(without_biomarker(text) or text))}? "
            f"Codes are listed at https://oncotree.mskcc.org"
        )

    def _named(self, codes: Iterable[str]) -> str:
        return ", ".join(f"{code} ({self._by_code[code].name})" for code in codes)


def _ancestors(code: str, parent_of: dict[str, str]) -> tuple[str, ...]:
    chain: list[str] = []
    above = parent_of[code]
    while above:
        chain.append(above)
        above = parent_of[above]
    if chain and not _BLOOD.intersection((code, *chain)):
        chain.insert(-1, _LYMPH if code in _LYMPHOMAS_IN_ORGANS else SOLID)
    return tuple(chain)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")


@lru_cache(maxsize=1)
def open_tumor_types() -> TumorTypes:
    """Return the bundled OncoTree with its synonyms."""
    return TumorTypes(
        list(read_rows(resource_path("ontology", "oncotree.tsv"))),
        read_rows(resource_path("ontology", "synonyms.tsv")),
    )


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

"""Which column of a VCF is the tumour."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from oncomatch.errors import SampleError
from oncomatch.readers.vcf import VcfHeader

_TUMOR = re.compile(r"tumou?r|(?:^|[._-])(?:t|tum|primary|met)(?:$|[._-])", re.IGNORECASE)
_NORMAL = re.compile(
    r"normal|germline|(?:non|peri|para)[ ._-]?(?:tumou?r|cancer)|adjacent|remission"
    r"|blood|buccal|saliva|fibroblast"
    r"|(?:^|[._-])(?:n|nor|norm|ctrl|control|ref|gl|skin|nails?|hair)(?:$|[._-])",
    re.IGNORECASE,
)
"""Words for the patient's other tissue. Blood and skin may be the tumour as well, beside each
other: when every name says normal, the user is asked."""
_TUMOR_KEYS = ("tumor_sample", "TumorSample", "tumor_sample_name")
_NORMAL_KEYS = ("normal_sample", "NormalSample", "normal_sample_name")


@dataclass(frozen=True, slots=True)
class TumorColumn:
    """The tumour's column: `index` counts the samples from 0, None when the file has none.

    `how` tells in words why this column was taken.
    """

    index: int | None
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class NormalColumn:
    """The matched normal's column, None when there is none or it cannot be told, as `how` says.

    One with a name and without a column is named by the header alone.
    """

    index: int | None
    name: str
    how: str


def choose_tumor(header: VcfHeader, requested: str, path: str) -> TumorColumn:
    """Return the tumour's column: as requested, or as the file lets it be known.

    `requested` may name the tumour as each of several files does, parted by `;`.
    A file with one sample is that sample. With more, the header may name it (Mutect2), or the
    names do (TUMOR against NORMAL). Anything else has to be said.

    Raises:
        SampleError: no such sample, or it cannot be told.
    """
    samples = header.samples
    if requested:
        requested = own_name(requested, samples)
        if requested not in samples:
            known = ", ".join(samples) or "none"
            raise SampleError(
                f"{path}: there is no sample {requested!r}; the file has: {known}; "
                f"correct tumor_sample or leave it empty"
            )
        return TumorColumn(samples.index(requested), requested, "named in the sheet")
    if not samples:
        return TumorColumn(None, "", "the file has no sample columns; INFO is read")
    if len(samples) == 1:
        return TumorColumn(0, samples[0], "the only sample of the file")
    for key in _TUMOR_KEYS:
        named = [name for name in samples if name in header.values.get(key, ())]
        if len(named) > 1:
            raise _cannot_be_told(samples, path)
        if named:
            name = named[0]
            return TumorColumn(samples.index(name), name, f"named by ##{key} of the file")
    normals = {name for key in _NORMAL_KEYS for name in header.values.get(key, ())}
    rest = [name for name in samples if name not in normals]
    if len(rest) == 1:
        return TumorColumn(samples.index(rest[0]), rest[0], "the sample that is not the normal")
    called_tumor = [name for name in samples if _TUMOR.search(name) and not _NORMAL.search(name)]
    if len(called_tumor) == 1:
        name = called_tumor[0]
        return TumorColumn(samples.index(name), name, "its name says tumour")
    not_normal = [name for name in samples if not _NORMAL.search(name)]
    if len(not_normal) == 1:
        name = not_normal[0]
        return TumorColumn(samples.index(name), name, "the only name that does not say normal")
    raise _cannot_be_told(samples, path)


def choose_germline(header: VcfHeader, requested: str, path: str) -> TumorColumn:
    """Return the column of the patient's normal in a file of the germline.

    It is the one that is requested, the only one, the header's normal, or the only one whose name
    says normal. A column whose name says tumour is not taken unasked.

    Raises:
        SampleError: no such sample, or it cannot be told.
    """
    samples = header.samples
    if requested:
        if requested not in samples:
            raise SampleError(
                f"{path}: there is no sample {requested!r}; the file has: "
                f"{', '.join(samples) or 'none'}; correct germline_sample or leave it empty"
            )
        return TumorColumn(samples.index(requested), requested, "named in the sheet")
    if not samples:
        return TumorColumn(None, "", "the file has no sample columns; INFO is read")
    named = [name for key in _NORMAL_KEYS for name in header.values.get(key, ()) if name in samples]
    found = named or [name for name in samples if _NORMAL.search(name)]
    how = "named by the header" if named else "its name says normal"
    if not found and len(samples) == 1 and not _TUMOR.search(samples[0]):
        found, how = list(samples), "the only sample of the file"
    if len(found) != 1:
        raise SampleError(
            f"{path}: which of the samples {', '.join(samples)} is the patient's normal cannot be "
            f"told; name it in the column germline_sample (or with --germline-sample)"
        )
    return TumorColumn(samples.index(found[0]), found[0], how)


def find_normal(header: VcfHeader, tumor: TumorColumn, said: bool | None) -> NormalColumn:
    """Return the column of the matched normal; `said` is what the sheet says of there being one.

    It is the sample that the header names as the normal (Mutect2), or the only one beside the
    tumour whose name says normal (Strelka, MuSE, VarScan). What the sheet says goes first: a
    normal of someone else does not tell what is inherited.
    """
    others = [name for name in header.samples if name != tumor.name] if tumor.name else []
    if said is False:
        unmatched = f"; {', '.join(others)} of the file is not taken for it" if others else ""
        return NormalColumn(None, "", f"the sheet says that there is no matched normal{unmatched}")
    found: list[str] = []
    how = ""
    for key in _NORMAL_KEYS:
        named = [name for name in others if name in header.values.get(key, ())]
        if named and not found:
            found, how = named, f"named by ##{key} of the file"
    if not found:
        found = [name for name in others if _NORMAL.search(name)]
        how = "its name says normal"
    if not found and said and len(others) == 1:
        found, how = others, "the only other sample, and the sheet says that there is a normal"
    if len(found) == 1:
        return NormalColumn(header.samples.index(found[0]), found[0], how)
    if found:
        return NormalColumn(None, "", f"which of {', '.join(found)} is the normal cannot be told")
    if others:
        return NormalColumn(None, "", f"what {', '.join(others)} of the file is cannot be told")
    elsewhere = [name for key in _NORMAL_KEYS for name in header.values.get(key, ())]
    if elsewhere:
        return NormalColumn(None, elsewhere[0], "the header names it, its reads are not there")
    return NormalColumn(None, "", "the file has no other sample")


def own_name(requested: str, samples: Container[str]) -> str:
    """Return the one of the requested names, parted by `;`, that a file has; else all of them."""
    if requested in samples:
        return requested
    own = {name for part in requested.split(";") if (name := part.strip()) in samples}
    return own.pop() if len(own) == 1 else requested


def _cannot_be_told(samples: tuple[str, ...], path: str) -> SampleError:
    return SampleError(
        f"{path}: which of the samples {', '.join(samples)} is the tumour cannot be told; "
        f"name it in the column tumor_sample (or with --tumor-sample)"
    )

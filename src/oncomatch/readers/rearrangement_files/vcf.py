"""Structural variants in VCF or BCF: Manta, GRIDSS, PURPLE, DELLY, SvABA, TSO500 SpliceGirl.

A breakend and its mate are one junction. A record that fails its FILTER, whose genotype in the
tumour is 0/0, or that the normal sample carries, is not reported; nor is a single breakend, whose
other end is not known. All of them keep their genes unclear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from oncomatch.domain.rearrangement import (
    DNA,
    IMPRECISE,
    RNA,
    Insertion,
    Junction,
    JunctionEnd,
    RearrangementFile,
)
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable
from oncomatch.readers.rearrangement_files.vcf_alleles import (
    Ends,
    Inserted,
    LeftOut,
    alleles_of,
)
from oncomatch.readers.rearrangement_files.vcf_support import (
    GERMLINE,
    carried,
    has_no_variant,
    sample_of,
    support_of,
)
from oncomatch.readers.samples import TumorColumn, choose_tumor, find_normal
from oncomatch.readers.vcf import VcfHeader, read_header, text_lines
from oncomatch.reference.contig_names import chromosome_of

NAME = "vcf"
EXPECTED = "a VCF of structural variants: breakends, <DEL>, <DUP>, <INV>, <INS>"
SINGLE = "single breakend, its other end is not known"
_PASSED = {"PASS", "."}
_SPLICE_CALLER = "SpliceGirl"
_MOST_DIGITS = 10


@dataclass(slots=True)
class _Found:
    """Junctions by their ends: a breakend and its mate are one."""

    evidence: str
    tumor: int
    normal: int
    spliced: bool
    junctions: dict[Ends, Junction] = field(default_factory=dict)
    insertions: list[Insertion] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    contigs: dict[str, str | None] = field(default_factory=dict)


def recognises(head: Sequence[str]) -> bool:
    """Whether the file begins like a VCF."""
    return bool(head) and head[0].startswith("##fileformat=VCF")


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the junctions of the file; `sample` is the tumour's column where it has several.

    Raises:
        InputError: a line is no record, or an end is missing or beyond reason.
        SampleError: which sample is the tumour cannot be told.
    """
    lines = text_lines(path)
    header = read_header(lines, path)
    tumor = _tumor(header, sample, path)
    normal = find_normal(header, tumor, None)
    spliced = any(_SPLICE_CALLER in value for value in header.values.get("source", ()))
    found = _Found(
        RNA if spliced else DNA,
        9 + tumor.index if tumor.index is not None else -1,
        9 + normal.index if normal.index is not None else -1,
        spliced,
    )
    for number, text in enumerate(lines, start=len(header.lines) + 1):
        if text:
            _record(f"{path}, line {number}", text.split("\t"), found)
    return RearrangementFile(
        NAME,
        tuple(found.junctions.values()),
        tuple(sorted(found.left_out.items())),
        tuple(header.contig_lengths.items()),
        insertions=tuple(found.insertions),
        splicing=spliced,
    )


def _tumor(header: VcfHeader, sample: str, path: Path) -> TumorColumn:
    """Return the tumour's column; the name of the small variants' file need not be of this one."""
    return choose_tumor(header, sample if sample in header.samples else "", str(path))


def _record(where: str, cells: list[str], found: _Found) -> None:
    if len(cells) < 8:
        raise InputError(f"{where}: has fewer than 8 columns; is it a VCF?")
    if not cells[1].isdecimal() or len(cells[1]) > _MOST_DIGITS or not cells[1].isascii():
        raise InputError(f"{where}: POS is {printable(cells[1][:60])!r}; expected is a position")
    info = dict(part.partition("=")[::2] for part in cells[7].split(";"))
    imprecise = "IMPRECISE" in info
    sample = sample_of(cells, found.tumor)
    support = support_of(sample, imprecise=imprecise)
    doubt = "" if cells[6] in _PASSED else f"FILTER {printable(cells[6][:100])}"
    if has_no_variant(sample):
        doubt = doubt or "genotype 0/0 in the tumour"
    if not doubt and found.normal >= 0 and "SOMATIC" not in info:
        normal = sample_of(cells, found.normal)
        doubt = GERMLINE if carried(normal, support, imprecise=imprecise) else ""
    if cells[0] not in found.contigs:
        found.contigs[cells[0]] = chromosome_of(cells[0])
    contig, position = found.contigs[cells[0]], int(cells[1])
    for alt in cells[4].split(","):
        for each in alleles_of(where, contig, position, cells[3], alt, info):
            if isinstance(each, LeftOut):
                found.left_out[each.reason] += 1
            elif isinstance(each, Inserted):
                found.insertions.append(
                    Insertion(
                        contig or "",
                        max(1, position),
                        each.length,
                        each.sequence,
                        where,
                        support.variant,
                        doubt,
                    )
                )
            else:
                single = not each[1].position
                _keep(
                    found,
                    Junction(
                        *_sorted(each),
                        where,
                        ordered=False,
                        reads=support.variant,
                        doubt=doubt or SINGLE * single,
                        evidence=found.evidence,
                        spliced=found.spliced,
                        flags=(IMPRECISE,) if imprecise else (),
                    ),
                )


def _keep(found: _Found, junction: Junction) -> None:
    key = (junction.first, junction.second)
    known = found.junctions.get(key)
    if known is None or (known.doubt and not junction.doubt):
        found.junctions[key] = junction


def _sorted(ends: Ends) -> Ends:
    one, other = ends
    return ends if not other.position or _order(one) <= _order(other) else (other, one)


def _order(end: JunctionEnd) -> tuple[str, int, int]:
    return end.contig, end.position, end.side

"""MAF: of the GDC, of vcf2maf and oncomatch, and cBioPortal's `data_mutations.txt`.

Positions are 1-based; an insertion stands between its flanking bases with `-` for REF, a deletion
has `-` for ALT (https://docs.gdc.cancer.gov/Data/File_Formats/MAF_Format). cBioPortal needs few
columns (https://docs.cbioportal.org/file-formats/#mutation-data); rows may name a protein change
alone. What the row states of its effect is kept as the file's own annotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from oncomatch.domain.build import GenomeBuild, find_build
from oncomatch.errors import InputError, SampleError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.population import population_of
from oncomatch.readers.samples import own_name
from oncomatch.readers.small_variant_files.as_vcf import header_of_table
from oncomatch.readers.small_variant_files.items import WHAT, Item, LeftOutRow, NamedChange, Wanted
from oncomatch.readers.small_variant_files.maf_columns import Columns, Row
from oncomatch.readers.small_variant_files.maf_row import has_normal_reads, record_of_row
from oncomatch.readers.vcf import BadLine, VcfHeader

NAME = "maf"
EXPECTED = (
    "MAF with Hugo_Symbol, Chromosome, Start_Position, Reference_Allele and Tumor_Seq_Allele2"
)
OTHER_SAMPLE = "row of another sample"
NO_SAMPLE = "no Tumor_Sample_Barcode"
_PLACE = ("Chromosome", "Start_Position", "Reference_Allele", "Tumor_Seq_Allele2")
_PROTEIN = "HGVSp_Short"
_UNNAMED, _UNNAMED_NORMAL = "TUMOR", "NORMAL"
_SHOWN = 8
_LONGEST_NAME = 100
_MOST_SAMPLES = 200_000


def recognises(head: Sequence[str]) -> bool:
    """Whether the header has genes by symbol and a column that only a MAF has."""
    names = {name.strip().lower() for name in _header_line(head)[1].split("\t")}
    told = {"reference_allele", "tumor_seq_allele2", "variant_classification", "hgvsp_short"}
    return "hugo_symbol" in names and not told.isdisjoint(names)


def open_file(path: Path, wanted: Wanted) -> MafFile:
    """Return the file.

    Raises:
        InputError: a column is absent or stands twice, or the build is mixed or another.
        SampleError: the sample is not in the file, or there are several and none is named.
    """
    return MafFile(path, wanted)


class MafFile:
    """A MAF: samples and builds of all rows are looked at on opening, the rows on iteration."""

    def __init__(self, path: Path, wanted: Wanted):
        """Look through the file once; see `open_file` for what is raised."""
        self.path = path
        self._wanted = wanted
        self._columns, self._below = _read_columns(path)
        self._fewest = self._columns.width_of(_PLACE)
        samples, normals = self._look_through()
        self._sample = _choose(samples, wanted.sample, path)
        self._normal = normals.get(self._sample, "")
        self._frequencies = tuple(
            name for name in self._columns.names if population_of(name) and name.isidentifier()
        )
        self.header: VcfHeader = header_of_table(
            "MAF", (self._sample or wanted.sample or _UNNAMED,), self._frequencies, self._normal
        )

    def _look_through(self) -> tuple[tuple[str, ...], dict[str, str]]:
        """Return the samples in their order, and the matched normal of those with its reads.

        The builds that the rows name are checked. A barcode without reads is no normal: vcf2maf
        writes one for a tumour alone as well.
        """
        samples: dict[str, None] = {}
        normals: dict[str, str] = {}
        builds: dict[str, int] = {}
        for number, cells in self._rows():
            name = self._columns.get(cells, "Tumor_Sample_Barcode")
            if len(samples) < _MOST_SAMPLES:
                samples.setdefault(name[:_LONGEST_NAME])
            if name[:_LONGEST_NAME] not in normals:
                row = Row(self._columns, cells, number, str(self.path))
                if has_normal_reads(row):
                    normals[name[:_LONGEST_NAME]] = _normal_of(row, name)
            build = self._columns.get(cells, "NCBI_Build")
            if build and build not in builds and len(builds) < _SHOWN:
                builds[build] = number
        _check_builds(builds, self.path, self._wanted.build)
        return tuple(samples), normals

    def __iter__(self) -> Iterator[Item | NamedChange]:
        """Yield each row as a record, as a bad line, or as a row that is left out."""
        for number, cells in self._rows():
            name = self._columns.get(cells, "Tumor_Sample_Barcode")[:_LONGEST_NAME]
            if not name and self._sample:
                yield self._unnamed(number, cells)
            elif name != self._sample:
                yield LeftOutRow(number, OTHER_SAMPLE)
            elif len(cells) < self._fewest:
                yield BadLine(number, "fewer columns than the header needs")
            else:
                row = Row(self._columns, cells, number, str(self.path))
                yield record_of_row(row, self._wanted, self._frequencies, paired=bool(self._normal))

    def _unnamed(self, number: int, cells: list[str]) -> BadLine:
        """Return a row that does not say whose it is: its gene is not free of what it may be."""
        gene = printable(self._columns.get(cells, "Hugo_Symbol"))[:_LONGEST_NAME]
        return BadLine(number, NO_SAMPLE, None, (gene,) if gene else ())

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, line in enumerate(read_lines(self.path, WHAT), start=1):
            if number > self._below and line and not line.isspace():
                yield number, line.split("\t")


def _normal_of(row: Row, tumor: str) -> str:
    """Return a name for the matched normal of a row that is not that of the tumour."""
    name = row["Matched_Norm_Sample_Barcode"][:_LONGEST_NAME]
    return name if name and name != tumor[:_LONGEST_NAME] else _UNNAMED_NORMAL


def _header_line(head: Sequence[str]) -> tuple[int, str]:
    for number, line in enumerate(head, start=1):
        if line.startswith("#Hugo_Symbol\t"):
            return number, line[1:]
        if line.strip() and not line.startswith("#"):
            return number, line
    return len(head), ""


def _read_columns(path: Path) -> tuple[Columns, int]:
    """Return the columns, and the number of the header line."""
    head: list[str] = []
    for line in read_lines(path, WHAT):
        head.append(line)
        number, header = _header_line(head)
        if header:
            break
    columns = Columns(tuple(printable(name.strip()) for name in header.split("\t")))
    twice = columns.twice
    if twice:
        raise InputError(f"{path}, line {number}: the column {twice!r} stands twice")
    absent = [name for name in _PLACE if name not in columns]
    if absent == list(_PLACE) and _PROTEIN in columns:
        absent = []
    if absent:
        alone = f" (or {_PROTEIN} alone, without any of these)" if len(absent) > 1 else ""
        raise InputError(
            f"{path}, line {number}: the MAF has no column {', '.join(absent)}; "
            f"its calls cannot be told without{alone}"
        )
    return columns, number


def _choose(samples: tuple[str, ...], requested: str, path: Path) -> str:
    """Return the Tumor_Sample_Barcode whose rows are of the case, empty where none is named."""
    samples = tuple(name for name in samples if name)
    requested = own_name(requested, samples)
    if requested and requested in samples:
        return requested
    shown = ", ".join(printable(name) for name in samples[:_SHOWN])
    more = f" and {len(samples) - _SHOWN:,} more" if len(samples) > _SHOWN else ""
    if requested and samples:
        raise SampleError(
            f"{path}: there is no sample {requested!r} in Tumor_Sample_Barcode; the file has: "
            f"{shown}{more}; correct tumor_sample or leave it empty"
        )
    if len(samples) > 1:
        raise SampleError(
            f"{path}: holds {len(samples):,} samples ({shown}{more}); name the case's "
            f"Tumor_Sample_Barcode in the column tumor_sample (or with --tumor-sample)"
        )
    return samples[0] if samples else ""


def _check_builds(lines: dict[str, int], path: Path, wanted: GenomeBuild) -> None:
    """Check NCBI_Build; `lines` are the words of the file with the first line of each."""
    found: dict[GenomeBuild, str] = {}
    for word, number in lines.items():
        build = find_build(word) or find_build(f"GRCh{word}") or find_build(word[:6])
        said = f"line {number}: NCBI_Build is {printable(word[:_LONGEST_NAME])!r}"
        if build is None:
            raise InputError(f"{path}, {said}; accepted are GRCh37 and GRCh38 (hg19, hg38, 37, 38)")
        found.setdefault(build, said)
    if len(found) > 1:
        raise InputError(
            f"{path}: {'; '.join(found.values())}: rows of two builds stand in one MAF; "
            f"give the rows of {wanted.value} alone"
        )
    for build, said in found.items():
        if build is not wanted:
            raise InputError(
                f"{path}, {said}, but the case is said to be {wanted.value}: say {build.value} in "
                f"the column build (or with --build), or give the MAF of {wanted.value}"
            )

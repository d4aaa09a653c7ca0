"""Population frequencies: of the case's own VCF, or of a VCF of population sites.

INFO fields of gnomAD and those in VEP's CSQ are read. Nothing is taken for zero: a field that is
absent or empty says nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

from oncomatch.domain.contig import canonical_contig
from oncomatch.domain.population import PopulationFrequency
from oncomatch.domain.variant import Variant
from oncomatch.errors import InputError
from oncomatch.readers.vcf import VcfHeader, VcfRecord, read_header

_POPULATION = "afr|amr|eas|nfe|sas"
_PREFIX = r"(?:gnomad(?:e|g|_?exomes?|_?genomes?)?[_-]?)"
_BY_POPULATION = re.compile(
    rf"(?:{_PREFIX}(?:af[_-])?|af[_-])(?P<population>{_POPULATION})(?:[_-]af)?", re.IGNORECASE
)
_OVERALL = re.compile(
    rf"{_PREFIX}af|{_PREFIX}?(?:af_?)?(?:popmax|grpmax)(?:_?af)?|max_af|af_popmax", re.IGNORECASE
)
_MINUS_LOG10 = "POPAF"
"""Mutect2's frequency in the germline resource, as its negative decimal logarithm."""

_FORMAT = re.compile(r'^##INFO=<ID=CSQ,.*?Format: ?([^">]*)')
_DECLARED = re.compile(r"^##INFO=<ID=([^,>]+),")
_LONGEST = 100_000
_COLUMNS = 8


class PopulationFields:
    """The fields of one file that hold population frequencies; falsy when it has none."""

    def __init__(self, header: VcfHeader, *, of_populations: bool = False):
        """Set up for a file; in one `of_populations` AF is a population's, not the tumour's."""
        ids = [found[1] for line in header.lines if (found := _DECLARED.match(line))]
        self._info = {name: named for name in ids if (named := population_of(name))}
        if of_populations and "AF" in ids:
            self._info["AF"] = "all"
        self._log = _MINUS_LOG10 in ids
        formats = [found[1] for line in header.lines if (found := _FORMAT.match(line))]
        names = formats[0].strip().split("|") if formats else []
        self._csq = {
            at: (name, named) for at, name in enumerate(names) if (named := population_of(name))
        }
        self._number = names.index("ALLELE_NUM") if "ALLELE_NUM" in names else None

    def __bool__(self) -> bool:
        return bool(self._info or self._csq or self._log)

    def frequency_of(self, record: VcfRecord, allele: int) -> PopulationFrequency | None:
        """Return the highest frequency that the file gives for the ALT allele of that index."""
        found = [*self._of_info(record, allele), *self._of_csq(record, allele)]
        if not found:
            return None
        highest, field, _ = max(found)
        populations = tuple(sorted({named for _, _, named in found}))
        return PopulationFrequency(highest, populations, field)

    def _of_info(self, record: VcfRecord, allele: int) -> Iterator[tuple[float, str, str]]:
        info = record.info if self._info or self._log else {}
        for name, named in self._info.items():
            value = _number(_of_allele(info.get(name, ""), allele))
            if value is not None:
                yield value, name, named
        if self._log and _MINUS_LOG10 in info:
            power = _of_allele(info[_MINUS_LOG10], allele)
            value = _number(power, logarithm=True)
            if value is not None:
                yield value, _MINUS_LOG10, "all"

    def _of_csq(self, record: VcfRecord, allele: int) -> Iterator[tuple[float, str, str]]:
        several = len(record.alternates) > 1
        if not self._csq or (several and self._number is None):
            return
        own = [str(allele + 1)] if several else []
        for entry in record.info.get("CSQ", "")[:_LONGEST].split(","):
            cells = entry.split("|")
            number = cells[self._number : self._number + 1] if self._number is not None else []
            if own and number != own:
                continue
            for at, (name, named) in self._csq.items():
                values = [_number(each) for each in cells[at].split("&")] if at < len(cells) else []
                for value in values:
                    if value is not None:
                        yield value, f"CSQ {name}", named


class PopulationFile:
    """An indexed VCF of population sites, such as gnomAD's.

    Raises:
        InputError: it is not a bgzipped VCF with an index, or has no frequency fields.
    """

    def __init__(self, path: Path):
        import pysam  # a twentieth of a second that most cases need not pay

        try:
            self._file = pysam.TabixFile(str(path))
        except (OSError, ValueError) as error:
            raise InputError(
                f"{path}: population frequencies cannot be read; give a bgzipped VCF with its "
                f"index (tabix -p vcf {path.name})"
            ) from error
        self._fields = PopulationFields(
            read_header(iter(self._file.header), path), of_populations=True
        )
        if not self._fields:
            raise InputError(
                f"{path}: has no field of population frequencies (AF, AF_afr, gnomAD_AF ...)"
            )
        self._names = {canonical_contig(name): name for name in self._file.contigs}

    def frequency_of(self, variant: Variant) -> PopulationFrequency | None:
        """Return the highest frequency of exactly this variant, None where the file has none."""
        contig = self._names.get(variant.contig)
        if contig is None:
            return None
        for line in self._file.fetch(contig, variant.position - 1, variant.position):
            columns = tuple(line.split("\t"))
            if len(columns) < _COLUMNS or columns[1] != str(variant.position):
                continue
            record = VcfRecord(0, columns)
            if record.ref == variant.ref and variant.alt in record.alternates:
                return self._fields.frequency_of(record, record.alternates.index(variant.alt))
        return None


def population_of(name: str) -> str:
    """Return the population of a field by its name, `all` for one over all, empty for neither."""
    found = _BY_POPULATION.fullmatch(name)
    if found:
        return found["population"].upper()
    return "all" if _OVERALL.fullmatch(name) else ""


def _of_allele(text: str, allele: int) -> str:
    values = text.split(",")
    return values[allele] if allele < len(values) else ""


def _number(text: str, *, logarithm: bool = False) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    if logarithm and value >= 0:
        value = 10**-value
    return value if math.isfinite(value) and 0 <= value <= 1 else None

"""Rows of a table as VCF records: their header, the effect that the row states, reads."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.readers.consequence_fields import TABLE_EFFECT, TABLE_FIELDS, table_declaration
from oncomatch.readers.lines import printable
from oncomatch.readers.vcf import VcfHeader

_COLUMNS = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT")
_LONGEST = 300
_PARTING = frozenset("|,;&\t ")
_MOST_READS = 10_000_000


def header_of_table(
    tool: str, samples: tuple[str, ...], frequencies: Iterable[str], normal: str = ""
) -> VcfHeader:
    """Return the header that the rows of a table have as a VCF.

    `tool` is the word for who annotated the rows, `frequencies` are the columns of population
    frequencies that are carried along, `normal` is the sample of the matched normal, if any.
    """
    samples = tuple(map(printable, (*samples, normal) if normal else samples))
    roles = dict(zip(("tumor_sample", "normal_sample"), samples, strict=False)) if normal else {}
    lines = (
        "##fileformat=VCFv4.2",
        f"##oncomatch_source={tool} rows, written as VCF; N stands for a base that is not embedded",
        *(f"##{role}={name}" for role, name in roles.items()),
        table_declaration(tool),
        *(
            f'##INFO=<ID={name},Number=1,Type=Float,Description="As in the table">'
            for name in frequencies
        ),
        '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads of each allele">',
        '##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fraction">',
        '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Reads">',
        "\t".join((*_COLUMNS, *samples)),
    )
    return VcfHeader(lines, samples, {}, {role: (name,) for role, name in roles.items()})


def effect_entry(cells: dict[str, str]) -> str:
    """Return the INFO entry of what a row says of its first ALT allele, empty without a gene.

    `cells` are by the names of TABLE_FIELDS; one that would break the entry is left out.
    """
    values = [_whole(cells.get(name, "")) for name in TABLE_FIELDS]
    if not cells.get("SYMBOL"):
        return ""
    return f"{TABLE_EFFECT}={'|'.join(values)}"


def _whole(cell: str) -> str:
    plain = cell.replace("&", "")
    return cell if len(cell) <= _LONGEST and _PARTING.isdisjoint(plain) else ""


def as_count(text: str) -> int | None:
    """Return a number of reads, None where the cell holds none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if 0 <= value <= _MOST_READS and value.is_integer() else None


def word_of(text: str) -> str:
    """Return a cell as one word of a VCF column, `.` where it is empty."""
    return printable("_".join(text.replace(";", "_").split()))[:_LONGEST] or "."

"""Rows of a knowledge folder as they stand in its tables, to be shown, searched and counted."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import Interaction, Regimen
from oncomatch.domain.tumor_type import Relation, TumorType, relate
from oncomatch.errors import InputError
from oncomatch.knowledge.importers.refusal import reason_group
from oncomatch.knowledge.lock import check_folder
from oncomatch.knowledge.therapy_table import read_therapies
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import TumorTypes, open_tumor_types

EVIDENCE, MEANINGS, APPROVALS, UNTRANSLATED = (
    "evidence.tsv",
    "meanings.tsv",
    "approvals.tsv",
    "untranslated.tsv",
)
_STATEMENTS = (EVIDENCE, MEANINGS, APPROVALS)
_NAMED_VARIANTS = ("CIViC", "CGI")
_SHOWN_CODES = 4
_SHOWN_PATTERN = 70


@dataclass(frozen=True)
class KnowledgeRow:
    """A row of a table, by column."""

    table: str
    cells: dict[str, str]

    @property
    def id(self) -> str:
        """Identifier across sources, e.g. `CIViC EID883`."""
        return f"{self.cells['source']} {self.cells['record_id']}"

    @property
    def kind(self) -> str:
        """What the row is: Predictive, a kind of meaning, or an approval."""
        return {EVIDENCE: "Predictive", APPROVALS: "Approval"}.get(
            self.table, self.cells.get("kind", "")
        )

    @property
    def genes(self) -> tuple[str, ...]:
        """Genes that the pattern speaks of."""
        return genes_of(parse_biomarker(self.cells["biomarker"]))

    @property
    def therapies(self) -> str:
        """The regimen in words, empty where there is none."""
        if not self.cells.get("therapies"):
            return ""
        names = tuple(self.cells["therapies"].split(";"))
        return str(Regimen(names, Interaction(self.cells["interaction"])))


def read_statements(folder: Path) -> Iterator[KnowledgeRow]:
    """Yield the rows of evidence, meanings and approvals.

    Raises:
        InputError: it is no knowledge folder.
    """
    check_folder(folder)
    for table in _STATEMENTS:
        if (folder / table).is_file():
            yield from (KnowledgeRow(table, row) for row in read_rows(folder / table))


def read_untranslated(folder: Path) -> tuple[KnowledgeRow, ...]:
    """Return the rows of what could not be translated."""
    path = folder / UNTRANSLATED
    rows = read_rows(path) if path.is_file() else ()
    return tuple(KnowledgeRow(UNTRANSLATED, row) for row in rows)


def find_rows(folder: Path, wanted: str) -> tuple[KnowledgeRow, ...]:
    """Return the rows of a record: `CIViC EID883`, `EID883`, `line 137`, `ind:fda.tagrisso:1`.

    Raises:
        InputError: there is none; the nearest are named.
    """
    folded = " ".join(wanted.casefold().split())
    rows = (*read_statements(folder), *read_untranslated(folder))
    found = tuple(row for row in rows if folded in _names_of(row))
    if found:
        return found
    ids = {row.id for row in rows}
    near = difflib.get_close_matches(wanted, ids, n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(near)}? Or " if near else ""
    raise InputError(
        f"{wanted!r} is no record of the knowledge; {hint}look for it with oncomatch kb search"
    )


def _names_of(row: KnowledgeRow) -> set[str]:
    record = row.cells["record_id"].casefold()
    names = {row.id.casefold(), record, row.cells.get("indication_id", record).casefold()}
    number = record.removeprefix("line ").removeprefix("eid")
    return names | {f"{row.cells['source']} {number}".casefold()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for, as a person writes it; empty texts ask for nothing."""

    words: tuple[str, ...] = ()
    gene: str = ""
    therapy: str = ""
    tumor_type: str = ""
    source: str = ""


def search_rows(folder: Path, wanted: Wanted) -> Iterator[KnowledgeRow]:
    """Yield the rows that fit everything that is asked for.

    A therapy may be a class: its members fit. A tumour type fits rows about it, about what it is
    part of, and about what is part of it.

    Raises:
        InputError: the gene or the tumour type is not known.
    """
    gene = _symbol(wanted.gene)
    tumor_types = open_tumor_types()
    case = tumor_types.understand(wanted.tumor_type).tumor_type if wanted.tumor_type else None
    drugs = _drugs(folder, wanted.therapy)
    words = [word.casefold() for word in wanted.words]
    for row in read_statements(folder):
        text = "\t".join(row.cells.values()).casefold()
        if (
            all(word in text for word in words)
            and (not wanted.source or wanted.source.casefold() in row.cells["source"].casefold())
            and (not drugs or drugs & set(row.cells.get("therapies", "").casefold().split(";")))
            and (case is None or _is_of(row, case, tumor_types))
            and (not gene or gene in row.genes)
        ):
            yield row


def _symbol(gene: str) -> str:
    if not gene:
        return ""
    found = open_reference().find_gene(gene)
    if found is None:
        raise InputError(f"--gene {gene!r} is not known to HGNC; give its symbol, such as EGFR")
    return found.symbol


def _drugs(folder: Path, therapy: str) -> frozenset[str]:
    if not therapy:
        return frozenset()
    names = {therapy}
    if (folder / "therapies.tsv").is_file():
        therapies = read_therapies(folder)
        names.add(therapies.canonical(therapy) or therapy)
        names.update(therapies.members_of(therapy))
    return frozenset(name.casefold() for name in names)


def _is_of(row: KnowledgeRow, case: TumorType, tumor_types: TumorTypes) -> bool:
    codes = filter(None, row.cells["tumor_types"].split(";"))
    return any(relate(case, tumor_types.get(code)) is not Relation.OTHER for code in codes)


def _reason(row: KnowledgeRow) -> str:
    """Return the group of a reason; the labels' reasons are few and stand as they are."""
    of_names = row.cells["source"] in _NAMED_VARIANTS
    return reason_group(row.cells["reason"]) if of_names else row.cells["reason"]


def one_line(row: KnowledgeRow) -> str:
    """Return a row in one line: id, pattern, what it says, tumour types, level, citation."""
    cells = row.cells
    codes = cells["tumor_types"].split(";")
    shown = ";".join(codes[:_SHOWN_CODES]) + ("…" if len(codes) > _SHOWN_CODES else "")
    pattern = cells["biomarker"]
    if len(pattern) > _SHOWN_PATTERN:
        pattern = f"{pattern[:_SHOWN_PATTERN]}…"
    level = cells.get("level") or cells.get("status") or "listed"
    against = " (not supported)" if cells.get("direction") == "Does Not Support" else ""
    said = " ".join(filter(None, (row.therapies, cells["significance"]))) + against
    return " | ".join((row.id, row.kind, pattern, said, shown, level, cells["citation"]))


def count_rows(folder: Path) -> list[str]:
    """Return the lines of the statistics of a folder."""
    rows = list(read_statements(folder))
    lines = ["source\tkind\tlevel\titems"]
    counted = Counter(
        (
            row.cells["source"],
            row.kind,
            row.cells.get("level") or row.cells.get("status") or "without levels",
        )
        for row in rows
    )
    lines += ["\t".join((*key, str(number))) for key, number in sorted(counted.items())]
    agencies = Counter(row.cells["agency"] for row in rows if row.table == APPROVALS)
    indications = {
        (row.cells["agency"], row.cells["indication_id"]) for row in rows if row.table == APPROVALS
    }
    lines += ["", "agency\tindications\tregimens"]
    for agency, number in sorted(agencies.items()):
        own = sum(each == agency for each, _ in indications)
        lines.append(f"{agency}\t{own}\t{number}")
    genes = {gene for row in rows for gene in row.genes}
    lines += ["", f"genes\t{len(genes)}", "", "source\tnot translated, by reason\titems"]
    reasons = Counter((row.cells["source"], _reason(row)) for row in read_untranslated(folder))
    lines += ["\t".join((*key, str(number))) for key, number in sorted(reasons.items())]
    return lines

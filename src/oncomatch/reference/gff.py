"""Read genes and their coding transcripts from a GFF3 of Ensembl, GENCODE, MANE or NCBI.

The dialects differ in where they put a name (Ensembl: `Name`, `version`, ids with a prefix;
GENCODE and the Ensembl file of MANE: `gene_name`; NCBI: `gene`, `Dbxref`) and in how they write
a tag (`MANE_Select`, `MANE Select`). Coordinates of the file are 1-based and inclusive; those
here are 0-based and half-open.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.reference.contig_names import chromosome_of

_COLUMNS = 9
_NO_FEATURE = {
    "five_prime_UTR",
    "three_prime_UTR",
    "UTR",
    "start_codon",
    "stop_codon",
    "intron",
    "biological_region",
    "chromosome",
    "region",
    "scaffold",
    "supercontig",
    "cDNA_match",
    "match",
}
_KEPT = {
    *("ID", "Parent", "Name", "Note", "Dbxref", "biotype", "db_xref", "description", "exception"),
    *("gene", "gene_id", "gene_name", "hgnc_id", "protein_id", "tag", "transcript_id"),
    *("transcript_type", "transl_except", "version"),
}
"""Attributes that are kept; an annotation of all genes holds ten million others."""

_SELENOCYSTEINE = "stop_codon_redefined_as_selenocysteine"
_CODING_BIOTYPES = {"", "protein_coding"}
_BUILD = re.compile(r"GRCh3[78]")
_HGNC_ID = re.compile(r"HGNC:(?:HGNC:)?(\d+)")
_ENTREZ = re.compile(r"GeneID:(\d+)")
_HGNC_SOURCE = re.compile(r"Source:HGNC Symbol[^\]]*Acc:(?:HGNC:)?(\d+)")
_SEC = re.compile(r"pos:((?:(?!pos:).)*?),\s*aa:Sec\b")
_OF_CONTIG = re.compile(r"[\w.]+:")
_PARENT = re.compile(r"(?:^|;)\s*Parent=([^;]+)")
_KIND_PREFIX = re.compile(r"^(?:gene|transcript|rna|CDS|cds)[:-]")

Block = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GffTranscript:
    """A transcript with a coding part, blocks in transcript order.

    `phases` are those of the coding blocks, -1 where the file gives none. `chromosome` is None
    off the chromosomes. `remarks` is what the file says of its coding part (exceptions).
    `has_selenocysteine` says that it reads UGA as selenocysteine, `selenocysteines` where, if the
    file tells; a block may hold an intron within the codon.
    """

    accession: str
    protein: str
    chromosome: str | None
    contig: str
    strand: int
    exons: tuple[Block, ...]
    coding: tuple[Block, ...]
    phases: tuple[int, ...]
    tags: frozenset[str]
    remarks: str
    has_selenocysteine: bool = False
    selenocysteines: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class GffGene:
    """A gene of the file with its coding transcripts; `name` is empty where only an id is given.

    `hgnc` and `entrez` are empty and 0 where they are not given.
    """

    id: str
    name: str
    hgnc: str
    entrez: int
    chromosome: str | None
    start0: int
    end0: int
    transcripts: tuple[GffTranscript, ...]


@dataclass(frozen=True, slots=True)
class GffAnnotation:
    """The genes in the order of the file, and how many transcripts were left out by biotype."""

    genes: tuple[GffGene, ...]
    left_out: tuple[tuple[str, int], ...]
    has_mane: bool


@dataclass(slots=True)
class _Gene:
    contig: str
    start0: int
    end0: int
    values: dict[str, str]


@dataclass(slots=True)
class _Transcript:
    parent: str = ""
    values: dict[str, str] = field(default_factory=dict)
    contig: str = ""
    strand: str = "."
    exons: list[Block] = field(default_factory=list)
    coding: list[tuple[int, int, int]] = field(default_factory=list)
    coding_values: dict[str, str] = field(default_factory=dict)
    selenocysteines: list[Block] = field(default_factory=list)


def read_gff(path: Path, build: GenomeBuild) -> GffAnnotation:
    """Return the genes and coding transcripts of a GFF3, gzipped or not.

    Raises:
        InputError: it is absent, damaged, not GFF3, says that it is of the other build, or holds
            no coding transcript.
    """
    genes: dict[str, _Gene] = {}
    transcripts: dict[str, _Transcript] = {}
    for number, line in _lines(path):
        if line.startswith("#"):
            _check_build(line, build, path)
            continue
        columns = line.rstrip("\r\n").split("\t", _COLUMNS - 1)
        if len(columns) != _COLUMNS:
            if line.strip():
                raise InputError(
                    f"{path}, line {number}: has {len(columns)} columns, not {_COLUMNS}; "
                    f"is it GFF3, and whole?"
                )
            continue
        _take(columns, genes, transcripts, f"{path}, line {number}")
    annotation = _annotation(genes, transcripts)
    if not any(gene.transcripts for gene in annotation.genes):
        raise InputError(
            f"{path}: holds no transcript with exons and a coding part (CDS); "
            f"give a GFF3 of Ensembl, GENCODE, MANE or NCBI RefSeq"
        )
    return annotation


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
        opener = gzip.open if zipped else open
        with opener(path, "rt", encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.startswith("##FASTA"):
                    return
                yield number, line
    except FileNotFoundError:
        raise InputError(f"there is no file {path}; check the path of the GFF3") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(
            f"{path}: the compressed file is damaged or ends too early; copy it again"
        ) from error


def _check_build(line: str, build: GenomeBuild, path: Path) -> None:
    """Refuse a file whose header names the other build alone."""
    named = set(_BUILD.findall(line))
    if named and build.value not in named:
        raise InputError(
            f"{path}: its header says {named.pop()}, not {build.value}; "
            f"give the GFF3 of {build.value}, or say the other build with --build"
        )


def _take(
    columns: list[str],
    genes: dict[str, _Gene],
    transcripts: dict[str, _Transcript],
    where: str,
) -> None:
    contig, _, kind, start, end, _, strand, phase, attributes = columns
    if kind in _NO_FEATURE:
        return
    if kind in ("exon", "CDS", _SELENOCYSTEINE):
        parents = _PARENT.search(attributes)
        if parents is None:
            if ' "' in attributes:
                raise InputError(f"{where}: is GTF, not GFF3; give the GFF3 of the same release")
            return
        first, last = _interval(start, end, where)
        for parent in unquote(parents[1]).split(","):
            transcript = transcripts.setdefault(parent, _Transcript())
            if kind == "exon":
                transcript.exons.append((first, last))
            elif kind == "CDS":
                number = int(phase) if phase in ("0", "1", "2") else -1
                transcript.coding.append((first, last, number))
                transcript.coding_values = transcript.coding_values or _values(attributes)
            else:
                transcript.selenocysteines.append((first, last))
            transcript.contig, transcript.strand = contig, strand
        return
    values = _values(attributes)
    if "ID" not in values:
        return
    if "Parent" in values:
        transcript = transcripts.setdefault(values["ID"], _Transcript())
        transcript.parent = values["Parent"].split(",")[0]
        transcript.values = values
        transcript.contig, transcript.strand = contig, strand
    elif kind.endswith("gene"):
        genes[values["ID"]] = _Gene(contig, *_interval(start, end, where), values)


def _interval(start: str, end: str, where: str) -> Block:
    try:
        return int(start) - 1, int(end)
    except ValueError:
        raise InputError(f"{where}: {start}-{end} is not an interval; is it GFF3?") from None


def _values(attributes: str) -> dict[str, str]:
    values = {}
    for part in attributes.split(";"):
        key, equals, value = part.strip().partition("=")
        if equals and key in _KEPT:
            values[key] = unquote(value) if "%" in value else value
    return values


def _annotation(genes: dict[str, _Gene], transcripts: dict[str, _Transcript]) -> GffAnnotation:
    left_out: Counter[str] = Counter()
    coding: dict[str, list[GffTranscript]] = {}
    for name in list(transcripts):
        transcript = transcripts.pop(name)
        if not transcript.values and name in genes:
            left_out["coding part directly below a gene"] += bool(transcript.coding)
            continue
        biotype = _biotype(transcript.values)
        if not transcript.coding or biotype not in _CODING_BIOTYPES:
            left_out[biotype or "no coding part"] += 1
            continue
        made = _transcript(name, transcript)
        parent = transcript.parent or name
        if parent not in genes:
            low = min(start for start, _ in made.exons)
            high = max(end for _, end in made.exons)
            genes[parent] = _Gene(transcript.contig, low, high, transcript.values)
        coding.setdefault(parent, []).append(made)
    return GffAnnotation(
        genes=tuple(_gene(name, gene, coding.get(name, [])) for name, gene in genes.items()),
        left_out=tuple(sorted(left_out.items(), key=lambda pair: (-pair[1], pair[0]))),
        has_mane=any(
            tag.startswith("MANE") for each in coding.values() for one in each for tag in one.tags
        ),
    )


def _biotype(values: dict[str, str]) -> str:
    return values.get("biotype") or values.get("transcript_type") or ""


def _transcript(name: str, found: _Transcript) -> GffTranscript:
    strand = {"+": 1, "-": -1}.get(found.strand, 0)
    order = slice(None, None, -1 if strand < 0 else 1)
    coding = sorted(found.coding)[order]
    blocks = tuple((start, end) for start, end, _ in coding)
    exons = tuple(sorted(set(found.exons))[order])
    values, of_coding = found.values, found.coding_values
    tags = values.get("tag", "").replace("_", " ").split(",")
    remarks = [
        f"{key}={source[key]}"
        for source in (values, of_coding)
        for key in ("Note", "exception", "transl_except")
        if key in source
    ]
    exceptions = [each.get("transl_except", "") for each in (values, of_coding)]
    stated = {*found.selenocysteines, *_selenocysteines(",".join(exceptions))}
    said = bool(stated) or "seleno" in tags or any("as selenocysteine" in each for each in remarks)
    return GffTranscript(
        accession=_accession(name, values),
        protein=_versioned(of_coding.get("protein_id", ""), of_coding),
        chromosome=chromosome_of(found.contig),
        contig=found.contig,
        strand=strand,
        exons=exons,
        coding=blocks,
        phases=tuple(phase for _, _, phase in coding),
        tags=frozenset(tag.strip() for tag in tags if tag.strip()),
        remarks="; ".join(remarks),
        has_selenocysteine=said,
        selenocysteines=tuple(sorted(stated)),
    )


def _selenocysteines(exceptions: str) -> list[Block]:
    """Return the places of `(pos:complement(11..13),aa:Sec)`; other exceptions are passed over."""
    blocks = []
    for place in _SEC.findall(exceptions):
        ends = [int(end) for end in re.findall(r"\d+", _OF_CONTIG.sub("", place))]
        if ends:
            blocks.append((min(ends) - 1, max(ends)))
    return blocks


def _accession(name: str, values: dict[str, str]) -> str:
    bare = values.get("transcript_id") or _KIND_PREFIX.sub("", name)
    return _versioned(bare, values)


def _versioned(accession: str, values: dict[str, str]) -> str:
    version = values.get("version", "")
    return f"{accession}.{version}" if version and accession and "." not in accession else accession


def _gene(name: str, gene: _Gene, transcripts: list[GffTranscript]) -> GffGene:
    values = gene.values
    references = ",".join(values.get(key, "") for key in ("Dbxref", "db_xref"))
    hgnc = (
        _HGNC_ID.search(values.get("hgnc_id", "") + "," + references)
        or _HGNC_SOURCE.search(values.get("description", ""))
    )  # fmt: skip
    entrez = _ENTREZ.search(references)
    bare = values.get("gene_id") or _KIND_PREFIX.sub("", name)
    stated = values.get("gene_name") or values.get("gene") or ""
    own = values.get("Name", "") if values.get("ID") == name else ""
    named = stated or own
    is_id = named.split(".")[0] == values.get("gene_id", "").split(".")[0]
    return GffGene(
        id=bare,
        name="" if is_id else named,
        hgnc=f"HGNC:{hgnc[1]}" if hgnc else "",
        entrez=int(entrez[1]) if entrez else 0,
        chromosome=chromosome_of(gene.contig),
        start0=gene.start0,
        end0=gene.end0,
        transcripts=tuple(transcripts),
    )

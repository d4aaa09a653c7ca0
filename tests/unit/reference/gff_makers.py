"""The two genes of the tiny genome as GFF3 in three dialects, and its FASTA."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import building

CODING = ((1010, 1040), (1200, 1261), (1500, 1550))
Blocks = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Model:
    """A transcript to write: blocks 0-based, half-open, ascending."""

    gene: str
    number: int
    strand: str
    exons: Blocks
    coding: Blocks
    tag: str = ""
    contig: str = "1"
    biotype: str = "protein_coding"
    more: str = ""

    @property
    def phases(self) -> list[str]:
        """The phases of the coding blocks, in their ascending order."""
        along = self.coding if self.strand == "+" else self.coding[::-1]
        coded, phases = 0, []
        for start, end in along:
            phases.append(str(-coded % 3))
            coded += end - start
        return phases if self.strand == "+" else phases[::-1]


def turned(blocks: Blocks) -> Blocks:
    """Return where blocks of FWD lie for REV, ascending."""
    length = building.TINY_LENGTH
    return tuple((length - end, length - start) for start, end in reversed(blocks))


FORWARD = Model("FWD", 1, "+", building.TINY_EXONS, CODING)
REVERSE = Model("REV", 2, "-", turned(building.TINY_EXONS), turned(CODING))


def line(model: Model, kind: str, block: tuple[int, int], values: str, phase: str = ".") -> str:
    start, end = block
    columns = (model.contig, "made", kind, start + 1, end, ".", model.strand, phase, values)
    return "\t".join(map(str, columns))


def ensembl(*models: Model) -> str:
    """Return Ensembl's dialect: prefixed ids, versions apart, `Name`, tags with low lines."""
    lines = ["##gff-version 3"]
    for model in models:
        span = (model.exons[0][0], model.exons[-1][1])
        gene, name = f"ENSG{model.number:011}", f"ENST{model.number:011}"
        values = (
            f"ID=gene:{gene};Name={model.gene};biotype=protein_coding;"
            f"description=made up [Source:HGNC Symbol%3BAcc:HGNC:{model.number}];version=7"
        )
        tag = f";tag=basic,{model.tag.replace(' ', '_')}" if model.tag else ""
        lines.append(line(model, "gene", span, values))
        own = f"ID=transcript:{name};Parent=gene:{gene};biotype={model.biotype}"
        values = f"{own};transcript_id={name};version=3{tag}{model.more}"
        lines.append(line(model, "mRNA", span, values))
        parent = f"Parent=transcript:{name}"
        lines += [line(model, "exon", block, f"{parent};rank=1") for block in model.exons]
        protein = f"{parent};protein_id=ENSP{model.number:011};version=2"
        lines += [
            line(model, "CDS", block, f"ID=CDS:ENSP{model.number};{protein}", phase)
            for block, phase in zip(model.coding, model.phases, strict=True)
        ]
    return "\n".join(lines) + "\n"


def gencode(*models: Model) -> str:
    """Return GENCODE's dialect, also MANE's: ids with versions, `gene_name`, `hgnc_id`."""
    lines = ["##gff-version 3"]
    for model in models:
        span = (model.exons[0][0], model.exons[-1][1])
        gene, name = f"ENSG{model.number:011}.7", f"ENST{model.number:011}.3"
        names = f"gene_id={gene};gene_name={model.gene};hgnc_id=HGNC:{model.number}"
        lines.append(line(model, "gene", span, f"ID={gene};{names};gene_type=protein_coding"))
        tag = f";tag=basic,{model.tag.replace(' ', '_')}" if model.tag else ""
        own = f"transcript_id={name};transcript_type={model.biotype};{names}"
        values = f"ID={name};Parent={gene};{own}{tag}{model.more}"
        lines.append(line(model, "transcript", span, values))
        more = f"Parent={name};{own};protein_id=ENSP{model.number:011}.2{tag}"
        lines += [line(model, "exon", block, f"ID=exon:1;{more}") for block in model.exons]
        lines += [
            line(model, "CDS", block, f"ID=CDS:{name};{more}", phase)
            for block, phase in zip(model.coding, model.phases, strict=True)
        ]
    return "\n".join(lines) + "\n"


def refseq(*models: Model) -> str:
    """Return NCBI's dialect: `Dbxref`, `gene`, tags with blanks."""
    lines = ["##gff-version 3", "#!processor NCBI annotwriter"]
    for model in models:
        span = (model.exons[0][0], model.exons[-1][1])
        name = f"NM_{model.number:06}.3"
        ids = f"GeneID:{model.number},HGNC:HGNC:{model.number}"
        values = f"ID=gene-{model.gene};Dbxref={ids};Name={model.gene};gene={model.gene}"
        lines.append(line(model, "gene", span, f"{values};gene_biotype=protein_coding"))
        tag = f";tag={model.tag}" if model.tag else ""
        values = f"ID=rna-{name};Parent=gene-{model.gene};Dbxref=Genbank:{name},{ids}"
        values += f";Name={name};gene={model.gene};transcript_id={name}{tag}{model.more}"
        lines.append(line(model, "mRNA", span, values))
        more = f"Parent=rna-{name};gene={model.gene}"
        lines += [line(model, "exon", block, f"ID=exon-{name};{more}") for block in model.exons]
        protein = f"NP_{model.number:06}.2"
        lines += [
            line(model, "CDS", block, f"ID=cds-{protein};{more};protein_id={protein}", phase)
            for block, phase in zip(model.coding, model.phases, strict=True)
        ]
    return "\n".join(lines) + "\n"


DIALECTS = {"ensembl": ensembl, "gencode": gencode, "refseq": refseq}


def write_fasta(path: Path, contigs: dict[str, str]) -> Path:
    """Write a FASTA of lines of 60 bases, in capitals and small letters."""
    lines = []
    for name, bases in contigs.items():
        lines.append(f">{name} made up")
        lines += [bases[at : at + 60] for at in range(0, len(bases), 60)]
    path.write_text("\n".join(lines).replace("ACGT", "acgt") + "\n")
    return path

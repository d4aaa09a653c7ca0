"""What else is known of variants that a source only names: coordinates, regions, transcripts."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import BiomarkerError
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows

_GENOMIC = re.compile(r"NC_\d+\.\d+:g\.(\d+)([ACGT])>([ACGT])")
_LOST_CODING = re.compile(r"c\.(\d+)_(\d+)del")


@dataclass(frozen=True, slots=True)
class Description:
    """Where a source puts a variant on GRCh37, and its HGVS names.

    `start` and `stop` are 1-based and both included; 0 where the source has no place.
    """

    contig: str
    start: int
    stop: int
    hgvs: tuple[str, ...]


@dataclass(frozen=True)
class VariantFacts:
    """Descriptions by gene and name in capitals.

    `regions` are those, by gene and region, whose residues are known.
    `transcripts` are the accessions, by gene and name in capitals, that a source numbers a
    variant on. `reference` is asked whether a REF is right.
    """

    described: Mapping[tuple[str, str], Description] = field(default_factory=dict)
    regions: Container[tuple[str, str]] = frozenset()
    transcripts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reference: Reference | None = None

    def symbol_of(self, gene: str) -> str:
        """Return the current symbol of a gene, or the name as it is where it is not known."""
        found = self.reference.find_gene(gene) if self.reference else None
        return found.symbol if found else gene

    def genomic_change(self, gene: str, name: str) -> str:
        """Return the pattern of an exact genomic change, for a name that is an rs number.

        Raises:
            BiomarkerError: REF and ALT are not given, or REF is not the embedded base.
        """
        described = self.described.get((gene, name.upper()))
        changes = {
            (found[1], found[2], found[3])
            for text in (described.hgvs if described else ())
            for found in [_GENOMIC.fullmatch(text)]
            if found and described and int(found[1]) == described.start
        }
        if described is None or len(changes) != 1:
            raise BiomarkerError(f"the source gives no REF and ALT of {name!r}")
        position, ref, alt = changes.pop()
        base = "N"
        if self.reference is not None:
            place = described.contig, int(position) - 1, int(position)
            base = self.reference.sequences.bases(GenomeBuild.GRCH37, *place)
        if base != ref:
            reason = "is not embedded" if base == "N" else f"is {base}, not {ref}"
            raise BiomarkerError(f"the reference base of {name!r} {reason}")
        return f"{gene} g.GRCh37:{described.contig}:{position}:{ref}>{alt}"

    def lost_residues(self, gene: str, name: str, first: int, last: int) -> str:
        """Return `L485_P490del` for a loss of residues that a name counts without letters.

        Raises:
            BiomarkerError: the source's coding change is not those codons, or the protein is
                not embedded.
        """
        described = self.described.get((gene, name.upper()))
        spans = {
            (int(found[1]), int(found[2]))
            for text in (described.hgvs if described else ())
            for found in [_LOST_CODING.search(text)]
            if found
        }
        transcripts = (
            self.reference.transcripts_of(gene, GenomeBuild.GRCH38) if self.reference else ()
        )
        if spans != {(3 * first - 2, 3 * last)} or not transcripts:
            raise BiomarkerError(f"which residues {name!r} takes away is not said exactly")
        protein = transcripts[0].protein_sequence
        return f"{protein[first - 1]}{first}_{protein[last - 1]}{last}del"


NOTHING_KNOWN = VariantFacts()


def read_descriptions(path: Path) -> dict[tuple[str, str], Description]:
    """Return CIViC's table of variants (coordinates of GRCh37) by gene and name in capitals."""
    return {
        (row["gene"], row["variant"].upper()): Description(
            row["chromosome"],
            int(row["start"] or 0),
            int(row["stop"] or 0),
            tuple(filter(None, map(str.strip, row["hgvs_descriptions"].split(",")))),
        )
        for row in read_rows(path)
    }


def read_transcripts(path: Path) -> dict[tuple[str, str], str]:
    """Return the accession that a table of 2022 numbers a variant on, by gene and name.

    The name is in capitals. A variant with several accessions is left out.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for row in read_rows(path):
        named = found.setdefault((row["gene"], row["variant"].upper()), set())
        named.add(row["representative_transcript"])
    return {key: min(named) for key, named in found.items() if len(named) == 1 and min(named)}

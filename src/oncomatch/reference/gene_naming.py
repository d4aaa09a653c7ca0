"""Give the genes of a GFF the symbols of HGNC that the bundled table has."""

from __future__ import annotations

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Gene, Reference
from oncomatch.reference.gff import GffGene

_SYMBOL_BYTES = 32


class GeneNaming:
    """Finds the symbol by HGNC id, Entrez id, symbol, other name, or a transcript of the gene.

    Ids go before names, since a name may have passed to another gene. Another name counts only
    where that gene lies in the same place. `placed` says whether places can be compared at all:
    those of a cut-out genome cannot.
    """

    def __init__(self, bundled: Reference, build: GenomeBuild, *, placed: bool):
        self._bundled = bundled
        self._build = build
        self._placed = placed
        known = list(bundled.genes())
        self._by_hgnc = {gene.hgnc: gene for gene in known if gene.hgnc}
        self._by_entrez = {gene.entrez: gene for gene in known if gene.entrez}
        self._by_symbol = {gene.symbol: gene for gene in known}

    def gene_of(self, gene: GffGene) -> Gene:
        """Return the gene with its symbol; without any name the file's own id is the symbol."""
        found = (
            self._by_hgnc.get(gene.hgnc)
            or (None if gene.hgnc else self._by_entrez.get(gene.entrez))
            or self._by_symbol.get(gene.name)
            or self._by_other_name(gene)
            or (None if gene.name else self._by_transcript(gene))
        )
        name = (gene.name or gene.id).encode()[:_SYMBOL_BYTES].decode(errors="ignore")
        return found or Gene(name, gene.hgnc, gene.entrez)

    def _by_other_name(self, gene: GffGene) -> Gene | None:
        named = self._bundled.find_gene(gene.name) if gene.name and self._placed else None
        if named is None or gene.chromosome is None:
            return None
        over = self._bundled.loci_over(self._build, gene.chromosome, gene.start0, gene.end0)
        return named if named.symbol in over else None

    def _by_transcript(self, gene: GffGene) -> Gene | None:
        symbols = {
            transcript.gene
            for each in gene.transcripts
            for transcript in self._bundled.transcripts_named(each.accession, self._build)
        }
        return self._by_symbol.get(symbols.pop()) if len(symbols) == 1 else None

"""On which haplotype of the tumour sample an allele lies, as far as the file says.

Callers that assemble reads (Mutect2, HaplotypeCaller, TNscope) write PGT and PID; DRAGEN,
WhatsHap and the newer GATK write a phased genotype with PS. By the VCF specification phased
genotypes without a PS field belong to one set of the contig; a set that is named but missing
(`.`) says nothing.
"""

from __future__ import annotations

from oncomatch.domain.phase import Phase
from oncomatch.readers.lines import printable
from oncomatch.readers.vcf import VcfRecord

_NOT_SPECIFIC = ("*", "<*>", "<NON_REF>")
_LONGEST = 100


def phase_of(record: VcfRecord, allele: int, sample: int | None) -> Phase | None:
    """Return the haplotypes of the ALT allele with that index, None where they are not known."""
    if sample is None or len(record.columns) < 10 or "|" not in record.columns[9 + sample]:
        return None
    fields = record.sample(sample)
    identifier = fields.get("PID", ".")
    if identifier not in (".", "") and "PGT" in fields:
        specific = [each for each in record.alternates if each not in _NOT_SPECIFIC]
        if specific != [record.alternates[allele]]:
            return None  # PGT speaks of "the" alternate allele, whatever its number
        return _phase(f"PID {identifier}", fields["PGT"], "1")
    if fields.get("PS") in (".", ""):
        return None
    return _phase(f"PS {fields.get('PS', '')}", fields.get("GT", "."), str(allele + 1))


def _phase(phase_set: str, genotype: str, number: str) -> Phase | None:
    copies = genotype.removeprefix("|").split("|")
    if "/" in genotype or len(copies) < 2:
        return None
    carrying = tuple(copy for copy, carried in enumerate(copies) if carried == number)
    return Phase(printable(phase_set)[:_LONGEST], carrying) if carrying else None

"""Deletions and rearrangements in genes of hereditary cancer: think of the germline, with care.

A copy that a tumour has lost is mostly lost in the tumour; an inherited deletion of exons or of a
gene looks the same there, above all once the other copy is lost as well. Nothing here says that a
change is inherited.
"""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.origin import CallOrigin, OriginSheet
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.rearrangement import Rearrangement, RearrangementKind
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.knowledge.germline_genes import HereditaryGene, hereditary_genes
from oncomatch.matching.standing import ONCOGENE

_SOMATIC = "losses of copies and rearrangements in a tumour are mostly somatic"
_REASON = "no germline test of copies or rearrangements is read here"
_BROKEN = (RearrangementKind.FUSION, RearrangementKind.INTRAGENIC, RearrangementKind.BREAK)


def structural_sheets(profile: TumorProfile, knowledge: KnowledgeBase) -> Iterator[OriginSheet]:
    """Yield a sheet for each deep deletion or rearrangement of a gene of hereditary cancer.

    Genes that cancer activates are left out: what fuses RET is no inherited loss of it. So are
    losses of one copy, which most tumours have.
    """
    genes = {
        name: gene
        for name, gene in hereditary_genes().items()
        if knowledge.roles.get(name) != ONCOGENE
    }
    for number in profile.copy_numbers:
        if number.kind is CopyNumberKind.DELETION and number.gene in genes:
            yield _sheet(number.id, number.label, genes[number.gene])
    for each in profile.rearrangements:
        named = [gene for gene in each.genes if gene in genes]
        if named and not each.left_out and _breaks(each):
            yield _sheet(each.id, each.label, *(genes[gene] for gene in named))


def _breaks(each: Rearrangement) -> bool:
    return each.kind in _BROKEN and not each.splice_variant and not each.codons


def _sheet(fact: str, label: str, *genes: HereditaryGene) -> OriginSheet:
    about = "; ".join(
        dict.fromkeys(text for gene in genes for text in (*gene.diseases, *gene.notes))
    )
    listed = ", ".join(dict.fromkeys(source for gene in genes for source in gene.sources))
    return OriginSheet(
        variant=fact,
        label=label,
        reported=True,
        origin=CallOrigin.UNKNOWN,
        reason=_REASON,
        against_germline=(_SOMATIC,),
        hereditary=(
            f"mostly somatic, but an inherited one looks the same: confirm in germline by a test "
            f"that sees exons and copies, offer counselling "
            f"({about or 'hereditary cancer'}; listed by {listed})"
        ),
        structural=True,
    )

"""The genes whose state a record tells."""

from __future__ import annotations

from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tumor_type import TumorType
from oncomatch.knowledge.base import KnowledgeBase

_BREAST = "BREAST"
"""OncoTree's node of the tissue."""


def is_breast(tumor_type: TumorType) -> bool:
    """Whether a tumour is of the breast, where HER2 has states of its own."""
    return _BREAST in (tumor_type.code, *tumor_type.ancestors)


def genes_to_tell(profile: TumorProfile, knowledge: KnowledgeBase) -> set[str]:
    """Return the genes whose state the record tells: of the panel, the files, the knowledge."""
    genes = {coverage.gene for coverage in profile.assay.genes}
    genes.update(number.gene for number in profile.copy_numbers)
    genes.update(knowledge.genes)
    return genes

"""Patterns of levels: protein and transcript, methylation, immunohistochemical scores."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.biomarker.kinds import Comparator, ExpressionKind, Scale, number_text


@dataclass(frozen=True, slots=True)
class Expression:
    """A level or state of the gene's protein, transcript or promoter.

    `site` is the phosphorylated residue (`Y1092`), `product` one of several proteins that the
    gene makes (`p16` of CDKN2A); empty when not said.
    """

    gene: str
    kind: ExpressionKind
    site: str = ""
    product: str = ""

    def __post_init__(self) -> None:
        if self.site and self.kind is not ExpressionKind.PHOSPHORYLATION:
            raise ValueError(f"a site is phosphorylated; {self.kind.value} has none")

    def __str__(self) -> str:
        product = f"product {self.product}" if self.product else ""
        return " ".join(filter(None, (self.gene, product, self.site, self.kind.value)))


@dataclass(frozen=True, slots=True)
class Score:
    """A score of immunohistochemistry of the gene's protein, compared with a number."""

    gene: str
    scale: Scale
    comparator: Comparator
    number: float

    def __str__(self) -> str:
        number = number_text(self.number)
        return f"{self.gene} {self.scale.value} {self.comparator.value} {number}"

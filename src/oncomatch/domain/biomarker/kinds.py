"""The closed vocabularies of the biomarker language: kinds of change, levels, comparators."""

from __future__ import annotations

from enum import Enum


class ChangeKind(Enum):
    """A kind of small change, of a codon, an exon, a region or anywhere in a gene."""

    MUTATION = "mutation"
    INFRAME_DELETION = "inframe_deletion"
    INFRAME_INSERTION = "inframe_insertion"
    INTERNAL_TANDEM_DUPLICATION = "internal_tandem_duplication"
    FRAMESHIFT = "frameshift"
    MISSENSE = "missense"
    SPLICE = "splice"
    SKIPPING = "skipping"
    TRUNCATION = "truncation"
    LOSS_OF_FUNCTION = "loss_of_function"
    GAIN_OF_FUNCTION = "gain_of_function"
    ONCOGENIC = "oncogenic"

    __hash__ = object.__hash__  # members are single, and their names take long to hash

    @property
    def words(self) -> str:
        """The kind as a sentence has it: `in-frame deletion` is `inframe deletion`."""
        return self.value.replace("_", " ")


class ExpressionKind(Enum):
    """A level or state of a gene's protein, transcript or promoter."""

    OVEREXPRESSION = "overexpression"
    EXPRESSION = "expression"
    UNDEREXPRESSION = "underexpression"
    NUCLEAR_EXPRESSION = "nuclear_expression"
    PROTEIN_LOSS = "protein_loss"
    PHOSPHORYLATION = "phosphorylation"
    PROMOTER_METHYLATION = "promoter_methylation"


class Scale(Enum):
    """A score of immunohistochemistry.

    TPS, the tumour proportion score, and TC are percent of tumour cells, IC percent of tumour
    area with immune cells, CPS the combined positive score (0 to 100), IHC the score 0 to 3.
    """

    TPS = "TPS"
    CPS = "CPS"
    IC = "IC"
    TC = "TC"
    IHC = "IHC"


class Comparator(Enum):
    """How a measured number is compared with the one that is asked for."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"

    def holds(self, measured: float, limit: float) -> bool:
        """Whether `measured` compares so with `limit`.

        >>> Comparator.BELOW.holds(9, 10)
        True
        """
        if measured == limit:
            return self in (Comparator.AT_LEAST, Comparator.AT_MOST)
        return (measured > limit) is (self in (Comparator.AT_LEAST, Comparator.ABOVE))


class Zygosity(Enum):
    """On how many of the two chromosomes a germline allele stands."""

    HOMOZYGOUS = "homozygous"
    HETEROZYGOUS = "heterozygous"


class VariantOrigin(Enum):
    """Whether a variant is inherited or of the tumour alone."""

    GERMLINE = "germline"
    SOMATIC = "somatic"


def number_text(number: float) -> str:
    """Return a number as the language writes it, without an exponent or needless zeros.

    >>> number_text(10.0), number_text(12.5)
    ('10', '12.5')
    """
    text = f"{number:.6f}"
    return text.rstrip("0").rstrip(".")

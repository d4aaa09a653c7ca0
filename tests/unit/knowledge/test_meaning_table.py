"""The table of clinical meanings: written sorted, read back as it was, closed vocabulary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import Direction, EvidenceLevel
from oncomatch.domain.meaning import ClinicalMeaning, MeaningKind, MeaningSignificance
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import ResourceError
from oncomatch.knowledge.meaning_table import (
    COLUMNS,
    parse_meanings,
    read_meanings,
    write_meanings,
)

MEANING = ClinicalMeaning(
    kind=MeaningKind.PROGNOSTIC,
    biomarker=parse_biomarker("TP53 mutation"),
    condition=parse_biomarker("ESR1 expression"),
    condition_source="disease: Estrogen-receptor Positive Breast Cancer",
    tumor_types=("BRCA", "MEL"),
    disease="Estrogen-receptor Positive Breast Cancer",
    subtype="metastatic",
    phenotypes=("Childhood onset", "Late onset"),
    significance=MeaningSignificance.POOR_OUTCOME,
    direction=Direction.DOES_NOT_SUPPORT,
    level=EvidenceLevel.CLINICAL,
    rating=2,
    origin="Somatic",
    flagged=True,
    provenance=Provenance("CIViC", "EID7", "2025-04", "PMID:1", "https://example.org", "CC0-1.0"),
)


def of(kind: MeaningKind, significance: MeaningSignificance) -> ClinicalMeaning:
    return replace(
        MEANING,
        kind=kind,
        significance=significance,
        provenance=replace(MEANING.provenance, record_id=f"{kind.name}-{significance.name}"),
    )


ALL = [of(kind, each) for each in MeaningSignificance for kind in each.kinds]
SPARE = replace(
    MEANING,
    condition=None,
    condition_source="",
    tumor_types=(),
    phenotypes=(),
    direction=None,
    rating=None,
    flagged=False,
    provenance=replace(MEANING.provenance, record_id="EID1"),
)


def test_what_is_written_is_read_back_sorted_whatever_the_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.tsv", tmp_path / "other.tsv"
    write_meanings(one, [MEANING, SPARE, *ALL])
    write_meanings(other, [*reversed(ALL), SPARE, MEANING])

    assert one.read_bytes() == other.read_bytes()
    assert set(read_meanings(one)) == {MEANING, SPARE, *ALL}


@pytest.mark.parametrize("significance", MeaningSignificance)
def test_a_significance_of_another_kind_is_refused(significance: MeaningSignificance) -> None:
    for kind in set(MeaningKind) - set(significance.kinds):
        with pytest.raises(ValueError, match=f"{kind.value} items do not say"):
            of(kind, significance)


@pytest.mark.parametrize("significance", MeaningSignificance)
def test_every_significance_has_its_own_word(significance: MeaningSignificance) -> None:
    assert MeaningSignificance.parse(significance.word) is significance


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("kind", "Astrological", "'Astrological' is not a valid MeaningKind"),
        ("significance", "Miracle", "'Miracle' is not a significance"),
        ("significance", "Positive", "Prognostic items do not say 'Positive'"),
        ("direction", "Perhaps", "'Perhaps' is not a valid Direction"),
        ("level", "", "'' is not a valid EvidenceLevel"),
        ("biomarker", "TP53", "'TP53' is not a form of biomarker"),
        ("citation", "", "provenance needs `citation`"),
    ],
)
def test_a_wrong_cell_is_named_with_file_and_line(
    column: str, value: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "meanings.tsv"
    write_meanings(path, [MEANING])
    header, row = path.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(COLUMNS, row.split("\t"), strict=True))
    changed = "\t".join({**cells, column: value}.values())
    path.write_text(f"{header}\n{changed}\n", encoding="utf-8")

    with pytest.raises(ResourceError, match=f"meanings.tsv, line 2: .*{message}"):
        read_meanings(path)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ResourceError, match=r"line 1: .* missing licence"):
        list(parse_meanings(["\t".join(COLUMNS[:-1])]))

"""The table of evidence: what is written is read back, and a bad row is named."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import evidence_item
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import (
    CgiLevel,
    Direction,
    EvidenceItem,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Level,
    Regimen,
    Significance,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import ResourceError
from oncomatch.knowledge.evidence_table import (
    COLUMNS,
    parse_evidence_items,
    read_evidence_items,
    write_evidence_items,
)

WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\t\r\n;", exclude_categories=["C"]),
    min_size=1,
    max_size=12,
)
PATTERNS = st.sampled_from(
    [
        parse_biomarker(text)
        for text in (
            "BRAF p.V600E",
            "MYD88@ENST00000648963.1 p.L265P",
            "not (KRAS codon 12 or KRAS codon 13)",
            "A1 mutation and (B2 loss or not C3 fusion)",
            "TMB >= 10",
        )
    ]
)
LEVELS: dict[EvidenceScheme, tuple[Level | None, ...]] = {
    EvidenceScheme.CIVIC: tuple(EvidenceLevel),
    EvidenceScheme.CGI: tuple(CgiLevel),
    EvidenceScheme.FDA_COMPANION_DIAGNOSTIC: (None,),
}
GRADES = [{"scheme": scheme, "level": level} for scheme in LEVELS for level in LEVELS[scheme]]
UNGRADED = st.builds(
    EvidenceItem,
    biomarker=PATTERNS,
    condition=st.none() | PATTERNS,
    condition_source=st.just("") | WORDS,
    tumor_types=st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    disease=WORDS,
    subtype=st.just("") | WORDS,
    regimen=st.builds(
        Regimen, st.lists(WORDS, min_size=1, max_size=3).map(tuple), st.sampled_from(Interaction)
    ),
    significance=st.sampled_from(Significance),
    direction=st.sampled_from(Direction),
    scheme=st.just(EvidenceScheme.CIVIC),
    level=st.just(EvidenceLevel.CLINICAL),
    rating=st.none() | st.integers(1, 5),
    origin=st.just("") | WORDS,
    flagged=st.booleans(),
    provenance=st.builds(Provenance, WORDS, WORDS, WORDS, WORDS, st.just("") | WORDS, WORDS),
    excluded_types=st.lists(WORDS, max_size=2).map(tuple),
)
ITEMS = st.builds(lambda item, grade: replace(item, **grade), UNGRADED, st.sampled_from(GRADES))


@settings(max_examples=30, deadline=None)
@given(st.lists(ITEMS, max_size=4))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, items: list[EvidenceItem]
) -> None:
    path = tmp_path_factory.mktemp("evidence") / "evidence.tsv"
    write_evidence_items(path, items)

    assert sorted(read_evidence_items(path), key=repr) == sorted(items, key=repr)


@pytest.mark.parametrize(
    "fields",
    [
        *GRADES,
        *({"significance": each} for each in Significance),
        *({"direction": each} for each in Direction),
        *({"regimen": Regimen(("A", "B"), each)} for each in Interaction),
    ],
    ids=str,
)
def test_every_member_of_every_enum(tmp_path: Path, fields: dict[str, object]) -> None:
    item = evidence_item(**fields)
    write_evidence_items(tmp_path / "evidence.tsv", [item])

    assert read_evidence_items(tmp_path / "evidence.tsv") == (item,)


def test_rows_are_sorted_whatever_order_they_come_in(tmp_path: Path) -> None:
    items = [evidence_item(record_id=f"EID{number}") for number in (2, 10, 1)]
    paths = [tmp_path / "one.tsv", tmp_path / "two.tsv"]
    for path, order in zip(paths, (items, items[::-1]), strict=True):
        write_evidence_items(path, order)

    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert [item.id for item in read_evidence_items(paths[0])] == [
        "CIViC EID1",
        "CIViC EID10",
        "CIViC EID2",
    ]


def test_rows_of_one_record_are_in_one_order_too(tmp_path: Path) -> None:
    """CIViC writes an OR as several rows of one record: the same input gives the same bytes."""
    items = [evidence_item("BRAF p.V600E"), evidence_item("BRAF p.K601E")]
    paths = [tmp_path / "one.tsv", tmp_path / "two.tsv"]
    for path, order in zip(paths, (items, items[::-1]), strict=True):
        write_evidence_items(path, order)

    assert paths[0].read_bytes() == paths[1].read_bytes()


def row(**cells: str) -> str:
    """Return a line of the table with good values for all that is not said."""
    good = {
        "source": "CIViC",
        "record_id": "EID1",
        "biomarker": "BRAF p.V600E",
        "tumor_types": "MEL",
        "disease": "Melanoma",
        "therapies": "Vemurafenib",
        "significance": "Resistance",
        "direction": "Supports",
        "scheme": "CIViC",
        "level": "B",
        "rating": "3",
        "release": "2025-04",
        "citation": "PMID:1",
        "licence": "CC0-1.0",
    }
    assert cells.keys() <= set(COLUMNS)
    return "\t".join({**good, **cells}.get(name, "") for name in COLUMNS)


HEADER = "\t".join(COLUMNS)


def test_a_good_row() -> None:
    (item,) = parse_evidence_items([HEADER, row()])

    assert item == evidence_item(
        significance=Significance.RESISTANCE,
        origin="",
        provenance=replace(evidence_item().provenance, release="2025-04"),
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"biomarker": "BRAF"}, "line 2: 'BRAF': 'BRAF' is not a form of biomarker"),
        ({"condition": "HER2"}, "line 2: 'HER2': 'HER2' is not a form of biomarker"),
        ({"significance": "Maybe"}, "line 2: 'Maybe' is not a valid Significance"),
        ({"direction": "supports"}, "line 2: 'supports' is not a valid Direction"),
        ({"scheme": "OncoKB"}, "line 2: 'OncoKB' is not a valid EvidenceScheme"),
        ({"level": "1"}, "line 2: '1' is not a valid EvidenceLevel"),
        ({"level": ""}, "line 2: '' is not a valid EvidenceLevel"),
        ({"scheme": "CGI"}, "line 2: 'B' is not a valid CgiLevel"),
        (
            {"scheme": "FDA companion diagnostic"},
            "line 2: 'B' is a level, but FDA companion diagnostic has none",
        ),
        ({"interaction": "Both"}, "line 2: 'Both' is not a valid Interaction"),
        ({"rating": "many"}, "line 2: invalid literal for int() with base 10: 'many'"),
        ({"licence": ""}, "line 2: provenance needs `licence`"),
        ({"citation": ""}, "line 2: provenance needs `citation`"),
        ({"source": ""}, "line 2: provenance needs `source`"),
        ({"record_id": ""}, "line 2: provenance needs `record_id`"),
        ({"release": ""}, "line 2: provenance needs `release`"),
    ],
    ids=str,
)
def test_a_bad_cell_is_named_with_its_line(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(ResourceError, match=f"^{re.escape(reason)}"):
        list(parse_evidence_items([HEADER, row(**cells)]))


@pytest.mark.parametrize("name", ["therapies", "tumor_types"])
def test_a_row_without_drug_or_tumour_type_is_refused(name: str) -> None:
    for bad in ("", "MEL;"):
        with pytest.raises(ResourceError, match=f"^line 2: `{name}` is empty"):
            list(parse_evidence_items([HEADER, row(**{name: bad})]))


def test_the_line_of_a_later_row() -> None:
    with pytest.raises(ResourceError, match=r"^line 3: "):
        list(parse_evidence_items([HEADER, row(), row(level="Z")]))


def test_a_row_with_a_cell_too_few() -> None:
    with pytest.raises(ResourceError, match=r"^line 2: "):
        list(parse_evidence_items([HEADER, row().rpartition("\t")[0]]))


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (HEADER.replace("\tlevel", ""), "level"),
        ("", ", ".join(COLUMNS)),
        ("\t".join(COLUMNS[1:]), "source"),
    ],
    ids=["one column", "nothing", "the first"],
)
def test_a_bad_header(header: str, missing: str) -> None:
    reason = f"line 1: columns are not as expected; missing {missing}"

    with pytest.raises(ResourceError, match=f"^{re.escape(reason)}$"):
        list(parse_evidence_items([header]))


def test_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "evidence.tsv"
    path.write_text(f"{HEADER}\n{row(level='Z')}\n", encoding="utf-8")

    with pytest.raises(ResourceError, match=f"^{re.escape(str(path))}, line 2: "):
        read_evidence_items(path)

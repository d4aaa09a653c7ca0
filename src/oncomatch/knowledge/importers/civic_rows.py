"""Rows of CIViC's tables as records, whichever layout a release came in.

A record is an evidence item. The tables put it on several rows: that of 2025-04 one for each
alternative of its profile (it was cut at OR), that of 2022-12 one for each pair of variant and
drug, since its copy was cut at each drug.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oncomatch.errors import ResourceError
from oncomatch.knowledge.importers.drug_names import split_names
from oncomatch.knowledge.importers.profiles import join_profiles
from oncomatch.reference.tables import read_rows

_PROFILES = frozenset(
    "molecular_profile molecular_profile_id disease doid phenotypes therapies "
    "therapy_interaction_type evidence_type evidence_direction evidence_level significance "
    "evidence_statement citation_id source_type asco_abstract_id citation nct_ids rating "
    "evidence_status evidence_id variant_origin last_review_date evidence_civic_url "
    "molecular_profile_civic_url is_flagged".split()
)
"""Columns of the layout with molecular profiles (from 2023 on)."""

_VARIANTS = frozenset(
    "gene entrez_id variant disease doid phenotypes drugs drug_interaction_type evidence_type "
    "evidence_direction evidence_level clinical_significance evidence_statement citation_id "
    "source_type asco_abstract_id citation nct_ids rating evidence_status evidence_id variant_id "
    "gene_id chromosome start stop reference_bases variant_bases representative_transcript "
    "chromosome2 start2 stop2 representative_transcript2 ensembl_version reference_build "
    "variant_summary variant_origin last_review_date evidence_civic_url variant_civic_url "
    "gene_civic_url is_flagged".split()
)
"""Columns of the layout with genes and variants (until 2022)."""

_EXTRACT = frozenset(
    ("gene", "variant", "evidence_level", "drugs", "clinical_significance", "evidence_statement")
)
"""Columns of the extract that a copy of 2022-12 made of what it had no place for."""

_ADDED_BY_COPIES = frozenset(
    ("", "isppos", "ispvar", "isexonvar", "iscvar", "isfusion", "ismutation", "匹配次数")
)
"""Columns that the copy of 2022-12 put beside CIViC's own; they are not read."""


@dataclass(frozen=True, slots=True)
class CivicRecord:
    """An evidence item as CIViC words it; texts are empty where it says nothing.

    `profile` is the whole molecular profile; `transcript` the accession that its variant is
    numbered on, where the layout has one.
    """

    evidence_id: str
    profile: str
    transcript: str
    disease: str
    phenotypes: tuple[str, ...]
    therapies: tuple[str, ...]
    interaction: str
    kind: str
    direction: str
    level: str
    significance: str
    citation: str
    rating: str
    status: str
    origin: str
    url: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class CivicTables:
    """The records of a release, and the rows that name no record (`extracts`: name, place)."""

    records: tuple[CivicRecord, ...]
    extracts: tuple[tuple[str, str], ...]


def read_civic(paths: Iterable[Path]) -> CivicTables:
    """Return the records of the tables of one release.

    Raises:
        ResourceError: a table has columns of no known layout, or rows of a record disagree.
    """
    rows: dict[str, list[dict[str, str]]] = {}
    extracts: list[tuple[str, str]] = []
    for path in paths:
        for number, row in enumerate(read_rows(path), start=2):
            columns = frozenset(name.lstrip("\ufeff") for name in row) - _ADDED_BY_COPIES
            if columns == _EXTRACT:
                extracts.append((f"{row['gene']} {row['variant']}", f"{path.name}:{number}"))
            else:
                _check_columns(columns, path)
                rows.setdefault(row["evidence_id"], []).append(row)
    return CivicTables(tuple(_records(rows.values())), tuple(extracts))


def _check_columns(columns: frozenset[str], path: Path) -> None:
    nearest = min((_PROFILES, _VARIANTS), key=lambda layout: len(layout ^ columns))
    if columns == nearest:
        return
    said = [
        f"{word} {', '.join(sorted(names))}"
        for word, names in (("misses", nearest - columns), ("also has", columns - nearest))
        if names
    ]
    raise ResourceError(
        f"{path}, line 1: the columns are of no release of CIViC that is known here: the table "
        f"{' and '.join(said)}. Take the accepted ClinicalEvidenceSummaries table of a monthly "
        f"release, or tell the developers if CIViC has changed its columns"
    )


def _records(groups: Iterable[Sequence[dict[str, str]]]) -> Iterator[CivicRecord]:
    for rows in groups:
        yield _of_profiles(rows) if "molecular_profile" in rows[0] else _of_variants(rows)


def _of_profiles(rows: Sequence[dict[str, str]]) -> CivicRecord:
    _check_alike(rows, {"molecular_profile"})
    row = rows[0]
    profile = join_profiles([each["molecular_profile"] for each in rows])
    return _record(row, profile, row["significance"], split_names(row["therapies"]), "")


def _of_variants(rows: Sequence[dict[str, str]]) -> CivicRecord:
    """Alternatives of a variant or drug stand on rows of their own, with what is the variant's."""
    row = rows[0]
    own = {name for name in row if name.startswith(("variant", "gene", "entrez", "chromosome"))}
    own |= {name for name in row if name.startswith(("start", "stop", "reference_", "ensembl"))}
    own |= {name for name in row if name.startswith("representative")} | _ADDED_BY_COPIES
    _check_alike(rows, (own - {"variant_origin"}) | {"drugs", "\ufeff"})
    profile = join_profiles([_profile_of(each) for each in rows])
    drugs = list(dict.fromkeys(each["drugs"] for each in rows))
    transcripts = {each["representative_transcript"] for each in rows}
    transcript = transcripts.pop() if len(transcripts) == 1 else ""
    return _record(
        {**row, "therapy_interaction_type": row["drug_interaction_type"]},
        profile,
        row["clinical_significance"],
        drugs,
        transcript,
    )


def _profile_of(row: dict[str, str]) -> str:
    """Return gene and variant as a profile: `EML4::ALK` as a variant is that fusion.

    The row's gene is a partner, also where the name cuts it short: `BCR::ABL` of ABL1.
    """
    gene, variant = row["gene"], row["variant"]
    if "::" not in variant or " " in variant:
        return f"{gene} {variant}"
    partners = variant.split("::")
    if gene not in partners:
        partners = [gene if gene.startswith(partner) else partner for partner in partners]
    return f"{'::'.join(partners)} Fusion"


def _record(
    row: dict[str, str], profile: str, significance: str, therapies: Sequence[str], transcript: str
) -> CivicRecord:
    return CivicRecord(
        evidence_id=row["evidence_id"],
        profile=profile,
        transcript=transcript,
        disease=row["disease"],
        phenotypes=tuple(filter(None, row.get("phenotypes", "").split(","))),
        therapies=tuple(filter(None, therapies)),
        interaction=row["therapy_interaction_type"],
        kind=row["evidence_type"],
        direction=row["evidence_direction"],
        level=row["evidence_level"],
        significance=significance,
        citation=_citation(row),
        rating=row["rating"].removesuffix(".0"),
        status=row["evidence_status"],
        origin=row["variant_origin"],
        url=row["evidence_civic_url"],
        flagged=row["is_flagged"].upper() == "TRUE",
    )


def _citation(row: dict[str, str]) -> str:
    number = row["citation_id"].partition("(")[0]
    if row["source_type"] == "PubMed":
        return f"PMID:{number}"
    return f"{row['source_type']} abstract {row['asco_abstract_id'].removesuffix('.0') or number}"


def _check_alike(rows: Sequence[dict[str, str]], own: Iterable[str]) -> None:
    for name in rows[0].keys() - set(own):
        if len({row[name] for row in rows}) > 1:
            raise ResourceError(
                f"CIViC EID{rows[0]['evidence_id']}: its rows have several values of `{name}`; "
                f"the table is damaged, take it from CIViC again"
            )


def identify_extracts(extract: Path, named: Path) -> dict[str, tuple[dict[str, str], ...]]:
    """Return rows that name no record, by the id of the record with the very same statement.

    `named` is a table of another release that has the ids. It tells that a record was there
    already, not what it said of disease or citation; a statement of several records is left out.
    """
    ids: dict[str, set[str]] = {}
    for row in read_rows(named):
        ids.setdefault(row["evidence_statement"], set()).add(row["evidence_id"])
    found: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(extract):
        of_statement = ids.get(row["evidence_statement"], set())
        if len(of_statement) == 1:
            found.setdefault(min(of_statement), []).append(row)
    return {evidence_id: tuple(rows) for evidence_id, rows in found.items()}

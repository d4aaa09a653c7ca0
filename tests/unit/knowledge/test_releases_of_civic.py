"""CIViC's own releases: how much translates, that both layouts agree, that places are right."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.domain.biomarker import ProteinChange, atoms_of
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.meaning import MeaningKind, MeaningSignificance
from oncomatch.knowledge.importers.civic import CivicTranslation, import_civic
from oncomatch.knowledge.importers.civic_rows import identify_extracts, read_civic
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.variant_facts import (
    VariantFacts,
    read_descriptions,
    read_transcripts,
)
from oncomatch.knowledge.meaning_table import read_meanings, write_meanings
from oncomatch.knowledge.regions import read_regions
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import read_disease_mappings

FOLDER = ROOT / "resources" / "knowledge"


@pytest.fixture(scope="module")
def kb(shared: Path) -> Path:
    return shared / "kb"


@pytest.fixture(scope="module")
def facts(kb: Path, reference: Reference) -> VariantFacts:
    return VariantFacts(
        read_descriptions(kb / "civic_variants_with_coords_2025.tsv"),
        read_regions(FOLDER / "regions.tsv"),
        read_transcripts(kb / "civic_2022-12_accepted_part1.tsv"),
        reference,
    )


@pytest.fixture(scope="module")
def conditions() -> Conditions:
    return Conditions(
        read_disease_mappings(), FOLDER / "label_conditions.tsv", FOLDER / "label_exclusions.tsv"
    )


@pytest.fixture(scope="module")
def newer(
    kb: Path, reference: Reference, conditions: Conditions, facts: VariantFacts
) -> CivicTranslation:
    path = kb / "civic_ClinicalEvidence_2025-04.tsv"
    return import_civic(path, "2025-04", reference, conditions, facts)


@pytest.fixture(scope="module")
def older(
    kb: Path, reference: Reference, conditions: Conditions, facts: VariantFacts
) -> CivicTranslation:
    paths = [kb / f"civic_2022-12_accepted_part{number}.tsv" for number in (1, 2)]
    return import_civic(paths, "2022-12", reference, conditions, facts)


def share(counts: Counter[tuple[str, str, str]], levels: str) -> float:
    """Return which part of the predictive items of these levels is translated."""
    found = {key: number for key, number in counts.items() if key[0] == "Predictive"}
    of_levels = {key: number for key, number in found.items() if key[1] in levels}
    translated = sum(number for key, number in of_levels.items() if key[2] == "translated")
    return translated / sum(of_levels.values())


def test_so_much_is_translated(newer: CivicTranslation) -> None:
    assert share(newer.counts, "AB") >= 0.97
    assert share(newer.counts, "ABCDE") >= 0.90


def test_each_record_is_translated_or_refused_once(kb: Path, newer: CivicTranslation) -> None:
    with (kb / "civic_ClinicalEvidence_2025-04.tsv").open(encoding="utf-8", newline="") as lines:
        wanted = {f"EID{row['evidence_id']}" for row in csv.DictReader(lines, delimiter="\t")}
    got = [each.provenance.record_id for each in (*newer.items, *newer.meanings)]
    got += [refusal.record_id for refusal in newer.refusals]

    assert len(got) == len(set(got)) == newer.counts.total()
    assert set(got) == wanted


def test_a_profile_is_cut_alike_in_each_of_its_records(kb: Path) -> None:
    """What lets the rows of a record be joined with OR: they are those of its profile."""
    with (kb / "civic_ClinicalEvidence_2025-04.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    parts: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        key = row["molecular_profile_id"], row["evidence_id"]
        parts.setdefault(key, set()).add(row["molecular_profile"])
    of_profile: dict[str, set[frozenset[str]]] = {}
    for (profile, _), names in parts.items():
        of_profile.setdefault(profile, set()).add(frozenset(names))

    assert [profile for profile, ways in of_profile.items() if len(ways) > 1] == []
    assert not any(" OR " in row["molecular_profile"] for row in rows)


def test_the_bundled_meanings_are_what_the_source_gives(
    newer: CivicTranslation, tmp_path: Path
) -> None:
    write_meanings(tmp_path / "meanings.tsv", newer.meanings)

    assert (tmp_path / "meanings.tsv").read_bytes() == (FOLDER / "meanings.tsv").read_bytes()


def test_every_kind_of_meaning_is_there() -> None:
    meanings = read_meanings(FOLDER / "meanings.tsv")

    assert {meaning.kind for meaning in meanings} == set(MeaningKind)
    assert {meaning.significance for meaning in meanings} >= {
        MeaningSignificance.BETTER_OUTCOME,
        MeaningSignificance.NEGATIVE,
        MeaningSignificance.UNCERTAIN_SIGNIFICANCE,
        MeaningSignificance.DOMINANT_NEGATIVE,
        MeaningSignificance.ONCOGENICITY,
    }


def test_the_older_release_gives_the_same_items(
    newer: CivicTranslation, older: CivicTranslation
) -> None:
    """What differs was curated anew between the releases, and is named here."""
    now = {item.id: item for item in newer.items}
    then = {item.id: item for item in older.items}
    both = now.keys() & then.keys()
    changed = {key for key in both if now[key].biomarker != then[key].biomarker}

    assert len(both) > 1400
    assert changed == {f"CIViC EID{number}" for number in (90, 91, 1146, 6191, 7363)}
    assert {item.provenance.release for item in older.items} == {"2022-12"}


def test_rows_without_a_record_are_refused_and_most_can_be_identified(
    kb: Path, older: CivicTranslation
) -> None:
    extract = kb / "civic_2022-12_accepted_part2.tsv"
    refused = [each for each in older.refusals if "names no record" in each.reason]
    found = identify_extracts(extract, kb / "civic_ClinicalEvidence_2025-04.tsv")

    assert len(refused) == len(read_civic([extract]).extracts) == 1339
    assert len(found) > 800


@pytest.mark.parametrize(
    ("gene", "name", "contig", "start", "stop"),
    [
        ("ALK", "c.953_2041del", "2", 4, 11),
        ("EGFR", "c.425_559del", "7", 4, 4),
    ],
)
def test_lost_exons_are_those_of_the_coding_change(
    gene: str, name: str, contig: str, start: int, stop: int, reference: Reference
) -> None:
    """CIViC's HGVS of "Exon 4-11 Deletion" is exactly the coding part of these exons."""
    transcript = reference.transcripts_of(gene, GenomeBuild.GRCH37)[0]
    first, last = transcript.codon_intervals(start - 1), transcript.codon_intervals(stop - 1)
    assert first is not None
    assert last is not None

    assert transcript.contig == contig
    assert name == f"c.{first[0] + 1}_{last[1]}del"


def test_egfr_viii_is_the_loss_of_exons_2_to_7(facts: VariantFacts, reference: Reference) -> None:
    """Val30_Arg297delinsGly: what stays of codons 30 and 297 joins to one codon of Gly."""
    transcript = reference.transcripts_of("EGFR", GenomeBuild.GRCH37)[0]
    first, last = transcript.codon_intervals(1), transcript.codon_intervals(6)
    assert first is not None
    assert last is not None
    joint = transcript.cds[: first[0]] + transcript.cds[last[1] :]

    assert any("p.Val30_Arg297delinsGly" in text for text in facts.described["EGFR", "VIII"].hgvs)
    assert (transcript.protein_sequence[29], transcript.protein_sequence[296]) == ("V", "R")
    assert joint[87:90] in ("GGT", "GGC", "GGA", "GGG")
    assert len(transcript.cds) - len(joint) == 3 * (297 - 30)


def test_no_exact_change_stands_elsewhere_than_the_source_puts_it(
    newer: CivicTranslation, facts: VariantFacts, reference: Reference
) -> None:
    """On one of the builds: a few of CIViC's places are of GRCh38, though it says GRCh37."""
    checked, elsewhere = 0, set()
    atoms = {
        atom
        for item in (*newer.items, *newer.meanings)
        for atom in atoms_of(item.biomarker)
        if isinstance(atom, ProteinChange) and "_" not in atom.change
    }
    for atom in atoms:
        place = facts.described.get((atom.gene, atom.change.upper()))
        transcripts = [
            each
            for build in GenomeBuild
            for each in reference.transcripts_of(atom.gene, build)
            if each.accession == (atom.transcript or reported(reference, atom.gene))
        ]
        if place is None or not place.stop or not transcripts:
            continue
        checked += 1
        number = int("".join(filter(str.isdigit, atom.change)))
        bases = [
            each.to_genomic(each.cds_start + 3 * number - 3 + step) + 1
            for each in transcripts
            for step in range(3)
        ]
        if not any(place.start - 12 <= base <= place.stop + 12 for base in bases):
            elsewhere.add(str(atom))

    assert elsewhere == set()
    assert checked > 350


def reported(reference: Reference, gene: str) -> str:
    """Return the accession of a gene's reported transcript."""
    transcript = reference.reported_transcript(gene, GenomeBuild.GRCH38)
    return transcript.accession if transcript else ""

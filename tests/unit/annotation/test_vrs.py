"""VRS alleles against those that ga4gh.vrs normalises and digests on the same sequence."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from oncomatch.annotation.vrs import vrs_allele
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.variant import Variant
from oncomatch.domain.vrs import VrsAllele, repeat_allele, sha512t24u
from oncomatch.reference.refget import refget_accessions

REFGET = "SQ." + sha512t24u(b"made up")
BUILD = GenomeBuild.GRCH38


def source(sequence: str) -> Callable[[int, int], str]:
    """Return what gives the bases of a sequence, N outside of it."""

    def bases(start0: int, end0: int) -> str:
        return "".join(
            sequence[at] if 0 <= at < len(sequence) else "N" for at in range(start0, end0)
        )

    return bases


def allele(sequence: str, position: int, ref: str, alt: str) -> VrsAllele | None:
    return vrs_allele(Variant("7", position, ref, alt, BUILD), REFGET, source(sequence))


def expected(sequence: str, start: int, end: int, alt: str) -> dict[str, object]:
    """Return the allele as ga4gh.vrs makes it, with its id."""
    models = pytest.importorskip("ga4gh.vrs.models", reason="ga4gh.vrs is not installed")
    from ga4gh.core import ga4gh_identify
    from ga4gh.vrs.dataproxy import _DataProxy
    from ga4gh.vrs.normalize import normalize

    class Proxy(_DataProxy):
        def get_sequence(self, identifier: str, start: int = 0, end: int | None = None) -> str:
            return sequence[start:end]

        def get_metadata(self, identifier: str) -> dict[str, object]:
            return {"length": len(sequence), "aliases": [], "alphabet": "ACGT"}

    made = models.Allele(
        location=models.SequenceLocation(
            sequenceReference=models.SequenceReference(refgetAccession=REFGET),
            start=start,
            end=end,
        ),
        state=models.LiteralSequenceExpression(sequence=alt),
    )
    made = normalize(made, Proxy())
    found: dict[str, object] = made.model_dump(exclude_none=True)
    return {"id": ga4gh_identify(made), **found}


def as_dict(found: VrsAllele) -> dict[str, object]:
    state: dict[str, object] = {"type": "LiteralSequenceExpression", "sequence": found.sequence}
    if found.length is not None:
        state = {
            "type": "ReferenceLengthExpression",
            "length": found.length,
            "repeatSubunitLength": found.repeat_subunit,
        }
        if found.length <= 50:
            state["sequence"] = found.sequence
    return {"id": found.id, "start": found.start, "end": found.end, "state": state}


SEQUENCE = "GGATCACACACACATTTTTTGCAGCAGCAGTACGGGTA"


@pytest.mark.parametrize(
    ("position", "ref", "alt"),
    [
        pytest.param(3, "A", "G", id="substitution"),
        pytest.param(3, "AT", "GC", id="two bases"),
        pytest.param(3, "ATC", "G", id="deletion with insertion"),
        pytest.param(4, "TCA", "T", id="deletion in a repeat of two"),
        pytest.param(8, "ACAC", "AC", id="the same deletion, padded and further right"),
        pytest.param(15, "T", "TT", id="one base more in a run"),
        pytest.param(14, "ATT", "A", id="two bases less in a run"),
        pytest.param(20, "T", "TGCA", id="part of a repeat of three more"),
        pytest.param(20, "T", "TGCAGCA", id="two units more"),
        pytest.param(33, "C", "CTTT", id="insertion of new bases"),
        pytest.param(33, "CG", "C", id="deletion of one base of a run"),
        pytest.param(30, "GTACG", "G", id="deletion that is nowhere else"),
    ],
)
def test_an_allele_is_that_of_the_reference_implementation(
    position: int, ref: str, alt: str
) -> None:
    assert SEQUENCE[position - 1 : position - 1 + len(ref)] == ref
    wanted = expected(SEQUENCE, position - 1, position - 1 + len(ref), alt)
    found = allele(SEQUENCE, position, ref, alt)

    assert found is not None
    assert found.id == wanted["id"]
    place = wanted["location"]
    assert isinstance(place, dict)
    assert as_dict(found) == {
        "id": wanted["id"],
        "start": place["start"],
        "end": place["end"],
        "state": wanted["state"],
    }


def test_any_edit_of_a_sequence_full_of_repeats_has_the_id_of_the_reference_implementation() -> (
    None
):
    dice = random.Random(7)
    for _ in range(400):
        unit = "".join(dice.choice("ACGT") for _ in range(dice.randint(1, 4)))
        sequence = "GATTACA" + unit * dice.randint(2, 6) + "CCTGA"
        start = dice.randint(2, len(sequence) - 6)
        end = start + dice.randint(1, 4)
        alt = "".join(dice.choice(unit) for _ in range(dice.randint(1, 5)))
        alt = dice.choice([alt, sequence[start] + alt, sequence[start]])
        if alt == sequence[start:end]:
            continue
        found = allele(sequence, start + 1, sequence[start:end], alt)
        if found is None:
            continue
        wanted = expected(sequence, start, end, alt)
        assert found.id == wanted["id"], (sequence, start, end, alt)


def test_one_deletion_has_one_id_however_it_is_written() -> None:
    written = [(4, "TCA", "T"), (6, "ACA", "A"), (5, "CACA", "CA"), (4, "TCACAC", "TCAC")]
    ids = {found.id for each in written if (found := allele(SEQUENCE, *each)) is not None}

    assert len(ids) == 1


@pytest.mark.parametrize(
    ("position", "ref", "alt"),
    [
        pytest.param(1, "AA", "A", id="run that goes on where nothing is known"),
        pytest.param(4, "A", "AA", id="run up to the end of what is known"),
        pytest.param(40, "AC", "A", id="outside of what is known"),
        pytest.param(2, "N", "NA", id="anchor that is not known, in a run"),
        pytest.param(2, "A", "N", id="base that is not known"),
    ],
)
def test_an_allele_whose_surroundings_are_not_known_has_no_id(
    position: int, ref: str, alt: str
) -> None:
    assert allele("AAAAAA", position, ref, alt) is None


def test_a_substitution_outside_embedded_sequence_has_an_id() -> None:
    assert allele("", 1000, "A", "T") is not None


def test_a_long_sequence_that_follows_from_the_reference_is_not_written_out() -> None:
    long = repeat_allele(REFGET, 10, 20, "AC" * 30, 2)

    assert (long.sequence, long.length, long.repeat_subunit) == ("", 60, 2)
    assert repeat_allele(REFGET, 10, 20, "AG" * 30, 2).id == long.id


@pytest.mark.parametrize("build", GenomeBuild)
def test_every_chromosome_but_the_mitochondrion_has_an_accession(build: GenomeBuild) -> None:
    accessions = refget_accessions(build)

    assert tuple(accessions) == tuple(name for name in CHROMOSOMES if name != "MT")
    assert all(len(each) == 35 and each.startswith("SQ.") for each in accessions.values())


def test_no_two_chromosomes_share_an_accession() -> None:
    both = [*refget_accessions(GenomeBuild.GRCH37).values(), *refget_accessions(BUILD).values()]

    assert len(set(both)) == 48

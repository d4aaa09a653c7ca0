"""Transcripts of an LRG record that start with another codon are taken when the record says so."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.lrg_other_starts import read_other_starts
from oncomatch.reference.models import TranscriptModel

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
# Two exons: base 11 to 24 and 31 to 44; CTG AAA ATG GCC GAC, then TAA GTA behind the intron.
SEQUENCE = "T" * 10 + "CC" + "CTGAAAATGGCC" + "GTAAAG" + "GACTAAGTAGGCTT" + "T" * 6
SYMBOLS = {"HGNC:9": "MADE"}
MANE = {"NP_1.4": ("MANE Select", "NM_1.6", "MADE")}


def transcript(accession: str, protein: str, first: int, last: int = 36, fixed: str = "") -> str:
    mark = f' fixed_id="{fixed}"' if fixed else ""
    return f"""<transcript source="RefSeq" accession="{accession}"{mark}>
      <coordinates start="11" end="44" strand="1"/>
      <exon><coordinates start="11" end="24" strand="1"/></exon>
      <exon><coordinates start="31" end="44" strand="1"/></exon>
      <protein_product accession="{protein}">
        <coordinates start="{first}" end="{last}" strand="1"/>
      </protein_product></transcript>"""


def record(exception: str, strand: int = -1, more: str = "") -> str:
    transcripts = "".join(
        [
            transcript("NM_1.5", "NP_1.4", 13),
            transcript("NM_1.3", "NP_1.3", 13, fixed="t1"),
            transcript("NM_2.1", "NP_2.1", 19),
            transcript("NM_3.1", "NP_3.1", 13, 39),
            transcript("NM_4.1", "NP_4.1", 12),
        ]
    )
    return f"""<lrg><fixed_annotation><hgnc_id>9</hgnc_id><sequence>{SEQUENCE}</sequence>
      <transcript name="t1"><coding_region><coordinates start="13" end="36"/>
      {exception}</coding_region></transcript></fixed_annotation>
      <updatable_annotation><annotation_set>
      <mapping coord_system="GRCh37.p13" other_name="11" type="other_assembly">
        <mapping_span lrg_start="1" lrg_end="50" other_start="101" other_end="150"
         strand="{strand}">{more}</mapping_span></mapping>
      <mapping coord_system="GRCh38.p12" other_name="11" type="main_assembly">
        <mapping_span lrg_start="1" lrg_end="50" other_start="201" other_end="250"
         strand="{strand}"/></mapping>
      <mapping coord_system="NM_1.5" other_name="NM_1.5" type="transcript">
        <mapping_span lrg_start="1" lrg_end="9" other_start="1" other_end="9" strand="1"/>
      </mapping>
      <features><gene>{transcripts}</gene></features>
      </annotation_set></updatable_annotation></lrg>"""


EXCEPTION = '<translation_exception codon="1"><sequence>M</sequence></translation_exception>'


def read(folder: Path, text: str) -> list[tuple[TranscriptModel, str]]:
    path = folder / "records.tar.xz"
    with tarfile.open(path, "w:xz") as archive:
        for name in ("a/LRG_1.xml", "a/LRG_2.xml"):
            body = (text if name.endswith("2.xml") else record("")).encode()
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return list(read_other_starts(path, SYMBOLS, MANE))


def test_only_whole_transcripts_with_that_start_are_taken(tmp_path: Path) -> None:
    """NM_2 starts with ATG, NM_3 reads past its stop, NM_4 starts beside the codon."""
    found = read(tmp_path, record(EXCEPTION))

    assert [(model.accession, fixed) for model, fixed in found] == [
        ("NM_1.5", ""),
        ("NM_1.3", "t1"),
    ]
    assert {model.cds for model, _ in found} == {"CTGAAAATGGCCGACTAA"}
    assert {model.gene for model, _ in found} == {"MADE"}


def test_mane_goes_by_the_protein_with_its_version(tmp_path: Path) -> None:
    found = {model.accession: model for model, _ in read(tmp_path, record(EXCEPTION))}

    assert (found["NM_1.5"].mane, found["NM_1.5"].mane_accession) == ("MANE Select", "NM_1.6")
    assert (found["NM_1.3"].mane, found["NM_1.3"].mane_accession) == ("", "")


@pytest.mark.parametrize(
    ("strand", "exons", "coding"),
    [
        (1, ((210, 224), (230, 244)), ((212, 224), (230, 236))),
        (-1, ((226, 240), (206, 220)), ((226, 238), (214, 220))),
    ],
)
def test_places_are_those_of_the_mapping(
    strand: int,
    exons: tuple[tuple[int, int], ...],
    coding: tuple[tuple[int, int], ...],
    tmp_path: Path,
) -> None:
    model = read(tmp_path, record(EXCEPTION, strand))[0][0]

    assert model.strand == strand
    assert (model.placements[B38].exons, model.placements[B38].coding) == (exons, coding)
    assert model.placements[B37].contig == "11"
    assert model.placements[B37].exons == tuple((a - 100, b - 100) for a, b in exons)


def test_a_build_with_an_insertion_in_the_record_is_left_out(tmp_path: Path) -> None:
    more = '<diff type="lrg_ins" lrg_start="5" lrg_end="6"/>'
    model = read(tmp_path, record(EXCEPTION, more=more))[0][0]

    assert list(model.placements) == [B38]
    more = '<diff type="mismatch" lrg_start="5" lrg_end="5"/>'
    assert len(read(tmp_path, record(EXCEPTION, more=more))[0][0].placements) == 2


def test_without_the_word_of_the_record_nothing_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path, record("")) == []

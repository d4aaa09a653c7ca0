"""The description of an assay is checked key by key; nothing in it is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.panel import Ability, PanelDescription
from oncomatch.errors import InputError
from oncomatch.readers.panel_description import (
    DescribedPanel,
    bed_of,
    find_panel,
    read_description,
    shipped_panels,
)
from oncomatch.reference.bundle import Reference

Read = Callable[[str], DescribedPanel]

WHOLE = """\
name: Our  panel v3
build: GRCh38
bed: our.bed
abilities:
  small_variants: true
  copy_number: true
  fusions: true
  msi: true
  tmb: true
  hrd: false
  germline: false
  rna: false
copy_number_genes: [MET, HER2]
fusion_genes: [RET, ALK]
tmb_megabases: 1.2
limit_of_detection: 0.05
note: Promoters are not covered.
source: validation report
licence: own
"""


@pytest.fixture
def read(tmp_path: Path, reference: Reference) -> Read:
    """Read a description of that text; a BED file lies beside it."""

    def of(text: str) -> DescribedPanel:
        (tmp_path / "our.bed").write_text("7\t55019000\t55020000\n")
        path = tmp_path / "our.yaml"
        path.write_text(text)
        return read_description(path, reference)

    return of


def test_every_key(read: Read, tmp_path: Path) -> None:
    assert read(WHOLE) == DescribedPanel(
        PanelDescription(
            name="Our panel v3",
            able=(
                Ability.SMALL_VARIANTS, Ability.COPY_NUMBER, Ability.FUSIONS, Ability.MSI,
                Ability.TMB,
            ),
            unable=(Ability.HRD, Ability.GERMLINE, Ability.RNA),
            copy_number_genes=("ERBB2", "MET"),
            fusion_genes=("ALK", "RET"),
            tmb_megabases=1.2,
            limit_of_detection=0.05,
            note="Promoters are not covered.",
            source="validation report",
            licence="own",
        ),
        tmp_path / "our.bed",
        GenomeBuild.GRCH38,
    )  # fmt: skip


def test_what_is_left_out_is_not_known(read: Read) -> None:
    found = read("name: x\ngenes: [KRAS]\n").description

    assert (found.able, found.unable, found.genes) == ((), (), ("KRAS",))
    assert (found.copy_number_genes, found.fusion_genes) == (None, None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("name: x\ngenez: [KRAS]\n", r"genez: is not known; did you mean 'genes'\?",
                     id="a misspelt key"),
        pytest.param("name: x\nabilities: {fusion: true}\n",
                     r"abilities.fusion: is not known; did you mean 'fusions'\?",
                     id="a misspelt ability"),
        pytest.param("name: x\nabilities: {fusions: maybe}\n",
                     "abilities.fusions: 'maybe' is not accepted; expected is true or false",
                     id="an ability that is neither"),
        pytest.param("genes: [KRAS]\n", "name: is missing", id="no name"),
        pytest.param("name: x\ngenes: [KRASS]\n",
                     r"genes: 'KRASS' \(did you mean KRAS\?\): no gene name", id="a misspelt gene"),
        pytest.param("name: x\nlimit_of_detection: 5\n", r"5 is not accepted; .*0.05, not 5",
                     id="a limit in percent"),
        pytest.param("name: x\ngenes: [KRAS]\nbed: our.bed\nbuild: GRCh38\n", "keep one",
                     id="genes and a BED file"),
        pytest.param("name: x\nbed: our.bed\n", "belong together", id="a BED without its build"),
        pytest.param("name: x\nbed: no.bed\nbuild: GRCh38\n", "there is no file", id="no BED file"),
        pytest.param("name: x\nsplice_variants: [AR]\nabilities: {fusions: true}\n",
                     "abilities.rna is not true", id="splice variants without RNA"),
        pytest.param("name: x\nfusion_genes: [ALK]\n", "abilities.fusions is not true",
                     id="fusion genes without the ability"),
        pytest.param("name: x\ntmb_megabases: 1.2\nabilities: {tmb: false}\n",
                     "abilities.tmb is not true", id="megabases of what is not told"),
        pytest.param("- KRAS\n", "is no list of keys and values", id="a list"),
        pytest.param("name: x\nname: y\n", "stands twice", id="a key twice"),
        pytest.param("name: [\n", "is not YAML", id="no YAML"),
        pytest.param("name: x\nnote: &a [1]\nsource: *a\n", "has YAML aliases", id="an alias"),
    ],
)  # fmt: skip
def test_what_is_refused(read: Read, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read(text)


@pytest.mark.parametrize("name", sorted(shipped_panels()))
def test_what_ships_can_be_read_and_names_its_source(name: str, reference: Reference) -> None:
    found = read_description(shipped_panels()[name], reference).description

    assert len(found.genes) > 100
    assert "ucladx" in found.source
    assert found.licence
    assert found.note


def test_splice_variants_are_genes(read: Read) -> None:
    found = read("name: x\nabilities: {rna: true}\nsplice_variants: [MET, AR]\n").description

    assert found.splice_variants == ("AR", "MET")


def test_the_trusight_panel_has_its_genes(reference: Reference) -> None:
    found = read_description(shipped_panels()["tso500"], reference).description

    assert len(found.genes) == 523
    assert {"KRAS", "NRAS", "BRCA2", "ERBB2"} <= set(found.genes)
    assert Ability.HRD not in (*found.able, *found.unable)


class TestFinding:
    def test_a_name_that_ships(self, tmp_path: Path) -> None:
        assert find_panel("TSO500", tmp_path) == shipped_panels()["tso500"]

    def test_a_file_goes_before_a_name(self, tmp_path: Path) -> None:
        (tmp_path / "tso500").write_text("KRAS\n")

        assert find_panel("tso500", tmp_path) == tmp_path / "tso500"

    def test_a_name_that_nearly_ships(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"there is no file .*; did you mean 'tso500'\?"):
            find_panel("tso-500", tmp_path)


class TestBedFile:
    """The BED file of a description is an input of the case as well."""

    def test_it_lies_beside_the_description(self, tmp_path: Path) -> None:
        path = tmp_path / "our.yaml"
        path.write_text("name: x\nbed: our.bed\nbuild: GRCh38\n")

        assert bed_of(path) == tmp_path / "our.bed"

    @pytest.mark.parametrize("text", ["name: [", "KRAS\n", "name: x\n", "bed: [a]\n"])
    def test_none_is_named(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "our.yaml"
        path.write_text(text)

        assert bed_of(path) is None

"""A reference bundle of one's own: used, named in the record, refused where it cannot serve."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import building
from oncomatch.cli import main
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError, ResourceError
from oncomatch.pipeline.case_files import read_record
from oncomatch.pipeline.chosen_reference import open_chosen, resources_with, with_reference
from oncomatch.readers.config import Config
from oncomatch.reference.manifest import checksum, read_manifest
from oncomatch.reference.origin import read_origin
from unit.reference.gff_makers import FORWARD, REVERSE, ensembl, write_fasta

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a bundle with the command, of the tiny genome."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "made.gff3").write_text(ensembl(FORWARD, REVERSE))
    fasta = write_fasta(folder / "made.fa", {"1": building.tiny_chromosome()})
    words = ("--gff", str(folder / "made.gff3"), "--fasta", str(fasta), "--pieces")
    assert main(["reference", "build", *words, "--out", str(folder / "own")]) == 0
    return folder / "own"


def report(folder: Path, bundle: Path | None, build: str = "GRCh38", position: int = 1013) -> int:
    """Report the change of a base in FWD; the coding part begins at 1,011."""
    ref = building.tiny_chromosome()[position - 1]
    alt = "A" if ref != "A" else "C"
    (folder / "calls.vcf").write_text(
        building.vcf_text([f"1 {position} . {ref} {alt} . PASS . AD 10,10"])
    )
    words = ("--vcf", str(folder / "calls.vcf"), "--tumor-type", "LUAD", "--build", build)
    chosen = ("--reference", str(bundle)) if bundle else ()
    return main(["report", *words, "--out", str(folder), *chosen])


def test_the_bundle_is_used_and_named_with_its_checksum(bundle: Path, tmp_path: Path) -> None:
    assert report(tmp_path, bundle) == 0
    record = read_record(tmp_path / "case" / "case.json")

    (variant,) = record.profile.small_variants
    assert variant.gene == "FWD"
    assert variant.effect is not None
    assert variant.effect.transcript == "ENST00000000001.3"
    own, *others = record.made_with.resources
    assert own.file == "reference of your own: own/origin.json"
    assert own.release == "GRCh38; made.gff3; made.fa"
    assert own.sha256 == checksum(bundle / "origin.json")
    assert [each.file for each in others] == [
        each.file for each in read_manifest() if not each.file.startswith("reference/")
    ]
    page = (tmp_path / "case" / "report.html").read_text()
    assert own.file in page
    assert own.sha256[:12] in page


def test_without_it_the_bundled_tables_are_named() -> None:
    assert [each.file for each in resources_with("")] == [each.file for each in read_manifest()]


def test_a_case_of_the_other_build_is_a_sentence(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(tmp_path, bundle, "GRCh37") == 2
    assert capsys.readouterr().err == (
        f"oncomatch: the reference {bundle} is of GRCh38, the case of GRCh37: make one of GRCh37 "
        f"with oncomatch reference build, or leave --reference out\n"
    )


@pytest.mark.parametrize("damage", ["no origin", "no bundle", "not JSON", "other keys"])
def test_a_folder_that_is_no_bundle_is_a_sentence(
    damage: str, bundle: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    text = {"not JSON": "{", "other keys": '{"build": "GRCh38"}'}.get(damage)
    if text is not None:
        (folder / "origin.json").write_text(text)
    if damage == "no bundle":
        (folder / "origin.json").write_bytes((bundle / "origin.json").read_bytes())
        with pytest.raises(ResourceError, match=r"it has no sequence\.npy"):
            open_chosen(str(folder), B38)
    else:
        wanted = f"{folder} is not a reference bundle: origin.json is absent or damaged; make it"
        with pytest.raises(ResourceError, match=re.escape(wanted)):
            open_chosen(str(folder), B38)
        with pytest.raises(ResourceError, match=re.escape(wanted)):
            with_reference(Config(), folder)


def test_the_option_goes_before_the_configuration(bundle: Path) -> None:
    config = Config(reference="elsewhere")

    assert with_reference(config, bundle).reference == str(bundle)
    assert with_reference(Config(), None) == Config()
    with pytest.raises(ResourceError, match="elsewhere is not a reference bundle"):
        with_reference(config, None)


def test_the_command_says_what_is_in_the_bundle(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--gff", str(bundle.parent / "made.gff3"), "--fasta", str(bundle.parent / "made.fa"))
    assert main(["reference", "build", *words, "--out", str(tmp_path / "b"), "--pieces"]) == 0
    said = capsys.readouterr()

    assert said.out.splitlines()[:3] == [
        "genes        2",
        "transcripts  2",
        "not coding   0 transcripts left out",
    ]
    assert "chromosome 1: 2 transcripts, 0 refused" in said.err
    assert read_origin(tmp_path / "b").margin == 5000


def test_a_build_that_is_not_known_is_a_sentence(tmp_path: Path) -> None:
    from oncomatch.pipeline.reference_build import build_reference

    with pytest.raises(InputError, match="--build: 'T2T' is not a genome build"):
        build_reference(tmp_path, tmp_path, tmp_path / "x", "T2T", 0, False, print)


def test_every_option_of_the_command_is_documented() -> None:
    from oncomatch.cli.reference import build

    text = (building.ROOT / "docs" / "commands.md").read_text()
    part = text.split("## oncomatch reference")[1]

    assert [each.opts[0] for each in build.params if f"`{each.opts[0]}" not in part] == []

"""Signatures of a case: from its substitutions and a catalogue, or from a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import profiled, vcf_text
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.signatures import CHANNELS, channel_of
from oncomatch.domain.tumor_wide import MarkerOrigin, SignatureFit
from oncomatch.errors import InputError, ReferenceMismatchError
from oncomatch.pipeline.case_files import REPORT, write_case
from oncomatch.pipeline.single import request_case
from oncomatch.reference.bundle import open_reference

GENE = "EGFR"
AT_CPG = {name for name in CHANNELS if name[2:5] == "C>T" and name.endswith("]G")}


def catalogue(folder: Path) -> Path:
    """Write a catalogue of two signatures: C>T at CpG, and everything else."""
    rows = []
    for name in CHANNELS:
        rows.append(f"{name}\t{1 / 4 if name in AT_CPG else 0}\t"
                    f"{0 if name in AT_CPG else 1 / 92}")  # fmt: skip
    (folder / "sbs.txt").write_text("Type\tSYN1\tSYN2\n" + "\n".join(rows) + "\n")
    return folder / "sbs.txt"


def substitutions(count: int, wanted: frozenset[str] | set[str]) -> list[tuple[str, int, str, str]]:
    """Return substitutions of the gene in the wanted channels, each apart from the next."""
    reference, build = open_reference(), GenomeBuild.GRCH38
    transcript = reference.reported_transcript(GENE, build)
    assert transcript is not None
    found: list[tuple[str, int, str, str]] = []
    last = 0
    for start0, end0 in transcript.exons:
        bases = reference.sequences.bases(build, transcript.contig, start0 - 1, end0 + 1)
        for at in range(1, len(bases) - 1):
            position = start0 + at
            if position < last + 2 or len(found) == count:
                continue
            for alt in "ACGT":
                channel = channel_of(bases[at - 1 : at + 2], alt)
                if channel is not None and CHANNELS[channel] in wanted:
                    found.append((transcript.contig, position, bases[at], alt))
                    last = position
                    break
    assert len(found) == count
    return found


def vcf_of(
    path: Path,
    calls: list[tuple[str, int, str, str]],
    *,
    normal: str | None = "0/0:90,0",
    filters: str = "PASS",
) -> Path:
    rows = [
        f"{contig} {position} . {ref} {alt} . {filters} . GT:AD 0/1:70,30"
        + (f" {normal}" if normal else "")
        for contig, position, ref, alt in sorted(calls, key=lambda each: each[1])
    ]
    header = ["##tumor_sample=TUMOR", "##normal_sample=N"] if normal else []
    samples = ("TUMOR", "N") if normal else ("TUMOR",)
    path.write_text(vcf_text(rows, samples=samples, header=header))
    return path


def fit_of(tmp_path: Path, vcf: Path | None, config: str = "", **cells: object) -> SignatureFit:
    profile = profile_of(tmp_path, vcf, config, **cells)
    assert profile.wide.signatures is not None
    return profile.wide.signatures


def profile_of(tmp_path: Path, vcf: Path | None, config: str = "", **cells: object) -> TumorProfile:
    text = f"signatures: {{catalogue: {catalogue(tmp_path)}, min_substitutions: 50}}\n{config}"
    (tmp_path / "c.yaml").write_text(text)
    options = {"case_id": "A", "tumor_type": "COAD", "build": "GRCh38", "vcf": vcf, **cells}
    request, settings = request_case(options, tmp_path / "c.yaml")
    return profiled(request, settings, open_reference())


def test_the_signature_of_the_substitutions_is_found(tmp_path: Path) -> None:
    fit = fit_of(tmp_path, vcf_of(tmp_path / "t.vcf", substitutions(60, AT_CPG)))

    assert (fit.origin, fit.substitutions, fit.unplaced) == (MarkerOrigin.CALLS, 60, 0)
    assert (fit.shares[0].name, fit.shares[0].share) == ("SYN1", 1.0)
    assert (fit.reason, fit.doubt) == ("", "")


def test_too_few_substitutions_are_not_fitted(tmp_path: Path) -> None:
    fit = fit_of(tmp_path, vcf_of(tmp_path / "t.vcf", substitutions(49, AT_CPG)))

    assert fit.shares == ()
    assert fit.reason == (
        "not fitted: too few substitutions in known trinucleotides (49; at least 50)"
    )


def test_without_a_normal_nothing_is_fitted(tmp_path: Path) -> None:
    vcf = vcf_of(tmp_path / "t.vcf", substitutions(60, AT_CPG), normal=None)

    assert "no matched normal is known" in fit_of(tmp_path, vcf).reason
    assert fit_of(tmp_path, vcf, matched_normal="yes").shares


def test_a_file_of_inherited_variants_is_not_fitted(tmp_path: Path) -> None:
    vcf = vcf_of(tmp_path / "t.vcf", substitutions(60, AT_CPG), normal="0/1:50,50")

    assert "shows 60 of 60 calls in genes as inherited" in fit_of(tmp_path, vcf).reason


def test_calls_that_the_caller_has_not_filtered_answer_nothing(tmp_path: Path) -> None:
    fit = fit_of(tmp_path, vcf_of(tmp_path / "t.vcf", substitutions(60, AT_CPG), filters="."))

    assert fit.shares
    assert "artefacts may be among the substitutions" in fit.doubt


def elsewhere(calls: list[tuple[str, int, str, str]]) -> list[tuple[str, int, str, str]]:
    """Return the calls moved to where no gene is embedded: the start of chromosome 21."""
    return [("21", 101 + 3 * at, ref, alt) for at, (_, _, ref, alt) in enumerate(calls)]


def genome_of(path: Path, calls: list[tuple[str, int, str, str]]) -> Path:
    """Write a genome in which the calls stand at CpG."""
    sequence = ["A"] * 1000
    for _, position, ref, _ in calls:
        sequence[position - 2 : position + 1] = ["A", "C", "G"] if ref == "C" else ["C", "G", "A"]
    path.write_text(">chr21\n" + "".join(sequence) + "\n")
    return path


def test_what_lies_outside_the_genes_needs_a_genome(tmp_path: Path) -> None:
    calls = elsewhere(substitutions(60, AT_CPG))
    vcf = vcf_of(tmp_path / "t.vcf", calls)
    genome = genome_of(tmp_path / "g.fa", calls)
    without = fit_of(tmp_path, vcf)
    fit = fit_of(tmp_path, vcf, f"genome: {{grch38: {genome}}}")

    assert (without.substitutions, without.unplaced) == (0, 60)
    assert "60 lie outside the embedded genes: give genome.grch37 or" in without.reason
    assert fit.substitutions == 60
    assert fit.shares[0].name == "SYN1"


def test_the_genome_of_another_build_is_refused(tmp_path: Path) -> None:
    calls = elsewhere(substitutions(60, AT_CPG))
    (tmp_path / "g.fa").write_text(">chr21\n" + "T" * 1000 + "\n")

    with pytest.raises(ReferenceMismatchError, match="REF of 60 of 60 substitutions differs"):
        fit_of(tmp_path, vcf_of(tmp_path / "t.vcf", calls), f"genome: {{grch38: {tmp_path}/g.fa}}")


def test_a_table_of_contributions_goes_before_the_fit(tmp_path: Path) -> None:
    (tmp_path / "given.txt").write_text("signature\tcontribution\nSBS3\t0.4\n")
    vcf = vcf_of(tmp_path / "t.vcf", substitutions(60, AT_CPG))
    fit = fit_of(tmp_path, vcf, signatures=tmp_path / "given.txt")

    assert (fit.origin, fit.source) == (MarkerOrigin.FILE, "given.txt")


def test_without_a_catalogue_nobody_asks(tmp_path: Path) -> None:
    options = {"case_id": "A", "tumor_type": "COAD", "build": "GRCh38"}
    vcf = vcf_of(tmp_path / "t.vcf", substitutions(60, AT_CPG))
    request, config = request_case({**options, "vcf": vcf}, None)

    assert profiled(request, config, open_reference()).wide.signatures is None


def test_an_absent_catalogue_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("signatures: {catalogue: /nowhere/sbs.txt}")
    options = {"case_id": "A", "tumor_type": "COAD", "build": "GRCh38"}
    vcf = vcf_of(tmp_path / "t.vcf", substitutions(60, AT_CPG))
    request, config = request_case({**options, "vcf": vcf}, tmp_path / "c.yaml")

    with pytest.raises(InputError, match=r"^/nowhere/sbs.txt: there is no such file"):
        profiled(request, config, open_reference())


def test_the_report_tells_the_signatures(tmp_path: Path) -> None:
    text = f"signatures: {{catalogue: {catalogue(tmp_path)}, min_substitutions: 50}}\n"
    (tmp_path / "c.yaml").write_text(text)
    vcf = vcf_of(tmp_path / "t.vcf", substitutions(60, AT_CPG))
    options = {"case_id": "A", "tumor_type": "COAD", "build": "GRCh38", "vcf": vcf}
    request, config = request_case(options, tmp_path / "c.yaml")
    record = write_case(request, config, tmp_path / "A")
    report = (tmp_path / "A" / REPORT).read_text()
    settings = {each.key: each.value for each in record.made_with.settings}

    assert "present: SYN1 100% (" in report
    assert "catalogue sbs.txt, fitted to the small variants" in report
    assert "from 6% of the substitutions on, by the whole interval" in report
    assert settings["signatures.catalogue"].startswith("sbs.txt (SHA-256 ")
    assert str(tmp_path) not in report


def test_a_share_below_the_cut_off_is_not_called_present(tmp_path: Path) -> None:
    (tmp_path / "given.txt").write_text("signature\tcontribution\nSBS3\t0.4\nSBS1\t0.02\n")
    options = {"case_id": "A", "tumor_type": "COAD", "build": "GRCh38"}
    request, config = request_case({**options, "signatures": tmp_path / "given.txt"}, None)
    write_case(request, config, tmp_path / "A")

    report = (tmp_path / "A" / REPORT).read_text()
    assert "present: SBS3 40%; below the cut-off or not certain: SBS1 2%" in report

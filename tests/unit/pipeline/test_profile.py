"""From the files of a case to what is known of its tumour, and what is not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from building import ask, facts_of, place, profiled, vcf_text
from oncomatch.domain.alteration import CopyNumber, MsiStatus, TumorMarkers
from oncomatch.domain.assay import Assay, Assessment, Finding, GeneCoverage
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.copy_number import CopyNumberThresholds
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.ledger import Ledger, LedgerLine
from oncomatch.domain.profile import InputFile, TumorProfile
from oncomatch.errors import InputError, ReferenceMismatchError
from oncomatch.matching.states import gene_states
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config, Filters
from oncomatch.reference.bundle import Reference
from oncomatch.reference.resources import resource_path

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
PASSED = "PASS . GT:AD:DP 0/1:60,40:100"
NO_PANEL = (
    "It is not known which regions the assay covers (neither a panel nor a depth file "
    "was given): no gene is called not "
    "detected or wild type."
)
MUTANT = {"A": "C", "C": "A", "G": "C", "T": "A"}

Profile = Callable[..., TumorProfile]


@pytest.fixture
def profile(tmp_path: Path, reference: Reference) -> Profile:
    """Make the profile of a case whose files hold these texts; a file without text is absent."""

    def of(
        rows: Iterable[str] | None = None,
        panel: str = "",
        copies: str = "",
        *,
        build: GenomeBuild = B38,
        config: Config | None = None,
        tumor_sample: str = "",
        markers: TumorMarkers | None = None,
        on: Reference = reference,
        **words: Any,
    ) -> TumorProfile:
        files: dict[str, Path | None] = {"calls.vcf": None, "panel.txt": None, "copies.tsv": None}
        vcf = None if rows is None else vcf_text(rows, **words)
        for name, text in zip(files, (vcf, panel, copies), strict=True):
            if text:
                files[name] = tmp_path / name
                (tmp_path / name).write_text(text)
        request = CaseRequest(
            CaseInfo("A", "COADREAD", "Colorectal Adenocarcinoma", build),
            tuple(filter(None, [files["calls.vcf"]])),
            tumor_sample,
            files["panel.txt"],
            tuple(filter(None, [files["copies.tsv"]])),
            markers or TumorMarkers(),
        )
        return profiled(request, config or Config(), on)

    return of


def row_of(gene: str, change: str, rest: str = PASSED, build: GenomeBuild = B38) -> str:
    variant = place(gene, change, build)
    return f"{variant.contig} {variant.position} . {variant.ref} {variant.alt} . {rest}"


def test_a_whole_case(profile: Profile, tiny: Reference, tmp_path: Path) -> None:
    rows = [
        f"1 1014 . G A . {PASSED}",
        "1 1017 . G T . q10 . GT 0/1",
        "1 1018 . C R . PASS . GT 0/1",
    ]
    found = profile(
        rows,
        "FWD\n",
        "gene\tcopy_number\nREV\t8\n",
        markers=TumorMarkers(msi=MsiStatus.HIGH),
        config=Config(copy_number=CopyNumberThresholds(amplification=9)),
        on=tiny,
    )

    assert found.case.case_id == "A"
    assert (found.sample, found.sample_choice) == ("TUMOR", "the only sample of the file")
    assert found.assay == Assay(
        regions="panel.txt",
        genes=(GeneCoverage("FWD", Assessment.ASSESSED, ((1, 46),), (1, 2, 3), (1, 2, 3)),),
        copy_number="copies.tsv",
        small_variants=True,
    )
    assert [variant.label for variant in found.small_variants] == ["FWD A2T"]
    assert [variant.label for variant in found.left_out] == ["FWD A3S"]
    assert found.copy_numbers == (
        CopyNumber("REV", 8.0, CopyNumberKind.GAIN, "8 copies (at least 3)", source="copies.tsv"),
    )
    assert found.markers == TumorMarkers(msi=MsiStatus.HIGH)
    assert found.ledger == Ledger(
        records=3,
        read=3,
        reported=1,
        filtered=(LedgerLine("FILTER q10", 1),),
        failed=(LedgerLine("REF or ALT has letters other than A, C, G, T, N", 1),),
    )
    files = (("small variants", "calls.vcf"), ("panel", "panel.txt"), ("copy number", "copies.tsv"))
    assert found.inputs == tuple(
        InputFile(role, name, hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
        for role, name in files
    )
    assert found.notes == ("1 of 3 alleles could not be used.",)


def test_without_a_file_of_small_variants_they_are_not_assessed(profile: Profile) -> None:
    found = profile(panel="KRAS\n", copies="gene\tcopy_number\nMYC\t2\n")
    states = gene_states(facts_of(found), ["KRAS", "MYC"])

    assert found.notes == ("No small-variant file was given: small variants were not assessed.",)
    assert (found.sample, found.ledger.records, found.assay.small_variants) == ("", 0, False)
    assert [state.small_variants for state in states] == [Finding.NOT_ASSESSED] * 2
    assert [state.copy_number for state in states] == [Finding.NOT_ASSESSED, Finding.NOT_DETECTED]


def test_without_a_panel_nothing_is_called_not_detected(profile: Profile) -> None:
    found = profile([row_of("TP53", "R175H")])
    states = gene_states(facts_of(found), ["KRAS", "TP53"])

    assert found.notes == (NO_PANEL,)
    assert found.assay == Assay("", (), "", small_variants=True)
    assert [state.small_variants for state in states] == [Finding.NOT_ASSESSED, Finding.DETECTED]


@pytest.mark.parametrize(
    ("status", "noted"),
    [
        ("Warning: unfiltered Mutect 2 calls.  Please run FilterMutectCalls.", True),
        ("These calls have been filtered by FilterMutectCalls.", False),
    ],
)
def test_unfiltered_calls_are_noted(status: str, *, noted: bool, profile: Profile) -> None:
    found = profile([row_of("TP53", "R175H")], "TP53\n", header=[f"##filtering_status={status}"])
    note = "The file says that its calls are unfiltered: artefacts and germline variants are to "

    assert [line.startswith(note) for line in found.notes] == ([True] if noted else [])


def test_the_sample_that_the_sheet_names_is_read(profile: Profile) -> None:
    rows = [row_of("TP53", "R175H", "PASS . GT:AD 0/0:90,0 0/1:60,40")]
    words = {"panel": "TP53\n", "samples": ("TUMOR", "NORMAL")}
    found = profile(rows, tumor_sample="NORMAL", **words)

    assert (found.sample, found.sample_choice) == ("NORMAL", "named in the sheet")
    assert [variant.reads.vaf for variant in found.small_variants] == [0.4]
    assert profile(rows, **words).small_variants == ()


# A gene with a call that was not used is never wild type.

KRAS = place("KRAS", "G12D")
AT = f"{KRAS.contig} {KRAS.position} ."
OTHER_BASE = MUTANT[KRAS.ref] if MUTANT[KRAS.ref] != KRAS.alt else "G"
WIDE = f"{KRAS.contig} {KRAS.position - 10**6} . N {{}} . PASS END={KRAS.position + 10**6} GT 0/1"
STATES = {
    "reported": ([row_of("KRAS", "G12D")], Finding.DETECTED),
    "no call": ([], Finding.NOT_DETECTED),
    "call in another gene": ([row_of("TP53", "R175H")], Finding.NOT_DETECTED),
    "no read": ([row_of("KRAS", "G12D", "PASS . GT:AD 0/0:500,0")], Finding.NOT_DETECTED),
    "<NON_REF>": ([f"{AT} {KRAS.ref} <NON_REF> . PASS . GT 0/0"], Finding.NOT_DETECTED),
    "failed FILTER": ([row_of("KRAS", "G12D", "q10 . GT 0/1")], Finding.UNCLEAR),
    "low depth": ([row_of("KRAS", "G12D", "PASS . GT:AD 0/1:5,4")], Finding.UNCLEAR),
    "low fraction": ([row_of("KRAS", "G12D", "PASS . GT:AD 0/1:990,10")], Finding.UNCLEAR),
    "IUPAC letter": ([f"{AT} {KRAS.ref} R . {PASSED}"], Finding.UNCLEAR),
    "other REF": ([f"{AT} {OTHER_BASE} {KRAS.alt} . {PASSED}"], Finding.UNCLEAR),
    "<DEL>": ([f"{AT} {KRAS.ref} <DEL> . PASS END={KRAS.position + 9} GT 0/1"], Finding.UNCLEAR),
    "<INS>": ([f"{AT} {KRAS.ref} <INS> . PASS . GT 0/1"], Finding.UNCLEAR),
    "<DEL>, 0/0": ([f"{AT} {KRAS.ref} <DEL> . PASS . GT 0/0"], Finding.NOT_DETECTED),
    "<DEL> over all of it": ([WIDE.format("<DEL>")], Finding.UNCLEAR),
    "<DUP> over all of it": ([WIDE.format("<DUP>")], Finding.NOT_DETECTED),
    "<DUP> ends in it": (
        [f"{KRAS.contig} 1000 . N <DUP> . PASS SVTYPE=DUP;END={KRAS.position} GT 0/1"],
        Finding.UNCLEAR,
    ),
    "mate of a breakend": (
        [f"2 99 . N N]chr{KRAS.contig}:{KRAS.position}] . PASS . GT 0/1"], Finding.UNCLEAR
    ),
    "line that is cut off": ([f"{AT} {KRAS.ref}"], Finding.UNCLEAR),
    "breakend": ([f"{AT} {KRAS.ref} {KRAS.ref}[2:99[ . PASS . GT 0/1"], Finding.UNCLEAR),
}  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_a_call_that_is_left_out_keeps_the_gene_from_wild_type(name: str, profile: Profile) -> None:
    rows, expected = STATES[name]
    config = Config(filters=Filters(min_depth=10, min_vaf=0.05))
    (state,) = gene_states(facts_of(profile(rows, "KRAS\n", config=config)), ["KRAS"])

    assert state.small_variants is expected


def test_a_left_out_call_whose_effect_is_not_known_counts_too(profile: Profile) -> None:
    """The gene's sequence is not embedded: reported, the same call makes the gene unclear."""
    names = np.load(resource_path("reference", "genes.npy"))["symbol"].tolist()
    loci = np.load(resource_path("reference", f"loci_{B38.value}.npy"))
    contig, start, _ = loci[names.index(b"CD274")].tolist()
    row = f"{CHROMOSOMES[contig]} {start + 500} . A T . "
    profiles = [profile([row + rest], "CD274\n") for rest in ("PASS . GT 0/1", "q10 . GT 0/1")]
    states = [gene_states(facts_of(each), ["CD274"])[0].small_variants for each in profiles]

    assert states == [Finding.UNCLEAR, Finding.UNCLEAR]
    assert [len(each.left_out) for each in profiles] == [0, 1]
    elsewhere = profile([f"{row}q10 . GT 0/1"], "KRAS\n")
    (state,) = gene_states(facts_of(elsewhere), ["CD274"])

    assert elsewhere.left_out == (), "kept for nothing: the gene was not assessed anyway"
    assert state.small_variants is Finding.NOT_ASSESSED


def test_a_left_out_call_beside_a_splice_site_counts_too(
    profile: Profile, reference: Reference
) -> None:
    """Reported, the same call leaves it open whether MET exon 14 is skipped."""
    met = reference.reported_transcript("MET", B38)
    assert met is not None
    end = met.exons[13][1]  # MET lies on the plus strand
    ref = reference.sequences.bases(B38, met.contig, end + 2, end + 3)
    row = f"{met.contig} {end + 3} . {ref} {MUTANT[ref]} . "
    answers = [
        ask("MET exon 14 skipping", profile([row + rest], "MET\n")).outcome
        for rest in ("PASS . GT 0/1", "q10 . GT 0/1")
    ]

    assert answers == [Outcome.UNKNOWN, Outcome.UNKNOWN]


def test_a_bed_is_read_on_the_build_of_the_case(profile: Profile) -> None:
    at = place("KRAS", "G12D", B37).position
    found = profile(panel=f"12\t{at - 9}\t{at + 9}\n", build=B37)

    assert [coverage.gene for coverage in found.assay.genes] == ["KRAS"]


@pytest.mark.parametrize("name", ["1", "chrX"])
@pytest.mark.parametrize(("build", "other"), [(B37, B38), (B38, B37)])
def test_contig_lengths_of_the_other_build_are_refused(
    name: str, build: GenomeBuild, other: GenomeBuild, profile: Profile, reference: Reference
) -> None:
    contig = name.removeprefix("chr")
    own, wrong = reference.contig_length(build, contig), reference.contig_length(other, contig)
    with pytest.raises(ReferenceMismatchError) as refusal:
        profile([], header=[f"##contig=<ID={name},length={wrong}>"], build=build)

    assert str(refusal.value).partition("calls.vcf: ")[2] == (
        f"the header gives contig {name} a length of {wrong:,}: that is {other.value}, but "
        f"{build.value} has {own:,}. Say {other.value} in the column build (or with --build), or "
        f"give the file that belongs to {build.value}."
    )


def test_other_lengths_say_nothing(profile: Profile, reference: Reference) -> None:
    lengths = {"chr7": reference.contig_length(B38, "7"), "1": 77, "GL1": 5}
    header = [f"##contig=<ID={name},length={length}>" for name, length in lengths.items()]

    assert profile([], "KRAS\n", header=header).notes == (
        "The small-variant file holds no records: that nothing at all was called is rare, so make "
        "sure that it is the right and the whole file before a wild type is believed.",
    )


def test_odd_bases_under_the_right_contig_lengths_are_a_caution(
    profile: Profile, reference: Reference
) -> None:
    """The build is right then, but the file was altered; the reader of the report is told."""
    bases = reference.sequences.bases(B38, KRAS.contig, KRAS.start0, KRAS.start0 + 3)
    rows = [
        f"{KRAS.contig} {KRAS.position + at} . {MUTANT[ref]} {ref} . {PASSED}"
        for at, ref in enumerate(bases)
    ]
    length = reference.contig_length(B38, KRAS.contig)
    found = profile(rows, "KRAS\n", header=[f"##contig=<ID=chr12,length={length}>"])

    assert found.ledger.failed_count == 3
    assert found.notes[0].startswith("3 of 3 REF alleles that can be checked differ from GRCh38,")
    assert found.notes[0].endswith("Do not rely on its small variants.")


def test_the_build_that_fits_is_named(profile: Profile) -> None:
    rows = [row_of("EGFR", change, build=B38) for change in ("G719A", "T790M", "L858R", "L861Q")]
    with pytest.raises(ReferenceMismatchError, match="The file fits GRCh38: say so in the column"):
        profile(rows, build=B37)


@pytest.mark.parametrize(("build", "other"), [(B37, B38), (B38, B37)])
def test_a_few_driver_calls_of_the_other_build_are_refused(
    build: GenomeBuild, other: GenomeBuild, profile: Profile
) -> None:
    """On the wrong build they lie outside every gene, and KRAS would be called wild type."""
    drivers = [("KRAS", "G12D"), ("BRAF", "V600E"), ("PIK3CA", "H1047R"), ("PTEN", "R130Q")]
    with pytest.raises(ReferenceMismatchError, match=other.value):
        profile([row_of(*driver, build=other) for driver in drivers], build=build)


@pytest.mark.parametrize(("build", "other"), [(B37, B38), (B38, B37)])
def test_one_call_that_fits_the_other_build_is_a_caution(
    build: GenomeBuild, other: GenomeBuild, profile: Profile
) -> None:
    """It may do so by chance, so the file is read."""
    found = profile([row_of("KRAS", "G12D", build=other)], "KRAS\n", build=build)

    assert found.notes == (
        f"1 of 1 REF alleles are those of {other.value}, none can be checked on {build.value}: "
        f"make sure of the build. A call of another build is not found in its gene.",
    )


NOWHERE = [f"9 {at} . A T . {PASSED}" for at in range(5, 14)]  # no base is embedded there


@pytest.mark.parametrize(
    ("own", "other", "unknown", "refused"),
    [
        (3, 2, 0, False),
        (2, 2, 0, False),
        (1, 3, 0, True),
        (0, 2, 8, True),
        (0, 2, 9, False),
        (0, 0, 9, False),
    ],
)
def test_more_calls_have_to_fit_the_other_build_than_this(
    own: int, other: int, unknown: int, *, refused: bool, profile: Profile
) -> None:
    """And a fifth of all: some fit by chance."""
    drivers = [("KRAS", "G12D"), ("BRAF", "V600E"), ("TP53", "R175H")]
    rows = [row_of(*driver) for driver in drivers[:own]]
    rows += [row_of(*driver, build=B37) for driver in drivers[:other]]
    rows += NOWHERE[:unknown]
    expectation = pytest.raises(ReferenceMismatchError) if refused else nullcontext()
    with expectation:
        assert profile(rows, "KRAS\n").notes == ()


def test_a_length_that_both_builds_have_confirms_neither(
    profile: Profile, reference: Reference
) -> None:
    length = reference.contig_length(B38, "MT")
    rows = [row_of("KRAS", change, build=B37) for change in ("G12D", "G13D", "Q61H")]
    with pytest.raises(ReferenceMismatchError, match="The file fits GRCh37"):
        profile(rows, header=[f"##contig=<ID=chrM,length={length}>"])

    assert length == reference.contig_length(B37, "MT"), "the case is not what the test is about"


def test_calls_that_all_lie_on_unknown_contigs_are_refused(profile: Profile) -> None:
    """Chromosomes in a spelling that is not known: nothing would be found, all be wild type."""
    with pytest.raises(InputError) as refusal:
        profile([f"contig_{row_of('KRAS', change)}" for change in ("G12D", "G13D", "Q61H")])

    assert str(refusal.value).partition("calls.vcf: ")[2] == (
        "no record lies on a chromosome, the contigs are contig_12; name chromosomes as 1 or chr1"
    )


def test_calls_beside_the_chromosomes_of_the_header_are_no_mistake(profile: Profile) -> None:
    found = profile(
        [f"GL000224.1 7 . A T . {PASSED}"], "KRAS\n", header=["##contig=<ID=chr1,length=7>"]
    )

    assert found.ledger.filtered == (LedgerLine("on a contig that is not a chromosome", 1),)

"""The germline file: genes of hereditary cancer alone, apart from the tumour, own ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from building import ask, evaluated, evidence_item, matched, place, profiled, vcf_text
from oncomatch.domain.alteration import MsiStatus, TumorMarkers
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tier import Tier
from oncomatch.errors import SampleError
from oncomatch.pipeline.germline import FEW_READS
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config, Filters
from oncomatch.reference.bundle import Reference
from oncomatch.reporting.html import render_report

STOP, MISSENSE, ELSEWHERE = ("BRCA2", "Q1429*"), ("MSH6", "V800L"), ("ARID1A", "Q1334*")
HET, WILD = "GT:AD:DP 0/1:52,48:100", "GT:AD:DP 0/0:100,0:100"

Case = Callable[..., TumorProfile]


def row(change: tuple[str, str], sample: str = HET, filters: str = "PASS") -> str:
    each = place(*change)
    return f"{each.contig} {each.position} . {each.ref} {each.alt} . {filters} . {sample}"


@pytest.fixture
def case(tmp_path: Path, reference: Reference) -> Case:
    """Make the profile of a case with a germline file of these lines."""

    def of(
        rows: list[str],
        panel: str = "",
        *,
        tumor: list[str] | None = None,
        config: Config | None = None,
        sample: str = "",
        same: bool = False,
        code: str = "PAAD",
        tumor_samples: tuple[str, ...] = ("TUMOR",),
        **words: Any,
    ) -> TumorProfile:
        path, listed, calls = (tmp_path / name for name in ("g.vcf", "genes.txt", "t.vcf"))
        path.write_text(vcf_text(rows, **{"samples": ("BLOOD",), **words}))
        listed.write_text(panel)
        if tumor is not None:
            calls.write_text(vcf_text(tumor, samples=tumor_samples))
        vcf = path if same else calls if tumor is not None else None
        request = CaseRequest(
            CaseInfo("A", code, code, GenomeBuild.GRCH38),
            (vcf,) if vcf else (),
            markers=TumorMarkers(msi=MsiStatus.STABLE),
            germline_vcf=path,
            germline_sample=sample,
            germline_panel=listed if panel else None,
        )
        return profiled(request, config or Config(), reference)

    return of


def test_only_hereditary_genes_are_kept_and_never_in_the_tumour(case: Case) -> None:
    found = case([row(STOP), row(MISSENSE), row(ELSEWHERE), row(("PALB2", "K18R"), WILD)])

    assert found.germline is not None
    assert sorted(each.label for each in found.germline.variants) == ["BRCA2 Q1429*", "MSH6 V800L"]
    assert (found.small_variants, found.left_out) == ((), ())
    assert found.ledger == Ledger(0, 0, 0, (), ())
    ledger = found.germline.ledger
    assert (ledger.read, ledger.reported, ledger.filtered_count) == (4, 2, 2)
    assert {line.reason for line in ledger.filtered} == {
        "in another gene than those looked at",
        "not in the tumour sample",
    }


PATTERNS = [
    # pattern                               panel             outcome
    ("germline (BRCA2 loss_of_function)", "", Outcome.MET),
    ("germline (BRCA2 p.Q1429*)", "", Outcome.MET),
    ("BRCA2 p.Q1429*", "BRCA2\n", Outcome.UNKNOWN),
    ("somatic (BRCA2 p.Q1429*)", "BRCA2\n", Outcome.UNKNOWN),
    ("germline (BRCA1 mutation)", "", Outcome.UNKNOWN),
    ("germline (BRCA1 mutation)", "BRCA1\n", Outcome.NOT_MET),
    ("germline (BRCA1 wildtype)", "BRCA1\n", Outcome.MET),
    ("germline (MSH6 mutation)", "MSH6\n", Outcome.UNKNOWN),
    ("germline (KRAS mutation)", "KRAS\nBRCA2\n", Outcome.UNKNOWN),
    ("germline (BRCA1 mutation) or germline (BRCA2 mutation)", "", Outcome.MET),
    ("germline (MSI high)", "", Outcome.UNKNOWN),
]


@pytest.mark.parametrize(("pattern", "panel", "outcome"), PATTERNS)
def test_germline_patterns(case: Case, pattern: str, panel: str, outcome: Outcome) -> None:
    assert ask(pattern, case([row(STOP), row(MISSENSE)], panel)).outcome is outcome


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row(STOP, filters="LowQual"), "FILTER LowQual"),
        (row(STOP, "GT:AD:DP 0/1:90,10:100"), FEW_READS),
    ],
    ids=["a failed filter", "a clone of blood cells"],
)
def test_what_is_left_out_does_not_make_the_gene_free(case: Case, line: str, reason: str) -> None:
    found = case([line], "BRCA2\n", config=Config(filters=Filters(pass_only=False)))
    answer = ask("germline (BRCA2 mutation)", found)

    assert found.germline is not None
    assert found.germline.variants == ()
    assert [each.left_out for each in found.germline.left_out] == [reason]
    assert found.germline.ledger.reported == 0
    assert answer.outcome is Outcome.UNKNOWN
    assert reason in answer.reason


def test_a_label_for_inherited_mutations_is_met_by_the_germline_file(case: Case) -> None:
    record = matched(case([row(STOP)]))
    found = [each for each in record.therapies if "BRCA2 Q1429*, germline" in each.labels]
    page = render_report(record)

    assert any(each.regimen == "Olaparib" and each.tier is Tier.IA for each in found)
    assert any("BRCA2 Q1429*, germline" in each.labels for each in record.meanings)
    assert "predisposing: predisposition; found in the germline file" in page
    assert "in the germline file, offer counselling" in page.partition('id="trials"')[0]
    assert "Offer genetic counselling: BRCA2 Q1429* in the germline file" in page
    assert "Germline file: BLOOD (its name says normal)." in page


def test_without_the_file_it_stays_open(case: Case) -> None:
    record = matched(case([row(MISSENSE)], "BRCA1\nBRCA2\n"))

    assert not [each for each in record.therapies if each.regimen == "Olaparib"]


RARE = [
    # pattern            panel       outcome
    ("BRCA2 p.Q1429*", "", Outcome.MET),
    ("BRCA1 mutation", "BRCA1\n", Outcome.NOT_MET),
    ("BRCA1 mutation", "", Outcome.UNKNOWN),
]


@pytest.mark.parametrize(("pattern", "panel", "outcome"), RARE)
def test_a_source_on_germline_variants_is_answered_from_the_file(
    case: Case, pattern: str, panel: str, outcome: Outcome
) -> None:
    item = evidence_item(pattern, origin="Rare Germline")
    ((statement,), _) = evaluated(case([row(STOP)], panel), [item])

    assert statement.answer.outcome is outcome


def test_a_tumour_call_that_is_inherited_is_said_to_be(case: Case) -> None:
    tumor = [row(STOP, "GT:AD:DP 0/1:40,60:100")]
    (sheet,) = matched(case([row(STOP)], tumor=tumor)).origins
    (other,) = matched(case([row(MISSENSE)], tumor=tumor)).origins

    assert sheet.origin is CallOrigin.GERMLINE
    assert sheet.hereditary.startswith("the germline file has it; offer counselling")
    assert other.hereditary.startswith("the germline file does not list it")


def test_what_the_germline_file_has_is_not_somatic_whatever_a_normal_shows(case: Case) -> None:
    lines = [f"{row(STOP, 'GT:AD:DP 0/1:60,40:100')} 0/0:90,0:90"]
    found = case([row(STOP)], tumor=lines, tumor_samples=("TUMOR", "NORMAL"))

    assert ask("somatic (BRCA2 p.Q1429*)", found).outcome is Outcome.UNKNOWN
    assert ask("germline (BRCA2 p.Q1429*)", found).outcome is Outcome.MET


REFUSED = [
    # name                     samples             requested
    ("two without a normal", ("A1", "A2"), ""),
    ("one that says tumour", ("TUMOR",), ""),
    ("two normals", ("BLOOD", "NORMAL"), ""),
    ("not in the file", ("BLOOD",), "P7"),
]


@pytest.mark.parametrize(
    ("samples", "requested"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
def test_a_sample_that_cannot_be_told_is_asked_for(
    case: Case, samples: tuple[str, ...], requested: str
) -> None:
    columns = row(STOP) + f" {HET.split(' ')[1]}" * (len(samples) - 1)

    with pytest.raises(SampleError, match="germline_sample"):
        case([columns], sample=requested, samples=samples)


def test_the_tumours_own_column_is_not_the_germline(case: Case) -> None:
    with pytest.raises(SampleError, match="is read as the tumour already"):
        case([row(STOP)], same=True)


def test_the_normal_of_a_paired_file_is_taken(case: Case) -> None:
    lines = [f"{row(STOP)} 0/1:50,50:100"]
    found = case(lines, samples=("TUMOR", "NORMAL"), same=True)

    assert found.germline is not None
    assert found.germline.sample == "NORMAL"


def test_a_panel_without_a_germline_file_is_refused(tmp_path: Path) -> None:
    from oncomatch.errors import SheetError
    from oncomatch.readers.case_sheet import parse_case
    from oncomatch.reference.tumor_types import open_tumor_types

    cells = {"case_id": "A", "tumor_type": "PAAD", "build": "GRCh38", "germline_sample": "X"}

    with pytest.raises(SheetError, match="germline_sample is given without germline_vcf"):
        parse_case(cells, "row", tmp_path, open_tumor_types())

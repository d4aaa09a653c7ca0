"""Pictures of real files: every one is drawn, small, well-formed XML, and the page stays small."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from building import matched, profiled
from oncomatch.domain.record import CaseRecord
from oncomatch.pipeline.single import request_case
from oncomatch.reference.bundle import Reference
from oncomatch.reporting.html import build_view, render_report
from oncomatch.reporting.view import Figure

CNV, VCF = "cnv_sv_fusion", "vcf"
COLO = {
    "copy_number": f"{CNV}/hmf_orange_tumor_sample.purple.cnv.somatic.tsv",
    "fusions": f"{CNV}/hmf_orange_tumor_sample.linx.fusion.tsv",
    "tumor_type": "SKCM",
    "build": "GRCh37",
}
COAD = {
    "copy_number": f"{CNV}/pcgr_T001-COAD.grch38.cna.tsv",
    "vcf": f"{VCF}/pcgr_T001-COAD.grch38.vcf.gz",
    "tumor_type": "COAD",
    "build": "GRCh38",
}
A25 = {"vcf": f"{VCF}/A25_HCC.mutect2.vcf", "tumor_type": "HCC", "build": "GRCh37"}


def record_of(shared: Path, reference: Reference, case: dict[str, str]) -> CaseRecord:
    files = ("copy_number", "fusions", "vcf")
    options = {
        name: str(shared / value) if name in files else value for name, value in case.items()
    }
    request, config = request_case({"case_id": "T", **options}, None)
    return matched(profiled(request, config, reference))


def figures_of(record: CaseRecord) -> list[Figure]:
    figures = build_view(record).figures
    fields = (getattr(figures, name) for name in figures.__slots__)
    return [each for field in fields if not isinstance(field, str) for each in field]


@pytest.mark.parametrize(
    ("case", "titles"),
    [
        pytest.param(
            COLO, {"Findings and regimens", "Copy number along the genome"}, id="COLO829, PURPLE"
        ),
        pytest.param(
            COAD,
            {
                "BRAF protein",
                "Copy number along the genome",
                "Allele fractions of the reported variants",
            },
            id="PCGR COAD",
        ),
        pytest.param(A25, {"Allele fractions of the reported variants"}, id="A25"),
    ],
)
def test_pictures_of_real_files_are_drawn_and_small(
    shared: Path, reference: Reference, case: dict[str, str], titles: set[str]
) -> None:
    record = record_of(shared, reference, case)
    figures = figures_of(record)
    assert titles <= {figure.title for figure in figures}
    for figure in figures:
        ElementTree.fromstring(figure.svg)
        assert len(figure.svg) < 60_000
        assert figure.words
    page = render_report(record)
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert len(page.encode()) < 1_500_000


def test_typst_draws_every_picture(shared: Path, reference: Reference, tmp_path: Path) -> None:
    typst = pytest.importorskip("typst", reason="typst is not installed")
    figures = figures_of(record_of(shared, reference, COAD))
    lines = []
    for at, figure in enumerate(figures):
        (tmp_path / f"{at}.svg").write_text(figure.svg, encoding="utf-8")
        lines.append(f'#image("{at}.svg", width: 100%, alt: "picture")')
    (tmp_path / "all.typ").write_text("\n".join(lines), encoding="utf-8")
    assert typst.compile(str(tmp_path / "all.typ")).startswith(b"%PDF")

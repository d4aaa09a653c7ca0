"""What the bundled knowledge says of well-known tumours; each line could be a patient's."""

from __future__ import annotations

import pytest

from building import benefits, rewritten, therapies_of, tier_one, tumor, with_variants
from oncomatch.domain.evidence import EvidenceScheme
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.tier import Tier

PANEL = "BRAF BRCA1 BRCA2 EGFR ERBB2 KIT KRAS MET NRAS PIK3CA TP53".split()


def of(code: str, *changes: tuple[str, str], **more: object) -> tuple[TherapyMatch, ...]:
    """Return what is said of a tumour whose genes of interest were all covered."""
    return therapies_of(tumor(code, changes, panel=PANEL, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "changes", "copies", "regimen"),
    [
        ("BRCA", [], {"ERBB2": 20.0}, "Trastuzumab"),
        ("IDC", [], {"ERBB2": 20.0}, "Trastuzumab"),
        ("BRCA", [], {"ERBB2": 20.0}, "Trastuzumab Emtansine"),
        ("STAD", [], {"ERBB2": 20.0}, "Trastuzumab"),
        ("SKCM", [("BRAF", "V600E")], {}, "Dabrafenib + Trametinib"),
        ("SKCM", [("BRAF", "V600E")], {}, "Cobimetinib + Vemurafenib"),
        ("SKCM", [("BRAF", "V600E")], {}, "Binimetinib + Encorafenib"),
        ("MEL", [("BRAF", "V600E")], {}, "Cobimetinib + Vemurafenib"),
        ("COADREAD", [("BRAF", "V600E")], {}, "Cetuximab + Encorafenib"),
        ("CHOL", [("BRAF", "V600E")], {}, "Dabrafenib + Trametinib"),
        ("COADREAD", [("KRAS", "G12C")], {}, "Adagrasib + Cetuximab"),
        ("LUAD", [("KRAS", "G12C")], {}, "Sotorasib"),
        ("LUAD", [("EGFR", "L858R")], {}, "Osimertinib"),
        ("LUAD", [("EGFR", "c.2235_2249del")], {}, "Osimertinib"),
        ("GIST", [("KIT", "V559D")], {}, "Imatinib"),
        ("HGSOC", [("BRCA2", "c.5946del")], {}, "Olaparib"),
        ("COADREAD", [], {}, "Panitumumab"),
    ],
    ids=str,
)
def test_standard_of_care_is_tier_i_a_with_a_record_that_says_so(
    code: str, changes: list[tuple[str, str]], copies: dict[str, float], regimen: str
) -> None:
    """I-A comes only from the FDA's list or CIViC level A; the record stands in the match."""
    best = benefits(of(code, *changes, copies=copies), regimen)[0]

    assert (best.tier, best.opposed_by) == (Tier.IA, ())
    first = best.evidence[0]
    assert first.scheme is EvidenceScheme.FDA_COMPANION_DIAGNOSTIC or first.level == "A"
    assert first.relation.applies


@pytest.mark.parametrize(
    ("code", "changes", "copies", "regimen"),
    [
        ("BRCA", [], {"ERBB2": 2.0}, "Trastuzumab"),
        ("BRCA", [], {"ERBB2": 5.0}, "Trastuzumab"),
        ("BRCA", [("ERBB2", "V777L")], {}, "Trastuzumab"),
        ("BRCA", [], {}, "Trastuzumab"),
        ("LUAD", [("KRAS", "G12D")], {}, "Sotorasib"),
        ("LUAD", [("EGFR", "T790M")], {}, "Amivantamb"),
        ("LUAD", [("MET", "T992I")], {}, "Capmatinib"),
        ("HGSOC", [("BRCA2", "D1902N")], {}, "Olaparib"),
        ("SKCM", [("BRAF", "L597Q")], {}, "Dabrafenib"),
        ("AML", [("BRAF", "V600E")], {}, "Dabrafenib + Trametinib"),
    ],
    ids=str,
)
def test_near_misses_have_no_tier_i_benefit(
    code: str, changes: list[tuple[str, str]], copies: dict[str, float], regimen: str
) -> None:
    assert regimen not in tier_one(of(code, *changes, copies=copies))


def test_v600k_has_not_the_approvals_of_v600e() -> None:
    """The list: vemurafenib alone for V600E; with cobimetinib for V600E or V600K."""
    profile = with_variants(tumor("SKCM", panel=PANEL), rewritten("BRAF", 600, 600, "K"))
    assert profile.small_variants[0].label == "BRAF V600K"
    listed = {
        match.regimen
        for match in therapies_of(profile)
        for each in match.evidence
        if each.scheme is EvidenceScheme.FDA_COMPANION_DIAGNOSTIC and each.tier is Tier.IA
    }

    assert "Cobimetinib + Vemurafenib" in listed
    assert listed.isdisjoint({"Vemurafenib", "Dabrafenib"})


class TestConditions:
    def test_alpelisib_waits_for_hormone_receptors(self) -> None:
        matches = of("BRCA", ("PIK3CA", "H1047R"), copies={"ERBB2": 2.0}, her2_ihc="0")

        assert "Alpelisib" not in tier_one(matches)

    def test_olaparib_for_germline_brca_is_not_claimed_from_a_tumour(self) -> None:
        """Breast cancer: the approval is for inherited mutations."""
        matches = of("BRCA", ("BRCA2", "c.5946del"), copies={"ERBB2": 2.0}, her2_ihc="0")
        listed = [
            each
            for match in benefits(matches, "Olaparib")
            for each in match.evidence
            if each.scheme is EvidenceScheme.FDA_COMPANION_DIAGNOSTIC and each.relation.applies
        ]

        assert listed == []

    def test_castration_resistance_is_not_taken_for_granted(self) -> None:
        matches = of("PRAD", ("BRCA2", "c.5946del"))
        asking = {
            each.tier
            for match in benefits(matches, "Olaparib")
            for each in match.evidence
            if "castration-resistant" in each.subtype and not each.flagged
        }

        assert asking == {Tier.IIC}


def test_a_polymorphism_opens_no_flt3_inhibitor() -> None:
    """FLT3 T227M is common; CIViC has it as common germline."""
    assert tier_one(of("AML", ("FLT3", "T227M"))).isdisjoint({"Gilteritinib", "Midostaurin"})


def test_a_clean_tumour_of_another_type_has_no_strong_line() -> None:
    """Sarcoma, all genes clean: nothing of tier I speaks of this tumour."""
    assert tier_one(of("LMS")) == set()

"""Resistance in well-known tumours on the bundled knowledge: what opposes, and what does not."""

from __future__ import annotations

import pytest

from building import benefits, therapies_of, tier_one, tumor
from oncomatch.domain.evidence import EvidenceScheme, Significance
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation

PANEL = "BRAF BRCA1 BRCA2 EGFR ERBB2 KIT KRAS MET NRAS PIK3CA TP53".split()
RESISTANT = (Significance.RESISTANCE, Significance.REDUCED_SENSITIVITY)


def of(code: str, *changes: tuple[str, str], **more: object) -> tuple[TherapyMatch, ...]:
    """Return what is said of a tumour whose genes of interest were all covered."""
    return therapies_of(tumor(code, changes, panel=PANEL, **more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def v600e() -> tuple[TherapyMatch, ...]:
    return of("COADREAD", ("BRAF", "V600E"))


class TestBrafInColorectalCancer:
    def test_melanoma_approvals_are_not_tier_i_here(self, v600e: tuple[TherapyMatch, ...]) -> None:
        tiers = {
            (each.disease, each.tier)
            for match in v600e
            for each in match.evidence
            if each.scheme is EvidenceScheme.FDA_COMPANION_DIAGNOSTIC and each.disease == "Melanoma"
        }

        assert tiers == {("Melanoma", Tier.IIC)}

    @pytest.mark.parametrize(
        "regimen", ["Vemurafenib", "Dabrafenib", "Trametinib", "Binimetinib + Encorafenib"]
    )
    def test_melanoma_regimens_are_not_tier_i(
        self, v600e: tuple[TherapyMatch, ...], regimen: str
    ) -> None:
        assert regimen not in tier_one(v600e)

    def test_the_approval_for_any_solid_tumour_excludes_it(
        self, v600e: tuple[TherapyMatch, ...]
    ) -> None:
        """The label of dabrafenib with trametinib for BRAF V600E leaves colorectal cancer out."""
        found = benefits(v600e, "Dabrafenib + Trametinib")
        of_any_tumour = {
            (each.relation, each.tier)
            for match in found
            for each in match.evidence
            if each.relation is Relation.EXCLUDED or each.disease == "Solid Tumor"
        }

        assert of_any_tumour == {(Relation.EXCLUDED, Tier.III)}
        assert min(match.tier.rank for match in found) >= Tier.IIC.rank

    @pytest.mark.parametrize("code", ["CHOL", "LUAD", "THAP"])
    def test_it_holds_in_other_solid_tumours(self, code: str) -> None:
        assert "Dabrafenib + Trametinib" in tier_one(of(code, ("BRAF", "V600E")))

    def test_vemurafenib_alone_is_resisted(self, v600e: tuple[TherapyMatch, ...]) -> None:
        (alone,) = benefits(v600e, "Vemurafenib")

        assert any(text.startswith("resistance to Vemurafenib") for text in alone.opposed_by)

    def test_clean_ras_does_not_make_it_sensitive_to_an_antibody_alone(
        self, v600e: tuple[TherapyMatch, ...]
    ) -> None:
        found = [*benefits(v600e, "Cetuximab"), *benefits(v600e, "Panitumumab")]

        assert len(found) >= 2
        assert all(match.opposed_by for match in found)


@pytest.fixture(scope="module")
def t790m() -> tuple[TherapyMatch, ...]:
    return of("LUAD", ("EGFR", "L858R"), ("EGFR", "T790M"))


class TestT790M:
    @pytest.mark.parametrize("drug", ["Erlotinib", "Gefitinib", "Afatinib", "Dacomitinib"])
    def test_earlier_inhibitors_are_opposed(
        self, t790m: tuple[TherapyMatch, ...], drug: str
    ) -> None:
        found = benefits(t790m, drug)

        assert found
        assert all("T790M" in " ".join(match.opposed_by) for match in found)

    def test_a_combination_with_erlotinib_is_opposed(self, t790m: tuple[TherapyMatch, ...]) -> None:
        (found,) = benefits(t790m, "Erlotinib + Ramucirumab")

        assert found.opposed_by

    def test_osimertinib_is_not(self, t790m: tuple[TherapyMatch, ...]) -> None:
        found = benefits(t790m, "Osimertinib")

        assert {match.tier for match in found} >= {Tier.IA}
        assert [match.opposed_by for match in found] == [()] * len(found)

    def test_resistance_is_a_line_of_its_own(self, t790m: tuple[TherapyMatch, ...]) -> None:
        lines = {match.regimen for match in t790m if match.significance in RESISTANT}

        assert lines >= {"Erlotinib", "Gefitinib", "Afatinib"}

    def test_c797s_turns_against_osimertinib(self) -> None:
        matches = of("LUAD", ("EGFR", "L858R"), ("EGFR", "T790M"), ("EGFR", "C797S"))

        found = benefits(matches, "Osimertinib")
        assert found
        assert all(match.opposed_by for match in found)

    def test_without_t790m_nothing_is_opposed(self) -> None:
        (erlotinib,) = (
            match
            for match in benefits(of("LUAD", ("EGFR", "L858R")), "Erlotinib")
            if match.tier is Tier.IA
        )

        assert erlotinib.opposed_by == ()


@pytest.fixture(scope="module")
def g12c() -> tuple[TherapyMatch, ...]:
    return of("COADREAD", ("KRAS", "G12C"))


class TestKrasInColorectalCancer:
    def test_antibodies_are_resisted(self, g12c: tuple[TherapyMatch, ...]) -> None:
        lines = {match.regimen: match.tier for match in g12c if match.significance in RESISTANT}

        assert lines["Cetuximab"] is Tier.IA
        assert lines["Cetuximab or Panitumumab"] is Tier.IA

    @pytest.mark.parametrize("regimen", ["Adagrasib + Cetuximab", "Panitumumab + Sotorasib"])
    def test_the_inhibitor_with_an_antibody_is_not_opposed(
        self, g12c: tuple[TherapyMatch, ...], regimen: str
    ) -> None:
        (found,) = benefits(g12c, regimen)

        assert (found.tier, found.opposed_by, found.cautioned_by) == (Tier.IA, (), ())

    @pytest.mark.parametrize("regimen", ["Cetuximab", "Panitumumab"])
    def test_no_benefit_of_an_antibody_alone(
        self, g12c: tuple[TherapyMatch, ...], regimen: str
    ) -> None:
        assert benefits(g12c, regimen) == []

    @pytest.mark.parametrize(
        "change", [("KRAS", "Q61H"), ("KRAS", "A146T"), ("NRAS", "Q61R"), ("NRAS", "G12D")], ids=str
    )
    @pytest.mark.parametrize("regimen", ["Cetuximab", "Panitumumab"])
    def test_other_ras_mutations_oppose_what_codons_12_and_13_alone_would_allow(
        self, change: tuple[str, str], regimen: str
    ) -> None:
        assert all(match.opposed_by for match in benefits(of("COADREAD", change), regimen))

    @pytest.mark.parametrize("regimen", ["Cetuximab", "Panitumumab"])
    def test_clean_genes_allow_antibodies(self, regimen: str) -> None:
        found = benefits(of("COADREAD"), regimen)

        assert found[0].tier is Tier.IA
        assert [match.opposed_by for match in found] == [()] * len(found)

    @pytest.mark.parametrize(
        ("profile", "labels"),
        [
            (tumor("COADREAD", panel=["BRAF"]), []),
            (tumor("COADREAD", panel=None), []),
            (tumor("COADREAD", left_out=[("KRAS", "G12D")], panel=["NRAS"]), []),
            (
                tumor("COADREAD", [("KRAS", "P34A")], panel=["NRAS"]),
                ["KRAS codon 12, 13 not mutated"],
            ),
        ],
        ids=["off the panel", "no panel", "left-out call", "unknown meaning elsewhere"],
    )
    def test_genes_that_are_not_known_to_be_clean_do_not(
        self, profile: TumorProfile, labels: list[str]
    ) -> None:
        """KRAS P34A leaves codons 12 and 13 clean, which is all that one listed test asks for."""
        found = benefits(therapies_of(profile), "Panitumumab")

        assert [label for match in found for label in match.labels] == labels


class TestKitD816V:
    @pytest.mark.parametrize("code", ["GIST", "SM", "SKCM"])
    def test_imatinib_never_stands_bare(self, code: str) -> None:
        """The commonest imatinib-resistant change; a trial of any *KIT mutation* is no licence."""
        matches = of(code, ("KIT", "D816V"))
        bare = [
            match
            for match in benefits(matches, "Imatinib")
            if not (match.opposed_by or match.cautioned_by)
        ]

        assert bare == []

    def test_exon_11_is_sensitive(self) -> None:
        found, *others = benefits(of("GIST", ("KIT", "V559D")), "Imatinib")

        assert (found.labels, found.tier, found.opposed_by) == (("KIT V559D",), Tier.IA, ())
        assert {match.labels for match in others} <= {("no KIT p.D816V",)}

    def test_without_d816v_mastocytosis_may_have_imatinib(self) -> None:
        def records(matches: tuple[TherapyMatch, ...]) -> set[str]:
            """Return the records of imatinib benefits in this very disease."""
            found = benefits(matches, "Imatinib")
            return {each.id for match in found for each in match.evidence if each.relation.applies}

        assert records(of("SM"))
        assert not records(of("SM", ("KIT", "D816V")))

"""Looking at few statements gives what looking at all of them gives."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import facts_of, tumor
from oncomatch.domain.alteration import MarkerResult, MismatchRepairState
from oncomatch.domain.approval import DEFAULT_AGENCIES
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.carriers import CarrierIndex, carriers_of
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tumor_type import Relation
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.candidates import candidates, genes_with_findings
from oncomatch.matching.checked_markers import check_markers
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import Facts
from oncomatch.matching.meanings import match_meanings
from oncomatch.matching.near_misses import find_near_misses
from oncomatch.matching.relations import relations_to
from oncomatch.matching.statements import evaluate_evidence
from oncomatch.matching.states import label_facts
from oncomatch.matching.therapies import match_therapies
from oncomatch.reference.tumor_types import open_tumor_types

CHANGES = (
    ("BRAF", "V600E"),
    ("EGFR", "L858R"),
    ("EGFR", "T790M"),
    ("KRAS", "G12C"),
    ("KRAS", "G12D"),
    ("NRAS", "Q61K"),
    ("PIK3CA", "H1047R"),
    ("TP53", "R175H"),
    ("IDH1", "R132H"),
    ("KIT", "D816V"),
    ("SMAD4", "R361H"),
)
GENES = ("ALK", "ERBB2", "KRAS", "NRAS", "BRAF", "KIT", "PDGFRA", "MET", "TP53", "ESR1", "ARID1A")
TYPES = ("LUAD", "COAD", "SKCM", "BRCA", "AML", "GIST", "TISSUE", "SOLID", "PRAD", "HCC")


def some(values: tuple[object, ...]) -> st.SearchStrategy[list[object]]:
    """Return lists of different values."""
    return st.lists(st.sampled_from(values), unique=True, max_size=4)


@st.composite
def tumors(draw: st.DrawFn) -> TumorProfile:
    """Return made-up tumours, with and without a panel, copy numbers and markers."""
    drawn = draw(some(CHANGES))
    kept = draw(st.integers(0, len(drawn)))
    profile = tumor(
        draw(st.sampled_from(TYPES)),
        drawn[:kept],
        left_out=drawn[kept:],
        copies=draw(st.dictionaries(st.sampled_from(GENES), st.sampled_from((0, 1, 2, 4, 12)))),
        panel=draw(st.none() | some(GENES)),
        her2_ihc=draw(st.sampled_from((None, "0", "2+", "3+"))),
        msi=draw(st.sampled_from((None, "MSI-H", "MSS"))),
        tmb=draw(st.sampled_from((None, 2.0, 15.0))),
    )
    results = st.sampled_from((None, *MarkerResult))
    markers = replace(
        profile.markers,
        her2_ish=draw(results),
        er=draw(results),
        pdl1_cps=draw(st.sampled_from((None, 0.0, 60.0))),
        mmr=draw(st.sampled_from((None, *MismatchRepairState))),
        hrd=draw(results),
    )
    return replace(profile, markers=markers)


@settings(max_examples=25, deadline=None)
@given(profile=tumors())
def test_therapies_near_misses_markers_and_meanings_are_those_of_everything(
    profile: TumorProfile,
) -> None:
    base, types = open_knowledge(), open_tumor_types()
    facts, case = facts_of(profile), types.get(profile.case.tumor_type)
    labels = label_facts(profile, base.genes)
    index = base.statement_index(DEFAULT_AGENCIES)
    found_in = genes_with_findings(facts)

    outcomes = []
    for items, meant in (
        (base.statements(DEFAULT_AGENCIES), base.meanings),
        (candidates(index, facts, relations_to(case, types)), base.meaning_index.of(found_in)),
    ):
        evaluator = Evaluator(facts)
        statements = evaluate_evidence(items, evaluator, case, types, labels)
        outcomes.append(
            (
                match_therapies(statements, evaluator),
                find_near_misses(statements),
                check_markers(statements, evaluator),
                match_meanings(meant, evaluator, case, types, labels),
            )
        )

    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(
    ("pattern", "genes"),
    [
        ("BRAF p.V600E", {"BRAF"}),
        ("EML4::ALK fusion", {"ALK", "EML4"}),
        ("BRAF p.V600E and KRAS wildtype", {"BRAF"}),
        ("not KRAS codon 12 and (KIT exon 11 mutation or MSI high) and MET amplification", {"MET"}),
        ("BRAF p.V600E or KIT exon 11 mutation", {"BRAF", "KIT"}),
        ("somatic (BRCA1 mutation or BRCA2 mutation)", {"BRCA1", "BRCA2"}),
        ("EGFR exon 20 inframe_insertion except p.A763_Y764insFQEA", {"EGFR"}),
        ("ERBB2 IHC >= 3", {"ERBB2"}),
        ("BRAF p.V600E or MSI high", None),
        ("not BRAF p.V600E", None),
        ("KRAS wildtype", None),
        ("CDKN2A copies < 1", None),
        ("arm 17p loss", None),
        ("after osimertinib", None),
    ],
)
def test_genes_of_which_one_must_carry_a_finding(pattern: str, genes: set[str] | None) -> None:
    assert carriers_of(parse_biomarker(pattern)) == genes


def test_what_is_met_has_a_carrier_with_a_finding() -> None:
    """The law of carriers, on every pattern of the base and a tumour that meets many of them."""
    everything = {"ERBB2": 12, "CDKN2A": 0, "MET": 12, "PTEN": 1, "TP53": 2}
    facts = facts_of(tumor("LUAD", CHANGES, copies=everything, her2_ihc="3+", msi="MSI-H"))
    evaluator, found_in = Evaluator(facts), genes_with_findings(facts)
    base = open_knowledge()
    met = 0
    patterns = {each.biomarker for each in base.evidence}
    patterns |= {each.biomarker for each in base.meanings}
    patterns |= {each.biomarker for each in base.approvals}
    for pattern in patterns:
        if evaluator.answer(pattern).outcome is Outcome.MET:
            met += 1
            genes = carriers_of(pattern)
            assert genes is None or genes & found_in, str(pattern)

    assert met > 90


def test_records_come_in_their_order_and_once() -> None:
    records = [
        each
        for each in open_knowledge().evidence
        if str(each.biomarker) in ("BRAF p.V600E", "KRAS p.G12C", "KRAS wildtype")
    ]
    index = CarrierIndex(records)

    assert index.of(["KRAS", "BRAF", "KRAS"]) == records
    assert {str(each.biomarker) for each in index.of(["KRAS"])} == {"KRAS p.G12C", "KRAS wildtype"}
    assert {str(each.biomarker) for each in index.of([])} == {"KRAS wildtype"}


def test_every_kind_of_fact_is_a_finding_or_can_meet_nothing_alone() -> None:
    """A new kind of fact has to be thought of in `genes_with_findings`."""
    assert {field.name for field in fields(Facts)} == {
        "build",
        "variants",
        "left_out",
        "undetermined",
        "unusable",
        "standings",
        "copy_numbers",
        "markers",
        "assay",
        "reference",
        "roles",
        "regions",
        "rearrangements",
        "repeat_places",
        "case",
        "silence",
        "plasma",
        "somatic",
        "germline",
        "wide",
        "arms",
    }


@pytest.mark.parametrize(
    ("codes", "excluded", "subtype", "relation"),
    [
        ((), (), "", Relation.OTHER),
        ((), (), "low-grade", Relation.OTHER),
        (("SOLID",), ("LUNG",), "", Relation.EXCLUDED),
        (("SOLID",), ("SKCM",), "", Relation.ANCESTOR),
        (("LUAD",), (), "low-grade", Relation.DESCENDANT),
    ],
)
def test_relation_of_sets_of_types_to_lung_adenocarcinoma(
    codes: tuple[str, ...], excluded: tuple[str, ...], subtype: str, relation: Relation
) -> None:
    types = open_tumor_types()
    assert relations_to(types.get("LUAD"), types).of(codes, excluded, subtype) is relation

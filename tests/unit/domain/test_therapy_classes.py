"""A class stands for its members; that no source names a member does not show that it is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.therapy import Membership, Therapies, Therapy, TherapyClass, fold_name

CLASSES = (
    TherapyClass("kinase inhibitor", kind="kinase inhibitor", open=True),
    TherapyClass("EGFR inhibitor", targets=("EGFR",), synonyms=("EGFR antagonist",)),
    TherapyClass(
        "EGFR TKI",
        ("EGFR inhibitor", "kinase inhibitor"),
        ("EGFR",),
        "kinase inhibitor",
        synonyms=("EGFR tyrosine kinase inhibitor",),
    ),
    TherapyClass("third-generation EGFR TKI", ("EGFR TKI",), ("EGFR",), "kinase inhibitor"),
    TherapyClass("anti-EGFR antibody", ("EGFR inhibitor",), ("EGFR",), "antibody"),
    TherapyClass("ALK inhibitor", ("kinase inhibitor",), ("ALK",), "kinase inhibitor"),
    TherapyClass("ABL inhibitor", ("kinase inhibitor",), ("ABL1",), "kinase inhibitor", open=True),
    TherapyClass("KIT inhibitor", (), ("KIT",), open=True),
    TherapyClass("PARP inhibitor", (), ("PARP1",), "small molecule"),
    TherapyClass("chemotherapy", kind="chemotherapy"),
    TherapyClass("platinum compound", ("chemotherapy",), (), "chemotherapy"),
    TherapyClass("taxane", ("chemotherapy",), (), "chemotherapy"),
)
THERAPIES = Therapies(
    (
        Therapy("Alkinib", ("AL-1",), ("ALK inhibitor", "kinase inhibitor"), ("ALK",)),
        Therapy("Cetumab", ("Erbi",), ("anti-EGFR antibody",), ("EGFR",)),
        Therapy("Thirdinib", ("Thi®",), ("third-generation EGFR TKI", "kinase inhibitor")),
        Therapy("Manyinib", (), ("kinase inhibitor",)),
        Therapy("Ablinib", (), ("ABL inhibitor",), ("ABL1",)),
        Therapy("Platin", (), ("platinum compound",)),
        Therapy("Taxel", (), ("taxane",)),
        Therapy("Purine", (), ("chemotherapy",)),
        Therapy("Nothingmab"),
        Therapy("PLAT-TAX Regimen"),
        Therapy("Parpib", (), ("PARP inhibitor",), ("PARP1",)),
    ),
    CLASSES,
)
NAMES = [each.name for each in (*THERAPIES.therapies, *THERAPIES.classes)]


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("cetumab", "Cetumab"),
        (" CETUMAB ", "Cetumab"),
        ("erbi", "Cetumab"),
        ("al1", "Alkinib"),
        ("anti EGFR Antibody", "anti-EGFR antibody"),
        ("Anti-EGFR antibodies", "anti-EGFR antibody"),
        ("PARP inhibitors", "PARP inhibitor"),
        ("taxanes", "taxane"),
        ("EGFR antagonist", "EGFR inhibitor"),
        ("Cetumabs", None),
        ("", None),
        ("-", None),
        ("x" * 10_000, None),
        ("-" * 10_000 + "Cetumab", None),
    ],
)
def test_one_name_for_all_spellings(name: str, canonical: str | None) -> None:
    assert THERAPIES.canonical(name) == canonical


def test_the_classes_of_a_drug_run_from_the_nearest_to_the_widest() -> None:
    assert THERAPIES.classes_of("thi") == (
        "third-generation EGFR TKI",
        "kinase inhibitor",
        "EGFR TKI",
        "EGFR inhibitor",
    )
    assert THERAPIES.classes_of("EGFR TKI") == ("EGFR inhibitor", "kinase inhibitor")
    assert THERAPIES.classes_of("unheard of") == ()


def test_the_members_of_a_class_are_those_of_its_narrower_classes_too() -> None:
    assert THERAPIES.members_of("EGFR inhibitors") == ("Cetumab", "Thirdinib")
    assert THERAPIES.members_of("EGFR TKI") == ("Thirdinib",)
    assert THERAPIES.members_of("Cetumab") == ()
    assert THERAPIES.members_of("unheard of") == ()


def test_targets_are_those_that_a_source_says() -> None:
    assert THERAPIES.targets_of("erbi") == ("EGFR",)
    assert THERAPIES.targets_of("PARP inhibitors") == ("PARP1",)
    assert THERAPIES.targets_of("unheard of") == ()


# wanted, given, answer: what hurts is a NO that is not one, or a YES of the wrong class.
COVERED = """
EGFR TKI                   | Thirdinib               | yes
EGFR inhibitor             | Cetumab                 | yes
EGFR inhibitor             | anti-EGFR antibody      | yes
EGFR TKI                   | Cetumab                 | no
anti-EGFR antibody         | Thirdinib               | no
third-generation EGFR TKI  | EGFR TKI                | unknown
EGFR TKI                   | EGFR inhibitor          | unknown
EGFR TKI                   | Manyinib                | unknown
EGFR TKI                   | Nothingmab              | unknown
EGFR TKI                   | something new           | unknown
EGFR TKI                   | Alkinib                 | no
KIT inhibitor              | Alkinib                 | unknown
EGFR TKI                   | Ablinib                 | unknown
PARP inhibitor             | Manyinib                | no
EGFR TKI                   | Platin                  | no
EGFR inhibitor             | Platin                  | no
chemotherapy               | Platin                  | yes
platinum compound          | Taxel                   | no
platinum compound          | Purine                  | unknown
platinum compound          | chemotherapy            | unknown
chemotherapy               | Parpib                  | no
Platin                     | Taxel                   | no
Platin                     | platinum compound       | unknown
Platin                     | EGFR TKI                | no
Platin                     | PLAT-TAX Regimen        | unknown
Nothingmab                 | EGFR TKI                | unknown
something new              | Something-New           | yes
something new              | Platin                  | unknown
"""


@pytest.mark.parametrize("line", COVERED.strip().splitlines())
def test_what_was_given_counts_as_what_is_wanted(line: str) -> None:
    wanted, had, answer = (part.strip() for part in line.split("|"))

    assert THERAPIES.covers(wanted, had) is Membership(answer)


@pytest.mark.parametrize(
    ("had", "expected"),
    [
        (["Platin", "Thi®", "Manyinib"], (Membership.YES, ("Thi®",))),
        (["Platin", "Manyinib"], (Membership.UNKNOWN, ("Manyinib",))),
        (["Platin", "Cetumab"], (Membership.NO, ("Platin", "Cetumab"))),
        ([], (Membership.NO, ())),
    ],
    ids=str,
)
def test_one_of_several_suffices_and_one_that_is_not_known_leaves_it_open(
    had: list[str], expected: tuple[Membership, tuple[str, ...]]
) -> None:
    assert THERAPIES.received("EGFR TKI", had) == expected


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_members_are_covered_and_a_class_never_covers_its_wider_one(one: str, other: str) -> None:
    if THERAPIES.canonical(other) in THERAPIES.classes_of(one):
        assert THERAPIES.covers(other, one) is Membership.YES
        assert THERAPIES.covers(one, other) is Membership.UNKNOWN


@given(st.text(max_size=40))
def test_any_text_is_looked_up_and_covers_itself(text: str) -> None:
    known = THERAPIES.canonical(text)

    assert known is None or THERAPIES.canonical(known) == known
    assert THERAPIES.covers(text, text) is Membership.YES
    assert fold_name(fold_name(text)) == fold_name(text)


@pytest.mark.parametrize(
    ("therapies", "message"),
    [
        ((Therapy("A", ("x",)), Therapy("B", ("X",))), "'X' is a name of both 'A' and 'B'"),
        ((Therapy("taxane"), Therapy("B", ("Taxane",))), "is a name of both"),
        ((Therapy("taxane"),), "'taxane' is a drug and a class"),
        ((Therapy("A", (), ("no such",)),), "'no such': no such class of drugs"),
    ],
    ids=["name of two drugs", "name of a drug and a class", "drug and class", "unknown class"],
)
def test_tables_that_do_not_fit_together_are_refused(
    therapies: tuple[Therapy, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Therapies(therapies, CLASSES)

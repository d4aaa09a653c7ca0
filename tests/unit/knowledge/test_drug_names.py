"""A drug has one name, so that what is said for and against it meets."""

from __future__ import annotations

import pytest

from oncomatch.knowledge.importers.drug_names import one_name, split_names, without_salt


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Imatinib Mesylate", "Imatinib"),
        ("imatinib mesylate", "imatinib"),
        ("Pictilisib Bismesylate", "Pictilisib"),
        ("Niraparib Tosylate", "Niraparib"),
        (" Erlotinib Hydrochloride ", "Erlotinib"),
        ("Arsenic Trioxide", "Arsenic Trioxide"),
        ("Valproic Acid", "Valproic Acid"),
        (
            "Pegylated Doxorubicin Hydrochloride Liposome",
            "Pegylated Doxorubicin Hydrochloride Liposome",
        ),
        ("Trastuzumab Emtansine", "Trastuzumab Emtansine"),
    ],
)
def test_salts_go_and_nothing_else(name: str, bare: str) -> None:
    assert without_salt(name) == bare


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("fam-trastuzumab deruxtecan-nxki", "Trastuzumab Deruxtecan"),
        ("Ado-Trastuzumab Emtansine", "Trastuzumab Emtansine"),
        ("Zenocutuzumab-zbco", "Zenocutuzumab"),
        ("imatinib mesylate", "Imatinib"),
        ("Abiraterone acetate", "Abiraterone"),
        ("Brentuximab vedotin", "Brentuximab Vedotin"),
        ("JQ-1", "JQ1"),
        ("PI103", "PI-103"),
        ("PD-0332991", "Palbociclib"),
        ("gilterinib", "Gilteritinib"),
        ("Foretinib\xa0", "Foretinib"),
        ("KEYTRUDA®", "KEYTRUDA"),
        ("Interferon-alfa", "Interferon-alfa"),
        ("Nab-paclitaxel", "Nab-paclitaxel"),
        ("SGK1-Inh", "SGK1-Inh"),
        ("HER2 Inhibitor CP-724,714", "HER2 Inhibitor CP-724,714"),
        ("", ""),
    ],
)
def test_one_name_of_a_drug(name: str, one: str) -> None:
    assert one_name(name) == one
    assert one_name(one) == one


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HER2 Inhibitor CP-724,714,Selumetinib", ("HER2 Inhibitor CP-724,714", "Selumetinib")),
        ("2,4-pyrimidinediamine", ("2,4-pyrimidinediamine",)),
        ("Cetuximab, Irinotecan ,", ("Cetuximab", "Irinotecan")),
        ("G-573,MEK Inhibitor GDC-0623", ("G-573", "MEK Inhibitor GDC-0623")),
        ("", ()),
    ],
)
def test_a_comma_between_digits_belongs_to_a_name(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names

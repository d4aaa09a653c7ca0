"""A drug has one name, so that what is said for and against it meets."""

from __future__ import annotations

import pytest

from oncomatch.knowledge.importers.drug_names import without_salt


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

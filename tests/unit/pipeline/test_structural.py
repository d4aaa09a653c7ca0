"""A structural variant touches the genes at its ends, a deletion those between them as well."""

from __future__ import annotations

import pytest

from oncomatch.pipeline.structural import places_of
from oncomatch.readers.vcf import VcfRecord

HERE = ("7", 99, 100)


@pytest.mark.parametrize(
    ("alt", "info", "places"),
    [
        ("<DEL>", "SVTYPE=DEL;END=500", [("7", 99, 500)]),
        ("<DEL:ME:ALU>", "END=500", [("7", 99, 500)]),
        ("<DEL>", "SVLEN=-400", [("7", 99, 500)]),
        ("<DEL>", "SVLEN=400,7", [("7", 99, 500)]),
        ("<DEL>", "END=500;SVLEN=-9", [("7", 99, 500)]),
        ("<DEL>", ".", [("7", 99, 100)]),
        ("<DEL>", "END=90", [("7", 99, 100)]),
        ("<DEL>", "END=.", [("7", 99, 100)]),
        ("<DEL>", f"END={'9' * 5000}", [("7", 99, 100)]),
        ("<DUP>", "END=500", [HERE, ("7", 499, 500)]),
        ("<INV>", "END=500", [HERE, ("7", 499, 500)]),
        ("<CNV>", "SVLEN=400", [HERE, ("7", 499, 500)]),
        ("<INS>", "END=100;SVLEN=400", [HERE, HERE]),
        ("<INS>", "SVLEN=400", [HERE, HERE]),
        ("G]17:198982]", ".", [HERE, ("17", 198981, 198982)]),
        ("]CHR13:123456]T", ".", [HERE, ("13", 123455, 123456)]),
        ("C[<CTG1>:7[", ".", [HERE, ("<CTG1>", 6, 7)]),
        ("[17:0[C", ".", [HERE, ("17", 0, 0)]),
        (".TGC", ".", [HERE, HERE]),
        ("G.", ".", [HERE, HERE]),
    ],
)
def test_places(alt: str, info: str, places: list[tuple[str, int, int]]) -> None:
    """VCF 4.3, 5: END closes the interval; SVLEN counts the bases behind POS."""
    record = VcfRecord(9, ("chr7", "100", ".", "G", alt, ".", "PASS", info))

    assert list(places_of(record, alt)) == places

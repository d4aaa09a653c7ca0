"""Catalogues of signatures and contributions: layout, numbers, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.signatures import CHANNELS
from oncomatch.domain.tumor_wide import MarkerOrigin
from oncomatch.errors import InputError
from oncomatch.readers.signature_files import read_catalogue, read_contributions

GIVEN = "signature\tcontribution\nSBS1\t0.2\nSBS4\t0.5\nSBS9\t0.0\n"


def catalogue_text(first: str = "0.5") -> str:
    """Return a catalogue of two signatures: one in two channels, one flat; rows in any order."""
    rows = []
    for number, channel in enumerate(CHANNELS):
        spiked = first if number == 0 else "0.5" if number == 95 else "0"
        rows.append(f"{channel}\t{spiked}\t{1 / 96}")
    return "Type\tSBS1\tSBS2\n" + "\n".join(reversed(rows)) + "\n"


def test_a_catalogue_is_read_in_the_order_of_the_channels(tmp_path: Path) -> None:
    path = tmp_path / "sbs.txt"
    path.write_text(catalogue_text())
    found = read_catalogue(path)

    assert (found.source, found.names) == ("sbs.txt", ("SBS1", "SBS2"))
    assert found.shares[0][0] == found.shares[0][95] == 0.5
    assert found.shares[0][1:95] == (0.0,) * 94


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Type", "type", "is no catalogue of signatures"),
        ("A[C>A]A", "A[C>A]C", "is unknown or stands twice"),
        ("A[C>A]A", "ACA>A", "the type 'ACA>A' is unknown or stands twice"),
        ("A[C>A]A\t0.5", "A[C>A]A\t0.9", "SBS1 adds up to 1.400; expected is 1"),
        ("A[C>A]A\t0.5", "A[C>A]A\t-0.5", "SBS1 is '-0.5'; expected is a share, 0 to 1"),
        ("A[C>A]A\t0.5", "A[C>A]A\tx", "SBS1 is 'x'; expected is a share"),
        ("SBS1\tSBS2", "SBS1\t=cmd()", "'=cmd()' is no name of a signature"),
        ("SBS1\tSBS2", "SBS1\tSBS1", "stands twice"),
    ],
)
def test_what_is_no_catalogue(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "sbs.txt"
    path.write_text(catalogue_text().replace(old, new))

    with pytest.raises(InputError) as caught:
        read_catalogue(path)
    assert sentence in str(caught.value)


def test_a_catalogue_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "sbs.txt"
    path.write_text("".join(catalogue_text().splitlines(keepends=True)[:50]))

    with pytest.raises(InputError, match="and 46 more are absent"):
        read_catalogue(path)


def test_contributions_are_read_strongest_first(tmp_path: Path) -> None:
    path = tmp_path / "sbs.txt"
    path.write_text(GIVEN)
    found = read_contributions(path, 0.06)

    assert found.origin is MarkerOrigin.FILE
    assert [(each.name, each.share, each.low) for each in found.shares] == [
        ("SBS4", 0.5, None),
        ("SBS1", 0.2, None),
    ]
    assert found.names == ("SBS1", "SBS4", "SBS9")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("contribution", "weight", "there is no column contribution"),
        ("0.5", "50", "contribution is '50'; expected is a share, 0 to 1"),
        ("0.2", "0.9", "the contributions add up to 1.4; expected are shares of 1"),
        ("SBS4", "SBS1", "the signature 'SBS1' stands twice"),
        ("SBS4", "<b>", "'<b>' is no name of a signature"),
    ],
)
def test_what_are_no_contributions(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "sbs.txt"
    path.write_text(GIVEN.replace(old, new))

    with pytest.raises(InputError) as caught:
        read_contributions(path, 0.06)
    assert sentence in str(caught.value)

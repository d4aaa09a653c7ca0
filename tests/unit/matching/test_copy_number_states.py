"""A ratio becomes copies by purity and ploidy, and without them keeps what it cannot exclude."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import CopyNumberThresholds, Measured, TumorContent
from oncomatch.matching.copy_number_state import CopyScale

AMPLIFICATION, GAIN = CopyNumberKind.AMPLIFICATION, CopyNumberKind.GAIN
LOSS, DELETION = CopyNumberKind.LOSS, CopyNumberKind.DELETION
LIMITS = CopyNumberThresholds()


def scale(
    purity: float | None = None, ploidy: float | None = None, male: bool | None = None
) -> CopyScale:
    return CopyScale(LIMITS, TumorContent(purity, ploidy, male))


@pytest.mark.parametrize(
    ("ratio", "purity", "ploidy", "copies"),
    [
        # Illumina's example for TruSight Tumor 170: fold change 2.2 at 30 % is 10 copies of MET.
        (2.2, 0.3, None, 10),
        (1.5, 1.0, None, 3),
        (1.0, 0.4, None, 2),
        (1.0, 0.4, 3.0, 3),
        (0.5, 0.5, None, 0),
        (0.1, 0.5, None, 0),
        (2.0, 0.5, 4.0, 10),
    ],
)
def test_copies_from_a_ratio(
    ratio: float, purity: float, ploidy: float | None, copies: float
) -> None:
    state = scale(purity, ploidy).state_of(Measured(log2=log2(ratio)), "7")

    assert state.copies == pytest.approx(copies)


@given(st.floats(0, 30), st.floats(0.05, 1), st.floats(1.2, 6))
def test_the_ratio_of_a_mixture_gives_the_copies_back(
    copies: float, purity: float, ploidy: float
) -> None:
    mixed = purity * copies + 2 * (1 - purity)
    mean = purity * ploidy + 2 * (1 - purity)
    if mixed < 1e-6:
        return
    found = scale(purity, ploidy).copies_of(Measured(log2=log2(mixed / mean)), "7")

    assert found == pytest.approx(copies, abs=0.01)


@pytest.mark.parametrize(
    ("value", "kind", "possible"),
    [
        (1.585, AMPLIFICATION, ()),
        (1.58, GAIN, (AMPLIFICATION,)),
        (0.2, GAIN, (AMPLIFICATION,)),
        (0.19, None, ()),
        (-0.24, None, ()),
        (-0.25, LOSS, (DELETION,)),
        (-1.1, DELETION, ()),
    ],
)
def test_a_ratio_without_purity(
    value: float, kind: CopyNumberKind | None, possible: tuple[CopyNumberKind, ...]
) -> None:
    state = scale().state_of(Measured(log2=value), "7")

    assert (state.kind, state.possible, state.copies) == (kind, possible, None)


@given(st.floats(0.05, 1), st.floats(6, 100))
def test_what_is_called_amplified_without_purity_is_so_at_every_purity(
    purity: float, copies: float
) -> None:
    ratio = log2((purity * copies + 2 * (1 - purity)) / 2)
    blind = scale().state_of(Measured(log2=ratio), "7")

    assert AMPLIFICATION in (blind.kind, *blind.possible) or ratio < LIMITS.log2_gain
    if blind.kind is AMPLIFICATION:
        assert scale(purity).state_of(Measured(log2=ratio), "7").kind is AMPLIFICATION


@pytest.mark.parametrize(
    ("copies", "ploidy", "kind"),
    [
        (6, None, AMPLIFICATION),
        (6, 3.1, GAIN),
        (9.3, 3.1, AMPLIFICATION),
        (3, 3.1, None),
        (2, 3.1, LOSS),
        (0.5, 3.1, DELETION),
        (0.6, 3.1, LOSS),
    ],
)
def test_limits_grow_with_the_ploidy_but_not_that_of_deletion(
    copies: float, ploidy: float | None, kind: CopyNumberKind
) -> None:
    assert scale(ploidy=ploidy).state_of(Measured(copies=copies), "7").kind is kind


@pytest.mark.parametrize(
    ("call", "value", "kind", "possible"),
    [
        (GAIN, 0.5, GAIN, (AMPLIFICATION,)),
        (GAIN, 2.0, AMPLIFICATION, ()),
        (GAIN, -0.1, GAIN, (AMPLIFICATION,)),
        (None, 0.5, None, ()),
        (LOSS, -0.5, LOSS, (DELETION,)),
        (LOSS, -2.0, DELETION, ()),
    ],
)
def test_the_call_of_a_file_stands_and_a_ratio_makes_it_stronger(
    call: CopyNumberKind | None,
    value: float,
    kind: CopyNumberKind | None,
    possible: tuple[CopyNumberKind, ...],
) -> None:
    state = scale().state_of(Measured(log2=value, called=True, call=call), "7")

    assert (state.kind, state.possible) == (kind, possible)


def test_a_firm_call_goes_before_copies() -> None:
    measured = Measured(copies=2, called=True, firm=True, call=AMPLIFICATION, note="as called")
    state = scale().state_of(measured, "7")

    assert (state.kind, state.copies, state.reason) == (AMPLIFICATION, 2, "as called")


@pytest.mark.parametrize(
    ("contig", "copies", "male", "kind", "possible"),
    [
        ("X", 1, True, None, ()),
        ("X", 1, False, LOSS, ()),
        ("X", 1, None, None, (LOSS,)),
        ("X", 0, True, DELETION, ()),
        ("X", 0, None, DELETION, ()),
        ("Y", 0, None, None, (LOSS, DELETION)),
        ("Y", 0, True, DELETION, ()),
        ("X", 8, True, AMPLIFICATION, ()),
        ("7", 1, True, LOSS, ()),
    ],
)
def test_one_x_is_no_loss_in_a_man(
    contig: str,
    copies: float,
    male: bool | None,
    kind: CopyNumberKind | None,
    possible: tuple[CopyNumberKind, ...],
) -> None:
    state = scale(male=male).state_of(Measured(copies=copies), contig)

    assert (state.kind, state.possible) == (kind, possible)


def test_the_ratio_of_a_sex_chromosome_gives_no_copies_unless_there_are_two() -> None:
    ratio = Measured(log2=-1.0)

    assert scale(1.0, male=False).copies_of(ratio, "X") == 1
    assert scale(1.0, male=True).copies_of(ratio, "X") is None
    assert scale(1.0).state_of(ratio, "X").possible == (LOSS, DELETION)


@pytest.mark.parametrize("words", [{"purity": 0.0}, {"purity": 1.01}, {"ploidy": 0.1}], ids=str)
def test_a_content_that_cannot_be_is_refused(words: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected is"):
        TumorContent(**words)


@pytest.mark.parametrize(
    "limits",
    [{"log2_gain": -0.1}, {"log2_loss": 0.1}, {"log2_deletion": 0.0}, {"arm_share": 0.0}],
    ids=str,
)
def test_limits_of_the_ratio_that_contradict_each_other_are_refused(
    limits: dict[str, float],
) -> None:
    with pytest.raises(ValueError, match=r"expected is log2_deletion|arm_share"):
        CopyNumberThresholds(**limits)

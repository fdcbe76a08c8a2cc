"""Schedules as they are offered and typed, and the factors they come to."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ExpressionError
from core.schedule_factors import factors, schedule_warning
from core.schedules import PRESETS, parse_schedule

BY_TITLE = {preset.title: preset.text for preset in PRESETS}


@pytest.mark.parametrize("text", BY_TITLE.values(), ids=BY_TITLE.keys())
@pytest.mark.parametrize("steps", [*range(1, 40), 99, 100, 101, 1000, 65_537, 10**6])
def test_an_offered_schedule_is_a_factor_everywhere(text: str, steps: int) -> None:
    values = factors(text, steps)
    assert values.shape == (steps,)
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert (values <= 1).all()
    assert values[0] > 0


@given(
    text=st.sampled_from(sorted(BY_TITLE.values())),
    steps=st.integers(1, 10**6),
    share=st.floats(0, 1),
)
def test_no_length_of_a_run_breaks_an_offered_schedule(text: str, steps: int, share: float) -> None:
    value = factors(text, steps)[round(share * (steps - 1))]
    assert 0 <= value <= 1


def cosine(t: int, steps: int) -> float:
    return (1 + math.cos(math.pi * (t - 1) / steps)) / 2


def one_cycle(t: int, steps: int) -> float:
    """PyTorch's OneCycleLR with cosines, divided by its largest rate, without a floor."""
    done = (t - 1) / steps
    if done < 0.3:
        return 1 / 25 + (1 - 1 / 25) * (1 - math.cos(math.pi * done / 0.3)) / 2
    return (1 + math.cos(math.pi * (done - 0.3) / 0.7)) / 2


@pytest.mark.parametrize(
    ("title", "recurrence"),
    [
        ("Constant", lambda t, steps: 1.0),
        ("Step decay", lambda t, steps: 0.1 ** ((3 * (t - 1)) // steps)),
        ("Exponential", lambda t, steps: math.exp(-(t - 1) / steps * math.log(100))),
        ("1/√(t + 1)", lambda t, steps: (t + 1) ** -0.5),
        ("Cosine", cosine),
        ("Warm-up, then constant", lambda t, steps: min(1.0, t / (steps / 10))),
        ("One-cycle", one_cycle),
    ],
)
def test_an_offered_schedule_is_what_its_title_says(
    title: str, recurrence: Callable[[int, int], float]
) -> None:
    wanted = [recurrence(t, 60) for t in range(1, 61)]
    np.testing.assert_allclose(factors(BY_TITLE[title], 60), wanted, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("title", ["Warm-up, then cosine", "Warm-up, then 1/√t"])
def test_a_warm_up_is_a_straight_line_to_the_full_rate(title: str) -> None:
    values = factors(BY_TITLE[title], 200)
    np.testing.assert_allclose(values[:20], np.arange(1, 21) / 20, rtol=1e-14)
    assert (np.diff(values[20:]) < 0).all()


def test_factors_are_shared_and_cannot_be_written() -> None:
    assert factors("1/t", 5).tolist() == [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]
    with pytest.raises(ValueError, match="read-only"):
        factors("1/t", 5)[0] = 2.0


@pytest.mark.parametrize(
    ("text", "span"), [("cos(s)", (4, 5)), ("1 +", (3, 3)), ("__import__('os')", None)]
)
def test_what_is_not_a_schedule_is_refused_with_its_place(
    text: str, span: tuple[int, int] | None
) -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse_schedule(text)
    assert refusal.value.message.endswith(".")
    assert span is None or refusal.value.span == span


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1/(t - 3)", "Expected a factor at every step; it is infinite at t = 3."),
        ("sqrt(T/2 - t)", "Expected a factor at every step; it is undefined at t = 6."),
    ],
)
def test_a_factor_that_is_no_number_somewhere_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        factors(text, 10)
    assert refusal.value.message == sentence


def test_a_negative_factor_is_allowed_and_remarked_on() -> None:
    assert schedule_warning("cos(pi t/T)", 10) == (
        "The factor is negative at t = 6, so that the step goes uphill."
    )
    assert all(schedule_warning(preset.text, 500) == "" for preset in PRESETS)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gui.plot.loss_scale import DECADES_BELOW_HIGHEST, scale_for

LOSSES = arrays(np.float64, 20, elements=st.floats(-1e9, 1e9))


def texts(losses: list[float], target: int = 6) -> list[str]:
    values = np.array(losses)
    return [tick.text for tick in scale_for(values, values[:1]).ticks(target)]


def test_positive_losses_have_a_logarithmic_axis() -> None:
    assert texts([100.0, 3.0, 0.02]) == ["10⁻²", "10⁻¹", "10⁰", "10¹", "10²"]


def test_many_decades_skip_labels_but_keep_zero_power() -> None:
    found = texts([1e4, 1e-9], target=5)
    assert len(found) <= 6
    assert "10⁰" in found


def test_equal_steps_for_equal_ratios() -> None:
    values = np.array([100.0, 10.0, 1.0])
    heights = scale_for(values, values[:1]).heights(values)
    assert heights.tolist() == pytest.approx([1.0, 0.5, 0.0])


def test_a_loss_of_zero_lies_on_the_floor() -> None:
    values = np.array([10.0, 0.0, np.nan])
    heights = scale_for(values, values[:1]).heights(values)
    assert heights[1] == 0.0
    assert np.isnan(heights[2])


def test_a_narrow_range_fills_the_axis_with_round_numbers() -> None:
    values = np.array([2.1, 1.0, 1.5])
    scale = scale_for(values, values[:1])
    assert scale.heights(values).max() > 0.9
    assert scale.heights(values).min() < 0.1
    assert [tick.text for tick in scale.ticks(6)] == ["1.0", "1.5", "2.0"]


def test_negative_losses_have_a_symmetric_axis_with_zero_on_it() -> None:
    assert texts([5.0, -3.0, -50.0]) == ["−10¹", "−10⁰", "0", "10⁰"]


def test_a_run_to_infinity_does_not_flatten_the_others() -> None:
    values = np.array([1.0, 0.1, 1e200])
    assert scale_for(values, values[:1]).high == 3.0


def test_a_loss_next_to_nothing_does_not_stretch_the_axis() -> None:
    values = np.array([1.0, 1e-300])
    assert scale_for(values, values[:1]).low == -DECADES_BELOW_HIGHEST


@pytest.mark.parametrize(
    "losses",
    [[], [np.nan], [0.0], [1.0, 1.0], [-1.0], [-5e-324], [1.7e308, 1.0], [-1.7e308, 1.7e308]],
)
def test_every_axis_has_an_extent(losses: list[float]) -> None:
    values = np.array(losses)
    scale = scale_for(values, values[:1])
    assert scale.high > scale.low
    assert scale.ticks(5)


@given(LOSSES)
def test_heights_rise_with_the_losses(losses: np.ndarray) -> None:
    scale = scale_for(losses, losses[:1])
    heights = scale.heights(np.sort(losses))
    drawn = heights[np.isfinite(heights)]
    assert (np.diff(drawn) >= 0).all()
    assert ((drawn >= 0) & (drawn <= 1)).all()

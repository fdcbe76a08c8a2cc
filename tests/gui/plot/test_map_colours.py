"""The colours of a map: what has a number, what has none, and what is not known yet."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtGui import QImage

from core.axes import Axis
from core.budget import DEFAULT_TOLERANCE
from core.compiler.arrays import FloatArray
from core.hyperparameter_map import Ending, HyperparameterMap
from core.optimizers.momentum import Momentum
from core.outcome import BoolArray
from core.scene import Entry
from core.stability_boundary import NO_BOUNDARY
from gui.plot.map_colours import (
    ColourScale,
    Look,
    Quantity,
    colour_scale,
    colours,
    ground,
    map_picture,
)
from gui.theme import DARK, LIGHT, Theme


def map_of(
    values: FloatArray, known: BoolArray | None = None, stride: int = 1
) -> HyperparameterMap:
    """Return a map whose every number is one of `values`."""
    known = np.ones(values.shape, np.bool_) if known is None else known
    numbers = np.where(known, values, np.nan)
    shares = np.where(known, 0.0, np.nan)
    ending = Ending(*(numbers if field.name.startswith(("mean", "median")) else shares
                      for field in fields(Ending)))  # fmt: skip
    axes = Axis("learning_rate", 0.01, 1.0, True), Axis("momentum", 0.0, 1.0)
    entry = Entry(Momentum())
    return HyperparameterMap(
        entry, *axes, DEFAULT_TOLERANCE, ending, known, stride, NO_BOUNDARY
    )  # fmt: skip


def look(quantity: Quantity, width: int, height: int, theme: Theme = LIGHT) -> Look:
    return Look(quantity, theme, width, height, 1.0)


def pixel(image: QImage, x: int, y: int) -> int:
    return image.pixel(x, y)


def test_the_first_row_is_at_the_bottom() -> None:
    found = map_picture(
        map_of(np.array([[1.0, 1e-6], [1e-3, 1e-3]])), look(Quantity.MEAN_LOSS, 20, 20), 5.0
    )
    table = colours()
    assert pixel(found.image, 5, 15) == table[-1]
    assert pixel(found.image, 15, 15) == table[0]
    assert pixel(found.image, 5, 5) == pixel(found.image, 15, 5)
    assert pixel(found.image, 5, 5) not in (table[0], table[-1])


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_is_lost_or_above_the_start_has_no_colour(theme: Theme) -> None:
    values = np.array([[np.inf, 7.0, 4.0]])
    found = map_picture(map_of(values), look(Quantity.MEAN_LOSS, 60, 20, theme), 5.0)
    seen = [{pixel(found.image, x, y) for x in range(first, first + 20) for y in range(20)}
            for first in (0, 20, 40)]  # fmt: skip
    assert ground("lost", theme).rgb() in seen[0]
    assert ground("missed", theme).rgb() in seen[1]
    # Each ground has its hatch, and a number has neither.
    assert [len(each) for each in seen] == [2, 2, 1]
    assert seen[2] <= set(colours().tolist())


def test_steps_that_do_not_exist_are_missed() -> None:
    found = map_picture(map_of(np.array([[np.nan, 12.0]])), look(Quantity.STEPS, 40, 10), 0.0)
    seen = {pixel(found.image, x, y) for x in range(20) for y in range(10)}
    assert ground("missed", LIGHT).rgb() in seen


@given(
    arrays(np.bool_, (9, 11)), st.sampled_from((4, 2, 1)), st.sampled_from([*Quantity])
)  # fmt: skip
def test_every_pixel_shows_the_nearest_known_one(
    extra: BoolArray, stride: int, quantity: Quantity
) -> None:
    known = np.zeros((9, 11), np.bool_)
    known[::stride, ::stride] = True
    finer = max(1, stride // 2)
    known[::finer, ::finer] |= extra[::finer, ::finer]
    image = map_picture(map_of(np.ones((9, 11)), known, stride), look(quantity, 11, 9), 5.0).image
    assert all(pixel(image, x, y) for x in range(11) for y in range(9))


def test_what_is_not_known_is_transparent() -> None:
    known = np.zeros((4, 4), np.bool_)
    found = map_picture(map_of(np.ones((4, 4)), known, 0), look(Quantity.MEAN_LOSS, 4, 4), 5.0)
    assert found.scale is None
    assert pixel(found.image, 1, 1) == 0


def test_shares_have_all_colours_and_losses_round_ends() -> None:
    assert colour_scale(np.array([0.2]), Quantity.REACHED) == ColourScale(0.0, 100.0, False)
    assert colour_scale(np.array([3e-5, 40.0]), Quantity.MEAN_LOSS) == ColourScale(2e-5, 50.0, True)
    assert colour_scale(np.array([-1.9, 3.1]), Quantity.MEAN_LOSS) == ColourScale(-2.0, 4.0, False)
    assert colour_scale(np.array([1.0, 2.0]), Quantity.STEPS) == ColourScale(1.0, 2.0, False)
    assert colour_scale(np.empty(0), Quantity.STEPS) is None


FINITE = st.floats(-1e300, 1e300)


@given(arrays(np.float64, st.integers(1, 30), elements=FINITE | st.floats(0, 1e-300)))
def test_a_scale_holds_its_numbers(numbers: FloatArray) -> None:
    scale = colour_scale(numbers, Quantity.MEAN_LOSS)
    assert scale is not None
    assert scale.low < scale.high
    places = scale.places(numbers)
    assert ((places >= 0) & (places <= 1)).all()
    assert all(scale.low * (1 - 1e-9) <= tick.value for tick in scale.ticks(5)) or scale.low < 0

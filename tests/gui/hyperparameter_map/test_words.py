"""What is said about hyperparameter maps."""

from __future__ import annotations

import pytest

from core.axes import Axis
from core.budget import Tolerance
from core.expression import parse_loss
from core.hyperparameter_map import HyperparameterMap, map_hyperparameters
from core.landscape import Surface
from core.optimizers.momentum import Momentum
from core.scene import Entry, Parameter, Scene, Start
from gui.hyperparameter_map.words import conditions, grounds, pixel_at, reading, title
from gui.plot.map_colours import Quantity

BOWL = Scene(
    loss="a x^2 + y^2",
    parameters={"a": Parameter(2.0)},
    starts=(Start(1.0, 1.0),),
    entries=(Entry(Momentum()),),
    steps=50,
    seed=3,
)
AXES = Axis("learning_rate", 1e-3, 10.0, True), Axis("momentum", 0.0, 1.0)


@pytest.fixture(scope="module")
def found() -> HyperparameterMap:
    surface = Surface(parse_loss(BOWL.loss), {"a": 2.0})
    *_, last = map_hyperparameters(surface, BOWL, BOWL.entries[0], *AXES, 8, 4)
    return last


def test_conditions_say_what_a_map_stands_for(found: HyperparameterMap) -> None:
    said = conditions("Momentum", BOWL, found)
    assert said.startswith("Momentum on a x^2 + y^2, a = 2: 1 start, 50 steps, seed 3.")
    assert "Tolerance: gradient norm ≤ 0.001. 8 × 4 pixels. Dashed: where theory" in said


def test_averages_are_called_what_they_are() -> None:
    tolerance = Tolerance("loss", 0.5)
    assert title(Quantity.MEAN_LOSS, 5, tolerance) == "Final loss, mean over 5 starts"
    assert title(Quantity.STEPS, 5, tolerance) == "Steps to loss ≤ 0.5, median over 5 starts"
    assert title(Quantity.MEDIAN_LOSS, 1, tolerance) == "Final loss from the one start"


def test_pixels_without_a_colour_are_named() -> None:
    assert grounds(Quantity.REACHED, 5, 50) == []
    assert grounds(Quantity.STEPS, 1, 50) == [
        ("missed", "not reached in 50 steps"),
        ("lost", "diverged or left the domain"),
    ]
    assert grounds(Quantity.MEDIAN_LOSS, 5, 50) == [
        ("missed", "median above that of the starts"),
        ("lost", "half the runs diverged or left the domain"),
    ]


def test_a_pixel_is_read_in_the_middle_of_its_values(found: HyperparameterMap) -> None:
    pixel = pixel_at(found, AXES, (0.1, 0.9), True)
    assert pixel.is_known
    assert pixel.x == found.x_values[4]
    assert pixel.y == found.y_values[3]
    assert pixel.mean_loss == found.ending.mean_loss[3, 4]
    assert reading(Quantity.MEAN_LOSS, pixel).startswith("loss ")
    assert reading(Quantity.STEPS, pixel) == "not reached"
    assert reading(Quantity.DIVERGED, pixel) == "0 %"
    quick = pixel_at(found, AXES, (0.3, 0.2), True)
    assert reading(Quantity.STEPS, quick) == f"{found.ending.median_steps[0, 4]:.0f} steps"


def test_nothing_is_read_outside_or_of_other_ranges(found: HyperparameterMap) -> None:
    outside = pixel_at(found, AXES, (100.0, 0.5), False)
    assert not outside.is_known
    assert (outside.x, outside.y) == (100.0, 0.5)
    assert reading(Quantity.STEPS, outside) == ""
    zoomed = Axis("learning_rate", 1e-2, 1.0, True), AXES[1]
    assert not pixel_at(found, zoomed, (0.1, 0.5), True).is_known

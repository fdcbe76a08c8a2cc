"""A traced step is the race's own, bit for bit."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from core.errors import Cancelled
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.momentum import Momentum
from core.optimizers.own import OwnMethod
from core.race import run_race
from core.scene import Entry, Noise, NumericalGradient, Scene, Start
from core.trace import CHUNK, trace_step

SURFACE = Surface(parse_loss("(x^2 + y - 11)^2 + (x + y^2 - 7)^2"), {})
STARTS = (Start(-1.0, 2.0), Start(0.5, -1.5), Start(3.2, 0.1))


def scene(*entries: Entry, steps: int = 30) -> Scene:
    return Scene(loss="", starts=STARTS, entries=entries, steps=steps, seed=11)


@pytest.mark.parametrize("method", METHODS)
def test_a_step_ends_where_the_race_went(method: type[Optimizer]) -> None:
    noisy = Entry(method(), noise=Noise("student", 0.01), numerical_gradient=NumericalGradient())
    contest = scene(Entry(method()), noisy)
    race = run_race(SURFACE, contest)
    for entry, step in itertools.product(range(2), (1, 2, 30)):
        trace = trace_step(SURFACE, contest, entry, 1, step)
        expected = [race.x, race.y, race.loss]
        after = [float(array[entry, 1, step]) for array in expected]
        before = [float(array[entry, 1, step - 1]) for array in expected]
        assert [*trace.after, trace.loss_after] == after
        assert [*trace.before["x"], trace.loss_before] == before
        slope = race.gradient_x[entry, 1, step - 1], race.gradient_y[entry, 1, step - 1]
        assert trace.gradient == slope


def test_lines_and_names_hold_what_the_rule_computed() -> None:
    contest = scene(Entry(Momentum(learning_rate=0.001, momentum=0.5)))
    first, second = (trace_step(SURFACE, contest, 0, 0, step) for step in (1, 2))
    assert first.before["v"] == (0.0, 0.0)
    assert first.before["gamma"] == (0.5, 0.5)
    assert first.before["t"] == (1.0, 1.0)
    assert first.before["g"] == first.gradient
    assert second.before["v"] == first.lines[0]
    assert second.before["x"] == first.after == first.lines[-1]


def test_the_learning_rate_is_the_scheduled_one_and_the_gradient_the_one_seen() -> None:
    entry = Entry(Adam(learning_rate=0.5), schedule="1 - t/T", noise=Noise("gaussian", 1.0))
    trace = trace_step(SURFACE, scene(entry), 0, 2, 15)
    assert trace.before["eta"] == (0.25, 0.25)
    assert trace.before["g"] != trace.gradient
    assert max(np.subtract(trace.before["g"], trace.gradient)) < 6


def test_a_stated_start_is_there_from_the_first_step() -> None:
    method = OwnMethod(title="Home", rule="c(0) = 2 x\nx = x + (c - x)/2")
    trace = trace_step(SURFACE, scene(Entry(method)), 0, 0, 1)
    assert trace.before["c"] == (-2.0, 4.0)
    assert trace.after == (-1.5, 3.0)


def test_a_distant_step_can_be_given_up() -> None:
    contest = scene(Entry(Adam()), steps=10 * CHUNK)
    asked: list[int] = []

    def give_up() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        trace_step(SURFACE, contest, 0, 0, 10 * CHUNK, give_up)
    assert len(asked) == 4


def test_steps_told_in_any_order_are_those_of_the_race() -> None:
    """What is remembered of a run on its way serves that run alone, and no step before it."""
    contest = scene(
        Entry(Adam(learning_rate=0.01), noise=Noise("gaussian", 0.5)),
        Entry(Adam(learning_rate=0.02), noise=Noise("gaussian", 0.5)),
        steps=2 * CHUNK + 20,
    )
    race = run_race(SURFACE, contest)
    steps = (2 * CHUNK + 9, 2 * CHUNK + 10, CHUNK + 5, CHUNK, CHUNK + 1, 3, 2 * CHUNK + 1)
    for step, entry, start in itertools.product(steps, range(2), range(2)):
        trace = trace_step(SURFACE, contest, entry, start, step)
        assert trace.after == (race.x[entry, start, step], race.y[entry, start, step])


def test_a_step_next_to_one_that_was_told_needs_no_run_from_the_start() -> None:
    contest = scene(Entry(Momentum(learning_rate=0.0005)), steps=20 * CHUNK)
    asked: list[int] = []

    def note() -> bool:
        asked.append(1)
        return False

    trace_step(SURFACE, contest, 0, 0, 20 * CHUNK - 1, note)
    assert len(asked) == 20
    trace_step(SURFACE, contest, 0, 0, 20 * CHUNK - 2, note)
    assert len(asked) == 21

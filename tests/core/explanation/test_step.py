"""Every method is explained, and with the numbers of the race."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings

from core.errors import Cancelled, RuleError
from core.explanation import StepExplanation, explain_step
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.rule import rule_of
from core.race import run_race
from core.scene import Entry, Noise, Scene, Start
from tests.core.explanation.runs import explained, own
from tests.core.rule_texts import LETTERS, rules

SURFACE = Surface(parse_loss("(x^2 + y - 11)^2 + (x + y^2 - 7)^2"), {})
STARTS = (Start(-1.0, 2.0), Start(0.5, -1.5))


def contest(method: type[Optimizer]) -> Scene:
    """Race a method with noise, and with a schedule if it has a learning rate."""
    schedule = "1/sqrt(t)" if "eta" in rule_of(method()).letters else ""
    entry = Entry(method(), schedule=schedule, noise=Noise("gaussian", 0.1))
    return Scene(loss="", starts=STARTS, entries=(entry,), steps=12, seed=5)


@pytest.mark.parametrize("method", METHODS)
def test_its_numbers_are_the_race_s_to_the_last_bit(method: type[Optimizer]) -> None:
    scene = contest(method)
    race = run_race(SURFACE, scene)
    for step in (1, 3, 12):
        trace = explain_step(SURFACE, scene, 0, 1, step).trace
        for k, point, loss in (
            (step - 1, trace.before["x"], trace.loss_before),
            (step, trace.after, trace.loss_after),
        ):
            shown = [repr(value) for value in (*point, loss)]
            fields = (race.x, race.y, race.loss)
            assert shown == [repr(float(field[0, 1, k])) for field in fields]
        slope = (race.gradient_x, race.gradient_y)
        expected = [repr(float(field[0, 1, step - 1])) for field in slope]
        assert list(map(repr, trace.gradient)) == expected


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_explained(method: type[Optimizer]) -> None:
    scene = contest(method)
    for step in (1, 4):
        explanation = explain_step(SURFACE, scene, 0, 0, step)
        lines = len(explanation.rule.assignments)
        assert len(explanation.numbers) == lines <= len(explanation.equations)
        assert 2 <= len(explanation.sentences) <= 4
        assert all(str(sentence).endswith(".") for sentence in explanation.sentences)
        ends = [number for arrow in explanation.arrows for number in (*arrow.tail, *arrow.head)]
        assert all(map(math.isfinite, ends))
        assert explanation.arrows[-1].kind == "step"
        assert explanation.arrows[-1].head == explanation.trace.after
        assert_parts_make_the_step(explanation)


def assert_parts_make_the_step(explanation: StepExplanation) -> None:
    parts = [arrow for arrow in explanation.arrows if arrow.kind in ("velocity", "part")]
    step = explanation.arrows[-1]
    for axis in range(2):
        together = math.fsum(part.head[axis] - part.tail[axis] for part in parts)
        sizes = [abs(number) for arrow in (*parts, step) for number in (*arrow.tail, *arrow.head)]
        if parts:
            whole = step.head[axis] - step.tail[axis]
            assert together == pytest.approx(whole, rel=1e-9, abs=1e-13 * max(sizes))


@settings(max_examples=15)
@given(rules(with_eigen=False))
def test_a_rule_of_one_s_own_is_explained(text: str) -> None:
    optimizer = own(text, **LETTERS)
    try:
        rule_of(optimizer)
    except RuleError:
        assume(False)
    explanation = explained(optimizer, 1, start=Start(0.5, 0.25))
    assume(all(map(math.isfinite, explanation.trace.after)))
    assert len(explanation.numbers) == len(explanation.rule.assignments)
    assert 1 <= len(explanation.sentences) <= 4
    assert_parts_make_the_step(explanation)


def test_the_values_stand_in_the_order_of_reading() -> None:
    explanation = explained(Momentum(learning_rate=0.1, momentum=0.9))
    shown = [(value.name, value.value, value.is_result) for value in explanation.values]
    assert shown == [
        ("x", (1.0, 2.0), False),
        ("L(x)", 13.0, False),
        ("∇L(x)", (2.0, 12.0), False),
        ("g", (2.0, 12.0), False),
        ("t", 1.0, False),
        ("η", 0.1, False),
        ("γ", 0.9, False),
        ("scale velocity", 0.0, False),
        ("v", (0.0, 0.0), False),
        ("v", (-0.2, -1.2000000000000002), True),
        ("x", (0.8, 0.7999999999999998), True),
        ("L(x)", explanation.trace.loss_after, True),
    ]


def test_the_learning_rate_is_told_with_its_schedule() -> None:
    rate = explained(GradientDescent(learning_rate=0.1), 4, schedule="1/sqrt(t)").rate
    assert rate is not None
    assert rate == (0.1, 0.05, 0.5)


def test_a_rule_without_a_learning_rate_has_none() -> None:
    assert explained(own("x = x - g / 8")).rate is None


def test_it_can_be_cancelled() -> None:
    scene = Scene(loss="", starts=STARTS, entries=(Entry(GradientDescent(1e-4)),), steps=20_000)
    with pytest.raises(Cancelled):
        explain_step(SURFACE, scene, 0, 0, 20_000, lambda: True)


def test_a_truth_is_shown_as_one_and_the_step_as_a_whole_number() -> None:
    entry = Entry(Adam(bias_correction=False))
    scene = Scene(loss="", starts=(Start(1.0, 2.0),), entries=(entry,), steps=5)
    explanation = explain_step(Surface(parse_loss("x^2 + y^2"), {}), scene, 0, 0, 3)
    shown = {value.name: value.value for value in explanation.values}
    assert shown["bias correction"] is False
    assert repr(shown["t"]) == "3"

"""Sentences that say why, on steps computed by hand."""

from __future__ import annotations

import pytest

from core.explanation import explain_step
from core.explanation.sentences import shown
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.gradient_clipping import GradientClipping
from core.optimizers.momentum import Momentum
from core.optimizers.random_local_search import RandomLocalSearch
from core.optimizers.sam import SharpnessAware
from core.optimizers.sign_descent import SignDescent
from core.scene import Entry, Noise, NumericalGradient, Scene, Start
from tests.core.explanation.runs import BOWL, explained, own, told


def test_gradient_descent() -> None:
    assert told(explained(GradientDescent(learning_rate=0.1), start=Start(1.5, 0.0))) == [
        "The step is 0.3 long and points straight down the slope; the gradient is 3 long.",
        "It is −η g: g is 3 long and is multiplied by −0.1.",
        "The loss falls from 2.25 to 1.44.",
    ]


def test_momentum() -> None:
    sentences = told(explained(Momentum(learning_rate=0.1, momentum=0.9), 2))
    # (−0.34, −1.56) against −(1.6, 4.8): 77.7° − 71.6°; lengths 1.597, 1.095 and 0.506.
    assert sentences[:2] == [
        "The step is 1.6 long and points 6° away from the steepest descent; "
        "the gradient is 5.06 long.",
        "What is kept from before, γ v, contributes 1.09; what is new, −η g, contributes 0.506.",
    ]


def test_a_velocity_that_the_gradient_works_against() -> None:
    sentences = told(explained(Momentum(learning_rate=0.1, momentum=0.9), 3))
    assert sentences[1].startswith("Two parts pull against each other: γ v contributes ")


def test_adam() -> None:
    sentences = told(explained(Adam(learning_rate=0.05)))
    # From the angle of (2, 12), 80.5°, to the diagonal.
    assert sentences == [
        "The step is 0.0707 long and points 36° away from the steepest descent; "
        "the gradient is 12.2 long.",
        "Along x, m̂ is multiplied by 0.025, along y by 0.00417: that turns it by 36°.",
        "The correction for the start at zero multiplies m by 10 and v by 1000, since t is only 1.",
        "The loss falls from 13 to 12.3.",
    ]


def test_the_correction_is_not_told_where_it_is_off_or_over() -> None:
    off = told(explained(Adam(bias_correction=False)))
    over = told(explained(Adam(beta1=0.1, beta2=0.1), 9))
    assert not any("correction" in sentence for sentence in off + over)


def test_signs() -> None:
    assert told(explained(SignDescent(learning_rate=0.01)))[1] == (
        "Only the signs of g count: they move x by 0.01 and y by 0.01, however steep it is."
    )


@pytest.mark.parametrize(
    ("largest", "sentence"),
    [
        (3.0, "The limit acts: min(1, c/‖g‖) is 0.247."),
        (30.0, "The limit min(1, c/‖g‖) does not act here."),
    ],
)
def test_clipping(largest: float, sentence: str) -> None:
    assert sentence in told(explained(GradientClipping(threshold=largest)))


def test_a_limit_may_name_its_factor_first() -> None:
    sentences = told(explained(own("x = x - min(2/norm(g), 1) g")))
    assert "The limit acts: min(2/‖g‖, 1) is 0.164." in sentences


def test_a_random_search_that_keeps_its_point() -> None:
    kept = explained(RandomLocalSearch(step_size=0.1), start=Start(0.0, 0.0))
    assert told(kept) == [
        "The step is zero: the point stays where it is.",
        "The condition L(p) < L(x) does not hold.",
    ]


def test_a_gradient_taken_ahead() -> None:
    sentences = told(
        explained(SharpnessAware(learning_rate=0.1, radius=0.5), start=Start(1.0, 0.0))
    )
    assert "The gradient is taken at (1.5, 0), 0.5 away from where the step begins." in sentences


def test_a_schedule() -> None:
    sentences = told(explained(GradientDescent(learning_rate=0.1), 4, schedule="1/sqrt(t)"))
    assert "The schedule makes the learning rate 0.05: 0.5 of 0.1." in sentences


def test_a_schedule_that_has_hardly_begun() -> None:
    schedule = "(1 + cos(pi (t - 1)/T))/2"
    sentences = told(explained(GradientDescent(learning_rate=0.1), 2, schedule=schedule))
    told_rate = next(text for text in sentences if text.startswith("The schedule"))
    assert told_rate.count("0.1") == 1, "a rate that has changed reads as another number"


def test_scales_that_are_alike_turn_nothing() -> None:
    # The gradient of x² + 3y² is (3, 3) there.
    sentences = told(explained(Adam(learning_rate=0.06), start=Start(1.5, 0.5)))
    expected = "Along x, m̂ is multiplied by 0.02, along y by 0.02, which does not turn it."
    assert expected in sentences


@pytest.mark.parametrize(
    ("scale_velocity", "said"),
    [
        (False, "It scales what is new; what is kept has the rates of earlier steps."),
        (True, "It scales what is kept from earlier steps as well."),
    ],
)
def test_what_a_schedule_scales(scale_velocity: bool, said: str) -> None:
    method = Momentum(learning_rate=0.1, scale_velocity=scale_velocity)
    sentences = told(explained(method, 2, schedule="1/t"))
    assert f"The schedule makes the learning rate 0.05: 0.5 of 0.1. {said}" in sentences


def test_a_condition_on_the_step() -> None:
    rule = "x = x - where(t < 3, 0.1, 0.01) g"
    assert "The condition t < 3 holds." in told(explained(own(rule), 2))
    assert "The condition t < 3 does not hold." in told(explained(own(rule), 3))


def test_a_step_from_a_flat_point() -> None:
    sentences = told(explained(own("x = x + where(t > 0, 1, 1)"), start=Start(0.0, 0.0)))
    assert sentences[0] == "The step is 1.41 long, though the gradient here is zero."


def test_a_velocity_that_the_step_has_renewed_is_not_called_kept() -> None:
    sentences = told(explained(own("m = 0.9 m + g\nx = x - 0.1 m - 0.01 x"), 2))
    assert sentences[1].startswith("Two parts add up: −0.1 m contributes ")


def test_a_sign_of_zero_leaves_its_coordinate_alone() -> None:
    explanation = explained(SignDescent(learning_rate=0.01), start=Start(1.0, 0.0))
    assert told(explanation)[1].startswith(
        "Only the signs of g count: they move x by 0.01 and y by 0,"
    )
    assert explanation.scale == pytest.approx((0.01 / 2, 0.0))


def test_an_iterate_that_changes_its_side() -> None:
    assert "It is −x − x: x is 2.24 long and is multiplied by −2." in told(explained(own("x = -x")))


@pytest.mark.parametrize(
    "rule",
    [
        "x = x - g / (t/0.1)",
        "x = x - 0.1 g / (1 - 0.9^t)",
        "m(0) = g\nm = 0.9 m\nx = x - 0.1 m / (1 - 0.9^t)",
    ],
)
def test_a_divisor_that_grows_is_no_correction_for_a_start_at_zero(rule: str) -> None:
    assert not any("correction" in sentence for sentence in told(explained(own(rule))))


@pytest.mark.parametrize("limit", ["min(norm(g), 1)", "min(t, 3)", "min(1, t/10)", "min(1, 1)"])
def test_a_minimum_that_cuts_no_length_is_not_called_a_limit(limit: str) -> None:
    sentences = told(explained(own(f"s = {limit}\nx = x - 0.1 s g")))
    assert not any("limit" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    "rule", ["x = where(x > 1.5, x - 0.1 g, x + 0.1 g)", "x = x^2", "x = min(x, 1)"]
)
def test_a_step_that_is_no_sum_may_still_start_from_its_point(rule: str) -> None:
    assert not any("does not start" in sentence for sentence in told(explained(own(rule))))


def test_gradients_at_many_points_are_counted() -> None:
    rule = "p = x - g\nq = x + 2g\nx = x - 0.1 (g + grad(p) + grad(q) + grad(q))"
    sentence = "The gradient is taken at 2 other points as well, up to 24.3 away "
    assert any(line.startswith(sentence) for line in told(explained(own(rule))))


def test_a_change_too_small_to_show_is_told_by_itself() -> None:
    sentences = told(explained(GradientDescent(learning_rate=1e-6)))
    assert sentences[-1] == "The loss falls by 0.000148 and stays near 13."


@pytest.mark.parametrize("size", [1e-180, 1e180])
def test_angles_are_those_of_vectors_of_any_length(size: float) -> None:
    explanation = explained(own("x = x + a g", a=0.5), start=Start(size, 0.0))
    assert "180° away from the steepest descent" in told(explanation)[0]


def test_a_jump() -> None:
    assert "It leads to a point that does not start from this one." in told(
        explained(own("p(0) = g\nx = 2 p"))
    )


def test_noise_larger_than_the_gradient_comes_early() -> None:
    def sentences(scale: float) -> list[str]:
        entry = Entry(GradientDescent(), noise=Noise("gaussian", scale))
        scene = Scene(loss="", starts=(Start(1.0, 2.0),), entries=(entry,), steps=3)
        return told(explain_step(BOWL, scene, 0, 0, 1))

    assert "is larger than the gradient itself, 12.2." in sentences(1e4)[1]
    assert any("long, the gradient itself 12.2." in sentence for sentence in sentences(1e-3))


def test_a_difference_quotient_tells_its_error() -> None:
    quotient = NumericalGradient("forward", 0.01)
    entry = Entry(GradientDescent(), numerical_gradient=quotient)
    scene = Scene(loss="", starts=(Start(1.0, 2.0),), entries=(entry,), steps=3)
    # Forward differences of x² and 3y² are off by h and 3h.
    sentences = told(explain_step(BOWL, scene, 0, 0, 1))
    assert "The difference quotient misses the gradient by 0.0316." in sentences


def test_noise_is_not_blamed_for_a_difference_quotient() -> None:
    quotient = NumericalGradient("forward", 0.01)
    entry = Entry(GradientDescent(), noise=Noise(scale=0.0), numerical_gradient=quotient)
    scene = Scene(loss="", starts=(Start(1.0, 2.0),), entries=(entry,), steps=3)
    sentence = "Noise and difference quotient together change the gradient by 0.0316; it is 12.2"
    sentences = told(explain_step(BOWL, scene, 0, 0, 1))
    assert any(line.startswith(sentence) for line in sentences)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-1.5, "−1.5"),
        (1000.0, "1000"),
        (123456.0, "123000"),
        (1.2345e7, "1.23·10⁷"),
        (-2.5e-7, "−2.5·10⁻⁷"),
        (0.00012344, "0.000123"),
    ],
)
def test_numbers_have_three_digits(value: float, text: str) -> None:
    assert shown(value) == text

"""What a step is made of, on steps computed by hand."""

from __future__ import annotations

import pytest

from core.explanation import Arrow, StepExplanation
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.lion import Lion
from core.optimizers.momentum import Momentum
from core.optimizers.nesterov import Nesterov
from core.optimizers.newton import Newton
from core.scene import Start
from core.trace import Value
from tests.core.explanation.runs import explained, own


def vectors(explanation: StepExplanation) -> dict[str, tuple[str, object]]:
    """Return the kind and the two components of each arrow by its label."""
    return {arrow.label: (arrow.kind, component(arrow)) for arrow in explanation.arrows}


def component(arrow: Arrow) -> Value:
    return arrow.head[0] - arrow.tail[0], arrow.head[1] - arrow.tail[1]


def test_momentum_s_parallelogram() -> None:
    # Step 1: v = −0.1(2, 12) = (−0.2, −1.2), x = (0.8, 0.8), g = (1.6, 4.8).
    found = vectors(explained(Momentum(learning_rate=0.1, momentum=0.9), 2))
    assert list(found) == ["−g", "γ v", "−η g", "Δx"]
    assert found["−g"] == ("gradient", pytest.approx((-1.6, -4.8)))
    assert found["γ v"] == ("velocity", pytest.approx((-0.18, -1.08)))
    assert found["−η g"] == ("part", pytest.approx((-0.16, -0.48)))
    assert found["Δx"] == ("step", pytest.approx((-0.34, -1.56)))


def test_momentum_in_pytorch_s_form_has_the_same_parts() -> None:
    found = vectors(explained(Momentum(learning_rate=0.1, momentum=0.9, scale_velocity=True), 2))
    assert found["η γ v"] == ("velocity", pytest.approx((-0.18, -1.08)))
    assert found["−η g"] == ("part", pytest.approx((-0.16, -0.48)))


def test_nesterov_looks_no_further_than_its_two_parts() -> None:
    # b = g = (2, 12): x − 0.1 g − 0.1·0.5 b.
    found = vectors(explained(Nesterov(learning_rate=0.1, momentum=0.5)))
    assert found["−η g"] == ("part", pytest.approx((-0.2, -1.2)))
    assert found["−η μ b"] == ("velocity", pytest.approx((-0.1, -0.6)))


def test_newton_goes_along_both_eigenvectors() -> None:
    found = vectors(explained(Newton(learning_rate=1.0)))
    parts = [vector for kind, vector in found.values() if kind == "part"]
    assert parts == [pytest.approx((-1.0, 0.0)), pytest.approx((0.0, -2.0))]


def test_adam_s_first_step_is_a_learning_rate_along_each_axis() -> None:
    explanation = explained(Adam(learning_rate=0.05))
    found = vectors(explanation)
    assert found["Δx"][1] == pytest.approx((-0.05, -0.05), rel=1e-6)
    assert found["−m̂"] == ("gradient", pytest.approx((-2.0, -12.0)))
    # m̂ = g and √v̂ = |g|.
    assert explanation.scale == pytest.approx((0.05 / 2, 0.05 / 12), rel=1e-6)


def test_adam_s_first_step_without_correction_is_longer() -> None:
    explanation = explained(Adam(learning_rate=0.05, bias_correction=False))
    # m = (1 − β₁)g and √v = √(1 − β₂)|g|.
    size = 0.05 * 0.1 / 0.001**0.5
    assert vectors(explanation)["Δx"][1] == pytest.approx((-size, -size), rel=1e-5)


def test_weight_decay_is_a_part_of_its_own() -> None:
    found = vectors(explained(AdamW(learning_rate=0.1, weight_decay=0.5)))
    assert found["−η λ x"] == ("part", pytest.approx((-0.05, -0.1)))
    assert found["−… m̂"] == ("part", pytest.approx((-0.1, -0.1), rel=1e-6))


def test_a_shrinking_iterate_is_a_part_of_the_step() -> None:
    found = vectors(explained(own("x = (1 - r) x - eta g", eta=0.1, r=0.1)))
    assert found["(1 − r) x − x"] == ("part", pytest.approx((-0.1, -0.2)))
    assert found["−η g"] == ("part", pytest.approx((-0.2, -1.2)))


def test_a_decay_turned_off_is_no_part() -> None:
    explanation = explained(Lion(learning_rate=0.1, weight_decay=0.0))
    assert [arrow.kind for arrow in explanation.arrows] == ["gradient", "gradient", "step"]
    # The sign alone counts: 0.1 along each axis, whatever c = (1 − β₁)g is.
    assert explanation.scale == pytest.approx((0.1 / 0.2, 0.1 / 1.2))


def test_an_iterate_in_two_lines_is_looked_through() -> None:
    found = vectors(explained(own("x = x - eta g\nx = x - 0.5 grad(x)", eta=0.1)))
    # x = (0.8, 0.8) between the lines, where the gradient is (1.6, 4.8).
    assert found["−0.5 ∇L(x)"] == ("part", pytest.approx((-0.8, -2.4)))
    assert found["−η g"] == ("part", pytest.approx((-0.2, -1.2)))


def test_a_jump_has_no_parts() -> None:
    explanation = explained(own("p(0) = g\nx = 2 p"))
    assert [arrow.kind for arrow in explanation.arrows] == ["gradient", "step"]


@pytest.mark.parametrize(
    "rule",
    [
        "b = x\na = g\n" + "a = a + a\n" * 36 + "x = a 1e-15 + b",
        "a = sqrt(g^2)\n" + "a = a a\n" * 36 + "x = x - 1e-15 g a",
    ],
)
def test_lines_that_double_each_other_are_explained_at_once(rule: str) -> None:
    assert explained(own(rule), start=Start(0.5, 0.1)).arrows[-1].label == "Δx"


def test_many_parts_are_left_out() -> None:
    explanation = explained(own("x = x - 0.1 g - 0.1 x - 0.1 grad(2 x) + 0.1 grad(3 x)"))
    assert [arrow.kind for arrow in explanation.arrows] == ["gradient", "step"]


def test_a_product_of_two_signed_vectors_is_no_scaling() -> None:
    assert explained(own("x = x - eta g m\nm = g", eta=0.1), 2).scale is None


def test_what_a_hessian_acts_on_is_no_direction_that_is_scaled() -> None:
    # H(g) g/√g, H = diag(2, 6), g = (2, 12).
    explanation = explained(own("x = x - (hess(g) g) / sqrt(g)"))
    assert explanation.scale == pytest.approx((2**-0.5, 12**-0.5))
    assert vectors(explanation)["−H(g) g"][1] == pytest.approx((-4.0, -72.0))


def test_a_divisor_of_zero_makes_no_trouble() -> None:
    explanation = explained(own("x = x - eta g / (abs(g) + 0 eta)", eta=0.1), start=Start(1.0, 1.0))
    assert explanation.scale == pytest.approx((0.05, 0.1 / 6))

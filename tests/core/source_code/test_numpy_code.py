"""NumPy programs: each repeats its run of the race.

A program rounds as the race does but for the last digits of powers and elementary
functions. Far from minima that stays within `TOLERANCE` over `STEPS` steps; a difference
quotient divides the loss's rounding by its step, here 1e-3, and needs more room.
"""

from __future__ import annotations

import ast

import msgspec
import numpy as np
import pytest

from core.optimizers import METHODS
from core.optimizers.own import OwnMethod
from core.scene import Noise, NumericalGradient, Start, StoppingRule
from core.source_code import numpy_source
from tests.core.source_code.support import (
    CASES,
    METHODS_BY_NAME,
    assert_repeats,
    path_of,
    race_of,
    scene_of,
)

STEPS = 20
TOLERANCE = 1e-9
METHOD_NAMES = sorted(METHODS_BY_NAME)
"""Every method; none may be missing, so the list isn't written out."""

NOISES = [
    Noise("gaussian", scale=0.5),
    Noise("proportional", scale=0.2),
    Noise("student", scale=0.1, degrees_of_freedom=2.5),
]

OWN_METHODS = {
    "python words": OwnMethod(
        title="Words of Python",
        rule="lambda = alpha + 1\npath = lambda path + g\nprint(0) = 2\nprint = print + 1\n"
        "x = x - class path / print",
        hyperparameters={"class": 0.001, "alpha": -0.5},
    ),
    "numbers": OwnMethod(
        title="Quotients and powers of numbers",
        rule="r = a^b\ns = 1/b\nw = where(a < b and t > 3, r, 2)\nx = x - 0.01 (r + s + w) g",
        hyperparameters={"a": 0.5, "b": 3.0},
    ),
    "truths": OwnMethod(
        title="Choices",
        rule="y(0) = x\nx = x - where(g > 0 or not (x < y and flag), 0.01, 0.02) sign(g)\n"
        "y = where(y, g, 1) / 1000\nx = x + where(flag and t > 2, y, 0)",
        hyperparameters={"flag": 1.0},
    ),
    "a vector from a number": OwnMethod(
        title="Kinds",
        rule="v = where(flag, a, 2 a)\nx = x - v dot(v, g) / 1000\nv = v + 0 g\n"
        "x = x - where(flag, 0.1, 0.2) v",
        hyperparameters={"flag": 0.0, "a": 0.1},
    ),
    "a long line": OwnMethod(
        title="Long",
        rule="x = x - 0.001 ("
        + " + ".join(f"sin({k} g/100) (1 + x^2/{k})" for k in range(1, 9))
        + ") where(t < 5, normal(), 1)",
        hyperparameters={},
    ),
    "a start from the gradient": OwnMethod(
        title="Starts",
        rule="m(0) = g\nm = 0.9 m + 0.1 g\nv(0) = 1\nv = max(v, g^2, 0.5)\nx = x - eta m / sqrt(v)",
        hyperparameters={"eta": 0.05},
    ),
    "eigenvectors": OwnMethod(
        title="Eigenvectors",
        rule="k = eigenvalue1(x) / (1 + abs(eigenvalue2(x)))\n"
        "x = x - 0.01 k eigenvector1(x) - 0.02 eigenvector2(x)",
        hyperparameters={},
    ),
    "draws": OwnMethod(
        title="Draws",
        rule="p = x + 0.1 normal()\nq = x + 0.1 (uniform() - normal())\n"
        "x = where(loss(p) < loss(q), p, q) - 0.001 grad(p)\nx = x - 0.0001 hess(x) g",
        hyperparameters={},
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", METHOD_NAMES)
def test_every_method_on_every_loss(name: str, case: str) -> None:
    scene = scene_of(CASES[case], METHODS_BY_NAME[name](), STEPS)
    assert_repeats(numpy_source, scene, TOLERANCE)


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.kind)
@pytest.mark.parametrize("name", METHOD_NAMES)
def test_every_method_with_schedule_and_noise(name: str, noise: Noise) -> None:
    optimizer = METHODS_BY_NAME[name]()
    schedule = "min(t/5, (1 + cos(pi t/T))/2)"
    scene = scene_of(CASES["himmelblau"], optimizer, STEPS, schedule=schedule, noise=noise)
    assert_repeats(numpy_source, scene, TOLERANCE)


@pytest.mark.parametrize("kind", ["forward", "central"])
@pytest.mark.parametrize("name", METHOD_NAMES)
def test_every_method_with_a_numerical_gradient(name: str, kind: str) -> None:
    numerical = NumericalGradient(kind="forward" if kind == "forward" else "central", step=1e-3)
    optimizer = METHODS_BY_NAME[name]()
    scene = scene_of(CASES["himmelblau"], optimizer, STEPS, numerical_gradient=numerical)
    assert_repeats(numpy_source, scene, 1e-6)


@pytest.mark.parametrize("name", OWN_METHODS)
def test_own_methods(name: str) -> None:
    scene = scene_of(CASES["himmelblau"], OWN_METHODS[name], STEPS, schedule="1/sqrt(t)")
    assert_repeats(numpy_source, scene, TOLERANCE)


@pytest.mark.parametrize("start", [0, 1])
def test_random_numbers_are_those_of_the_start(start: int) -> None:
    scene = scene_of(CASES["himmelblau"], METHODS_BY_NAME["random_search"](), 50)
    assert_repeats(numpy_source, scene, TOLERANCE, start=start)


@pytest.mark.parametrize(
    "rule", [StoppingRule(gradient_norm=5.0), StoppingRule(loss_change=0.5)], ids=str
)
def test_the_stopping_rule_ends_the_program(rule: StoppingRule) -> None:
    scene = scene_of(CASES["himmelblau"], METHODS_BY_NAME["gd"](), 200)
    scene = msgspec.structs.replace(scene, stopping=rule)
    last = int(race_of(scene).last_step[0, 1])
    assert 0 < last < 200
    path = path_of(numpy_source(scene, 0, 1))
    assert np.isfinite(path[: last + 1]).all()
    assert np.isnan(path[last + 1 :]).all()


def test_a_run_that_diverges_ends_alike() -> None:
    optimizer = METHODS_BY_NAME["gd"](learning_rate=1.0)
    assert_repeats(numpy_source, scene_of(CASES["himmelblau"], optimizer, 50), 1e-6)


def test_only_what_is_needed_is_written() -> None:
    source = numpy_source(scene_of(CASES["rosenbrock"], METHODS_BY_NAME["gd"](), 5), 0, 1)
    defined = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    assert defined == ["loss", "gradient"]
    assert "seed" not in source
    assert "where" not in source


def test_the_rule_keeps_its_lines_and_letters() -> None:
    source = numpy_source(scene_of(CASES["rosenbrock"], METHODS_BY_NAME["adam"](), 5), 0, 1)
    loop = source.split("for t in ")[1]
    lines = [line.strip() for line in loop.splitlines()[1:7]]
    assert lines == [
        "g = gradient(x)",
        "m = beta1 * m + (1 - beta1) * g",
        "v = beta2 * v + (1 - beta2) * g**2",
        "m_hat = m / (1 - beta1**t) if bias_correction else m",
        "v_hat = v / (1 - beta2**t) if bias_correction else v",
        "x = x - eta * m_hat / (np.sqrt(v_hat) + epsilon)",
    ]


def test_the_path_begins_at_the_start() -> None:
    scene = scene_of(CASES["rosenbrock"], METHODS[0](), 5)
    path = path_of(numpy_source(scene, 0, 0))
    assert path.shape == (6, 2)
    assert Start(*path[0].tolist()) == scene.starts[0]

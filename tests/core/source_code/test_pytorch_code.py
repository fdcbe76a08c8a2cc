"""PyTorch programs: with `torch.optim` where it has the method, and the race's iterates.

Programs run where PyTorch is installed; what they say is tested everywhere. Autograd and
the optimizers of PyTorch round elsewhere than the race, so that the last digits differ;
over `STEPS` steps these losses magnify that to less than `TOLERANCE`.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from core.expression import parse_expression
from core.optimizers.base import Optimizer
from core.optimizers.own import OwnMethod
from core.program import linearise
from core.scene import Noise, NumericalGradient, Scene
from core.source_code import pytorch_source
from core.source_code.expressions import Writer
from core.source_code.helpers import TORCH_DEFINITIONS, needed
from core.source_code.pytorch_code import TORCH
from core.tree import Node
from tests.core.source_code.support import CASES, METHODS_BY_NAME, Case, assert_repeats, scene_of
from tests.core.source_code.test_expressions import VALUES, assert_same_values
from tests.core.source_code.test_numpy_code import NOISES, OWN_METHODS
from tests.core.strategies import trees

STEPS = 20
TOLERANCE = 1e-8
METHOD_NAMES = sorted(METHODS_BY_NAME)
SCHEDULE = "min(t/5, (1 + cos(pi t/T))/2)"

needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="PyTorch is not installed"
)

FROM_PYTORCH = {
    "gd": "SGD([x], lr=eta)",
    "momentum": "SGD([x], lr=eta, momentum=gamma)",
    "nesterov": "SGD([x], lr=eta, momentum=mu, nesterov=True)",
    "adagrad": "Adagrad([x], lr=eta, eps=epsilon)",
    "adadelta": "Adadelta([x], lr=eta, rho=rho, eps=epsilon)",
    "rmsprop": "RMSprop([x], lr=eta, alpha=rho, eps=epsilon)",
    "adam": "Adam([x], lr=eta, betas=(beta1, beta2), eps=epsilon)",
    "adamw": "AdamW([x], lr=eta, betas=(beta1, beta2), eps=epsilon, weight_decay=lambda_)",
    "amsgrad": "Adam([x], lr=eta, betas=(beta1, beta2), eps=epsilon, amsgrad=True)",
    "nadam": "NAdam([x], lr=eta, betas=(beta1, beta2), eps=epsilon, momentum_decay=psi)",
}


def source_of(optimizer: Optimizer, **conditions: str) -> str:
    return pytorch_source(scene_of(CASES["rosenbrock"], optimizer, 5, **conditions), 0, 1)


@pytest.mark.parametrize("name", METHOD_NAMES)
def test_a_method_of_pytorch_is_called_by_its_name(name: str) -> None:
    source = source_of(METHODS_BY_NAME[name]())
    if name in FROM_PYTORCH:
        assert f"optimizer = torch.optim.{FROM_PYTORCH[name]}\n" in source
    else:
        assert "torch.optim" not in source


@pytest.mark.parametrize(
    ("name", "values", "schedule", "is_same"),
    [
        ("momentum", {}, "1/t", False),
        ("momentum", {"scale_velocity": True}, "1/t", True),
        ("momentum", {"scale_velocity": True}, "", True),
        ("adam", {"bias_correction": False}, "", False),
        ("nesterov", {"momentum": 0.0}, "", False),
        ("nesterov", {}, "1/t", True),
    ],
)
def test_only_the_very_variant_is_pytorchs(
    name: str, values: dict[str, float], schedule: str, is_same: bool
) -> None:
    source = source_of(METHODS_BY_NAME[name](**values), schedule=schedule)
    assert ("torch.optim." in source) == is_same


def test_a_schedule_counts_from_one_though_lambda_lr_counts_from_zero() -> None:
    source = source_of(METHODS_BY_NAME["gd"](), schedule="1/t")
    assert "LambdaLR(optimizer, lambda k: float(schedule(torch.tensor(k + 1.0))))" in source


def assert_program_repeats(scene: Scene, tolerance: float = TOLERANCE) -> None:
    assert_repeats(pytorch_source, scene, tolerance)


@needs_torch
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", METHOD_NAMES)
def test_every_method_on_every_loss(name: str, case: str) -> None:
    assert_program_repeats(scene_of(CASES[case], METHODS_BY_NAME[name](), STEPS))


@needs_torch
@pytest.mark.parametrize("noise", [None, *NOISES], ids=lambda noise: noise and noise.kind)
@pytest.mark.parametrize("name", METHOD_NAMES)
def test_every_method_with_schedule_and_noise(name: str, noise: Noise | None) -> None:
    optimizer = METHODS_BY_NAME[name]()
    scene = scene_of(CASES["himmelblau"], optimizer, STEPS, schedule=SCHEDULE, noise=noise)
    assert_program_repeats(scene)


@needs_torch
@pytest.mark.parametrize("name", METHOD_NAMES)
def test_every_method_with_a_numerical_gradient(name: str) -> None:
    optimizer = METHODS_BY_NAME[name]()
    numerical = NumericalGradient(step=1e-3)
    scene = scene_of(CASES["himmelblau"], optimizer, STEPS, numerical_gradient=numerical)
    assert_program_repeats(scene, 1e-6)


@needs_torch
@pytest.mark.parametrize("method", OWN_METHODS.values(), ids=OWN_METHODS)
def test_own_methods(method: OwnMethod) -> None:
    assert_program_repeats(scene_of(CASES["himmelblau"], method, STEPS, schedule="1/sqrt(t)"))


@needs_torch
def test_pytorchs_momentum_under_a_schedule() -> None:
    optimizer = METHODS_BY_NAME["momentum"](scale_velocity=True, learning_rate=0.001)
    assert_program_repeats(scene_of(CASES["himmelblau"], optimizer, 50, schedule=SCHEDULE))


@needs_torch
@pytest.mark.parametrize("loss", ["f(x, y) = 3", "where(x < 0, 1, 2)", "step(x) + floor(y)"])
@pytest.mark.parametrize("name", ["gd", "newton", "sam"])
def test_a_flat_loss_has_a_slope_of_zero(name: str, loss: str) -> None:
    case = Case(loss, CASES["himmelblau"].start)
    assert_program_repeats(scene_of(case, METHODS_BY_NAME[name](), 3))


@needs_torch
@given(trees())
@settings(max_examples=200)
def test_an_expression_keeps_its_value(tree: Node) -> None:
    operators = {operator for operator, _ in linearise([tree]).instructions}
    assume(not operators & {"sign", "step"})  # to PyTorch the sign of NaN is 0
    assert_torch_agrees(tree)


@needs_torch
@pytest.mark.parametrize("text", ["sign(x - y)", "step(x)", "step(x y) - sign(y^3)"])
def test_signs_and_steps_keep_their_values(text: str) -> None:
    assert_torch_agrees(parse_expression(text, ["x", "y"]))


def assert_torch_agrees(tree: Node) -> None:
    torch = importlib.import_module("torch")

    text = Writer(TORCH, {"x": "x", "y": "y"}).text(tree)
    names: dict[str, Any] = {name: torch.from_numpy(value) for name, value in VALUES.items()}
    exec("\n".join(["import torch", *needed(text, TORCH_DEFINITIONS)]), names)
    torch.set_default_dtype(torch.float64)
    assert_same_values(tree, np.asarray(eval(text, names)))

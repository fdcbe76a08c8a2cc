"""Every method that PyTorch has: its trajectories, to the digits that rounding leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import AnyOptimizer
from core.race import run_race
from core.scene import Entry, Scene, Start

DATA = Path(__file__).parents[1] / "data"
PLAIN: list[dict[str, Any]] = json.loads((DATA / "pytorch_trajectories.json").read_text("utf-8"))
MORE: dict[str, Any] = json.loads((DATA / "pytorch_more_trajectories.json").read_text("utf-8"))
"""Nadam, and SGD and Adam under schedules; its field ``source`` says how it was made."""

CASES = PLAIN + MORE["cases"]


def _name(case: dict[str, Any]) -> str:
    return " ".join([case["surface"], case["optimizer"], case.get("schedule", "")])


def test_every_method_of_pytorch_is_among_the_trajectories() -> None:
    assert {case["optimizer"] for case in CASES} == {
        "gd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamw",
        "amsgrad", "nadam",
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_trajectories_are_those_of_pytorch(case: dict[str, Any]) -> None:
    method = {"name": case["optimizer"], **case["hyperparameters"]}
    scene = Scene(
        loss=case["loss"],
        entries=(Entry(msgspec.convert(method, AnyOptimizer), schedule=case.get("schedule", "")),),
        starts=(Start(*case["start"]),),
        steps=case["steps"],
    )
    run = run_race(Surface(parse_loss(case["loss"]), {}), scene)
    for text, iterate in case["iterates"].items():
        step = int(text)
        tolerance = 1e-9 if step <= 100 else 1e-6
        actual = [run.x[0, 0, step], run.y[0, 0, step], run.loss[0, 0, step]]
        expected = [iterate["x"], iterate["y"], iterate["loss"]]
        np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)

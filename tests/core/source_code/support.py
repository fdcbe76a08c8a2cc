"""Running generated programs, and the races that they must repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS, AnyOptimizer
from core.race import Race, run_race
from core.scene import Entry, Parameter, Scene, Start

Source = Callable[[Scene, int, int], str]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A loss, and a start from which no method is thrown about by the last digits."""

    loss: str
    start: Start


CASES = {
    "rosenbrock": Case("(1-x)^2 + 100(y-x^2)^2", Start(-1.2, 1.0)),
    "himmelblau": Case("(x^2+y-11)^2 + (x+y^2-7)^2", Start(0.9, 4.3)),
    "beale": Case("(1.5-x+xy)^2 + (2.25-x+xy^2)^2 + (2.625-x+xy^3)^2", Start(1.0, 0.5)),
    "ackley": Case(
        "20 + e - 20 exp(-0.2 sqrt((x^2+y^2)/2)) - exp((cos(2 pi x) + cos(2 pi y))/2)",
        Start(1.7, -1.3),
    ),
    "parameters": Case("a u^2 + b v^4 + sigmoid(u v) lambda - g", Start(1.3, 0.7)),
    "kinks": Case("where(x < 0, sqrt(x^2 + 1), 3 x + 1) + |y| + max(x, y^2)", Start(1.3, 0.7)),
}
PARAMETERS = {"a": Parameter(2.0), "lambda": Parameter(-3.0), "g": Parameter(0.25)}

METHODS_BY_NAME = {method.name(): method for method in METHODS}


def scene_of(case: Case, optimizer: AnyOptimizer, steps: int, **conditions: Any) -> Scene:
    """Return a scene of one entry whose second start is the case's."""
    return Scene(
        loss=case.loss,
        parameters=PARAMETERS,
        entries=(Entry(optimizer, **conditions),),
        starts=(Start(0.3, 0.2), case.start),
        steps=steps,
        seed=2**40 + 7,
    )


def race_of(scene: Scene) -> Race:
    values = {name: parameter.value for name, parameter in scene.parameters.items()}
    return run_race(Surface(parse_loss(scene.loss), values), scene)


def path_of(source: str) -> Floats:
    """Run a program and return its iterates."""
    names: dict[str, Any] = {}
    with np.errstate(all="ignore"):
        exec(compile(source, "<program>", "exec"), names)
    return np.asarray(names["path"])


def assert_repeats(
    source: Source, scene: Scene, tolerance: float, entry: int = 0, start: int = 1
) -> None:
    """Run the program of a run, and compare it with the race to the run's last step."""
    race = race_of(scene)
    expected = np.stack([race.x[entry, start], race.y[entry, start]], axis=1)
    actual = path_of(source(scene, entry, start))
    np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)

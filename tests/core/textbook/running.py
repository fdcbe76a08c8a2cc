"""Surfaces of textbooks, and what a method does on them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.base import Optimizer
from core.race import Race, run_race
from core.scene import Entry, Scene, Start

Path = npt.NDArray[np.float64]

BOWL = "x^2/2 + 2 y^2"
RAVINE = "x^2/100 + y^2"
SADDLE = "x^2 - y^2"
TWO_VALLEYS = "x^2 + y^4/4 - y^2/2"
"""A saddle at the origin between minima at (0, −1) and (0, 1), of loss −1/4."""


def race(
    loss: str, *methods: Optimizer, start: tuple[float, float], steps: int = 100, seed: int = 0
) -> Race:
    scene = Scene(
        loss=loss,
        entries=tuple(map(Entry, methods)),
        starts=(Start(*start),),
        steps=steps,
        seed=seed,
    )
    return run_race(Surface(parse_loss(loss), {}), scene)


def path(
    loss: str, method: Optimizer, start: tuple[float, float], steps: int = 100, seed: int = 0
) -> Path:
    """Return the iterates, shape ``(steps + 1, 2)``."""
    run = race(loss, method, start=start, steps=steps, seed=seed)
    return np.stack([run.x[0, 0], run.y[0, 0]], axis=1)


def lengths(iterates: Path) -> Path:
    """Return how far each step reaches."""
    across, up = np.diff(iterates, axis=0).T
    found: Path = np.hypot(across, up)
    return found

"""Explanations of steps on surfaces that are easy to compute by hand."""

from __future__ import annotations

from core.explanation import StepExplanation, explain_step
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.base import Optimizer
from core.optimizers.own import OwnMethod
from core.scene import Entry, Scene, Start

BOWL = Surface(parse_loss("x^2 + 3y^2"), {})
"""The gradient is (2x, 6y)."""


def explained(
    optimizer: Optimizer,
    step: int = 1,
    *,
    surface: Surface = BOWL,
    start: Start = Start(1.0, 2.0),  # noqa: B008 - immutable
    schedule: str = "",
) -> StepExplanation:
    """Explain a step of the only run of a scene."""
    entry = Entry(optimizer, schedule=schedule)
    scene = Scene(loss="", starts=(start,), entries=(entry,), steps=20)
    return explain_step(surface, scene, 0, 0, step)


def own(rule: str, **letters: float) -> OwnMethod:
    """Return a method with a rule of one's own."""
    return OwnMethod(title="Own", rule=rule, hyperparameters=letters)


def told(explanation: StepExplanation) -> list[str]:
    """Return the sentences as a reader sees them."""
    return list(map(str, explanation.sentences))

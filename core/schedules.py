"""Learning-rate schedules: a factor on the learning rate, as an expression in the step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.expression import parse_expression
from core.tree import Node, Number

STEP, LAST_STEP = "t", "T"
"""The step, from 1, and the number of steps of a run."""


@dataclass(frozen=True, slots=True)
class SchedulePreset:
    """A schedule that courses name.

    Parameters
    ----------
    title
        What a person chooses it by.
    text
        The factor, at most 1, finite and at least 0 at every step of every run.
    """

    title: str
    text: str


PRESETS = (
    SchedulePreset("Constant", ""),
    SchedulePreset("Step decay", "0.1^floor(3(t - 1)/T)"),
    SchedulePreset("Exponential", "0.01^((t - 1)/T)"),
    SchedulePreset("1/√(t + 1)", "1/sqrt(t + 1)"),
    SchedulePreset("Cosine", "(1 + cos(pi (t - 1)/T))/2"),
    SchedulePreset("Warm-up, then constant", "min(1, 10t/T)"),
    SchedulePreset("Warm-up, then 1/√t", "min(10t/T, sqrt(T/(10t)))"),
    SchedulePreset(
        "Warm-up, then cosine",
        "where(10t <= T, 10t/T, (1 + cos(pi (t - 1 - T/10)/(0.9T)))/2)",
    ),
    SchedulePreset(
        "One-cycle",
        "where(t - 1 < 0.3T, 0.52 - 0.48cos(pi (t - 1)/(0.3T)), "
        "(1 + cos(pi (t - 1 - 0.3T)/(0.7T)))/2)",
    ),
)
"""What is offered: step decay by ten at each third of the run; exponential decay by a
hundred; cosine annealing (Loshchilov & Hutter, SGDR, 2017) without restarts; a linear
warm-up over the first tenth, as in Goyal et al. (2017), the one before 1/√t as in Vaswani
et al. (2017); one-cycle (Smith & Topin, 2018) with cosines as PyTorch's ``OneCycleLR``
draws it, from 1/25 to the full rate at three tenths of the run and down to nothing."""


@lru_cache
def parse_schedule(text: str) -> Node:
    """Read a schedule; an empty text is the factor 1.

    Raises
    ------
    ExpressionError
        If the text is not an expression in ``t`` and ``T``.
    """
    return parse_expression(text, {STEP, LAST_STEP}) if text.strip() else Number(1.0)

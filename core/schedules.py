"""Learning-rate schedules: a factor on the learning rate, as an expression in the step."""

from __future__ import annotations

from functools import lru_cache

from core.expression import parse_expression
from core.tree import Node, Number

STEP, LAST_STEP = "t", "T"
"""The step, from 1, and the number of steps of a run."""


@lru_cache
def parse_schedule(text: str) -> Node:
    """Read a schedule; an empty text is the factor 1.

    Raises
    ------
    ExpressionError
        If the text is not an expression in ``t`` and ``T``.
    """
    return parse_expression(text, {STEP, LAST_STEP}) if text.strip() else Number(1.0)

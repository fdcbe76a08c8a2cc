"""What is known of one step, from which arrows and sentences are made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from core.compiler.expansion import RATE
from core.explanation.parts import Part, Scaling, parts_of_step, scaling_of
from core.explanation.working import Worked
from core.optimizers.facts import learning_rate
from core.optimizers.language import ITERATE
from core.optimizers.rule import Rule, rule_of
from core.scene import Entry
from core.trace import Trace, Value


class Rate(NamedTuple):
    """A learning rate: as typed, what the schedule makes of it, and the factor between."""

    base: float
    now: float
    factor: float


@dataclass(frozen=True, slots=True)
class Facts:
    """A step with the values of all its parts, and what they mean."""

    entry: Entry
    variables: tuple[str, str]
    """The names of the loss's two variables."""
    rule: Rule
    trace: Trace
    lines: tuple[Worked, ...]
    final: Worked
    """The line whose value is the next iterate."""
    parts: tuple[Part, ...]
    """What adds up to the step; none where it is no sum."""
    scaling: Scaling | None

    @property
    def displacement(self) -> Value:
        """The step as a vector."""
        (x, y), (next_x, next_y) = self.trace.before[ITERATE], self.trace.after
        return next_x - x, next_y - y

    @property
    def gradient_error(self) -> Value:
        """The gradient as the method saw it, less the analytic one."""
        (seen_x, seen_y), (x, y) = self.trace.before["g"], self.trace.gradient
        return seen_x - x, seen_y - y

    @property
    def rate(self) -> Rate | None:
        """The learning rate, where the method has one."""
        base = learning_rate(self.entry.optimizer)
        if base is None:
            return None
        now = self.trace.before[RATE][0]
        return Rate(base, now, now / base)


def facts_of(
    entry: Entry, variables: tuple[str, str], trace: Trace, lines: tuple[Worked, ...]
) -> Facts:
    """Find out what a step is made of."""
    rule = rule_of(entry.optimizer)
    names = [name for name, _ in rule.assignments]
    final = lines[len(names) - 1 - names[::-1].index(ITERATE)]
    parts = tuple(parts_of_step(final))
    scalings = [scaling for part in parts if (scaling := scaling_of(part))]
    scaling = scalings[0] if scalings else None
    return Facts(entry, variables, rule, trace, lines, final, parts, scaling)


def length(vector: Value) -> float:
    """Return the Euclidean length of a vector."""
    return math.hypot(*vector)


def degrees_between(one: Value, other: Value) -> float:
    """Return the angle between two vectors, from 0 to 180; NaN if one is zero."""
    sizes = length(one), length(other)
    if not all(sizes):
        return math.nan
    # Of unit vectors, as products of lengths could overflow or vanish.
    (a, b), (c, d) = (
        (x / size, y / size) for (x, y), size in zip((one, other), sizes, strict=True)
    )
    return math.degrees(abs(math.atan2(a * d - b * c, a * c + b * d)))

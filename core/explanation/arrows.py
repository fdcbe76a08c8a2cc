"""The arrows that show a step on the plot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.explanation.labels import short_label
from core.explanation.parts import Part, Scaling
from core.notation.labels import formula_label
from core.optimizers.rule import Rule
from core.trace import Trace, Value
from core.tree import Node, Symbol

ArrowKind = Literal["gradient", "velocity", "part", "step"]

MOST_PARTS = 3
"""More arrows from one point than these are a thicket."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A vector in the coordinates of the loss.

    Those of kind ``velocity`` and ``part`` add up to the ``step``, and all three are true
    to scale. A ``gradient`` is a direction whose length means little beside them: the
    gradient downhill, or what an adaptive method scales.
    """

    label: str
    kind: ArrowKind
    tail: Value
    head: Value


def arrows_of(
    rule: Rule, trace: Trace, parts: tuple[Part, ...], scaling: Scaling | None
) -> tuple[Arrow, ...]:
    """Return the arrows of a step, the step itself last."""
    tail = trace.before["x"]
    found = [_from(tail, "−g", "gradient", _negated(trace.before["g"]))]
    if trace.before["g"] != trace.gradient:
        found.append(_from(tail, "−∇L", "gradient", _negated(trace.gradient)))
    if scaling and scaling.direction.node != Symbol("g"):
        label = formula_label(scaling.direction.node)
        value = scaling.direction.value
        found.append(
            _from(tail, f"−{label}", "gradient", _negated(value))
            if scaling.is_negative
            else _from(tail, label, "gradient", value)
        )
    if 2 <= len(parts) <= MOST_PARTS:
        found += [
            _from(tail, short_label(part), kind_of_part(rule, part), part.value) for part in parts
        ]
    return (*found, Arrow("Δx", "step", tail, trace.after))


def kind_of_part(rule: Rule, part: Part) -> ArrowKind:
    """Tell a velocity, which the method remembers, from what is new."""
    return "velocity" if _name(part.vector.node) in rule.state else "part"


def _name(node: Node) -> str:
    return node.name if isinstance(node, Symbol) else ""


def _from(tail: Value, label: str, kind: ArrowKind, vector: Value) -> Arrow:
    return Arrow(label, kind, tail, (tail[0] + vector[0], tail[1] + vector[1]))


def _negated(vector: Value) -> Value:
    return -vector[0], -vector[1]

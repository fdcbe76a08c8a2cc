"""What the terms of a step are called."""

from __future__ import annotations

from core.explanation.parts import Part, scaling_of
from core.notation.labels import formula_label

LONGEST = 14
"""Signs of a label beyond which it would hide what it names."""


def label_of(part: Part) -> str:
    """Write a term of a step as the rule has it."""
    label = _sign(part) + formula_label(part.node)
    return f"{label} − {formula_label(part.vector.node)}" if part.is_change else label


def short_label(part: Part) -> str:
    """Name a term for an arrow: by its vector alone where the whole is long."""
    label = label_of(part)
    if len(label) <= LONGEST:
        return label
    scaling = scaling_of(part)
    vector = scaling.direction if scaling else part.vector
    return f"{_sign(part)}… {formula_label(vector.node)}"


def _sign(part: Part) -> str:
    return "−" if part.is_negative else ""

"""What a method is: hyperparameters with their facts, and an update rule as text."""

from __future__ import annotations

from typing import Annotated, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

LearningRate = Annotated[
    float,
    Meta(gt=0, le=1e6, title="eta", description="Learning rate: how far one step reaches."),
]

Epsilon = Annotated[
    float,
    Meta(ge=0, le=1, title="epsilon", description="Keeps the division away from zero."),
]

Beta1 = Annotated[
    float,
    Meta(ge=0, lt=1, title="beta1", description="How much of the mean gradient is kept."),
]

Beta2 = Annotated[
    float,
    Meta(ge=0, lt=1, title="beta2", description="How much of the mean square is kept."),
]

MeanSquareDecay = Annotated[
    float,
    Meta(ge=0, lt=1, title="rho", description="How much of the mean square is kept."),
]

WeightDecay = Annotated[
    float,
    Meta(ge=0, le=10, title="lambda", description="How strongly x is pulled to the origin."),
]

Damping = Annotated[
    float,
    Meta(ge=0, le=1e6, title="mu", description="Is added to the curvature that divides."),
]

GradientThreshold = Annotated[
    float,
    Meta(gt=0, le=1e6, title="tau", description="A gradient with a smaller norm counts as small."),
]


LEARNING_RATE = "eta"
"""The letter that a schedule scales, whatever the method calls the hyperparameter."""


class Optimizer(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="name"
):
    """Base of every method; a subclass declares its hyperparameters as fields.

    A field is annotated with `msgspec.Meta`: its constraints validate files, its
    ``description`` is the sentence a reader sees, its ``title`` the letter that stands
    for it in `rule`. The struct's tag is the method's name in files and on the
    command line.
    """

    @property
    def title(self) -> str:
        """The name a person reads."""
        raise NotImplementedError

    @property
    def family(self) -> str:
        """The heading under which the method is offered, one of `FAMILIES`."""
        raise NotImplementedError

    @property
    def rule(self) -> str:
        """One equation a line, read top to bottom at each step.

        Given are ``x`` (the iterate), ``g`` (its gradient), ``t`` (the step, from 1)
        and the letters of the hyperparameters; a truth hyperparameter is 1 or 0. A
        name used before it is assigned is state and starts at zero, or at the value
        that a line such as ``s(0) = 1`` states. The last value of ``x`` is the next
        iterate.
        """
        raise NotImplementedError

    @classmethod
    def name(cls) -> str:
        """Return the method's name in files and on the command line."""
        return str(cls.__struct_config__.tag)


FAMILIES = ("First order", "Adaptive", "Second order", "Saddles and flat minima", "Without slope")
"""Headings of the list of methods, in order."""


class Hyperparameter(msgspec.Struct, frozen=True):
    """The facts of one hyperparameter, read from a method's fields."""

    name: str
    letter: str
    description: str
    default: float | bool
    is_truth: bool
    above: float | None
    """Exclusive lower bound, or None."""
    at_least: float | None
    below: float | None
    """Exclusive upper bound, or None."""
    at_most: float | None


def declared(method: type[Optimizer]) -> tuple[Hyperparameter, ...]:
    """List the facts of a method's fields, the learning rate first."""
    hints = get_type_hints(method, include_extras=True)
    fields = msgspec.structs.fields(method)
    facts = [_facts(field.name, hints[field.name], field.default) for field in fields]
    return tuple(sorted(facts, key=lambda fact: fact.letter != LEARNING_RATE))


def _facts(name: str, hint: object, default: float | bool) -> Hyperparameter:
    assert get_origin(hint) is Annotated, f"{name} declares no facts"
    kind, meta = get_args(hint)[:2]
    assert isinstance(meta, Meta)
    return Hyperparameter(
        name=name,
        letter=meta.title or name,
        description=meta.description or "",
        default=default,
        is_truth=kind is bool,
        above=meta.gt,
        at_least=meta.ge,
        below=meta.lt,
        at_most=meta.le,
    )

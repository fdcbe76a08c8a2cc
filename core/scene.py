"""The Scene: the one document that decides everything that is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.optimizers import METHODS, AnyOptimizer

SCHEMA = 2
COORDINATE_LIMIT = 1e12

Coordinate = Annotated[float, Meta(ge=-COORDINATE_LIMIT, le=COORDINATE_LIMIT)]
ParameterName = Annotated[str, Meta(pattern=r"^[^\W\d]\w{0,39}$")]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of the document: immutable, and strict about what a file may hold."""


class View(_Part, frozen=True):
    """The rectangle of the plane that is shown."""

    x_min: Coordinate = -2.0
    x_max: Coordinate = 2.0
    y_min: Coordinate = -2.0
    y_max: Coordinate = 2.0

    @property
    def centre(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.x_min + self.x_max) / 2, (self.y_min + self.y_max) / 2

    def contains(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it, edges included."""
        return self.x_min <= x <= self.x_max and self.y_min <= y <= self.y_max


class Start(_Part, frozen=True):
    """A starting point, shared by every entry."""

    x: Coordinate
    y: Coordinate


class Parameter(_Part, frozen=True):
    """The value of a free name of the loss, and the ends of its slider."""

    value: Coordinate = 1.0
    minimum: Coordinate = -5.0
    maximum: Coordinate = 5.0


class Noise(_Part, frozen=True):
    """Random numbers added to every gradient that an entry sees."""

    kind: Literal["gaussian", "proportional", "student"] = "gaussian"
    """Normal with a fixed scale, normal with a scale in proportion to the gradient's
    norm, or Student's t, whose tails are heavy."""
    scale: Annotated[float, Meta(ge=0, le=1e6)] = 0.1
    degrees_of_freedom: Annotated[float, Meta(gt=0, le=1000)] = 3.0
    """Of Student's t: the fewer, the heavier its tails."""


class NumericalGradient(_Part, frozen=True):
    """A difference quotient in place of the analytic gradient."""

    kind: Literal["forward", "central"] = "central"
    step: Annotated[float, Meta(gt=0, le=1)] = 1e-5


class Entry(_Part, frozen=True):
    """One contestant of the race: a method with its hyperparameters."""

    optimizer: AnyOptimizer
    label: Annotated[str, Meta(max_length=40)] = ""
    """What the reader sees; empty means the method's title."""
    colour: Annotated[str, Meta(pattern="^(#[0-9a-fA-F]{6})?$")] = ""
    """``#rrggbb``; empty means the method's own colour."""
    visible: bool = True
    schedule: Annotated[str, Meta(max_length=200)] = ""
    """Factor on the learning rate, an expression in the step ``t``, from 1, and the
    number of steps ``T``; empty means 1."""
    noise: Noise | None = None
    numerical_gradient: NumericalGradient | None = None


class StoppingRule(_Part, frozen=True):
    """When a run ends before its last step; None is off."""

    gradient_norm: Annotated[float, Meta(gt=0)] | None = None
    """Converged once the gradient's Euclidean norm is at most this."""
    loss_change: Annotated[float, Meta(gt=0)] | None = None
    """Stalled once the loss changes by at most this in one step."""


class Contours(_Part, frozen=True):
    """How the levels of the contour lines are chosen."""

    spacing: Literal["linear", "logarithmic", "quantile"] = "logarithmic"
    count: Annotated[int, Meta(ge=2, le=100)] = 20


class Scene(_Part, frozen=True, kw_only=True):
    """Everything that decides what is seen; changed only by making the next one."""

    schema: Annotated[int, Meta(ge=1, le=SCHEMA)] = SCHEMA
    title: Annotated[str, Meta(max_length=200)] = ""
    notes: Annotated[str, Meta(max_length=5000)] = ""
    loss: Annotated[str, Meta(max_length=500)]
    parameters: dict[ParameterName, Parameter] = {}
    view: View = View()
    contours: Contours = Contours()
    starts: Annotated[tuple[Start, ...], Meta(max_length=100_000)] = ()
    entries: Annotated[tuple[Entry, ...], Meta(max_length=100)] = ()
    steps: Annotated[int, Meta(ge=1, le=1_000_000)] = 500
    stopping: StoppingRule = StoppingRule()
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0


def basic_entries() -> tuple[Entry, ...]:
    """Return an entry for each of the five basic methods, with their defaults."""
    return tuple(Entry(method()) for method in METHODS[:5])


def without_looks(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return entries as far as a race depends on them: without names and colours."""
    return tuple(
        msgspec.structs.replace(entry, label="", colour="", visible=True) for entry in entries
    )


def entry_labels(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return what the reader sees for each entry, all different.

    An entry without a label of its own has its method's title. What repeats gets a
    number: ``Adam``, ``Adam 2``, ``Adam 3``.
    """
    labels: list[str] = []
    for entry in entries:
        plain = entry.label or entry.optimizer.title
        label, number = plain, 1
        while label in labels:
            number += 1
            label = f"{plain} {number}"
        labels.append(label)
    return tuple(labels)

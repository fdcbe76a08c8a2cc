"""Hyperparameter maps for the window, computed and coloured away from the GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

import numpy as np
from msgspec.structs import replace

from core.axes import Axis, with_axis_values
from core.budget import Tolerance
from core.hyperparameter_map import STRIDES, HyperparameterMap, map_hyperparameters
from core.quantiles import quantile
from core.scene import without_looks
from gui.plot.map_colours import Look, MapPicture, Quantity, map_picture
from gui.resolved import Resolved
from gui.tasks import CancelCheck, patiently

QUICK_SECONDS = 0.02
"""What a map may take that is outdated at once, as while a hand drags something."""

SECONDS_A_PIXEL, SECONDS_A_STEP = 15e-6, 10e-9
"""What a pixel costs by itself, and a step of a run: roughly, for that."""

PAUSE = 0.05
"""Seconds between two looks at a map that is being computed."""

PATIENCE = 0.25
"""Seconds within which a first picture is finished although a newer one is wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """How runs end over two hyperparameters of an entry, and how finely that is to be told.

    Parameters
    ----------
    resolved
        Gives the loss and the conditions.
    entry
        Which entry races.
    x_axis, y_axis
        Two of its hyperparameters.
    columns, rows
        Pixels along either.
    tolerance
        What runs are to reach.
    threads
        At most so many; None is as many as there are processors.
    finest
        The stride at which to end.
    """

    resolved: Resolved
    entry: int
    x_axis: Axis
    y_axis: Axis
    columns: int
    rows: int
    tolerance: Tolerance
    threads: int | None = None
    finest: int = 1

    def asks_the_same(self, other: Request | None) -> bool:
        """Tell whether another request is about the same runs."""
        return other is not None and self._key() == other._key()

    def _key(self) -> tuple[object, ...]:
        scene = self.resolved.scene
        (entry,) = without_looks(scene.entries[self.entry : self.entry + 1])
        # Where the entry stands on the map is not what the map is about.
        place = {axis.name: float(axis.centres(1)[0]) for axis in (self.x_axis, self.y_axis)}
        entry = replace(entry, optimizer=with_axis_values(entry.optimizer, place))
        conditions = scene.starts, scene.steps, scene.stopping, scene.seed, entry
        size = self.columns, self.rows, self.tolerance
        return self.resolved.surface, self.x_axis, self.y_axis, size, conditions


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """How runs end, as far as it is known."""

    request: Request
    found: HyperparameterMap


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """An answer as it is seen."""

    answer: Answer
    picture: MapPicture


def answers(request: Request, cancelled: CancelCheck) -> Iterator[Answer]:
    """Yield maps, each finer, the first even where a newer one is wanted."""
    scene = request.resolved.scene
    is_unwanted = patiently(cancelled, PATIENCE)
    maps = map_hyperparameters(
        request.resolved.surface,
        scene,
        scene.entries[request.entry],
        request.x_axis,
        request.y_axis,
        request.columns,
        request.rows,
        request.tolerance,
        threads=request.threads,
        cancelled=lambda: is_unwanted(),
    )
    last = monotonic()
    for found in maps:
        is_last = found.is_complete or 0 < found.stride <= request.finest
        is_welcome = found.stride > 0 and monotonic() - last > PAUSE
        if is_last or is_welcome:
            yield Answer(request, found)
            is_unwanted, last = cancelled, monotonic()
        if is_last:
            return


def quick_stride(pixels: int, steps: int) -> int:
    """Return the stride of a map that is there within a frame or two.

    Parameters
    ----------
    pixels
        Of the whole map.
    steps
        Of all runs of a pixel together.
    """
    seconds = pixels * (SECONDS_A_PIXEL + steps * SECONDS_A_STEP)
    quick = (stride for stride in reversed(STRIDES) if seconds / stride**2 <= QUICK_SECONDS)
    return next(quick, STRIDES[0])


def painted(answer: Answer, look: Look, _cancelled: CancelCheck) -> Iterator[Painted]:
    """Yield the picture of an answer."""
    yield Painted(answer, map_picture(answer.found, look, _start_loss(answer.request, look)))


def _start_loss(request: Request, look: Look) -> float:
    """Return the loss of the starts, their mean or their median as the map shows it."""
    starts = request.resolved.scene.starts
    losses = request.resolved.surface.loss(
        np.array([start.x for start in starts]), np.array([start.y for start in starts])
    )
    if look.quantity is Quantity.MEDIAN_LOSS:
        return float(quantile(losses, 0.5))
    with np.errstate(over="ignore", invalid="ignore"):
        return float(losses.mean())

"""Hyperparameter maps for the window, computed and coloured away from the GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from core.axes import Axis, with_axis_values
from core.budget import Tolerance
from core.hyperparameter_map import STRIDES, HyperparameterMap, map_hyperparameters
from core.scene import without_looks
from gui.plot.map_colours import Look, MapPicture, map_picture
from gui.resolved import Resolved
from gui.tasks import CancelCheck, patiently

COARSEST = STRIDES[0]

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
    for found in maps:
        if found.stride == 0:
            continue
        yield Answer(request, found)
        is_unwanted = cancelled
        if found.stride <= request.finest:
            return


def painted(answer: Answer, look: Look, _cancelled: CancelCheck) -> Iterator[Painted]:
    """Yield the picture of an answer."""
    yield Painted(answer, map_picture(answer.found, look))

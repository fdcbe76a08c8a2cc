"""What is asked for when basins of attraction are computed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import compress

from msgspec.structs import replace

from core.critical_points import Survey
from core.landscape import Surface
from core.scene import Scene, View, without_looks
from gui.resolved import Canvas, Resolved
from gui.theme import Theme

MOST_PIXELS = 500_000
"""Of a larger plot several pixels share one run, which keeps a picture within seconds."""

COARSEST = 16
"""Pixels along each side for which the first picture has one run."""


@dataclass(frozen=True, slots=True)
class Look:
    """On which ground basins are painted, and how many device pixels a logical one has."""

    theme: Theme
    ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """Where runs of an entry end, how finely that is to be told, and how to be painted.

    Parameters
    ----------
    surface, view, canvas, survey
        The landscape, the rectangle and the pixels that are really shown, and the
        critical points that are known.
    scene
        Gives the conditions.
    entry
        Which entry runs.
    look
        How the picture is painted.
    threads
        At most so many; None is as many as there are processors.
    coarsest
        Stride of the first picture.
    is_hurried
        Whether a hand moves, so that one coarse picture within a frame is all that is
        wanted.
    """

    surface: Surface
    view: View
    canvas: Canvas
    survey: Survey | None
    scene: Scene
    entry: int
    look: Look
    threads: int | None
    coarsest: int
    is_hurried: bool

    @property
    def run_scene(self) -> Scene:
        """The scene, in the view that is really shown."""
        return replace(self.scene, view=self.view)

    @property
    def size(self) -> tuple[int, int]:
        """Runs along x and y: so many that every coarser picture reaches both edges."""
        canvas = self.canvas
        pixel = max(1.0, math.sqrt(canvas.width * canvas.height / MOST_PIXELS))
        cells = (max(1, round(n / pixel / COARSEST)) for n in (canvas.width, canvas.height))
        columns, rows = (COARSEST * n + 1 for n in cells)
        return columns, rows

    def asks_the_same(self, other: Request) -> bool:
        """Tell whether another request is about the same runs."""
        return self._key() == other._key()

    def is_answered_by(self, other: Request) -> bool:
        """Tell whether the answer to another request leaves nothing to run."""
        return self.asks_the_same(other) and (self.is_hurried or not other.is_hurried)

    def _key(self) -> tuple[object, ...]:
        scene = self.scene
        (entry,) = without_looks(scene.entries[self.entry : self.entry + 1])
        conditions = scene.steps, scene.stopping, scene.seed, entry
        # Noise belongs to an entry by its place in the race.
        return self.surface, self.view, self.size, self.entry, conditions


def on_the_same_landscape(resolved: Resolved, scene: Scene) -> bool:
    """Tell whether what is resolved shows the landscape of a scene, in its view."""
    known = resolved.scene
    return (known.loss, known.parameters, known.view) == (scene.loss, scene.parameters, scene.view)


def first_seen(scene: Scene) -> int | None:
    """Return the first entry that is shown, or else the first; None if there is none."""
    places = range(len(scene.entries))
    seen = compress(places, (entry.visible for entry in scene.entries))
    return next(seen, 0 if places else None)

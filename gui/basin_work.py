"""Basins of attraction for the window, computed away from the GUI thread."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from core.basins import Basins, Measures, basins, measures, told_again
from core.critical_points import Survey
from core.scene import Scene, without_looks
from gui.plot.basin_colours import Codes, codes_of
from gui.resolved import Resolved
from gui.tasks import CancelCheck, patiently

MOST_PIXELS = 500_000
"""Of a larger plot several pixels share one run, which keeps a picture within seconds."""

COARSEST = 16
"""Pixels along each side for which the first picture has one run."""

PATIENCE = 0.25
"""Seconds within which a first picture is finished although a newer one is wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """Where runs of an entry end, and how finely that is to be told.

    Parameters
    ----------
    resolved
        Gives the loss, the view and the conditions.
    entry
        Which entry runs.
    threads
        At most so many; None is as many as there are processors.
    coarsest, finest
        Strides of the first and of the last picture.
    """

    resolved: Resolved
    entry: int
    threads: int | None
    coarsest: int
    finest: int

    @property
    def scene(self) -> Scene:
        """The scene, in the view that is really shown."""
        return replace(self.resolved.scene, view=self.resolved.view)

    @property
    def size(self) -> tuple[int, int]:
        """Runs along x and y: so many that every coarser picture reaches both edges."""
        canvas = self.resolved.canvas
        pixel = max(1.0, math.sqrt(canvas.width * canvas.height / MOST_PIXELS))
        cells = (max(1, round(n / pixel / COARSEST)) for n in (canvas.width, canvas.height))
        columns, rows = (COARSEST * n + 1 for n in cells)
        return columns, rows

    def asks_the_same(self, other: Request) -> bool:
        """Tell whether another request is about the same runs."""
        return self._key() == other._key()

    def _key(self) -> tuple[object, ...]:
        resolved, scene = self.resolved, self.resolved.scene
        (entry,) = without_looks(scene.entries[self.entry : self.entry + 1])
        conditions = scene.steps, scene.stopping, scene.seed, entry
        # Noise belongs to an entry by its place in the race.
        return resolved.surface, resolved.view, self.size, self.entry, conditions


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Where the runs end, as far as it is known, and how mixed that is."""

    request: Request
    survey: Survey | None
    """The critical points that were known."""
    basins: Basins
    measures: Measures
    codes: Codes
    """Its colours, so that painting them takes little time."""


def answers(request: Request, cancelled: CancelCheck) -> Iterator[Answer]:
    """Yield pictures of half the stride each, the first even where a newer one is wanted."""
    resolved, scene = request.resolved, request.scene
    columns, rows = request.size
    is_unwanted = patiently(cancelled, PATIENCE)
    pictures = basins(
        resolved.surface,
        scene,
        scene.entries[request.entry],
        columns,
        rows,
        resolved.survey,
        coarsest=request.coarsest,
        threads=request.threads,
        cancelled=lambda: is_unwanted(),
    )
    for found in pictures:
        yield _answer(request, resolved.survey, found)
        is_unwanted = cancelled
        if found.grid.stride <= request.finest:
            return


def renamed(answer: Answer, request: Request) -> Iterator[Answer]:
    """Yield an answer with the critical points known by now; nothing is run again."""
    survey = request.resolved.survey
    assert survey is not None
    found = told_again(request.resolved.surface, request.scene, answer.basins, survey)
    yield _answer(answer.request, survey, found)


def _answer(request: Request, survey: Survey | None, found: Basins) -> Answer:
    return Answer(request, survey, found, measures(found.fates), codes_of(found))

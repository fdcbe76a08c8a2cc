"""How runs from the pixels of a view end, coarse to fine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from core.compiler.arrays import FloatArray
from core.ends import Ends, find_ends
from core.landscape import Surface
from core.outcome import BoolArray, IntegerArray
from core.scene import Entry, Scene, View
from core.threads import Question, nobody_cancels

RADIUS = 0.01
"""How near a run has to stay and to come to its destination, in parts of the view."""

COARSEST = 8
"""Pixels along one side for which the first samples have one run."""

REPORT_STEPS = 2**25
"""Steps of all runs between two reports: some hundredths of a second."""

REPORTS = 100
"""Much work is reported at most about so often."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Pixels that divide a view, of which every so many have been computed.

    Parameters
    ----------
    view
        The rectangle.
    columns, rows
        Pixels along x and y.
    stride
        Of so many pixels along each side the first has been computed; 1 when all have.
    """

    view: View
    columns: int
    rows: int
    stride: int

    @property
    def x(self) -> FloatArray:
        """The coordinates of the computed columns: the centres of their pixels."""
        view = self.view
        places = (np.arange(0, self.columns, self.stride) + 0.5) / self.columns
        return view.x_min + places * (view.x_max - view.x_min)

    @property
    def y(self) -> FloatArray:
        """The coordinates of the computed rows."""
        view = self.view
        places = (np.arange(0, self.rows, self.stride) + 0.5) / self.rows
        return view.y_min + places * (view.y_max - view.y_min)

    @property
    def numbers(self) -> IntegerArray:
        """The numbers of the computed pixels, counted row by row from the lower left."""
        first = np.arange(0, self.rows, self.stride) * self.columns
        return np.add.outer(first, np.arange(0, self.columns, self.stride))

    @property
    def starts(self) -> tuple[FloatArray, FloatArray]:
        """The coordinates of the computed pixels, in the order of their numbers."""
        x, y = np.meshgrid(self.x, self.y)
        return x.ravel(), y.ravel()


@dataclass(frozen=True, eq=False, slots=True)
class Samples:
    """How runs from the pixels of a grid end, as far as that is known.

    Samples of one stride share their arrays, which are filled in as the work goes on.

    Parameters
    ----------
    grid
        The pixels.
    ends
        How their runs end, row by row. A run that is not known yet has the end of the
        one to its left and below that is.
    known
        Which runs are known, of shape ``(rows, columns)``.
    """

    grid: Grid
    ends: Ends
    known: BoolArray

    def enter(self, runs: IntegerArray, ends: Ends) -> None:
        """Fill in how some runs end, given by their places in the grid."""
        for field in fields(Ends):
            getattr(self.ends, field.name)[runs] = getattr(ends, field.name)
        self.known.reshape(-1)[runs] = True

    @property
    def is_complete(self) -> bool:
        """Whether every run of the grid is known."""
        return bool(self.known.all())

    @property
    def share(self) -> float:
        """How many of all pixels of the view are known, from 0 to 1."""
        return float(self.known.sum()) / (self.grid.columns * self.grid.rows)


def samples(
    surface: Surface,
    scene: Scene,
    entry: Entry,
    columns: int,
    rows: int,
    *,
    coarsest: int = COARSEST,
    threads: int | None = None,
    cancelled: Question = nobody_cancels,
) -> Iterator[Samples]:
    """Run an entry from every pixel of a scene's view.

    A run from a pixel is the one that a race of all pixels, row by row from the lower
    left, would hold: its noise depends on the pixel's number.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        Gives the view, the number of steps, the stopping rule and the seed.
    entry
        The method and its conditions.
    columns, rows
        Pixels along x and y.
    coarsest
        Stride of the first samples, a power of 2.
    threads
        At most so many; without a number, as many as there are processors.
    cancelled
        Asked every few milliseconds.

    Yields
    ------
    Samples
        Those of the coarsest stride, then with more and more pixels, through strides of
        half the size each, up to all.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    """
    radius_x, radius_y = radius_in(scene.view).tolist()
    run = partial(
        find_ends, surface, scene, entry,
        radius=(radius_x, radius_y), threads=threads, cancelled=cancelled,
    )  # fmt: skip
    grid = Grid(scene.view, columns, rows, coarsest)
    first = run(*grid.starts, numbers=grid.numbers.ravel())
    found = Samples(grid, first, np.ones(grid.numbers.shape, np.bool_))
    yield found
    at_once = max(REPORT_STEPS // max(1, scene.steps), columns * rows // REPORTS, 1)
    while found.grid.stride > 1:
        found = _begun_finer(found)
        (x, y), numbers = found.grid.starts, found.grid.numbers.ravel()
        new = np.flatnonzero(~found.known)
        for part in np.split(new, range(at_once, new.size, at_once)):
            found.enter(part, run(x[part], y[part], numbers=numbers[part]))
            yield found


def radius_in(view: View) -> FloatArray:
    """Return along x and y how near a run has to stay to have come to rest."""
    return RADIUS * np.array([view.x_max - view.x_min, view.y_max - view.y_min])


def _begun_finer(coarse: Samples) -> Samples:
    """Return what samples of twice the stride tell of a finer grid."""
    grid = replace(coarse.grid, stride=coarse.grid.stride // 2)
    rows, columns = grid.numbers.shape
    known = np.zeros((rows, columns), np.bool_)
    known[::2, ::2] = True

    def spread(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        picture = values.reshape(coarse.known.shape)
        return picture.repeat(2, axis=0).repeat(2, axis=1)[:rows, :columns].ravel()

    ends = Ends(*(spread(getattr(coarse.ends, field.name)) for field in fields(Ends)))
    return Samples(grid, ends, known)

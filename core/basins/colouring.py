"""Each pixel of a view by where a run from it ends, coarse to fine."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from core.basins.destinations import (
    NOWHERE,
    Destination,
    destinations_of,
    discovered,
    nearest,
)
from core.compiler.arrays import FloatArray
from core.critical_points.findings import Survey
from core.ends import OUTCOMES, Ends, find_ends
from core.landscape import Surface
from core.outcome import BoolArray, IntegerArray, Outcome
from core.scene import Entry, Scene, View
from core.threads import Question, nobody_cancels

RADIUS = 0.01
"""How near a run has to stay and to come to its destination, in parts of the view."""

REST = 0.1
"""Part of the steps, at their end, throughout which a settled run has stayed near."""

COARSEST = 8
"""Pixels along one side for which the first picture has one sample."""


class Fate(enum.IntEnum):
    """Where a run ends that comes to no destination; destinations count from 0."""

    LEFT_VIEW = -1
    """It is outside at the end."""
    DIVERGED = -2
    LEFT_DOMAIN = -3
    MOVING = -4
    """It is bounded, but has not settled."""
    CREEPING = -5
    """It hardly moves at the end, but is at no destination: on flat ground, or slow."""

    @property
    def label(self) -> str:
        """What the reader sees."""
        return _LABELS[self]


_LABELS = {
    Fate.LEFT_VIEW: "left the view",
    Fate.DIVERGED: "diverged",
    Fate.LEFT_DOMAIN: "left the domain",
    Fate.MOVING: "still moving",
    Fate.CREEPING: "hardly moving elsewhere",
}


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
    def is_new(self) -> BoolArray:
        """Whether the grid of twice the stride lacks a pixel."""
        shape = self.numbers.shape
        new = np.ones(shape, bool)
        new[::2, ::2] = False
        return new


@dataclass(frozen=True, eq=False, slots=True)
class Basins:
    """Where runs from the pixels of a view end.

    Parameters
    ----------
    grid
        Which pixels are told of.
    destinations
        Where runs may end.
    fates
        An index into `destinations`, or a `Fate`, for each computed pixel; shape
        ``(rows, columns)``, row 0 at ``y_min``.
    steps
        The step since which a run has stayed near where it rests, or else the last one
        that it took. Of the same shape.
    ends
        How the runs ended, row by row.
    """

    grid: Grid
    destinations: tuple[Destination, ...]
    fates: npt.NDArray[np.int16]
    steps: IntegerArray
    ends: Ends


def basins(
    surface: Surface,
    scene: Scene,
    entry: Entry,
    columns: int,
    rows: int,
    survey: Survey | None = None,
    *,
    coarsest: int = COARSEST,
    threads: int | None = None,
    cancelled: Question = nobody_cancels,
) -> Iterator[Basins]:
    """Run an entry from every pixel of a scene's view and tell where each run ends.

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
    survey
        What is known of the critical points. Where runs rest elsewhere, critical points
        are sought and proved.
    coarsest
        Stride of the first picture, a power of 2.
    threads
        At most so many; without a number, as many as there are processors.
    cancelled
        Asked every few milliseconds.

    Yields
    ------
    Basins
        Each with half the stride of the one before; what was computed is kept.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    """
    known: Ends | None = None
    stride = coarsest
    while stride:
        grid = Grid(scene.view, columns, rows, stride)
        is_new = grid.is_new if known else np.ones(grid.numbers.shape, bool)
        x, y = (axis[is_new] for axis in np.meshgrid(grid.x, grid.y))
        radius_x, radius_y = _radius(scene.view).tolist()
        fresh = find_ends(
            surface,
            scene,
            entry,
            x,
            y,
            numbers=grid.numbers[is_new],
            radius=(radius_x, radius_y),
            threads=threads,
            cancelled=cancelled,
        )
        known = _merged(known, fresh, is_new.ravel()) if known else fresh
        yield _told(surface, scene, grid, known, survey)
        stride //= 2


def told_again(surface: Surface, scene: Scene, before: Basins, survey: Survey) -> Basins:
    """Return basins with the destinations of another survey; nothing is run again."""
    return _told(surface, scene, before.grid, before.ends, survey)


def _radius(view: View) -> FloatArray:
    return RADIUS * np.array([view.x_max - view.x_min, view.y_max - view.y_min])


def _merged(known: Ends, fresh: Ends, is_new: BoolArray) -> Ends:
    """Return the ends of a grid from those of the coarser one and of the pixels between."""
    merged = {}
    for field in fields(Ends):
        old, new = getattr(known, field.name), getattr(fresh, field.name)
        both = np.empty(is_new.shape, old.dtype)
        both[~is_new], both[is_new] = old, new
        merged[field.name] = both
    return Ends(**merged)


def _told(surface: Surface, scene: Scene, grid: Grid, ends: Ends, survey: Survey | None) -> Basins:
    """Tell which run has come to which destination."""
    view, radius = grid.view, _radius(grid.view)
    places = np.stack([ends.x, ends.y])
    rests = _rests(ends, scene.steps)
    destinations = destinations_of(survey, radius) if survey else ()
    at = np.full(rests.shape, NOWHERE)
    at[rests] = nearest(destinations, places[:, rests], radius)
    is_inside = ((ends.x >= view.x_min) & (ends.x <= view.x_max)
                 & (ends.y >= view.y_min) & (ends.y <= view.y_max))  # fmt: skip
    elsewhere = rests & is_inside & (at == NOWHERE)
    if found := discovered(surface, view, places[:, elsewhere], radius):
        near = nearest(found, places[:, elsewhere], radius)
        at[elsewhere] = np.where(near == NOWHERE, NOWHERE, near + len(destinations))
    fates = _fates(ends, at, rests, is_inside)
    steps = np.where(at == NOWHERE, ends.last_step, ends.settled)
    shape = grid.numbers.shape
    everywhere = (*destinations, *found)
    return Basins(grid, everywhere, fates.reshape(shape), steps.reshape(shape), ends)


def _rests(ends: Ends, steps: int) -> BoolArray:
    """Tell which runs have stopped, or have stayed near a place long enough."""
    has_stopped = _ended(ends, Outcome.CONVERGED) | _ended(ends, Outcome.STALLED)
    has_stayed = ends.last_step - ends.settled >= REST * steps
    return has_stopped | (_ended(ends, Outcome.RAN_ALL_STEPS) & has_stayed)


def _ended(ends: Ends, outcome: Outcome) -> BoolArray:
    has_ended: BoolArray = ends.outcome == OUTCOMES.index(outcome)
    return has_ended


def _fates(
    ends: Ends, at: IntegerArray, rests: BoolArray, is_inside: BoolArray
) -> npt.NDArray[np.int16]:
    """Return the index of each run's destination, or its `Fate`."""
    cases = {
        Fate.DIVERGED: _ended(ends, Outcome.DIVERGED),
        Fate.LEFT_DOMAIN: _ended(ends, Outcome.LEFT_DOMAIN),
        Fate.LEFT_VIEW: (at == NOWHERE) & ~is_inside,
        Fate.MOVING: (at == NOWHERE) & ~rests,
        Fate.CREEPING: at == NOWHERE,
    }
    return np.select(list(cases.values()), list(cases), at).astype(np.int16)

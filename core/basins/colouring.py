"""Each pixel of a view by where a run from it ends, coarse to fine."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from core.basins.destinations import (
    NOWHERE,
    Destination,
    destinations_of,
    discovered,
    nearest,
)
from core.basins.sampling import COARSEST, Grid, Samples, radius_in, samples
from core.critical_points.findings import Survey
from core.ends import OUTCOMES, Ends
from core.landscape import Surface
from core.outcome import BoolArray, IntegerArray, Outcome
from core.scene import Entry, Scene
from core.threads import Question, nobody_cancels

REST = 0.1
"""Part of the steps, at their end, throughout which a settled run has stayed near."""


class Fate(enum.IntEnum):
    """Where a run ends that comes to no destination; destinations count from 0."""

    LEFT_VIEW = -1
    """It is outside at its last step; whether it would come back is not asked."""
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
    Fate.LEFT_VIEW: "outside the view at the end",
    Fate.DIVERGED: "diverged",
    Fate.LEFT_DOMAIN: "left the domain",
    Fate.MOVING: "still moving",
    Fate.CREEPING: "hardly moving elsewhere",
}


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
    known
        Which pixels have been computed, of the same shape; the others are told of by the
        one to their left and below that has.
    """

    grid: Grid
    destinations: tuple[Destination, ...]
    fates: npt.NDArray[np.int16]
    steps: IntegerArray
    ends: Ends
    known: BoolArray

    @property
    def whole(self) -> Basins:
        """The finest picture of which every pixel has been computed."""
        if self.known.all():
            return self
        return Basins(
            replace(self.grid, stride=2 * self.grid.stride),
            self.destinations,
            self.fates[::2, ::2],
            self.steps[::2, ::2],
            Ends(*(getattr(self.ends, field.name).reshape(self.known.shape)[::2, ::2].ravel()
                   for field in fields(Ends))),
            self.known[::2, ::2],
        )  # fmt: skip


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
    """Tell where each run of an entry from the pixels of a view ends.

    Parameters
    ----------
    surface, scene, entry, columns, rows, coarsest, threads, cancelled
        As for `samples`.
    survey
        What is known of the critical points, as for `told`.

    Yields
    ------
    Basins
        Each with half the stride of the one before; what was computed is kept.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    """
    for found in samples(surface, scene, entry, columns, rows,
                         coarsest=coarsest, threads=threads, cancelled=cancelled):  # fmt: skip
        if found.is_complete:
            yield told(surface, scene, found, survey)


def told_again(surface: Surface, scene: Scene, before: Basins, survey: Survey) -> Basins:
    """Return basins with the destinations of another survey; nothing is run again."""
    return told(surface, scene, Samples(before.grid, before.ends, before.known), survey)


def told(surface: Surface, scene: Scene, found: Samples, survey: Survey | None) -> Basins:
    """Tell which run has come to which destination.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        Gives the number of steps.
    found
        How the runs end.
    survey
        What is known of the critical points. Where runs rest elsewhere, critical points
        are sought and proved.
    """
    grid, ends = found.grid, found.ends
    view, radius = grid.view, radius_in(grid.view)
    places = np.stack([ends.x, ends.y])
    rests = _rests(ends, scene.steps)
    destinations = destinations_of(survey, radius) if survey else ()
    at = np.full(rests.shape, NOWHERE)
    at[rests] = nearest(destinations, places[:, rests], radius)
    is_inside = ((ends.x >= view.x_min) & (ends.x <= view.x_max)
                 & (ends.y >= view.y_min) & (ends.y <= view.y_max))  # fmt: skip
    elsewhere = rests & is_inside & (at == NOWHERE)
    if others := discovered(surface, view, places[:, elsewhere], radius):
        near = nearest(others, places[:, elsewhere], radius)
        at[elsewhere] = np.where(near == NOWHERE, NOWHERE, near + len(destinations))
    fates = _fates(ends, at, rests, is_inside)
    steps = np.where(at == NOWHERE, ends.last_step, ends.settled)
    shape = found.known.shape
    everywhere = (*destinations, *others)
    return Basins(grid, everywhere, fates.reshape(shape), steps.reshape(shape), ends, found.known)


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

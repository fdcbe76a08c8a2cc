"""Maps of what two hyperparameters make of a race: how it ends at each pair of values."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, fields

import numpy as np
from msgspec.structs import replace

from core.arrivals import Arrivals
from core.axes import Axis, refuse_bad_axis, with_axis_values
from core.budget import DEFAULT_TOLERANCE, MOST_STEPS, Tolerance
from core.compiler.arrays import FloatArray
from core.errors import SceneError
from core.landscape import Surface
from core.outcome import BoolArray, IntegerArray, Outcome
from core.pieces import divided, work
from core.quantiles import quantile
from core.scene import Entry, Scene
from core.stability_boundary import stability_boundary
from core.threads import Question, nobody_cancels

STRIDES = (16, 8, 4, 2, 1)
"""Every so many-th pixel is computed first, then every second one of what is between."""

REPORTS = 100
"""A map is published at least about so often until it is complete."""

MOST_PIXELS = 4_000_000


@dataclass(frozen=True, eq=False, slots=True)
class Ending:
    """How the runs from all starts end, an array's place for each pixel; else NaN.

    A run that diverged or left the domain of the loss counts as having an infinite loss.
    """

    mean_loss: FloatArray
    """Of the last iterates."""
    median_loss: FloatArray
    """The least loss that half the runs come down to."""
    diverged: FloatArray
    left_domain: FloatArray
    reached: FloatArray
    """Shares of the starts from which a run diverges, leaves the domain of the loss, and
    reaches the tolerance, from 0 to 1."""
    median_steps: FloatArray
    """The least number of steps by which half the runs have reached the tolerance; NaN if
    they never have."""


@dataclass(frozen=True, eq=False, slots=True)
class HyperparameterMap:
    """What is known so far of the outcomes at pairs of hyperparameters.

    Arrays have the shape ``(rows, columns)``, row 0 at the low edge of the vertical axis.
    """

    entry: Entry
    x_axis: Axis
    y_axis: Axis
    tolerance: Tolerance
    ending: Ending
    known: BoolArray
    """Which pixels are computed."""
    stride: int
    """Every so many-th pixel along both axes is known, from the first one on."""
    boundary: FloatArray
    """Where theory expects a quadratic loss to diverge, as `stability_boundary` gives it."""

    @property
    def is_complete(self) -> bool:
        """Whether every pixel is known."""
        return bool(self.known.all())

    @property
    def x_values(self) -> FloatArray:
        """The hyperparameter's value in each column."""
        return self.x_axis.centres(self.known.shape[1])

    @property
    def y_values(self) -> FloatArray:
        """The hyperparameter's value in each row."""
        return self.y_axis.centres(self.known.shape[0])

    def entry_at(self, column: int, row: int) -> Entry:
        """Return the entry with a pixel's hyperparameters."""
        return _entry_at(self.entry, self.x_axis, self.y_axis,
                         (float(self.x_values[column]), float(self.y_values[row])))  # fmt: skip


def map_hyperparameters(
    surface: Surface,
    scene: Scene,
    entry: Entry,
    x_axis: Axis,
    y_axis: Axis,
    columns: int,
    rows: int,
    tolerance: Tolerance = DEFAULT_TOLERANCE,
    *,
    threads: int | None = None,
    executor: Executor | None = None,
    cancelled: Question = nobody_cancels,
) -> Iterator[HyperparameterMap]:
    """Race an entry at every pair of two hyperparameters, from all starts of a scene.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        Gives starts, steps, stopping rule and seed; its own entries play no part.
    entry
        The method and its conditions.
    x_axis, y_axis
        Two of its hyperparameters.
    columns, rows
        How many values each takes.
    tolerance
        What the runs are to reach.
    threads, executor, cancelled
        As for `core.pieces.work`.

    Yields
    ------
    HyperparameterMap
        Coarse first, more complete from one to the next; the last one is complete.

    Raises
    ------
    SceneError
        If an axis or the size can't be used.
    Cancelled
        If `cancelled` says so.
    """
    _refuse(scene, entry, x_axis, y_axis, columns * rows)
    boundary = stability_boundary(surface, entry, x_axis, y_axis)
    ending = Ending(*np.full((len(fields(Ending)), rows, columns), np.nan))
    known = np.zeros((rows, columns), np.bool_)
    stride, reported = 0, 0

    def snapshot() -> HyperparameterMap:
        copies = Ending(*(getattr(ending, field.name).copy() for field in fields(Ending)))
        return HyperparameterMap(
            entry, x_axis, y_axis, tolerance, copies, known.copy(), stride, boundary
        )

    xs, ys = x_axis.centres(columns).tolist(), y_axis.centres(rows).tolist()
    for stride_now in STRIDES:
        places = _places(known, stride_now)
        entries = [_entry_at(entry, x_axis, y_axis, (xs[column], ys[row]))
                   for row, column in places.T.tolist()]  # fmt: skip
        pieces = divided(replace(scene, entries=tuple(entries)), tolerance, keep_starts=True)
        for number, part in work(pieces, threads, executor, cancelled):
            first = pieces[number].first_entry
            row, column = places[:, first : first + part.x.shape[0]]
            _note(ending, (row, column), part)
            known[row, column] = True
            done = int(known.sum())
            if (done - reported) * REPORTS >= known.size and done < known.size:
                reported = done
                yield snapshot()
        stride = stride_now
        yield snapshot()


def _refuse(scene: Scene, entry: Entry, x_axis: Axis, y_axis: Axis, pixels: int) -> None:
    if x_axis.name == y_axis.name:
        raise SceneError(f"The map needs two hyperparameters, not {x_axis.name} twice.")
    for axis in (x_axis, y_axis):
        refuse_bad_axis(entry.optimizer, axis)
    if not scene.starts:
        raise SceneError("The map needs a starting point.")
    if pixels > MOST_PIXELS or pixels * len(scene.starts) * scene.steps > MOST_STEPS:
        raise SceneError(
            f"{pixels:,} pixels from {len(scene.starts):,} starts over {scene.steps:,} steps "
            f"are too many; at most {MOST_PIXELS:,} pixels and {MOST_STEPS:,} steps fit."
        )


def _places(known: BoolArray, stride: int) -> IntegerArray:
    """Return the rows and columns of the pixels that a stride adds."""
    wanted = np.zeros_like(known)
    wanted[::stride, ::stride] = True
    return np.array(np.nonzero(wanted & ~known))


def _entry_at(entry: Entry, x_axis: Axis, y_axis: Axis, values: tuple[float, float]) -> Entry:
    chosen = dict(zip((x_axis.name, y_axis.name), values, strict=True))
    return replace(entry, optimizer=with_axis_values(entry.optimizer, chosen))


def _note(ending: Ending, place: tuple[IntegerArray, IntegerArray], part: Arrivals) -> None:
    """Write down what the runs of some pixels come to."""
    diverged, left = part.ended(Outcome.DIVERGED), part.ended(Outcome.LEFT_DOMAIN)
    loss = np.where(diverged | left, np.inf, part.loss)
    with np.errstate(over="ignore"):
        ending.mean_loss[place] = loss.mean(axis=1)
    ending.median_loss[place] = quantile(loss, 0.5)
    for target, truths in ((ending.diverged, diverged), (ending.left_domain, left),
                           (ending.reached, part.arrival >= 0)):  # fmt: skip
        target[place] = truths.mean(axis=1)
    steps = quantile(part.steps_to_tolerance, 0.5)
    ending.median_steps[place] = np.where(np.isfinite(steps), steps, np.nan)

"""The value, gradient and Hessian of a loss over arrays, and its samples on a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from core.adjoint import reverse_gradient
from core.compiler.arrays import CompiledFunction, FloatArray, compile_function
from core.compiler.emit import WIDTH
from core.compiler.intervals import Enclosure, IntervalFunction, compile_intervals
from core.derivatives import Derivatives
from core.expression import Formula
from core.scene import View
from core.threads import Question, share
from core.tree import Node

SHARED_SAMPLES = 2**19
"""Samples from which on a grid is shared by threads: fewer take about a millisecond."""

BAND = 64
"""Rows of a grid sampled at a time."""

DEFAULT_PARAMETER = 1.0
"""Value of a parameter that nobody gave one."""


class Surface:
    """A loss with values for its parameters: what a picture and a race need.

    Its gradient comes from `core.adjoint`, which rounds as automatic differentiation
    does; it needs no SymPy, so that a race need not wait for it.

    Parameters
    ----------
    formula
        The loss as it was read.
    parameters
        Values by name. One that the formula lacks is ignored, one that is missing
        is 1. A change of value compiles nothing.
    """

    def __init__(self, formula: Formula, parameters: Mapping[str, float]) -> None:
        values = {name: parameters.get(name, DEFAULT_PARAMETER) for name in formula.parameters}
        self.formula = formula
        self.parameters: Mapping[str, float] = MappingProxyType(values)
        self.parameter_values: FloatArray = np.array(list(values.values()), np.float64)
        self._loss = self.loss_function()

    def loss(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the loss at points, of the shape that `x` and `y` broadcast to.

        It is NaN where the loss is undefined and infinite where it overflows.
        """
        loss: FloatArray = self._loss(x, y, parameters=self.parameter_values)[0]
        return loss

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the two partial derivatives at points, of shape ``(2, *shape)``."""
        return self.slope_function()(x, y, parameters=self.parameter_values)[1:]

    def hessian(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the second derivatives xx, xy, yy at points, of shape ``(3, *shape)``."""
        return self.bend_function()(x, y, parameters=self.parameter_values)

    def loss_function(self, width: int = WIDTH) -> CompiledFunction:
        """Return the loss alone as a compiled function."""
        return _loss_function(self.formula, width)

    def slope_function(self, width: int = WIDTH) -> CompiledFunction:
        """Return the loss and its gradient, three outputs, as one compiled function."""
        return _slope_function(self.formula, width)

    def bend_function(self, width: int = WIDTH) -> CompiledFunction:
        """Return the second derivatives xx, xy and yy, by accumulating backwards twice."""
        return _bend_function(self.formula, width)

    def interval_function(self) -> IntervalFunction:
        """Return bounds on the loss, its gradient and xx, xy, yy over boxes, six outputs."""
        return _interval_function(self.formula)

    def compiled(self, outputs: Sequence[Node], width: int = WIDTH) -> CompiledFunction:
        """Compile expressions in the variables and parameters of the loss."""
        return _compiled(self.formula, outputs, width)


def _compiled(formula: Formula, outputs: Sequence[Node], width: int) -> CompiledFunction:
    return compile_function(outputs, formula.variables, formula.parameters, width)


# Kept for each formula, since another value of a parameter changes none of them.


@lru_cache(maxsize=32)
def _loss_function(formula: Formula, width: int) -> CompiledFunction:
    return _compiled(formula, [formula.tree], width)


@lru_cache(maxsize=32)
def _slope_function(formula: Formula, width: int) -> CompiledFunction:
    gradient = reverse_gradient(formula.tree, formula.variables)
    return _compiled(formula, [formula.tree, *gradient], width)


@lru_cache(maxsize=32)
def _bend_function(formula: Formula, width: int) -> CompiledFunction:
    return _compiled(formula, _derivatives(formula)[3:], width)


@lru_cache(maxsize=32)
def _interval_function(formula: Formula) -> IntervalFunction:
    return compile_intervals(_derivatives(formula), formula.variables, formula.parameters)


@lru_cache(maxsize=32)
def _derivatives(formula: Formula) -> tuple[Node, ...]:
    """Return the loss, its gradient and its second derivatives xx, xy and yy."""
    first, second = reverse_gradient(formula.tree, formula.variables)
    xx, xy = reverse_gradient(first, formula.variables)
    yy = reverse_gradient(second, formula.variables)[1]
    return formula.tree, first, second, xx, xy, yy


class Landscape:
    """A surface together with its derivatives as expressions, and so with its Hessian.

    Parameters
    ----------
    surface
        The loss.
    derivatives
        Its gradient and Hessian as a reader sees them; the Hessian is compiled from them.
    """

    def __init__(self, surface: Surface, derivatives: Derivatives) -> None:
        self.surface = surface
        self.derivatives = derivatives
        self._curvature = surface.compiled(derivatives.hessian)
        self._bounds = surface.interval_function()

    def loss(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the loss at points, of the shape that `x` and `y` broadcast to."""
        return self.surface.loss(x, y)

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the two partial derivatives at points, of shape ``(2, *shape)``."""
        return self.surface.gradient(x, y)

    def hessian(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the second derivatives xx, xy, yy at points, of shape ``(3, *shape)``."""
        return self._curvature(x, y, parameters=self.surface.parameter_values)

    def bounds_around(self, x: float, y: float, distance: float) -> Enclosure:
        """Return proved bounds on the loss, its gradient and xx, xy, yy in a square.

        Parameters
        ----------
        x, y
            Its centre.
        distance
            From there to its sides; may be 0.
        """
        centre = np.array([[x], [y]], np.float64)
        return self._bounds(centre - distance, centre + distance, self.surface.parameter_values)


@dataclass(frozen=True, eq=False)
class Sampling:
    """A loss sampled on a grid whose outermost points lie on the edges of a view."""

    view: View
    values: FloatArray
    """Shape ``(rows, columns)``, row 0 at ``y_min``; what is not finite is NaN."""
    not_finite: int
    """How many samples are NaN."""

    @property
    def x(self) -> FloatArray:
        """The coordinates of the columns."""
        return np.linspace(self.view.x_min, self.view.x_max, self.values.shape[1])

    @property
    def y(self) -> FloatArray:
        """The coordinates of the rows."""
        return np.linspace(self.view.y_min, self.view.y_max, self.values.shape[0])


def sample(
    surface: Surface, view: View, columns: int, rows: int, threads: int | None = None
) -> Sampling:
    """Evaluate a loss on a grid over a view.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle to cover, edges included.
    columns, rows
        The grid's size, each at least 2.
    threads
        At most so many; without a number, as many as there are processors, but one for
        fewer than `SHARED_SAMPLES`. The bits are the same for any number.
    """
    x = np.linspace(view.x_min, view.x_max, columns)
    y = np.linspace(view.y_min, view.y_max, rows)
    values = np.empty((rows, columns))

    def fill(first: int, _: Question) -> None:
        band = slice(first, first + BAND)
        values[band] = surface.loss(x[np.newaxis, :], y[band, np.newaxis])

    share(fill, range(0, rows, BAND), 1 if values.size < SHARED_SAMPLES else threads)
    undefined = ~np.isfinite(values)
    values[undefined] = np.nan
    values.flags.writeable = False
    return Sampling(view, values, int(np.count_nonzero(undefined)))

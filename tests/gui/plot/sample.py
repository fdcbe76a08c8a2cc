"""Races, pictures and marks to paint, computed without the rest of the program."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from core.contour_map import draw_map
from core.contours import relief
from core.critical_points import CriticalPoint
from core.curvature import Kind
from core.landscape import Sampling
from core.optimizers import METHODS
from core.outcome import Outcome
from core.race import Race
from core.scene import Contours, Entry, Start, View
from gui.plot.picture import LandscapePicture, map_look
from gui.theme import LIGHT, Theme, TrailStyle, trail_style

STYLES = tuple(trail_style(place, LIGHT) for place in range(2))
SOLID = tuple(TrailStyle(QColor(colour), (), "circle") for colour in ("#0072b2", "#d55e00"))
PICTURE_VIEW = View(x_min=-3, x_max=3, y_min=-2, y_max=2)


def race(starts: list[tuple[float, float]], steps: int = 40) -> Race:
    """Descend a stretched bowl by two learning rates."""
    shape = (2, len(starts), steps + 1)
    x, y = np.empty(shape), np.empty(shape)
    for entry, rate in enumerate((0.05, 0.18)):
        powers = np.arange(steps + 1)
        for index, (x0, y0) in enumerate(starts):
            x[entry, index] = x0 * (1 - rate) ** powers
            y[entry, index] = y0 * (1 - 10 * rate) ** powers
    return race_of(x, y)


def race_of(x: NDArray[np.float64], y: NDArray[np.float64]) -> Race:
    """Make a race of given iterates on the bowl (x² + 10 y²)/2."""
    ends = np.array([[np.isfinite(run).sum() - 1 for run in entry] for entry in x], dtype=np.int64)
    lost = ends < x.shape[2] - 1
    with np.errstate(over="ignore", invalid="ignore"):
        loss = (x**2 + 10 * y**2) / 2
    return Race(
        entries=tuple(Entry(optimizer=METHODS[0]()) for _ in x),
        starts=tuple(Start(x=float(run[0]), y=0.0) for run in x[0]),
        x=x,
        y=y,
        loss=loss,
        gradient_x=x,
        gradient_y=10 * y,
        last_step=np.maximum(ends, 0),
        outcomes=tuple(
            tuple(Outcome.DIVERGED if end else Outcome.RAN_ALL_STEPS for end in row) for row in lost
        ),
    )


def picture(
    view: View = PICTURE_VIEW,
    *,
    hole: bool = False,
    theme: Theme = LIGHT,
    size: tuple[int, int] = (300, 200),
) -> LandscapePicture:
    """Draw a slope that rises to the right, with a line down its middle."""
    values = np.tile(np.linspace(0.0, 1.0, 30), (20, 1))
    if hole:
        values[:10] = np.nan
    sampling = Sampling(view, values, int(np.isnan(values).sum()))
    chosen = relief(values, Contours(spacing="linear", count=1))
    pixels = draw_map(sampling, chosen, map_look(theme), *size, 1.0)
    return LandscapePicture(view, chosen.levels, pixels, size[0])


def critical_point(
    x: float, y: float, kind: Kind = Kind.SADDLE, identity: int = 0
) -> CriticalPoint:
    """Make a critical point of some kind."""
    return CriticalPoint(x=x, y=y, loss=0.0, eigenvalues=(-1.0, 1.0), kind=kind, identity=identity)


def pixels(widget: QWidget) -> NDArray[np.int16]:
    """Grab a widget as red, green and blue, shape (rows, columns, 3)."""
    return colours(widget.grab().toImage())


def colours(image: QImage) -> NDArray[np.int16]:
    """Return an image's red, green and blue, shape (rows, columns, 3)."""
    converted = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(converted.height(), -1)
    return rows[:, : 3 * converted.width()].reshape(converted.height(), -1, 3).astype(np.int16)


def count_of(found: NDArray[np.int16], colour: QColor, tolerance: int = 12) -> int:
    """Count the pixels of a colour."""
    wanted = np.array([colour.red(), colour.green(), colour.blue()])
    return int((np.abs(found - wanted).max(axis=2) <= tolerance).sum())

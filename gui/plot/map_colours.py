"""The colours of a hyperparameter map: what is shown, on which scale, as an image."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from core.axes import Axis
from core.compiler.arrays import FloatArray
from core.hyperparameter_map import HyperparameterMap
from core.outcome import BoolArray
from gui.plot.map_axes import axis_ticks
from gui.plot.ticks import Tick
from gui.theme import Theme

STOPS = (
    "#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c",
    "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725",
)  # fmt: skip
"""The lowest number first: viridis of S. van der Walt and N. Smith (2015), perceptually
uniform, also for colour-blind readers and in greys."""

SHADES = 256
DECADES = 16
"""Most powers of ten that a scale spans, as doubles tell no more apart beside each other."""

FACTOR = 10.0
"""A scale is logarithmic if its numbers differ by more than this."""

NARROWEST = 1e-9
"""Of a scale, as a part of its ends."""

RARE = 1.0
"""Percentage of the numbers that a logarithmic scale leaves below its low end."""

GROUNDS = {"lost": ("#c3c9cd", "#39454c"), "missed": ("#eceff0", "#1d272d")}
"""Of pixels without a colour: light, dark."""

INKS = {"lost": ("#8b969d", "#75838b"), "missed": ("#b4bdc2", "#47545b")}
"""Of the hatches that tell them apart, also in print."""

HATCH_PIXELS = 7


class Quantity(enum.Enum):
    """What a map shows of the runs at a pair of values."""

    MEAN_LOSS = "mean_loss"
    MEDIAN_LOSS = "median_loss"
    STEPS = "median_steps"
    REACHED = "reached"
    DIVERGED = "diverged"

    @property
    def is_share(self) -> bool:
        """Whether it lies between 0 and 1, which is seen as a percentage."""
        return self in (Quantity.REACHED, Quantity.DIVERGED)

    @property
    def is_loss(self) -> bool:
        """Whether runs that have no last loss make it infinite."""
        return self in (Quantity.MEAN_LOSS, Quantity.MEDIAN_LOSS)


@dataclass(frozen=True, slots=True)
class Look:
    """How a map is seen: what of it, in which colours, on how many pixels of the screen."""

    quantity: Quantity
    theme: Theme
    width: int
    height: int
    ratio: float


@dataclass(frozen=True, slots=True)
class ColourScale:
    """Numbers at the ends of the colours."""

    low: float
    high: float
    is_logarithmic: bool

    def places(self, values: FloatArray) -> FloatArray:
        """Map numbers to 0 at the low end and to 1 at the high one; beyond, they lie on it."""
        low, high = self.low, self.high
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            if self.is_logarithmic:
                values = np.log10(values)
                low, high = math.log10(low), math.log10(high)
            return np.clip((values - low) / (high - low), 0.0, 1.0)

    def ticks(self, target: int) -> list[Tick]:
        """Choose about `target` round numbers."""
        return axis_ticks(Axis("", self.low, self.high, self.is_logarithmic), target)


@dataclass(frozen=True, slots=True, eq=False)
class MapPicture:
    """A map as an image of the screen's pixels, and what its colours mean."""

    x_axis: Axis
    y_axis: Axis
    quantity: Quantity
    image: QImage
    scale: ColourScale | None
    """None where no pixel has a number."""


def map_picture(found: HyperparameterMap, look: Look, start_loss: float) -> MapPicture:
    """Colour a map as far as it is known; what is not known is transparent.

    Parameters
    ----------
    found
        The map.
    look
        What to show of it, and how.
    start_loss
        The loss of the starts; a final loss above it has no colour.
    """
    values = getattr(found.ending, look.quantity.value) * (100 if look.quantity.is_share else 1)
    lost, missed = _without_colour(found, look.quantity, start_loss)
    has_number = found.known & ~lost & ~missed
    scale = colour_scale(values[has_number], look.quantity)
    codes = np.zeros(values.shape, np.intp)
    codes[found.known & lost], codes[found.known & missed] = 1, 2
    if scale is not None:
        shades = np.rint(scale.places(values[has_number]) * (SHADES - 1))
        codes[has_number] = 3 + shades.astype(np.intp)
    codes = codes.ravel()[_nearest_known(found)]
    image = _image(codes, look)
    return MapPicture(found.x_axis, found.y_axis, look.quantity, image, scale)


def colour_scale(numbers: FloatArray, quantity: Quantity) -> ColourScale | None:
    """Return the scale that tells numbers apart, its ends round."""
    if quantity.is_share:
        return ColourScale(0.0, 100.0, False)
    if numbers.size == 0:
        return None
    few, many = float(numbers.min()), float(numbers.max())
    if few >= 0:
        least = float(np.percentile(numbers, RARE, method="nearest"))
        least = max(least, many * 10.0**-DECADES)
        if many > FACTOR * least > 0:
            return ColourScale(_round(least), _round(many, is_up=True), True)
    # So wide that the ends differ although the numbers hardly do.
    narrowest = NARROWEST * max(abs(few), abs(many))
    step = _round(max((many - few) / 4, narrowest) or 1.0)
    low, high = math.floor(few / step), math.ceil(many / step)
    return ColourScale(low * step, max(high, low + 1) * step, False)


def ground(kind: str, theme: Theme) -> QColor:
    """Return the ground of pixels without a number."""
    return QColor(GROUNDS[kind][theme.is_dark])


def ink(kind: str, theme: Theme) -> QColor:
    """Return the colour of their hatch."""
    return QColor(INKS[kind][theme.is_dark])


def colours() -> NDArray[np.uint32]:
    """Return the colours of a scale, the lowest number's first."""
    parsed = [QColor(stop) for stop in STOPS]
    table = np.array([(stop.red(), stop.green(), stop.blue()) for stop in parsed])
    places = np.linspace(0, len(STOPS) - 1, SHADES)
    channels = [np.interp(places, np.arange(len(STOPS)), channel) for channel in table.T]
    red, green, blue = (np.rint(channel).astype(np.uint32) for channel in channels)
    found: NDArray[np.uint32] = 0xFF000000 | red << 16 | green << 8 | blue
    return found


def _without_colour(
    found: HyperparameterMap, quantity: Quantity, start_loss: float
) -> tuple[BoolArray, BoolArray]:
    """Return where runs are lost, and where they miss the aim."""
    ending = found.ending
    values: FloatArray = getattr(ending, quantity.value)
    if quantity.is_loss:
        return np.isinf(values), np.isfinite(values) & (values > start_loss)
    lost = np.isnan(values) & (ending.diverged + ending.left_domain >= 0.5)
    return lost, np.isnan(values) & ~lost


def _nearest_known(found: HyperparameterMap) -> NDArray[np.intp]:
    """Return for each pixel the nearest one that is known, or itself while there is none."""
    rows, columns = found.known.shape
    sources = np.arange(rows * columns).reshape(rows, columns)
    for stride in (found.stride, found.stride // 2):
        if stride:
            nearest = _nearest(rows, stride)[:, np.newaxis] * columns + _nearest(columns, stride)
            is_known = found.known.ravel()[nearest]
            sources[is_known] = nearest[is_known]
    return sources


def _nearest(count: int, stride: int) -> NDArray[np.intp]:
    """Return for each of so many places the nearest multiple of a stride that is one."""
    places = (np.arange(count) + stride // 2) // stride * stride
    return np.minimum(places, (count - 1) // stride * stride)


def _image(codes: NDArray[np.intp], look: Look) -> QImage:
    """Return an image of the screen's pixels, the first row of codes at the bottom."""
    theme = look.theme
    first = [0, ground("lost", theme).rgb(), ground("missed", theme).rgb()]
    table = np.concatenate((np.array(first, np.uint32), colours()))
    height, width = round(look.height * look.ratio), round(look.width * look.ratio)
    rows = (height - 1 - np.arange(height)) * codes.shape[0] // height
    columns = np.arange(width) * codes.shape[1] // width
    seen = codes[np.ix_(rows, columns)]
    pixels = table[seen]
    down, along = np.ogrid[:height, :width]
    period, stroke = round(HATCH_PIXELS * look.ratio), max(1, round(look.ratio))
    rises, falls = (down + along) % period < stroke, (down - along) % period < stroke
    pixels[(seen == 1) & (rises | falls)] = ink("lost", theme).rgb()
    pixels[(seen == 2) & rises] = ink("missed", theme).rgb()
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    image = image.copy()  # the array's memory is not the image's to keep
    image.setDevicePixelRatio(look.ratio)
    return image


def _round(number: float, *, is_up: bool = False) -> float:
    """Return the power of ten, its double or its quintuple next to a number, below or above."""
    power = math.floor(math.log10(number))
    candidates = [float(f"{multiple}e{power}") for multiple in (1, 2, 5, 10)]
    if is_up:
        return min(one for one in candidates if one >= number * (1 - 1e-9))
    return max(one for one in candidates if one <= number * (1 + 1e-9))

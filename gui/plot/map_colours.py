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
from gui.plot.ticks import Tick, power_of_ten, ticks
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

OUTLIERS = (1.0, 99.0)
"""Percentiles between which colours are spread."""

GROUNDS = {"lost": ("#c3c9cd", "#39454c"), "unreached": ("#eceff0", "#1d272d")}
"""Of pixels without a colour: light, dark."""

INKS = {"lost": ("#8b969d", "#75838b"), "unreached": ("#b4bdc2", "#47545b")}
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
        """Whether it lies between 0 and 1."""
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
        if not self.is_logarithmic:
            return ticks(self.low, self.high, target)
        first, last = round(math.log10(self.low)), round(math.log10(self.high))
        stride = max(1, math.ceil((last - first) / max(1, target)))
        powers = range(first, last + 1, stride)
        return [Tick(10.0**power, power_of_ten(10.0**power)) for power in powers]


@dataclass(frozen=True, slots=True, eq=False)
class MapPicture:
    """A map as an image of the screen's pixels, and what its colours mean."""

    x_axis: Axis
    y_axis: Axis
    quantity: Quantity
    image: QImage
    scale: ColourScale | None
    """None where no pixel has a number."""
    has_lost: bool
    has_unreached: bool


def map_picture(found: HyperparameterMap, look: Look) -> MapPicture:
    """Colour a map as far as it is known; what is not known is transparent."""
    values, lost, unreached, known = _filled(found, look.quantity)
    has_number = known & ~lost & ~unreached
    scale = colour_scale(values[has_number], look.quantity)
    codes = np.zeros(values.shape, np.intp)
    codes[lost], codes[unreached] = 1, 2
    if scale is not None:
        shades = np.rint(scale.places(values[has_number]) * (SHADES - 1))
        codes[has_number] = 3 + shades.astype(np.intp)
    return MapPicture(
        found.x_axis,
        found.y_axis,
        look.quantity,
        _image(codes, look),
        scale,
        bool(lost.any()),
        bool(unreached.any()),
    )


def colour_scale(numbers: FloatArray, quantity: Quantity) -> ColourScale | None:
    """Return the scale that tells numbers apart, its ends round."""
    if quantity.is_share:
        return ColourScale(0.0, 1.0, False)
    if numbers.size == 0:
        return None
    few, many = np.percentile(numbers, OUTLIERS).tolist()
    if numbers.min() >= 0 and many > 0:
        low = math.floor(math.log10(max(few, many * 10.0**-DECADES)))
        high = math.ceil(math.log10(many))
        if many > 10 * few:
            return ColourScale(10.0**low, 10.0**high, True)
    step = _round_step((many - few) / 4 or abs(many) / 4 or 1.0)
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


def _filled(
    found: HyperparameterMap, quantity: Quantity
) -> tuple[FloatArray, BoolArray, BoolArray, BoolArray]:
    """Return numbers, who is lost, who never arrived and what is known, of every pixel.

    A pixel that is not computed is like the nearest one that is.
    """
    ending = found.ending
    values = getattr(ending, quantity.value)
    is_lost = np.zeros(values.shape, np.bool_)
    is_unreached = np.zeros(values.shape, np.bool_)
    if quantity.is_loss:
        is_lost = np.isinf(values)
    elif quantity is Quantity.STEPS:
        is_lost = np.isnan(values) & (ending.diverged + ending.left_domain >= 0.5)
        is_unreached = np.isnan(values) & ~is_lost
    parts = [values.copy(), is_lost, is_unreached, np.zeros(values.shape, np.bool_)]
    sources = (values, is_lost.copy(), is_unreached.copy(), found.known)
    for stride in (found.stride, found.stride // 2):
        if stride:
            _spread(parts, sources, stride)
    numbers, lost, unreached, known = parts
    return numbers, lost & known, unreached & known, known


def _spread(
    parts: list[NDArray[np.generic]], sources: tuple[NDArray[np.generic], ...], stride: int
) -> None:
    """Give the pixels around every so many-th known one what that one has."""
    rows, columns = (_nearest(count, stride) for count in sources[0].shape)
    place = np.ix_(rows, columns)
    is_known = sources[-1][place].astype(np.bool_)
    for part, source in zip(parts, sources, strict=True):
        part[is_known] = source[place][is_known]


def _nearest(count: int, stride: int) -> NDArray[np.intp]:
    """Return for each of so many places the nearest multiple of a stride that is one."""
    places = (np.arange(count) + stride // 2) // stride * stride
    return np.minimum(places, (count - 1) // stride * stride)


def _image(codes: NDArray[np.intp], look: Look) -> QImage:
    """Return an image of the screen's pixels, the first row of codes at the bottom."""
    theme = look.theme
    first = [0, ground("lost", theme).rgb(), ground("unreached", theme).rgb()]
    table = np.concatenate((np.array(first, np.uint32), colours()))
    height, width = round(look.height * look.ratio), round(look.width * look.ratio)
    rows = (height - 1 - np.arange(height)) * codes.shape[0] // height
    columns = np.arange(width) * codes.shape[1] // width
    seen = codes[np.ix_(rows, columns)]
    pixels = table[seen]
    down, along = np.ogrid[:height, :width]
    period = max(2, round(HATCH_PIXELS * look.ratio))
    rises, falls = (down + along) % period == 0, (down - along) % period == 0
    pixels[(seen == 1) & (rises | falls)] = ink("lost", theme).rgb()
    pixels[(seen == 2) & rises] = ink("unreached", theme).rgb()
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    image = image.copy()  # the array's memory is not the image's to keep
    image.setDevicePixelRatio(look.ratio)
    return image


def _round_step(rough: float) -> float:
    """Return the power of ten, its double or its quintuple that is nearest below."""
    power = 10.0 ** math.floor(math.log10(rough))
    return max(power * multiple for multiple in (1, 2, 5) if power * multiple <= rough * 1.0000001)

"""What is said about hyperparameter maps."""

from __future__ import annotations

import math
from dataclasses import fields

from PySide6.QtCore import QCoreApplication

from core.axes import Axis
from core.budget import Tolerance
from core.hyperparameter_map import Ending, HyperparameterMap
from core.scene import Scene
from gui.numbers import NOT_A_NUMBER, format_number
from gui.panels.map_reading import Pixel
from gui.plot.map_axes import share_of
from gui.plot.map_colours import Quantity
from gui.translation import QT_TRANSLATE_NOOP

TOLERANCES = {
    "gradient_norm": QT_TRANSLATE_NOOP("Map", "gradient norm"),
    "loss": QT_TRANSLATE_NOOP("Map", "loss"),
}

TITLES = {
    Quantity.MEAN_LOSS: QT_TRANSLATE_NOOP("Map", "Final loss, mean over {0} starts"),
    Quantity.MEDIAN_LOSS: QT_TRANSLATE_NOOP("Map", "Final loss, median over {0} starts"),
    Quantity.STEPS: QT_TRANSLATE_NOOP("Map", "Steps to {1}, median over {0} starts"),
    Quantity.REACHED: QT_TRANSLATE_NOOP("Map", "Percentage of {0} starts that reach {1}"),
    Quantity.DIVERGED: QT_TRANSLATE_NOOP("Map", "Percentage of {0} starts that diverge"),
}
TITLES_OF_ONE = {
    Quantity.MEAN_LOSS: QT_TRANSLATE_NOOP("Map", "Final loss from the one start"),
    Quantity.MEDIAN_LOSS: QT_TRANSLATE_NOOP("Map", "Final loss from the one start"),
    Quantity.STEPS: QT_TRANSLATE_NOOP("Map", "Steps to {1} from the one start"),
    Quantity.REACHED: QT_TRANSLATE_NOOP("Map", "100 where the run reaches {1}, else 0"),
    Quantity.DIVERGED: QT_TRANSLATE_NOOP("Map", "100 where the run diverges, else 0"),
}
"""The same where a scene has a single start."""

RISEN = QT_TRANSLATE_NOOP("Map", "ends higher than it started")
MEAN_RISEN = QT_TRANSLATE_NOOP("Map", "mean above that of the starts")
MEDIAN_RISEN = QT_TRANSLATE_NOOP("Map", "median above that of the starts")
LOST = QT_TRANSLATE_NOOP("Map", "diverged or left the domain")
LOST_BY_ONE = QT_TRANSLATE_NOOP("Map", "at least one run diverged or left the domain")
LOST_BY_HALF = QT_TRANSLATE_NOOP("Map", "half the runs diverged or left the domain")
UNREACHED = QT_TRANSLATE_NOOP("Map", "not reached in {0} steps")
UNREACHED_BY_HALF = QT_TRANSLATE_NOOP("Map", "not reached by half the runs in {0} steps")

READ_LOSS = QT_TRANSLATE_NOOP("Map", "loss {0}")
READ_STEPS = QT_TRANSLATE_NOOP("Map", "{0} steps")
NOT_REACHED = QT_TRANSLATE_NOOP("Map", "not reached")
TOLERANCE = QT_TRANSLATE_NOOP("Map", "{0} ≤ {1}")
CONDITIONS = QT_TRANSLATE_NOOP(
    "Map", "{0} on {1}: {2}, {3} steps, seed {4}. Tolerance: {5}. {6} × {7} pixels."
)
ONE_START = QT_TRANSLATE_NOOP("Map", "1 start")
STARTS = QT_TRANSLATE_NOOP("Map", "{0} starts")
BOUNDARY = QT_TRANSLATE_NOOP(
    "Map", "Dashed: where theory has this method begin to diverge on a quadratic loss."
)

LONGEST_LOSS = 80

NO_METHOD = QT_TRANSLATE_NOOP("Map", "Add a method to map its hyperparameters.")
TOO_FEW = QT_TRANSLATE_NOOP(
    "Map", "{0} has fewer than two hyperparameters; choose another method for a map."
)
NO_START = QT_TRANSLATE_NOOP("Map", "Add a start: a map needs somewhere to race from.")
FAILURE = QT_TRANSLATE_NOOP("Map", "The map can't be shown.")


def translated(text: str) -> str:
    """Return one of the texts above in the reader's language."""
    return QCoreApplication.translate("Map", text)


def tolerance_text(tolerance: Tolerance) -> str:
    """Say what runs are to reach."""
    what = translated(TOLERANCES[tolerance.of])
    return translated(TOLERANCE).format(what, format_number(tolerance.value))


def title(quantity: Quantity, starts: int, tolerance: Tolerance) -> str:
    """Say what the colours of a map tell."""
    texts = TITLES_OF_ONE if starts == 1 else TITLES
    return translated(texts[quantity]).format(starts, tolerance_text(tolerance))


def grounds(quantity: Quantity, starts: int, steps: int) -> list[tuple[str, str]]:
    """Say what the pixels without a colour stand for, each kind with its text."""
    if quantity.is_share:
        return []
    is_one, is_mean = starts == 1, quantity is Quantity.MEAN_LOSS
    lost = LOST if is_one else LOST_BY_ONE if is_mean else LOST_BY_HALF
    if quantity is Quantity.STEPS:
        missed = UNREACHED if is_one else UNREACHED_BY_HALF
    else:
        missed = RISEN if is_one else MEAN_RISEN if is_mean else MEDIAN_RISEN
    return [("missed", translated(missed).format(steps)), ("lost", translated(lost))]


def conditions(label: str, scene: Scene, found: HyperparameterMap) -> str:
    """Say what a map stands for."""
    count = len(scene.starts)
    starts = translated(ONE_START) if count == 1 else translated(STARTS).format(count)
    rows, columns = found.known.shape
    text = translated(CONDITIONS).format(
        label,
        _loss(scene),
        starts,
        scene.steps,
        scene.seed,
        tolerance_text(found.tolerance),
        columns,
        rows,
    )
    return f"{text} {translated(BOUNDARY)}" if found.boundary.size else text


def reading(quantity: Quantity, pixel: Pixel) -> str:
    """Write what a map shows of a pixel, in a few letters; empty where it is not known."""
    if not pixel.is_known:
        return ""
    match quantity:
        case Quantity.REACHED:
            return pixel.reached
        case Quantity.DIVERGED:
            return pixel.diverged
        case Quantity.STEPS if math.isnan(pixel.median_steps):
            return translated(NOT_REACHED)
        case Quantity.STEPS:
            return translated(READ_STEPS).format(format_number(pixel.median_steps))
    loss = pixel.mean_loss if quantity is Quantity.MEAN_LOSS else pixel.median_loss
    return translated(READ_LOSS).format(format_number(loss))


def _loss(scene: Scene) -> str:
    """Write the loss with its parameters, the end of a long one left out."""
    known = (f"{name} = {format_number(item.value)}" for name, item in scene.parameters.items())
    text = ", ".join((scene.loss, *known))
    return text if len(text) <= LONGEST_LOSS else f"{text[: LONGEST_LOSS - 1]}…"


def percent(share: float) -> str:
    """Write a share of the starts."""
    return f"{format_number(100 * share, 3)} %"


def pixel_at(
    found: HyperparameterMap,
    axes: tuple[Axis, Axis],
    place: tuple[float, float],
    is_pointed_at: bool,
) -> Pixel:
    """Return the numbers of the pixel at a pair of values, as far as they are known.

    Parameters
    ----------
    found
        The newest map.
    axes
        The ranges that are seen, which the map may not be about any more.
    place
        Values of either hyperparameter.
    is_pointed_at
        Whether the pointer is there.
    """
    unknown = Pixel(is_pointed_at, *place, *(math.nan,) * 3, *(NOT_A_NUMBER,) * 3)
    if (found.x_axis, found.y_axis) != axes:
        return unknown
    rows, columns = found.known.shape
    shares = [share_of(axis, value) for axis, value in zip(axes, place, strict=True)]
    if not all(0 <= share <= 1 for share in shares):
        return unknown
    column = min(int(shares[0] * columns), columns - 1)
    row = min(int(shares[1] * rows), rows - 1)
    if not found.known[row, column]:
        return unknown
    numbers = {field.name: float(getattr(found.ending, field.name)[row, column])
               for field in fields(Ending)}  # fmt: skip
    return Pixel(
        is_pointed_at,
        float(found.x_values[column]),
        float(found.y_values[row]),
        numbers["mean_loss"],
        numbers["median_loss"],
        numbers["median_steps"],
        percent(numbers["reached"]),
        percent(numbers["diverged"]),
        percent(numbers["left_domain"]),
    )

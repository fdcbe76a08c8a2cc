"""A hyperparameter map for a terminal, and as plain data for JSON."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from core.axes import Axis
from core.commands.many_runs import tolerance_text
from core.compiler.arrays import FloatArray
from core.hyperparameter_map import Ending, HyperparameterMap
from core.optimizers.facts import values
from core.scene import Scene, entry_labels

Document = dict[str, object]

DRAWN = (60, 20)
"""Most columns and rows of the map that are drawn in letters."""

DIGITS = "0123456789"
LOST = "!"
UNKNOWN = " "

LEGEND = (
    "0 stands for the tenth of these pixels whose median of the last losses is lowest, 9 for the\n"
    "highest; ! is where half the runs diverge or leave the domain."
)


def document(scene: Scene, found: HyperparameterMap) -> Document:
    """Return a map as plain data, in which a number that does not exist is NaN."""
    ending = found.ending
    grids = {field.name: getattr(ending, field.name) for field in fields(Ending)}
    return {
        "loss": scene.loss,
        "parameters": {name: item.value for name, item in scene.parameters.items()},
        "label": _label(found),
        "optimizer": found.entry.optimizer.name(),
        "hyperparameters": values(found.entry.optimizer),
        "starts": [(start.x, start.y) for start in scene.starts],
        "steps": scene.steps,
        "seed": scene.seed,
        "tolerance": {"of": found.tolerance.of, "value": found.tolerance.value},
        "x_axis": _axis(found.x_axis, found.x_values),
        "y_axis": _axis(found.y_axis, found.y_values),
        "done": float(found.known.mean()),
        "lowest": _pixel(found, ending.median_loss),
        "fastest": _pixel(found, ending.median_steps),
        "boundary": found.boundary.T.tolist(),
        "pixels": {name: grid.tolist() for name, grid in grids.items()},
    }


def report(scene: Scene, found: HyperparameterMap) -> str:
    """Return a map in words and letters."""
    count = len(scene.starts)
    starts = "1 start" if count == 1 else f"{count} starts"
    lines = [
        f"{_label(found)} on {scene.loss}: {starts}, {scene.steps} steps",
        f"across  {_range(found.x_axis)}",
        f"up      {_range(found.y_axis)}",
        "",
        *_drawn(found),
        "",
        LEGEND,
        "",
        _best("lowest median loss", found, found.ending.median_loss),
        _best(f"fewest steps to {tolerance_text(found.tolerance)}", found,
              found.ending.median_steps),
    ]  # fmt: skip
    if found.boundary.size:
        first, last = (found.boundary[:, place].tolist() for place in (0, -1))
        lines.append(
            f"Theory: it diverges beyond the line from ({first[0]:.4g}, {first[1]:.4g}) "
            f"to ({last[0]:.4g}, {last[1]:.4g})."
        )
    return "\n".join(lines)


def _label(found: HyperparameterMap) -> str:
    return entry_labels([found.entry])[0]


def _axis(axis: Axis, centres: FloatArray) -> Document:
    return {
        "name": axis.name,
        "low": axis.low,
        "high": axis.high,
        "is_logarithmic": axis.is_logarithmic,
        "values": centres.tolist(),
    }


def _place_of_least(grid: FloatArray) -> tuple[int, int] | None:
    """Return the row and column of the least finite number."""
    if not np.isfinite(grid).any():
        return None
    row, column = np.unravel_index(np.where(np.isfinite(grid), grid, np.inf).argmin(), grid.shape)
    return int(row), int(column)


def _pixel(found: HyperparameterMap, grid: FloatArray) -> Document | None:
    if (place := _place_of_least(grid)) is None:
        return None
    row, column = place
    numbers = {field.name: float(getattr(found.ending, field.name)[place])
               for field in fields(Ending)}  # fmt: skip
    return {"x": float(found.x_values[column]), "y": float(found.y_values[row]), **numbers}


def _best(what: str, found: HyperparameterMap, grid: FloatArray) -> str:
    if (place := _place_of_least(grid)) is None:
        return f"{what}: nowhere."
    row, column = place
    x, y = found.x_values[column], found.y_values[row]
    where = f"{found.x_axis.name} {x:.4g}, {found.y_axis.name} {y:.4g}"
    return f"{what}: {grid[place]:.4g} at {where}"


def _range(axis: Axis) -> str:
    scale = "logarithmic" if axis.is_logarithmic else "linear"
    return f"{axis.name} from {axis.low:.4g} to {axis.high:.4g}, {scale}"


def _drawn(found: HyperparameterMap) -> list[str]:
    """Draw the median of the last losses in digits, the lowest row last."""
    rows, columns = (
        np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))
        for count, most in zip(found.known.shape, reversed(DRAWN), strict=True)
    )
    losses = found.ending.median_loss[np.ix_(rows, columns)]
    ordered = np.sort(losses[np.isfinite(losses)])
    return ["".join(_letter(loss, ordered) for loss in line) for line in losses[::-1].tolist()]


def _letter(loss: float, ordered: FloatArray) -> str:
    """Return the sign of a pixel among the finite losses of all, in ascending order."""
    if np.isnan(loss):
        return UNKNOWN
    if np.isinf(loss):
        return LOST
    # Equal losses get the digit of the first of them.
    below = int(np.searchsorted(ordered, loss))
    return DIGITS[len(DIGITS) * below // ordered.size]

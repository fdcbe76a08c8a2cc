"""Basins for a terminal, and as plain data for JSON."""

from __future__ import annotations

import numpy as np

from core.basins import Basins, Fate, Measures, measures
from core.basins.measures import BOX, FRACTAL
from core.commands.text_table import Cell, text_table
from core.optimizers.facts import values
from core.scene import Scene, entry_labels

Document = dict[str, object]


def document(scene: Scene, place: int, found: Basins) -> Document:
    """Return the basins of an entry as plain data; a number that does not exist is NaN."""
    entry = scene.entries[place]
    numbers, grid, view = measures(found.fates), found.grid, scene.view
    return {
        "loss": scene.loss,
        "parameters": {name: item.value for name, item in scene.parameters.items()},
        "label": entry_labels(scene.entries)[place],
        "optimizer": entry.optimizer.name(),
        "hyperparameters": values(entry.optimizer),
        "steps": scene.steps,
        "seed": scene.seed,
        "view": [view.x_min, view.x_max, view.y_min, view.y_max],
        "columns": grid.columns,
        "rows": grid.rows,
        "stride": grid.stride,
        "destinations": [
            {
                "name": goal.name,
                "x": goal.x,
                "y": goal.y,
                "loss": goal.loss,
                "status": goal.status.value,
                "share": numbers.shares.get(number, 0.0),
                "median_settling_steps": _median_steps(found, number),
            }
            for number, goal in enumerate(found.destinations)
        ],
        "elsewhere": {fate.name.lower(): numbers.shares.get(fate, 0.0) for fate in Fate},
        "basin_entropy": numbers.entropy,
        "boundary_basin_entropy": numbers.boundary_entropy,
        "box": BOX,
        "boundary_share": numbers.boundary_share,
    }


def report(scene: Scene, place: int, found: Basins) -> str:
    """Return basins as a table, with what they say in numbers below."""
    numbers = measures(found.fates)
    rows, columns = found.fates.shape
    header = ("ends at", "x", "y", "loss", "share of the view", "median steps")
    lines = [_row(found, numbers, number) for number in sorted(numbers.shares, key=_order)]
    return "\n".join(
        [
            f"{entry_labels(scene.entries)[place]} on {scene.loss}: {columns} × {rows} starts, "
            f"{scene.steps} steps",
            "",
            text_table(header, lines),
            "",
            f"basin entropy            {numbers.entropy:.6g} in boxes of {BOX} × {BOX}",
            f"boundary basin entropy   {numbers.boundary_entropy:.6g}{_verdict(numbers)}",
            f"starts on a boundary     {_percent(numbers.boundary_share)}",
        ]
    )


def _verdict(numbers: Measures) -> str:
    return " > ln 2, as fractal boundaries have" if numbers.boundary_entropy > FRACTAL else ""


def _row(found: Basins, numbers: Measures, fate: int) -> tuple[Cell, ...]:
    share = _percent(numbers.shares[fate])
    if fate < 0:
        return Fate(fate).label, "", "", "", share, ""
    goal = found.destinations[fate]
    where = (f"{value:.6g}" for value in (goal.x, goal.y, goal.loss))
    return goal.name, *where, share, f"{_median_steps(found, fate):.6g}"


def _order(fate: int) -> tuple[bool, int]:
    """Sort destinations in their order before what comes to none."""
    return fate < 0, abs(fate)


def _median_steps(found: Basins, fate: int) -> float:
    steps = found.steps[found.fates == fate]
    return float(np.median(steps)) if steps.size else float("nan")


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"

"""The verb ``map``: what two hyperparameters make of a race, without a window."""

from __future__ import annotations

import argparse

from core.axes import Axis, can_be_axis, default_axis
from core.commands.headless import surface_of
from core.commands.many_runs import chosen_entry, refuse_csv, write_csv
from core.commands.map_report import document, report
from core.commands.progress import follow
from core.commands.sweep_options import AxisRequest
from core.errors import SceneError
from core.export import json_text
from core.hyperparameter_map import HyperparameterMap, map_hyperparameters
from core.optimizers.base import Optimizer
from core.optimizers.facts import hyperparameters
from core.scene import Scene
from core.sweep_export import map_csv


def run_map(scene: Scene, options: argparse.Namespace) -> None:
    """Map the outcomes of an entry and print or write what was asked for.

    Raises
    ------
    FallLineError
        If there is nothing to map or the file can't be written.
    KeyboardInterrupt
        After what was done until then is printed and written.
    """
    refuse_csv(options.csv, options.json)
    if not scene.starts:
        raise SceneError("The map has no starting point; give one, such as --start=-1.5,2.")
    entry = chosen_entry(scene, options.entry)
    x_axis, y_axis = _axes(entry.optimizer, options.x, options.y)
    columns, rows = options.size
    results = map_hyperparameters(surface_of(scene), scene, entry, x_axis, y_axis, columns, rows,
                                  options.tolerance, threads=options.threads)  # fmt: skip
    found, is_complete = follow(results, _done, "map")
    if options.csv:
        write_csv(map_csv(found), options.csv)
    if options.csv != "-":
        print(json_text(document(scene, found)) if options.json else report(scene, found))
    if not is_complete:
        raise KeyboardInterrupt


def _axes(optimizer: Optimizer, x: AxisRequest | None, y: AxisRequest | None) -> tuple[Axis, Axis]:
    """Complete what was asked for by the method's hyperparameters in their order."""
    free = [fact.name for fact in hyperparameters(optimizer) if can_be_axis(fact)]
    asked = [request[0] for request in (x, y) if request]
    others = iter(name for name in free if name not in asked)
    axes = []
    for request in (x, y):
        name = request[0] if request else next(others, None)
        if name is None:
            raise SceneError(f"{optimizer.title} has fewer than two hyperparameters to vary.")
        axes.append(_axis(optimizer, request or (name, None, None)))
    return axes[0], axes[1]


def _axis(optimizer: Optimizer, request: AxisRequest) -> Axis:
    name, limits, is_logarithmic = request
    usual = default_axis(optimizer, name)
    low, high = limits or (usual.low, usual.high)
    chosen = usual.is_logarithmic and low > 0 if is_logarithmic is None else is_logarithmic
    return Axis(name, low, high, chosen)


def _done(found: HyperparameterMap) -> float:
    return float(found.known.mean())

"""The verb ``compare``: the fair race, without a window."""

from __future__ import annotations

import argparse

from msgspec.structs import replace

from core.commands.comparison_report import document, report
from core.commands.headless import surface_of
from core.commands.many_runs import refuse_csv, write_csv
from core.commands.progress import follow
from core.commands.sweep_options import Sample
from core.comparison import compare
from core.critical_points.survey import survey
from core.errors import SceneError
from core.export import json_text
from core.scene import Scene, Start, View
from core.start_samples import grid_starts, random_starts
from core.sweep_export import comparison_csv


def run_compare(scene: Scene, options: argparse.Namespace) -> None:
    """Compare the entries of a scene and print or write what was asked for.

    Raises
    ------
    FallLineError
        If there is nothing to compare or the file can't be written.
    KeyboardInterrupt
        After what was done until then is printed and written.
    """
    refuse_csv(options.csv, options.json)
    scene = replace(scene, starts=_starts(scene, options.sample or _usual(options)))
    if not scene.entries:
        raise SceneError("The race has no optimizer; give one, such as --optimizer adam.")
    if not scene.starts:
        raise SceneError("The scene has no starting point; give --sample or --start.")
    *_, found = survey(surface_of(scene), scene.view)
    seeds = range(scene.seed, scene.seed + options.seeds)
    results = compare(scene, found, seeds, options.tolerance, options.rates,
                      threads=options.threads)  # fmt: skip
    comparison, is_complete = follow(results, lambda result: result.done, "compare")
    if options.csv:
        write_csv(comparison_csv(comparison), options.csv)
    if options.csv != "-":
        print(json_text(document(comparison)) if options.json else report(comparison))
    if not is_complete:
        raise KeyboardInterrupt


def _usual(options: argparse.Namespace) -> Sample:
    return ("scene", 0, 0) if options.start else ("grid", 10, 10)


def _starts(scene: Scene, sample: Sample) -> tuple[Start, ...]:
    kind, first, second = sample
    view: View = scene.view
    if kind == "grid":
        return grid_starts(view, first, second)
    return random_starts(view, first, second) if kind == "random" else scene.starts

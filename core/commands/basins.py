"""The verb ``basins``: where runs from every pixel of the view end, without a window."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.basins import samples, told
from core.basins.picture import png
from core.basins.table import csv_pieces
from core.commands.basins_report import document, report
from core.commands.headless import surface_of
from core.commands.many_runs import chosen_entry, refuse_csv, refuse_target, write_csv
from core.commands.progress import follow
from core.critical_points.survey import survey
from core.errors import SceneError
from core.export import json_text
from core.files import write_atomically
from core.scene import Scene


def run_basins(scene: Scene, options: argparse.Namespace) -> None:
    """Find the basins of an entry and print or write what was asked for.

    Raises
    ------
    FallLineError
        If there is no such entry or the file can't be written.
    KeyboardInterrupt
        After what was done until then is printed and written.
    """
    refuse_csv(options.csv, options.json)
    if options.png and options.png.suffix.lower() != ".png":
        raise SceneError(f"--png: a picture is a .png file, and {options.png.name} is not.")
    if options.png:
        refuse_target(options.png)
    entry = chosen_entry(scene, options.entry)
    surface = surface_of(scene)
    *_, critical = survey(surface, scene.view)
    columns, rows = options.size
    results = samples(surface, scene, entry, columns, rows, threads=options.threads)
    ends, is_complete = follow(results, lambda newest: newest.share, "basins")
    found = told(surface, scene, ends, critical)
    if options.csv:
        write_csv(csv_pieces(found), options.csv)
    if options.png:
        _save(png(found), options.png)
    if options.csv != "-":
        whole = (scene, options.entry - 1, found.whole)
        print(json_text(document(*whole)) if options.json else report(*whole))
    if not is_complete:
        raise KeyboardInterrupt


def _save(data: bytes, path: Path) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        raise SceneError(f"{path} can't be written: {error.strerror}.") from None

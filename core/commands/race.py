"""The verb ``race``: run all entries without a window."""

from __future__ import annotations

import sys
from pathlib import Path

from core.commands.headless import surface_of
from core.commands.text_table import Cell, text_table
from core.errors import SceneError
from core.export import Summary, csv_pieces, json_text, save_csv, summaries
from core.race import Race, run_race
from core.scene import Scene


def race(scene: Scene, csv: str | None, as_json: bool) -> None:
    """Run the race of a scene and print or write what was asked for.

    Parameters
    ----------
    scene
        What races, from where, for how long.
    csv
        File for every iterate of every run; ``-`` is standard output.
    as_json
        Whether to print how the runs ended for a program instead of a reader.

    Raises
    ------
    FallLineError
        If the scene can't race or the file can't be written.
    """
    if csv == "":
        raise SceneError("--csv: expected the name of a file, or - for standard output.")
    if csv == "-" and as_json:
        raise SceneError("--csv - and --json can't both have standard output; choose one.")
    if not scene.starts:
        raise SceneError("The race has no starting point; give one, such as --start=-1.5,2.")
    if not scene.entries:
        raise SceneError("The race has no optimizer; give one, such as --optimizer adam.")
    result = run_race(surface_of(scene), scene)
    if csv == "-":
        for piece in csv_pieces(result):
            sys.stdout.buffer.write(piece)
        return
    if csv:
        _save(result, Path(csv))
    print(json_text(summaries(result)) if as_json else _table(result))


def _save(result: Race, path: Path) -> None:
    try:
        save_csv(result, path)
    except OSError as error:
        raise SceneError(f"{path} can't be written: {error.strerror}.") from None


def _table(result: Race) -> str:
    header = ("method", "start", "steps", "x", "y", "loss", "gradient norm", "outcome")
    outcomes = [outcome.value for of_entry in result.outcomes for outcome in of_entry]
    rows = [
        _row(summary, outcome) for summary, outcome in zip(summaries(result), outcomes, strict=True)
    ]
    return text_table(header, rows)


def _row(summary: Summary, outcome: str) -> tuple[Cell, ...]:
    x, y = summary["start"]
    final = summary["final"]
    return (
        summary["label"],
        f"({x:g}, {y:g})",
        summary["steps"],
        final["x"],
        final["y"],
        final["loss"],
        final["gradient_norm"],
        outcome,
    )

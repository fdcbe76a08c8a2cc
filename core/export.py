"""What leaves the program without a window: trajectories as CSV, results as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import TypedDict

import numpy as np

from core.files import write_atomically
from core.optimizers.facts import learning_rate
from core.race import Race
from core.scene import Entry, entry_labels
from core.schedule_factors import factors

CSV_HEADER = "label,optimizer,start,step,x,y,loss,gradient_x,gradient_y,learning_rate"


class Final(TypedDict):
    """Where a run ended."""

    x: float
    y: float
    loss: float
    gradient_norm: float


class Summary(TypedDict):
    """How one run of a race ended."""

    label: str
    optimizer: str
    start: tuple[float, float]
    outcome: str
    """Name of the `Outcome`, in small letters."""
    steps: int
    final: Final


def save_csv(race: Race, path: Path) -> None:
    """Write all trajectories of a race to a CSV file, whole or not at all.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    write_atomically(path, csv_pieces(race))


def csv_pieces(race: Race) -> Iterator[bytes]:
    """Yield the trajectories of a race as CSV, one run after the other.

    The table is that of RFC 4180 in UTF-8 under `CSV_HEADER`: a row for each iterate,
    step 0 being the start. A number is the shortest text that reads back to the same
    float64. The learning rate is the one with which the step to the next row is taken,
    its schedule's factor included; the row after a race's last step repeats the last
    rate. It is left empty where a method has none.
    """
    yield f"{CSV_HEADER}\r\n".encode()
    labels = entry_labels(race.entries)
    for entry in range(len(race.entries)):
        for start in range(len(race.starts)):
            yield _run(race, entry, start, labels[entry]).encode()


def summaries(race: Race) -> list[Summary]:
    """Return how each run of a race ended, ordered by entry and start."""
    labels = entry_labels(race.entries)
    return [
        _summary(race, entry, start, labels[entry])
        for entry in range(len(race.entries))
        for start in range(len(race.starts))
    ]


def quoted(text: str) -> str:
    """Return text as a CSV cell, which a spreadsheet must never take for a formula."""
    text = text.lstrip("=+-@\t\r ")
    if any(letter in text for letter in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def json_text(value: object) -> str:
    """Return plain data as indented JSON; a number that isn't finite becomes null."""
    return json.dumps(_without_not_finite(value), indent=2, ensure_ascii=False, allow_nan=False)


def _run(race: Race, entry: int, start: int, label: str) -> str:
    optimizer = race.entries[entry].optimizer
    count = int(race.last_step[entry, start]) + 1
    arrays = (race.x, race.y, race.loss, race.gradient_x, race.gradient_y)
    # repr of a Python float is its shortest exact text; that of a NumPy one is not.
    columns = (map(repr, array[entry, start, :count].tolist()) for array in arrays)
    rows = zip(
        repeat(f"{quoted(label)},{optimizer.name()},{start}"),
        map(str, range(count)),
        *columns,
        _rates(race.entries[entry], race.steps),
        strict=False,
    )
    return "".join(f"{','.join(cells)}\r\n" for cells in rows)


def _rates(entry: Entry, steps: int) -> Iterator[str]:
    """Return the learning rate of each step as text, the last one repeated for ever."""
    rate = learning_rate(entry.optimizer)
    if rate is None:
        return repeat("")
    rates = (rate * factors(entry.schedule, steps)).tolist()
    return map(repr, chain(rates, repeat(rates[-1])))


def _summary(race: Race, entry: int, start: int, label: str) -> Summary:
    last = int(race.last_step[entry, start])
    place = (entry, start, last)
    gradient = (float(race.gradient_x[place]), float(race.gradient_y[place]))
    return {
        "label": label,
        "optimizer": race.entries[entry].optimizer.name(),
        "start": (race.starts[start].x, race.starts[start].y),
        "outcome": race.outcomes[entry][start].name.lower(),
        "steps": last,
        "final": {
            "x": float(race.x[place]),
            "y": float(race.y[place]),
            "loss": float(race.loss[place]),
            "gradient_norm": math.hypot(*gradient),
        },
    }


def _without_not_finite(value: object) -> object:
    match value:
        case float() | np.floating():
            return float(value) if math.isfinite(value) else None
        case dict():
            return {name: _without_not_finite(item) for name, item in value.items()}
        case list() | tuple():
            return [_without_not_finite(item) for item in value]
        case _:
            return value

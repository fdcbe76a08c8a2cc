"""Measure everything: ``python -m tests.benchmarks [PART...]``.

Without a part, all of them. Each prints its tables and writes them into
``docs/performance.md`` between its markers. What is compared is measured in turns in the
same run, so that the ratios hold where the times do not.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import (
    application,
    basins,
    compile_speed,
    contour_speed,
    frame_times,
    interval_speed,
    race_speed,
    window,
)
from tests.benchmarks.tables import Part, Settings, Table, machine, write_between_markers

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"

MODULES = (
    race_speed,
    basins,
    contour_speed,
    compile_speed,
    interval_speed,
    frame_times,
    window,
    application,
)
PARTS = {module.PART.name: module.PART for module in MODULES}


def main(arguments: Sequence[str] | None = None, parts: Mapping[str, Part] = PARTS) -> None:
    """Measure the parts that are asked for."""
    parser = _parser(parts)
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(parts):
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(parts)}")
    settings = Settings(
        rounds=2 if options.quick else options.rounds,
        minutes=options.minutes,
        words=tuple(options.only),
        is_quick=options.quick,
    )
    for name in options.parts or parts:
        text = f"{machine()}\n\n"
        print(text, end="", flush=True)
        for table in _filled(parts[name].measure(settings)):
            print(table.text(), end="\n\n", flush=True)
            text += f"{table.text()}\n\n"
        if not (options.quick or options.only or options.print):
            write_between_markers(options.document, name, text.rstrip())


def _filled(tables: Iterable[Table]) -> Iterator[Table]:
    """Leave out the tables of which nothing was chosen."""
    return (table for table in tables if table.rows)


def _parser(parts: Iterable[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(parts)}")
    parser.add_argument(
        "--only",
        nargs="+",
        default=(),
        metavar="WORD",
        help="what has one of these words in its name; writes nothing",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="few rounds of what is small, to see that it works; writes nothing",
    )
    parser.add_argument("--print", action="store_true", help="write nothing")
    parser.add_argument("--rounds", type=int, default=Settings.rounds)
    parser.add_argument(
        "--minutes",
        type=float,
        default=Settings.minutes,
        help="how long to play before the memory is looked at",
    )
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    return parser


if __name__ == "__main__":
    main()

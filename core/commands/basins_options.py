"""The options of the verb ``basins``."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from core.commands.option_values import whole_option
from core.commands.overrides import Once, add_scene_options
from core.commands.sweep_options import threads_option

MOST_PIXELS = 16_000_000
"""At about 100 bytes each."""


def add_basins(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_scene_options(parser)
    add = parser.add_argument
    add("--entry", action=Once, type=whole_option, default=1, metavar="K",
        help="number of the entry that runs, from 1; 1")  # fmt: skip
    add("--size", action=Once, type=pixels_option, default=(500, 500), metavar="WxH",
        help="pixels that divide the view, from each of which a run starts; 500x500")  # fmt: skip
    add("--csv", action=Once, metavar="FILE", help="write every pixel; - is standard output")
    add("--png", action=Once, type=Path, metavar="FILE.png",
        help="draw where runs end, darker the longer they take")  # fmt: skip
    add("--threads", action=Once, type=threads_option, metavar="N",
        help="threads that work at once; without it one for each processor")  # fmt: skip
    add("--json", action="store_true", help="print the result as JSON")


def pixels_option(text: str) -> tuple[int, int]:
    """Read how many pixels a view has along each side."""
    sides = re.fullmatch(r"([0-9]{1,8})[x×]([0-9]{1,8})", text)
    if not sides or not 0 < int(sides[1]) * int(sides[2]) <= MOST_PIXELS:
        example = f"such as 500x500 and at most {MOST_PIXELS:,} pixels"
        raise argparse.ArgumentTypeError(f"expected width and height, {example}, not {text!r}.")
    return int(sides[1]), int(sides[2])

"""The options of the verbs that race many times: ``map`` and ``compare``."""

from __future__ import annotations

import argparse
import re

from msgspec.structs import replace

from core.budget import DEFAULT_RATES, DEFAULT_TOLERANCE, Rates, Tolerance
from core.commands.option_values import number_option, whole_option
from core.commands.overrides import Once, add_scene_options

LARGEST_SIDE = 2000
MOST_STARTS = 100_000
MOST_SEEDS = 1000
MOST_THREADS = 1024

AxisRequest = tuple[str, tuple[float, float] | None, bool | None]
"""A name, its range and whether it is logarithmic, as far as they were given."""

Sample = tuple[str, int, int]
"""``scene``; ``grid`` with columns and rows; or ``random`` with a count and a seed."""

_SCALES = {"linear": False, "log": True}


def add_map(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_scene_options(parser)
    add = parser.add_argument
    add("--entry", action=Once, type=whole_option, default=1, metavar="K",
        help="number of the entry whose hyperparameters are varied, from 1; 1")  # fmt: skip
    for side, which in (
        ("x", "horizontally; without it the first"),
        ("y", "vertically; without it the second"),
    ):
        add(f"--{side}", action=Once, type=axis_option, metavar="NAME[:LOW,HIGH[,log|linear]]",
            help=f"hyperparameter that varies {which}")  # fmt: skip
    add("--size", action=Once, type=size_option, default=(50, 50), metavar="WxH",
        help="values along each axis; 50x50")  # fmt: skip
    add("--csv", action=Once, metavar="FILE", help="write every pixel; - is standard output")
    _add_run_options(parser)


def add_compare(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_scene_options(parser)
    add = parser.add_argument
    add("--sample", action=Once, type=sample_option,
        metavar="grid:WxH|random:N[,SEED]|scene",
        help="where runs start: in the cells of a grid over the view, at random in it, or "
        "where the scene or --start says; grid:10x10, or --start if given")  # fmt: skip
    add("--seeds", action=Once, type=seeds_option, default=5, metavar="N",
        help="seeds of what is random, the first being the scene's; 5")  # fmt: skip
    add("--rates", action=Once, type=rates_option, default=DEFAULT_RATES,
        metavar="LOW,HIGH,COUNT|none",
        help="learning rates that every method tries, evenly spaced on a logarithmic scale; "
        "1e-4,10,16")  # fmt: skip
    add("--csv", action=Once, metavar="FILE",
        help="write every learning rate of every method; - is standard output")  # fmt: skip
    _add_run_options(parser)


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    """Add what every such verb takes besides the options of a scene."""
    add = parser.add_argument
    add("--tolerance", action=Once, type=tolerance_option, default=DEFAULT_TOLERANCE,
        metavar="gradient:V|loss:V",
        help="what a run is to reach: a gradient's norm, or a loss, of at most V; "
        "gradient:0.001")  # fmt: skip
    add("--threads", action=Once, type=threads_option, metavar="N",
        help="threads that work at once; without it one for each processor")  # fmt: skip
    add("--json", action="store_true", help="print the result as JSON")


def tolerance_option(text: str) -> Tolerance:
    """Read what a run is to reach."""
    kind, colon, value = text.partition(":")
    if kind not in {"gradient", "loss"} or not colon:
        message = f"expected gradient:V or loss:V, such as gradient:1e-6, not {text!r}."
        raise argparse.ArgumentTypeError(message)
    number = number_option(value)
    if kind == "gradient" and number <= 0:
        raise argparse.ArgumentTypeError("a gradient's norm must be > 0.")
    return Tolerance("loss" if kind == "loss" else "gradient_norm", number)


def threads_option(text: str) -> int:
    """Read a number of threads."""
    count = whole_option(text)
    if not 0 < count <= MOST_THREADS:
        raise argparse.ArgumentTypeError(f"expected from 1 to {MOST_THREADS} threads, not {text}.")
    return count


def axis_option(text: str) -> AxisRequest:
    """Read a hyperparameter with its range and scale."""
    name, colon, rest = text.partition(":")
    parts = rest.split(",") if colon else []
    scale = _SCALES.get(parts[-1]) if parts else None
    numbers = parts[:-1] if scale is not None else parts
    if not name or len(numbers) not in (0, 2) or (colon and not rest):
        message = f"expected a name and a range, such as learning_rate:1e-4,1,log, not {text!r}."
        raise argparse.ArgumentTypeError(message)
    if not numbers:
        return name, None, scale
    low, high = map(number_option, numbers)
    return name, (low, high), scale


def size_option(text: str) -> tuple[int, int]:
    """Read how many values each axis takes."""
    sides = re.fullmatch(r"([0-9]{1,6})[x×]([0-9]{1,6})", text)
    if not sides or not all(0 < int(side) <= LARGEST_SIDE for side in sides.groups()):
        example = f"such as 50x50 and at most {LARGEST_SIDE} a side"
        raise argparse.ArgumentTypeError(f"expected width and height, {example}, not {text!r}.")
    return int(sides[1]), int(sides[2])


def sample_option(text: str) -> Sample:
    """Read where runs start."""
    if text == "scene":
        return "scene", 0, 0
    if grid := re.fullmatch(r"grid:([0-9]{1,6})[x×]([0-9]{1,6})", text):
        sample = ("grid", int(grid[1]), int(grid[2]))
        count = sample[1] * sample[2]
    elif drawn := re.fullmatch(r"random:([0-9]{1,6})(?:,([0-9]{1,18}))?", text):
        sample = ("random", int(drawn[1]), int(drawn[2] or 0))
        count = sample[1]
    else:
        message = f"expected grid:10x10, random:100, random:100,SEED or scene, not {text!r}."
        raise argparse.ArgumentTypeError(message)
    if not 0 < count <= MOST_STARTS:
        raise argparse.ArgumentTypeError(f"expected from 1 to {MOST_STARTS:,} starts.")
    return sample


def seeds_option(text: str) -> int:
    """Read how many seeds there are."""
    count = whole_option(text)
    if not 0 < count <= MOST_SEEDS:
        raise argparse.ArgumentTypeError(f"expected from 1 to {MOST_SEEDS} seeds, not {text}.")
    return count


def rates_option(text: str) -> Rates:
    """Read the learning rates that every method tries."""
    if text == "none":
        return replace(DEFAULT_RATES, count=0)
    parts = text.split(",")
    if len(parts) != 3:
        message = f"expected LOW,HIGH,COUNT, such as 1e-4,10,16, or none, not {text!r}."
        raise argparse.ArgumentTypeError(message)
    return Rates(number_option(parts[0]), number_option(parts[1]), whole_option(parts[2]))

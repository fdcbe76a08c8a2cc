"""The command line: the verbs that need no window, and one sentence for each error."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from core.commands.basins_options import add_basins
from core.commands.option_values import methods_help, start_option, whole_option
from core.commands.overrides import Once, add_scene_options, scene_from_options
from core.commands.sweep_options import add_compare, add_map
from core.errors import ExpressionError, FallLineError, SceneError
from core.scene import Scene

VERSION = "0.1.0"

VERBS = ("race", "analyse", "basins", "map", "compare", "picture")

BAD_INPUT = 2
"""Exit status of whatever the caller can put right."""

LARGEST_PICTURE = 10_000
"""Pixels along one side."""

Render = Callable[[Scene, int | None, tuple[int, int], bool, Path], None]
"""Draws a scene at a step (None: the last), in pixels, the plot alone or not, into a file."""

DESCRIPTION = "Fall Line shows how optimizers travel a loss landscape, and why they differ."

WINDOW_HELP = """without a verb:
  python main.py               open the window
  python main.py SCENE.json    open the window with a scene

A value that begins with a minus is written --start=-1.5,2.
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def __init__(self, **settings: object) -> None:
        super().__init__(
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **settings,  # type: ignore[arg-type]
        )

    def error(self, message: str) -> NoReturn:
        message = message.removeprefix("argument ")
        if option := re.fullmatch(r"(--[a-z-]+): expected one argument", message):
            message = (
                f"{option[1]}: expected a value; one that begins with a minus is written "
                f"with an equals sign, {option[1]}=-..."
            )
        elif option := re.fullmatch(r"(--[a-z-]+): ignored explicit argument .*", message):
            message = f"{option[1]}: takes no value"
        elif message.startswith("VERB: invalid choice") or message.endswith("required: VERB"):
            message = f"expected one of the verbs {', '.join(VERBS)} first; see --help"
        stop = "" if message.endswith((".", "?")) else "."
        self.exit(BAD_INPUT, f"{message[:1].upper()}{message[1:]}{stop}\n")


def main(arguments: Sequence[str], default_scene: Path, render: Render) -> int:
    """Run one verb of the command line.

    Parameters
    ----------
    arguments
        The command line after the program's name.
    default_scene
        The scene file used when neither a scene nor a loss is given.
    render
        What the verb ``picture`` calls; it alone needs Qt.

    Returns
    -------
    int
        The exit status: 0, or `BAD_INPUT` after one sentence on standard error.

    Raises
    ------
    SystemExit
        After help and version, and when an option can't be read.
    """
    options = _parser().parse_args(arguments)
    try:
        _run(options, scene_from_options(options, default_scene), render)
        sys.stdout.flush()
    except ExpressionError as error:
        return _refuse(error.marked())
    except FallLineError as error:
        return _refuse(str(error))
    except OSError as error:
        # What Python still holds must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # else the reader has seen enough
            return _refuse(f"Standard output can't be written: {error.strerror}.")
    return 0


def _run(options: argparse.Namespace, scene: Scene, render: Render) -> None:
    # Each verb loads what it needs and no more: `analyse` takes SymPy, `picture` Qt.
    match options.verb:
        case "race":
            from core.commands.race import race

            race(scene, options.csv, options.json)
        case "analyse":
            from core.commands.analyse import analyse

            analyse(scene, options.at, options.json)
        case "basins":
            from core.commands.basins import run_basins

            run_basins(scene, options)
        case "map":
            from core.commands.map import run_map

            run_map(scene, options)
        case "compare":
            from core.commands.compare import run_compare

            run_compare(scene, options)
        case "picture":
            _picture(scene, options, render)


def _picture(scene: Scene, options: argparse.Namespace, render: Render) -> None:
    if options.out.suffix.lower() != ".png":
        raise SceneError(f"--out: a picture is a .png file, and {options.out.name} is not.")
    if options.step is not None and options.step > scene.steps:
        raise SceneError(f"--step: the race has {scene.steps} steps, so {options.step} is too far.")
    try:
        render(scene, options.step, options.size, options.plot_only, options.out)
    except OSError as error:
        raise SceneError(f"{options.out} can't be written: {error.strerror}.") from None


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python main.py", description=DESCRIPTION, epilog=WINDOW_HELP)
    parser.add_argument("--version", action="version", version=f"Fall Line {VERSION}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, title="verbs")
    for verb, (what, add_options) in {
        "race": ("run all methods without a window", _add_race),
        "analyse": ("derivatives, curvature, critical points", _add_analyse),
        "basins": ("where runs from every pixel of the view end", add_basins),
        "map": ("outcomes over two hyperparameters of a method", add_map),
        "compare": ("methods from many starts, with the same budget", add_compare),
        "picture": ("render the window into a PNG file", _add_picture),
    }.items():
        add_options(verbs.add_parser(verb, help=what, epilog=methods_help()))
    return parser


def _add_race(parser: argparse.ArgumentParser) -> None:
    add_scene_options(parser)
    parser.add_argument(
        "--csv", action=Once, metavar="FILE", help="write every iterate; - is standard output"
    )
    parser.add_argument("--json", action="store_true", help="print how each run ended as JSON")


def _add_analyse(parser: argparse.ArgumentParser) -> None:
    add_scene_options(parser)
    parser.add_argument(
        "--at",
        action=Once,
        type=start_option,
        metavar="X,Y",
        help="point whose curvature is wanted",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _add_picture(parser: argparse.ArgumentParser) -> None:
    add_scene_options(parser)
    add = parser.add_argument
    add("--out", action=Once, type=Path, required=True, metavar="FILE.png", help="file to write")
    add("--step", action=Once, type=whole_option, metavar="K",
        help="step that is shown; without it the last")  # fmt: skip
    add("--size", action=Once, type=_size, default=(1600, 900), metavar="WxH",
        help="pixels; 1600x900")  # fmt: skip
    add("--plot-only", action="store_true", help="leave out everything but the landscape")


def _size(text: str) -> tuple[int, int]:
    sides = re.fullmatch(r"([0-9]{1,6})[x×]([0-9]{1,6})", text)
    if not sides or not all(0 < int(side) <= LARGEST_PICTURE for side in sides.groups()):
        example = f"such as 1600x900 and at most {LARGEST_PICTURE} a side"
        raise argparse.ArgumentTypeError(f"expected width and height, {example}, not {text!r}.")
    return int(sides[1]), int(sides[2])

"""Fall Line: open the window, or run a verb of the command line without one."""

from __future__ import annotations

import gc
import io
import multiprocessing
import os
import re
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.scene import Scene

# A process that this program starts imports this file again, so nothing heavy is
# imported before it is known what is wanted.

VERBS = ("race", "analyse", "basins", "map", "compare", "picture")
BAD_INPUT = 2

INSTALL = (
    r"py -m venv .venv; .venv\Scripts\python -m pip install -q -e .; .venv\Scripts\python main.py"
    if sys.platform == "win32"
    else "python3 -m venv .venv && .venv/bin/python -m pip install -q -e . "
    "&& .venv/bin/python main.py"
)
"""The README's command, which brings all that the program needs."""

NO_DISPLAY = (
    "There is no display to open a window on; the verbs race, analyse, basins, map, compare "
    "and picture need none, see python main.py --help."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _prepare_streams()
    try:
        if arguments and (arguments[0] in VERBS or arguments[0].startswith("-")):
            return _command(arguments)
        return _window(arguments)
    except ImportError as error:
        if sentence := _what_is_missing(error):
            return _refuse(sentence)
        raise
    except KeyboardInterrupt:
        return 130


def _prepare_streams() -> None:
    """Let text leave as UTF-8, and into nothing where the caller closed a stream."""
    nowhere = Path(os.devnull)
    if sys.stdout is None:
        sys.stdout = nowhere.open("w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = nowhere.open("w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def _command(arguments: Sequence[str]) -> int:
    from core import commands
    from resources import SCENES, scene_path

    return commands.main(arguments, scene_path(SCENES[0]), _render)


def _window(arguments: Sequence[str]) -> int:
    # Nearly all that a start makes stays: to look it through for garbage is time lost.
    gc.disable()
    if len(arguments) > 1:
        return _refuse(f"Expected one scene file, not {len(arguments)} arguments; see --help.")
    if arguments and not arguments[0].endswith(".json") and not os.access(arguments[0], os.F_OK):
        verbs = ", ".join(VERBS)
        return _refuse(f"{arguments[0]} is neither a scene file nor one of the verbs {verbs}.")
    scene: Scene | None = None
    if arguments:
        opened = _opened(Path(arguments[0]))
        if isinstance(opened, str):
            return _refuse(opened)
        scene = opened
    if not _has_display():
        return _refuse(NO_DISPLAY)
    from gui.opening import show_opening

    opening = show_opening()
    from gui.app import run

    return run(scene, opening)


def _opened(path: Path) -> Scene | str:
    """Return the scene of a file, or the sentence that says why it can't be opened."""
    from core.errors import ExpressionError, SceneError
    from core.scene_edits import with_own_loss
    from core.scene_file import load_scene

    try:
        return with_own_loss(load_scene(path), path.name)
    except ExpressionError as error:
        return error.marked()
    except SceneError as error:
        return str(error)


def _has_display() -> bool:
    """Tell whether Qt would find a screen; without one it ends the whole process."""
    if sys.platform in {"win32", "darwin"}:
        return True
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    local = re.match(r"(?:unix)?:([0-9]+)", display)
    return _x_server_answers(local[1]) if local else bool(display)


def _x_server_answers(number: str) -> bool:
    """Tell whether an X server of this machine accepts connections."""
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where every X server listens
    for address in (f"\0{path}", path):
        with socket.socket(socket.AF_UNIX) as connection:
            if connection.connect_ex(address) == 0:
                return True
    return False


def _render(
    scene: Scene, step: int | None, size: tuple[int, int], plot_only: bool, out: Path
) -> None:
    from gui.picture import render

    render(scene, step, size, plot_only, out)


def _what_is_missing(error: ImportError) -> str:
    """Say what the machine lacks, or nothing if the fault is the program's own."""
    package = (error.name or "").partition(".")[0]
    if isinstance(error, ModuleNotFoundError) and package not in {"core", "gui", "resources", ""}:
        return f"Fall Line needs {package}, which isn't installed here; run: {INSTALL}"
    library = re.match(r"(\S+\.so\S*): cannot open shared object file", str(error))
    if library:
        return f"Fall Line needs the system library {library[1]}, which isn't installed here."
    return ""


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the command line's answer
    return BAD_INPUT


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())

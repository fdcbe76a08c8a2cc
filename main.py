"""Fall Line: open the window, or run a verb of the command line without one."""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.scene import Scene

# A process that this program starts imports this file again, so nothing heavy is
# imported before it is known what is wanted.

VERBS = ("race", "analyse", "picture")
BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        if arguments and (arguments[0] in VERBS or arguments[0].startswith("-")):
            return _command(arguments)
        return _window(arguments)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in {"core", "gui", "resources"}:
            raise
        return _refuse(
            f"Fall Line needs {error.name}, which isn't installed here; "
            f"run: {sys.executable} -m pip install --editable ."
        )
    except KeyboardInterrupt:
        return 130


def _command(arguments: Sequence[str]) -> int:
    from core import commands
    from resources import SCENES, scene_path

    return commands.main(arguments, scene_path(SCENES[0]), _render)


def _window(arguments: Sequence[str]) -> int:
    from core.errors import SceneError
    from core.scene_file import load_scene

    if len(arguments) > 1:
        return _refuse(f"Expected one scene file, not {len(arguments)} arguments; see --help.")
    if arguments and not arguments[0].endswith(".json") and not Path(arguments[0]).exists():
        verbs = ", ".join(VERBS)
        return _refuse(f"{arguments[0]} is neither a scene file nor one of the verbs {verbs}.")
    try:
        scene = load_scene(Path(arguments[0])) if arguments else None
    except SceneError as error:
        return _refuse(str(error))
    if not _has_display():
        return _refuse(
            "There is no display to open a window on; the verbs race, analyse and picture "
            "need none, see python main.py --help."
        )
    from gui.app import run

    return run(scene)


def _has_display() -> bool:
    """Tell whether Qt would find a screen; without one it ends the whole process."""
    if sys.platform in {"win32", "darwin"}:
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def _render(
    scene: Scene, step: int | None, size: tuple[int, int], plot_only: bool, out: Path
) -> None:
    from gui.picture import render

    render(scene, step, size, plot_only, out)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the command line's answer
    return BAD_INPUT


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())

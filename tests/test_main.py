"""The program as it is started: light, quiet, and clear where it can't go on."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from core.commands.parser import VERBS, VERSION
from core.scene import Scene
from core.scene_file import save_scene

ROOT = Path(__file__).parents[1]


def start(
    *arguments: str, code: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run main.py, or code beside it, without any display but the one given."""
    removed = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    kept = {name: value for name, value in os.environ.items() if name not in removed}
    what = ["-c", code] if code else ["main.py"]
    return subprocess.run(
        [sys.executable, *what, *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_race_prints_a_table() -> None:
    done = start("race", "--steps", "5", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "RMSprop" in done.stdout


def test_csv_reaches_standard_output_untouched() -> None:
    command = [sys.executable, "main.py", "race", "--csv", "-", "--steps", "2"]
    data = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True).stdout
    assert data.count(b"\r\n") == data.count(b"\n") == 31


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = [sys.executable, "main.py", "race", "--csv", "-", "--steps", "20000"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [("--steps=5",), ("--steps=5", "--csv", "-")])
def test_output_that_fails_gets_a_sentence(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "main.py", "race", *arguments]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr == b"Standard output can't be written: No space left on device.\n"


@pytest.mark.skipif(os.name != "posix", reason="closes streams as a POSIX shell does")
@pytest.mark.parametrize(
    ("line", "status", "output"),
    [
        ("race --steps 2 >&-", 0, b""),
        ("race --steps 2 --csv - >&-", 0, b""),
        ("race --steps 0 2>&-", 2, b""),
    ],
)
def test_a_closed_stream_swallows_what_is_written(line: str, status: int, output: bytes) -> None:
    command = f'"{sys.executable}" main.py {line}'
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (status, output, b"")


def test_bad_input_ends_with_2_and_a_caret() -> None:
    done = start("race", "--loss", "x^2 + (y")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[1:] == ["  x^2 + (y", "        ^"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize("display", ["", ":54321", "unix:54321.0"])
def test_without_a_display_the_headless_verbs_are_named(display: str) -> None:
    done = start(DISPLAY=display)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert all(verb in done.stderr for verb in VERBS)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("rcae",), f"rcae is neither a scene file nor one of the verbs {', '.join(VERBS)}.\n"),
        (("a.json", "b.json"), "Expected one scene file, not 2 arguments; see --help.\n"),
        (("a" * 300,), f"{'a' * 300} is neither a scene file nor"),
        (("a.json",), "a.json: the file can't be read (No such file or directory).\n"),
        (("pyproject.toml",), "pyproject.toml: The scene isn't valid JSON at line 1, column 2"),
    ],
)
def test_what_is_not_a_scene_opens_no_window(arguments: tuple[str, ...], sentence: str) -> None:
    done = start(*arguments, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_a_scene_whose_loss_cannot_be_read_opens_no_window(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    save_scene(Scene(loss="x + (y"), path)
    done = start(str(path), QT_QPA_PLATFORM="offscreen")
    sentence = "broken.json: loss: Expected ) to close this ( again."
    assert (done.returncode, done.stderr) == (2, f"{sentence}\n  x + (y\n      ^\n")


def test_importing_main_loads_nothing_heavy() -> None:
    code = "import sys, main; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = set(start(code=code).stdout.split())
    assert "main" in loaded
    assert not loaded & {"PySide6", "numpy", "sympy", "llvmlite", "msgspec", "core", "gui"}


def test_headless_verbs_never_load_qt() -> None:
    code = (
        "import sys, main; main.main(['analyse', '--json', '--loss', 'x^2 + y^2']);"
        "sys.exit(any(name.startswith(('PySide6', 'gui')) for name in sys.modules))"
    )
    assert start(code=code).returncode == 0


def test_a_missing_package_is_named_with_the_readmes_command() -> None:
    code = "import sys, main; sys.modules['PySide6'] = None; sys.exit(main.main([]))"
    done = start(code=code, QT_QPA_PLATFORM="offscreen")
    sentence, _, command = done.stderr.partition("; run: ")
    assert done.returncode == 2
    assert sentence == "Fall Line needs PySide6, which isn't installed here"
    assert command.strip() in (ROOT / "README.md").read_text("utf-8")


def test_a_fault_of_the_program_is_not_taken_for_a_missing_package() -> None:
    code = "import sys, main; sys.modules['gui.app'] = None; sys.exit(main.main([]))"
    done = start(code=code, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 1
    assert "ModuleNotFoundError" in done.stderr


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION

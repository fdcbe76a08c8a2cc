"""The verb ``map``: what it prints, writes, refuses, and keeps when interrupted."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.commands.parser import BAD_INPUT
from tests.core.commands.support import Run

ROOT = Path(__file__).parents[3]
BOWL = ("map", "--loss", "x^2/2 + 5y^2", "--start", "1,1", "--start=-1,0.5", "--steps", "400")
MOMENTUM = (*BOWL, "--optimizer", "momentum", "--size", "6x4")


def keys(data: object) -> Iterator[str]:
    match data:
        case dict():
            yield from data
            for value in data.values():
                yield from keys(value)
        case list():
            for value in data:
                yield from keys(value)


def test_map_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*MOMENTUM, "--x", "learning_rate:0.01,1,log", "--json") == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert printed.err.endswith("map: 100 %\n")
    assert (found["label"], found["optimizer"], found["steps"]) == ("Momentum", "momentum", 400)
    assert found["starts"] == [[1, 1], [-1, 0.5]]
    assert found["tolerance"] == {"of": "gradient_norm", "value": 0.001}
    x_axis = found["x_axis"]
    assert (x_axis["name"], x_axis["low"], x_axis["is_logarithmic"]) == (
        "learning_rate",
        0.01,
        True,
    )
    assert found["y_axis"]["values"] == [0.125, 0.375, 0.625, 0.875]
    assert found["done"] == 1
    grids = found["pixels"]
    assert {len(grid) for grid in grids.values()} == {4}
    assert {len(row) for grid in grids.values() for row in grid} == {6}
    assert found["boundary"][0] == [pytest.approx(0.2), 0]
    lowest = min(loss for row in grids["median_loss"] for loss in row if loss is not None)
    assert found["lowest"]["median_loss"] == lowest
    page = (ROOT / "docs" / "map.md").read_text("utf-8")
    documented = re.findall(r"\w+", page)
    known = {"learning_rate", "momentum", "scale_velocity"}
    assert [key for key in keys(found) if key not in documented and key not in known] == []


def test_map_for_a_reader(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*MOMENTUM, "--x", "learning_rate:0.01,1", "--tolerance", "loss:0.5") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "Momentum on x^2/2 + 5y^2: 2 starts, 400 steps",
        "across  learning_rate from 0.01 to 1, logarithmic",
        "up      momentum from 0 to 1, linear",
    ]
    drawn = lines[4:8]
    assert all(re.fullmatch(r"[0-9!]{6}", line) for line in drawn)
    assert {line[-1] for line in drawn} == {"!"}
    assert "0" in "".join(drawn)
    assert any(line.startswith("fewest steps to loss ≤ 0.5: ") for line in lines)
    assert lines[-1] == "Theory: it diverges beyond the line from (0.2, 0) to (0.4, 1)."


def test_map_to_standard_output(run: Run, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(*MOMENTUM, "--y", "learning_rate", "--csv", "-") == 0
    text = capsysbinary.readouterr().out.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert text.count("\r\n") == len(rows) + 1 == 25
    assert list(rows[0])[:3] == ["momentum", "learning_rate", "mean_loss"]
    diverged = [row for row in rows if row["diverged"] == "1.0"]
    assert all(row["median_loss"] == row["median_steps"] == "" for row in diverged)
    page = (ROOT / "docs" / "map.md").read_text("utf-8")
    assert ",".join(list(rows[0])[2:]) in page


def test_threads_change_no_byte(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*MOMENTUM, "--noise", "gaussian:0.5", "--json", "--threads", "1") == 0
    alone = capsys.readouterr().out
    assert run(*MOMENTUM, "--noise", "gaussian:0.5", "--json", "--threads", "3") == 0
    assert capsys.readouterr().out == alone


def test_one_name_is_completed_by_the_first_other(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*BOWL, "--optimizer", "gd", "--optimizer", "adam", "--entry", "2", "--size", "2x2",
               "--y", "beta2:0.9,0.999,linear", "--json") == 0  # fmt: skip
    found = json.loads(capsys.readouterr().out)
    assert [found[axis]["name"] for axis in ("x_axis", "y_axis")] == ["learning_rate", "beta2"]
    assert found["y_axis"]["is_logarithmic"] is False
    assert found["boundary"] == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--entry", "2"), "--entry: there is no entry 2; the scene has 1."),
        (("--x", "beta1"), "Momentum has no hyperparameter beta1; it has learning_rate, momentum."),
        (("--x", "momentum:0"), "--x: expected a name and a range, such as learning_rate:1e-4"),
        (("--x", ":0,1"), "--x: expected a name and a range"),
        (("--x", "momentum:0,2"), "momentum: the range must not reach beyond 1."),
        (("--x", "momentum", "--y", "momentum"), "two hyperparameters, not momentum twice"),
        (("--x", "momentum:0,1,log"), "a logarithmic axis needs a range above zero"),
        (("--size", "0x4"), "--size: expected width and height, such as"),
        (("--size", "9999x4"), "--size: expected width and height"),
        (("--tolerance", "1e-3"), "--tolerance: expected gradient:V or loss:V"),
        (("--tolerance", "gradient:0"), "a gradient's norm must be > 0."),
        (("--threads", "0"), "--threads: expected from 1 to 1024 threads, not 0."),
        (("--csv", "-", "--json"), "can't both have standard output"),
        (("--csv", ""), "--csv: expected the name of a file"),
        (("--optimizer", "gd"), "Gradient descent has fewer than two hyperparameters to vary."),
    ],
)
def test_what_makes_no_map_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    named = () if "--optimizer" in options else ("--optimizer", "momentum")
    assert run(*BOWL, *named, *options) == BAD_INPUT
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == 1
    assert not printed.out


def test_a_map_needs_a_start_and_a_method(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("map", "--loss", "x^2 + y^2") == BAD_INPUT
    assert capsys.readouterr().err.startswith("The map has no starting point")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console.")
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    command = [sys.executable, "main.py", *BOWL[:-1], "2000", "--optimizer", "adam",
               "--json", "--csv", str(path), "--size", "100x100"]  # fmt: skip
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert re.fullmatch(r"map: 1\d %\n", process.stderr.readline())
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert re.fullmatch(r"Interrupted at \d\d %; what is done is kept\.\n", errors)
    done = json.loads(out)["done"]
    assert 0.1 <= done < 1
    assert len(path.read_bytes().splitlines()) == 1 + round(done * 10_000)

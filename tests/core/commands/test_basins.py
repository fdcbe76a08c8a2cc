"""The verb ``basins``: its table, its JSON, its CSV, and Ctrl+C."""

from __future__ import annotations

import csv
import json
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.commands.support import Run

ROOT = Path(__file__).parents[3]

HIMMELBLAU = (
    "basins", "--loss", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "--optimizer", "gd",
    "--optimizer", "momentum:learning_rate=0.005", "--steps", "400",
)  # fmt: skip


def test_basins_as_a_table(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*HIMMELBLAU, "--size", "40x30") == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0].startswith("Gradient descent on ")
    assert lines[0].endswith(": 40 × 30 starts, 400 steps")
    assert [line.split()[0] for line in lines[3:7]] == ["minimum"] * 4
    shares = [float(line.split("%")[0].split()[-1]) for line in lines[3:7]]
    assert sum(shares) == pytest.approx(100.0, abs=0.1)
    assert lines[8].startswith("basin entropy ")
    assert shown.err.splitlines()[-1] == "basins: 100 %"


def test_basins_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*HIMMELBLAU, "--entry", "2", "--size", "30x20", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["optimizer"] == "momentum"
    assert told["hyperparameters"]["learning_rate"] == 0.005
    assert (told["columns"], told["rows"], told["stride"]) == (30, 20, 1)
    shares = [goal["share"] for goal in told["destinations"]]
    assert sum(shares) + sum(told["elsewhere"].values()) == pytest.approx(1.0)
    assert [goal["name"] for goal in told["destinations"][:4]] == ["minimum"] * 4
    assert {goal["status"] for goal in told["destinations"]} == {"certified"}
    assert 0.0 < told["basin_entropy"] <= told["boundary_basin_entropy"]
    assert 0.0 < told["boundary_share"] < 1.0


def test_threads_change_no_byte(run: Run, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    told = []
    for threads in ("1", "2", "3"):
        assert run(*HIMMELBLAU, "--size", "60x50", "--csv", "-", "--threads", threads) == 0
        told.append(capsysbinary.readouterr().out)
    assert told[0] == told[1] == told[2]
    assert told[0].count(b"\r\n") == 3001


def test_basins_to_a_file(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "basins.csv"
    assert run(*HIMMELBLAU, "--size", "8x6", "--csv", str(target), "--json") == 0
    with target.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    told = json.loads(capsys.readouterr().out)
    for number, goal in enumerate(told["destinations"]):
        count = sum(row["destination"] == str(number) for row in rows)
        assert goal["share"] == pytest.approx(count / 48)


def test_basins_as_a_picture(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "basins.png"
    assert run(*HIMMELBLAU, "--size", "31x17", "--png", str(target)) == 0
    data = target.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (31, 17)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--size", "0x5"), "--size: expected width and height"),
        (("--size", "9000x9000"), "--size: expected width and height"),
        (("--size", "500"), "--size: expected width and height"),
        (("--threads", "0"), "--threads: expected from 1"),
        (("--entry", "3"), "--entry: there is no entry 3; the scene has 2."),
        (("--entry", "0"), "--entry: there is no entry 0; the scene has 2."),
        (("--csv", ""), "--csv: expected the name of a file"),
        (("--png", "basins.jpg"), "--png: a picture is a .png file, and basins.jpg is not."),
        (("--png", "missing/basins.png"), "missing/basins.png can't be written"),
        (("--csv", "-", "--json"), "--csv - and --json can't both"),
        (("--csv", "missing/basins.csv"), "missing/basins.csv can't be written"),
    ],
)
def test_what_can_not_be_done_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    small = () if "--size" in options else ("--size", "4x4")
    assert run(*HIMMELBLAU, *small, *options) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert shown.out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console.")
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    target = tmp_path / "basins.csv"
    command = [sys.executable, "main.py", *HIMMELBLAU[:3], "--optimizer", "adam",
               "--steps", "8000", "--json", "--csv", str(target)]  # fmt: skip
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        while not (line := process.stderr.readline()).startswith("basins: 4"):
            assert line.startswith("basins: ")
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines()[-1].endswith(" %; what is done is kept.")
    assert json.loads(out)["stride"] == 2
    with target.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert 0.4 < len(rows) / 250_000 < 1.0
    assert {(row["column"], row["row"]) for row in rows} >= {("0", "0"), ("498", "498")}

"""The verb ``compare``: what it prints, writes, refuses, and keeps when interrupted."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.commands.parser import BAD_INPUT
from tests.core.commands.support import Run
from tests.core.commands.test_map import keys

ROOT = Path(__file__).parents[3]
COMPARE = ("compare", "--loss", "x^4/4 - x^2/2 + a y^2", "--view=-2,2,-1,1", "--steps", "80",
           "--optimizer", "gd:learning_rate=0.1", "--optimizer", "random_search")  # fmt: skip


def test_compare_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*COMPARE, "--sample", "random:30,5", "--seeds", "3", "--seed", "4",
               "--rates", "0.01,1,5", "--json") == 0  # fmt: skip
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert printed.err.endswith("compare: 100 %\n")
    conditions = found["conditions"]
    assert conditions["seeds"] == [4, 5, 6]
    assert conditions["learning_rates"] == [0.01, 0.0316228, 0.1, 0.316228, 1]
    assert conditions["parameters"] == {"a": 1}
    assert len(conditions["starts"]) == 30
    assert sorted(goal["x"] for goal in conditions["minima"]) == pytest.approx([-1, 1])
    descent, search = found["contestants"]
    assert descent["seeds"] == [4]
    assert descent["as_given"]["runs"] == 30
    assert sum(descent["as_given"]["minima"]) == pytest.approx(1)
    assert len(descent["trials"]) == 5
    assert descent["best"] in descent["trials"]
    assert descent["evaluations_per_step"] == {"loss": 0, "gradient": 1, "hessian": 0}
    assert (search["best"], search["trials"], search["as_given"]["runs"]) == (None, [], 90)
    page = (ROOT / "docs" / "compare.md").read_text("utf-8")
    known = {"a", "learning_rate", "radius", *re.findall(r"\w+", page)}
    assert [key for key in keys(found) if key not in known] == []


def test_compare_for_a_reader(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*COMPARE, "--sample", "grid:4x3", "--rates", "0.01,0.1,2",
               "--noise", "gaussian:0.2", "--stop-loss-change", "1e-12") == 0  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == (
        "12 starts in -2 to 2 by -1 to 1, 80 steps; noise and random rules with 5 seeds from 0"
    )
    assert lines[2] == "tolerance: gradient norm ≤ 0.001"
    assert lines[4].startswith("budget: every method tries the same 2 learning rates, 0.01 to 0.1")
    assert sum(line.startswith("minimum ") for line in lines) == 2
    table = [line for line in lines if line.startswith(("Gradient descent  ", "Random search  "))]
    assert [re.split(r"  +", line)[2] for line in table] == ["as given", "best of 2", "as given"]
    assert "Gradient descent: gd:learning_rate=0.1, gaussian noise of scale 0.2" in lines
    assert "a run stops at a change of the loss ≤ 1e-12" in lines
    assert "Gradient descent: its best rate is the end of the range; try a wider one." in lines


def test_compare_as_csv(run: Run, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(*COMPARE, "--start", "0.5,0.5", "--csv", "-",
               "--tolerance", "loss:-0.2", "--rates", "0.01,100,3") == 0  # fmt: skip
    text = capsysbinary.readouterr().out.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    roles = [row["role"] for row in rows]
    assert (roles[0], roles[-1], len(roles)) == ("given", "given", 5)
    assert sorted(roles[1:4]) == ["best", "trial", "trial"]
    assert {row["tolerance_of"] for row in rows} == {"loss"}
    assert {row["starts"] for row in rows} == {"1"}
    assert [row["seeds"] for row in rows][-1] == "0 1 2 3 4"
    assert rows[3]["diverged"] == "1.0"
    assert rows[3]["loss_median"] == rows[3]["steps_median"] == ""
    assert list(rows[0])[-2:] == ["minimum_1", "minimum_2"]


def test_threads_change_no_byte(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*COMPARE, "--noise", "student:0.1", "--json", "--threads", "1") == 0
    alone = capsys.readouterr().out
    assert run(*COMPARE, "--noise", "student:0.1", "--json", "--threads", "3") == 0
    assert capsys.readouterr().out == alone


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--sample", "scene"), "The scene has no starting point; give --sample or --start."),
        (("--sample", "grid:10"), "--sample: expected grid:10x10, random:100"),
        (("--sample", "random:0"), "--sample: expected from 1 to 100,000 starts."),
        (("--sample", "grid:1000x1000"), "--sample: expected from 1 to 100,000 starts."),
        (("--seeds", "0"), "--seeds: expected from 1 to 1000 seeds, not 0."),
        (("--rates", "0.1,1"), "--rates: expected LOW,HIGH,COUNT"),
        (("--rates", "0,1,3"), "Learning rates must go up from above 0"),
        (("--rates", "1,2,2000"), "The number of learning rates must be from 0 to 1000."),
        (("--csv", "-", "--json"), "can't both have standard output"),
        (("--csv", "missing/table.csv"), "missing/table.csv can't be written"),
        (("--csv", "."), ". can't be written"),
    ],
)
def test_what_makes_no_comparison_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    assert run(*COMPARE, *options) == BAD_INPUT
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == 1
    assert not printed.out


def test_without_other_rates_there_is_no_best(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*COMPARE, "--rates", "none") == 0
    text = capsys.readouterr().out
    assert "budget" not in text
    assert "best" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console.")
def test_ctrl_c_keeps_what_is_done() -> None:
    methods = [f"--optimizer={name}" for name in ("newton", "saddle_free_newton", "gradient_flow")]
    command = [sys.executable, "main.py", *COMPARE[:4], *methods, "--steps", "20000", "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        while not process.stderr.readline().startswith("compare: 4"):
            pass
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.endswith("what is done is kept.\n")
    found = json.loads(out)
    assert 0 < found["done"] < 1
    assert [one["optimizer"] for one in found["contestants"]] == ["newton"]

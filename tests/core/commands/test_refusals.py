"""Bad input: one sentence, its place, status 2, and no file written or touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.commands import headless
from core.commands.parser import BAD_INPUT, VERBS
from core.scene import Scene
from core.scene_file import save_scene
from tests.core.commands.support import Pictures, Run

EXPECTED_A_VERB = f"Expected one of the verbs {', '.join(VERBS)} first; see --help."


def test_a_picture_that_cannot_be_written_gets_a_sentence(
    run: Run, pictures: Pictures, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures.error = PermissionError(13, "Permission denied")
    assert run("picture", "--out", "a.png") == BAD_INPUT
    assert capsys.readouterr().err == "a.png can't be written: Permission denied.\n"


def test_derivatives_that_explode_are_abandoned(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headless, "PATIENT_LIMIT", 0.05)
    product = "*".join(f"sin({k}x)" for k in range(1, 50))
    assert run("analyse", "--loss", product) == BAD_INPUT
    sentence = "The derivatives took longer than 0.05 seconds, so they were abandoned.\n"
    assert capsys.readouterr().err == sentence


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["race", "--loss", "x +* y"], "  x +* y\n     ^\n"),
        (["race", "--loss", "sine(x)", "--start", "1,1"], "^^^^"),
        (["race", "--loss", "x^2"], "The race has no starting point"),
        (["race", "missing.json"], "missing.json: the file can't be read (No such file"),
        (["race", "--start", "-1,2"], "one that begins with a minus is written with an equals"),
        (["race", "--start", "1"], "--start: expected 2 numbers separated by commas"),
        (["race", "--start", "1,nan"], "--start: expected a number, not 'nan'."),
        (["race", "--start", "1,1_0"], "--start: expected a number, not '1_0'."),
        (["race", "--start", "1,1e13"], "starts[0].y must be <= 1000000000000."),
        (["race", "--view", "1,0,0,1"], "view.x_min must be < view.x_max."),
        (["race", "--optimizer", "adm"], "'adm' is not a method; did you mean adam?"),
        (["race", "--optimizer", "zzz"], "known are gd, momentum, adagrad, rmsprop, adam"),
        (["race", "--optimizer", "own"], "a method of one's own comes from a scene file"),
        (["race", "--schedule", "1/(t"], "  1/(t\n    ^\n"),
        (["race", "--schedule", "1/(t-3)"], "  1/(t-3)\n  ^^^^^^^\n"),
        (["race", "--noise", "loud"], "'loud' is not a kind of noise; known are gaussian,"),
        (["race", "--noise", "gausian"], "did you mean gaussian?"),
        (["race", "--noise", "gaussian:1,3"], "--noise: expected one number after the colon."),
        (["race", "--noise", "student:1,2,3"], "expected at most 2 numbers after the colon"),
        (["race", "--noise", "none:1"], "'none' is not a kind of noise"),
        (["race", "--noise", "gaussian:-1"], "entries[0].noise.scale must be >= 0."),
        (["race", "--noise", "gaussian:"], "expected a number, not ''."),
        (["race", "--noise=gaussian", "--noise=none"], "--noise is given twice."),
        (["race", "--numerical-gradient", "mid"], "'mid' is not a kind of difference quotient"),
        (
            ["race", "--numerical-gradient", "central:0"],
            "entries[0].numerical_gradient.step must be > 0.",
        ),
        (["race", "--stop-gradient-norm", "0"], "stopping.gradient_norm must be > 0."),
        (["race", "--stop-loss-change", "small"], "--stop-loss-change: expected a number"),
        (["race", "--optimizer", "adam:beta=1"], "'beta' is not a hyperparameter of adam"),
        (["race", "--optimizer", "adam:beta1"], "expected KEY=VALUE, not 'beta1'."),
        (["race", "--optimizer", "adam:beta1=0,beta1=0"], "beta1 of adam is given twice."),
        (["race", "--optimizer", "adam:bias_correction=1"], "bias_correction must be true or"),
        (
            ["race", "--optimizer", "gd:learning_rate=0"],
            "entries[0].optimizer.learning_rate must be > 0.",
        ),
        (["race", "--parameter", "a=1"], "the loss has no parameter a; its parameters: none."),
        (["race", "--parameter", "a"], "--parameter: expected NAME=VALUE, not 'a'."),
        (["race", "--steps", "0"], "steps must be >= 1."),
        (["race", "--steps", "1.5"], "--steps: expected a whole number, not '1.5'."),
        (["race", "--seed", "9" * 20], "seed must be <= 9223372036854775807."),
        (["race", "--steps", "1000000", *["--start=0,0"] * 90], "at most"),
        (["race", "--csv", "-", "--json"], "choose one"),
        (["race", "--csv", ""], "--csv: expected the name of a file"),
        (["race", "--steps", "3", "--steps=3"], "--steps is given twice."),
        (["race", "--loss", "x", "--loss", "y"], "--loss is given twice."),
        (["analyse", "--at", "1,1", "--at", "1,2"], "--at is given twice."),
        (["picture", "--out", "a.png", "--out", "b.png"], "--out is given twice."),
        (
            ["race", "--loss", "b x + y", "--parameter", "b=1", "--parameter", "b=2"],
            "--parameter: b is given twice.",
        ),
        (["race", "--parameter", "=1"], "--parameter: expected NAME=VALUE, not '=1'."),
        (["race", "--json=yes"], "--json: takes no value."),
        (["race", ""], ".: the file can't be read"),
        (["race", "--sted"], "Unrecognized arguments: --sted."),
        (["picture"], "The following arguments are required: --out."),
        (["picture", "--out", "a.jpg"], "a picture is a .png file, and a.jpg is not."),
        (["picture", "--out", "a.png", "--size", "9"], "--size: expected width and height"),
        (["picture", "--out", "a.png", "--size", "0x9"], "--size: expected width and height"),
        (["picture", "--out", "a.png", "--step", "21"], "the race has 20 steps, so 21 is too"),
        (["analyse", "--at", "1"], "--at: expected 2 numbers"),
        (["sing"], EXPECTED_A_VERB),
        (["--loss", "x"], EXPECTED_A_VERB),
        ([], EXPECTED_A_VERB),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_gets_one_sentence_and_status_2(
    run: Run,
    pictures: Pictures,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    assert run(*arguments) == BAD_INPUT
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == (3 if "^" in sentence else 1)
    assert not printed.out
    assert not pictures.asked


def test_a_loss_that_a_scene_file_holds_is_named_with_its_file(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "given.json"
    save_scene(Scene(loss="x + (y"), path)
    assert run("race", str(path), "--start", "1,1") == BAD_INPUT
    sentence = "given.json: loss: Expected ) to close this ( again."
    assert capsys.readouterr().err == f"{sentence}\n  x + (y\n      ^\n"
    assert run("analyse", str(path), "--loss", "x + y") == 0


def test_a_schedule_without_a_factor_at_some_step_is_named_by_its_entry(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("race", "--schedule", "sqrt(9 - t)", "--steps", "9") == 0
    assert run("race", "--schedule", "sqrt(9 - t)", "--steps", "10") == BAD_INPUT
    sentence = "The schedule of Adam: Expected a factor at every step; it is undefined at t = 10."
    assert capsys.readouterr().err.splitlines()[0] == sentence


@pytest.mark.parametrize("arguments", [["--loss", "x +"], ["--start", "1"], ["--steps", "0"]])
def test_bad_input_touches_no_file(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(b"old")
    before = set(tmp_path.iterdir())
    assert run("race", "--csv", str(path), *arguments) == BAD_INPUT
    assert path.read_bytes() == b"old"
    assert set(tmp_path.iterdir()) == before


def test_a_folder_that_is_missing_gets_a_sentence(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "missing" / "out.csv"
    assert run("race", "--csv", str(path)) == BAD_INPUT
    assert capsys.readouterr().err == f"{path} can't be written: No such file or directory.\n"

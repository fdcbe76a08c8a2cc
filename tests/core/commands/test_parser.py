"""The verbs in this process: what they print and write."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from core.commands.parser import VERSION
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.gd import GradientDescent
from core.scene import Entry, Noise, NumericalGradient, Scene, Start, StoppingRule, View
from core.scene_file import save_scene
from tests.core.commands.support import Pictures, Run


def test_race_without_anything_runs_the_default_scene(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("race") == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split()[:3] == ["method", "start", "steps"]
    assert row.startswith("Adam    (1, 1)     20  ")
    assert row.endswith("It ran all its steps.")


def test_race_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(
        "race", "--json", "--loss", "x^2+y^2", "--start=-1.5,2", "--start", "0,0",
        "--optimizer", "gd:learning_rate=0.25", "--optimizer", "adam:bias_correction=false",
        "--steps", "1",
    )  # fmt: skip
    assert status == 0
    runs = json.loads(capsys.readouterr().out)
    assert [(run["optimizer"], run["start"]) for run in runs] == [
        ("gd", [-1.5, 2.0]),
        ("gd", [0.0, 0.0]),
        ("adam", [-1.5, 2.0]),
        ("adam", [0.0, 0.0]),
    ]
    assert runs[0] == {
        "label": "Gradient descent",
        "optimizer": "gd",
        "start": [-1.5, 2.0],
        "outcome": "ran_all_steps",
        "steps": 1,
        "final": {"x": -0.75, "y": 1.0, "loss": 1.5625, "gradient_norm": 2.5},
    }


def test_a_loss_without_a_scene_is_raced_by_every_method(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("race", "--json", "--loss", "x^2+y^2", "--start", "1,1", "--steps", "2") == 0
    names = [run["optimizer"] for run in json.loads(capsys.readouterr().out)]
    assert names == ["gd", "momentum", "adagrad", "rmsprop", "adam"]


def test_race_to_a_file(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.csv"
    assert run("race", "--csv", str(path)) == 0
    assert capsys.readouterr().out.startswith("method")
    assert len(path.read_bytes().splitlines()) == 22


def test_race_to_standard_output(run: Run, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("race", "--csv", "-") == 0
    text = capsysbinary.readouterr().out.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert text.count("\r\n") == 22
    assert [int(row["step"]) for row in rows] == list(range(21))


def test_the_same_race_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    assert run("race", "--csv", str(first)) == run("race", "--csv", str(second)) == 0
    assert first.read_bytes() == second.read_bytes()


def test_picture_gets_the_scene_that_was_asked_for(run: Run, pictures: Pictures) -> None:
    status = run(
        "picture", "--loss", "b x^2 + θ_1 y", "--parameter", "b=-7", "--parameter", "θ₁=0.5",
        "--view=-1,2,−3,4", "--start", "1,2", "--seed", "3", "--steps", "9",
        "--optimizer", "adam:learning_rate=0.1,beta1=0.5",
        "--step", "4", "--size", "800x600", "--plot-only", "--out", "a.png",
    )  # fmt: skip
    assert status == 0
    ((scene, step, size, plot_only, out),) = pictures.asked
    values = {name: parameter.value for name, parameter in scene.parameters.items()}
    assert values == {"b": -7.0, "theta1": 0.5}
    assert scene.parameters["b"].minimum == -7.0
    assert scene.view == View(-1.0, 2.0, -3.0, 4.0)
    assert scene.starts == (Start(1.0, 2.0),)
    assert scene.entries == (Entry(Adam(learning_rate=0.1, beta1=0.5)),)
    assert (scene.steps, scene.seed, scene.title) == (9, 3, "")
    assert (step, size, plot_only, out) == (4, (800, 600), True, Path("a.png"))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: str(method.name()))
def test_every_method_races(
    run: Run, capsys: pytest.CaptureFixture[str], method: type[Optimizer]
) -> None:
    assert run("race", "--json", "--optimizer", method.name(), "--steps", "3") == 0
    (ended,) = json.loads(capsys.readouterr().out)
    assert (ended["optimizer"], ended["steps"]) == (method.name(), 3)


@pytest.mark.parametrize("verb", ["race", "analyse", "picture"])
def test_help_lists_the_methods_as_they_are_typed(
    run: Run, pictures: Pictures, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert run(verb, "--help") == 0
    _, listed = capsys.readouterr().out.split("methods and their defaults:\n")
    options = [f"--optimizer={line.strip()}" for line in listed.splitlines()]
    assert run("picture", *options, "--out", "a.png") == 0
    assert pictures.asked[0][0].entries == tuple(Entry(method()) for method in METHODS)


def test_options_for_every_entry(run: Run, pictures: Pictures) -> None:
    status = run(
        "picture", "--out", "a.png", "--optimizer", "gd", "--optimizer", "adam",
        "--schedule", "1/sqrt(t)", "--noise", "student:0.5,4", "--numerical-gradient",
        "forward:1e-3", "--stop-gradient-norm", "1e-6", "--stop-loss-change", "1e-9",
    )  # fmt: skip
    assert status == 0
    scene = pictures.asked[0][0]
    for entry, method in zip(scene.entries, (GradientDescent(), Adam()), strict=True):
        assert entry == Entry(
            method,
            schedule="1/sqrt(t)",
            noise=Noise("student", 0.5, 4.0),
            numerical_gradient=NumericalGradient("forward", 1e-3),
        )
    assert scene.stopping == StoppingRule(1e-6, 1e-9)


def test_options_keep_and_switch_off_what_a_scene_has(
    run: Run, pictures: Pictures, tmp_path: Path
) -> None:
    path = tmp_path / "given.json"
    noisy = Entry(Adam(), schedule="1/t", noise=Noise(), numerical_gradient=NumericalGradient())
    save_scene(Scene(loss="x", entries=(noisy,), stopping=StoppingRule(1e-3)), path)
    assert run("picture", str(path), "--stop-loss-change", "1e-9", "--out", "a.png") == 0
    assert (
        run(
            "picture", str(path), "--noise", "none", "--numerical-gradient", "none",
            "--schedule", "", "--out", "a.png",
        ) == 0
    )  # fmt: skip
    kept, switched_off = (scene for scene, *_ in pictures.asked)
    assert kept.entries == (noisy,)
    assert kept.stopping == StoppingRule(1e-3, 1e-9)
    assert switched_off.entries == (Entry(Adam()),)


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("gaussian", Noise()),
        ("gaussian:2", Noise("gaussian", 2.0)),
        ("proportional:0.3", Noise("proportional", 0.3)),
        ("student", Noise("student")),
        ("student:1", Noise("student", 1.0)),
    ],
)
def test_what_is_left_out_of_noise_has_its_default(
    run: Run, pictures: Pictures, text: str, noise: Noise
) -> None:
    assert run("picture", "--noise", text, "--out", "a.png") == 0
    assert pictures.asked[0][0].entries[0].noise == noise


def test_a_stopping_rule_stops(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("race", "--optimizer", "gd:learning_rate=0.1", "--stop-gradient-norm", "1") == 0
    row = capsys.readouterr().out.splitlines()[1]
    assert row.endswith("It converged: the gradient's norm came down to the tolerance.")


def test_a_replaced_loss_takes_title_and_notes_with_it(
    run: Run, pictures: Pictures, tmp_path: Path
) -> None:
    path = tmp_path / "given.json"
    save_scene(Scene(loss="x", title="Old", notes="Old.", view=View(0.0, 1.0, 0.0, 1.0)), path)
    assert run("picture", str(path), "--out", "a.PNG") == 0
    assert run("picture", str(path), "--loss", "y^2", "--out", "a.png") == 0
    kept, replaced = (scene for scene, *_ in pictures.asked)
    assert (kept.title, kept.notes) == ("Old", "Old.")
    assert (replaced.title, replaced.notes, replaced.view) == ("", "", kept.view)
    assert [asked[1:4] for asked in pictures.asked] == [(None, (1600, 900), False)] * 2


def test_help_and_version(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    text = capsys.readouterr().out
    assert "open the window" in text
    assert all(f"\n    {verb} " in text for verb in ("race", "analyse", "picture"))
    assert run("--version") == 0
    assert capsys.readouterr().out == f"Fall Line {VERSION}\n"

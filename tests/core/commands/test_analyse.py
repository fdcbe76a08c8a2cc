"""The verb ``analyse``: what it prints for a program and for a reader."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.commands.analysis import Analysis, place_at
from core.commands.analysis_document import document
from core.commands.analysis_report import report
from core.critical_points.findings import (
    Convexity,
    CriticalCurve,
    CriticalPoint,
    Receipt,
    Status,
    Survey,
    Verdict,
)
from core.curvature import Kind
from core.export import json_text
from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.scene import View
from core.symbolic.differentiation import differentiate
from tests.core.commands.support import Run

NAN = float("nan")
ANGLES = np.linspace(0, 2 * np.pi, 1001)
RING = CriticalCurve(
    np.stack((np.cos(ANGLES), np.sin(ANGLES))), 0.0, "valley", True, "All its points are minima."
)
KINK = CriticalPoint(
    1.0, 2.0, 3.0, (NAN, NAN), Kind.MINIMUM, is_kink=True, remark="The loss has a kink here."
)
SURVEY = Survey(
    View(x_min=-2.0, x_max=2.0, y_min=-2.0, y_max=2.0),
    (KINK,),
    (RING,),
    flat=np.array([[-2.0], [2.0], [1.0], [2.0]]),
    unexplored=np.array([[0.0, 1.0], [1.0, 2.0], [0.0, 0.0], [1.0, 1.0]]),
    is_finished=True,
    receipt=Receipt(1, None, "The gradient turns once."),
    convexity=Convexity(Verdict.NOT_CONVEX, "Not convex.", (0.0, 0.5), (0.0, 1.0)),
)


def landscape(text: str) -> Landscape:
    formula = parse_loss(text)
    return Landscape(Surface(formula, {}), differentiate(formula.tree, formula.variables))


def analysed(text: str, at: tuple[float, float] | None, survey: Survey) -> Analysis:
    of = landscape(text)
    return Analysis(of, place_at(of, *at, survey.view) if at else None, survey)


def printed(analysis: Analysis) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json_text(document(analysis)))
    return found


def keys(data: object) -> Iterator[str]:
    """Yield every key in plain data."""
    match data:
        case dict():
            yield from data
            yield from chain.from_iterable(map(keys, data.values()))
        case list():
            yield from chain.from_iterable(map(keys, data))


def test_all_that_a_survey_holds_is_printed() -> None:
    found = printed(analysed("x^2 + y^2", None, SURVEY))
    (point,), (curve,) = found["critical_points"], found["critical_curves"]
    assert point == {
        "x": 1.0, "y": 2.0, "loss": 3.0, "eigenvalues": [None, None], "kind": "minimum",
        "status": Status.NUMERICAL.value, "name": "minimum at a kink", "is_kink": True,
        "index": None, "box": None, "remark": "The loss has a kink here.",
    }  # fmt: skip
    points = curve.pop("points")
    assert len(points) == 200
    assert points[0] == [1, 0]
    assert points[-1] == pytest.approx([1, 0])
    assert curve == {
        "name": "valley", "loss": 0.0, "is_closed": True, "status": "numerical",
        "remark": "All its points are minima.",
    }  # fmt: skip
    assert (found["flat_share"], found["unexplored_share"]) == (0.25, 0.125)
    assert found["unexplored"] == [[0.0, 1.0, 0.0, 1.0], [1.0, 2.0, 0.0, 1.0]]
    assert found["receipt"] == {
        "turning": 1, "found": None, "agrees": None, "sentence": "The gradient turns once.",
    }  # fmt: skip
    assert found["convexity"] == {
        "verdict": "not_convex", "sentence": "Not convex.", "point": [0.0, 0.5],
        "direction": [0.0, 1.0],
    }  # fmt: skip


def test_the_same_is_told_to_a_reader() -> None:
    lines = report(analysed("x^2 + y^2", None, SURVEY)).splitlines()
    row = lines[lines.index("Critical points in -2 to 2 by -2 to 2: 1") + 2]
    assert row.split("  ")[0] == "minimum at a kink"
    assert row.split()[-4:] == ["3", "—", "—", "numerical"]
    assert lines[-7:] == [
        "At (1, 2): The loss has a kink here.",
        "",
        "Valley, closed, through (1, 0): loss 0, numerical. All its points are minima.",
        "The loss is flat to within rounding in 25 % of the view.",
        "Not explored: 12.5 % of the view.",
        "The gradient turns once.",
        "Not convex.",
    ]


def test_a_bowl_says_what_descent_may_do() -> None:
    analysis = analysed("x^2/2 + 50y^2", (1.0, 1.0), Survey(View()))
    at = printed(analysis)["at"]
    assert at["condition_number"] == 100
    assert at["is_convex_here"] is True
    stability = at["stability"]
    heavy_ball = stability.pop("heavy_ball")
    assert stability == pytest.approx(
        {"limit": 0.02, "best_learning_rate": 2 / 101, "rate": 99 / 101}
    )
    assert heavy_ball == pytest.approx(
        {
            "momentum": 0.9,
            "limit": 0.038,
            "best_momentum": (9 / 11) ** 2,
            "best_learning_rate": 4 / 121,
            "rate": 9 / 11,
        }
    )
    assert (
        "gradient descent  fastest at η = 0.019802 (error × 0.980198 a step), diverges from "
        "η = 0.02"
    ) in report(analysis).splitlines()


def test_where_there_is_no_bowl_no_rate_is_best() -> None:
    analysis = analysed("x^2 - y^2", (0.0, 0.0), Survey(View()))
    at = printed(analysis)["at"]
    assert at["is_convex_here"] is False
    assert (at["stability"]["limit"], at["stability"]["best_learning_rate"]) == (1.0, None)
    assert set(at["stability"]["heavy_ball"].values()) == {0.9, None}
    assert "fastest" not in report(analysis)


def test_an_eigenvalue_left_by_rounding_promises_no_rate() -> None:
    analysis = analysed("(x^2 + y^2 - 1)^2", (0.6, 0.8), Survey(View()))
    at = printed(analysis)["at"]
    assert at["eigenvalues"][0] != 0
    assert at["is_convex_here"] is None
    assert at["stability"]["best_learning_rate"] is None
    assert set(at["stability"]["heavy_ball"].values()) == {0.9, None}


def test_the_quadratic_model_leads_somewhere_and_holds_so_far() -> None:
    analysis = analysed("x^2 - y^2 + 2y", (3.0, 1.5), Survey(View()))
    taylor = printed(analysis)["at"]["taylor"]
    assert taylor == {
        "newton_point": {"x": 0.0, "y": 1.0, "value": 1.0, "kind": "saddle"},
        "radius": None, "holds_all_over_the_view": True, "remark": "",
    }  # fmt: skip
    lines = report(analysis).splitlines()
    assert "Newton step       to (0, 1), the model's saddle" in lines
    assert any(line.startswith("quadratic model   holds all over the view") for line in lines)
    taylor = printed(analysed("exp(x) + y", (0.0, 0.0), Survey(View())))["at"]["taylor"]
    assert taylor["newton_point"] is None
    assert 0 < taylor["radius"] < 1
    assert not taylor["holds_all_over_the_view"]


def test_at_a_kink_there_is_no_model() -> None:
    analysis = analysed("|x| + y^2", (0.0, 0.0), Survey(View()))
    taylor = printed(analysis)["at"]["taylor"]
    assert (taylor["newton_point"], taylor["radius"]) == (None, None)
    assert taylor["remark"].startswith("The slope jumps here, at a kink")
    assert "quadratic model" not in report(analysis)


def test_curves_alone_are_not_called_nothing() -> None:
    lines = report(analysed("y^2", None, Survey(View(), (), (RING,)))).splitlines()
    assert "No isolated critical points were found in -2 to 2 by -2 to 2." in lines


@pytest.mark.parametrize("text", ["log(x) + y^2", "sqrt(x) + y", "1/(x+1) + y"])
def test_where_the_loss_is_undefined_it_has_no_derivatives(text: str) -> None:
    analysis = analysed(text, (-1.0, 0.0), Survey(View()))
    at = printed(analysis)["at"]
    assert (at["x"], at["y"]) == (-1.0, 0.0)
    assert at["loss"] is at["condition_number"] is at["kind_of_curvature"] is None
    assert at["is_convex_here"] is at["stability"]["limit"] is None
    nothing = [None, None]
    assert at["gradient"] == at["eigenvalues"] == nothing
    assert at["hessian"] == at["eigenvectors"] == [nothing, nothing]
    lines = report(analysis).splitlines()
    assert "gradient          (—, —)" in lines
    assert "The loss has no curvature here: it or a derivative is undefined." in lines


def test_analyse_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("analyse", "--json", "--loss", "x^3 - 3x + a y^2", "--at", "0.5,1") == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "loss", "gradient", "hessian", "at", "critical_points", "critical_curves",
        "flat_share", "unexplored_share", "unexplored", "receipt", "convexity",
    ]  # fmt: skip
    assert parse_loss(found["loss"]).parameters == ("a",)
    assert [[len(row) for row in found["hessian"]], len(found["gradient"])] == [[2, 2], 2]
    assert found["hessian"][0][1] == found["hessian"][1][0] == "0"
    at = found["at"]
    assert (at["x"], at["y"], at["loss"]) == (0.5, 1.0, -0.375)
    assert at["gradient"] == [-2.25, 2.0]
    assert at["hessian"] == [[3.0, 0.0], [0.0, 2.0]]
    assert at["eigenvalues"] == [2.0, 3.0]
    assert [abs(part) for vector in at["eigenvectors"] for part in vector] == [0, 1, 1, 0]
    assert at["kind_of_curvature"] == "minimum"
    points = {point["kind"]: point for point in found["critical_points"]}
    assert set(points) == {"saddle", "minimum"}
    assert points["minimum"]["x"] == pytest.approx(1)
    assert points["saddle"]["eigenvalues"] == pytest.approx([-6, 2])
    assert points["saddle"]["status"] == "certified"
    assert [points[kind]["index"] for kind in ("saddle", "minimum")] == [-1, 1]
    x_min, x_max, y_min, y_max = points["minimum"]["box"]
    assert x_min <= 1 <= x_max
    assert y_min <= 0 <= y_max
    assert found["receipt"] == {
        "turning": 0, "found": 0, "agrees": True,
        "sentence": "1 minimum − 1 saddle = 0, and the gradient makes no turn round the "
        "view's edge.",
    }  # fmt: skip
    assert found["convexity"]["verdict"] == "not_convex"


def test_the_command_itself_prints_strict_json() -> None:
    root = Path(__file__).parents[3]
    command = [
        sys.executable, "main.py", "analyse", "--json", "--at=-1,0", "--view=-3,3,-2,2",
        "--loss", "log(x) + |y| + 1e300 max(x, 0) + sqrt(x + 3)",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=120)
    found = json.loads(done.stdout, parse_constant=pytest.fail)
    assert found["at"]["gradient"] == [None, None]
    assert found["receipt"]["turning"] is None
    assert found["convexity"]["verdict"] in {"unknown", "not_convex"}


def test_every_key_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "analyse.md").read_text("utf-8")
    of = analysed("x^2 + y^2", (1.0, 1.0), SURVEY)
    missing = [key for key in keys(document(of)) if key not in re.findall(r"\w+", page)]
    assert not missing


def test_analyse_without_a_point_has_none(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("analyse", "--json") == 0
    assert json.loads(capsys.readouterr().out)["at"] is None


def test_analyse_for_a_reader(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("analyse", "--loss", "x^2 - |y|", "--at", "1,1", "--view", "2,3,2,3") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "L = x**2 - abs(y)"
    assert "∂L/∂x    = 2*x" in lines
    assert "The loss has kinks or jumps; its derivatives hold almost everywhere." in lines
    assert "gradient          (2, -1)" in lines
    assert "No critical points were found in 2 to 3 by 2 to 3." in lines


def test_critical_points_stand_in_a_table(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("analyse", "--loss", "w0^2 - w1^2") == 0
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("Critical points in -5 to 5 by -5 to 5: 1")
    header, row = lines[first + 1 : first + 3]
    assert header.split()[:4] == ["kind", "w0", "w1", "loss"]
    assert row.split() == ["saddle", "0", "0", "0", "-2", "2", "certified"]

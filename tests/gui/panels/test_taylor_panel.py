"""The Taylor model as it is read."""

from __future__ import annotations

import math

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.expression import parse_loss
from core.landscape import Surface
from core.taylor import Order, TaylorModel, taylor_model
from gui.panels.number_label import NumberLabel
from gui.panels.taylor_panel import TaylorPanel, formula_text
from tests.gui.panels.support import child, click, shown

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"


@pytest.fixture
def panel(qtbot: QtBot) -> TaylorPanel:
    return shown(qtbot, TaylorPanel(), 360, 640)


def model_of(loss: str, x: float, y: float, order: Order = 2) -> TaylorModel:
    model = taylor_model(Surface(parse_loss(loss), {}), x, y, order)
    assert isinstance(model, TaylorModel)
    return model


def test_the_formula_has_the_numbers_of_the_point() -> None:
    lines = formula_text(model_of(ROSENBROCK, -1.2, 1.0), ("x", "y")).splitlines()
    assert lines == [
        "M(x, y) = 24.2",
        "  − 215.6 (x + 1.2)",
        "  − 88 (y − 1)",
        "  + 665 (x + 1.2)²",
        "  + 480 (x + 1.2) (y − 1)",
        "  + 100 (y − 1)²",
    ]
    plane = formula_text(model_of("sin theta1 + theta2", 0.0, 0.5, 1), ("theta1", "theta2"))
    assert plane.splitlines() == ["M(θ₁, θ₂) = 0.5", "  + 1 θ₁", "  + 1 (θ₂ − 0.5)"]


def test_a_minimum_and_a_saddle_are_told_with_what_newton_makes_of_them(
    panel: TaylorPanel,
) -> None:
    newton = child(panel, QLabel, "taylorNewton")
    for x, kind, misled in ((3.2, "its minimum", False), (0.2, "a saddle", True)):
        model = model_of("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", x, 1.8 if x > 1 else 2.8)
        panel.set_newton_step(model, model.stationary_point(), 0.25)
        assert newton.text().startswith(f"The model has {kind} at (")
        assert "A Newton step leads there, where L\u00a0=\u00a00.25." in newton.text()
        assert newton.text().endswith("though it is no minimum.") is misled


def test_a_plane_and_a_singular_hessian_lead_nowhere(panel: TaylorPanel) -> None:
    newton = child(panel, QLabel, "taylorNewton")
    panel.set_newton_step(model_of(ROSENBROCK, 0.0, 0.0, 1), None, math.nan)
    assert "it names a direction, no length." in newton.text()
    panel.set_newton_step(model_of(ROSENBROCK, 1.0, 1.0, 1), None, math.nan)
    assert newton.text() == "The plane is level: to first order nothing happens here."
    panel.set_newton_step(model_of("x^2 + y", 0.0, 0.0), None, math.nan)
    assert newton.text() == "The Hessian is singular: the model has no single point to step to."


@pytest.mark.parametrize(
    ("radius", "sentence"),
    [
        (math.inf, "It errs by less than 5 % of the loss's change all over the view."),
        (0.0, "It errs by more than 5 % of the loss's change as close as can be seen."),
        (
            0.19745,
            "Within 0.197 of the point it errs by at most 5 % of the loss's change at that "
            "distance (sampled on circles).",
        ),
    ],
)
def test_how_far_it_holds_is_said(panel: TaylorPanel, radius: float, sentence: str) -> None:
    panel.set_model(model_of(ROSENBROCK, -1.2, 1.0), ("x", "y"), radius)
    assert child(panel, QLabel, "taylorReach").text() == sentence


def test_the_error_at_the_pointer_is_the_model_less_the_loss(panel: TaylorPanel) -> None:
    panel.set_reading((-0.9, 1.3, 27.62, 45.17))
    texts = [
        child(panel, NumberLabel, name).text()
        for name in ("taylorLoss", "taylorValue", "taylorError")
    ]
    assert texts == ["27.62", "45.17", "17.55"]
    assert child(panel, QLabel, "taylorPointer").text() == "At the pointer, (−0.900, 1.300)"
    panel.set_reading(None)
    assert child(panel, NumberLabel, "taylorError").text() == "–"


def test_a_problem_takes_the_place_of_the_model(panel: TaylorPanel) -> None:
    panel.set_model(model_of(ROSENBROCK, -1.2, 1.0), ("x", "y"), 0.2)
    panel.set_problem("There is none here.")
    assert child(panel, QLabel, "taylorNewton").text() == "There is none here."
    assert not child(panel, QLabel, "taylorFormula").isVisible()
    assert not child(panel, QLabel, "taylorReach").isVisible()
    assert not child(panel, NumberLabel, "taylorError").isVisible()
    panel.set_model(model_of(ROSENBROCK, -1.2, 1.0), ("x", "y"), 0.2)
    assert child(panel, QLabel, "taylorFormula").isVisible()


def test_the_order_is_chosen_by_a_click(qtbot: QtBot, panel: TaylorPanel) -> None:
    assert child(panel, QPushButton, "taylorOrder2Button").isChecked()
    with qtbot.waitSignal(panel.order_chosen) as heard:
        click(child(panel, QPushButton, "taylorOrder1Button"))
    assert heard.args == [1]
    assert not child(panel, QPushButton, "taylorOrder2Button").isChecked()


def test_long_numbers_do_not_widen_the_page(panel: TaylorPanel) -> None:
    panel.set_model(model_of(ROSENBROCK, -1.2, 1.0), ("x", "y"), 0.2)
    least = panel.minimumSizeHint().width()
    far = model_of("x^4 - 3e-9 x^2 y^2 + y^4", -12345.678, 1.2345e-7)
    panel.set_model(far, ("x", "y"), 0.2)
    panel.set_newton_step(far, far.stationary_point(), -1.2345e-7)
    assert panel.minimumSizeHint().width() <= least

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.critical_points import CriticalCurve, CriticalPoint, Receipt, Survey
from core.curvature import Kind
from core.derivatives import Derivatives
from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.race import run_race
from core.scene import Scene, View
from core.symbolic.differentiation import differentiate
from gui.appearance import Appearance
from gui.controller import Controller
from gui.critical_points import CriticalPoints
from gui.inspector import Inspector
from gui.panels.critical_points_panel import CriticalPointsPanel
from gui.plot.landscape_view import LandscapeView
from gui.resolved import Canvas, Resolved
from tests.gui.support import InProcess

VIEW = View(-3, 3, -2, 2)
OTHER_VIEW = View(-2, 4, -2, 2)
LOSS = "x^3 - a x + y^2"
MINIMUM = CriticalPoint(1.0, 0.0, -2.0, (2.0, 6.0), Kind.MINIMUM, identity=4)
SADDLE = CriticalPoint(-1.0, 0.0, 2.0, (-6.0, 2.0), Kind.SADDLE, identity=7)
LINE = CriticalCurve(np.array([[-2.0, 0.0, 2.0], [1.0, 1.0, 1.0]]), 0.0, "ridge", identity=9)
RECEIPT = Receipt(0, 0, "1 minimum − 1 saddle = 0.")
FOUND = Survey(VIEW, (MINIMUM, SADDLE), (LINE,), is_finished=True, receipt=RECEIPT)


def resolved(survey: Survey | None, loss: str = LOSS, view: View = VIEW) -> Resolved:
    """Return what the background would, as far as the critical points depend on it."""
    scene = Scene(loss=loss, view=view, starts=(), entries=(), steps=1)
    formula = parse_loss(loss)
    surface = Surface(formula, {})
    derivatives: Derivatives = differentiate(formula.tree, formula.variables)
    return Resolved(
        scene, Canvas(600, 400, "#000000", 20.0), view, formula, surface, survey=survey,
        landscape=Landscape(surface, derivatives), race=run_race(surface, scene),
    )  # fmt: skip


@dataclass
class Window:
    """As much of the window as the critical points concern."""

    panel: CriticalPointsPanel
    landscape: LandscapeView
    controller: Controller
    inspector: Inspector
    critical_points: CriticalPoints

    def rows(self) -> list[str]:
        """Return the kind in each row."""
        model = self.panel.table.model()
        return [model.data(model.index(row, 2)) for row in range(model.rowCount())]

    def click(self, x: float, y: float) -> None:
        """Click a point of the plane, 100 pixels to each unit."""
        pixel = self.landscape.rect().topLeft()
        pixel.setX(round(100 * (x + 3)))
        pixel.setY(round(100 * (2 - y)))
        QTest.mouseClick(self.landscape, Qt.MouseButton.LeftButton, pos=pixel)


def said(window: Window) -> str:
    """Return what is written below the list."""
    return QTextDocumentFragment.fromHtml(window.panel.conclusions.text()).toPlainText()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    panel, landscape, owner = CriticalPointsPanel(), LandscapeView(), QObject()
    for widget, width in ((panel, 360), (landscape, 600)):
        qtbot.addWidget(widget)
        widget.resize(width, 400)
        widget.show()
        qtbot.waitExposed(widget)
    landscape.set_view(VIEW)
    controller = Controller(Scene(loss=LOSS), InProcess(), owner)
    inspector, appearance = Inspector(owner), Appearance(application, owner)
    controller.resolved_changed.connect(
        lambda result: inspector.set_result(result.landscape, result.race)
    )
    presenter = CriticalPoints(panel, landscape, controller, inspector, appearance, owner)
    yield Window(panel, landscape, controller, inspector, presenter)
    controller.close()
    owner.deleteLater()


def test_points_appear_as_they_are_found(window: Window, qtbot: QtBot) -> None:
    window.controller.accept(resolved(None))
    assert window.rows() == []
    window.controller.accept(resolved(Survey(VIEW, (MINIMUM,))))
    assert window.rows() == ["minimum"]
    qtbot.waitUntil(lambda: "Searching" in said(window))
    window.controller.accept(resolved(FOUND))
    assert window.rows() == ["minimum", "saddle", "ridge"]
    assert said(window) == RECEIPT.sentence


def test_a_quick_search_is_not_announced(window: Window, qtbot: QtBot) -> None:
    window.controller.accept(resolved(FOUND))
    window.controller.accept(resolved(FOUND, view=OTHER_VIEW))
    assert said(window) == RECEIPT.sentence
    window.controller.accept(resolved(replace(FOUND, view=OTHER_VIEW), view=OTHER_VIEW))
    with qtbot.assertNotEmitted(window.panel.chosen, wait=400):
        assert said(window) == RECEIPT.sentence
    assert said(window) == RECEIPT.sentence


def test_the_list_stays_while_another_view_is_searched(window: Window, qtbot: QtBot) -> None:
    window.controller.accept(resolved(FOUND))
    window.controller.accept(resolved(FOUND, view=OTHER_VIEW))
    assert len(window.rows()) == 3
    qtbot.waitUntil(lambda: "Searching" in said(window))
    assert len(window.rows()) == 3


def test_points_of_another_loss_go_at_once(window: Window) -> None:
    window.controller.accept(resolved(FOUND))
    window.critical_points.choose(4, 1.0, 0.0)
    window.controller.accept(resolved(None, "x^2 + y^2"))
    assert window.rows() == []
    assert said(window) == "Searching…"


def test_a_click_on_the_plot_chooses_and_pins(window: Window, qtbot: QtBot) -> None:
    window.controller.accept(resolved(FOUND))
    with qtbot.waitSignal(window.inspector.curvature_changed) as heard:
        window.click(-1.0, 0.0)
    assert heard.args is not None
    assert (heard.args[0].x, heard.args[0].y) == (-1.0, 0.0)
    assert window.panel.table.model().selected == 7  # type: ignore[attr-defined]


def test_a_click_on_a_curve_pins_the_nearest_of_its_points(window: Window, qtbot: QtBot) -> None:
    window.controller.accept(resolved(FOUND))
    with qtbot.waitSignal(window.inspector.curvature_changed) as heard:
        window.click(1.7, 1.02)
    assert heard.args is not None
    assert (heard.args[0].x, heard.args[0].y) == (2.0, 1.0)


@pytest.mark.parametrize(("row", "place"), [(1, (-1.0, 0.0)), (2, (0.0, 1.0))])
def test_a_click_on_a_row_centres(
    window: Window, qtbot: QtBot, row: int, place: tuple[float, float]
) -> None:
    window.controller.accept(resolved(FOUND))
    QApplication.processEvents()
    table = window.panel.table
    cell = table.visualRect(table.model().index(row, 2)).center()
    with qtbot.waitSignal(window.critical_points.centred) as heard:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert tuple(heard.args or ()) == place


def test_the_pinned_curvature_follows_a_point_that_a_parameter_moves(
    window: Window, qtbot: QtBot
) -> None:
    window.controller.accept(resolved(FOUND))
    with qtbot.waitSignal(window.inspector.curvature_changed):
        window.critical_points.choose(7, -1.0, 0.0)
    moved = Survey(VIEW, (replace(SADDLE, x=-0.5), replace(MINIMUM, x=0.5)))
    with qtbot.waitSignal(
        window.inspector.curvature_changed, check_params_cb=lambda found: found.x == -0.5
    ):
        window.controller.accept(resolved(moved))
    assert window.panel.table.model().selected == 7  # type: ignore[attr-defined]


def test_a_pin_put_before_there_are_derivatives_follows_as_well(
    window: Window, qtbot: QtBot
) -> None:
    window.controller.accept(replace(resolved(FOUND), landscape=None))
    with qtbot.waitSignal(window.inspector.curvature_changed):
        window.critical_points.choose(7, -1.0, 0.0)
    with qtbot.waitSignal(
        window.inspector.curvature_changed,
        check_params_cb=lambda found: found is not None and found.x == -0.5,
    ):
        window.controller.accept(resolved(Survey(VIEW, (replace(SADDLE, x=-0.5),))))


def test_a_pin_put_elsewhere_stays_where_it_is(window: Window, qtbot: QtBot) -> None:
    window.controller.accept(resolved(FOUND))
    window.critical_points.choose(7, -1.0, 0.0)
    with qtbot.waitSignal(window.inspector.curvature_changed):
        window.inspector.pin(0.25, 0.25)
    with qtbot.waitSignal(window.inspector.curvature_changed) as heard:
        window.controller.accept(resolved(Survey(VIEW, (replace(SADDLE, x=-0.5),))))
    assert heard.args is not None
    assert heard.args[0].x == 0.25


def test_what_is_no_more_is_let_go_and_its_end_is_news(window: Window) -> None:
    window.controller.accept(resolved(FOUND))
    window.critical_points.choose(7, -1.0, 0.0)
    sentence = "A minimum and a saddle met near (0, 0) and vanished."
    window.controller.accept(resolved(Survey(VIEW, is_finished=True, news=sentence)))
    assert window.rows() == []
    assert window.panel.news.text() == sentence
    assert window.panel.news.isVisible()
    assert window.panel.table.model().selected is None  # type: ignore[attr-defined]
    window.controller.accept(resolved(None, "x^2 + y^2"))
    assert not window.panel.news.isVisible()


def test_a_search_that_is_given_up_is_not_said_to_go_on(window: Window, qtbot: QtBot) -> None:
    window.controller.accept(resolved(Survey(VIEW, (MINIMUM,))))
    qtbot.waitUntil(lambda: "Searching" in said(window))
    window.controller.cancel()
    assert "stopped" in said(window)
    window.controller.accept(resolved(FOUND))
    window.controller.cancel()
    assert said(window) == RECEIPT.sentence

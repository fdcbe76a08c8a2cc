from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.curvature import Curvature
from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.symbolic.differentiation import differentiate
from gui.inspector import Inspector


def inspector_of(text: str) -> tuple[Inspector, list[Curvature]]:
    """Return an inspector of a loss, and the list of what it finds."""
    formula, found = parse_loss(text), list[Curvature]()
    inspector = Inspector()
    inspector.curvature_changed.connect(found.append)
    inspector.set_result(
        Landscape(Surface(formula, {}), differentiate(formula.tree, formula.variables)), None
    )
    return inspector, found


def test_points_that_come_together_are_one_evaluation(qtbot: QtBot) -> None:
    inspector, found = inspector_of("x^2 + 3y^2")
    for x in range(5):
        inspector.point_at(float(x), 1.0)
    qtbot.waitUntil(lambda: bool(found))
    assert [(here.x, here.y) for here in found] == [(4.0, 1.0)]


def test_a_hand_that_bends_the_race_is_followed_now_and_then_and_at_the_end(
    qtbot: QtBot,
) -> None:
    inspector, found = inspector_of("x^2 + 3y^2")
    inspector.set_held(True)
    inspector.point_at(1.0, 1.0)
    inspector.point_at(2.0, 1.0)
    qtbot.waitUntil(lambda: bool(found))
    inspector.point_at(3.0, 1.0)
    inspector.set_held(False)
    qtbot.waitUntil(lambda: len(found) > 1)
    assert [here.x for here in found] == [2.0, 3.0]

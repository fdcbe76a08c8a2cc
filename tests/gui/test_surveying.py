from __future__ import annotations

import pytest

from core.critical_points import Status, Survey
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View
from gui.surveying import Surveyor

VIEW = View(-3, 3, -2, 2)
BESIDE = View(-2.5, 3.5, -2, 2)


def surface(loss: str, a: float = 1.0) -> Surface:
    return Surface(parse_loss(loss), {"a": a})


def surveyed(surveyor: Surveyor, loss: Surface, view: View = VIEW) -> list[Survey]:
    return list(surveyor.search(loss, view, lambda: False))


def test_nothing_is_searched_twice() -> None:
    surveyor, bowl = Surveyor(), surface("x^2 + a y^2")
    assert surveyor.known(bowl) is None
    last = surveyed(surveyor, bowl)[-1]
    assert surveyor.known(bowl) is last
    assert surveyed(surveyor, bowl) == []


def test_another_loss_is_begun_anew() -> None:
    surveyor = Surveyor()
    surveyed(surveyor, surface("x^2 + a y^2"))
    assert surveyor.known(surface("x^2 + 2a y^2")) is None


@pytest.mark.parametrize("loss", ["|x - a/2| + |y|", "(x^2 + y^2 - a)^2", "(x - a/2)^4 + y^4"])
def test_what_is_not_proved_stays_in_the_list_while_the_view_moves(loss: str) -> None:
    surveyor, shape = Surveyor(), surface(loss)
    before = surveyed(surveyor, shape)[-1]
    for found in surveyed(surveyor, shape, BESIDE):
        assert _identities(found) == _identities(before)
    assert found.is_finished
    assert found.view == BESIDE


def test_rows_keep_their_order_while_the_view_moves() -> None:
    """The minima at kinks come before the saddles, though these are proved first."""
    surveyor, shape = Surveyor(), surface("|x^2 - 1| + y^2")
    before = [point.identity for point in surveyed(surveyor, shape)[-1].points]
    assert len(before) == 3
    for found in surveyed(surveyor, shape, BESIDE):
        assert [point.identity for point in found.points] == before


@pytest.mark.parametrize("loss", ["|x - a/2| + |y|", "(x^2 + y^2 - a)^2"])
def test_what_is_not_proved_waits_as_undecided_while_a_parameter_moves(loss: str) -> None:
    surveyor = Surveyor()
    before = surveyed(surveyor, surface(loss))[-1]
    moved = surface(loss, 1.05)
    waiting = surveyor.known(moved)
    assert waiting is not None
    assert _identities(waiting) == _identities(before)
    assert Status.UNDECIDED in _statuses(waiting)
    assert waiting.unexplored_share == 1.0
    after = surveyed(surveyor, moved)
    for found in after:
        assert _identities(found) == _identities(before)
        assert not found.news
    assert Status.UNDECIDED not in _statuses(after[-1])


def test_two_points_meet_and_vanish_under_a_sliding_parameter() -> None:
    surveyor, loss = Surveyor(), "x^3 - a x + y^2"
    first = surveyed(surveyor, surface(loss, 0.3))[-1]
    identities = {point.kind: point.identity for point in first.points}
    for tenths in range(25, 0, -1):
        known = surveyor.known(surface(loss, tenths / 100))
        assert known is not None
        assert {point.kind: point.identity for point in known.points} == identities
    gone = surveyor.known(surface(loss, -0.01))
    assert gone is not None
    assert gone.points == ()
    assert "vanished" in gone.news


def _identities(survey: Survey) -> set[int]:
    return {point.identity for point in survey.points} | {curve.identity for curve in survey.curves}


def _statuses(survey: Survey) -> set[Status]:
    return {point.status for point in survey.points} | {curve.status for curve in survey.curves}

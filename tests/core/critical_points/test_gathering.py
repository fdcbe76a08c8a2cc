from __future__ import annotations

import pytest

from core.critical_points import Status, Survey, gathering, survey
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View

UNEVEN = View(x_min=-2.9, x_max=3.3, y_min=-3.1, y_max=2.6)


def surveys(text: str) -> list[Survey]:
    return list(survey(Surface(parse_loss(text), {}), UNEVEN))


def test_groups_beyond_the_budget_are_left_unexplored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_GROUPS", 2)
    found = surveys("sin(3x)")[-1]
    assert found.is_finished
    assert len(found.curves) == 2
    assert 0 < found.unexplored_share < 0.1


def test_curves_are_told_while_others_are_still_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "PUBLISHED_TOGETHER", 2)
    told = [(len(found.curves), found.is_finished) for found in surveys("sin(3x)")]
    assert (2, False) in told
    assert (4, False) in told
    assert told[-1] == (6, True)
    assert surveys("sin(3x)")[-1].unexplored_share == 0


def test_a_curve_keeps_its_identity_in_another_view() -> None:
    surface = Surface(parse_loss("(x^2 + y^2 - 1)^2"), {})
    first = list(survey(surface, UNEVEN))[-1]
    second = list(survey(surface, View(), first))[-1]
    (curve,), (same,) = first.curves, second.curves
    assert curve.identity == same.identity < 0


def test_fragments_of_one_point_are_one_point() -> None:
    """Along its parabola the zero at (1.35, 0) leaves undecided cells that don't touch."""
    found = surveys("5 x^3 y^4 + ((y - 2x + 1.7)^2 - 1)^2 + 0.1x^4 y^3")[-1]
    places = [(round(point.x, 4), round(point.y, 4)) for point in found.points]
    assert (1.35, 0.0) in places
    assert len(set(places)) == len(places)
    assert found.receipt is not None
    assert found.receipt.agrees


def test_a_regular_point_in_a_narrow_valley_is_proved_in_the_end() -> None:
    found = surveys("5 x^3 y^4 + ((y - 2x + 1.7)^2 - 1)^2 + 0.1x^4 y^3")[-1]
    (point,) = [point for point in found.points if abs(point.x - 0.3474058692532225) < 1e-9]
    assert (point.kind.value, point.status) == ("minimum", Status.CERTIFIED)


def test_a_valley_that_is_no_curve_is_divided_further() -> None:
    """Along x = 0 the loss is as level as on a curve; it has one saddle there."""
    text = (
        "2x^3 + exp(-(x + 1.7y + 5)^2 - (y - 5)^2) + 5exp(-(0.3x + 5y + 1)^2 - (y - 2)^2) - x^3 y^2"
    )
    view = View(x_min=-1.0, x_max=1.9, y_min=-1.3, y_max=1.6)
    found = list(survey(Surface(parse_loss(text), {}), view))[-1]
    (point,) = [point for point in found.points if abs(point.x) < 1e-5]
    assert point.y == pytest.approx(2**0.5, abs=1e-5)
    assert point.index == -1
    assert found.curves == ()
    assert found.receipt is not None
    assert found.receipt.agrees

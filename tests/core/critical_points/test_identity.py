from __future__ import annotations

import pytest

from core.critical_points.findings import Survey
from core.critical_points.survey import survey, track
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View

VIEW = View(x_min=-2.0, x_max=2.1, y_min=-1.5, y_max=1.6)
FOLD = parse_loss("x^3/3 - a x + y^2")
"""For a > 0 a minimum at √a and a saddle at −√a, which meet at a = 0."""


def surveyed(a: float, before: Survey | None = None) -> Survey:
    return list(survey(Surface(FOLD, {"a": a}), VIEW, before))[-1]


def test_a_point_keeps_its_identity_in_another_view_of_the_same_loss() -> None:
    surface = Surface(parse_loss("(x^2+y-11)^2 + (x+y^2-7)^2"), {})
    first = list(survey(surface, View(x_min=-6, x_max=6, y_min=-6, y_max=6)))[-1]
    second = list(survey(surface, View(x_min=-1, x_max=8, y_min=-5, y_max=7), first))[-1]
    names = {(point.x, point.y): point.identity for point in first.points}
    kept = [point for point in second.points if (point.x, point.y) in names]
    assert len(kept) >= 5
    assert all(names[point.x, point.y] == point.identity for point in kept)
    assert second.news == ""


def test_identities_are_different() -> None:
    identities = [point.identity for point in surveyed(1.0).points]
    assert len(set(identities)) == len(identities) == 2


def test_points_are_followed_while_a_parameter_slides() -> None:
    before = surveyed(1.0)
    names = {point.kind: point.identity for point in before.points}
    for a in (0.9, 0.7, 0.5, 0.3, 0.2):
        before = track(Surface(FOLD, {"a": a}), before)
        assert not before.is_finished
        assert {point.kind: point.identity for point in before.points} == names
        places = sorted(point.x for point in before.points)
        assert places == pytest.approx([-(a**0.5), a**0.5], abs=1e-15)
    after = surveyed(0.2, before)
    assert {point.kind: point.identity for point in after.points} == names


def test_a_saddle_and_a_minimum_that_meet_are_said_to_vanish() -> None:
    before = surveyed(0.02)
    after = surveyed(-0.02, before)
    assert after.points == ()
    assert after.news == "A minimum and a saddle met near (0, 0) and vanished."


def test_what_appears_is_said_too() -> None:
    after = surveyed(0.02, surveyed(-0.02))
    assert len(after.points) == 2
    assert after.news == "A minimum and a saddle appeared near (0, 0)."


def test_the_news_outlasts_a_drag() -> None:
    surface = Surface(FOLD, {"a": -0.02})
    tracked = track(surface, surveyed(0.02))
    assert tracked.points == ()
    assert list(survey(surface, VIEW, tracked))[-1].news == tracked.news != ""

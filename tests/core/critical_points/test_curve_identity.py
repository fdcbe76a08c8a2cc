from __future__ import annotations

import numpy as np

from core.critical_points import CriticalCurve
from core.critical_points.curve_identity import identified_curves
from core.scene import View

VIEW = View(-2, 2, -2, 2)
ALONG = np.linspace(-2, 2, 80)
ROUND = np.linspace(0, 2 * np.pi, 200)


def level(y: float, shift: float = 0.0) -> CriticalCurve:
    return CriticalCurve(np.array([ALONG + shift, np.full(80, y)]), 0.0, "valley")


def upright(x: float) -> CriticalCurve:
    return CriticalCurve(np.array([np.full(80, x), ALONG]), 0.0, "valley")


def ring(radius: float) -> CriticalCurve:
    points = radius * np.array([np.cos(ROUND), np.sin(ROUND)])
    return CriticalCurve(points, 0.0, "valley", is_closed=True)


def identities(curves: tuple[CriticalCurve, ...]) -> list[int]:
    return [curve.identity for curve in curves]


def test_curves_are_counted_downwards() -> None:
    assert identities(identified_curves([level(0), upright(0), ring(1)], (), VIEW)) == [-1, -2, -3]
    assert identified_curves([], identified_curves([level(0)], (), VIEW), VIEW) == ()


def test_curves_that_cross_are_told_apart() -> None:
    before = identified_curves([level(0), upright(0)], (), VIEW)
    assert identities(identified_curves([upright(0), level(0)], before, VIEW)) == [-2, -1]


def test_a_curve_keeps_its_identity_while_it_grows_and_while_the_view_moves() -> None:
    before = identified_curves([ring(1.0), level(1.8)], (), VIEW)
    assert identities(identified_curves([level(1.8, shift=1.0), ring(1.1)], before, VIEW)) == [
        -2,
        -1,
    ]


def test_a_curve_elsewhere_is_another_one() -> None:
    before = identified_curves([level(-1.0)], (), VIEW)
    assert identities(identified_curves([level(1.0), level(-1.0)], before, VIEW)) == [-2, -1]

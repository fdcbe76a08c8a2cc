"""The receipt: what is counted, what is claimed, and that a gap is never hidden."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.critical_points.findings import (
    NO_RECTANGLES,
    CriticalCurve,
    CriticalPoint,
    Rectangles,
    Status,
    Survey,
)
from core.critical_points.receipt import receipt
from core.curvature import Kind
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
VIEW = View(x_min=-5.0, x_max=5.0, y_min=-5.0, y_max=5.0)
MINIMUM, MAXIMUM, SADDLE, DEGENERATE = Kind
CURVE = CriticalCurve(np.zeros((2, 2)), 0.0, "valley")


def points(*kinds: tuple[int, Kind, int | None]) -> tuple[CriticalPoint, ...]:
    """Make so many points of each kind and index."""
    return tuple(
        CriticalPoint(0.0, 0.0, 0.0, (1.0, 1.0), kind, index=index)
        for number, kind, index in kinds
        for _ in range(number)
    )


def said(
    text: str,
    found: tuple[CriticalPoint, ...],
    flat: Rectangles = NO_RECTANGLES,
    unexplored: Rectangles = NO_RECTANGLES,
) -> str:
    """Return the receipt's sentence for a smooth loss."""
    survey = Survey(VIEW, found, (), flat, unexplored, is_finished=True, is_smooth=True)
    return receipt(Surface(parse_loss(text), {}), survey).sentence


def test_a_complete_survey_agrees() -> None:
    found = points((4, MINIMUM, None), (1, MAXIMUM, None), (4, SADDLE, None))
    survey = Survey(VIEW, found, is_finished=True, is_smooth=True)
    given = receipt(Surface(parse_loss(HIMMELBLAU), {}), survey)
    assert (given.turning, given.found, given.agrees) == (1, 1, True)
    assert given.sentence == (
        "4 minima + 1 maximum − 4 saddles = 1, and the gradient turns once round the view's edge."
    )


@pytest.mark.parametrize(
    ("text", "found", "sentence"),
    [
        ("x + y", (), "No critical points were found, and the gradient makes no turn"),
        ("x^2 + y^2", ((1, MINIMUM, None),), "1 minimum = 1, and the gradient turns once"),
        ("x y", ((1, SADDLE, -1),), "−1 saddle = −1, and the gradient turns once backwards"),
        ("x^3 - 3x", ((1, SADDLE, None),), "−1 saddle = −1; "),
        (
            "x^3 - 3x y^2",
            ((1, DEGENERATE, -2),),
            "1 degenerate point of index −2 = −2, and the gradient turns twice backwards",
        ),
        (
            "x^4 - 6x^2 y^2 + y^4",
            ((1, DEGENERATE, -3),),
            "1 degenerate point of index −3 = −3, and the gradient turns 3 times backwards",
        ),
        (
            "x^3 - 3x y^2",
            ((3, SADDLE, None), (1, DEGENERATE, 1)),
            "−3 saddles + 1 degenerate point of index 1 = −2, and the gradient turns twice",
        ),
        (
            "x + y",
            ((2, MINIMUM, 1), (1, DEGENERATE, 0), (2, DEGENERATE, -1)),
            "2 minima + 1 degenerate point of index 0 + 2 degenerate points of index −1 each = 0",
        ),
    ],
)
def test_the_sum_in_words(
    text: str, found: tuple[tuple[int, Kind, int | None], ...], sentence: str
) -> None:
    assert said(text, points(*found)).startswith(sentence)


def test_a_gap_is_never_hidden() -> None:
    found = points((3, MINIMUM, None), (1, MAXIMUM, None), (4, SADDLE, None))
    survey = Survey(VIEW, found, is_finished=True, is_smooth=True)
    given = receipt(Surface(parse_loss(HIMMELBLAU), {}), survey)
    assert (given.turning, given.found, given.agrees) == (1, 0, False)
    assert given.sentence == (
        "3 minima + 1 maximum − 4 saddles = 0, but the gradient turns once round the view's "
        "edge: something is missing or wrongly counted."
    )


def test_a_gap_may_lie_where_nothing_is_explored() -> None:
    part: Rectangles = np.array([[0.0], [1.0], [0.0], [1.0]])
    sentence = said("x^2 + y^2", (), unexplored=part)
    assert sentence == (
        "No critical points were found, but the gradient turns once round the view's edge: "
        "the rest may lie where the view is not explored."
    )


@pytest.mark.parametrize(
    ("found", "curves", "sentence"),
    [
        (points((1, DEGENERATE, None)), (), "The index of a degenerate point is not known; "),
        ((), (CURVE,), "A curve of critical points has no index to add up; "),
        (
            (CriticalPoint(0.0, 0.0, 0.0, (math.nan, math.nan), MINIMUM, is_kink=True),),
            (),
            "A critical point at a kink has no index to add up; ",
        ),
    ],
)
def test_what_has_no_index_is_said(
    found: tuple[CriticalPoint, ...], curves: tuple[CriticalCurve, ...], sentence: str
) -> None:
    survey = Survey(VIEW, found, curves, is_finished=True, is_smooth=True)
    given = receipt(Surface(parse_loss("x^2 + y^2"), {}), survey)
    assert (given.turning, given.found, given.agrees) == (1, None, None)
    assert given.sentence == f"{sentence}the gradient turns once round the view's edge."


def test_a_loss_that_may_not_be_smooth_has_no_turns() -> None:
    survey = Survey(VIEW, points((1, MINIMUM, None)), is_finished=True, is_smooth=False)
    given = receipt(Surface(parse_loss("x^2 + y^2"), {}), survey)
    assert (given.turning, given.found, given.agrees) == (None, 1, None)
    assert given.sentence == (
        "1 minimum = 1; the loss is not proved smooth all over the view, so no turns are counted."
    )


@pytest.mark.parametrize(
    ("text", "flat", "sentence"),
    [
        ("(x - 5)^2 + y^2", None, "a critical point lies at (5, 0) on the view's edge"),
        ("(x - 5)^2 + (y - 1)^2", None, "the gradient can't be told from zero at (5, 1) on"),
        ("|y| + x", None, "the loss is not proved smooth at (5, 0) on the view's edge"),
        ("3", (-5.0, 5.0, -5.0, 5.0), "the loss is flat at (−4.998, −5) on the view's edge"),
    ],
)
def test_what_is_in_the_way_is_named(
    text: str, flat: tuple[float, float, float, float] | None, sentence: str
) -> None:
    found = (CriticalPoint(5.0, 0.0, 0.0, (2.0, 2.0), MINIMUM),)
    rectangles = np.array([flat]).T if flat else NO_RECTANGLES
    assert said(text, found, flat=rectangles).startswith(f"1 minimum = 1; {sentence}")


@pytest.mark.parametrize("far", [0.0, 1e-13])
def test_a_point_at_the_edge_by_rounding_is_not_held_against_the_turns(far: float) -> None:
    view = View(x_min=-1.0, x_max=math.pi, y_min=-1.0, y_max=1.0)
    found = (
        CriticalPoint(0.0, 0.0, 1.0, (-1.0, 2.0), SADDLE, Status.CERTIFIED),
        CriticalPoint(math.pi - far, 0.0, -1.0, (1.0, 2.0), MINIMUM, Status.CERTIFIED),
    )
    survey = Survey(view, found, is_finished=True, is_smooth=True)
    given = receipt(Surface(parse_loss("cos(x) + y^2"), {}), survey)
    assert (given.turning, given.found, given.agrees) == (None, 0, None)
    assert given.sentence == (
        "1 minimum − 1 saddle = 0; a critical point lies at (3.142, 0), on the view's edge or "
        "next to it, so no turns are counted."
    )

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.critical_points import (
    Convexity,
    CriticalCurve,
    CriticalPoint,
    Receipt,
    Status,
    Survey,
    Verdict,
)
from core.curvature import Kind
from core.scene import View
from gui.panels.survey_words import conclusions, details, percent, searching, summary

VIEW = View(-2, 2, -1, 1)
MONKEY = CriticalPoint(
    0.0, 0.0, 0.0, (0.0, 0.0), Kind.DEGENERATE, index=-2, remark="It is a monkey saddle."
)
CURVE = CriticalCurve(np.zeros((2, 3)), 1.5, "valley", is_closed=True, remark="It is a floor.")


def test_a_certified_point_is_said_to_be_proved_with_its_box() -> None:
    box = (2.999, 3.001, 1.9998, 2.0002)
    point = CriticalPoint(3.0, 2.0, 0.5, (25.7, 82.3), Kind.MINIMUM, Status.CERTIFIED, box)
    lines = details(point).splitlines()
    assert lines[0] == "Minimum: (3, 2), L = 0.5"
    assert lines[1].startswith("Certified: interval arithmetic proves")
    assert lines[2:] == ["Its box is 0.002 wide and 0.0004 high.", "Eigenvalues λ = 25.7 and 82.3."]


def test_a_degenerate_point_is_told_with_index_and_remark() -> None:
    lines = details(MONKEY).splitlines()
    assert lines[1].startswith("Numerical:")
    assert lines[3].startswith("Index −2:")
    assert lines[-1] == "It is a monkey saddle."


def test_a_kink_has_no_eigenvalues() -> None:
    kink = CriticalPoint(0.0, 0.0, 0.0, (np.nan, np.nan), Kind.MINIMUM, is_kink=True)
    assert details(kink).startswith("Minimum at a kink: (0, 0)")
    assert "λ" not in details(kink)


def test_an_undecided_curve_is_told_in_full() -> None:
    lines = details(CURVE).splitlines()
    assert lines[0] == "Valley: closed, L = 1.5"
    assert lines[-1] == "It is a floor."


def test_points_and_curves_are_counted_by_their_marks() -> None:
    assert summary(Survey(VIEW, (MONKEY,), (CURVE, CURVE))) == "3 = 1 ◇ + 2 ∿"
    assert summary(Survey(VIEW)) == ""


def test_what_is_left_open_is_said_first() -> None:
    corner = np.array([[-2.0], [-1.0], [-1.0], [-0.5]])
    flat = np.array([[0.0], [2.0], [-1.0], [1.0]])
    receipt = Receipt(1, 1, "1 minimum = 1.")
    convexity = Convexity(Verdict.CONVEX, "Convex in the view.")
    survey = Survey(
        VIEW, flat=flat, unexplored=corner, receipt=receipt, convexity=convexity, is_finished=True
    )
    assert conclusions(survey) == [
        "6 % of the view is not explored: the budget was spent.",
        "Flat to within rounding in 50 % of the view: no critical points there.",
        "1 minimum = 1.",
        "Convex in the view.",
    ]
    assert conclusions(Survey(VIEW, is_finished=True)) == []


@pytest.mark.parametrize(
    ("explored", "sentence"),
    [
        (0.0, "Searching…"),
        (0.625, "Searching… 62 % of the view is explored."),
        (1.0, "Searching… 99 % of the view is explored."),
    ],
)
def test_a_search_tells_how_far_it_has_come(explored: float, sentence: str) -> None:
    assert searching(explored) == sentence


@given(st.floats(min_value=0, max_value=1, exclude_min=True))
def test_a_part_is_never_written_as_nothing_or_as_all(share: float) -> None:
    text = percent(share)
    assert (text == "100 %") == (share == 1)
    assert not text.startswith("0")

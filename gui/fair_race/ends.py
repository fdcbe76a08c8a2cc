"""Where the runs of a fair race end: names, shares and colours, the same as those of basins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.basins import Destination, Fate
from core.comparison import Comparison
from core.critical_points import Status
from core.scores import Goal
from gui.fair_race.words import (
    DIVERGED,
    ELSEWHERE,
    LEFT_DOMAIN,
    OTHER_MINIMA,
    goal_name,
    translated,
)
from gui.fair_race.work import Result
from gui.plot.basin_overlay import MOST_MARKS, Mark
from gui.plot.basin_slots import Slots
from gui.plot.box_shares import End

MOST_MINIMA = 6
"""Minima that have a line of their own, those that most runs reach."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends that the runs of a comparison come to.

    Parameters
    ----------
    listed
        Each of them.
    shares
        For each result, its share of each end.
    marks
        Discs behind the minima that have a line of their own.
    """

    listed: list[End]
    shares: list[list[float]]
    marks: list[Mark]


def ends(found: Comparison, results: Sequence[Result]) -> Ends:
    """Tell where the runs of some results end.

    Where there are many minima, those that few runs reach share a line.
    """
    goals = found.conditions.goals
    own, rest = _divided(goals, results)
    slots = _slots(found, own)
    listed = [End(goal_name(goals[place]), slots[place]) for place in own]
    columns = [[result.score.minima[place] for result in results] for place in own]
    for end, shares in _others(results, rest):
        if any(shares):
            listed.append(end)
            columns.append(shares)
    marks = [Mark(goals[place].x, goals[place].y, slots[place]) for place in own]
    rows = [[column[place] for column in columns] for place in range(len(results))]
    return Ends(listed, rows, marks)


def _divided(goals: Sequence[Goal], results: Sequence[Result]) -> tuple[list[int], list[int]]:
    """Return the minima with a line of their own in the order of the list, and the others."""
    places = range(len(goals))
    reached = {place: sum(result.score.minima[place] for result in results) for place in places}
    most = sorted(places, key=lambda place: -reached[place])
    room = MOST_MINIMA if len(goals) <= MOST_MINIMA else MOST_MINIMA - 1
    return sorted(most[:room], key=lambda place: _place_in_list(goals[place])), most[room:]


def _slots(found: Comparison, own: Sequence[int]) -> dict[int, int]:
    """Choose colours as the layer of basins does, which goes through the list as well."""
    conditions = found.conditions
    goals = conditions.goals
    places = range(len(goals)) if len(goals) <= MOST_MARKS else own
    order = sorted(places, key=lambda place: _place_in_list(goals[place]))
    destinations = [
        Destination(goals[place].name, goals[place].points, goals[place].loss, Status.NUMERICAL)
        for place in order
    ]
    slots = Slots().assign(destinations, order, conditions.scene.view)
    return dict(zip(order, slots, strict=True))


def _others(results: Sequence[Result], rest: Sequence[int]) -> list[tuple[End, list[float]]]:
    """Return what else runs come to, with the share of each result."""
    scores = [result.score for result in results]
    others = translated(OTHER_MINIMA).format(len(rest))
    return [
        (End(others, fate=Fate.MOVING),
         [sum(score.minima[place] for place in rest) for score in scores]),
        (End(translated(ELSEWHERE), fate=Fate.CREEPING), [score.elsewhere for score in scores]),
        (End(translated(DIVERGED), fate=Fate.DIVERGED), [score.diverged for score in scores]),
        (End(translated(LEFT_DOMAIN), fate=Fate.LEFT_DOMAIN),
         [score.left_domain for score in scores]),
    ]  # fmt: skip


def _place_in_list(goal: Goal) -> tuple[bool, float, float, float]:
    """Return what minima are sorted by in the list of critical points: loss and place."""
    loss, x, y = (float(f"{value:.6e}") for value in (goal.loss, goal.x, goal.y))
    return goal.points.shape[1] > 1, loss, x, y

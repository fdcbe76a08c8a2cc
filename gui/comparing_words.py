"""What the page of the fair race says: its conditions, its doubts, and the names of ends."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from core.basins import Fate
from core.budget import Rates, Tolerance
from core.comparison import Comparison, Conditions, Contestant
from core.scene import Scene, StoppingRule
from gui.comparing_work import Answer, Result, Terms
from gui.numbers import format_number, format_point
from gui.plot.box_shares import End

MOST_MINIMA = 6
"""Minima that have a colour and a line of their own, those that most runs reach."""

FEW_STARTS = 30
"""Below so many starts the page says how little they tell."""


def _tr(text: str) -> str:
    """Return a text of this page in the reader's language."""
    return QCoreApplication.translate("FairRace", text)


def goal_text(tolerance: Tolerance) -> str:
    """Say what a run is to reach."""
    what = _tr("loss") if tolerance.of == "loss" else _tr("gradient norm")
    return f"{what} ≤ {format_number(tolerance.value)}"


def summary(terms: Terms, scene: Scene) -> str:
    """Name the conditions in a few words."""
    where = {
        "grid": _tr("{0} starts in a grid"),
        "random": _tr("{0} random starts"),
        "scene": _tr("The scene's {0} starts"),
    }[terms.sample]
    return f"{where.format(terms.number_of_starts(scene))} · {goal_text(terms.tolerance)}"


def conditions(answer: Answer, *, as_given: bool) -> str:
    """Return the conditions in full, as they are printed with the result.

    Parameters
    ----------
    answer
        The result.
    as_given
        Whether it is shown with the learning rates that entries have, not with the best.
    """
    found = answer.comparison.conditions
    rates = _as_given() if as_given or not found.rates.count else _budget(found.rates)
    return " ".join((*_runs(found, answer.request.terms), rates))


def _runs(found: Conditions, terms: Terms) -> Iterator[str]:
    """Say which runs there are, and what is told of them."""
    scene, number = found.scene, format_number
    yield _tr("Loss {0}.").format(scene.loss)
    yield _tr("{0}; {1} steps at most.").format(_where(scene, terms), scene.steps)
    if stopping := _stopping(scene.stopping):
        yield _tr("A run stops at a {0}.").format(stopping)
    yield _tr("Noise and random rules run with {0} seeds from {1}.").format(
        len(found.seeds), found.seeds[0]
    )
    yield _tr("To reach: {0}.").format(goal_text(found.tolerance))
    if found.goals:
        yield _tr("A run ends at a minimum if its last iterate is within {0} of it.").format(
            number(found.radius, 3)
        )


def _where(scene: Scene, terms: Terms) -> str:
    starts = {
        "grid": _tr("{0} starts, a grid of {1} × {1}"),
        "random": _tr("{0} starts drawn at random, seed {2}"),
        "scene": _tr("The scene's {0} starts"),
    }[terms.sample].format(len(scene.starts), terms.side, terms.draw)
    if terms.sample == "scene":
        return starts
    view = scene.view
    edges = map(format_number, (view.x_min, view.x_max, view.y_min, view.y_max))
    return _tr("{0} in {1} to {2} by {3} to {4}").format(starts, *edges)


def _as_given() -> str:
    return _tr("Every method runs with the learning rate that it has in the race.")


def _budget(rates: Rates) -> str:
    values = rates.values
    return _tr(
        "Every method tries the same {0} learning rates from {1} to {2}. Best is the one with "
        "which most runs reach that and end at a minimum, then the one whose median run is "
        "the fastest, then the one with the lowest median loss; it is chosen on the same "
        "starts and seeds as are shown."
    ).format(len(values), format_number(values[0]), format_number(values[-1]))


def _stopping(rule: StoppingRule) -> str:
    limits = (
        (_tr("gradient norm"), rule.gradient_norm),
        (_tr("change of the loss"), rule.loss_change),
    )
    shown = [f"{what} ≤ {format_number(limit)}" for what, limit in limits if limit is not None]
    return _tr(" or a ").join(shown)


def doubts(answer: Answer) -> list[str]:
    """Say what is uncertain about a comparison, a sentence each."""
    found, terms = answer.comparison, answer.request.terms
    starts = len(found.conditions.scene.starts)
    said = []
    if terms.sample == "random":
        # Runs from one start with several seeds are not independent; starts are.
        points = math.ceil(100 * 1.96 * 0.5 / math.sqrt(starts))
        said.append(
            _tr("With {0} random starts a share may be off by {1} points.").format(starts, points)
        )
    elif starts < FEW_STARTS:
        said.append(
            _tr("Few starts: each of the {0} makes {1} % of the runs.").format(
                starts, format_number(100 / starts, 2)
            )
        )
    if not found.conditions.goals:
        said.append(_tr("No minimum is known in the view, so none is counted."))
    at_end = [one.label for one in found.contestants if one.is_best_at_end]
    if at_end:
        said.append(
            _tr("The best rate is at the end of those tried for {0}: a wider range may "
                       "hold a better one.").format(_listed(at_end))
        )  # fmt: skip
    return said


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _tr("{0} and {1}").format(", ".join(names[:-1]), names[-1])


def asked(contestant: Contestant) -> str:
    """Say what a step of an entry asks for."""
    counts = contestant.per_step
    parts = [
        text.format(count)
        for count, text in (
            (counts.gradient, _tr("{0} × the gradient")),
            (counts.loss, _tr("{0} × the loss alone")),
            (counts.hessian, _tr("{0} × the Hessian")),
        )
        if count
    ]
    return _tr("A step asks for {0}.").format(_listed(parts)) if parts else ""


def ends(found: Comparison, results: Sequence[Result]) -> tuple[list[End], list[list[float]]]:
    """Return the ends that runs come to, and for each result its share of each.

    Where there are many minima, those that few runs reach share a line.
    """
    goals = found.conditions.goals
    totals = [sum(result.score.minima[place] for result in results) for place in range(len(goals))]
    order = sorted(range(len(goals)), key=lambda place: -totals[place])
    room = MOST_MINIMA if len(goals) <= MOST_MINIMA else MOST_MINIMA - 1
    own, rest = sorted(order[:room]), order[room:]
    listed = [End(f"{goals[place].name} {format_point(goals[place].x, goals[place].y, 2)}", slot)
              for slot, place in enumerate(own)]  # fmt: skip
    columns = [[result.score.minima[place] for result in results] for place in own]
    others = (
        (_tr("{0} other minima").format(len(rest)), Fate.MOVING,
         [sum(result.score.minima[place] for place in rest) for result in results]),
        (_tr("elsewhere"), Fate.CREEPING, [result.score.elsewhere for result in results]),
        (_tr("diverged"), Fate.DIVERGED, [result.score.diverged for result in results]),
        (_tr("left the domain"), Fate.LEFT_DOMAIN,
         [result.score.left_domain for result in results]),
    )  # fmt: skip
    for text, fate, shares in others:
        if any(shares):
            listed.append(End(text, fate=fate))
            columns.append(shares)
    return listed, [list(row) for row in zip(*columns, strict=True)] or [[] for _ in results]


def setting(result: Result) -> str:
    """Name what a result was run with."""
    rate = result.score.learning_rate
    return "" if rate is None else f"η {format_number(rate, 3)}"

"""What the page of the fair race says: its conditions, its doubts, and the names of ends."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from core.budget import Tolerance
from core.comparison import Conditions, Contestant
from core.evaluations import is_random
from core.scene import Scene, StoppingRule
from core.scores import Goal
from gui.fair_race.work import Answer, Request, Result, Terms
from gui.numbers import format_number, format_point
from gui.translation import QT_TRANSLATE_NOOP

OTHER_MINIMA = QT_TRANSLATE_NOOP("FairRace", "{0} other minima")
ELSEWHERE = QT_TRANSLATE_NOOP("FairRace", "elsewhere")
DIVERGED = QT_TRANSLATE_NOOP("FairRace", "diverged")
LEFT_DOMAIN = QT_TRANSLATE_NOOP("FairRace", "left the domain")

FEW_STARTS = 30
"""Below so many starts the page says how little they tell."""

FEW_ARRIVALS = 0.05
"""Below this share of runs that arrive, which rate is the best is said to be a matter of chance."""


def translated(text: str) -> str:
    """Return a text of this page in the reader's language."""
    return QCoreApplication.translate("FairRace", text)


def goal_text(tolerance: Tolerance) -> str:
    """Say what a run is to reach."""
    what = translated("loss") if tolerance.of == "loss" else translated("gradient norm")
    return f"{what} ≤ {format_number(tolerance.value)}"


def summary(terms: Terms, scene: Scene) -> str:
    """Name the conditions in a few words."""
    count = terms.number_of_starts(scene)
    where = {
        "grid": translated("{0:,} starts in a grid"),
        "random": translated("{0:,} random starts"),
        "scene": translated("The scene's {0:,} starts"),
    }[terms.sample].format(count)
    if count == 1:
        where = translated("The scene's start" if terms.sample == "scene" else "1 start")
    return f"{where} · {goal_text(terms.tolerance)}"


def missing(request: Request) -> str:
    """Say what has to be added before anything can be compared; empty if nothing."""
    if not request.scene.entries:
        return translated("Add a method to let it race.")
    if not request.terms.number_of_starts(request.scene):
        return translated("Add a start, or let the runs start in a grid or at random.")
    return ""


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
    rates = _as_given() if as_given or not found.rates.count else _budget(found)
    return " ".join((*_runs(found, answer.request.terms), rates))


def _runs(found: Conditions, terms: Terms) -> Iterator[str]:
    """Say which runs there are, and what is told of them."""
    scene, number = found.scene, format_number
    yield translated("Loss {0}.").format(scene.loss)
    yield translated("{0}; {1:,} steps at most.").format(_where(scene, terms), scene.steps)
    if stopping := _stopping(scene.stopping):
        yield translated("A run stops at a {0}.").format(stopping)
    if any(map(is_random, scene.entries)):
        yield translated("Noise and random rules run with {0} seeds from {1}.").format(
            len(found.seeds), found.seeds[0]
        )
    yield translated("To reach: {0}.").format(goal_text(found.tolerance))
    if found.goals:
        yield translated("A run ends at a minimum if its last iterate is within {0} of it.").format(
            number(found.radius, 3)
        )


def _where(scene: Scene, terms: Terms) -> str:
    starts = {
        "grid": translated("{0:,} starts, a grid of {1} × {1}"),
        "random": translated("{0:,} starts drawn at random with seed {2}"),
        "scene": translated("The scene's {0:,} starts"),
    }[terms.sample].format(len(scene.starts), terms.side, terms.draw)
    if terms.sample == "scene":
        return starts if len(scene.starts) != 1 else translated("The scene's start")
    view = scene.view
    edges = map(format_number, (view.x_min, view.x_max, view.y_min, view.y_max))
    return translated("{0} in {1} to {2} by {3} to {4}").format(starts, *edges)


def _as_given() -> str:
    return translated("Every method runs with the learning rate that it has in the race.")


def _budget(found: Conditions) -> str:
    values = found.rates.values
    success = translated("reach that and end at a minimum")
    if not found.goals:
        success = translated("reach that")
    return translated(
        "Every method tries the same {0} learning rates from {1} to {2}. Best is the one with "
        "which most runs {3}, then the one whose median run is the fastest, then the one with "
        "the lowest median loss; it is chosen on the same starts and seeds as are shown."
    ).format(len(values), format_number(values[0]), format_number(values[-1]), success)


def _stopping(rule: StoppingRule) -> str:
    limits = (
        (translated("gradient norm"), rule.gradient_norm),
        (translated("change of the loss"), rule.loss_change),
    )
    shown = [f"{what} ≤ {format_number(limit)}" for what, limit in limits if limit is not None]
    return translated(" or a ").join(shown)


def doubts(answer: Answer) -> list[str]:
    """Say what is uncertain about a comparison, a sentence each."""
    found, terms = answer.comparison, answer.request.terms
    starts = len(found.conditions.scene.starts)
    said = []
    if terms.sample == "random":
        # Runs from one start with several seeds are not independent; starts are.
        points = math.ceil(100 * 1.96 * 0.5 / math.sqrt(starts))
        said.append(
            translated("With {0:,} random starts a share may be off by {1} points.").format(
                starts, points
            )
        )
    elif starts == 1:
        said.append(translated("There is one start only: another one may tell the opposite."))
    elif starts < FEW_STARTS:
        said.append(
            translated("Few starts: each of the {0} makes {1} % of the runs.").format(
                starts, format_number(100 / starts, 2)
            )
        )
    if not found.conditions.goals:
        said.append(translated("No minimum is known in the view, so none is counted."))
    hopeless = [one.label for one in found.contestants if arrives_never(one)]
    if hopeless:
        said.append(
            translated("No run of {0} arrives with any rate; best is then the one with the "
                       "lowest median loss.").format(_listed(hopeless))
        )  # fmt: skip
    lucky = [one.label for one in found.contestants
             if one.trials and 0 < one.best.reached < FEW_ARRIVALS]  # fmt: skip
    if lucky:
        said.append(
            translated("Hardly a run of {0} arrives even at its best, so that the rate is the best "
                       "may be chance.").format(_listed(lucky))
        )  # fmt: skip
    # Where every run is lost with every rate, the first is the best for its place alone.
    at_end = [one.label for one in found.contestants
              if one.is_best_at_end and math.isfinite(one.best.loss.median)]  # fmt: skip
    if at_end:
        said.append(
            translated("The best rate is at the end of those tried for {0}: a wider range may "
                       "hold a better one.").format(_listed(at_end))
        )  # fmt: skip
    return said


def arrives_never(contestant: Contestant) -> bool:
    """Tell whether learning rates were tried, and with none of them any run arrives."""
    return bool(contestant.trials) and not any(trial.reached for trial in contestant.trials)


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return translated("{0} and {1}").format(", ".join(names[:-1]), names[-1])


def asked(contestant: Contestant) -> str:
    """Say what a step of an entry asks for."""
    counts = contestant.per_step
    parts = [
        text.format(count)
        for count, text in (
            (counts.gradient, translated("{0} × the gradient")),
            (counts.loss, translated("{0} × the loss alone")),
            (counts.hessian, translated("{0} × the Hessian")),
        )
        if count
    ]
    return translated("A step asks for {0}.").format(_listed(parts)) if parts else ""


def goal_name(goal: Goal) -> str:
    """Name a minimum with its place: ``minimum (3.00, 2.00)``."""
    return f"{goal.name} {format_point(goal.x, goal.y, 2)}"


def setting(result: Result) -> str:
    """Name what a result was run with."""
    rate = result.score.learning_rate
    return "" if rate is None else f"η {format_number(rate, 3)}"

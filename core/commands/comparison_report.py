"""A comparison for a terminal, and as plain data for JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator

from msgspec import to_builtins

from core.commands.many_runs import tolerance_text
from core.commands.text_table import Cell, text_table
from core.comparison import Comparison, Conditions, Contestant
from core.evaluations import Evaluations
from core.optimizers.facts import values
from core.scene import Entry, StoppingRule
from core.scores import Goal, Quartiles, Score

Document = dict[str, object]

_NOTHING = "—"

CRITERION = (
    "Best is the rate with which most runs reach the tolerance and end at a minimum, then the\n"
    "one whose median run takes fewest steps, then the one with the lowest median loss; it is\n"
    "judged on the same starts and seeds as are shown. A run that reached the tolerance may\n"
    "leave it again."
)


def document(found: Comparison) -> Document:
    """Return a comparison as plain data, in which a number that does not exist is infinite."""
    return {
        "conditions": _conditions(found.conditions),
        "done": found.done,
        "contestants": [_contestant(contestant) for contestant in found.contestants],
    }


def report(found: Comparison) -> str:
    """Return the conditions of a comparison, and a table with two rows for each method."""
    goals = found.conditions.goals
    header = ("method", "learning rate", "", "reached", "settled", "steps",
              "gradients", "median loss",
              *(f"minimum {number}" for number in range(1, len(goals) + 1)),
              "elsewhere", "diverged", "left domain")  # fmt: skip
    rows = [row for contestant in found.contestants for row in _rows(contestant)]
    return "\n".join((*_condition_lines(found.conditions), "", text_table(header, rows), "",
                      *_notes(found)))  # fmt: skip


def _conditions(conditions: Conditions) -> Document:
    scene, rates, view = conditions.scene, conditions.rates, conditions.scene.view
    return {
        "loss": scene.loss,
        "parameters": {name: item.value for name, item in scene.parameters.items()},
        "view": [view.x_min, view.x_max, view.y_min, view.y_max],
        "starts": [(start.x, start.y) for start in scene.starts],
        "seeds": conditions.seeds,
        "steps": scene.steps,
        "stopping": {
            "gradient_norm": scene.stopping.gradient_norm,
            "loss_change": scene.stopping.loss_change,
        },
        "tolerance": {"of": conditions.tolerance.of, "value": conditions.tolerance.value},
        "learning_rates": rates.values,
        "criterion": " ".join(CRITERION.split()),
        "minima": [_goal(goal) for goal in conditions.goals],
        "nearness": conditions.radius,
    }


def _goal(goal: Goal) -> Document:
    return {"name": goal.name, "x": goal.x, "y": goal.y, "loss": goal.loss}


def _contestant(contestant: Contestant) -> Document:
    entry = contestant.entry
    return {
        "label": contestant.label,
        "optimizer": entry.optimizer.name(),
        "hyperparameters": values(entry.optimizer),
        "schedule": entry.schedule,
        "noise": entry.noise and to_builtins(entry.noise),
        "numerical_gradient": entry.numerical_gradient and to_builtins(entry.numerical_gradient),
        "seeds": contestant.seeds,
        "evaluations_per_step": _counts(contestant.per_step),
        "evaluations_at_start": _counts(contestant.at_start),
        "as_given": _score(contestant.as_given),
        "best": _score(contestant.best) if contestant.trials else None,
        "is_best_at_end": contestant.is_best_at_end,
        "trials": [_score(trial) for trial in contestant.trials],
    }


def _counts(evaluations: Evaluations) -> Document:
    return {
        "loss": evaluations.loss,
        "gradient": evaluations.gradient,
        "hessian": evaluations.hessian,
    }


def _score(score: Score) -> Document:
    return {
        "learning_rate": score.learning_rate,
        "runs": score.runs,
        "reached": score.reached,
        "settled": score.settled,
        "minima": score.minima,
        "elsewhere": score.elsewhere,
        "diverged": score.diverged,
        "left_domain": score.left_domain,
        "steps": _quartiles(score.steps),
        "gradient_evaluations": _quartiles(score.gradient_evaluations),
        "final_loss": _quartiles(score.loss),
    }


def _quartiles(quartiles: Quartiles) -> Document:
    return {
        "first_quartile": quartiles.first,
        "median": quartiles.median,
        "third_quartile": quartiles.third,
    }


def _condition_lines(conditions: Conditions) -> Iterator[str]:
    scene, rates, view = conditions.scene, conditions.rates, conditions.scene.view
    where = f"{view.x_min:g} to {view.x_max:g} by {view.y_min:g} to {view.y_max:g}"
    yield scene.loss
    yield (
        f"{len(scene.starts)} starts in {where}, {scene.steps} steps; noise and random rules "
        f"with {len(conditions.seeds)} seeds from {conditions.seeds[0]}"
    )
    yield f"tolerance: {tolerance_text(conditions.tolerance)}"
    if stopping := _stopping(scene.stopping):
        yield f"a run stops at a {stopping}"
    if rates.count:
        yield (
            f"budget: every method tries the same {rates.count} learning rates, "
            f"{rates.low:g} to {rates.high:g}, evenly spaced on a logarithmic scale"
        )
    for number, goal in enumerate(conditions.goals, 1):
        where = f"({goal.x:z.6g}, {goal.y:z.6g})"
        yield f"minimum {number}: {goal.name} at {where}, loss {goal.loss:z.6g}"
    if conditions.goals:
        yield f"a run reaches a minimum if it ends within {conditions.radius:.3g} of it"


def _stopping(rule: StoppingRule) -> str:
    limits = (("gradient norm", rule.gradient_norm), ("change of the loss", rule.loss_change))
    return " or a ".join(f"{what} ≤ {value:g}" for what, value in limits if value is not None)


def _notes(found: Comparison) -> Iterator[str]:
    yield "reached: came to the tolerance; settled: that, and ended at a minimum"
    yield "steps and gradients until then: first quartile / median / third quartile of all runs"
    if found.conditions.rates.count:
        yield CRITERION
    for contestant in found.contestants:
        yield from _contestant_notes(contestant)


def _contestant_notes(contestant: Contestant) -> Iterator[str]:
    label, counts = contestant.label, contestant.per_step
    yield f"{label}: {_settings(contestant.entry)}"
    yield (
        f"{label}: a step asks for {counts.gradient} × the gradient, "
        f"{counts.loss} × the loss alone, {counts.hessian} × the Hessian"
    )
    if contestant.is_best_at_end:
        yield f"{label}: its best rate is the end of the range; try a wider one."


def _settings(entry: Entry) -> str:
    """Return what an entry runs with, as the command line takes it."""
    numbers = ",".join(
        f"{name}={str(value).lower() if isinstance(value, bool) else f'{value:g}'}"
        for name, value in values(entry.optimizer).items()
    )
    settings = [f"{entry.optimizer.name()}:{numbers}"]
    if entry.schedule:
        settings.append(f"schedule {entry.schedule}")
    if noise := entry.noise:
        settings.append(f"{noise.kind} noise of scale {noise.scale:g}")
    if quotient := entry.numerical_gradient:
        settings.append(f"{quotient.kind} differences with step {quotient.step:g}")
    return ", ".join(settings)


def _rows(contestant: Contestant) -> Iterator[tuple[Cell, ...]]:
    yield _row(contestant, "as given", contestant.as_given)
    if contestant.trials:
        yield _row(contestant, f"best of {len(contestant.trials)}", contestant.best)


def _row(contestant: Contestant, role: str, score: Score) -> tuple[Cell, ...]:
    return (
        contestant.label,
        _NOTHING if score.learning_rate is None else f"{score.learning_rate:.4g}",
        role,
        _percent(score.reached),
        _percent(score.settled),
        _three(score.steps),
        _three(score.gradient_evaluations),
        score.loss.median,
        *map(_percent, score.minima),
        _percent(score.elsewhere),
        _percent(score.diverged),
        _percent(score.left_domain),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _three(quartiles: Quartiles) -> str:
    numbers = (quartiles.first, quartiles.median, quartiles.third)
    return " / ".join(f"{number:.0f}" if math.isfinite(number) else _NOTHING for number in numbers)

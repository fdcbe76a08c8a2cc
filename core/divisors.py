"""What an adaptive method divides each coordinate's step by, along a run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from core.compiler.arrays import FloatArray
from core.compiler.loops import Runs
from core.compiler.step_loop import FIELDS
from core.compiler.update import line_name, prepare_traced
from core.errors import Cancelled
from core.landscape import Surface
from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.base import Optimizer
from core.optimizers.nadam import Nadam
from core.optimizers.rmsprop import RMSprop
from core.optimizers.rule import rule_of
from core.outcome import IntegerArray
from core.race import Race
from core.runs import begin_runs
from core.scene import Scene

LOOKS = 64
"""Steps followed between two looks at whether anyone still waits."""

BLOCK = 64
"""Terms of a running mean that are added up at once."""

BEFORE = "{} before"
"""The key of a state's value as a step begins."""

Names = Mapping[str, FloatArray]


def divisors(
    surface: Surface,
    scene: Scene,
    race: Race,
    entry: int,
    start: int,
    steps: IntegerArray,
    cancelled: Callable[[], bool],
) -> FloatArray:
    """Return the diagonal of P as an adaptive method leaves some iterates of a run.

    Parameters
    ----------
    surface, scene, race
        The loss, what raced, and the race.
    entry, start
        Which of its runs.
    steps
        The iterates, evenly spaced from 0.
    cancelled
        Asked now and then.

    Returns
    -------
    ndarray
        Shape ``(2, n)``.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    """
    contestant = scene.entries[entry]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        if contestant.noise is not None or contestant.numerical_gradient is not None:
            names = _traced(surface, scene, entry, start, steps, cancelled)
        else:
            run = entry, start, slice(int(steps[-1]) + 1)
            gradients = np.stack((race.gradient_x[run], race.gradient_y[run]))
            followed = _followed(contestant.optimizer, gradients)
            names = {name: values[:, steps] for name, values in followed.items()}
        return _divisor(contestant.optimizer, names, np.asarray(steps + 1, np.float64))


def _divisor(optimizer: Optimizer, names: Names, t: FloatArray) -> FloatArray:
    """Return P for some steps, from the values of the rule's names in them.

    Adam's P holds the correction of m̂ as well, as in Cohen and others (2022).
    """
    match optimizer:
        case AdaGrad(epsilon=epsilon) | RMSprop(epsilon=epsilon):
            return np.asarray(np.sqrt(names["s"]) + epsilon)
        case Adadelta(epsilon=epsilon):
            before = np.sqrt(names[BEFORE.format("u")] + epsilon)
            return np.asarray(np.sqrt(names["s"] + epsilon) / before)
        case Nadam(epsilon=epsilon) | Adam(bias_correction=False, epsilon=epsilon):
            return np.asarray(np.sqrt(names["v_hat"]) + epsilon)
        case Adam() | AdamW() | AMSGrad():
            corrected = 1 - optimizer.beta1**t
            return np.asarray(corrected * (np.sqrt(names["v_hat"]) + optimizer.epsilon))
    raise TypeError(f"{optimizer.title} divides by nothing.")


def _followed(optimizer: Optimizer, gradients: FloatArray) -> Names:
    """Follow what `_divisor` needs through all gradients of a run, shape ``(2, n)``.

    Each method's running mean is its rule's; here it takes a few array operations where
    the rule itself would be run step by step.
    """
    squares, t = gradients**2, np.arange(1.0, gradients.shape[1] + 1)
    match optimizer:
        case AdaGrad():
            return {"s": np.cumsum(squares, axis=1)}
        case RMSprop(decay=kept):
            return {"s": running_mean(squares, kept)}
        case Adadelta(decay=kept, epsilon=epsilon):
            s = running_mean(squares, kept)
            pairs = zip(gradients, s, strict=True)
            before = [_squared_steps(*pair, kept, epsilon) for pair in pairs]
            return {"s": s, BEFORE.format("u"): np.array(before)}
        case Adam() | AdamW() | AMSGrad() | Nadam():
            v = running_mean(squares, optimizer.beta2)
            if isinstance(optimizer, AMSGrad):
                v = np.maximum.accumulate(v, axis=1)
            is_corrected = not isinstance(optimizer, Adam) or optimizer.bias_correction
            return {"v_hat": v / (1 - optimizer.beta2**t) if is_corrected else v}
    raise TypeError(f"{optimizer.title} divides by nothing.")


def running_mean(values: FloatArray, kept: float) -> FloatArray:
    """Return s with s ← kept·s + (1 − kept)·value after each value, s being 0 before.

    Parameters
    ----------
    values
        Along the last axis, shape ``(k, n)``.
    kept
        How much of the mean is kept, at least 0 and below 1.
    """
    count = values.shape[1]
    blocks = -(-count // BLOCK)
    padded = np.zeros((values.shape[0], blocks * BLOCK))
    padded[:, :count] = values
    ages = np.arange(BLOCK)[:, np.newaxis] - np.arange(BLOCK)
    weights = np.where(ages >= 0, (1 - kept) * kept ** np.maximum(ages, 0), 0.0)
    # A value that is not finite must not reach back to those before it: 0·∞ is NaN.
    finite = np.where(np.isfinite(padded), padded, 0.0)
    means = finite.reshape(-1, blocks, BLOCK) @ weights.T
    fading = kept ** np.arange(1.0, BLOCK + 1)
    for block in range(1, blocks):
        means[:, block] += means[:, block - 1, -1:] * fading
    result: FloatArray = means.reshape(values.shape[0], -1)[:, :count]
    lost = np.maximum.accumulate(~np.isfinite(values), axis=1)
    result[lost] = np.nan
    return result


def _squared_steps(
    gradients: FloatArray, means: FloatArray, kept: float, epsilon: float
) -> list[float]:
    """Return Adadelta's u before each step; it depends on the steps, so on itself."""
    u, before = 0.0, []
    for gradient, mean in zip(gradients.tolist(), means.tolist(), strict=True):
        before.append(u)
        share = (u + epsilon) / (mean + epsilon) if mean + epsilon > 0 else math.nan
        u = kept * u + (1 - kept) * gradient * gradient * share
    return before


def _traced(
    surface: Surface,
    scene: Scene,
    entry: int,
    start: int,
    steps: IntegerArray,
    cancelled: Callable[[], bool],
) -> Names:
    """Run the run again with every line of its rule remembered, and so with its noise."""
    rule = rule_of(scene.entries[entry].optimizer)
    names = [name for name, _ in rule.assignments]
    runs = _begun(surface, scene, entry, start)
    keys = (*map(BEFORE.format, rule.state), *names)
    seen = {key: np.empty((2, steps.size)) for key in keys}
    stride = int(steps[1]) if steps.size > 1 else 1
    record = np.empty((len(FIELDS), 1, stride))
    for count in range(steps.size):
        if count % LOOKS == 0 and cancelled():
            raise Cancelled
        for name in rule.state:
            seen[BEFORE.format(name)][:, count] = runs.state(name)[:, 0]
        runs.advance(record[:, :, :1])
        for number, name in enumerate(names):
            seen[name][:, count] = runs.state(line_name(number))[:, 0]
        if stride > 1:
            runs.advance(record[:, :, 1:])
    return seen


def _begun(surface: Surface, scene: Scene, entry: int, start: int) -> Runs:
    """Begin a run of a scene whose every line can be read after each step."""
    place = scene.starts[start]
    return begin_runs(
        surface,
        scene,
        scene.entries[entry],
        np.array([place.x]),
        np.array([place.y]),
        first_run=start,
        preparation=prepare_traced,
    )

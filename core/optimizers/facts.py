"""The hyperparameters of a method, built in or typed by a person, all read alike."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from core.optimizers.base import LEARNING_RATE, Hyperparameter, Optimizer, declared
from core.optimizers.own import LARGEST_VALUE, OwnMethod


def hyperparameters(optimizer: Optimizer) -> tuple[Hyperparameter, ...]:
    """List the facts of a method's hyperparameters, the learning rate first."""
    if isinstance(optimizer, OwnMethod):
        letters = sorted(optimizer.hyperparameters, key=lambda letter: letter != LEARNING_RATE)
        return tuple(map(_own, letters))
    return _declared(type(optimizer))


def values(optimizer: Optimizer) -> dict[str, float | bool]:
    """Return the value of each hyperparameter by its name, in the order of the facts."""
    names = [fact.name for fact in hyperparameters(optimizer)]
    if isinstance(optimizer, OwnMethod):
        return {name: optimizer.hyperparameters[name] for name in names}
    return {name: getattr(optimizer, name) for name in names}


def with_value(optimizer: Optimizer, name: str, value: float | bool) -> Optimizer:
    """Return the method with another value of one hyperparameter."""
    if isinstance(optimizer, OwnMethod):
        return replace(optimizer, hyperparameters=optimizer.hyperparameters | {name: value})
    return replace(optimizer, **{name: value})


def learning_rate(optimizer: Optimizer) -> float | None:
    """Return the learning rate before any schedule, or None where a method has none."""
    for fact in hyperparameters(optimizer):
        if fact.letter == LEARNING_RATE:
            return float(values(optimizer)[fact.name])
    return None


_declared = cache(declared)


def _own(letter: str) -> Hyperparameter:
    return Hyperparameter(
        name=letter,
        letter=letter,
        description="",
        default=0.0,
        is_truth=False,
        above=0.0 if letter == LEARNING_RATE else None,
        at_least=None if letter == LEARNING_RATE else -LARGEST_VALUE,
        below=None,
        at_most=LARGEST_VALUE,
    )

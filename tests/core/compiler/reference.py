"""What each elementary function should be, by mpmath, and where to ask."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from mpmath import mp
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Sampler = Callable[[Generator, int], tuple[Floats, ...]]

LARGEST = float(np.finfo(np.float64).max)
SMALLEST = 5e-324
PRECISION = 200
"""Bits of the reference values."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The exact function, points that try it hard, and the error it is held to."""

    exact: Callable[..., Any]
    points: Sampler
    bound: float
    """Units in the last place."""


def uniform(low: float, high: float) -> Sampler:
    return lambda random, count: (random.uniform(low, high, count),)


def magnitudes(low: float, high: float, signed: bool = True) -> Sampler:
    """Numbers of evenly distributed exponents, between two powers of 2."""

    def sample(random: Generator, count: int) -> tuple[Floats, ...]:
        sizes: Floats = np.exp2(random.uniform(low, high, count))
        signs: Floats = random.choice([-1.0, 1.0], count)
        return (sizes * signs if signed else sizes,)

    return sample


def near(place: float, sign: float = 1.0) -> Sampler:
    """Numbers beside a place, at distances from 2^-52 to ¼."""
    return lambda random, count: (place + sign * np.exp2(random.uniform(-52, -2, count)),)


def quarter_turns(random: Generator, count: int) -> tuple[Floats, ...]:
    """Multiples of π/2 as nearly as doubles can be, where reduction cancels most."""
    turns = random.integers(0, 2**22, count).astype(np.float64)
    return (turns * (math.pi / 2),)


def mixed(*samplers: Sampler) -> Sampler:
    def sample(random: Generator, count: int) -> tuple[Floats, ...]:
        parts = [sampler(random, -(-count // len(samplers))) for sampler in samplers]
        return tuple(np.concatenate(columns)[:count] for columns in zip(*parts, strict=True))

    return sample


def pairs(first: Sampler, second: Sampler) -> Sampler:
    return lambda random, count: (*first(random, count), *second(random, count))


def powers_in_range(random: Generator, count: int) -> tuple[Floats, ...]:
    """Bases near 1 with exponents that bring their powers near the ends of the range."""
    bases = random.uniform(0.6, 1.7, count)
    exponents = random.uniform(300, 744, count) / np.log(bases)
    return bases, exponents * random.choice([-1.0, 1.0], count)


_ANGLES = mixed(uniform(-10.0, 10.0), magnitudes(-60, 20), quarter_turns, magnitudes(20, 1023))
_POSITIVE = mixed(
    magnitudes(-1074, 1024, signed=False), uniform(0.5, 2.0), near(1.0), near(1.0, -1)
)
_MIDDLE = mixed(uniform(-2.0, 2.0), magnitudes(-60, 2))
_GROWING = mixed(uniform(-746.0, 40.0), uniform(-20.0, 40.0), _MIDDLE)
_SINES = mixed(uniform(-1.0, 1.0), magnitudes(-60, 0), near(1.0, -1), near(-1.0), near(0.5, -1))
_SIDES = mixed(
    pairs(uniform(-3.0, 3.0), uniform(-3.0, 3.0)),
    pairs(magnitudes(-1074, 1023), magnitudes(-1074, 1023)),
    pairs(uniform(-3.0, 3.0), magnitudes(-60, 60)),
    pairs(magnitudes(-1000, -970), magnitudes(30, 100)),
)
_POWERS = mixed(
    pairs(uniform(0.0, 4.0), uniform(-20.0, 20.0)),
    pairs(magnitudes(-1074, 1023, signed=False), uniform(-1.0, 1.0)),
    pairs(magnitudes(-0.6, 0.6, signed=False), uniform(-1700.0, 1700.0)),
    powers_in_range,
)


def _cube_root(x: Any) -> Any:
    return mp.sign(x) * mp.cbrt(abs(x))


REFERENCES: dict[str, Reference] = {
    "exp": Reference(mp.exp, mixed(uniform(-746.0, 710.0), uniform(-746.0, -700.0), _MIDDLE), 1.25),
    "log": Reference(mp.log, _POSITIVE, 1.0),
    "log2": Reference(lambda x: mp.log(x, 2), _POSITIVE, 1.0),
    "log10": Reference(mp.log10, _POSITIVE, 1.0),
    "sqrt": Reference(mp.sqrt, magnitudes(-1074, 1024, signed=False), 0.5),
    "cbrt": Reference(_cube_root, mixed(uniform(-8.0, 8.0), magnitudes(-1074, 1024)), 0.51),
    "sin": Reference(mp.sin, _ANGLES, 1.0),
    "cos": Reference(mp.cos, _ANGLES, 1.0),
    "tan": Reference(mp.tan, _ANGLES, 1.25),
    "asin": Reference(mp.asin, _SINES, 0.75),
    "acos": Reference(mp.acos, _SINES, 0.75),
    "atan": Reference(mp.atan, mixed(uniform(-3.0, 3.0), magnitudes(-60, 70)), 0.75),
    "atan2": Reference(mp.atan2, _SIDES, 1.25),
    "sinh": Reference(mp.sinh, mixed(uniform(-711.0, 711.0), _MIDDLE), 1.75),
    "cosh": Reference(mp.cosh, mixed(uniform(-711.0, 711.0), _MIDDLE), 1.5),
    "tanh": Reference(mp.tanh, mixed(uniform(-22.0, 22.0), _MIDDLE), 1.0),
    "erf": Reference(mp.erf, mixed(uniform(-6.5, 6.5), _MIDDLE), 1.5),
    "sigmoid": Reference(lambda x: 1 / (1 + mp.exp(-x)), _GROWING, 1.5),
    "softplus": Reference(lambda x: mp.log1p(mp.exp(x)), _GROWING, 1.75),
    "hypot": Reference(mp.hypot, _SIDES, 1.5),
    "power": Reference(mp.power, _POWERS, 1.0),
}  # fmt: skip


def points(name: str, seed: int, count: int) -> tuple[Floats, ...]:
    """Return operands for a function, as many as is a multiple of 16."""
    return REFERENCES[name].points(np.random.default_rng(seed), count // 16 * 16)


def edge_points(operands: int) -> tuple[Floats, ...]:
    """Return every combination of zeros, infinities, NaN and numbers where code branches."""
    edges = [0.0, SMALLEST, 2.0**-1022, 1e-310, 1e-20, 0.5, 1.0, 1.5, 2.5, 22.0, 709.8, 745.2,
             2.0**20, 2.0**52 - 0.5, 2.0**53, 1e22, 1e300, 1.7e308, math.inf, math.nan]  # fmt: skip
    values = np.array([*edges, *(-edge for edge in edges)])
    columns = np.meshgrid(*[values] * operands)
    return tuple(np.resize(column.ravel(), -(-column.size // 16) * 16) for column in columns)


def errors(name: str, got: Floats, operands: Sequence[Floats]) -> Floats:
    """Return the error of each value in units in the last place of the exact one."""
    exact = REFERENCES[name].exact
    with mp.workprec(PRECISION):
        return np.array([
            _error(value, exact(*(mp.mpf(float(operand)) for operand in point)))
            for value, *point in zip(got.tolist(), *operands, strict=True)
        ])  # fmt: skip


def _error(got: float, exact: Any) -> float:
    if not math.isfinite(got):
        # Infinity stands for everything that rounds beyond the largest double.
        overflows = abs(exact) > LARGEST and got * mp.sign(exact) > 0
        return 0.0 if overflows else math.inf
    unit = math.ulp(min(abs(float(exact)), LARGEST))
    return float(abs(got - exact) / unit)

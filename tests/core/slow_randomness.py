"""Threefry-2x64-20 and the distributions drawn from it, in plain Python, as an oracle."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from core.tree import Apply
from tests.core.slow_reading import Operators

Vector = npt.NDArray[np.float64]

_WORD = 2**64 - 1


def threefry(counter: tuple[int, int], key: tuple[int, int]) -> tuple[int, int]:
    """Return the words that Threefry-2x64-20 of Random123 makes."""
    keys = (*key, key[0] ^ key[1] ^ 0x1BD11BDAA9FC1A22)
    x0, x1 = (counter[0] + keys[0]) & _WORD, (counter[1] + keys[1]) & _WORD
    for injection in range(1, 6):
        rotations = (16, 42, 12, 31) if injection % 2 else (16, 32, 24, 21)
        for places in rotations:
            x0 = (x0 + x1) & _WORD
            x1 = ((x1 << places | x1 >> (64 - places)) & _WORD) ^ x0
        x0 = (x0 + keys[injection % 3]) & _WORD
        x1 = (x1 + keys[(injection + 1) % 3] + injection) & _WORD
    return x0, x1


def uniform(seed: int, draw: int, t: int, run: int) -> Vector:
    """Return two numbers in (0, 1)."""
    words = threefry((t, run), (seed, draw))
    return np.array([((word >> 12) + 0.5) / 2.0**52 for word in words])


def normal(seed: int, draw: int, t: int, run: int, operators: Operators) -> Vector:
    """Return two standard normal numbers by Box and Muller's method."""
    first, second = uniform(seed, draw, t, run)
    radius = np.sqrt(-2.0 * np.asarray(operators(Apply("log", ()))(first)))
    return _on_circle(radius, second, operators)


def student(degrees: float, seed: int, draw: int, t: int, run: int, operators: Operators) -> Vector:
    """Return two numbers of Student's t by Bailey's method."""
    first, second = uniform(seed, draw, t, run)
    raised = np.asarray(operators(Apply("power", ()))(first, -2.0 / degrees))
    return _on_circle(np.sqrt(degrees * (raised - 1.0)), second, operators)


def _on_circle(radius: npt.ArrayLike, turn: float, operators: Operators) -> Vector:
    angle = 2.0 * (math.pi * turn)
    turned = [np.asarray(operators(Apply(name, ()))(angle), np.float64) for name in ("cos", "sin")]
    return np.asarray(radius, np.float64) * np.array(turned)

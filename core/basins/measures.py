"""How a view is divided into basins, in numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.compiler.arrays import FloatArray
from core.outcome import IntegerArray

BOX = 5
"""Pixels along one side of the boxes in which fates are counted, as in the source."""

FRACTAL = math.log(2)
"""Above this the boundary basin entropy of small boxes tells a fractal boundary, by the
source: smooth ones divide few boxes into more than two."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Shares of the fates, and how mixed they are.

    Parameters
    ----------
    shares
        The part of the pixels that has each fate that occurs, by its number.
    entropy
        Mean over the boxes of −Σ p ln p, p being the shares of the fates in a box; NaN
        where the picture is smaller than a box.
    boundary_entropy
        The same over those boxes alone that hold more than one fate; NaN if none does.
    boundary_share
        The part of the pixels that have a neighbour of another fate to the left or
        right, above or below.
    """

    shares: dict[int, float]
    entropy: float
    boundary_entropy: float
    boundary_share: float


def measures(fates: npt.NDArray[np.int16]) -> Measures:
    """Return the measures of a picture of fates, of shape ``(rows, columns)``.

    Boxes of `BOX` × `BOX` pixels are cut from the lower left; pixels over at the upper
    and right edges that fill no box play no part in the entropies.

    References
    ----------
    A. Daza, A. Wagemakers, B. Georgeot, D. Guéry-Odelin and M. A. F. Sanjuán, "Basin
    entropy: a new tool to analyze uncertainty in dynamical systems", Scientific Reports
    6, 31416, 2016.
    """
    numbers, counts = np.unique(fates, return_counts=True)
    shares = dict(zip(numbers.tolist(), (counts / fates.size).tolist(), strict=True))
    entropies = _entropies(np.searchsorted(numbers, fates), numbers.size)
    mixed = entropies[entropies > 0]
    return Measures(
        shares,
        float(entropies.mean()) if entropies.size else math.nan,
        float(mixed.mean()) if mixed.size else math.nan,
        _boundary_share(fates),
    )


def _entropies(fates: IntegerArray, kinds: int) -> FloatArray:
    """Return the entropy of each box of a picture of fates counted from 0."""
    rows, columns = fates.shape[0] // BOX, fates.shape[1] // BOX
    boxes = fates[: rows * BOX, : columns * BOX].reshape(rows, BOX, columns, BOX)
    flat = boxes.swapaxes(1, 2).reshape(-1, BOX * BOX)
    total = np.zeros(flat.shape[0])
    for kind in range(kinds):
        share = (flat == kind).mean(axis=1)
        total -= share * np.log(np.where(share > 0, share, 1.0))
    return total


def _boundary_share(fates: npt.NDArray[np.int16]) -> float:
    at_boundary = np.zeros(fates.shape, bool)
    across, along = fates[:, 1:] != fates[:, :-1], fates[1:] != fates[:-1]
    at_boundary[:, 1:] |= across
    at_boundary[:, :-1] |= across
    at_boundary[1:] |= along
    at_boundary[:-1] |= along
    return float(at_boundary.mean())

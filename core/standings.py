"""Who leads a race at a step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.race import Race


def losses_at(race: Race, step: int) -> list[float]:
    """Return each entry's loss at a step, averaged over the starts.

    A run that ended earlier counts with the loss at its end. An entry without starts
    has NaN.
    """
    if not race.starts:
        return [float("nan")] * len(race.entries)
    reached = np.minimum(race.last_step, step)[..., np.newaxis]
    losses = np.take_along_axis(race.loss, reached, axis=2)[..., 0]
    # Of the largest doubles the sum is infinite, and so is what is said of them.
    with np.errstate(over="ignore", invalid="ignore"):
        return [float(loss) for loss in losses.mean(axis=1)]


def ranks(losses: Sequence[float]) -> list[int]:
    """Return each entry's place from 1; equal losses share one, and NaN has none, 0."""
    values = np.asarray(losses, dtype=np.float64)
    return [0 if np.isnan(loss) else 1 + int(np.count_nonzero(values < loss)) for loss in values]

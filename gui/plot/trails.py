"""What of a race the views draw: its runs, and how each entry looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.outcome import Outcome
from core.race import Race
from gui.theme import TrailStyle

LOST = frozenset({Outcome.DIVERGED, Outcome.LEFT_DOMAIN})
"""The outcomes after which a run is marked by a cross."""


@dataclass(frozen=True, eq=False, slots=True)
class Trails:
    """A race with one style and one visibility for each entry."""

    race: Race
    styles: tuple[TrailStyle, ...]
    visible: tuple[bool, ...]

    @property
    def runs(self) -> int:
        """The number of runs that are seen."""
        return sum(self.visible) * len(self.race.starts)

    @property
    def width(self) -> float:
        """The width of a trail in pixels: the more there are, the thinner."""
        return 2.5 if self.runs <= 60 else 1.75 if self.runs <= 300 else 1.25

    @property
    def last_step(self) -> int:
        """The last step that any run may reach."""
        return self.race.steps

    def shown_entries(self) -> list[int]:
        """List the entries that are seen, in painting order."""
        return [entry for entry, shown in enumerate(self.visible) if shown]

    def lost(self) -> NDArray[np.bool_]:
        """Tell which runs ended where they have no value, shape (entries, starts)."""
        return np.array(
            [[outcome in LOST for outcome in row] for row in self.race.outcomes], dtype=np.bool_
        )

    def heads(self, step: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where every run is, each shape (entries, starts).

        A run that has ended stays at its last iterate. Between two steps the head
        moves along the straight piece from one iterate to the next.
        """
        race = self.race
        at = np.clip(step, 0, race.last_step)
        before = np.floor(at).astype(np.intp)
        after = np.minimum(before + 1, race.last_step)
        entry, start = np.indices(before.shape)
        x0, y0 = race.x[entry, start, before], race.y[entry, start, before]
        x1, y1 = race.x[entry, start, after], race.y[entry, start, after]
        share = at - before
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def trails_of(
    race: Race | None, styles: Sequence[TrailStyle], visible: Sequence[bool]
) -> Trails | None:
    """Return the trails of a race, or None where there is no run."""
    if race is None or not race.x.size:
        return None
    return Trails(race, tuple(styles), tuple(visible))


def one_run(trails: Trails, entry: int, start: int) -> Trails | None:
    """Return one run of some trails by itself, or None where it is not seen."""
    race = trails.race
    if entry >= len(race.entries) or start >= len(race.starts) or not trails.visible[entry]:
        return None
    at = np.s_[entry : entry + 1, start : start + 1]
    alone = replace(
        race,
        entries=race.entries[entry : entry + 1],
        starts=race.starts[start : start + 1],
        x=race.x[at],
        y=race.y[at],
        loss=race.loss[at],
        gradient_x=race.gradient_x[at],
        gradient_y=race.gradient_y[at],
        last_step=race.last_step[at],
        outcomes=((race.outcomes[entry][start],),),
    )
    return Trails(alone, (trails.styles[entry],), (True,))


def same_look(one: Trails | None, other: Trails | None) -> bool:
    """Tell whether two trails would be painted alike, whatever their entries are called."""
    if one is None or other is None:
        return one is other
    return (
        one.race.x is other.race.x and one.styles == other.styles and one.visible == other.visible
    )

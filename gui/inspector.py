"""Which point the curvature panel speaks of: the pointer's, a pinned one or a racer's."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from core.curvature import Curvature, curvature_at
from core.landscape import Landscape
from core.race import Race
from core.scene import Scene

HELD_MILLISECONDS = 50
"""Between two evaluations while a hand bends the race."""


class Follow(Enum):
    """What the inspected point follows."""

    POINTER = "pointer"
    PINNED = "pinned"
    RACER = "racer"


class Inspector(QObject):
    """Evaluates the curvature at one point, which follows what it is told to.

    One evaluation of compiled code takes a fraction of a frame, so it happens on the GUI
    thread, as soon as what is under way has been handled.
    """

    curvature_changed = Signal(object)
    """The `Curvature`, or None where there is nothing to inspect."""

    racer_followed = Signal(int)
    """The index of an entry whose run is followed from now on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.follow = Follow.POINTER
        self.racer = 0
        self._landscape: Landscape | None = None
        self._race: Race | None = None
        self._step = 0
        self._point: tuple[float, float] | None = None
        # However many things move at once, as while dragging, one evaluation is enough.
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.timeout.connect(self._evaluate)

    def set_result(self, landscape: Landscape | None, race: Race | None) -> None:
        """Inspect this landscape, and follow the runs of this race."""
        if landscape is self._landscape and race is self._race:
            return
        self._landscape, self._race = landscape, race
        self._locate_racer()
        self._inspect()

    def set_step(self, step: int) -> None:
        """Follow the racer to where it is after `step` steps."""
        self._step = step
        if self.follow is Follow.RACER:
            self._locate_racer()
            self._inspect()

    def point_at(self, x: float, y: float) -> None:
        """Follow the pointer to a point, unless something else is followed."""
        if self.follow is Follow.POINTER:
            self._point = (x, y)
            self._inspect()

    def pin(self, x: float, y: float) -> None:
        """Stay at a point until told otherwise."""
        self._point = (x, y)
        self.set_follow(Follow.PINNED)

    def follow_key(self, key: str) -> None:
        """Follow what a key such as ``pointer`` or ``racer 2`` names."""
        kind, _, racer = key.partition(" ")
        self.set_follow(Follow(kind), int(racer or 0))

    def set_follow(self, follow: Follow, racer: int = 0) -> None:
        """Choose what to follow; `racer` is the index of an entry, from its first start."""
        self.follow, self.racer = follow, racer
        self._locate_racer()
        self._inspect()
        if follow is Follow.RACER:
            self.racer_followed.emit(racer)

    def _locate_racer(self) -> None:
        race = self._race
        if self.follow is not Follow.RACER or race is None or not race.starts:
            return
        entry = min(self.racer, len(race.entries) - 1)
        if entry < 0:
            return
        step = min(self._step, int(race.last_step[entry, 0]))
        self._point = (float(race.x[entry, 0, step]), float(race.y[entry, 0, step]))

    def set_held(self, is_held: bool) -> None:
        """Say whether a hand bends the race, so that nobody reads sixty numbers a second."""
        self._pending.setInterval(HELD_MILLISECONDS if is_held else 0)

    def _inspect(self) -> None:
        if not self._pending.isActive():
            self._pending.start()

    def _evaluate(self) -> None:
        if self._landscape is None or self._point is None or not _is_finite(self._point):
            self.curvature_changed.emit(None)
        else:
            curvature: Curvature = curvature_at(self._landscape, *self._point)
            self.curvature_changed.emit(curvature)


def first_place(scene: Scene) -> tuple[float, float]:
    """Return the point to speak of before anything was inspected: the first start if any."""
    if scene.starts:
        return scene.starts[0].x, scene.starts[0].y
    return scene.view.centre


def _is_finite(point: tuple[float, float]) -> bool:
    return all(math.isfinite(coordinate) for coordinate in point)

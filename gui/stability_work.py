"""The curvature along a run and the unstable region, computed away from the GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.scene import View
from core.sharpness import SharpnessRecord, along
from core.unstable_region import UnstableRegion, unstable_region
from gui.resolved import Resolved
from gui.tasks import CancelCheck

SAMPLE_PIXELS = 6.0
"""Distance between the samples of the curvature in the plot."""


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """A run to follow, and whether to find the region that is unstable at a step."""

    resolved: Resolved
    entry: int
    start: int
    step: int
    shades: bool

    def matches(self, other: Request | None) -> bool:
        """Tell whether another request would be answered alike."""
        return other is not None and self._key() == other._key()

    def _key(self) -> tuple[object, ...]:
        region = (self.resolved.view, self.resolved.canvas, self.step) if self.shades else None
        return self.resolved.race, self.entry, self.start, region


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The curvature along a run, and then the region if it was asked for."""

    request: Request
    record: SharpnessRecord
    region: UnstableRegion | None = None


class StabilityWork:
    """Answers requests one after another, reusing what is still true."""

    def __init__(self) -> None:
        self._record: tuple[tuple[object, ...], SharpnessRecord] | None = None
        self._region: tuple[tuple[object, ...], UnstableRegion] | None = None

    def answers(self, request: Request, cancelled: CancelCheck) -> Iterator[Answer]:
        """Yield the answer to a request, the second time with the region."""
        record = self._known_record(request, cancelled)
        yield Answer(request, record)
        if request.shades and record.limit is not None:
            yield Answer(request, record, self._known_region(request, record))

    def _known_record(self, request: Request, cancelled: CancelCheck) -> SharpnessRecord:
        resolved = request.resolved
        assert resolved.race is not None
        key = (resolved.race, request.entry, request.start)
        if self._record is None or self._record[0] != key:
            record = along(
                resolved.surface,
                resolved.scene,
                resolved.race,
                request.entry,
                request.start,
                cancelled,
            )
            self._record = key, record
        return self._record[1]

    def _known_region(self, request: Request, record: SharpnessRecord) -> UnstableRegion:
        resolved, place = request.resolved, record.place(request.step)
        assert record.limit is not None
        limit = float(record.limit[place])
        divisor = None if record.divisor is None else record.divisor[:, place]
        scale = None if divisor is None else tuple(divisor.tolist())
        columns, rows = (
            max(2, round(n / SAMPLE_PIXELS))
            for n in (resolved.canvas.width, resolved.canvas.height)
        )
        view: View = resolved.view
        key = (resolved.surface, view, columns, rows, limit, scale)
        if self._region is None or self._region[0] != key:
            region = unstable_region(resolved.surface, view, columns, rows, limit, divisor)
            self._region = key, region
        return self._region[1]

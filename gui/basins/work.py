"""Basins of attraction for the window, computed and coloured away from the GUI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from core.basins import Basins, Measures, basins, measures, told_again
from gui.basins.request import COARSEST, Request
from gui.basins.words import rows
from gui.plot.basin_colours import codes_of
from gui.plot.basin_legend import Row
from gui.plot.basin_overlay import Mark
from gui.plot.basin_picture import BasinPicture, painted
from gui.plot.basin_slots import Slots
from gui.plot.transform import Transform
from gui.tasks import CancelCheck, patiently

PATIENCE = 0.25
"""Seconds within which a first picture is finished although a newer one is wanted."""

HURRIED_SECONDS = 0.008
"""What a picture takes that follows a moving hand; as fine as fits into it."""

HURRIED_STRIDES = (4, 8, COARSEST)

REMEMBERED = 5
"""Pictures whose pace is looked at: the fastest of them was disturbed the least."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Where the runs end, as far as it is known, how mixed that is, and all that is painted."""

    request: Request
    basins: Basins
    measures: Measures
    picture: BasinPicture
    marks: Sequence[Mark]
    rows: Sequence[Row]


class BasinWork:
    """Answers one request after another, and gives what stays the same its colour again.

    Used from one thread at a time.
    """

    def __init__(self) -> None:
        self._loss = ""
        self._slots = Slots()
        self._paces: deque[float] = deque(maxlen=REMEMBERED)

    def answers(self, request: Request, cancelled: CancelCheck) -> Iterator[Answer]:
        """Yield pictures of half the stride each, the first even where a newer one is wanted."""
        scene, began = request.run_scene, perf_counter()
        columns, rows = request.size
        is_unwanted = patiently(cancelled, PATIENCE)
        pictures = basins(
            request.surface,
            scene,
            scene.entries[request.entry],
            columns,
            rows,
            request.survey,
            coarsest=self._first_stride(request),
            threads=request.threads,
            cancelled=lambda: is_unwanted(),
        )
        for found in pictures:
            answer = self._answer(request, found)
            if is_unwanted is not cancelled:
                self._paces.append((perf_counter() - began) / found.fates.size)
            yield answer
            is_unwanted = cancelled
            if request.is_hurried:
                return

    def told_again(self, answer: Answer, request: Request) -> Iterator[Answer]:
        """Yield an answer as it is to be told and painted by now; nothing is run again."""
        found = answer.basins
        if request.survey is not None and request.survey is not answer.request.survey:
            found = told_again(request.surface, request.run_scene, found, request.survey)
        yield self._answer(request, found)

    def _first_stride(self, request: Request) -> int:
        if not request.is_hurried:
            return request.coarsest
        if not self._paces:
            return COARSEST
        columns, rows = request.size
        seconds = columns * rows * min(self._paces)
        fitting = (n for n in HURRIED_STRIDES if seconds / n**2 <= HURRIED_SECONDS)
        return next(fitting, COARSEST)

    def _answer(self, request: Request, found: Basins) -> Answer:
        numbers = measures(found.fates)
        slots = self._slots_of(request, found, numbers)
        canvas, look = request.canvas, request.look
        where = Transform(found.grid.view, canvas.width, canvas.height)
        return Answer(
            request,
            found,
            numbers,
            painted(found.grid, codes_of(found), slots, where, look.ratio, look.theme),
            [
                Mark(goal.x, goal.y, slots[number])
                for number, goal in enumerate(found.destinations)
                if number in numbers.shares
            ],
            rows(found, numbers, slots),
        )

    def _slots_of(self, request: Request, found: Basins, numbers: Measures) -> list[int]:
        """Return the colour of each destination, the one that it had on the same loss."""
        if request.scene.loss != self._loss:
            self._loss = request.scene.loss
            self._slots.clear()
        survey, destinations = request.survey, found.destinations
        names: list[object] = []
        if survey is not None:
            names += [point.identity for point in survey.points]
            names += [curve.identity for curve in survey.curves]
        names += [("found", number) for number in range(len(destinations) - len(names))]
        reached = [place for place in range(len(names)) if place in numbers.shares]
        used = self._slots.assign(
            [destinations[place] for place in reached],
            [names[place] for place in reached],
            found.grid.view,
        )
        slots = [0] * len(destinations)
        for place, slot in zip(reached, used, strict=True):
            slots[place] = slot
        return slots

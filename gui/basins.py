"""The layer of basins of attraction: of which entry, computed when, shown how."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from core.scene import entry_labels
from gui.appearance import Appearance
from gui.basin_words import FAILURE, NO_METHOD, reading, rows, title, translated
from gui.basin_work import COARSEST, Answer, Request, answers, renamed
from gui.controller import Controller
from gui.playback import Playback
from gui.plot.basin_colours import Slots
from gui.plot.basin_legend import BasinLegend
from gui.plot.basin_overlay import BasinMarks, BasinOverlay, Mark
from gui.plot.landscape_view import LandscapeView
from gui.resolved import Resolved
from gui.tasks import CancelCheck, NewestRunner

CALM_MILLISECONDS = 200
"""After which a hand that holds something but does not move is at rest."""

log = logging.getLogger(__name__)


class BasinLayer(QObject):
    """Colours every pixel by where a run of one entry from there ends.

    Nothing is computed while it is not shown.
    """

    shown_changed = Signal(bool)

    def __init__(
        self,
        landscape: LandscapeView,
        controller: Controller,
        playback: Playback,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._landscape = landscape
        self._controller = controller
        self._playback = playback
        self._appearance = appearance
        self._entry: int | None = None
        self._is_shown = self._is_held = self._is_busy = False
        self._asked: Request | None = None
        self._answer: Answer | None = None
        self._loss = ""
        self._slots = Slots()
        self._motion = QTimer(self, singleShot=True, interval=CALM_MILLISECONDS)
        self._motion.timeout.connect(self.refresh)
        self._overlay, self._marks = BasinOverlay(), BasinMarks()
        self._legend = BasinLegend(landscape)
        landscape.add_overlay(self._overlay, is_below_trails=True)
        landscape.add_overlay(self._marks)
        landscape.installEventFilter(self)
        self._runner = NewestRunner(self)
        self._runner.published.connect(self._show)
        self._runner.failed.connect(self._show_failure)
        self._runner.finished.connect(self._rest)
        controller.resolved_changed.connect(self.refresh)
        controller.gesture_changed.connect(self._follow_gesture)
        playback.playing_changed.connect(self.refresh)
        appearance.changed.connect(self._dress)
        self._dress()

    @property
    def is_shown(self) -> bool:
        """Whether the layer is switched on."""
        return self._is_shown

    @property
    def answer(self) -> Answer | None:
        """What is on the screen, None while nothing is."""
        return self._answer

    @property
    def legend(self) -> BasinLegend:
        """What the plot says about the basins."""
        return self._legend

    @property
    def marks(self) -> BasinMarks:
        """The discs behind the critical points that runs end at."""
        return self._marks

    def toggle(self) -> None:
        """Show the layer, or no longer."""
        self._is_shown = not self._is_shown
        self.shown_changed.emit(self._is_shown)
        if self._is_shown:
            self.refresh()
        else:
            self._runner.cancel()
            self._clear()

    def choose_entry(self, entry: int) -> None:
        """Show the basins of this entry from now on."""
        self._entry = entry
        self.refresh()

    def choose_run(self, entry: int, _start: int, _step: int = 0) -> None:
        """Show the basins of the entry of a run from now on."""
        self.choose_entry(entry)

    def show_reading(self, x: float, y: float) -> None:
        """Add to the line at the pointer where a run from there ends."""
        text = reading(self._answer.basins, x, y) if self._answer is not None else ""
        before = self._landscape.readout
        if text and before:
            self._landscape.set_readout(self.tr("{0} · {1}").format(before, text))

    def close(self) -> None:
        """Stop the background thread."""
        self._motion.stop()
        self._runner.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the legend in its corner of the landscape, in letters of its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._legend.arrange()
        return super().eventFilter(watched, event)

    def refresh(self) -> None:
        """Have computed what is shown, unless it is already."""
        resolved = self._controller.resolved
        if not self._is_shown or resolved is None or resolved.race is None:
            return
        entry = self._present_entry(resolved)
        if entry is None:
            self._say_that_no_method_runs()
            return
        request = self._request(resolved, entry)
        if not self._is_asked(request):
            self._submit(request)
        elif not self._is_busy and self._has_other_points(resolved):
            assert self._answer is not None
            self._is_busy = True
            self._runner.submit(partial(_renamed, self._answer, request))
        else:
            self._show_legend()

    def _is_asked(self, request: Request) -> bool:
        asked = self._asked
        if asked is None or not request.asks_the_same(asked):
            return False
        return asked.finest <= request.finest

    def _submit(self, request: Request) -> None:
        self._asked, self._is_busy = request, True
        self._runner.submit(partial(answers, request))

    def _present_entry(self, resolved: Resolved) -> int | None:
        """Return the chosen entry, or where none was chosen the first that is seen."""
        entries = resolved.scene.entries
        if not entries:
            return None
        seen = [place for place, entry in enumerate(entries) if entry.visible]
        chosen = self._entry if self._entry is not None else (seen or [0])[0]
        return min(chosen, len(entries) - 1)

    def _request(self, resolved: Resolved, entry: int) -> Request:
        if self._motion.isActive():
            # Finer ones would be outdated at once.
            return Request(resolved, entry, 1, COARSEST, COARSEST)
        threads = 1 if self._is_held or self._playback.is_playing else None
        request = Request(resolved, entry, threads, COARSEST, 1)
        answer = self._answer
        if answer is None or not request.asks_the_same(answer.request):
            return request
        # Nothing coarser than what is seen comes again.
        return dataclasses.replace(request, coarsest=answer.basins.grid.stride)

    def _has_other_points(self, resolved: Resolved) -> bool:
        answer = self._answer
        return (
            answer is not None
            and resolved.survey is not None
            and resolved.survey is not answer.survey
        )

    def _follow_gesture(self, gesture: str) -> None:
        self._is_held = bool(gesture)
        if gesture:
            self._motion.start()
        else:
            self._motion.stop()
            self.refresh()

    def _rest(self) -> None:
        self._is_busy = False
        self.refresh()

    def _show(self, answer: Answer) -> None:
        if not self._is_shown:
            return
        resolved = answer.request.resolved
        loss = resolved.scene.loss
        if loss != self._loss:
            self._loss = loss
            self._slots.clear()
        self._answer = answer
        slots = self._slots_of(answer)
        self._overlay.set_picture(answer.basins.grid, answer.codes, slots)
        self._marks.set_marks(
            [
                Mark(place.x, place.y, slots[number])
                for number, place in enumerate(answer.basins.destinations)
                if number in answer.measures.shares
            ]
        )
        self._show_legend()

    def _slots_of(self, answer: Answer) -> list[int]:
        survey, destinations = answer.survey, answer.basins.destinations
        names: list[object] = []
        if survey is not None:
            names += [point.identity for point in survey.points]
            names += [curve.identity for curve in survey.curves]
        names += [("found", number) for number in range(len(destinations) - len(names))]
        reached = [place for place in range(len(names)) if place in answer.measures.shares]
        used = self._slots.assign(
            [destinations[place] for place in reached],
            [names[place] for place in reached],
            answer.basins.grid.view,
        )
        slots = [0] * len(destinations)
        for place, slot in zip(reached, used, strict=True):
            slots[place] = slot
        return slots

    def _show_legend(self) -> None:
        answer = self._answer
        if answer is None:
            return
        resolved = self._controller.resolved
        entries = resolved.scene.entries if resolved is not None else ()
        labels = entry_labels(entries)
        entry = answer.request.entry
        starts = [(start.x, start.y) for start in self._controller.scene.starts]
        marks = [(mark.x, mark.y) for mark in self._marks.marks]
        if entry < len(labels):
            found = rows(answer.basins, answer.measures, self._slots_of(answer))
            self._legend.set_lines(title(labels[entry]), found, [*starts, *marks])
        self._landscape.update()

    def _clear(self) -> None:
        self._asked = self._answer = None
        self._is_busy = False
        self._overlay.clear()
        self._marks.set_marks(())
        self._legend.set_lines("", ())
        self._landscape.update()

    def _say_that_no_method_runs(self) -> None:
        if self._is_busy:
            self._runner.cancel()
        self._clear()
        self._legend.set_lines(translated(NO_METHOD), ())

    def _show_failure(self, error: Exception) -> None:
        log.error("the basins of attraction could not be computed", exc_info=error)
        asked = self._asked
        self._clear()
        self._asked = asked
        self._legend.set_lines(translated(FAILURE), ())

    def _dress(self) -> None:
        theme = self._appearance.theme
        self._overlay.set_theme(theme)
        self._marks.set_theme(theme)
        self._legend.set_theme(theme)
        self._landscape.update()


def _renamed(answer: Answer, request: Request, _cancelled: CancelCheck) -> Iterator[Answer]:
    """Do in an instant what no one needs to cancel."""
    return renamed(answer, request)

"""The page of hyperparameter maps: when a map is computed, and what a click on it means."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from core.axes import with_axis_values
from core.optimizers.facts import values
from core.scene import Scene
from gui.appearance import Appearance
from gui.controller import Controller
from gui.hand import Hand
from gui.hyperparameter_map.axes import snapped
from gui.hyperparameter_map.choice import MapChoice
from gui.hyperparameter_map.view import MapView
from gui.hyperparameter_map.work import Answer, Request, answers, quick_stride
from gui.intents import Intents
from gui.panels.map_panel import MapPanel
from gui.resolved import Resolved
from gui.side_pages import SidePages
from gui.tasks import NewestRunner

PAGE = "map"

PROGRESS_MILLISECONDS = 300
"""Work that takes longer shows how much of it is done."""

SCREEN_PIXELS = 2
"""Of the page along either axis for one pixel of a map."""


class HyperparameterMaps(QObject):
    """Maps how the runs of an entry end, while its page is open."""

    def __init__(
        self,
        panel: MapPanel,
        pages: SidePages,
        controller: Controller,
        intents: Intents,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._pages = pages
        self._controller = controller
        self._intents = intents
        self.choice = MapChoice(panel, controller, self)
        self._view = MapView(panel, self.choice, controller, appearance, self)
        self._asked: Request | None = None
        self._is_busy = False
        self._hand = Hand(controller, self)
        self._hand.stilled.connect(self.refresh)
        self._patience = QTimer(self, singleShot=True, interval=PROGRESS_MILLISECONDS)
        self._patience.timeout.connect(self._show_progress)
        self._runner = NewestRunner(self)
        self._runner.published.connect(self._take)
        self._runner.failed.connect(self._view.show_failure)
        self._runner.finished.connect(self._rest)
        controller.scene_changed.connect(self._show_choice)
        controller.resolved_changed.connect(self.refresh)
        pages.page_changed.connect(self._turn_page)
        self.choice.changed.connect(self._follow_choice)
        panel.chart.chosen.connect(self._set_entry)
        panel.chart.resized.connect(self.refresh)

    @property
    def answer(self) -> Answer | None:
        """What is known of the map on the page, None while nothing is."""
        return self._view.answer

    @property
    def is_complete(self) -> bool:
        """Whether the map that is wanted is known in full."""
        answer = self.answer
        if answer is None or self._is_busy or not answer.found.is_complete:
            return False
        return answer.request.asks_the_same(self._asked)

    def image(self) -> QImage | None:
        """Return the map with its legend for a file, None while there is none."""
        return self._view.image()

    def open(self) -> None:
        """Open the page."""
        self._pages.open(PAGE)

    def close(self) -> None:
        """Stop the background threads."""
        self._hand.close()
        self._patience.stop()
        self._runner.close()
        self._view.close()

    def cancel(self) -> bool:
        """Give up what is being computed, keep what is done; tell whether there was anything."""
        was_busy = self._is_busy
        if was_busy:
            self._runner.cancel()
        return was_busy

    def refresh(self, _news: object = None) -> None:
        """Have computed what the page shows, unless it is already."""
        resolved = self._controller.resolved
        if self._pages.current != PAGE or resolved is None or resolved.race is None:
            return
        request = self._request(resolved)
        if request is None or self._is_asked(request):
            return
        self._asked, self._is_busy = request, True
        if not self._patience.isActive():
            self._patience.start()
        self._runner.submit(partial(answers, request))

    def _is_asked(self, request: Request) -> bool:
        asked = self._asked
        if asked is None or not request.asks_the_same(asked):
            return False
        return asked.finest <= request.finest

    def _request(self, resolved: Resolved) -> Request | None:
        """Return what the page shows of a scene, None where there is no map of it."""
        axes, place, scene = self.choice.axes, self.choice.place, resolved.scene
        if axes is None or not scene.starts or not self._is_about(scene):
            return None
        columns, rows = self._size()
        tolerance = self.choice.tolerance
        if self._hand.moves:
            finest = quick_stride(columns * rows, len(scene.starts) * scene.steps)
            return Request(resolved, place, *axes, columns, rows, tolerance, 1, finest)
        # While a hand holds something the race comes first.
        threads = 1 if self._hand.holds else None
        return Request(resolved, place, *axes, columns, rows, tolerance, threads, 1)

    def _is_about(self, scene: Scene) -> bool:
        """Tell whether a scene, which may be an earlier one, has the chosen entry and axes."""
        entry, place, axes = self.choice.entry, self.choice.place, self.choice.axes
        if entry is None or axes is None or place >= len(scene.entries):
            return False
        then = scene.entries[place].optimizer
        has_axes = all(axis.name in values(then) for axis in axes)
        return type(then) is type(entry.optimizer) and has_axes

    def _size(self) -> tuple[int, int]:
        area = self._panel.chart.area()
        columns, rows = (round(side / SCREEN_PIXELS) for side in (area.width(), area.height()))
        return max(2, columns), max(2, rows)

    def _turn_page(self, page: str) -> None:
        if page == PAGE:
            self._follow_choice()
        elif self.cancel():
            # What is not finished is begun again when the page is.
            self._asked = None

    def _follow_choice(self) -> None:
        self._show_choice()
        self.refresh()

    def _show_choice(self, _scene: object = None) -> None:
        if self._pages.current != PAGE:
            return
        self._view.show_choice()
        if self._view.what_is_missing():
            self.cancel()
            self._asked = None

    def _take(self, answer: Answer) -> None:
        if self._pages.current == PAGE:
            self._view.show_answer(answer)
            self._show_progress()

    def _rest(self) -> None:
        self._is_busy = False
        self._patience.stop()
        self._panel.chart.set_progress(None)

    def _show_progress(self) -> None:
        """Show how much is done once that has taken a while."""
        if not self._is_busy or self._patience.isActive():
            return
        answer, share = self.answer, 0.0
        if answer is not None and answer.request.asks_the_same(self._asked):
            share = float(answer.found.known.mean())
        self._panel.chart.set_progress(share)

    def _set_entry(self, x: float, y: float, is_finished: bool) -> None:
        """Give the entry the values in the middle of a pixel."""
        entry, axes = self.choice.entry, self.choice.axes
        if entry is None or axes is None:
            return
        chosen = {
            axis.name: snapped(axis, count, value)
            for axis, count, value in zip(axes, self._size(), (x, y), strict=True)
        }
        changed = replace(entry, optimizer=with_axis_values(entry.optimizer, chosen))
        self._intents.change_entry(self.choice.place, changed, is_finished)

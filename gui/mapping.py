"""The page of hyperparameter maps: when a map is computed, how it is shown and read."""

from __future__ import annotations

import logging
import math
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from core.axes import with_axis_values
from core.optimizers.facts import values
from core.scene import Scene, entry_labels
from gui.appearance import Appearance
from gui.controller import Controller
from gui.entry_styles import entry_styles
from gui.intents import Intents
from gui.mapping_axes import snapped
from gui.mapping_choice import MapChoice
from gui.mapping_words import (
    FAILURE,
    NO_METHOD,
    NO_START,
    TOO_FEW,
    conditions,
    grounds,
    pixel_at,
    title,
    translated,
)
from gui.mapping_work import Answer, Painted, Request, answers, painted, quick_stride
from gui.panels.map_panel import PICTURE_RATIO, MapPanel
from gui.plot.map_colours import Look, Quantity
from gui.resolved import Resolved
from gui.side_pages import SidePages
from gui.tasks import NewestRunner

PAGE = "map"

CALM_MILLISECONDS = 200
"""After which a hand that holds something but does not move is at rest."""

PROGRESS_MILLISECONDS = 300
"""Work that takes longer shows how much of it is done."""

SCREEN_PIXELS = 2
"""Of the page along either axis for one pixel of a map."""

log = logging.getLogger(__name__)


class HyperparameterMaps(QObject):
    """Maps how the runs of an entry end, while its page is open.

    One thread computes, another colours, so that another look at a map that is being
    computed needs no second computation.
    """

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
        self._appearance = appearance
        self.choice = MapChoice(panel, controller, self)
        self._quantity = Quantity.MEAN_LOSS
        self._asked: Request | None = None
        self._answer: Answer | None = None
        self._is_held = self._is_busy = False
        self._pointed = (math.nan, math.nan)
        self._motion = QTimer(self, singleShot=True, interval=CALM_MILLISECONDS)
        self._patience = QTimer(self, singleShot=True, interval=PROGRESS_MILLISECONDS)
        self._runner, self._painter = NewestRunner(self), NewestRunner(self)
        self._connect()
        panel.set_quantity(self._quantity)

    def _connect(self) -> None:
        panel, controller = self._panel, self._controller
        self._motion.timeout.connect(self.refresh)
        self._patience.timeout.connect(self._show_progress)
        self._runner.published.connect(self._take)
        self._runner.failed.connect(self._show_failure)
        self._runner.finished.connect(self._rest)
        self._painter.published.connect(self._show)
        self._painter.failed.connect(self._show_failure)
        controller.scene_changed.connect(self._show_scene)
        controller.resolved_changed.connect(self.refresh)
        controller.gesture_changed.connect(self._follow_gesture)
        self._pages.page_changed.connect(self._turn_page)
        self._appearance.changed.connect(self._dress)
        self.choice.changed.connect(self._show_choice)
        panel.quantity_chosen.connect(self._choose_quantity)
        panel.chart.pointed_at.connect(self._point_at)
        panel.chart.chosen.connect(self._set_entry)
        panel.chart.resized.connect(self.refresh)

    @property
    def answer(self) -> Answer | None:
        """What is known of the map on the page, None while nothing is."""
        return self._answer

    @property
    def is_complete(self) -> bool:
        """Whether the map that is wanted is known in full."""
        answer = self._answer
        if answer is None or self._is_busy or not answer.found.is_complete:
            return False
        return answer.request.asks_the_same(self._asked)

    def open(self) -> None:
        """Open the page."""
        self._pages.open(PAGE)

    def close(self) -> None:
        """Stop the background threads."""
        self._motion.stop()
        self._patience.stop()
        self._runner.close()
        self._painter.close()

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
        if not self._motion.isActive():
            # While a hand holds something the race comes first.
            threads = 1 if self._is_held else None
            return Request(resolved, place, *axes, columns, rows, tolerance, threads, 1)
        finest = quick_stride(columns * rows, len(scene.starts) * scene.steps)
        return Request(resolved, place, *axes, columns, rows, tolerance, 1, finest)

    def _is_about(self, scene: Scene) -> bool:
        """Tell whether a scene, which may be an earlier one, has the chosen entry and axes."""
        entry, place, axes = self.choice.entry, self.choice.place, self.choice.axes
        if entry is None or axes is None or place >= len(scene.entries):
            return False
        then = scene.entries[place].optimizer
        return type(then) is type(entry.optimizer) and {axis.name for axis in axes} <= {
            *values(then)
        }

    def _size(self) -> tuple[int, int]:
        area = self._panel.chart.area()
        columns, rows = (round(side / SCREEN_PIXELS) for side in (area.width(), area.height()))
        return max(2, columns), max(2, rows)

    def _turn_page(self, page: str) -> None:
        if page == PAGE:
            self._show_scene()
            self.refresh()
        else:
            self.cancel()

    def _follow_gesture(self, gesture: str) -> None:
        self._is_held = bool(gesture)
        if gesture:
            self._motion.start()
        else:
            self._motion.stop()
            self.refresh()

    def _show_choice(self) -> None:
        self._show_scene()
        self.refresh()

    def _show_scene(self, _scene: object = None) -> None:
        """Show whose map it is, its axes and where the entry stands."""
        if self._pages.current != PAGE:
            return
        self.choice.show()
        self._dress()
        entry, axes = self.choice.entry, self.choice.axes
        self._panel.set_message(self._what_is_missing())
        if entry is not None and axes is not None:
            known = values(entry.optimizer)
            self._panel.chart.set_values(*(float(known[axis.name]) for axis in axes))
        self._show_reading()

    def _what_is_missing(self) -> str:
        entry = self.choice.entry
        if entry is None:
            return translated(NO_METHOD)
        if self.choice.axes is None:
            return translated(TOO_FEW).format(entry.optimizer.title)
        return "" if self._controller.scene.starts else translated(NO_START)

    def _take(self, answer: Answer) -> None:
        if self._pages.current != PAGE:
            return
        self._answer = answer
        self._show_progress()
        self._paint()

    def _rest(self) -> None:
        self._is_busy = False
        self._patience.stop()
        self._panel.chart.set_progress(None)

    def _show_progress(self) -> None:
        """Show how much is done once that has taken a while."""
        if self._is_busy and not self._patience.isActive():
            answer, share = self._answer, 0.0
            if answer is not None and answer.request.asks_the_same(self._asked):
                share = float(answer.found.known.mean())
            self._panel.chart.set_progress(share)

    def _choose_quantity(self, key: str) -> None:
        self._quantity = Quantity(key)
        self._paint()

    def _paint(self) -> None:
        """Have the map coloured, as it is known by now."""
        if self._answer is not None:
            look = self._look(self._panel.chart.devicePixelRatioF())
            self._painter.submit(partial(painted, self._answer, look))

    def _look(self, ratio: float) -> Look:
        area = self._panel.chart.area().size().toSize()
        theme = self._appearance.theme
        return Look(self._quantity, theme, area.width(), area.height(), ratio)

    def image(self) -> QImage | None:
        """Return the map with its legend for a file, None while there is none."""
        if self._answer is None:
            return None
        (result,) = painted(self._answer, self._look(PICTURE_RATIO), lambda: False)
        return self._panel.image(result.picture)

    def _show(self, result: Painted) -> None:
        request, found = result.answer.request, result.answer.found
        scene, quantity = request.resolved.scene, result.picture.quantity
        if self._what_is_missing():
            return
        count = len(scene.starts)
        self._panel.set_picture(
            result.picture,
            found,
            title(quantity, count, found.tolerance),
            grounds(quantity, count, scene.steps),
            conditions(entry_labels(scene.entries)[request.entry], scene, found),
        )
        self._show_reading()

    def _show_failure(self, error: Exception) -> None:
        log.error("the hyperparameter map could not be computed", exc_info=error)
        self._panel.set_message(translated(FAILURE))

    def _point_at(self, x: float, y: float) -> None:
        self._pointed = (x, y)
        self._show_reading()

    def _show_reading(self) -> None:
        """Show the numbers under the pointer, or else where the entry stands."""
        entry, axes = self.choice.entry, self.choice.axes
        if entry is None or axes is None or self._answer is None:
            return
        is_pointed_at = not math.isnan(self._pointed[0])
        place = self._pointed
        if not is_pointed_at:
            known = values(entry.optimizer)
            place = float(known[axes[0].name]), float(known[axes[1].name])
        self._panel.reading.set_pixel(pixel_at(self._answer.found, axes, place, is_pointed_at))

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

    def _dress(self, _theme: object = None) -> None:
        theme, entries = self._appearance.theme, self._controller.scene.entries
        styles = entry_styles(entries, theme)
        self._panel.set_theme(theme, styles[self.choice.place] if styles else None)
        self._paint()

"""What is seen of a hyperparameter map: its colours, what they mean, and one pixel's numbers."""

from __future__ import annotations

import logging
import math
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from core.errors import FallLineError
from core.optimizers.facts import values
from core.scene import entry_labels
from gui.appearance import Appearance
from gui.controller import Controller
from gui.entry_styles import entry_styles
from gui.hyperparameter_map.choice import MapChoice
from gui.hyperparameter_map.words import (
    FAILURE,
    NO_METHOD,
    NO_START,
    TOO_FEW,
    conditions,
    grounds,
    pixel_at,
    reading,
    title,
    translated,
)
from gui.hyperparameter_map.work import Answer, Painted, painted
from gui.panels.map_panel import PICTURE_RATIO, MapPanel
from gui.plot.map_colours import Look, Quantity
from gui.tasks import NewestRunner

log = logging.getLogger(__name__)


class MapView(QObject):
    """Shows on the page what is chosen and what is known of it.

    A thread of its own colours, so that another look at a map that is being computed
    needs no second computation.
    """

    def __init__(
        self,
        panel: MapPanel,
        choice: MapChoice,
        controller: Controller,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._choice = choice
        self._controller = controller
        self._appearance = appearance
        self._quantity = Quantity.MEAN_LOSS
        self._pointed = (math.nan, math.nan)
        self.answer: Answer | None = None
        """What is shown, None while nothing is."""
        self._painter = NewestRunner(self)
        self._painter.published.connect(self._show)
        self._painter.failed.connect(self.show_failure)
        appearance.changed.connect(self._dress_anew)
        panel.quantity_chosen.connect(self._choose_quantity)
        panel.chart.pointed_at.connect(self._point_at)
        panel.set_quantity(self._quantity)

    def close(self) -> None:
        """Stop the thread."""
        self._painter.close()

    def show_choice(self) -> None:
        """Show whose map it is, its axes and where the entry stands."""
        self._choice.show()
        self._dress()
        self._panel.set_message(self.what_is_missing())
        place = self._present_values()
        if place is not None:
            self._panel.chart.set_values(*place)
        self._show_reading()

    def show_answer(self, answer: Answer) -> None:
        """Show what is known of a map."""
        self.answer = answer
        self._paint()

    def show_failure(self, error: Exception) -> None:
        """Say why there is no map."""
        if isinstance(error, FallLineError):
            self._panel.set_message(str(error))
            return
        log.error("the hyperparameter map can't be shown", exc_info=error)
        self._panel.set_message(translated(FAILURE))

    def what_is_missing(self) -> str:
        """Say what a map needs that the scene has not; empty if nothing."""
        entry = self._choice.entry
        if entry is None:
            return translated(NO_METHOD)
        if self._choice.axes is None:
            return translated(TOO_FEW).format(entry.optimizer.title)
        return "" if self._controller.scene.starts else translated(NO_START)

    def image(self) -> QImage | None:
        """Return the map with its legend for a file, None while there is none."""
        if self.answer is None:
            return None
        (result,) = painted(self.answer, self._look(PICTURE_RATIO), lambda: False)
        return self._panel.image(result.picture)

    def _choose_quantity(self, key: str) -> None:
        self._quantity = Quantity(key)
        self._paint()

    def _paint(self) -> None:
        """Have the map coloured, as it is known by now."""
        if self.answer is not None:
            look = self._look(self._panel.chart.devicePixelRatioF())
            self._painter.submit(partial(painted, self.answer, look))

    def _look(self, ratio: float) -> Look:
        area = self._panel.chart.area().size().toSize()
        theme = self._appearance.theme
        return Look(self._quantity, theme, area.width(), area.height(), ratio)

    def _show(self, result: Painted) -> None:
        request, found = result.answer.request, result.answer.found
        scene, quantity = request.resolved.scene, result.picture.quantity
        if self.what_is_missing():
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

    def _point_at(self, x: float, y: float) -> None:
        self._pointed = (x, y)
        self._show_reading()

    def _show_reading(self) -> None:
        """Show the numbers under the pointer, or else where the entry stands."""
        axes, present = self._choice.axes, self._present_values()
        if axes is None or present is None or self.answer is None:
            return
        is_pointed_at = not math.isnan(self._pointed[0])
        place = self._pointed if is_pointed_at else present
        pixel = pixel_at(self.answer.found, axes, place, is_pointed_at)
        self._panel.reading.set_pixel(pixel)
        self._panel.chart.set_reading(reading(self._quantity, pixel))

    def _present_values(self) -> tuple[float, float] | None:
        entry, axes = self._choice.entry, self._choice.axes
        if entry is None or axes is None:
            return None
        present = values(entry.optimizer)
        # While the page is closed, the entry may become one of another method.
        if not all(axis.name in present for axis in axes):
            return None
        x, y = (float(present[axis.name]) for axis in axes)
        return x, y

    def _dress(self) -> None:
        theme = self._appearance.theme
        styles = entry_styles(self._controller.scene.entries, theme)
        self._panel.set_theme(theme, styles[self._choice.place] if styles else None)

    def _dress_anew(self, _theme: object) -> None:
        self._dress()
        self._paint()

"""How basins of attraction are shown on the landscape, and what is said about them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject

from core.scene import Start
from gui.basins.words import reading, title
from gui.basins.work import Answer
from gui.plot.basin_legend import BasinLegend
from gui.plot.basin_overlay import BasinMarks, BasinOverlay
from gui.plot.landscape_view import LandscapeView
from gui.theme import Theme


class BasinDisplay(QObject):
    """Lays answers over the landscape: colours, discs behind critical points, a legend."""

    def __init__(self, landscape: LandscapeView, parent: QObject) -> None:
        super().__init__(parent)
        self._landscape = landscape
        self._answer: Answer | None = None
        self._overlay = BasinOverlay()
        self.marks = BasinMarks()
        self.legend = BasinLegend(landscape)
        landscape.add_overlay(self._overlay, is_below_trails=True)
        landscape.add_overlay(self.marks)
        landscape.installEventFilter(self)

    @property
    def answer(self) -> Answer | None:
        """What is on the screen, None while nothing is."""
        return self._answer

    def show_answer(self, answer: Answer) -> None:
        """Colour the plot; `explain` says whose basins these are."""
        self._answer = answer
        self._overlay.set_picture(answer.picture)
        self.marks.set_marks(answer.marks)
        self._landscape.update()

    def explain(self, labels: Sequence[str], starts: Sequence[Start]) -> None:
        """Name the entry and its basins, where they hide neither starts nor marks.

        Parameters
        ----------
        labels
            What the entries are called.
        starts
            Where their runs begin.
        """
        answer = self._answer
        if answer is None or answer.request.entry >= len(labels):
            return
        places = [(start.x, start.y) for start in starts]
        places += [(mark.x, mark.y) for mark in self.marks.marks]
        self.legend.set_lines(title(labels[answer.request.entry]), answer.rows, places)

    def say(self, sentence: str) -> None:
        """Show no basins, and say something or nothing in their place."""
        self._answer = None
        self._overlay.set_picture(None)
        self.marks.set_marks(())
        self.legend.set_lines(sentence, ())
        self._landscape.update()

    def show_reading(self, x: float, y: float) -> None:
        """Add to the line at the pointer where a run from there ends."""
        text = reading(self._answer.basins, x, y) if self._answer is not None else ""
        before = self._landscape.readout
        if text and before:
            self._landscape.set_readout(self.tr("{0} · {1}").format(before, text))
        self.legend.set_pointer(x, y)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance; a picture keeps its own until it is renewed."""
        self.marks.set_theme(theme)
        self.legend.set_theme(theme)
        self._landscape.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the legend in its corner of the landscape, in letters of its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self.legend.arrange()
        return super().eventFilter(watched, event)

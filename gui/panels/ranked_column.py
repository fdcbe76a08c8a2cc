"""A column of rows that glide to their places when the ranking changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QEvent, QSize, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

GLIDE_MILLISECONDS = 260
REST_MILLISECONDS = 600
"""Least time between two changes of order, so that a close race stays readable."""


class RankedColumn(QWidget):
    """Stacks rows in an order that may change at any time.

    Rows stay where they are while the pointer or the keyboard is on one of them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QWidget] = []
        self._shown: list[int] = []
        self._wanted: list[int] = []
        self._from: list[float] = []
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MILLISECONDS)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._glide.valueChanged.connect(self._move)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._take_order)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: Sequence[QWidget]) -> None:
        """Hold these rows, keeping the order of those that were there."""
        before = [self._rows[index] for index in self._shown]
        self._rows = list(rows)
        kept = [self._rows.index(row) for row in before if row in self._rows]
        new = [index for index in range(len(self._rows)) if index not in kept]
        self._shown = kept + new
        self._wanted = list(self._shown)
        for row in self._rows:
            if row.parentWidget() is not self:
                row.setParent(self)
                row.show()
        self._glide.stop()
        self._settle()

    def set_order(self, order: Sequence[int]) -> None:
        """Ask for an order of rows, first on top; it is taken when that is calm."""
        self._wanted = list(order)
        if self._wanted != self._shown and not self._rest.isActive():
            self._take_order()

    def order(self) -> list[int]:
        """Return the rows from top to bottom."""
        return list(self._shown)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the widest row by the sum of heights."""
        width = max((row.sizeHint().width() for row in self._rows), default=0)
        return QSize(width, sum(self._height(row) for row in self._rows))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same height, and the least width of a row."""
        width = max((row.minimumSizeHint().width() for row in self._rows), default=0)
        return QSize(width, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the rows to the new width at once."""
        super().resizeEvent(event)
        self._settle()

    def event(self, event: QEvent) -> bool:
        """Make room when a row asks for another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._settle()
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Catch up with the ranking once the pointer has left."""
        super().leaveEvent(event)
        self.set_order(self._wanted)

    def _take_order(self) -> None:
        is_known = sorted(self._wanted) == sorted(self._shown)
        if self._wanted == self._shown or not is_known or self._is_in_use():
            return
        self._from = [float(row.y()) for row in self._rows]
        self._shown = list(self._wanted)
        self._rest.start()
        if self.isVisible() and not self._is_for_a_picture():
            self._glide.start()
        else:
            self._settle()

    def _is_for_a_picture(self) -> bool:
        return self.window().testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)

    def _is_in_use(self) -> bool:
        focus = QApplication.focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    def _height(self, row: QWidget) -> int:
        width = self.width() or row.sizeHint().width()
        return row.heightForWidth(width) if row.hasHeightForWidth() else row.sizeHint().height()

    def _places(self) -> list[int]:
        """Return the top of every row, in the order of the rows themselves."""
        tops = [0] * len(self._rows)
        top = 0
        for index in self._shown:
            tops[index] = top
            top += self._height(self._rows[index])
        return tops

    def _move(self, share: float) -> None:
        for row, start, end in zip(self._rows, self._from, self._places(), strict=False):
            row.move(0, round(start + (end - start) * share))

    def _settle(self) -> None:
        """Give every row its size, and its place unless it is on its way there."""
        is_gliding = self._glide.state() == QVariantAnimation.State.Running
        for row, top in zip(self._rows, self._places(), strict=True):
            row.setGeometry(0, row.y() if is_gliding else top, self.width(), self._height(row))
        self.updateGeometry()

"""The charts below the playback bar, one at a time, and the buttons that choose among them."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gui.panels.chart_legend import ChartLegend, LegendLine
from gui.panels.menu_button import MenuButton
from gui.plot.curvature_chart import CurvatureChart
from gui.plot.loss_chart import LossChart
from gui.plot.loss_curves import Quantity

MOST_STARTS = 30
"""So many starts are offered in the menu of runs at most; further ones by a click on a trail."""


class Page(enum.Enum):
    """Which chart is shown."""

    LOSS = "loss"
    GRADIENT = "gradient"
    SHARPNESS = "sharpness"


class Charts(QWidget):
    """Shows one chart under a line with its legend and the choice of charts."""

    page_changed = Signal(object)
    """The `Page` that is shown now."""

    run_chosen = Signal(int, int)
    """Entry and start whose curvature a person wants to see."""

    def __init__(self, chart: LossChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charts")
        self.chart = chart
        self.curvature = CurvatureChart()
        self.legend = ChartLegend()
        self.page = Page.LOSS
        self._offered: tuple[object, ...] = ()
        self._make_buttons()
        self._make_menu()
        self._lay_out()
        self._show_page()

    def _make_buttons(self) -> None:
        self._group = QButtonGroup(self)
        self.buttons: dict[Page, QPushButton] = {}
        for page, text, tip in (
            (Page.LOSS, self.tr("Loss"), self.tr("Show the loss of every run.")),
            (
                Page.GRADIENT,
                self.tr("Gradient"),
                self.tr("Show how long the gradient of every run is."),
            ),
            (
                Page.SHARPNESS,
                self.tr("Sharpness"),
                self.tr("Show the curvature along one run against the limit of its method."),
            ),
        ):
            button = QPushButton(text)
            button.setObjectName(f"{page.value}ChartButton")
            button.setProperty("role", "segment")
            button.setAccessibleName(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, page=page: self.show_page(page))
            self._group.addButton(button)
            self.buttons[page] = button

    def _make_menu(self) -> None:
        menu = QMenu(self)
        menu.triggered.connect(self._announce_run)
        self.run_button = MenuButton("", menu, is_quiet=True)
        self.run_button.setObjectName("chartRunButton")
        self.run_button.setToolTip(self.tr("Choose the run whose curvature is shown."))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2)
        head.addWidget(self.legend, 1)
        head.addWidget(self.run_button)
        head.addSpacing(10)
        for button in self.buttons.values():
            head.addWidget(button)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.curvature)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._stack, 1)

    def show_page(self, page: Page) -> None:
        """Show a chart."""
        if page is not self.page:
            self.page = page
            self._show_page()
            self.page_changed.emit(page)
        self.buttons[page].setChecked(True)

    def show_next(self) -> None:
        """Show the next chart, after the last one the first."""
        pages = list(Page)
        self.show_page(pages[(pages.index(self.page) + 1) % len(pages)])

    def set_runs(
        self, labels: Sequence[str], starts: Sequence[str], entry: int, start: int
    ) -> None:
        """Offer the entries and the starts, those of the shown run being chosen."""
        offered = (tuple(labels), tuple(starts), entry, start)
        if offered == self._offered:
            return
        self._offered = offered
        menu = self.run_button.menu()
        assert menu is not None
        menu.clear()
        for place, text in enumerate(labels):
            self._offer(menu, text, (place, start), is_chosen=place == entry)
        if 1 < len(starts) <= MOST_STARTS:
            menu.addSeparator()
            for place, text in enumerate(starts):
                self._offer(menu, text, (entry, place), is_chosen=place == start)
        text = labels[entry] if entry < len(labels) else ""
        if len(starts) > 1:
            text = f"{text}, {starts[start]}"
        self.run_button.setText(text)
        self.run_button.setAccessibleName(self.tr("Run: {0}").format(text))
        self.run_button.setVisible(self.page is Page.SHARPNESS and bool(text))
        self.run_button.updateGeometry()

    def set_legend(self, lines: Sequence[LegendLine]) -> None:
        """Say what the lines of the curvature chart are."""
        if self.page is Page.SHARPNESS:
            self.legend.set_lines(lines)

    def _offer(self, menu: QMenu, text: str, run: tuple[int, int], *, is_chosen: bool) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(is_chosen)
        action.setData(run)
        action.setObjectName(f"chartRun-{run[0]}-{run[1]}")

    def _announce_run(self, action: QAction) -> None:
        entry, start = action.data()
        self.run_chosen.emit(entry, start)

    def _show_page(self) -> None:
        is_curvature = self.page is Page.SHARPNESS
        self.buttons[self.page].setChecked(True)
        self.run_button.setVisible(is_curvature and bool(self.run_button.text()))
        self._stack.setCurrentWidget(self.curvature if is_curvature else self.chart)
        self.legend.setToolTip("")
        if is_curvature:
            self.legend.set_lines(())
            return
        is_loss = self.page is Page.LOSS
        self.chart.set_quantity(Quantity.LOSS if is_loss else Quantity.GRADIENT_NORM)
        text = self.tr("Loss at each step") if is_loss else self.tr("Gradient norm at each step")
        self.legend.set_lines((LegendLine(text),))

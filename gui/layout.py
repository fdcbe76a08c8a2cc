"""Where the views stand in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.notice import Notice
from gui.panels.charts import Charts
from gui.side_pages import SidePages
from gui.views import Views

MARGIN = 22
"""Left of the picture, as much as the loss bar keeps."""


def race_page(views: Views, explain: QAction) -> QWidget:
    """Return the panels of the race below each other.

    Parameters
    ----------
    views
        Those of the window.
    explain
        What the button below the methods does.
    """
    views.optimizers.add_button(_explain_button(explain))
    page = QWidget()
    page.setObjectName("sidePanel")
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 18, 20, 18)
    column.setSpacing(16)
    for panel in (views.caption, views.optimizers, views.parameters, views.curvature):
        column.addWidget(panel)
    column.addWidget(views.critical_points, 1)
    return page


def fill_window(
    content: QWidget, views: Views, notice: Notice, charts: Charts, pages: SidePages
) -> None:
    """Fill the window's content: the loss above, the picture, and the pages beside it.

    From the outside to the inside: a widget is dressed anew with everything in it each
    time that it gets another parent.
    """
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(views.loss_bar)
    column.addWidget(notice)
    body = QHBoxLayout()
    body.setSpacing(0)
    column.addLayout(body, 1)
    picture = QVBoxLayout()
    picture.setContentsMargins(MARGIN, 14, 8, 14)
    picture.setSpacing(12)
    body.addLayout(picture, 1)
    body.addWidget(pages, 1)
    picture.addWidget(views.landscape, 1)
    picture.addWidget(views.playback)
    picture.addWidget(charts)


def _explain_button(explain: QAction) -> QPushButton:
    """Return the button that opens the explanation of the present step."""
    button = QPushButton(QCoreApplication.translate("Layout", "Explain this step"))
    button.setObjectName("explainStepButton")
    button.setProperty("role", "link")
    button.setToolTip(explain.toolTip())
    button.setAccessibleName(button.text())
    button.clicked.connect(explain.trigger)
    return button

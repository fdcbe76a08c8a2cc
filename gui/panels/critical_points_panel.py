"""The critical points in view, by shape; a click centres one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from core.critical_points import Survey
from gui.panels.critical_points_model import CriticalPointsModel
from gui.panels.points_table import PointsTable
from gui.panels.survey_words import conclusions, searching, summary
from gui.style import number_font
from gui.theme import Theme

CONCLUSION_LINES = 4
"""Lines kept free below the list, so that nothing jumps when a search ends."""

SENTENCE_GAP = 4
PROGRESS_HEIGHT = 3


class CriticalPointsPanel(QWidget):
    """Lists the critical points in view and emits which one is wanted."""

    chosen = Signal(int)
    """Identity of a point or a curve."""
    summary_changed = Signal(str)
    """The kinds that are listed, counted."""
    news_changed = Signal(str)
    """A sentence, or empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("criticalPointsPanel")
        self._model = CriticalPointsModel(self)
        self.table = PointsTable(self._model)
        self.table.setAccessibleName(self.tr("Critical points in view"))
        self.table.chosen.connect(self.chosen)
        self.summary = _label("criticalPointsSummary", "heading")
        self.message = _label("criticalPointsMessage", "small")
        self.news = _label("criticalPointsNews", "news")
        self.remark = _label("criticalPointRemark", "remark")
        self.conclusions = _label("criticalPointsConclusions", "small")
        self.conclusions.setTextFormat(Qt.TextFormat.RichText)
        self.conclusions.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._make_progress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._head())
        layout.addWidget(self.progress)
        layout.addWidget(self.message)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        layout.addWidget(self._foot())
        self.set_news("")
        self._show_remark()
        self.message.hide()
        self.table.hide()

    def _make_progress(self) -> None:
        self.progress = QProgressBar()
        self.progress.setObjectName("criticalPointsProgress")
        self.progress.setAccessibleName(self.tr("How much of the view is searched"))
        self.progress.setToolTip(self.tr("How much of the view is searched for critical points."))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(PROGRESS_HEIGHT)
        self.progress.setRange(0, 1000)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        title = _label("criticalPointsTitle", "heading")
        title.setText(self.tr("Critical points"))
        head.addWidget(title, 1)
        head.addWidget(self.summary, 1)
        return head

    def _foot(self) -> QWidget:
        self._room = QWidget()
        column = QVBoxLayout(self._room)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SENTENCE_GAP)
        column.addWidget(self.news)
        column.addWidget(self.remark)
        column.addWidget(self.conclusions, 1)
        return self._room

    def set_theme(self, theme: Theme) -> None:
        """Take the colours, and the fonts that the style sheet has given by now."""
        self.ensurePolished()
        self.table.ensurePolished()
        fonts = self.table.font(), number_font(self.table)
        self._model.set_look(theme, *fonts, self.devicePixelRatioF())
        self.table.measure()
        self.conclusions.ensurePolished()
        spacing = self.conclusions.fontMetrics().lineSpacing()
        self._room.setMinimumHeight(CONCLUSION_LINES * spacing)

    def set_survey(self, survey: Survey) -> None:
        """List what is found so far."""
        self._model.set_findings((*survey.points, *survey.curves))
        self.summary.setText(summary(survey))
        self.summary_changed.emit(self.summary.text())
        has_rows = bool(self._model.rows)
        self.table.setVisible(has_rows)
        self.message.setVisible(not has_rows)
        self._show_remark()
        self.table.fit()

    def set_finished(self, survey: Survey) -> None:
        """Say what the whole of a search tells."""
        self.progress.setValue(0)
        self.message.setText(self.tr("None in view."))
        self._conclude(conclusions(survey))

    def set_searching(self, explored: float) -> None:
        """Say that a search goes on, with the part of the view that is explored."""
        self.progress.setValue(round(1000 * explored))
        self.message.clear()
        self._conclude([searching(explored)])

    def set_stopped(self) -> None:
        """Say that a search was given up before its end."""
        self.progress.setValue(0)
        self._conclude([self.tr("The search was stopped: there may be more points.")])

    def set_news(self, sentence: str) -> None:
        """Say what has just happened to points; empty when it is no news any more."""
        self.news.setText(sentence)
        self.news.setVisible(bool(sentence))
        self.news_changed.emit(sentence)

    def _conclude(self, sentences: Sequence[str]) -> None:
        style = f"margin: 0 0 {SENTENCE_GAP}px 0"
        paragraphs = (f'<p style="{style}">{escape(sentence)}</p>' for sentence in sentences)
        self.conclusions.setText("".join(paragraphs))
        self.conclusions.setAccessibleName(" ".join(sentences))

    def set_selected(self, identity: int | None) -> None:
        """Let one point or curve stand out, or none."""
        if identity != self._model.selected:
            self._model.set_selected(identity)
            self.table.show_row(self._model.row_of(identity))
            self._show_remark()

    def _show_remark(self) -> None:
        """Say of the chosen point what its row has no room for."""
        row = self._model.row_of(self._model.selected)
        remark = self._model.rows[row].found.remark if row is not None else ""
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))


def _label(name: str, role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label

"""What the loss does at one point: eigenvalues, gradient, and a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.curvature import Curvature
from core.descent import GradientDescentFacts
from core.eigen import Vector
from core.shape_words import Signs
from gui.numbers import NOT_A_NUMBER, format_number, format_point
from gui.panels.derivatives_view import DerivativesView
from gui.panels.descent_view import DescentView, format_steps
from gui.panels.eigenvalue_bars import EigenvalueBar, bar_share
from gui.panels.menu_button import MenuButton
from gui.panels.number_label import NumberLabel
from gui.theme import Theme

NOTHING = 1e-6
"""An eigenvalue without a sure sign, smaller than this part of the other, is shown as nothing."""

SENTENCE_LINES = 3
"""Lines kept free for the sentence, so that what stands below does not jump."""


class CurvaturePanel(QWidget):
    """Shows the curvature at the inspected point."""

    follow_changed = Signal(str)
    """The key of the chosen thing to follow, one of `set_choices`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curvaturePanel")
        self.heading = QLabel()
        self.heading.setObjectName("curvatureHeading")
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.sentence = QLabel()
        self.sentence.setObjectName("curvatureSentence")
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.bars = (EigenvalueBar(), EigenvalueBar())
        self.values = (NumberLabel(10), NumberLabel(10))
        self.condition = NumberLabel(10)
        self.condition.setObjectName("conditionNumber")
        self.gradient = NumberLabel(18)
        self.gradient.setObjectName("gradientValue")
        self.meaning = QLabel()
        self.meaning.setObjectName("conditioningSentence")
        self.meaning.setProperty("role", "small")
        # The column must not widen under the pointer.
        self.meaning.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.descent = DescentView()
        self.derivatives = DerivativesView()
        self._make_mode()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._head())
        layout.addLayout(self._numbers())
        layout.addWidget(self.sentence)
        layout.addWidget(self.descent)
        layout.addWidget(self.derivatives)
        self.set_curvature(None, "")

    def _make_mode(self) -> None:
        self._choices = QMenu(self)
        self._choices.triggered.connect(self._announce_choice)
        self.set_choices(
            (
                ("pointer", self.tr("Follow the pointer")),
                ("pinned", self.tr("Stay at this point")),
                ("racer", self.tr("Follow the first method")),
            )
        )
        self.mode = MenuButton("", self._choices, is_quiet=True)
        self.mode.setObjectName("followButton")
        self.mode.setToolTip(self.tr("Choose what the inspected point follows."))
        self.mode.setAccessibleName(self.tr("What the inspected point follows"))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.heading, 1)
        head.addWidget(self.mode, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        for place, (glyph, bar, value) in enumerate(
            zip(("λ₁", "λ₂"), self.bars, self.values, strict=True)
        ):
            name = QLabel(glyph)
            name.setProperty("role", "number")
            grid.addWidget(name, place, 0)
            grid.addWidget(bar, place, 1)
            grid.addWidget(value, place, 2)
        grid.addLayout(self._fact(self.tr("Gradient"), self.gradient), 2, 0, 1, 3)
        grid.addLayout(self._fact(self.tr("Condition number κ"), self.condition), 3, 0, 1, 3)
        grid.addWidget(self.meaning, 4, 0, 1, 3)
        return grid

    def _fact(self, text: str, value: NumberLabel) -> QHBoxLayout:
        name = QLabel(text)
        name.setProperty("role", "muted")
        line = QHBoxLayout()
        line.addWidget(name, 1)
        line.addWidget(value)
        return line

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of negative and positive curvature."""
        for bar in self.bars:
            bar.set_theme(theme)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer what can be followed, as pairs of a key and a text."""
        if list(choices) == [(action.data(), action.text()) for action in self._choices.actions()]:
            return
        self._choices.clear()
        for key, text in choices:
            self._choices.addAction(text).setData(key)

    def set_curvature(self, curvature: Curvature | None, mode: str) -> None:
        """Show the curvature at a point, and what that point follows."""
        if mode != self.mode.text():
            self.mode.setText(mode)
            self.mode.setVisible(bool(mode))
        self.sentence.setMinimumHeight(SENTENCE_LINES * self.sentence.fontMetrics().lineSpacing())
        if curvature is None:
            self._clear()
            return
        point = format_point(curvature.x, curvature.y)
        self.heading.setText(self.tr("Curvature at {0}").format(point))
        self._show_numbers(curvature)
        self.sentence.setText(_with_bold_start(curvature.sentence))

    def set_conditioning(
        self, facts: GradientDescentFacts | None, curvature: Curvature | None
    ) -> None:
        """Say what the condition number means for gradient descent.

        Parameters
        ----------
        facts
            How it fares in a bowl of this curvature; None where there is no bowl.
        curvature
            None where there is nothing to speak of.
        """
        if facts is not None:
            text = self.tr("At best, {0} steps of gradient descent gain one digit.").format(
                format_steps(facts.steps_per_digit)
            )
        elif curvature is None:
            text = ""
        elif curvature.is_convex is None:
            text = self.tr("Level in a direction: κ does not tell how fast descent is.")
        else:
            text = self.tr("Not a bowl: no learning rate is best.")
        self.meaning.setText(text)

    def set_derivatives(self, formulas: Sequence[bytes], message: str = "") -> None:
        """Show gradient and Hessian typeset, one SVG each, or why there are none."""
        self.derivatives.set_formulas(formulas, message)

    def _clear(self) -> None:
        self.heading.setText(self.tr("Curvature"))
        self._show_no_numbers()
        self.sentence.setText(
            escape(self.tr("Point at the landscape to read its curvature there."))
        )

    def _show_numbers(self, curvature: Curvature) -> None:
        # A formula's derivative may have a value where the loss itself has none.
        if not math.isfinite(curvature.loss) or math.isnan(curvature.gradient[0]):
            self._show_no_numbers()
            return
        self._show_eigenvalues(curvature.eigenvalues, curvature.signs)
        self.condition.set_text(format_number(curvature.condition_number))
        self.gradient.set_text("({}, {})".format(*map(format_number, curvature.gradient)))

    def _show_no_numbers(self) -> None:
        self._show_eigenvalues((math.nan, math.nan), (0, 0))
        self.condition.set_text(NOT_A_NUMBER)
        self.gradient.set_text(NOT_A_NUMBER)

    def _show_eigenvalues(self, eigenvalues: Vector, signs: Signs) -> None:
        largest = max(map(abs, eigenvalues))
        for bar, label, value, sign in zip(self.bars, self.values, eigenvalues, signs, strict=True):
            is_nothing = sign == 0 and 0 < abs(value) < NOTHING * largest
            bar.set_share(0.0 if is_nothing else bar_share(value, largest))
            label.set_text(self.tr("≈ 0") if is_nothing else format_number(value))

    def _announce_choice(self, action: QAction) -> None:
        self.follow_changed.emit(action.data())


def _with_bold_start(sentence: str) -> str:
    """Return the sentence as rich text, nothing in it markup, its first word bold.

    The first word names the shape, but for an article.
    """
    first, space, rest = sentence.partition(" ")
    if first == "The":
        return escape(sentence)
    return f"<b>{escape(first)}</b>{space}{escape(rest)}"

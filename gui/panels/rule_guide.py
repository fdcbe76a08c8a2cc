"""What a rule may use, one short line each, folded away until asked for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.panels.fold import Fold
from gui.translation import QT_TRANSLATE_NOOP

LINES = (
    ("x", QT_TRANSLATE_NOOP("RuleGuide", "The point, a vector; its last value is the next point.")),
    ("g", QT_TRANSLATE_NOOP("RuleGuide", "The gradient at x, with the noise of the entry.")),
    ("t", QT_TRANSLATE_NOOP("RuleGuide", "The number of the step, from 1.")),
    ("eta", QT_TRANSLATE_NOOP("RuleGuide", "The learning rate, times its schedule.")),
    ("v = 0.9 v + g", QT_TRANSLATE_NOOP("RuleGuide", "A name used before its line starts at 0.")),
    ("v(0) = g", QT_TRANSLATE_NOOP("RuleGuide", "Or it starts at what this line says.")),
    ("sqrt, abs, …", QT_TRANSLATE_NOOP("RuleGuide", "Work on each coordinate by itself.")),
    ("min, max", QT_TRANSLATE_NOOP("RuleGuide", "The smaller or larger, for each coordinate.")),
    ("where(c, a, b)", QT_TRANSLATE_NOOP("RuleGuide", "a where the condition c holds, else b.")),
    ("norm(v)", QT_TRANSLATE_NOOP("RuleGuide", "The length of a vector.")),
    ("dot(a, b)", QT_TRANSLATE_NOOP("RuleGuide", "The scalar product of two vectors.")),
    ("grad(p)", QT_TRANSLATE_NOOP("RuleGuide", "The gradient at any point p, as g is at x.")),
    ("loss(p)", QT_TRANSLATE_NOOP("RuleGuide", "The loss at any point p.")),
    ("hess(p) v", QT_TRANSLATE_NOOP("RuleGuide", "The Hessian at p, times a vector.")),
    ("eigenvalue1(p)", QT_TRANSLATE_NOOP("RuleGuide", "Its lower eigenvalue; 2 is the higher.")),
    ("eigenvector1(p)", QT_TRANSLATE_NOOP("RuleGuide", "The unit vector that belongs to it.")),
    ("normal()", QT_TRANSLATE_NOOP("RuleGuide", "A vector of normal random numbers.")),
    ("uniform()", QT_TRANSLATE_NOOP("RuleGuide", "A vector of random numbers from 0 to 1.")),
)
"""What is written, and what it means."""


class RuleGuide(Fold):
    """A heading that opens the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _translated(QT_TRANSLATE_NOOP("RuleGuide", "What a rule may use")),
            _translated(QT_TRANSLATE_NOOP("RuleGuide", "Show or hide the words of the language.")),
            parent,
        )
        self.setObjectName("ruleGuide")
        self.chevron.setObjectName("ruleGuideButton")
        self.column.setContentsMargins(0, 2, 0, 4)
        first = QT_TRANSLATE_NOOP("RuleGuide", "One equation a line, read from top to bottom.")
        self.column.addWidget(_label(_translated(first), "small"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (words, meaning) in enumerate(LINES):
            grid.addWidget(_label(words, "code"), row, 0, top)
            grid.addWidget(_label(_translated(meaning), "small"), row, 1, top)
        self.column.addLayout(grid)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(role == "small")
    return label


def _translated(text: str) -> str:
    return QCoreApplication.translate("RuleGuide", text)

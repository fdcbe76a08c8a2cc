"""The page where a method of one's own is written: name, equations, hyperparameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.errors import Span
from gui.panels.equations_view import EquationsView
from gui.panels.hyperparameter_table import HyperparameterTable
from gui.panels.menu_button import MenuButton
from gui.panels.method_menu import MethodMenu
from gui.panels.rule_guide import RuleGuide
from gui.panels.rule_input import RuleInput

LONGEST_NAME = 40
LONGEST_SHOWN = 12
"""Characters of a name that has to fit on a button."""


class MethodEditor(QWidget):
    """Shows a method being written, and says what is wrong with it."""

    edited = Signal()
    """The person typed something."""
    template_chosen = Signal(object)
    """The method to start from, an `Optimizer`."""
    declared = Signal(str)
    """A name of the rule that shall be a hyperparameter."""
    confirmed = Signal()
    """The person is done: the method joins the race, or is in it already."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("methodEditor")
        self._unknown = self._problem = ""
        self._is_joined = False
        self.name = QLineEdit()
        self.name.setObjectName("methodNameField")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setToolTip(self.tr("The name of the method, as the race shows it."))
        self.name.setAccessibleName(self.tr("Name of the method"))
        self.name.textEdited.connect(self.edited)
        self._make_rule()
        self.equations = EquationsView()
        self.equations.setObjectName("ruleEquations")
        self.equations.setAccessibleName(self.tr("The rule, typeset"))
        self.hyperparameters = HyperparameterTable()
        self.hyperparameters.edited.connect(self.edited)
        self.guide = RuleGuide()
        self._make_buttons()
        self._lay_out()

    def _make_rule(self) -> None:
        self.rule = RuleInput()
        self.rule.setObjectName("ruleInput")
        self.rule.setToolTip(self.tr("The equations of one step, one a line."))
        self.rule.setAccessibleName(self.tr("Update rule"))
        self.rule.textChanged.connect(self._announce_edit)
        self.problem = QLabel()
        self.problem.setObjectName("ruleProblem")
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.declare = QPushButton()
        self.declare.setObjectName("declareButton")
        self.declare.setProperty("role", "link")
        self.declare.setToolTip(self.tr("Make this name a number that a slider sets."))
        self.declare.clicked.connect(self._announce_declared)
        self.declare.hide()

    def _make_buttons(self) -> None:
        self.templates = MethodMenu("start", self)
        self.templates.chosen.connect(self.template_chosen)
        self.template = MenuButton(self.tr("Start from"), self.templates)
        self.template.setObjectName("startFromButton")
        self.template.setToolTip(self.tr("Begin with the equations of a known method."))
        self.confirm = QPushButton()
        self.confirm.setObjectName("confirmMethodButton")
        self.confirm.setProperty("role", "primary")
        self.confirm.clicked.connect(self.confirmed)
        self.set_joined(False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.template)
        foot = QHBoxLayout()
        foot.addWidget(self.declare)
        foot.addStretch(1)
        foot.addWidget(self.confirm)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 20, 18)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addSpacing(6)
        layout.addWidget(_heading(self.tr("Equations of one step")))
        layout.addWidget(self.rule)
        layout.addWidget(self.problem)
        layout.addLayout(foot)
        layout.addSpacing(4)
        layout.addWidget(self.equations)
        layout.addSpacing(6)
        layout.addWidget(_heading(self.tr("Hyperparameters")))
        layout.addWidget(self.hyperparameters)
        layout.addSpacing(6)
        layout.addWidget(self.guide)
        layout.addStretch(1)
        self._reserve_lines()

    def set_method(self, name: str, rule: str, hyperparameters: Mapping[str, float]) -> None:
        """Show a method in place of the last; what is the same is not touched."""
        if name != self.name.text():
            self.name.setText(name)
        if rule != self.rule.toPlainText():
            self.rule.blockSignals(True)
            self.rule.setPlainText(rule)
            self.rule.blockSignals(False)
        self.hyperparameters.set_items(hyperparameters)

    def set_joined(self, is_joined: bool) -> None:
        """Say whether the method is in the race, so that each change shows there at once."""
        self._is_joined = is_joined
        self._show_sentence()
        self.confirm.setText(self.tr("Done") if is_joined else self.tr("Add to the race"))
        self.confirm.setAccessibleName(self.confirm.text())
        self.confirm.setToolTip(
            self.tr("Go back to the race; every change is in it already.")
            if is_joined
            else self.tr("Let this method race; changes after that show at once.")
        )

    def set_problem(self, sentence: str, place: Span | None = None, unknown: str = "") -> None:
        """Say what is wrong.

        Parameters
        ----------
        sentence
            Empty if nothing is.
        place
            The characters of the rule that it is about; None if it is elsewhere.
        unknown
            A name that might be declared as a hyperparameter.
        """
        self._problem = sentence
        self._show_sentence()
        self.rule.setAccessibleDescription(sentence)
        if place is not None:
            self.rule.mark(place, self.palette().color(QPalette.ColorRole.BrightText))
        else:
            self.rule.clear_mark()
        self._unknown = unknown
        short = unknown if len(unknown) <= LONGEST_SHOWN else f"{unknown[: LONGEST_SHOWN - 1]}…"
        self.declare.setText(self.tr("Declare {0}").format(short))
        self.declare.setAccessibleName(self.tr("Declare {0}").format(unknown))
        self.declare.setVisible(bool(unknown))
        self.confirm.setEnabled(not sentence)
        # What was understood last stays to be compared, faded.
        self.equations.setEnabled(not sentence)

    def set_equations(self, pictures: Sequence[bytes]) -> None:
        """Show the rule as it was understood."""
        self.equations.set_equations(pictures)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the reserved line as high as the text, whatever its size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._reserve_lines()

    def _show_sentence(self) -> None:
        """Say what is wrong, or else what comes next."""
        fine = (
            self.tr("Understood: every change shows in the race at once.")
            if self._is_joined
            else self.tr("Understood. Add it to the race to see where it leads.")
        )
        self.problem.setText(self._problem or fine)
        role = "error" if self._problem else "small"
        if self.problem.property("role") != role:
            self.problem.setProperty("role", role)
            self.problem.style().polish(self.problem)

    def _reserve_lines(self) -> None:
        """Keep room for two lines, so that an error does not push the equations down."""
        self.problem.ensurePolished()
        self.problem.setMinimumHeight(2 * self.problem.fontMetrics().lineSpacing() + 2)

    def _announce_edit(self) -> None:
        self.rule.clear_mark()
        self.edited.emit()

    def _announce_declared(self) -> None:
        self.declared.emit(self._unknown)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label

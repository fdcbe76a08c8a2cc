"""Why a step was as long as it was: sentences, the rule with its numbers, values."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from core.explanation import ExactValue, Sentence, StepExplanation
from gui.panels.menu_button import MenuButton
from gui.panels.swatch import Swatch
from gui.panels.worked_rule import WorkedRule
from gui.theme import TrailStyle


class ExplanationPanel(QWidget):
    """Shows one step of one run; which one is chosen elsewhere or by its two menus."""

    run_chosen = Signal(int, int)
    """Entry and start that a person wants explained."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explanationPanel")
        self.setAccessibleName(self.tr("Explanation of one step"))
        self._entry = self._start = 0
        self._names = ("x", "y")
        self.swatch = Swatch()
        self.entry_button = self._menu_button(
            "explainedEntryButton", self.tr("Choose the method whose step is explained.")
        )
        self.start_button = self._menu_button(
            "explainedStartButton", self.tr("Choose the start of the run that is explained.")
        )
        self.place = _label("explainedStep", "muted")
        self.message = _label("explanationMessage", "")
        self.rule = WorkedRule()
        self.sentences = _label("explanationSentences", "")
        self.before = _label("valuesBefore", "number", is_selectable=True)
        self.computed = _label("valuesComputed", "number", is_selectable=True)
        self._body = QWidget()
        self._lay_out()

    def _menu_button(self, name: str, tip: str) -> MenuButton:
        menu = QMenu(self)
        menu.triggered.connect(self._announce_choice)
        button = MenuButton("", menu, is_quiet=True)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        run = QHBoxLayout()
        run.setSpacing(8)
        run.addWidget(self.swatch)
        run.addWidget(self.entry_button)
        run.addStretch(1)
        run.addWidget(self.start_button)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        for title, part in (
            (self.tr("Why this step"), self.sentences),
            (self.tr("The rule, and its numbers in this step"), self.rule),
            (self.tr("The step began with"), self.before),
            (self.tr("It computed"), self.computed),
        ):
            heading = QLabel(title)
            heading.setProperty("role", "heading")
            body.addWidget(heading)
            body.addWidget(part)
            body.addSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 18, 18)
        layout.setSpacing(6)
        layout.addLayout(run)
        layout.addWidget(self.place)
        layout.addWidget(self.message)
        layout.addSpacing(4)
        layout.addWidget(self._body)
        layout.addStretch(1)
        self.set_message("")

    def set_runs(
        self, labels: Sequence[str], starts: Sequence[str], entry: int, start: int
    ) -> None:
        """Offer the entries and the starts, those of the explained run being chosen."""
        if (entry, start) != (self._entry, self._start):
            self.sentences.setMinimumHeight(0)
        self._entry, self._start = entry, start
        _fill(self.entry_button, labels, entry)
        _fill(self.start_button, starts, start)
        self.start_button.setVisible(len(starts) > 1)

    def set_style(self, style: TrailStyle) -> None:
        """Show the explained entry's line."""
        self.swatch.set_style(style, is_faded=False)

    def set_place(self, text: str) -> None:
        """Say which step of how many is explained."""
        self.place.setText(text)

    def set_message(self, text: str) -> None:
        """Say why there is nothing to explain; the last explanation makes room for it."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self._body.setVisible(not text and bool(self.sentences.text()))

    def set_remark(self, text: str) -> None:
        """Say what is missing of an explanation that is shown."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def set_explanation(self, explanation: StepExplanation, names: tuple[str, str]) -> None:
        """Show the sentences and the values of a step; the pictures follow."""
        self._names = names
        self.sentences.setText("\n\n".join(map(_translated, explanation.sentences)))
        self._keep_room()
        width = max(_letters(value.name) for value in explanation.values)
        for label, is_result in ((self.before, False), (self.computed, True)):
            chosen = [value for value in explanation.values if value.is_result == is_result]
            label.setText("\n".join(line for v in chosen for line in self._lines(v, width)))
        self.set_message("")

    def set_formulas(self, equations: Sequence[bytes], numbers: Sequence[bytes]) -> None:
        """Show the rule's lines, each with the same line in this step's numbers."""
        self.rule.set_formulas(equations, numbers)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure the sentences anew when their size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.sentences.setMinimumHeight(0)

    def _keep_room(self) -> None:
        """Keep the room of the most sentences of a run, so that the rule does not jump."""
        height = self.sentences.heightForWidth(self.sentences.width())
        self.sentences.setMinimumHeight(max(self.sentences.minimumHeight(), height))

    def _lines(self, value: ExactValue, width: int) -> list[str]:
        """Write a value to the last digit, a line for each coordinate."""
        name = value.name + " " * (width - _letters(value.name))
        if isinstance(value.value, bool):
            return [f"{name}  {self.tr('on') if value.value else self.tr('off')}"]
        if not isinstance(value.value, tuple):
            return [f"{name}  {value.value!r}"]
        if value.name == "x":
            names = [f"{own:<{width}}" for own in self._names]
        else:
            names = [name, " " * width]
        return [f"{own}  {part!r}" for own, part in zip(names, value.value, strict=True)]

    def _announce_choice(self, action: QAction) -> None:
        is_entry = action in self.entry_button.menu().actions()
        chosen = int(action.data())
        self.run_chosen.emit(*((chosen, self._start) if is_entry else (self._entry, chosen)))


def _fill(button: MenuButton, texts: Sequence[str], chosen: int) -> None:
    menu = button.menu()
    if [action.text() for action in menu.actions()] != list(texts):
        menu.clear()
        for place, text in enumerate(texts):
            menu.addAction(text).setData(place)
    button.setText(texts[chosen])
    button.setAccessibleName(f"{button.toolTip()} {texts[chosen]}")
    button.updateGeometry()


def _label(name: str, role: str, *, is_selectable: bool = False) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    if role:
        label.setProperty("role", role)
    if is_selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setCursor(Qt.CursorShape.IBeamCursor)
    else:
        label.setWordWrap(True)
    return label


def _letters(text: str) -> int:
    """Count letters as they are seen: a hat stands above the one before it."""
    return sum(not unicodedata.combining(letter) for letter in text)


def _translated(sentence: Sentence) -> str:
    template = QCoreApplication.translate("Explanation", sentence.template)
    # A formula is not broken at the end of a line.
    return template.format(*(value.replace(" ", "\u00a0") for value in sentence.values))

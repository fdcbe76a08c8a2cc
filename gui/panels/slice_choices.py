"""Through which point a slice runs, what that follows, and along what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from core.slices import Along, Slice
from gui.panels.choice_button import ChoiceButton, titled
from gui.panels.menu_button import MenuButton
from gui.panels.point_fields import PointFields


class SliceChoices(QWidget):
    """The controls above the chart of a slice."""

    point_typed = Signal(float, float)
    follow_chosen = Signal(str)
    """The key of what the point shall follow, one of `set_choices`."""
    along_chosen = Signal(str)
    """The value of an `Along`."""
    other_typed = Signal(float, float)
    next_point_wanted = Signal()
    another_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.point = PointFields(
            "slice",
            self.tr("Coordinate of the point"),
            self.tr("Type a coordinate of the point through which the line runs."),
        )
        self.other = PointFields(
            "sliceOther",
            self.tr("Coordinate of the other point"),
            self.tr("Type a coordinate of the point to which the line leads."),
        )
        self._make_buttons()
        self._lay_out()
        self.point.typed.connect(self.point_typed)
        self.other.typed.connect(self.other_typed)

    def _make_buttons(self) -> None:
        self.along = ChoiceButton(
            "sliceDirectionButton",
            self.tr("Direction"),
            self.tr("Choose what the line runs along."),
            [
                (Along.GRADIENT.value, self.tr("Against the gradient")),
                (Along.FIRST_EIGENVECTOR.value, self.tr("Eigenvector 1, least curvature")),
                (Along.SECOND_EIGENVECTOR.value, self.tr("Eigenvector 2, greatest curvature")),
                (Along.POINT.value, self.tr("To another point")),
                (Along.RANDOM.value, self.tr("Random direction")),
            ],
        )
        self.along.chosen.connect(self.along_chosen)
        self._followed = QMenu(self)
        self._followed.triggered.connect(lambda action: self.follow_chosen.emit(action.data()))
        self.follow = MenuButton("", self._followed, is_quiet=True)
        self.follow.setObjectName("sliceFollowButton")
        self.follow.setToolTip(self.tr("Choose whether the point stays or follows a method."))
        self.next_point = link(
            "nextPointButton",
            self.tr("Next critical point"),
            self.tr("Let the line lead to the next critical point in view."),
        )
        self.next_point.clicked.connect(self.next_point_wanted)
        self.another = link(
            "anotherDirectionButton",
            self.tr("Another direction"),
            self.tr("Take the next random direction."),
        )
        self.another.clicked.connect(self.another_wanted)

    def _lay_out(self) -> None:
        head = QVBoxLayout(self)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2)
        head.addLayout(titled(self.tr("Point"), self.follow))
        head.addWidget(self.point)
        head.addLayout(titled(self.tr("Direction"), self.along))
        self._other_row = _held(row(self.other, self.next_point))
        self._another_row = _held(row(label("", "muted"), self.another))
        head.addWidget(self._other_row)
        head.addWidget(self._another_row)

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer what can be followed, as pairs of a key and a text, and say what is."""
        if list(choices) != [(one.data(), one.text()) for one in self._followed.actions()]:
            self._followed.clear()
            for key, text in choices:
                action = self._followed.addAction(text)
                action.setObjectName(f"sliceFollowButton-{key}")
                action.setData(key)
        text = dict(choices).get(chosen, "")
        if text != self.follow.text():
            self.follow.setText(text)
            self.follow.setAccessibleName(text)
            self.follow.updateGeometry()

    def set_slice(self, line: Slice, names: tuple[str, str]) -> None:
        """Show the point and the aim of a slice of a loss in variables of these names."""
        along = line.aim.along
        self.point.set_names(names)
        self.other.set_names(names)
        self.point.set_point(*line.point)
        if along is Along.POINT:
            self.other.set_point(*line.aim.other)
        self.along.set_choice(along.value)
        self._other_row.setVisible(along is Along.POINT)
        self._another_row.setVisible(along is Along.RANDOM)


def row(left: QWidget, right: QWidget) -> QHBoxLayout:
    """Return a row with something at the left and something at the right."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(left, 1)
    line.addWidget(right)
    return line


def _held(row: QHBoxLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(row)
    holder.hide()
    return holder


def link(name: str, text: str, tip: str) -> QPushButton:
    """Return a button that looks like a word to click."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setProperty("role", "link")
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def label(text: str, role: str) -> QLabel:
    """Return a plain text in one of the roles of the style sheet."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

"""The opened part of an entry: its other hyperparameters, name, colour and fate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from core.scene import Entry
from gui.panels.entry_conditions import EntryConditions
from gui.panels.hyperparameter_field import HyperparameterField
from gui.panels.icon_button import IconButton
from gui.panels.rule_buttons import RuleButtons
from gui.theme import OKABE_ITO, Theme

LONGEST_LABEL = 40


class EntryDetails(QWidget):
    """Everything of an entry beyond its learning rate."""

    relabelled = Signal(str)
    recoloured = Signal(str)
    """``#rrggbb``, or an empty text for the method's own colour."""
    visibility_toggled = Signal()
    duplicate_pressed = Signal()
    remove_pressed = Signal()

    def __init__(
        self, fields: Sequence[HyperparameterField], title: str, conditions: EntryConditions
    ) -> None:
        super().__init__()
        self.conditions = conditions
        self.rule_buttons = RuleButtons()
        self.label = QLineEdit()
        self.label.setObjectName("labelField")
        self.label.setMaxLength(LONGEST_LABEL)
        self.label.setPlaceholderText(title)
        self.label.setToolTip(self.tr("The name shown for this entry."))
        self.label.setAccessibleName(self.tr("Name of the entry"))
        self.label.editingFinished.connect(self._announce_label)
        self.colours = QMenu(self)
        self.colours.triggered.connect(self._announce_colour)
        self._make_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for field in fields:
            layout.addWidget(field)
        layout.addWidget(conditions)
        layout.addWidget(self.rule_buttons)
        layout.addLayout(self._lay_out_actions())

    def _make_buttons(self) -> None:
        self.colour = IconButton("palette", self.tr("Choose the colour of this entry."))
        self.hide_button = IconButton("eye", self.tr("Hide this entry in the pictures."))
        self.duplicate = IconButton("duplicate", self.tr("Add a copy of this entry."))
        self.remove = IconButton("remove", self.tr("Take this entry out of the race."))
        self.colour.setObjectName("colourButton")
        self.hide_button.setObjectName("hideButton")
        self.duplicate.setObjectName("duplicateButton")
        self.remove.setObjectName("removeButton")
        self.colour.clicked.connect(self._open_colours)
        self.hide_button.clicked.connect(self.visibility_toggled)
        self.duplicate.clicked.connect(self.duplicate_pressed)
        self.remove.clicked.connect(self.remove_pressed)

    def _lay_out_actions(self) -> QHBoxLayout:
        actions = QHBoxLayout()
        actions.setContentsMargins(0, 4, 0, 2)
        actions.setSpacing(3)
        actions.addWidget(self.label, 1)
        for button in (self.colour, self.hide_button, self.duplicate, self.remove):
            actions.addWidget(button)
        return actions

    def set_entry(self, entry: Entry, theme: Theme) -> None:
        """Show an entry's name, visibility and conditions, and offer a theme's colours."""
        self.conditions.set_entry(entry, theme)
        if not self.label.hasFocus():
            self.label.setText(entry.label)
        self.label.setPlaceholderText(entry.optimizer.title)
        self.rule_buttons.set_method(entry.optimizer)
        self.hide_button.set_icon("eye" if entry.visible else "eye_off")
        sentence = (
            self.tr("Hide this entry in the pictures.")
            if entry.visible
            else self.tr("Show this entry in the pictures.")
        )
        self.hide_button.setToolTip(sentence)
        self.hide_button.setAccessibleName(sentence)
        self._theme = theme

    def _open_colours(self) -> None:
        self.colours.clear()
        self._add_colour(self.tr("Own colour of the method"), "")
        self.colours.addSeparator()
        for name, pair in zip(self._colour_names(), OKABE_ITO, strict=True):
            self._add_colour(name, pair[self._theme.is_dark])
        self.colours.popup(self.colour.mapToGlobal(self.colour.rect().bottomLeft()))

    def _colour_names(self) -> tuple[str, ...]:
        return (
            self.tr("Blue"),
            self.tr("Vermilion"),
            self.tr("Green"),
            self.tr("Purple"),
            self.tr("Orange"),
            self.tr("Sky blue"),
            self.tr("Yellow"),
            self.tr("White") if self._theme.is_dark else self.tr("Black"),
        )

    def _add_colour(self, name: str, colour: str) -> None:
        action = self.colours.addAction(name)
        action.setData(colour)
        if colour:
            action.setIcon(_disc(QColor(colour), self.devicePixelRatioF()))

    def _announce_colour(self, action: QAction) -> None:
        self.recoloured.emit(action.data())

    def _announce_label(self) -> None:
        self.relabelled.emit(self.label.text().strip())


def _disc(colour: QColor, ratio: float) -> QIcon:
    picture = QPixmap(round(16 * ratio), round(16 * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(1, 1, 14, 14))
    painter.end()
    return QIcon(picture)

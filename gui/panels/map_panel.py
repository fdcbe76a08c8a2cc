"""A map of what two hyperparameters make of an entry's runs, and what it stands for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QSize, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.axes import Axis
from core.budget import Tolerance
from core.hyperparameter_map import HyperparameterMap
from gui.numbers import format_number
from gui.panels.choice_button import ChoiceButton, titled
from gui.panels.map_axis_row import MapAxisRow
from gui.panels.map_reading import MapReading
from gui.panels.number_field import NumberField
from gui.panels.slice_choices import label, link
from gui.panels.swatch import Swatch
from gui.plot.map_chart import MapChart
from gui.plot.map_colours import MapPicture, Quantity
from gui.plot.map_legend import MapLegend
from gui.theme import LIGHT, Theme, TrailStyle

PICTURE_RATIO = 3.0
"""Pixels of an exported picture for each of the page's."""

PICTURE_MARGINS, PICTURE_GAP = QMargins(16, 16, 16, 16), 8


class MapPanel(QWidget):
    """Shows one map and emits which one is wanted."""

    entry_chosen = Signal(int)
    quantity_chosen = Signal(str)
    """The value of a `Quantity`."""
    tolerance_typed = Signal(object)
    """A `Tolerance`."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mapPanel")
        self._theme = LIGHT
        self._make_choices()
        self._make_tolerance()
        self.chart, self.legend, self.reading = MapChart(), MapLegend(), MapReading()
        self.conditions = label("", "small")
        self.conditions.setObjectName("mapConditions")
        self.conditions.setWordWrap(True)
        self.x_axis = MapAxisRow("mapX", self.tr("Across"))
        self.y_axis = MapAxisRow("mapY", self.tr("Up"))
        self._make_links()
        self._lay_out()

    def _make_choices(self) -> None:
        self.swatch = Swatch()
        self.entry = ChoiceButton(
            "mapEntryButton",
            self.tr("Method"),
            self.tr("Choose the method whose hyperparameters are mapped."),
            [],
        )
        self.entry.chosen.connect(lambda key: self.entry_chosen.emit(int(key)))
        self.quantity = ChoiceButton(
            "mapQuantityButton",
            self.tr("Shown"),
            self.tr("Choose what the colours tell of the runs."),
            [
                (Quantity.MEAN_LOSS.value, self.tr("Final loss, mean")),
                (Quantity.MEDIAN_LOSS.value, self.tr("Final loss, median")),
                (Quantity.STEPS.value, self.tr("Steps to the tolerance")),
                (Quantity.REACHED.value, self.tr("Share that reach it")),
                (Quantity.DIVERGED.value, self.tr("Share that diverge")),
            ],
        )
        self.quantity.chosen.connect(self.quantity_chosen)

    def _make_tolerance(self) -> None:
        self.tolerance_of = ChoiceButton(
            "mapToleranceButton",
            self.tr("Tolerance"),
            self.tr("Choose what is to become small for a run to have arrived."),
            [("gradient_norm", self.tr("gradient norm")), ("loss", self.tr("loss"))],
        )
        self.tolerance = NumberField(self._refuse_tolerance, characters=8)
        self.tolerance.setObjectName("mapToleranceField")
        self.tolerance.setAccessibleName(self.tr("Tolerance"))
        self.tolerance.setToolTip(self.tr("Type how small that is to become."))
        self.tolerance_of.chosen.connect(self._announce_tolerance)
        self.tolerance.committed.connect(self._announce_tolerance)

    def _make_links(self) -> None:
        self.reset = link(
            "mapResetButton",
            self.tr("Reset ranges"),
            self.tr("Show the ranges that suit the method's present values."),
        )
        self.csv = link(
            "mapCsvButton",
            self.tr("Save as CSV…"),
            self.tr("Write every pixel of the map as a table."),
        )
        self.png = link(
            "mapPictureButton",
            self.tr("Save picture…"),
            self.tr("Write the map with its legend to a PNG file."),
        )

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 20, 18)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.swatch)
        head.addWidget(self.entry)
        head.addStretch(1)
        head.addWidget(self.quantity)
        layout.addLayout(head)
        for part in (self.chart, self.legend, self.reading, self.conditions):
            layout.addWidget(part)
        layout.addSpacing(4)
        layout.addWidget(self.x_axis)
        layout.addWidget(self.y_axis)
        tolerance = titled(self.tr("Tolerance"), self.tolerance_of)
        tolerance.addWidget(label("≤", "muted"))
        tolerance.addWidget(self.tolerance)
        layout.addLayout(tolerance)
        links = QHBoxLayout()
        links.setSpacing(2)
        for button in (self.reset, self.csv, self.png):
            links.addWidget(button)
        links.addStretch(1)
        layout.addLayout(links)
        layout.addStretch(1)

    def set_theme(self, theme: Theme, style: TrailStyle | None) -> None:
        """Take the colours of another appearance, and the look of the entry."""
        self._theme = theme
        self.chart.set_look(theme, style)
        self.legend.set_theme(theme)
        if style is not None:
            self.swatch.set_style(style, is_faded=False)

    def set_entries(self, labels: Sequence[str], chosen: int) -> None:
        """Offer the entries of the race, and say whose map is shown."""
        self.entry.set_choices([(str(place), text) for place, text in enumerate(labels)])
        self.entry.set_choice(str(chosen))
        self.swatch.setVisible(bool(labels))
        self.entry.setVisible(bool(labels))

    def set_axes(self, axes: tuple[Axis, Axis] | None, names: Sequence[tuple[str, str]]) -> None:
        """Show the ranges, and which hyperparameters there are, each with its title."""
        titles = dict(names)
        for row in (self.x_axis, self.y_axis):
            row.setVisible(axes is not None)
        if axes is None:
            self.chart.set_axes(None, ("", ""))
            return
        for row, axis in zip((self.x_axis, self.y_axis), axes, strict=True):
            row.set_axis(axis, names)
        shown = titles[axes[0].name], titles[axes[1].name]
        self.chart.set_axes(axes, shown)
        self.reading.set_titles(*shown)

    def set_tolerance(self, tolerance: Tolerance) -> None:
        """Show what runs are to reach."""
        self.tolerance_of.set_choice(tolerance.of)
        self.tolerance.set_value(tolerance.value)

    def set_quantity(self, quantity: Quantity) -> None:
        """Show what the colours tell."""
        self.quantity.set_choice(quantity.value)

    def set_picture(
        self,
        picture: MapPicture,
        found: HyperparameterMap,
        title: str,
        grounds: Sequence[tuple[str, str]],
        conditions: str,
    ) -> None:
        """Show a map, what its colours and its grounds mean, and its conditions."""
        self.set_message("")
        self.chart.set_picture(picture, found.boundary)
        self.legend.set_meaning(picture.scale, title, grounds)
        _tell(self.conditions, conditions)

    def set_message(self, message: str) -> None:
        """Say why there is no map."""
        self.chart.set_message(message)
        for part in (self.legend, self.reading, self.conditions):
            part.setVisible(not message)
        if message:
            self.legend.set_meaning(None, "", ())
            self.reading.clear()
            _tell(self.conditions, "")

    def image(self, picture: MapPicture) -> QImage:
        """Return the map with its legend and its conditions, larger than on the page.

        Parameters
        ----------
        picture
            The map for `PICTURE_RATIO`.
        """
        shown, boundary = self.chart.picture, self.chart.boundary
        self.chart.set_picture(picture, boundary)
        parts = self.chart, self.legend, self.conditions
        height = sum(part.height() + PICTURE_GAP for part in parts) - PICTURE_GAP
        size = QSize(self.chart.width(), height).grownBy(PICTURE_MARGINS)
        image = QImage(size * PICTURE_RATIO, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(PICTURE_RATIO)
        image.fill(QColor(self._theme.panel))
        top = PICTURE_MARGINS.top()
        for part in parts:
            place = QPoint(PICTURE_MARGINS.left(), top)
            part.render(image, place, renderFlags=QWidget.RenderFlag.DrawChildren)
            top += part.height() + PICTURE_GAP
        self.chart.set_picture(shown, boundary)
        return image

    def _announce_tolerance(self, _value: object) -> None:
        of = self.tolerance_of.choice()
        value = self.tolerance.value()
        self.tolerance_typed.emit(Tolerance("loss" if of == "loss" else "gradient_norm", value))

    def _refuse_tolerance(self, value: float) -> str:
        if self.tolerance_of.choice() == "gradient_norm" and value <= 0:
            return self.tr("A gradient's norm must be given a tolerance above {0}.").format(
                format_number(0.0)
            )
        return ""


def _tell(place: QLabel, sentence: str) -> None:
    if sentence != place.text():
        place.setText(sentence)

"""The numbers of one pixel of a hyperparameter map."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.numbers import NOT_A_NUMBER, format_number
from gui.panels.number_label import NumberLabel
from gui.panels.slice_choices import label, row

DIGITS = 6


@dataclass(frozen=True, slots=True)
class Pixel:
    """What is known of the runs at a pair of values."""

    is_pointed_at: bool
    """Whether the pointer is there; else it is where the entry stands."""
    x: float
    y: float
    mean_loss: float
    median_loss: float
    median_steps: float
    reached: str
    diverged: str
    left_domain: str


class MapReading(QWidget):
    """A line for each number, under a heading that says where they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mapReading")
        self.heading = label("", "heading")
        self._titles = (label("", "muted"), label("", "muted"))
        self._places = self._value("mapReadX"), self._value("mapReadY")
        self.mean_loss = self._value("mapReadMeanLoss")
        self.median_loss = self._value("mapReadMedianLoss")
        self.steps = self._value("mapReadSteps")
        self.reached = self._value("mapReadReached")
        self.diverged = self._value("mapReadDiverged")
        self.left_domain = self._value("mapReadLeftDomain")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.heading)
        for title, value in (
            (self._titles[0], self._places[0]),
            (self._titles[1], self._places[1]),
            (label(self.tr("Final loss, mean"), "muted"), self.mean_loss),
            (label(self.tr("Final loss, median"), "muted"), self.median_loss),
            (label(self.tr("Steps to the tolerance, median"), "muted"), self.steps),
            (label(self.tr("Runs that reach it"), "muted"), self.reached),
            (label(self.tr("Runs that diverge"), "muted"), self.diverged),
            (label(self.tr("Runs that leave the domain"), "muted"), self.left_domain),
        ):
            layout.addLayout(row(title, value))
        self.clear()

    def set_titles(self, x: str, y: str) -> None:
        """Name the two hyperparameters."""
        for place, title in zip(self._titles, (x, y), strict=True):
            _tell(place, title)

    def set_pixel(self, pixel: Pixel) -> None:
        """Show what is known of a pixel."""
        at_pointer, at_entry = self.tr("At the pointer"), self.tr("At the method's present values")
        _tell(self.heading, at_pointer if pixel.is_pointed_at else at_entry)
        for place, value in ((self._places[0], pixel.x), (self._places[1], pixel.y),
                             (self.mean_loss, pixel.mean_loss),
                             (self.median_loss, pixel.median_loss),
                             (self.steps, pixel.median_steps)):  # fmt: skip
            place.set_text(format_number(value, DIGITS))
        for place, text in ((self.reached, pixel.reached), (self.diverged, pixel.diverged),
                            (self.left_domain, pixel.left_domain)):  # fmt: skip
            place.set_text(text)

    def clear(self) -> None:
        """Show that nothing is known."""
        _tell(self.heading, self.tr("At the method's present values"))
        for place in (*self._places, self.mean_loss, self.median_loss, self.steps,
                      self.reached, self.diverged, self.left_domain):  # fmt: skip
            place.set_text(NOT_A_NUMBER)

    @staticmethod
    def _value(name: str) -> NumberLabel:
        value = NumberLabel(10)
        value.setObjectName(name)
        return value


def _tell(place: QLabel, text: str) -> None:
    if text != place.text():
        place.setText(text)

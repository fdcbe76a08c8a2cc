"""The numbers of one pixel of a hyperparameter map."""

from __future__ import annotations

import math
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

    @property
    def is_known(self) -> bool:
        """Whether its runs are computed."""
        return not math.isnan(self.mean_loss)


class MapReading(QWidget):
    """A line for each number, under a heading that says where they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mapReading")
        self._titles = label("", "muted"), label("", "muted")
        self._places = self._value("mapReadX"), self._value("mapReadY")
        self.heading = label("", "heading")
        self.mean_loss = self._value("mapReadMeanLoss")
        self.median_loss = self._value("mapReadMedianLoss")
        self.steps = self._value("mapReadSteps")
        self.reached = self._value("mapReadReached")
        self.diverged = self._value("mapReadDiverged")
        self.left_domain = self._value("mapReadLeftDomain")
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
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

    def set_titles(self, x: str, y: str) -> None:
        """Name the two hyperparameters."""
        for place, title in zip(self._titles, (x, y), strict=True):
            _tell(place, title)

    def set_pixel(self, pixel: Pixel) -> None:
        """Show what is known of a pixel."""
        _tell(self.heading, self._where(pixel.is_pointed_at))
        numbers = pixel.x, pixel.y, pixel.mean_loss, pixel.median_loss, pixel.median_steps
        places = *self._places, self.mean_loss, self.median_loss, self.steps
        for place, number in zip(places, numbers, strict=True):
            place.set_text(format_number(number, DIGITS))
        self.reached.set_text(pixel.reached)
        self.diverged.set_text(pixel.diverged)
        self.left_domain.set_text(pixel.left_domain)

    def clear(self) -> None:
        """Show that nothing is known."""
        unknown = (math.nan,) * 5
        self.set_pixel(Pixel(False, *unknown, *(NOT_A_NUMBER,) * 3))

    def _where(self, is_pointed_at: bool) -> str:
        if is_pointed_at:
            return self.tr("Pixel at the pointer")
        return self.tr("Pixel of the present values")

    @staticmethod
    def _value(name: str) -> NumberLabel:
        value = NumberLabel(10)
        value.setObjectName(name)
        return value


def _tell(place: QLabel, text: str) -> None:
    if text != place.text():
        place.setText(text)

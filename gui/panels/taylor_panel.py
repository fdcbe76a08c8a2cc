"""The Taylor model in words and numbers: its formula, its error, where it leads."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.curvature import Kind
from core.taylor import StationaryPoint, TaylorModel
from gui.letters import letter
from gui.numbers import MINUS, NOT_A_NUMBER, format_number, format_point
from gui.panels.number_label import NumberLabel


class TaylorPanel(QWidget):
    """Shows the model at one point, and its error wherever the pointer is."""

    order_chosen = Signal(int)
    """1 for a plane, 2 for a quadratic."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("taylorPanel")
        self.place = _label("muted", "taylorPlace")
        self.formula = _label("number", "taylorFormula")
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.newton = _label("", "taylorNewton")
        self.reach = _label("", "taylorReach")
        self.values = (NumberLabel(12), NumberLabel(12), NumberLabel(12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 18)
        layout.setSpacing(14)
        layout.addLayout(self._orders())
        layout.addWidget(self.place)
        layout.addWidget(self.formula)
        self._comparison = self._at_pointer()
        layout.addWidget(self._comparison)
        layout.addWidget(self.newton)
        layout.addWidget(self.reach)
        layout.addStretch(1)
        self.set_reading(None)

    def _orders(self) -> QHBoxLayout:
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for order, text, tip in (
            (1, self.tr("First order"), self.tr("Model the loss by a plane, from its gradient.")),
            (
                2,
                self.tr("Second order"),
                self.tr("Model the loss by a quadratic, from its gradient and Hessian."),
            ),
        ):
            button = QPushButton(text)
            button.setObjectName(f"taylorOrder{order}Button")
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(text)
            self._group.addButton(button, order)
            row.addWidget(button, 1)
        self._group.button(2).setChecked(True)
        self._group.idClicked.connect(self.order_chosen)
        return row

    def _at_pointer(self) -> QWidget:
        comparison = QWidget()
        table = QGridLayout(comparison)
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(10)
        table.setVerticalSpacing(2)
        self._pointer = _label("heading", "taylorPointer")
        table.addWidget(self._pointer, 0, 0, 1, 2)
        names = ("taylorLoss", "taylorValue", "taylorError")
        titles = (self.tr("Loss L"), self.tr("Model M"), self.tr("Error M − L"))
        for row, (title, name, value) in enumerate(
            zip(titles, names, self.values, strict=True), start=1
        ):
            caption = _label("muted", f"{name}Title")
            caption.setText(title)
            value.setObjectName(name)
            value.setToolTip(title)
            table.addWidget(caption, row, 0)
            table.addWidget(value, row, 1)
        table.setColumnStretch(0, 1)
        return comparison

    def set_place(self, text: str) -> None:
        """Say at which point the model is made, and how another is chosen."""
        _show(self.place, text)

    def set_model(self, model: TaylorModel, names: tuple[str, str], radius: float) -> None:
        """Show a model with its numbers, and how far it holds; infinite is everywhere."""
        _show(self.formula, formula_text(model, names))
        _show(self.reach, self._reach_sentence(radius))
        self._show_parts(True)

    def set_newton_step(self, model: TaylorModel, end: StationaryPoint | None, loss: float) -> None:
        """Say where the model leads, and what the loss really is there."""
        _show(self.newton, self._newton_sentence(model, end, loss))

    def _newton_sentence(self, model: TaylorModel, end: StationaryPoint | None, loss: float) -> str:
        if model.order == 1 and model.gradient == (0, 0):
            return self.tr("The plane is level: to first order nothing happens here.")
        if model.order == 1:
            return self.tr("A plane falls without end along −∇L: it names a direction, no length.")
        if end is None:
            return self.tr("The Hessian is singular: the model has no single point to step to.")
        place, value = format_point(end.x, end.y), format_number(end.value)
        kind = {
            Kind.MINIMUM: self.tr("The model has its minimum at {0}, with M\u00a0=\u00a0{1}."),
            Kind.MAXIMUM: self.tr("The model has its maximum at {0}, with M\u00a0=\u00a0{1}."),
        }.get(end.kind, self.tr("The model has a saddle at {0}, with M\u00a0=\u00a0{1}."))
        step = self.tr("A Newton step leads there, where L\u00a0=\u00a0{0}.").format(
            format_number(loss)
        )
        if end.kind is not Kind.MINIMUM:
            step += " " + self.tr("Newton's method is drawn to it, though it is no minimum.")
        return f"{kind.format(place, value)} {step}"

    def _reach_sentence(self, radius: float) -> str:
        if math.isinf(radius):
            return self.tr("It errs by less than 5 % of the loss's change all over the view.")
        if radius == 0:
            return self.tr("It errs by more than 5 % of the loss's change as close as can be seen.")
        return self.tr(
            "Within {0} of the point it errs by at most 5 % of the loss's change at that "
            "distance (sampled on circles)."
        ).format(format_number(radius, 3))

    def set_problem(self, sentence: str) -> None:
        """Say why there is no model."""
        self._show_parts(False)
        _show(self.newton, sentence)
        self.set_reading(None)

    def _show_parts(self, is_shown: bool) -> None:
        for part in (self.formula, self._comparison, self.reach):
            part.setVisible(is_shown)

    def set_reading(self, values: tuple[float, float, float, float] | None) -> None:
        """Show loss and model at a point (x, y, loss, model), or that nothing is pointed at."""
        if values is None:
            _show(self._pointer, self.tr("Point at the landscape to compare."))
            for label in self.values:
                label.set_text(NOT_A_NUMBER)
            return
        x, y, loss, model = values
        _show(self._pointer, self.tr("At the pointer, {0}").format(format_point(x, y)))
        for label, value in zip(self.values, (loss, model, model - loss), strict=True):
            label.set_text(format_number(value))


def formula_text(model: TaylorModel, names: tuple[str, str]) -> str:
    """Write a model with its numbers, a term to a line."""
    x_name, y_name = map(letter, names)
    by_x, by_y = _shifted(x_name, model.x), _shifted(y_name, model.y)
    terms = [(model.gradient[0], by_x), (model.gradient[1], by_y)]
    if model.order == 2:
        xx, xy, yy = model.hessian
        terms += [(xx / 2, f"{by_x}²"), (xy, f"{by_x} {by_y}"), (yy / 2, f"{by_y}²")]
    lines = [f"M({x_name}, {y_name}) = {format_number(model.loss)}"]
    return "\n".join(lines + [f"  {_signed(value)} {term}" for value, term in terms])


def _shifted(name: str, at: float) -> str:
    """Write the distance from a coordinate, such as (x + 1.2)."""
    text = format_number(at)
    if at == 0:
        return name
    return f"({name} + {text.removeprefix(MINUS)})" if at < 0 else f"({name} {MINUS} {text})"


def _signed(value: float) -> str:
    sign = MINUS if math.copysign(1, value) < 0 else "+"
    return f"{sign} {format_number(abs(value))}"


def _show(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)


def _label(role: str, name: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    # Long numbers wrap as well: a page that grew would shrink the plot beside it.
    label.setWordWrap(True)
    return label

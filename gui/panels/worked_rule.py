"""The lines of a rule, each above the same line with the numbers of one step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.panels.formula_view import FormulaView

INDENT = 12


class WorkedRule(QWidget):
    """A column of typeset lines in pairs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workedRule")
        self.equations: list[FormulaView] = []
        self.numbers: list[FormulaView] = []
        self._lines: list[QWidget] = []
        self._shown: tuple[bytes, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(9)

    def set_formulas(self, equations: Sequence[bytes], numbers: Sequence[bytes]) -> None:
        """Show SVG pictures; there may be more equations than lines with numbers."""
        is_other = tuple(equations) != self._shown
        self._shown = tuple(equations)
        while len(self.equations) < len(equations):
            self._add_line()
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(equations))
        for place, (equation, worked) in enumerate(zip(self.equations, self.numbers, strict=True)):
            if is_other:
                worked.setMinimumHeight(0)
            _show(equation, equations[place] if place < len(equations) else None)
            _show(worked, numbers[place] if place < len(numbers) else None)
            # A line that needs less room in the next step keeps it, so that nothing jumps.
            height = worked.heightForWidth(max(1, self.width() - INDENT))
            worked.setMinimumHeight(max(worked.minimumHeight(), height))

    def _add_line(self) -> None:
        equation, worked = FormulaView(), FormulaView()
        self.equations.append(equation)
        self.numbers.append(worked)
        # A widget, because the margins of a layout take room even where all in it is hidden.
        line = QWidget()
        pair = QVBoxLayout(line)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(3)
        pair.addWidget(equation)
        indented = QHBoxLayout()
        indented.addSpacing(INDENT)
        indented.addWidget(worked)
        pair.addLayout(indented)
        self._lines.append(line)
        self._column.addWidget(line)


def _show(view: FormulaView, svg: bytes | None) -> None:
    view.set_formula(svg)
    view.setVisible(svg is not None)

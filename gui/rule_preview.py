"""Typesets the rule that is being written, off the GUI thread."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from core.errors import FallLineError
from core.notation.rules import rule_mathml
from core.optimizers.rule import Rule
from gui.appearance import Appearance
from gui.resolve import Symbolics
from gui.tasks import CancelCheck, NewestRunner

EQUATION_PIXELS = 17.0

log = logging.getLogger(__name__)


class RulePreview(QObject):
    """Draws the newest rule; what is shown stays until the next is ready."""

    pictured = Signal(object)
    """A list of SVG pictures, one an equation."""

    def __init__(self, symbolics: Symbolics, appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self._symbolics = symbolics
        self._appearance = appearance
        self._rule: Rule | None = None
        self._runner = NewestRunner(self)
        self._runner.published.connect(self.pictured)
        self._runner.failed.connect(self._leave_out)
        appearance.changed.connect(self._draw)

    def show_rule(self, rule: Rule) -> None:
        """Draw a rule in place of the last."""
        if rule != self._rule:
            self._rule = rule
            self._draw()

    def close(self) -> None:
        """Stop the background thread."""
        self._runner.close()

    def _leave_out(self, error: Exception) -> None:
        """Show no picture of a rule that can't be printed; it races all the same."""
        if not isinstance(error, FallLineError):
            log.error("a rule could not be typeset", exc_info=error)
        self.pictured.emit([])

    def _draw(self) -> None:
        rule = self._rule
        if rule is None:
            return
        ink = self._appearance.theme.text
        size = EQUATION_PIXELS * self._appearance.text_scale

        def job(_cancelled: CancelCheck) -> Iterator[object]:
            yield self._symbolics.typeset(rule_mathml(rule), ink, size)

        self._runner.submit(job)

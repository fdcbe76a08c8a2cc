"""The page of the gradient check: at which point it is made, and when again."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.curvature import Curvature
from core.gradient_check import check_gradient
from core.landscape import Surface
from gui.appearance import Appearance
from gui.controller import Controller
from gui.inspector import Follow, Inspector, first_place
from gui.panels.gradient_check_panel import GradientCheckPanel
from gui.resolved import Resolved
from gui.side_pages import SidePages
from gui.theme import Theme

PAGE = "gradient check"


class GradientChecking(QObject):
    """Checks the gradient where the curvature is inspected, or at a typed point.

    A check evaluates the loss at a few hundred points, which takes less than a
    millisecond, so that it happens on the GUI thread; but never before there is a race,
    with which the gradient was compiled.
    """

    def __init__(
        self,
        panel: GradientCheckPanel,
        pages: SidePages,
        controller: Controller,
        inspector: Inspector,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._pages = pages
        self._controller = controller
        self._inspector = inspector
        self._inspected: tuple[float, float] | None = None
        self._point: tuple[float, float] | None = None
        self._surface: Surface | None = None
        inspector.curvature_changed.connect(self._follow)
        controller.resolved_changed.connect(self._check_again)
        panel.point_typed.connect(self.check_at)
        appearance.changed.connect(self._dress)
        panel.set_theme(appearance.theme)

    def open(self) -> None:
        """Open the page at the inspected point, or else at the first start."""
        self._pages.open(PAGE)
        self.check_at(*(self._inspected or first_place(self._controller.scene)))

    def check_at(self, x: float, y: float) -> None:
        """Check the gradient at a point."""
        self._point = (x, y)
        resolved = self._controller.resolved
        if resolved is not None and resolved.race is not None:
            self._surface = resolved.surface
            check = check_gradient(resolved.surface, x, y)
            self._panel.set_check(check, resolved.formula.variables)

    def _follow(self, curvature: Curvature | None) -> None:
        """Go along with a pinned point or a racer; the pointer is on its way to the page."""
        if curvature is None or (curvature.x, curvature.y) == self._inspected:
            return
        self._inspected = (curvature.x, curvature.y)
        if self._pages.current == PAGE and self._inspector.follow is not Follow.POINTER:
            self.check_at(curvature.x, curvature.y)

    def _check_again(self, resolved: Resolved) -> None:
        is_other = resolved.surface is not self._surface
        if is_other and self._pages.current == PAGE and self._point is not None:
            self.check_at(*self._point)

    def _dress(self, theme: Theme) -> None:
        self._panel.set_theme(theme)

"""The Taylor model: at which point it is made, of which order, and when it is shown."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer

from core.curvature import Curvature
from core.scene import entry_labels
from core.taylor import Order
from gui.appearance import Appearance
from gui.controller import Controller
from gui.expanding import Answer, Expanding, Request
from gui.inspector import Follow, Inspector
from gui.numbers import format_number, format_point
from gui.panels.taylor_panel import TaylorPanel
from gui.plot.landscape_view import LandscapeView
from gui.plot.taylor_lines import TaylorPicture
from gui.plot.taylor_overlay import TaylorOverlay
from gui.resolve import Resolved
from gui.side_pages import SidePages
from gui.tasks import NewestRunner
from gui.theme import Theme

PAGE = "taylor model"
REST_MILLISECONDS = 200
"""A pointer that has not moved for so long rests, and is not on its way elsewhere."""

log = logging.getLogger(__name__)


class Taylor(QObject):
    """Shows the model at the inspected point while its page is open."""

    def __init__(
        self,
        panel: TaylorPanel,
        pages: SidePages,
        controller: Controller,
        inspector: Inspector,
        landscape: LandscapeView,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._pages = pages
        self._controller = controller
        self._inspector = inspector
        self._landscape = landscape
        self._order: Order = 2
        self._inspected: tuple[float, float] | None = None
        self._point: tuple[float, float] | None = None
        """Where the model is made: the inspected point, once the pointer rests."""
        self._asked: Request | None = None
        self._expanding = Expanding()
        self._overlay = TaylorOverlay()
        landscape.add_overlay(self._overlay)
        self._runner = NewestRunner(self)
        self._runner.published.connect(self._show)
        self._runner.failed.connect(self._show_failure)
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._move)
        panel.order_chosen.connect(self._choose_order)
        pages.page_changed.connect(self._follow_page)
        controller.resolved_changed.connect(self._refresh)
        inspector.curvature_changed.connect(self._follow)
        landscape.hover_left.connect(lambda: panel.set_reading(None))
        appearance.changed.connect(self._dress)
        self._dress(appearance.theme)

    def toggle(self) -> None:
        """Open the page with the model at the inspected point, or close it."""
        if self._pages.current == PAGE:
            self._pages.close_page()
        else:
            self._pages.open(PAGE)

    def close(self) -> None:
        """Stop the background thread."""
        self._rest.stop()
        self._runner.close()

    def show_reading(self, x: float, y: float) -> None:
        """Compare model and loss under the pointer, while a model is shown."""
        picture, asked = self._overlay.picture, self._asked
        if picture is None or asked is None:
            return
        loss, model = float(asked.surface.loss(x, y)), float(picture.model.value(x, y))
        self._panel.set_reading((x, y, loss, model))
        self._landscape.set_readout(
            self.tr("L = {0},  model {1},  error {2}").format(
                format_number(loss), format_number(model), format_number(model - loss, 3)
            )
        )

    def _follow_page(self, page: str) -> None:
        if page == PAGE:
            self._point = self._inspected or self._first_start()
            self._refresh()
        else:
            self._rest.stop()
            self._asked = None
            self._draw(None)

    def _first_start(self) -> tuple[float, float]:
        scene = self._controller.scene
        if scene.starts:
            return scene.starts[0].x, scene.starts[0].y
        view = scene.view
        return (view.x_min + view.x_max) / 2, (view.y_min + view.y_max) / 2

    def _follow(self, curvature: Curvature | None) -> None:
        """Go along with a pinned point or a racer at once, with the pointer when it rests."""
        if curvature is None:
            return
        self._inspected = (curvature.x, curvature.y)
        if self._pages.current != PAGE:
            return
        if self._inspector.follow is Follow.POINTER:
            self._rest.start()
        else:
            self._rest.stop()
            self._move()

    def _move(self) -> None:
        self._point = self._inspected
        self._refresh()

    def _choose_order(self, order: int) -> None:
        self._order = 1 if order == 1 else 2
        self._refresh()

    def _refresh(self, _resolved: Resolved | None = None) -> None:
        """Have the model made anew, unless it is the one that was last asked for."""
        resolved, point = self._controller.resolved, self._point
        if self._pages.current != PAGE or resolved is None or point is None:
            return
        if resolved.picture is None:
            return
        self._panel.set_place(self._place(point))
        request = Request(
            resolved.surface,
            resolved.picture,
            resolved.scene.contours,
            resolved.formula.variables,
            point,
            self._order,
        )
        if request != self._asked:
            self._asked = request
            self._runner.submit(lambda cancelled: self._expanding.answers(request, cancelled))

    def _place(self, point: tuple[float, float]) -> str:
        """Say which point it is."""
        at = format_point(*point)
        match self._inspector.follow:
            case Follow.PINNED:
                return self.tr("At {0}, which is pinned. P lets it follow the pointer.").format(at)
            case Follow.RACER:
                labels = entry_labels(self._controller.scene.entries)
                label = labels[min(self._inspector.racer, len(labels) - 1)] if labels else ""
                return self.tr("At {0}, where {1} is.").format(at, label)
        return self.tr("At {0}. It follows a pointer that rests; Shift+click pins it.").format(at)

    def _show(self, answer: Answer) -> None:
        if self._pages.current != PAGE:
            return
        picture = answer.picture
        self._draw(picture)
        if picture is None:
            self._panel.set_problem(answer.problem)
            return
        self._panel.set_model(picture.model, answer.request.variables, picture.radius)
        self._panel.set_newton_step(picture.model, picture.stationary, answer.loss_at_end)

    def _show_failure(self, error: Exception) -> None:
        log.error("a Taylor model could not be made", exc_info=error)
        self._draw(None)
        self._panel.set_problem(self.tr("The model could not be made here."))

    def _draw(self, picture: TaylorPicture | None) -> None:
        self._overlay.picture = picture
        self._landscape.update()

    def _dress(self, theme: Theme) -> None:
        self._overlay.theme = theme
        self._landscape.update()

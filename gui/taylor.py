"""The Taylor model: at which point it is made, of which order, and when it is shown."""

from __future__ import annotations

import logging
import math

from PySide6.QtCore import QObject, QTimer

from core.curvature import Curvature
from core.scene import entry_labels
from core.taylor import Order
from gui.appearance import Appearance
from gui.controller import Controller
from gui.expanding import Ground, Site, expand, grounds
from gui.inspector import Follow, Inspector, first_place
from gui.numbers import format_number, format_point
from gui.panels.taylor_panel import TaylorPanel
from gui.plot.landscape_view import LandscapeView
from gui.plot.taylor_lines import TaylorPicture
from gui.plot.taylor_overlay import TaylorOverlay
from gui.resolved import Resolved
from gui.side_pages import SidePages
from gui.tasks import NewestRunner
from gui.theme import Theme

PAGE = "taylor model"
REST_MILLISECONDS = 200
"""A pointer that has not moved for so long rests, and is not on its way elsewhere."""

log = logging.getLogger(__name__)


class Taylor(QObject):
    """Shows the model at the inspected point while its page is open.

    A model takes about two milliseconds on a ground that is made in the background, so
    that it is made on the GUI thread: there it follows a racer in every frame.
    """

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
        self._pointer: tuple[float, float] | None = None
        self._site: Site | None = None
        """What a ground was last asked for."""
        self._ground: Ground | None = None
        self._shown: object = None
        """Ground, point and order of the model that is shown."""
        self._overlay = TaylorOverlay()
        landscape.add_overlay(self._overlay)
        self._runner = NewestRunner(self)
        self._runner.published.connect(self._take_ground)
        self._runner.failed.connect(self._show_failure)
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._move)
        self._connect()
        appearance.changed.connect(self._dress)
        self._dress(appearance.theme)

    def _connect(self) -> None:
        self._panel.order_chosen.connect(self._choose_order)
        self._pages.page_changed.connect(self._follow_page)
        self._controller.resolved_changed.connect(self._prepare_ground)
        self._inspector.curvature_changed.connect(self._follow)
        self._landscape.hover_left.connect(self._take_back_reading)

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
        self._pointer = (x, y)
        picture, ground = self._overlay.picture, self._ground
        if picture is None or ground is None:
            return
        loss, model = float(ground.site.surface.loss(x, y)), float(picture.model.value(x, y))
        self._panel.set_reading((x, y, loss, model))
        text = self.tr("L = {0},  model {1},  error {2}").format(
            format_number(loss), format_number(model), format_number(model - loss, 3)
        )
        # Where the model touches the loss there is no error, and a bubble would hide the step.
        touches = (x, y) == (picture.model.x, picture.model.y)
        self._landscape.set_readout("" if touches else text)

    def _take_back_reading(self) -> None:
        self._pointer = None
        self._panel.set_reading(None)

    def _follow_page(self, page: str) -> None:
        if page == PAGE:
            self._point = self._inspected or first_place(self._controller.scene)
            self._prepare_ground()
            self._refresh()
        else:
            self._rest.stop()
            self._shown = None
            if self._overlay.picture is not None:
                self._landscape.set_readout("")
            self._draw(None)

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

    def _prepare_ground(self, _resolved: Resolved | None = None) -> None:
        """Have the ground made anew where another loss or view is shown."""
        resolved = self._controller.resolved
        if self._pages.current != PAGE or resolved is None or resolved.picture is None:
            return
        site = Site(resolved.surface, resolved.picture, resolved.formula.variables)
        if site != self._site:
            self._site = site
            self._runner.submit(lambda cancelled: grounds(site, cancelled))

    def _take_ground(self, ground: Ground) -> None:
        self._ground = ground
        self._refresh()

    def _refresh(self) -> None:
        """Show the model at the point on the newest ground, unless it is shown already."""
        ground, point = self._ground, self._point
        if self._pages.current != PAGE or point is None:
            return
        self._panel.set_place(self._place(point))
        wanted = (ground, point, self._order)
        if ground is None or wanted == self._shown:
            return
        self._shown = wanted
        picture = expand(ground, point, self._order)
        if isinstance(picture, str):
            self._draw(None)
            self._panel.set_problem(picture)
            return
        self._draw(picture)
        self._describe(picture, ground)

    def _describe(self, picture: TaylorPicture, ground: Ground) -> None:
        site, end = ground.site, picture.stationary
        loss = math.nan if end is None else float(site.surface.loss(end.x, end.y))
        self._panel.set_model(picture.model, site.variables, picture.radius)
        self._panel.set_newton_step(picture.model, end, loss)
        if self._pointer is not None:
            self.show_reading(*self._pointer)

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

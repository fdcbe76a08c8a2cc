"""Taylor models with all that is drawn of them, made on a background thread."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from core.contours import FloatArray, levels
from core.landscape import Surface, sample
from core.scene import Contours
from core.taylor import Order, taylor_model
from gui.plot.picture import LandscapePicture
from gui.plot.taylor_lines import TaylorPicture
from gui.tasks import CancelCheck


@dataclass(frozen=True, slots=True)
class Request:
    """Which model is wanted, and of what; equal where nothing has changed."""

    surface: Surface
    background: LandscapePicture
    """Where and on which grid the landscape's own contour lines were made."""
    contours: Contours
    variables: tuple[str, str]
    point: tuple[float, float]
    order: Order


@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """A model and what is drawn of it, or a sentence that says why there is none."""

    request: Request
    picture: TaylorPicture | None
    loss_at_end: float
    """The loss where the Newton step leads; NaN where there is none."""
    problem: str


@dataclass(slots=True)
class Expanding:
    """Makes models on a background thread; keeps the landscape's levels from one to the next."""

    _levels: FloatArray = field(default_factory=lambda: np.empty(0))
    _levels_of: tuple[object, ...] = ()

    def answers(self, request: Request, _cancelled: CancelCheck) -> Iterator[Answer]:
        """Yield the answer, which takes a few milliseconds."""
        surface, view = request.surface, request.background.view
        model = taylor_model(surface, *request.point, request.order)
        if isinstance(model, str):
            yield Answer(request, None, math.nan, model)
            return
        reach = math.hypot(view.x_max - view.x_min, view.y_max - view.y_min)
        end = model.stationary_point()
        loss = math.nan if end is None else float(surface.loss(end.x, end.y))
        heights = self._levels_for(request)
        lines = model.contour_lines(view, heights)
        picture = TaylorPicture(model, heights, lines, end, model.radius(surface, reach))
        yield Answer(request, picture, loss, "")

    def _levels_for(self, request: Request) -> FloatArray:
        """Return the levels of the lines on the screen, from the very same samples."""
        wanted = (request.surface, request.background, request.contours)
        if wanted != self._levels_of:
            rows, columns = request.background.shade.shape
            sampling = sample(request.surface, request.background.view, columns, rows)
            self._levels = levels(sampling.values, request.contours)
            self._levels_of = wanted
        return self._levels

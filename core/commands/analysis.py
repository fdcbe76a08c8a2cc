"""What the verb ``analyse`` finds out, before it is printed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from core.critical_points.findings import Survey
from core.curvature import Curvature, curvature_at
from core.descent import (
    GradientDescentFacts,
    HeavyBallFacts,
    gradient_descent_facts,
    heavy_ball_facts,
    stability_limit,
)
from core.landscape import Landscape
from core.optimizers.momentum import Momentum
from core.scene import View
from core.taylor import StationaryPoint, TaylorModel, taylor_model

MOMENTUM = Momentum().momentum
"""For which the heavy ball's limit is given."""

_NOTHING = (math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a loss at a point that was asked for.

    Parameters
    ----------
    curvature
        Without numbers where the loss is undefined, though a derivative's expression
        may have a value there.
    limit
        The learning rate from which gradient descent diverges on the quadratic model;
        infinite if it does not.
    gradient_descent, heavy_ball
        How they fare on the quadratic model; None if that is no bowl.
    model
        The quadratic model, or why there is none.
    newton_point
        Where the model has no slope; None if there is no such point.
    radius
        How far the model holds, by samples; infinite if all over the view, NaN if there
        is none.
    """

    curvature: Curvature
    limit: float
    gradient_descent: GradientDescentFacts | None
    heavy_ball: HeavyBallFacts | None
    model: TaylorModel | str
    newton_point: StationaryPoint | None
    radius: float


@dataclass(frozen=True, eq=False, slots=True)
class Analysis:
    """What is known of a landscape inside a view, and at a place if one was named."""

    landscape: Landscape
    place: Place | None
    survey: Survey


def place_at(landscape: Landscape, x: float, y: float, view: View) -> Place:
    """Return what is known of a loss at a point; the view bounds the model's radius."""
    curvature = curvature_at(landscape, x, y)
    if not math.isfinite(curvature.loss):
        curvature = replace(
            curvature,
            gradient=_NOTHING,
            hessian=(math.nan, math.nan, math.nan),
            eigenvalues=_NOTHING,
            eigenvectors=(_NOTHING, _NOTHING),
            condition_number=math.nan,
            signs=(0, 0),
        )
    # Rates of convergence hold in a bowl, which has to be one beyond rounding.
    bowl = curvature.eigenvalues if curvature.is_convex else _NOTHING
    model = taylor_model(landscape.surface, x, y, 2)
    reach = math.hypot(view.x_max - view.x_min, view.y_max - view.y_min)
    return Place(
        curvature,
        stability_limit(curvature.eigenvalues),
        gradient_descent_facts(bowl),
        heavy_ball_facts(bowl, MOMENTUM),
        model,
        model.stationary_point() if isinstance(model, TaylorModel) else None,
        model.radius(landscape.surface, reach) if isinstance(model, TaylorModel) else math.nan,
    )

"""An analysis as plain data, for JSON."""

from __future__ import annotations

import math

import numpy as np

from core.commands.analysis import MOMENTUM, Analysis, Place
from core.critical_points.findings import Convexity, CriticalCurve, CriticalPoint, Receipt
from core.critical_points.receipt import index_of
from core.notation import to_text

Document = dict[str, object]

_MOST_CURVE_POINTS = 200
"""Of a curve no more points than these are printed."""


def document(analysis: Analysis) -> Document:
    """Return an analysis as plain data, in which a number that does not exist is NaN."""
    derivatives, survey = analysis.landscape.derivatives, analysis.survey
    xx, xy, yy = map(to_text, derivatives.hessian)
    return {
        "loss": to_text(analysis.landscape.surface.formula.tree),
        "gradient": [to_text(partial) for partial in derivatives.gradient],
        "hessian": [[xx, xy], [xy, yy]],
        "at": _place(analysis.place) if analysis.place else None,
        "critical_points": [_point(point) for point in survey.points],
        "critical_curves": [_curve(curve) for curve in survey.curves],
        "flat_share": survey.flat_share,
        "unexplored_share": survey.unexplored_share,
        "unexplored": survey.unexplored.T.tolist(),
        "receipt": _receipt(survey.receipt) if survey.receipt else None,
        "convexity": _convexity(survey.convexity) if survey.convexity else None,
    }


def _place(place: Place) -> Document:
    curvature = place.curvature
    xx, xy, yy = curvature.hessian
    return {
        "x": curvature.x,
        "y": curvature.y,
        "loss": curvature.loss,
        "gradient": curvature.gradient,
        "hessian": [[xx, xy], [xy, yy]],
        "eigenvalues": curvature.eigenvalues,
        "eigenvectors": curvature.eigenvectors,
        "kind_of_curvature": curvature.kind.value if curvature.is_finite else None,
        "condition_number": curvature.condition_number,
        "is_convex_here": curvature.is_convex,
        "stability": _stability(place),
        "taylor": _taylor(place),
    }


def _stability(place: Place) -> Document:
    descent, heavy_ball = place.gradient_descent, place.heavy_ball
    return {
        "limit": place.limit,
        "best_learning_rate": descent.best_rate if descent else None,
        "rate": descent.factor if descent else None,
        "heavy_ball": {
            "momentum": MOMENTUM,
            "limit": heavy_ball.limit if heavy_ball else None,
            "best_momentum": heavy_ball.best_momentum if heavy_ball else None,
            "best_learning_rate": heavy_ball.best_rate if heavy_ball else None,
            "rate": heavy_ball.factor if heavy_ball else None,
        },
    }


def _taylor(place: Place) -> Document:
    end = place.newton_point
    return {
        "newton_point": end
        and {"x": end.x, "y": end.y, "value": end.value, "kind": end.kind.value},
        "radius": place.radius,
        "holds_all_over_the_view": place.radius == math.inf,
        "remark": place.model if isinstance(place.model, str) else "",
    }


def _point(point: CriticalPoint) -> Document:
    return {
        "x": point.x,
        "y": point.y,
        "loss": point.loss,
        "eigenvalues": point.eigenvalues,
        "kind": point.kind.value,
        "status": point.status.value,
        "name": point.name,
        "is_kink": point.is_kink,
        "index": index_of(point),
        "box": point.box,
        "remark": point.remark,
    }


def _curve(curve: CriticalCurve) -> Document:
    count = curve.points.shape[1]
    shown = np.linspace(0, count - 1, min(count, _MOST_CURVE_POINTS)).round().astype(int)
    return {
        "name": curve.name,
        "loss": curve.loss,
        "is_closed": curve.is_closed,
        "status": curve.status.value,
        "remark": curve.remark,
        "points": curve.points[:, shown].T.tolist(),
    }


def _receipt(receipt: Receipt) -> Document:
    return {
        "turning": receipt.turning,
        "found": receipt.found,
        "agrees": receipt.agrees,
        "sentence": receipt.sentence,
    }


def _convexity(convexity: Convexity) -> Document:
    return {
        "verdict": convexity.verdict.name.lower(),
        "sentence": convexity.sentence,
        "point": convexity.point,
        "direction": convexity.direction,
    }

"""An analysis as text for a reader."""

from __future__ import annotations

import math

from core.commands.analysis import MOMENTUM, Analysis, Place
from core.commands.text_table import Cell, text_table
from core.critical_points.findings import CriticalCurve, Survey
from core.landscape import Landscape
from core.notation import to_text

_NOTHING = "—"


def report(analysis: Analysis) -> str:
    """Return an analysis in paragraphs and tables."""
    parts = [_symbolic_part(analysis.landscape)]
    if analysis.place:
        parts.append(_place_part(analysis.place))
    parts += [_points_part(analysis), _survey_part(analysis.survey)]
    return "\n\n".join(part for part in parts if part)


def _symbolic_part(landscape: Landscape) -> str:
    formula, derivatives = landscape.surface.formula, landscape.derivatives
    x, y = formula.variables
    lines = [f"L = {to_text(formula.tree)}", ""]
    names = (f"∂L/∂{x}", f"∂L/∂{y}", f"∂²L/∂{x}²", f"∂²L/∂{x}∂{y}", f"∂²L/∂{y}²")
    trees = (*derivatives.gradient, *derivatives.hessian)
    width = max(map(len, names))
    lines += [f"{name:<{width}} = {to_text(tree)}" for name, tree in zip(names, trees, strict=True)]
    if derivatives.almost_everywhere:
        lines.append("\nThe loss has kinks or jumps; its derivatives hold almost everywhere.")
    return "\n".join(lines)


def _place_part(place: Place) -> str:
    curvature = place.curvature
    xx, xy, yy = map(_number, curvature.hessian)
    (lower, upper), (first, second) = curvature.eigenvalues, curvature.eigenvectors
    return "\n".join(
        (
            f"At {_pair(curvature.x, curvature.y)}",
            f"loss              {_number(curvature.loss)}",
            f"gradient          {_pair(*curvature.gradient)}",
            f"Hessian           ({xx}, {xy}; {xy}, {yy})",
            f"eigenvalues       {_number(lower)} along {_pair(*first)}, "
            f"{_number(upper)} along {_pair(*second)}",
            f"condition number  {_number(curvature.condition_number)}",
            *_descent_lines(place),
            *_model_lines(place),
            curvature.sentence,
        )
    )


def _descent_lines(place: Place) -> list[str]:
    """Say what the quadratic model allows, where it is a bowl."""
    descent, heavy_ball = place.gradient_descent, place.heavy_ball
    if not (descent and heavy_ball):
        return []
    return [
        f"gradient descent  fastest at η = {descent.best_rate:.6g} (error × "
        f"{descent.factor:.6g} a step), diverges from η = {descent.limit:.6g}",
        f"heavy ball        fastest at η = {heavy_ball.best_rate:.6g}, "
        f"γ = {heavy_ball.best_momentum:.6g} (error × {heavy_ball.factor:.6g} a step), "
        f"diverges from η = {heavy_ball.limit:.6g} at γ = {MOMENTUM:g}",
    ]


def _model_lines(place: Place) -> list[str]:
    """Say where the quadratic model leads and how far it holds, if there is one."""
    if isinstance(place.model, str):
        return []
    lines, end = [], place.newton_point
    if end:
        lines.append(f"Newton step       to {_pair(end.x, end.y)}, the model's {end.kind.value}")
    reach = "all over the view" if place.radius == math.inf else f"within {place.radius:.3g}"
    lines.append(f"quadratic model   holds {reach} to 5 % of the loss's change (sampled)")
    return lines


def _points_part(analysis: Analysis) -> str:
    survey = analysis.survey
    view, points = survey.view, survey.points
    where = f"{view.x_min:g} to {view.x_max:g} by {view.y_min:g} to {view.y_max:g}"
    if not points:
        isolated = "isolated " if survey.curves else ""
        return f"No {isolated}critical points were found in {where}."
    rows = [
        (point.name, *map(_cell, (point.x, point.y, point.loss, *point.eigenvalues)),
         point.status.value)
        for point in points
    ]  # fmt: skip
    x, y = analysis.landscape.surface.formula.variables
    header = ("kind", x, y, "loss", "smaller eigenvalue", "larger eigenvalue", "status")
    remarks = [f"At {_pair(point.x, point.y)}: {point.remark}" for point in points if point.remark]
    title = f"Critical points in {where}: {len(points)}"
    return "\n".join((title, text_table(header, rows), *remarks))


def _survey_part(survey: Survey) -> str:
    """Say what holds of the view as a whole."""
    lines = [_curve(curve) for curve in survey.curves]
    if survey.flat_share:
        share = _percent(survey.flat_share)
        lines.append(f"The loss is flat to within rounding in {share} of the view.")
    if survey.unexplored_share:
        lines.append(f"Not explored: {_percent(survey.unexplored_share)} of the view.")
    lines += [part.sentence for part in (survey.receipt, survey.convexity) if part]
    return "\n".join(lines)


def _curve(curve: CriticalCurve) -> str:
    """Say what a curve is and where: an open one by its ends, a closed one by a point."""
    first, last = (_pair(*curve.points[:, place].tolist()) for place in (0, -1))
    shape, where = ("open", f"from {first} to {last}")
    if curve.is_closed:
        shape, where = ("closed", f"through {first}")
    title = f"{curve.name.capitalize()}, {shape}, {where}"
    return f"{title}: loss {_number(curve.loss)}, {curve.status.value}. {curve.remark}".rstrip()


def _percent(share: float) -> str:
    return "less than 0.1 %" if share < 0.001 else f"{100 * share:.3g} %"


def _cell(value: float) -> Cell:
    # Adding zero takes the sign from minus zero.
    return _NOTHING if math.isnan(value) else value + 0.0


def _number(value: float) -> str:
    return _NOTHING if math.isnan(value) else f"{value:z.6g}"


def _pair(first: float, second: float) -> str:
    return f"({_number(first)}, {_number(second)})"

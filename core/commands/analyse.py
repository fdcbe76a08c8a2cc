"""The verb ``analyse``: derivatives, curvature and critical points as text."""

from __future__ import annotations

from dataclasses import dataclass

from core.commands.headless import landscape_of
from core.commands.text_table import text_table
from core.critical_points import CriticalPoint, find_critical_points
from core.curvature import Curvature, curvature_at
from core.export import json_text
from core.landscape import Landscape
from core.notation import to_text
from core.scene import Scene, Start, View


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a landscape inside a view, and at a point if one was named."""

    landscape: Landscape
    view: View
    at: Curvature | None
    critical_points: list[CriticalPoint]


def analyse(scene: Scene, at: Start | None, as_json: bool) -> None:
    """Print the derivatives of a scene's loss, its curvature and critical points.

    Parameters
    ----------
    scene
        Its starts, entries and steps play no part.
    at
        The point whose curvature is wanted.
    as_json
        Whether to print for a program instead of a reader.

    Raises
    ------
    FallLineError
        If the loss can't be read or has no derivatives.
    """
    landscape = landscape_of(scene)
    analysis = Analysis(
        landscape,
        scene.view,
        curvature_at(landscape, at.x, at.y) if at else None,
        find_critical_points(landscape.surface, scene.view),
    )
    print(json_text(_document(analysis)) if as_json else _report(analysis))


def _document(analysis: Analysis) -> dict[str, object]:
    derivatives = analysis.landscape.derivatives
    xx, xy, yy = map(to_text, derivatives.hessian)
    return {
        "loss": to_text(analysis.landscape.surface.formula.tree),
        "gradient": [to_text(partial) for partial in derivatives.gradient],
        "hessian": [[xx, xy], [xy, yy]],
        "at": _curvature(analysis.at) if analysis.at else None,
        "critical_points": [_point(point) for point in analysis.critical_points],
    }


def _curvature(curvature: Curvature) -> dict[str, object]:
    xx, xy, yy = curvature.hessian
    return {
        "x": curvature.x,
        "y": curvature.y,
        "loss": curvature.loss,
        "gradient": curvature.gradient,
        "hessian": [[xx, xy], [xy, yy]],
        "eigenvalues": curvature.eigenvalues,
        "eigenvectors": curvature.eigenvectors,
        "kind_of_curvature": curvature.kind.value,
    }


def _point(point: CriticalPoint) -> dict[str, object]:
    return {
        "x": point.x,
        "y": point.y,
        "loss": point.loss,
        "eigenvalues": point.eigenvalues,
        "kind": point.kind.value,
        "status": point.status.value,
    }


def _report(analysis: Analysis) -> str:
    parts = [_symbolic_part(analysis.landscape)]
    if analysis.at:
        parts.append(_curvature_part(analysis.at))
    parts.append(_points_part(analysis))
    return "\n\n".join(parts)


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


def _curvature_part(curvature: Curvature) -> str:
    xx, xy, yy = (f"{value:.6g}" for value in curvature.hessian)
    return "\n".join(
        (
            f"At {_pair(curvature.x, curvature.y)}",
            f"loss              {curvature.loss:.6g}",
            f"gradient          {_pair(*curvature.gradient)}",
            f"Hessian           ({xx}, {xy}; {xy}, {yy})",
            f"eigenvalues       {curvature.eigenvalues[0]:.6g} along "
            f"{_pair(*curvature.eigenvectors[0])}, {curvature.eigenvalues[1]:.6g} along "
            f"{_pair(*curvature.eigenvectors[1])}",
            f"condition number  {curvature.condition_number:.6g}",
            curvature.sentence,
        )
    )


def _points_part(analysis: Analysis) -> str:
    view, points = analysis.view, analysis.critical_points
    where = f"{view.x_min:g} to {view.x_max:g} by {view.y_min:g} to {view.y_max:g}"
    if not points:
        return f"No critical points were found in {where}."
    x, y = analysis.landscape.surface.formula.variables
    rows = [
        (point.kind.value, point.x, point.y, point.loss, *point.eigenvalues, point.status.value)
        for point in points
    ]
    header = ("kind", x, y, "loss", "smaller eigenvalue", "larger eigenvalue", "status")
    return f"Critical points in {where}: {len(points)}\n{text_table(header, rows)}"


def _pair(first: float, second: float) -> str:
    return f"({first:.6g}, {second:.6g})"

"""The verb ``analyse``: derivatives, curvature and critical points without a window."""

from __future__ import annotations

from core.commands.analysis import Analysis, place_at
from core.commands.analysis_document import document
from core.commands.analysis_report import report
from core.commands.headless import landscape_of
from core.critical_points.survey import survey
from core.export import json_text
from core.scene import Scene, Start


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
    *_, found = survey(landscape.surface, scene.view)
    place = place_at(landscape, at.x, at.y, scene.view) if at else None
    analysis = Analysis(landscape, place, found)
    print(json_text(document(analysis)) if as_json else report(analysis))

"""What the curvature at the inspected point means for descent, for the curvature panel."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject

from core.curvature import Curvature
from core.descent import (
    GradientDescentFacts,
    HeavyBallFacts,
    gradient_descent_facts,
    heavy_ball_facts,
    stability_limit,
)
from core.flatness import flatness_radius
from core.optimizers.momentum import Momentum
from core.scene import Scene
from gui.controller import Controller
from gui.inspector import Inspector
from gui.panels.curvature_panel import CurvaturePanel

NOWHERE = (math.nan, math.nan, math.nan)


class CurvatureDetails(QObject):
    """Fills the lower part of the curvature panel whenever the inspected point moves.

    Rates follow from two eigenvalues. The radius of flatness takes a third of a
    millisecond, so that it is found on the GUI thread too, but only while it is shown.
    """

    def __init__(
        self, panel: CurvaturePanel, controller: Controller, inspector: Inspector, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._controller = controller
        self._curvature: Curvature | None = None
        inspector.curvature_changed.connect(self._follow)
        controller.scene_changed.connect(self._show_rates)
        panel.descent.rise_changed.connect(self._show_flatness)
        panel.descent.chevron.toggled.connect(self._show_flatness)

    def _follow(self, curvature: Curvature | None) -> None:
        self._curvature = curvature
        self._show_rates()
        self._show_flatness()

    def _show_rates(self) -> None:
        panel, curvature = self._panel, self._curvature
        if curvature is not None and not curvature.is_finite:
            curvature = None
        momentum = momentum_of(self._controller.scene)
        facts = bowl_facts(curvature, momentum) if curvature else None
        limit = stability_limit(curvature.eigenvalues) if curvature else math.nan
        panel.descent.set_facts(limit, limit * (1 + momentum), momentum, facts)
        panel.set_conditioning(facts[0] if facts else None, curvature)
        panel.derivatives.set_hessian(curvature.hessian if curvature else NOWHERE)
        panel.descent.set_sharpness(curvature.eigenvalues[1] if curvature else math.nan)

    def _show_flatness(self) -> None:
        descent, curvature, resolved = (
            self._panel.descent,
            self._curvature,
            self._controller.resolved,
        )
        if not descent.is_open():
            return
        if curvature is None or resolved is None:
            descent.set_flatness(math.nan)
            return
        rise = descent.rise.value()
        descent.set_flatness(flatness_radius(resolved.surface, curvature.x, curvature.y, rise))


def momentum_of(scene: Scene) -> float:
    """Return the momentum of the first heavy ball that races, or its usual one."""
    kept = [e.optimizer.momentum for e in scene.entries if isinstance(e.optimizer, Momentum)]
    return kept[0] if kept else Momentum().momentum


def bowl_facts(
    curvature: Curvature, momentum: float
) -> tuple[GradientDescentFacts, HeavyBallFacts] | None:
    """Say how descent fares in a bowl with this curvature; None where it is no bowl for sure."""
    if not curvature.is_convex:
        return None
    plain = gradient_descent_facts(curvature.eigenvalues)
    heavy = heavy_ball_facts(curvature.eigenvalues, momentum)
    return (plain, heavy) if plain and heavy else None

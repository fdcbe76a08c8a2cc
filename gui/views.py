"""The views of the window, by name, for whoever wires them."""

from __future__ import annotations

from dataclasses import dataclass

from gui.panels.caption import Caption
from gui.panels.critical_points_panel import CriticalPointsPanel
from gui.panels.curvature_panel import CurvaturePanel
from gui.panels.loss_bar import LossBar
from gui.panels.optimizer_panel import OptimizerPanel
from gui.panels.parameter_panel import ParameterPanel
from gui.panels.playback_bar import PlaybackBar
from gui.plot.landscape_view import LandscapeView
from gui.plot.loss_chart import LossChart


@dataclass(frozen=True, slots=True)
class Views:
    """Each view once; none knows another."""

    loss_bar: LossBar
    landscape: LandscapeView
    caption: Caption
    playback: PlaybackBar
    chart: LossChart
    optimizers: OptimizerPanel
    parameters: ParameterPanel
    curvature: CurvaturePanel
    critical_points: CriticalPointsPanel

"""Print the distribution of frame times while a race plays in the landscape view.

Run it as ``python -m tests.benchmarks.frame_times``. Frames are painted back to back,
at the speeds that the playback offers, so a time is what one frame costs and not how
often the screen asked for it. A race of 60 frames a second has 16.7 ms for each.
"""

from __future__ import annotations

import os
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from core.contours import levels, lines, shade
from core.expression import parse_loss
from core.landscape import Landscape, Surface, sample
from core.optimizers import METHODS
from core.race import Race, run_race
from core.scene import Entry, Scene, Start, View
from core.symbolic.differentiation import differentiate
from gui.plot.landscape_view import LandscapeView
from gui.plot.loss_chart import LossChart
from gui.plot.picture import LandscapePicture
from gui.theme import LIGHT, trail_style

LOSS = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
VIEW = View(x_min=-8, x_max=8, y_min=-5, y_max=5)
SIZE = (1280, 800)
CASES = ((3, 500, 1), (20, 2000, 1), (20, 2000, 4), (20, 2000, 30), (200, 1000, 1), (200, 1000, 4))
"""Starts, steps, and steps a frame, each with five methods."""


def main() -> None:
    """Measure every case."""
    application = QApplication([])
    formula = parse_loss(LOSS)
    surface = Surface(formula, {})
    landscape = Landscape(surface, differentiate(formula.tree, formula.variables))
    print(f"{'runs':>12} {'steps':>6} {'a frame':>8}  median    p90    p99    max  repaint (ms)")
    for starts, steps, stride in CASES:
        race = run_race(landscape.surface, _scene(starts, steps))
        view, chart = LandscapeView(), LossChart()
        _set_up(view, chart, surface, race)
        application.processEvents()
        times = [_frame(view, chart, step) for step in range(0, steps + 1, stride)]
        quantiles = " ".join(f"{q:6.1f}" for q in np.percentile(times, [50, 90, 99, 100]))
        repaint = _repaint(view)
        print(f"{'5 ×':>8} {starts:3} {steps:6} {stride:8}  {quantiles} {repaint:8.0f}")


def _scene(starts: int, steps: int) -> Scene:
    random = np.random.default_rng(1)
    places = random.uniform((VIEW.x_min, VIEW.y_min), (VIEW.x_max, VIEW.y_max), (starts, 2))
    return Scene(
        loss=LOSS,
        starts=tuple(Start(x=float(x), y=float(y)) for x, y in places * 0.8),
        entries=tuple(
            Entry(optimizer=method(learning_rate=_rate(method))) for method in METHODS[:5]
        ),
        steps=steps,
    )


def _rate(method: type) -> float:
    return {"GradientDescent": 0.001, "Momentum": 0.0005, "AdaGrad": 0.3}.get(method.__name__, 0.05)


def _set_up(view: LandscapeView, chart: LossChart, surface: Surface, race: Race) -> None:
    sampling = sample(surface, VIEW, SIZE[0] // 3, SIZE[1] // 3)
    contours = Scene(loss=LOSS).contours
    drawn = lines(sampling, levels(sampling.values, contours))
    styles = [trail_style(place, LIGHT) for place in range(len(race.entries))]
    visible = [True] * len(styles)
    view.resize(*SIZE)
    view.set_view(VIEW)
    view.set_picture(LandscapePicture(VIEW, shade(sampling.values, contours), drawn))
    view.set_starts(race.starts)
    view.set_trails(race, styles, visible)
    chart.resize(SIZE[0], 130)
    chart.set_race(race, styles, visible)
    for widget in (view, chart):
        widget.show()
    chart.finish_painting()


def _frame(view: LandscapeView, chart: LossChart, step: int) -> float:
    """Return the milliseconds that showing a step takes in both views."""
    widgets: tuple[QWidget, ...] = (view, chart)
    begin = perf_counter()
    view.set_step(step)
    chart.set_step(step)
    for widget in widgets:
        widget.repaint()
    return 1e3 * (perf_counter() - begin)


def _repaint(view: LandscapeView) -> float:
    """Return the milliseconds that all trails take after a zoom, sliced over frames."""
    view.set_view(View(x_min=-7, x_max=7, y_min=-4.5, y_max=4.5))
    begin = perf_counter()
    view.finish_painting()
    return 1e3 * (perf_counter() - begin)


if __name__ == "__main__":
    main()

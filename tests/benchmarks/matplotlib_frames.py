"""A frame of the picture alone, beside matplotlib's animation of the same race."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtWidgets import QApplication

from core.contour_map import draw_map
from core.contours import levels, relief
from core.expression import parse_loss
from core.landscape import Sampling, Surface, sample
from core.race import Race, run_race
from core.scene import Contours
from gui.opening import make_application
from gui.plot.landscape_view import LandscapeView
from gui.plot.picture import LandscapePicture, map_look
from gui.theme import LIGHT, TrailStyle, trail_style
from tests.benchmarks.adam_peers import is_there
from tests.benchmarks.tables import Settings, Table
from tests.benchmarks.timing import seconds
from tests.benchmarks.window_gestures import HIMMELBLAU, VIEW, scene

SIZE = (1280, 800)
DOTS_AN_INCH = 100
RACES = ((10, 1_000), (100, 1_000))
"""Starts and steps, each with five methods."""

STRETCHES = (0, 0.25, 0.5, 0.75)
"""Where in the race some frames are painted one after another, by both in turn."""

STRIDE = 2
"""Steps from a frame to the next, as where a thousand steps play in eight seconds."""

FRAMES = 30
QUICK_FRAMES = 5
"""Frames of a stretch."""

HEADS = ("", "ours", "p99", "worst", "matplotlib", "p99", "worst", "times as long")


def beside_matplotlib(settings: Settings) -> Iterator[Table]:
    """Yield what both take for a frame, where matplotlib is there."""
    if not is_there("matplotlib"):
        return
    table = Table(
        f"A frame of the picture alone, {SIZE[0]} x {SIZE[1]}, beside matplotlib's FuncAnimation "
        "with blitting: milliseconds", HEADS,
    )  # fmt: skip
    for starts, steps in RACES:
        name = f"{5 * starts} trails of {steps:,} steps"
        if settings.wants(name):
            table.rows.append([name, *_in_turn(starts, steps, settings.is_quick)])
    yield table


def _in_turn(starts: int, steps: int, is_quick: bool) -> list[str]:
    surface = Surface(parse_loss(HIMMELBLAU), {})
    race = run_race(surface, scene(HIMMELBLAU, starts, steps))
    sampling = sample(surface, VIEW, 400, 250)
    styles = [trail_style(place, LIGHT) for place in range(len(race.entries))]
    stretch = STRIDE * np.arange((QUICK_FRAMES if is_quick else FRAMES) + 1)
    shown = [round(begin * steps) + int(step) for begin in STRETCHES for step in stretch]
    view = _our_picture(sampling, race, styles)
    animation = _animation(sampling, race, styles, shown)
    pairs = [(seconds(partial(_show, view, step)), seconds(animation._step)) for step in shown]
    view.close()
    # The first frame of a stretch is a leap.
    times = np.array([pair for number, pair in enumerate(pairs) if number % len(stretch)])
    quantiles = 1e3 * np.percentile(times, (50, 99, 100), axis=0)
    ratio = quantiles[0, 1] / quantiles[0, 0]
    return [*(f"{time:.1f}" for time in quantiles.T.ravel()), f"{ratio:.1f}"]


def _our_picture(sampling: Sampling, race: Race, styles: Sequence[TrailStyle]) -> LandscapeView:
    make_application()
    contours = Contours()
    view = LandscapeView()
    view.resize(*SIZE)
    view.set_view(VIEW)
    chosen = relief(sampling.values, contours)
    pixels = draw_map(sampling, chosen, map_look(LIGHT), *SIZE, 1.0)
    view.set_picture(LandscapePicture(VIEW, chosen.levels, pixels, SIZE[0]))
    view.set_starts(race.starts)
    view.set_trails(race, styles, [True] * len(styles))
    view.show()
    _show(view, 0)
    # What isn't on the screen yet paints nothing.
    QApplication.processEvents()
    return view


def _show(view: LandscapeView, step: int) -> None:
    """Paint a step at once, without spreading what it adds over frames."""
    view.set_step(step)
    view.finish_painting()
    view.repaint()


def _animation(
    sampling: Sampling, race: Race, styles: Sequence[TrailStyle], shown: Sequence[int]
) -> Any:
    """Return the same picture as an animation, which draws the background once."""
    plot: Any = importlib.import_module("matplotlib.pyplot")
    plot.switch_backend("agg")
    animations: Any = importlib.import_module("matplotlib.animation")
    figure = plot.figure(figsize=(SIZE[0] / DOTS_AN_INCH, SIZE[1] / DOTS_AN_INCH), dpi=DOTS_AN_INCH)
    axes = figure.add_axes((0, 0, 1, 1))
    chosen = levels(sampling.values, Contours())
    axes.contour(sampling.x, sampling.y, sampling.values, levels=chosen, linewidths=0.8)
    runs = list(np.ndindex(race.x.shape[:2]))
    trails = [
        axes.plot([], [], color=styles[entry].colour.name(), linewidth=1.5)[0] for entry, _ in runs
    ]
    heads = axes.plot([], [], "o")[0]

    def draw(step: int) -> list[Any]:
        for trail, run in zip(trails, runs, strict=True):
            trail.set_data(race.x[run][: step + 1], race.y[run][: step + 1])
        heads.set_data(race.x[:, :, step].ravel(), race.y[:, :, step].ravel())
        return [*trails, heads]

    animation = animations.FuncAnimation(
        figure, draw, frames=[0, *shown, 0], blit=True, repeat=False
    )
    figure.canvas.draw()  # begins it, with the first frame
    return animation

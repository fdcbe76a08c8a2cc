"""From a typed loss to contour lines on the screen, stage by stage."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from core.contour_map import draw_map
from core.contours import relief
from core.expression import parse_loss
from core.landscape import Surface, sample
from core.scene import Contours, View
from gui.landscape_drawing import COARSE, SHARP
from gui.opening import make_application
from gui.plot.landscape_view import LandscapeView
from gui.plot.picture import LandscapePicture, map_look
from gui.theme import LIGHT
from tests.benchmarks.losses import LOSSES, another
from tests.benchmarks.tables import Part, Settings, Table
from tests.benchmarks.timing import in_new_process

SAMPLES = 400
CANVAS = round(SAMPLES * SHARP.spacing)
"""Pixels on each side."""

COARSE_SAMPLES = round(CANVAS / COARSE.spacing)
VIEW = View(-4, 4, -4, 4)
CONTOURS = Contours(count=20)
READING = ("read", "compile")
DRAWING = ("sample", "shade", "draw", "show")
STAGES = (*READING, *DRAWING)
COLD_ROUNDS = 3

Value = TypeVar("Value")
Times = dict[str, float]
"""Milliseconds by stage."""


@dataclass(slots=True)
class Stopwatch:
    """Notes how long each stage takes."""

    times: Times = field(default_factory=dict)

    def stage(self, name: str, work: Callable[[], Value]) -> Value:
        """Do a stage."""
        begin = perf_counter()
        value = work()
        self.times[name] = 1e3 * (perf_counter() - begin)
        return value


def stages(text: str, samples: int = SAMPLES) -> Times:
    """Read, compile, sample, shade, draw and show a loss."""
    make_application()
    view = LandscapeView()
    view.resize(CANVAS, CANVAS)
    view.set_view(VIEW)
    watch = Stopwatch()
    formula = watch.stage("read", lambda: parse_loss(text))
    surface = watch.stage("compile", lambda: Surface(formula, {}))
    sampling = watch.stage("sample", lambda: sample(surface, VIEW, samples, samples))
    chosen = watch.stage("shade", lambda: relief(sampling.values, CONTOURS))
    pixels = watch.stage(
        "draw", lambda: draw_map(sampling, chosen, map_look(LIGHT), CANVAS, CANVAS, 1.0)
    )

    def show() -> None:
        view.set_picture(LandscapePicture(VIEW, chosen.levels, pixels, CANVAS))
        view.repaint()

    view.show()
    QApplication.processEvents()
    watch.stage("show", show)
    view.close()
    return watch.times


def warm(settings: Settings) -> Table:
    """Measure a loss not seen before, in a process that has drawn others."""
    chosen = list(filter(settings.wants, LOSSES))
    times: dict[str, list[Times]] = {loss: [] for loss in chosen}
    coarse: dict[str, list[Times]] = {loss: [] for loss in chosen}
    for number in range(settings.rounds + 1):
        for loss in chosen:
            fresh = another(loss, number)
            sharp = stages(fresh)
            # The sharp picture was compiled already, so the coarse one begins as it did.
            rough = {**stages(fresh, COARSE_SAMPLES), **{name: sharp[name] for name in READING}}
            if number:
                times[loss].append(sharp)
                coarse[loss].append(rough)
    return _table("warm", {loss: (times[loss], coarse[loss]) for loss in chosen})


def cold(settings: Settings) -> Table:
    """Measure the first loss of a process, everything imported and nothing compiled."""
    rounds = range(min(COLD_ROUNDS, settings.rounds))
    found: dict[str, tuple[list[Times], list[Times]]] = {}
    for loss in filter(settings.wants, LOSSES):
        sharp = [in_new_process(stages, LOSSES[loss]) for _ in rounds]
        coarse = [in_new_process(stages, LOSSES[loss], COARSE_SAMPLES) for _ in rounds]
        found[loss] = sharp, coarse
    return _table("cold", found)


def _table(how: str, found: dict[str, tuple[list[Times], list[Times]]]) -> Table:
    title = (
        f"From text to {CONTOURS.count} contour lines on {SAMPLES} x {SAMPLES} samples, {how}: "
        "milliseconds"
    )
    table = Table(title, ("", *STAGES, "together", f"{COARSE_SAMPLES} x {COARSE_SAMPLES}"))
    for loss, (sharp, coarse) in found.items():
        figures = [statistics.median(times[stage] for times in sharp) for stage in STAGES]
        figures += [statistics.median(sum(times.values()) for times in sharp)]
        figures += [statistics.median(sum(times.values()) for times in coarse)]
        table.rows.append([loss, *(f"{figure:.1f}" for figure in figures)])
    return table


def measure(settings: Settings) -> Iterator[Table]:
    """Yield the stages of every loss, warm and cold."""
    yield warm(settings)
    yield cold(settings)


PART = Part("contours", measure)

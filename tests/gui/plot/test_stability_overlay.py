from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from core.expression import parse_loss
from core.landscape import Surface
from core.scene import Start, View
from core.unstable_region import unstable_region
from gui.plot.stability_overlay import StabilityNote, StabilityOverlay
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT
from tests.gui.plot.sample import colours

VIEW = View(-2, 2, -1, 1)
SIZE = (400, 200)
QUARTIC = Surface(parse_loss("x^4/12 + y^2/4"), {})


def painted(overlay: StabilityOverlay | StabilityNote, view: View = VIEW) -> np.ndarray:
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    overlay.paint(painter, Transform(view, *SIZE), 1.0)
    painter.end()
    return colours(image)


def marked(found: np.ndarray) -> np.ndarray:
    return np.asarray((found != 255).any(axis=2))


def test_the_unstable_part_is_hatched_and_the_rest_left_alone() -> None:
    overlay = StabilityOverlay()
    overlay.set_region(unstable_region(QUARTIC, VIEW, 81, 41, limit=1.0))
    found = marked(painted(overlay))
    assert found[:, :90].mean() > 0.95
    assert not found[:, 110:290].any()
    assert found[:, 310:].mean() > 0.95


def test_it_moves_with_the_view() -> None:
    overlay = StabilityOverlay()
    overlay.set_region(unstable_region(QUARTIC, VIEW, 81, 41, limit=1.0))
    painted(overlay)
    found = marked(painted(overlay, View(-1, 3, -1, 1)))
    assert not found[:, 15:190].any()
    assert found[:, 210:290].mean() > 0.95
    assert not found[:, 310:].any()


def test_a_stable_island_stays_clear() -> None:
    overlay = StabilityOverlay()
    round_well = Surface(parse_loss("(x^2 + y^2)^2/3"), {})
    overlay.set_region(unstable_region(round_well, VIEW, 161, 81, limit=1.0))
    found = marked(painted(overlay))
    assert not found[90:110, 170:230].any()
    assert found[:20].mean() > 0.95


def test_nothing_is_painted_without_a_region() -> None:
    overlay = StabilityOverlay()
    assert not marked(painted(overlay)).any()
    overlay.set_region(unstable_region(QUARTIC, VIEW, 81, 41, limit=1e9))
    assert not marked(painted(overlay)).any()


def test_the_dark_has_its_own_colours() -> None:
    overlay = StabilityOverlay()
    overlay.set_region(unstable_region(QUARTIC, VIEW, 81, 41, limit=1.0))
    light = painted(overlay)
    overlay.set_theme(DARK)
    assert (painted(overlay) != light).any()


def note(text: str, *starts: Start) -> np.ndarray:
    line = StabilityNote()
    line.set_look(LIGHT, QFont())
    line.set_starts(starts)
    line.set_text(text, has_swatch=True)
    return marked(painted(line))


def test_the_note_keeps_out_of_the_way_of_starts() -> None:
    assert note("Unstable.")[140:, 250:].any()
    aside = note("Unstable.", Start(1.6, -0.75))
    assert not aside[140:, 250:].any()
    assert aside[140:, :150].any()


def test_a_long_note_is_cut_to_the_plot() -> None:
    found = note("Unstable " * 40)
    assert found[:, 15:385].any()
    assert not found[:, 395:].any()
    assert not found[:, :5].any()


def test_an_empty_note_is_nothing() -> None:
    assert not note("").any()

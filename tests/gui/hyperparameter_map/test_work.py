"""Maps as the background hands them to the window."""

from __future__ import annotations

import pytest

from core.axes import Axis
from core.budget import DEFAULT_TOLERANCE
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.momentum import Momentum
from core.scene import Entry, Scene, Start
from gui.hyperparameter_map.work import Request, answers, painted
from gui.plot.map_colours import Look, Quantity
from gui.resolved import Canvas, Resolved
from gui.theme import LIGHT


def request(loss: str, *starts: tuple[float, float]) -> Request:
    """Ask for four pixels of a map, of one step from each start."""
    scene = Scene(
        loss=loss,
        starts=tuple(Start(x, y) for x, y in starts),
        entries=(Entry(Momentum()),),
        steps=1,
    )
    formula = parse_loss(loss)
    surface = Surface(formula, {})
    known = Resolved(scene, Canvas(100, 100, "#000000", 12.0), scene.view, formula, surface)
    axes = Axis("learning_rate", 0.1, 0.2), Axis("momentum", 0.5, 0.9)
    return Request(known, 0, *axes, 2, 2, DEFAULT_TOLERANCE, threads=1)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("quantity", Quantity)
def test_the_largest_losses_are_painted_without_a_warning(quantity: Quantity) -> None:
    (*_, answer) = answers(
        request("1e300 x^4", (100.0, 0.0), (99.0, 0.0), (101.0, 0.0)), lambda: False
    )
    assert answer.found.is_complete
    (found,) = painted(answer, Look(quantity, LIGHT, 4, 4, 1.0), lambda: False)
    assert found.picture.image.width() == 4

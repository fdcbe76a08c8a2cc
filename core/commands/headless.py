"""A scene resolved at once, for the verbs that need no window."""

from __future__ import annotations

from contextlib import closing

from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.scene import Scene
from core.symbolic.worker import PATIENT_LIMIT, SymbolicWorker


def surface_of(scene: Scene) -> Surface:
    """Return the loss of a scene, ready to be evaluated and raced on.

    Raises
    ------
    ExpressionError
        If the loss can't be read.
    """
    values = {name: parameter.value for name, parameter in scene.parameters.items()}
    return Surface(parse_loss(scene.loss), values)


def landscape_of(scene: Scene) -> Landscape:
    """Return the loss of a scene with its derivatives as expressions.

    Raises
    ------
    ExpressionError
        If the loss can't be read.
    DerivationError
        If it has no derivatives that can be written down, or not within `PATIENT_LIMIT`.
    """
    surface = surface_of(scene)
    # Only a process of its own can be abandoned when a derivative explodes.
    with closing(SymbolicWorker()) as worker:
        derivatives = worker.derive(surface.formula, PATIENT_LIMIT)
    return Landscape(surface, derivatives)

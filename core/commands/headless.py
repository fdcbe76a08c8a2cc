"""A scene resolved in this process, for the verbs that need no window."""

from __future__ import annotations

from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.scene import Scene


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
        If it has no derivatives that can be written down.
    """
    from core.symbolic.differentiation import (
        differentiate,  # half a second that a race does not need
    )

    surface = surface_of(scene)
    formula = surface.formula
    return Landscape(surface, differentiate(formula.tree, formula.variables))

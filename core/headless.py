"""A scene resolved in this process, for the verbs that need no window."""

from __future__ import annotations

from core.expression import parse_loss
from core.landscape import Landscape, Surface
from core.scene import Scene
from core.symbolic import differentiate


def landscape_of(scene: Scene) -> Landscape:
    """Return the loss of a scene with its derivatives, ready to be evaluated.

    Raises
    ------
    ExpressionError
        If the loss can't be read.
    DerivationError
        If it has no derivatives that can be written down.
    """
    formula = parse_loss(scene.loss)
    values = {name: parameter.value for name, parameter in scene.parameters.items()}
    derivatives = differentiate(formula.tree, formula.variables)
    return Landscape(Surface(formula, values), derivatives)

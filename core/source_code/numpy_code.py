"""A run as a NumPy program, with the gradient that the race computes."""

from __future__ import annotations

from core.scene import Scene
from core.source_code.conditions import condition_definitions
from core.source_code.helpers import NUMPY_DEFINITIONS
from core.source_code.listing import Library, Listing
from core.source_code.loss import LossFunctions
from core.source_code.pieces import Dialect
from core.source_code.run import describe

_CALLS = {
    "exp": "np.exp", "log": "np.log", "log2": "np.log2", "log10": "np.log10",
    "sqrt": "np.sqrt", "cbrt": "np.cbrt", "sin": "np.sin", "cos": "np.cos", "tan": "np.tan",
    "asin": "np.arcsin", "acos": "np.arccos", "atan": "np.arctan", "atan2": "np.arctan2",
    "sinh": "np.sinh", "cosh": "np.cosh", "tanh": "np.tanh",
    "abs": "np.abs", "sign": "np.sign", "floor": "np.floor", "ceil": "np.ceil",
    "min": "np.minimum", "max": "np.maximum", "hypot": "np.hypot",
    "and": "np.logical_and", "or": "np.logical_or", "not": "np.logical_not",
    "where": "np.where", "erf": "erf", "sigmoid": "sigmoid",
    "softplus": "np.logaddexp(0.0, {})", "relu": "np.maximum({}, 0.0)",
    "step": "np.heaviside({}, 1.0)", "norm": "np.linalg.norm", "dot": "np.dot",
}  # fmt: skip

NUMPY = Dialect(
    calls=_CALLS,
    constants={
        "pi": "np.pi", "e": "np.e", "undefined": "np.nan", "true": "True", "false": "False",
    },
    scalar="np.float64({})",
    takes_numbers=True,
)  # fmt: skip

_LIBRARY = Library("NumPy", "np", "import numpy as np", "np.array", NUMPY)


def numpy_source(scene: Scene, entry: int, start: int) -> str:
    """Return a NumPy program that repeats one run of a scene.

    It needs nothing but NumPy, and leaves the iterates in ``path``, of shape
    ``(steps + 1, 2)``, NaN after the run's last step. The loss and the rule stand in it
    as they were read; the gradient is the race's own, so that both round alike but for
    the last digits of elementary functions. A run that a gradient alone ends, infinite
    where the loss is not, ends one step later here.

    Parameters
    ----------
    scene
        What races.
    entry, start
        Which of its entries, and from which of its starts.

    Raises
    ------
    ExpressionError
        If the loss, the rule or the schedule can't be read.
    """
    run = describe(scene, entry, start)
    listing = Listing(run, _LIBRARY)
    loss = LossFunctions(run.formula, listing.parameters, NUMPY)
    definitions = {
        "loss": lambda: loss.loss(run.formula.tree),
        "gradient": loss.gradient,
        "hessian": loss.hessian,
        **NUMPY_DEFINITIONS,
        **condition_definitions(run, _LIBRARY.name),
    }
    body = [*listing.beginning(), *listing.loop()]
    return listing.program(body, definitions)

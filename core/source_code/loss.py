"""The loss and its derivatives as functions of a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from core.adjoint import reverse_gradient
from core.expression import Formula
from core.source_code.expressions import Writer
from core.source_code.names import Identifiers
from core.source_code.pieces import Dialect
from core.tree import Node

_LONGEST_LINE = 92


class LossFunctions:
    """Writes functions of a point, whose coordinates are the loss's variables.

    Parameters
    ----------
    formula
        The loss.
    parameters
        Identifiers of its parameters, which are Python numbers.
    dialect
        How expressions of two scalars are written.
    """

    def __init__(self, formula: Formula, parameters: Mapping[str, str], dialect: Dialect) -> None:
        self._formula = formula
        names = Identifiers(parameters.values())
        self._point = ", ".join(map(names.give, formula.variables))
        self._identifiers = {**parameters, **names.given}
        self._writer = Writer(dialect, self._identifiers, numbers=parameters)

    def loss(self, tree: Node) -> str:
        """Define the loss, which is `tree`."""
        lines, (value,) = self._block([tree], share=False)
        return self._function("loss", "Return the loss at a point.", lines, value)

    def gradient(self) -> str:
        """Define the gradient, by reverse accumulation as the race computes it."""
        slopes = reverse_gradient(self._formula.tree, self._formula.variables)
        lines, entries = self._block(slopes, share=True)
        return self._function(
            "gradient", "Return the gradient of the loss at a point.", lines, _array(entries)
        )

    def hessian(self) -> str:
        """Define the Hessian, by accumulating backwards twice."""
        variables = self._formula.variables
        first, second = reverse_gradient(self._formula.tree, variables)
        xx, xy = reverse_gradient(first, variables)
        yy = reverse_gradient(second, variables)[1]
        lines, (a, b, c, d) = self._block([xx, xy, xy, yy], share=True)
        return self._function(
            "hessian",
            "Return the Hessian of the loss at a point.",
            lines,
            _array([f"[{a}, {b}]", f"[{c}, {d}]"]),
        )

    def _block(self, outputs: Sequence[Node], share: bool) -> tuple[list[str], list[str]]:
        names, numbers = Identifiers(self._identifiers.values()), count(1)
        return self._writer.block(outputs, lambda: names.fresh(f"u{next(numbers)}"), share=share)

    def _function(self, name: str, purpose: str, lines: Sequence[str], value: str) -> str:
        body = [f'"""{purpose}"""', f"{self._point} = p", *lines, f"return {value}"]
        return "\n    ".join([f"def {name}(p):", *body]) + "\n"


def _array(entries: Sequence[str]) -> str:
    text = f"np.array([{', '.join(entries)}])"
    if len(text) <= _LONGEST_LINE:
        return text
    return "np.array([\n        " + ",\n        ".join(entries) + ",\n    ])"

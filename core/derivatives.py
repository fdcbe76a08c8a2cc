"""The derivatives of a loss, as every room but the one that computes them knows them."""

from __future__ import annotations

from dataclasses import dataclass

from core.tree import Node


@dataclass(frozen=True, slots=True)
class Derivatives:
    """First and second derivatives of a loss, as trees that share what they can.

    Parameters
    ----------
    gradient
        By the first variable and by the second.
    hessian
        Its three different entries: xx, xy, yy.
    almost_everywhere
        True where the loss has kinks or jumps, at which the derivatives are those of
        one side.
    """

    gradient: tuple[Node, Node]
    hessian: tuple[Node, Node, Node]
    almost_everywhere: bool

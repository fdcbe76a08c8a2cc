"""Polyak's step size: as far as the known lowest loss allows."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import Optimizer


class PolyakStepSize(Optimizer, frozen=True, tag="polyak_step_size"):
    """Gradient descent with Polyak's step size.

    With the letters of the source, xₖ₊₁ = xₖ − γₖ ∇f(xₖ) with
    γₖ = λ (f(xₖ) − f*)/‖∇f(xₖ)‖² and 0 < λ < 2, where λ is `learning_rate` and f*, the
    least value of the loss, is `minimum_loss`. On a convex loss no step leads away from
    the minimum; from λ = 2 on there is no such promise. Where the gradient is zero, or so
    small that its square is, the iterate stays.

    Warning: f* must be known. If `minimum_loss` is too low, steps are too long and the
    iterate never settles; if it is too high, the iterate is driven to where the loss
    has that value, and from below it climbs.

    References
    ----------
    B. T. Polyak, "Minimization of unsmooth functionals", USSR Computational Mathematics
    and Mathematical Physics 9(3), 1969, pages 14–29.
    """

    title: ClassVar[str] = "Polyak step size"
    family: ClassVar[str] = "First order"
    rule: ClassVar[str] = """
        s = where(dot(g, g) > 0, (loss(x) - L_min) / dot(g, g), 0)
        x = x - eta s g
    """

    learning_rate: Annotated[
        float,
        Meta(gt=0, le=1e6, title="eta", description="Share of Polyak's step that is taken."),
    ] = 1.0
    minimum_loss: Annotated[
        float,
        Meta(ge=-1e6, le=1e6, title="L_min", description="The least value of the loss, if known."),
    ] = 0.0

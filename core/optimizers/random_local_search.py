"""Random local search: a step in any direction, kept if it helps."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import Optimizer


class RandomLocalSearch(Optimizer, frozen=True, tag="random_local_search"):
    """A random step from the best point so far, kept if the loss is lower.

    The candidate is x + σ n with n standard normal in each coordinate and a constant σ,
    which is `step_size`; it is taken if its loss is lower, and otherwise forgotten, so
    that the loss never rises.

    References
    ----------
    J. Matyas, "Random optimization", Automation and Remote Control 26(2), 1965, pages
    246–253.

    A. Karpathy and others, notes of Stanford's CS231n, "Optimization", strategy 2.
    """

    title: ClassVar[str] = "Random local search"
    family: ClassVar[str] = "Without slope"
    rule: ClassVar[str] = """
        p = x + sigma normal()
        x = where(loss(p) < loss(x), p, x)
    """

    step_size: Annotated[
        float,
        Meta(gt=0, le=1e6, title="sigma", description="How far a step reaches as a rule."),
    ] = 0.1

"""Random search: places drawn blindly, the best one kept."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import Optimizer


class RandomSearch(Optimizer, frozen=True, tag="random_search"):
    """Points drawn at random around the start, the best so far kept.

    Each step draws a point uniformly in the square of half-width r around the start and
    moves there if the loss is lower. Nothing is learnt from one draw to the next. The
    method is that of the course's first strategy; r is `radius`.

    References
    ----------
    J. Bergstra and Y. Bengio, "Random Search for Hyper-Parameter Optimization", Journal
    of Machine Learning Research 13, 2012, pages 281–305.

    A. Karpathy and others, notes of Stanford's CS231n, "Optimization", strategy 1.
    """

    title: ClassVar[str] = "Random search"
    family: ClassVar[str] = "Without slope"
    rule: ClassVar[str] = """
        c(0) = x
        p = c + r (2 uniform() - 1)
        x = where(loss(p) < loss(x), p, x)
    """

    radius: Annotated[
        float,
        Meta(gt=0, le=1e6, title="r", description="How far from the start a place is drawn."),
    ] = 2.0

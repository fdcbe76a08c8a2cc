"""Gradient clipping: no step is longer than a cliff deserves."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import LearningRate, Optimizer


class GradientClipping(Optimizer, frozen=True, tag="gradient_clipping"):
    """Gradient descent that clips the gradient's norm.

    The variant is Algorithm 1 of the paper: if ‖g‖ ≥ threshold, then g ← g threshold/‖g‖.
    The direction is kept; c is `threshold`.

    Warning: clipping each coordinate by itself, which is common as well, changes the
    direction. PyTorch's `clip_grad_norm_` divides by ‖g‖ + 10⁻⁶.

    References
    ----------
    R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
    networks", ICML 2013, arXiv:1211.5063, Algorithm 1.
    """

    title: ClassVar[str] = "GD with gradient clipping"
    family: ClassVar[str] = "First order"
    rule: ClassVar[str] = """
        k = min(1, c / norm(g))
        x = x - eta k g
    """

    learning_rate: LearningRate = 0.01
    threshold: Annotated[
        float,
        Meta(gt=0, le=1e6, title="c", description="The norm to which longer gradients are cut."),
    ] = 1.0

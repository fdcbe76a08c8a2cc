"""Perturbed GD: a nudge wherever the ground is almost level."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import GradientThreshold, LearningRate, Optimizer


class PerturbedGradientDescent(Optimizer, frozen=True, tag="perturbed_gd"):
    """Gradient descent with noise where the gradient is small.

    The variant is Algorithm 2 of the paper: if ‖∇f(x)‖ ≤ g_thres and the last nudge lies
    more than t_thres steps back, x is moved by ξ, uniform in a disc of radius r; then
    comes a step of gradient descent from there. g_thres is `gradient_threshold`, t_thres
    is `pause`, and r is `radius`. Of four independent standard normal numbers scaled to
    norm 1, two are uniform in the unit disc: δ, which is ξ, is r times those.

    Warning: the paper derives all of these from one accuracy, and ends if a nudge
    hasn't lowered the loss after t_thres steps; here a run goes on, and is nudged at
    minima too.

    References
    ----------
    C. Jin, R. Ge, P. Netrapalli, S. M. Kakade and M. I. Jordan, "How to Escape Saddle
    Points Efficiently", ICML 2017, arXiv:1703.00887, Algorithm 2.
    """

    title: ClassVar[str] = "Perturbed GD"
    family: ClassVar[str] = "Saddles and flat minima"
    rule: ClassVar[str] = """
        t_last(0) = -n
        t_last = where(norm(g) <= tau and t - t_last > n, t, t_last)
        a = normal()
        b = normal()
        delta = r a / sqrt(dot(a, a) + dot(b, b))
        p = where(t_last == t, x + delta, x)
        x = p - eta grad(p)
    """

    learning_rate: LearningRate = 0.01
    radius: Annotated[
        float, Meta(gt=0, le=1e3, title="r", description="How far a nudge reaches at most.")
    ] = 0.1
    gradient_threshold: GradientThreshold = 0.01
    pause: Annotated[
        float,
        Meta(ge=0, le=1e6, title="n", description="Steps without a nudge after each nudge."),
    ] = 50.0

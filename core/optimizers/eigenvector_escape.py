"""GD that leaves a saddle along its direction of descent."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import GradientThreshold, LearningRate, Optimizer


class EigenvectorEscape(Optimizer, frozen=True, tag="eigenvector_escape"):
    """Gradient descent with steps of negative curvature.

    Where the gradient is small and the Hessian's lowest eigenvalue λ₁ is negative, the
    step goes along that eigenvalue's unit eigenvector, to the side on which the
    loss falls; elsewhere it is a step of gradient descent. As in the source, such a
    step has the length |λ₁| times a factor, here `escape_rate`, and a gradient is small
    below a tolerance, here `gradient_threshold`. A gradient that prefers no side
    chooses the eigenvector as it is, which points right.

    Warning: the source finds its factors by line search, where these are constant, and
    takes Newton steps as well.

    References
    ----------
    C. W. Royer and S. J. Wright, "Complexity Analysis of Second-Order Line-Search
    Algorithms for Smooth Nonconvex Optimization", SIAM Journal on Optimization 28(2),
    2018, pages 1448–1477, Algorithm 1.
    """

    title: ClassVar[str] = "GD with eigenvector escape"
    family: ClassVar[str] = "Saddles and flat minima"
    rule: ClassVar[str] = """
        lambda1 = eigenvalue1(x)
        u1 = eigenvector1(x)
        d = where(dot(u1, g) > 0, -u1, u1)
        x = where(norm(g) < tau and lambda1 < 0, x - r lambda1 d, x - eta g)
    """

    learning_rate: LearningRate = 0.01
    escape_rate: Annotated[
        float,
        Meta(
            gt=0,
            le=1e3,
            title="r",
            description="Length of a step along the eigenvector for each unit of curvature.",
        ),
    ] = 0.1
    gradient_threshold: GradientThreshold = 0.01

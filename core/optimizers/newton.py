"""Newton's method: to the point where the quadratic model is level."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import LearningRate, Optimizer


class Newton(Optimizer, frozen=True, tag="newton"):
    """Newton's method with a constant step length.

    The pure method of the source, xₖ₊₁ = xₖ − ∇²f(xₖ)⁻¹ ∇f(xₖ), has `learning_rate` 1.
    The inverse is written in the eigenvalues and eigenvectors of the Hessian:
    H⁻¹ g = Σᵢ (uᵢ·g) uᵢ/λᵢ. A quadratic loss is level after one step.

    Warning: the level point of the model may be a saddle or a maximum, to which the
    method runs as readily as to a minimum: nothing is modified where an eigenvalue is
    negative. Where the Hessian is singular the step doesn't exist, and the run ends.

    References
    ----------
    J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd edition, Springer 2006,
    section 3.3, equation 3.30.
    """

    title: ClassVar[str] = "Newton"
    family: ClassVar[str] = "Second order"
    rule: ClassVar[str] = """
        lambda1 = eigenvalue1(x)
        lambda2 = eigenvalue2(x)
        u1 = eigenvector1(x)
        u2 = eigenvector2(x)
        d = dot(u1, g) u1 / lambda1 + dot(u2, g) u2 / lambda2
        x = x - eta d
    """

    learning_rate: LearningRate = 1.0

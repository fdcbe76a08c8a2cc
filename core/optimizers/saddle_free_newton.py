"""Saddle-free Newton: curvature sets the length of a step, never its side."""

from __future__ import annotations

from typing import ClassVar

from core.optimizers.base import Damping, LearningRate, Optimizer


class SaddleFreeNewton(Optimizer, frozen=True, tag="saddle_free_newton"):
    """Newton's method with the absolute values of the eigenvalues.

    The step of the paper is −|H|⁻¹ g, where |H| has the eigenvectors of H and the
    absolute values of its eigenvalues: along a direction of negative curvature it leads
    downhill, away from the saddle. The paper damps it to (|H| + λ I)⁻¹; that λ is μ here,
    or `damping`, and keeps the step finite where an eigenvalue is zero.

    Warning: the paper works in a Krylov subspace and chooses the damping anew at each
    step; here the space is whole and the damping constant.

    References
    ----------
    Y. Dauphin and others, "Identifying and attacking the saddle point problem in
    high-dimensional non-convex optimization", NeurIPS 2014, arXiv:1406.2572,
    Algorithm 1.
    """

    title: ClassVar[str] = "Saddle-free Newton"
    family: ClassVar[str] = "Saddles and flat minima"
    rule: ClassVar[str] = """
        lambda1 = eigenvalue1(x)
        lambda2 = eigenvalue2(x)
        u1 = eigenvector1(x)
        u2 = eigenvector2(x)
        d = dot(u1, g) u1 / (abs(lambda1) + mu) + dot(u2, g) u2 / (abs(lambda2) + mu)
        x = x - eta d
    """

    learning_rate: LearningRate = 1.0
    damping: Damping = 1e-3

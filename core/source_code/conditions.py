"""The gradient as an entry sees it: exact or a difference quotient, with or without noise."""

from __future__ import annotations

from core.source_code.helpers import Definitions
from core.source_code.run import Run


def exact_gradient(run: Run) -> str:
    """Return the name of the gradient without noise."""
    return "gradient" if run.entry.numerical_gradient is None else "difference_quotient"


def gradient_call(run: Run, point: str, step: str) -> str:
    """Return the call of the gradient that a run follows."""
    if run.entry.noise is not None:
        return f"noisy_gradient({point}, {step})"
    return f"{exact_gradient(run)}({point})"


def condition_definitions(run: Run, library: str) -> Definitions:
    """Return the definitions of what a run sees besides the method.

    Parameters
    ----------
    run
        The run.
    library
        What the program calls its library.
    """
    definitions = {}
    if run.entry.numerical_gradient is not None:
        definitions["difference_quotient"] = _difference_quotient(run, library)
    if run.entry.noise is not None:
        definitions["noisy_gradient"] = _noisy_gradient(run, library)
    return definitions


def _noisy_gradient(run: Run, library: str) -> str:
    noise = run.entry.noise
    assert noise is not None
    scale, exact = repr(float(noise.scale)), f"{exact_gradient(run)}(p)"
    lines = ["def noisy_gradient(p, t):", '"""Return the gradient with the noise of step t."""']
    if noise.kind == "student":
        draw = f"student({float(noise.degrees_of_freedom)!r}, 0, t)"
        lines.append(f"return {exact} + {scale} * {draw}")
    elif noise.kind == "gaussian":
        lines.append(f"return {exact} + {scale} * normal(0, t)")
    else:
        norm = f"{library}.linalg.norm(g)"
        lines += [f"g = {exact}", f"return g + {scale} * {norm} * normal(0, t)"]
    return "\n    ".join(lines) + "\n"


def _difference_quotient(run: Run, library: str) -> str:
    numerical = run.entry.numerical_gradient
    assert numerical is not None
    is_central = numerical.kind == "central"
    rise = "loss(p + d) - loss(p - d)" if is_central else "loss(p + d) - loss(p)"
    width = "(2 * h)" if is_central else "h"
    lines = [
        "def difference_quotient(p):",
        f'"""Return the {numerical.kind} difference quotients of the loss at p."""',
        f"h = {float(numerical.step)!r}",
        f"return {library}.stack([({rise}) / {width} for d in h * {library}.eye(2)])",
    ]
    return "\n    ".join(lines) + "\n"

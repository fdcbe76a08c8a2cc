"""A run as a PyTorch program, with gradients from autograd."""

from __future__ import annotations

from collections.abc import Callable

from core.partials import ZERO, apply, times
from core.scene import Scene
from core.source_code.conditions import condition_definitions, gradient_call
from core.source_code.helpers import TORCH_DEFINITIONS
from core.source_code.listing import Library, Listing
from core.source_code.loss import LossFunctions
from core.source_code.pieces import Dialect
from core.source_code.run import Run, describe, names_used
from core.source_code.torch_optim import torch_optimizer
from core.tree import FUNCTIONS, Apply, Node, Symbol

_SPECIAL = {
    "min": "torch.minimum", "max": "torch.maximum", "norm": "torch.linalg.norm",
    "and": "torch.logical_and", "or": "torch.logical_or", "not": "torch.logical_not",
    "dot": "torch.dot", "cbrt": "cbrt", "softplus": "softplus", "step": "step",
}  # fmt: skip

TORCH = Dialect(
    calls={name: f"torch.{name}" for name in FUNCTIONS} | _SPECIAL,
    constants={
        "pi": "torch.pi", "e": "torch.e", "undefined": "torch.nan", "true": "True",
        "false": "False",
    },
    scalar="torch.tensor({})",
    takes_numbers=False,
)  # fmt: skip

# A branch that isn't taken must not reach autograd, which would make NaN of its slope.
TORCH_LOSS = Dialect(
    calls={name: call for name, call in TORCH.calls.items() if name != "where"},
    constants=TORCH.constants,
    scalar=TORCH.scalar,
    takes_numbers=False,
)

_LIBRARY = Library(
    "PyTorch",
    "torch",
    "import torch\n\ntorch.set_default_dtype(torch.float64)",
    "torch.tensor",
    TORCH,
)

_GRADIENT = '''\
def gradient(p):
    """Return the gradient of the loss at a point."""
    p = p.detach().requires_grad_()
    return torch.autograd.grad(loss(p), p)[0]
'''

_HESSIAN = '''\
def hessian(p):
    """Return the Hessian of the loss at a point."""
    return torch.autograd.functional.hessian(loss, p)
'''


def pytorch_source(scene: Scene, entry: int, start: int) -> str:
    """Return a PyTorch program that repeats one run of a scene.

    Where ``torch.optim`` has the very method, the program uses it; else the rule's lines
    stand in the loop. The iterates are in ``path``, of shape ``(steps + 1, 2)``, NaN
    after the run's last step.

    Autograd differs from the race where a loss has no derivative: where both sides of
    ``min`` or ``max`` are equal it takes the mean of their slopes, the race the first.
    And to PyTorch the sign of an undefined value is 0.

    Parameters
    ----------
    scene
        What races.
    entry, start
        Which of its entries, and from which of its starts.

    Raises
    ------
    ExpressionError
        If the loss, the rule or the schedule can't be read.
    """
    run = describe(scene, entry, start)
    listing = Listing(run, _LIBRARY)
    loss = LossFunctions(run.formula, listing.parameters, TORCH_LOSS)
    definitions: dict[str, str | Callable[[], str]] = {
        "loss": lambda: loss.loss(_connected(run.formula.tree, run.formula.variables)),
        "gradient": _GRADIENT,
        "hessian": _HESSIAN,
        **TORCH_DEFINITIONS,
        **condition_definitions(run, _LIBRARY.name),
    }
    optimizer = torch_optimizer(run, listing.letter)
    body = (
        [*listing.beginning(), *listing.loop()]
        if optimizer is None
        else _optimized(run, listing, optimizer)
    )
    return listing.program(body, definitions)


def _optimized(run: Run, listing: Listing, optimizer: str) -> list[str]:
    """Return the lines that let an optimizer of PyTorch run."""
    start = f"{float(run.start.x)!r}, {float(run.start.y)!r}"
    lines = [f"x = torch.tensor([{start}], requires_grad=True)", f"optimizer = {optimizer}"]
    step = ["optimizer.step()"]
    if run.is_scheduled:
        # LambdaLR counts from 0, a schedule from 1.
        factor = "lambda k: float(schedule(torch.tensor(k + 1.0)))"
        lines.append(f"scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, {factor})")
        step.append("scheduler.step()")
    lines += ["path = torch.full((steps + 1, 2), torch.nan)", "path[0] = x.detach()", ""]
    loop = [*listing.stopping("t"), *_slope(run), *step, *listing.recording("x.detach()", "t")]
    lines += ["for t in range(1, steps + 1):", *(f"    {line}" for line in loop)]
    return [*lines, "", "print(x.detach(), loss(x.detach()))"]


def _slope(run: Run) -> list[str]:
    if run.entry.noise is None and run.entry.numerical_gradient is None:
        return ["optimizer.zero_grad()", "loss(x).backward()"]
    return [f"x.grad = {gradient_call(run, 'x.detach()', 't')}"]


def _connected(tree: Node, variables: tuple[str, str]) -> Node:
    """Return the loss with a slope, zero, even where a piece of it is constant."""
    if not _has_flat_piece(tree, variables):
        return tree
    return apply("add", tree, times(ZERO, apply("add", *map(Symbol, variables))))


def _has_flat_piece(node: Node, variables: tuple[str, str]) -> bool:
    if isinstance(node, Apply) and node.operator == "where":
        return any(_has_flat_piece(branch, variables) for branch in node.operands[1:])
    return not any(name in variables for name in names_used(node))

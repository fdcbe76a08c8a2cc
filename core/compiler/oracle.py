"""What the runs of a race ask of the loss."""

from __future__ import annotations

from dataclasses import dataclass

from core.compiler.arrays import CompiledFunction, FloatArray


@dataclass(frozen=True, slots=True)
class Oracle:
    """The loss as compiled functions of a point, all of one width; called while racing."""

    slope: CompiledFunction
    """The loss and its gradient."""
    parameters: FloatArray
    loss: CompiledFunction | None = None
    """The loss alone; needed only by rules that ask for it."""
    hessian: CompiledFunction | None = None
    """The second derivatives xx, xy, yy; needed only by rules that ask for them."""

    def addresses(self) -> dict[str, int]:
        """Return where the machine code of each function of `ANSWERS` lies, or 0."""
        functions = {"loss": self.loss, "slope": self.slope, "hessian": self.hessian}
        return {name: found.address if found else 0 for name, found in functions.items()}

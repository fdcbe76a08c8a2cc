"""Bounds on expressions over arrays of boxes: compiled once, called with any parameters."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from llvmlite import ir

from core.compiler.arrays import FloatArray
from core.compiler.control import INDEX, POINTER, count_up, load, store
from core.compiler.emit import lane_type, splat
from core.compiler.engine import KERNELS, Kernel
from core.compiler.intervals.interval import LARGEST, Interval, Mask, largest, smallest
from core.compiler.intervals.lowering import Lowering
from core.compiler.lanes import DOUBLE, Lanes, constant, retyped
from core.program import Program, linearise
from core.tree import Node

WIDTH = 4
"""Lanes of a vector: few, because the code of wider ones takes longer to compile."""

BoolArray = npt.NDArray[np.bool_]

_C_ARGUMENTS = (ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
_KERNEL_TYPE = ir.FunctionType(ir.VoidType(), [INDEX, POINTER, POINTER, POINTER])
"""Vectors to compute, parameters, table of input arrays, table of output arrays."""

_BYTE = ir.IntType(8)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What is proved of expressions over boxes; every array has shape ``(outputs, boxes)``."""

    lower: FloatArray
    """No value that an expression takes in the box is below; never NaN."""
    upper: FloatArray
    """No value that an expression takes in the box is above; never NaN."""
    is_defined: BoolArray
    """False where the expression is proved to be undefined on the whole box."""
    is_smooth: BoolArray
    """Proved to be defined and analytic on the whole box, and every part of it too."""


class IntervalFunction:
    """One or more expressions as a function of boxes; made by `compile_intervals`."""

    def __init__(self, kernel: Kernel, outputs: int, width: int) -> None:
        self._kernel = kernel
        self._outputs = outputs
        self.width = width

    def __call__(self, lower: FloatArray, upper: FloatArray, parameters: FloatArray) -> Enclosure:
        """Enclose the expressions box by box.

        Parameters
        ----------
        lower, upper
            The ends of the boxes, of shape ``(arguments, boxes)``, lower ≤ upper.
        parameters
            One value for each parameter.

        Returns
        -------
        Enclosure
            A box's bits do not depend on its neighbours.
        """
        count = lower.shape[1]
        padded = -(-count // self.width) * self.width
        ends = np.empty((len(lower), 2, padded))
        ends[:, 0, :count], ends[:, 1, :count] = lower, upper
        ends[:, :, count:] = 0.0
        bounds = np.empty((self._outputs, 2, padded))
        states = np.empty((self._outputs, 2, padded), np.bool_)
        values = np.ascontiguousarray(parameters, np.float64)
        self._kernel.call(
            padded // self.width, values.ctypes.data, _table(ends), _table(bounds, states)
        )
        low, high = bounds[:, 0, :count], bounds[:, 1, :count]
        return Enclosure(low, high, states[:, 0, :count], states[:, 1, :count])


def compile_intervals(
    outputs: Sequence[Node],
    arguments: Sequence[str],
    parameters: Sequence[str] = (),
    width: int = WIDTH,
) -> IntervalFunction:
    """Compile expressions into a function over boxes.

    Parameters
    ----------
    outputs
        The expressions; what they have in common is computed once.
    arguments
        Names of the symbols that span the boxes, at least one.
    parameters
        Names of the symbols that are single numbers, given at each call.
    width
        Boxes in a vector; the bits are the same for each.
    """
    program = linearise(outputs)
    names = (tuple(arguments), tuple(parameters))
    build = partial(_build, program, *names, width)
    kernel = KERNELS.get(("intervals", program, *names, width), build)
    return IntervalFunction(kernel, len(outputs), width)


def _build(
    program: Program, arguments: tuple[str, ...], parameters: tuple[str, ...], width: int
) -> Kernel:
    module = ir.Module()
    function = ir.Function(module, _KERNEL_TYPE, "kernel")
    builder = ir.IRBuilder(function.append_basic_block())
    count, values, inputs, outputs = function.args
    kind = lane_type(width)
    symbols = {}
    for place, name in enumerate(parameters):
        value = Lanes(builder, splat(builder, load(builder, values, place, DOUBLE), kind))
        symbols[name] = _bounded(value, value)
    sources = [load(builder, inputs, place, POINTER) for place in range(2 * len(arguments))]
    targets = [load(builder, outputs, place, POINTER) for place in range(4 * len(program.outputs))]
    with count_up(builder, count) as vector:
        ends = [Lanes(builder, load(builder, source, vector, kind)) for source in sources]
        for place, name in enumerate(arguments):
            symbols[name] = _bounded(*ends[2 * place : 2 * place + 2])
        like = Lanes(builder, constant(kind, 0.0))
        results = Lowering(builder, program, symbols, frozenset(parameters), like).outputs()
        for place, result in enumerate(results):
            _keep(builder, result, targets[4 * place : 4 * place + 4], vector)
    builder.ret_void()
    return Kernel(module, "kernel", _C_ARGUMENTS)


def _bounded(lower: Lanes, upper: Lanes) -> Interval:
    """Return an interval of real numbers: an infinite end is no number in it."""
    low = lower.is_nan().choose(-math.inf, smallest(lower, lower.like(LARGEST)))
    high = upper.is_nan().choose(math.inf, largest(upper, upper.like(-LARGEST)))
    return Interval(low, high)


def _keep(
    builder: ir.IRBuilder, result: Interval, targets: Sequence[ir.Value], vector: ir.Value
) -> None:
    store(builder, result.lower.value, targets[0], vector)
    store(builder, result.upper.value, targets[1], vector)
    shape = result.lower.value.type
    _keep_mask(builder, result.known.possible, shape, targets[2], vector)
    _keep_mask(builder, result.known.smooth, shape, targets[3], vector)


def _keep_mask(
    builder: ir.IRBuilder, mask: Mask, shape: ir.Type, target: ir.Value, vector: ir.Value
) -> None:
    """Store a byte for each lane."""
    kind = retyped(shape, _BYTE)
    value = constant(kind, 1) if mask is None else builder.zext(mask.value, kind)
    place = builder.gep(target, [vector], source_etype=kind)
    builder.store(value, place, align=1)


def _table(*arrays: npt.NDArray[np.generic]) -> ctypes.Array[ctypes.c_void_p]:
    """Return the addresses of the rows that a kernel reads or writes, item by item."""
    rows = zip(*(array.reshape(len(array), 2, -1) for array in arrays), strict=True)
    addresses = [row.ctypes.data for item in rows for pair in item for row in pair]
    return (ctypes.c_void_p * len(addresses))(*addresses)

"""Expressions over arrays: compiled once, called with any shape and any parameters."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from llvmlite import ir

from core.compiler.control import INDEX, POINTER, count_up, load, store
from core.compiler.emit import WIDTH, emit, lane_type, splat
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE
from core.program import Program, linearise
from core.tree import Node

FloatArray = npt.NDArray[np.float64]

_C_ARGUMENTS = (ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

KERNEL_TYPE = ir.FunctionType(ir.VoidType(), [INDEX, POINTER, POINTER, POINTER])
"""Vectors to compute, parameters, table of input arrays, table of output arrays."""


class CompiledFunction:
    """One or more expressions as a function of arrays; made by `compile_function`."""

    def __init__(self, kernel: Kernel, outputs: int, width: int) -> None:
        self._kernel = kernel
        self._outputs = outputs
        self.width = width

    @property
    def address(self) -> int:
        """Where the machine code of type `KERNEL_TYPE` lies, for a caller in machine code."""
        return self._kernel.address

    def __call__(self, *arrays: npt.ArrayLike, parameters: FloatArray) -> FloatArray:
        """Evaluate element by element.

        Parameters
        ----------
        *arrays
            One for each argument, of shapes that broadcast together.
        parameters
            One value for each parameter.

        Returns
        -------
        numpy.ndarray
            Shape ``(outputs, *broadcast shape)``. What is undefined is NaN, what
            overflows is infinite. An element's bits do not depend on its neighbours.
        """
        inputs = np.broadcast_arrays(*(np.asarray(array, np.float64) for array in arrays))
        shape = inputs[0].shape
        flat = [np.ascontiguousarray(array).reshape(-1) for array in inputs]
        result = np.empty((self._outputs, flat[0].size))
        self._fill(flat, result, np.ascontiguousarray(parameters, np.float64))
        return result.reshape(self._outputs, *shape)

    def _fill(self, inputs: list[FloatArray], outputs: FloatArray, parameters: FloatArray) -> None:
        whole = outputs.shape[1] // self.width
        rest = outputs.shape[1] - whole * self.width
        if whole:
            self.fill(whole, inputs, outputs, parameters)
        if rest:
            padded = [np.resize(array[-rest:], self.width) for array in inputs]
            tail = np.empty((self._outputs, self.width))
            self.fill(1, padded, tail, parameters)
            outputs[:, -rest:] = tail[:, :rest]

    def fill(
        self,
        vectors: int,
        inputs: Iterable[FloatArray],
        outputs: Iterable[FloatArray],
        parameters: FloatArray,
    ) -> None:
        """Evaluate that many whole vectors of lanes, from contiguous arrays into others."""
        self._kernel.call(vectors, parameters.ctypes.data, _table(inputs), _table(outputs))


def compile_function(
    outputs: Sequence[Node],
    arguments: Sequence[str],
    parameters: Sequence[str] = (),
    width: int = WIDTH,
) -> CompiledFunction:
    """Compile expressions into a function over arrays.

    Parameters
    ----------
    outputs
        The expressions; what they have in common is computed once.
    arguments
        Names of the symbols that are arrays, at least one.
    parameters
        Names of the symbols that are single numbers, given at each call.
    width
        Lanes of a vector; 1 makes scalar code, which gives the same bits.
    """
    program = linearise(outputs)
    names = (tuple(arguments), tuple(parameters))
    build = partial(_build, program, *names, width)
    kernel = KERNELS.get(("arrays", program, *names, width), build)
    return CompiledFunction(kernel, len(outputs), width)


def _build(
    program: Program, arguments: tuple[str, ...], parameters: tuple[str, ...], width: int
) -> Kernel:
    module = ir.Module()
    function = ir.Function(module, KERNEL_TYPE, "kernel")
    builder = ir.IRBuilder(function.append_basic_block())
    count, values, inputs, outputs = function.args
    kind = lane_type(width)
    symbols = {
        name: splat(builder, load(builder, values, place, DOUBLE), kind)
        for place, name in enumerate(parameters)
    }
    sources = [load(builder, inputs, place, POINTER) for place in range(len(arguments))]
    targets = [load(builder, outputs, place, POINTER) for place in range(len(program.outputs))]
    with count_up(builder, count) as index:
        for name, source in zip(arguments, sources, strict=True):
            symbols[name] = load(builder, source, index, kind)
        for target, value in zip(targets, emit(builder, program, symbols, kind), strict=True):
            store(builder, value, target, index)
    builder.ret_void()
    return Kernel(module, "kernel", _C_ARGUMENTS)


def _table(arrays: Iterable[FloatArray]) -> ctypes.Array[ctypes.c_void_p]:
    # Half the time that `array.ctypes.data` takes, which imports a module each time.
    addresses = [array.__array_interface__["data"][0] for array in arrays]
    return (ctypes.c_void_p * len(addresses))(*addresses)

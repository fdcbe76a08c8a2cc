"""Between which two levels each sample lies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from llvmlite import ir

from core.compiler.control import count_up, load, store
from core.compiler.emit import splat
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE, Bits, Lanes
from core.contour_map.vectors import ADDRESS, COUNT, LANES, WORDS, address, entry

FloatArray = npt.NDArray[np.float64]

UNDEFINED = -1
"""The band of a sample that is NaN."""

_ARGUMENTS = (COUNT, ADDRESS, COUNT, ADDRESS, ADDRESS)
_DOUBLES = ir.VectorType(DOUBLE, LANES)


def bands(values: FloatArray, levels: FloatArray) -> npt.NDArray[np.int32]:
    """Count the levels below each sample.

    Parameters
    ----------
    values
        Contiguous; its size is a multiple of `LANES`.
    levels
        In ascending order.

    Returns
    -------
    ndarray
        Of the shape of `values`; `UNDEFINED` where they are NaN.
    """
    found = np.empty(values.shape, np.int32)
    kernel = KERNELS.get("bands of a contour map", _build)
    kernel.call(values.size // LANES, address(values), len(levels), address(levels), address(found))
    return found


def _build() -> Kernel:
    builder = entry("bands", _ARGUMENTS)
    vectors, values, count, levels, found = builder.function.args
    total = builder.alloca(WORDS)
    with count_up(builder, vectors) as place:
        value = Lanes(builder, load(builder, values, place, _DOUBLES))
        builder.store(ir.Constant(WORDS, [0] * LANES), total)
        with count_up(builder, count) as number:
            level = Lanes(builder, splat(builder, load(builder, levels, number, DOUBLE), _DOUBLES))
            # A truth widened with its sign is -1 where it holds.
            more = builder.sext((value > level).value, WORDS)
            builder.store(builder.sub(builder.load(total), more), total)
        undefined = Bits(builder, ir.Constant(WORDS, [UNDEFINED] * LANES))
        band = value.is_nan().choose(undefined, Bits(builder, builder.load(total)))
        store(builder, band.value, found, place)
    builder.ret_void()
    return Kernel(builder.module, "bands", _ARGUMENTS)

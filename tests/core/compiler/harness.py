"""One elementary function compiled into a loop over arrays."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numpy.typing import NDArray

from core.compiler.elementary import FUNCTIONS, RANDOM_WORDS, Emitter
from core.compiler.lanes import constant

llvm.initialize_native_target()
llvm.initialize_native_asmprinter()

DOUBLE = ir.DoubleType()
INDEX = ir.IntType(64)
Floats = NDArray[np.float64]


EMITTERS = FUNCTIONS | RANDOM_WORDS


def operand_count(name: str) -> int:
    if name in RANDOM_WORDS:
        return 5
    return 2 if name in {"min", "max", "atan2", "hypot", "power"} else 1


def lane_type(width: int) -> ir.Type:
    return DOUBLE if width == 1 else ir.VectorType(DOUBLE, width)


def module_of(emitter: Emitter, operands: int, width: int) -> ir.Module:
    """Return a module whose ``loop(count, results, operands…)`` applies an emitter."""
    module = ir.Module()
    pointer = lane_type(width).as_pointer()
    signature = ir.FunctionType(ir.VoidType(), [INDEX] + [pointer] * (operands + 1))
    loop = ir.Function(module, signature, "loop")
    entry, body, leave = (loop.append_basic_block(name) for name in ("entry", "body", "leave"))
    builder = ir.IRBuilder(entry)
    builder.branch(body)
    builder.position_at_end(body)
    index = builder.phi(INDEX)
    places = [builder.gep(argument, [index]) for argument in loop.args[1:]]
    result = emitter(builder, *(builder.load(place, align=8) for place in places[1:]))
    builder.store(result, places[0], align=8)
    following = builder.add(index, ir.Constant(INDEX, 1))
    index.add_incoming(ir.Constant(INDEX, 0), entry)
    index.add_incoming(following, builder.block)
    more = builder.icmp_unsigned("<", following, loop.args[0])
    builder.cbranch(more, body, leave)
    ir.IRBuilder(leave).ret_void()
    return module


def machine(cpu: str, features: str = "") -> llvm.TargetMachine:
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(cpu=cpu, features=features, opt=1)


class Compiled:
    """An emitter as a function of arrays whose length is a multiple of the width."""

    def __init__(self, emitter: Emitter, operands: int, width: int, cpu: str = "") -> None:
        self.width = width
        text = str(module_of(emitter, operands, width))
        features = "" if cpu else llvm.get_host_cpu_features().flatten()
        self.engine = llvm.create_mcjit_compiler(
            llvm.parse_assembly(text), machine(cpu or llvm.get_host_cpu_name(), features)
        )
        self.engine.finalize_object()
        address = self.engine.get_function_address("loop")
        arguments = [ctypes.c_int64] + [ctypes.c_void_p] * (operands + 1)
        self.loop: Callable[..., None] = ctypes.CFUNCTYPE(None, *arguments)(address)

    def __call__(self, *operands: Floats) -> Floats:
        columns = [np.ascontiguousarray(operand, dtype=np.float64) for operand in operands]
        count, rest = divmod(columns[0].size, self.width)
        assert rest == 0, f"length {columns[0].size} is no multiple of {self.width}"
        result = np.empty_like(columns[0])
        self.loop(count, result.ctypes.data, *(column.ctypes.data for column in columns))
        return result


def compiled(name: str, width: int = 16, cpu: str = "") -> Compiled:
    """Compile a function of the table for this processor, or for a named one."""
    return Compiled(EMITTERS[name], operand_count(name), width, cpu)


def with_exponent(exponent: float) -> Emitter:
    """Return the power with a constant exponent."""

    def emit(builder: ir.IRBuilder, x: ir.Value) -> ir.Value:
        return FUNCTIONS["power"](builder, x, constant(x.type, exponent))

    return emit

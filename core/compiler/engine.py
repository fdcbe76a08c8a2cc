"""From a module of LLVM IR to machine code that can be called, kept by content."""

from __future__ import annotations

import ctypes
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache

import llvmlite.binding as llvm
from llvmlite import ir

CACHE_SIZE = 128
"""How many kernels stay ready. A kernel takes about 12 kB; one in use is never freed."""


class Kernel:
    """Machine code in memory, freed with the last reference to it.

    Parameters
    ----------
    module
        The module to compile.
    name
        The function of the module that is called from outside.
    arguments
        Its C argument types; it returns nothing.
    """

    def __init__(self, module: ir.Module, name: str, arguments: tuple[type, ...]) -> None:
        machine = _code_generator()
        module.triple = machine.triple
        # The code generator alone, without passes over the IR: no pass reorders the
        # arithmetic, and the time to compile is a fraction.
        self._engine = _loaded(machine.emit_object(llvm.parse_assembly(str(module))))
        self.address = int(self._engine.get_function_address(name))
        self._function = ctypes.CFUNCTYPE(None, *arguments)(self.address)

    def call(self, *arguments: object) -> None:
        """Run the code, without the interpreter lock.

        The call itself keeps the code, also where the cache drops the kernel meanwhile.
        """
        self._function(*arguments)


class KernelCache:
    """Kernels by what they compute, the least recently used dropped first."""

    def __init__(self, size: int = CACHE_SIZE) -> None:
        self._size = size
        self._kernels: OrderedDict[Hashable, Kernel] = OrderedDict()
        self._lock = threading.Lock()
        # Compiling is serial: LLVM's context is shared, and a second thread that wants
        # the same kernel should find it rather than make it again. Who wants one that is
        # ready, such as the window, does not wait for that.
        self._building = threading.Lock()

    def get(self, key: Hashable, build: Callable[[], Kernel]) -> Kernel:
        """Return the kernel kept under `key`, building it when there is none."""
        if (ready := self._kept(key)) is not None:
            return ready
        with self._building:
            kernel = self._kept(key) or build()
            with self._lock:
                self._kernels[key] = kernel
                if len(self._kernels) > self._size:
                    self._kernels.popitem(last=False)
            return kernel

    def _kept(self, key: Hashable) -> Kernel | None:
        with self._lock:
            if key in self._kernels:
                self._kernels.move_to_end(key)
            return self._kernels.get(key)

    def __len__(self) -> int:
        return len(self._kernels)


KERNELS = KernelCache()


@cache
def _target() -> llvm.Target:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple()


@cache
def _code_generator() -> llvm.TargetMachine:
    """Return what compiles every kernel, one after another, for this processor.

    Vector instructions of any width give the same bits. Multiplication and addition
    are fused only where the IR allows it, and ours nowhere does.
    """
    return _target().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=1,
        jit=True,
    )


def _loaded(code: bytes) -> llvm.ExecutionEngine:
    """Make an object file's code ready to run, until the engine is freed.

    An engine that compiled the code itself would keep what it needs for that, about 0.7 MB.
    """
    module = llvm.parse_assembly("")
    # It compiles nothing, so that it need not know this processor.
    engine = llvm.create_mcjit_compiler(module, _target().create_target_machine(jit=True))
    engine.remove_module(module)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine

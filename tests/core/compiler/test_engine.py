"""Compiled code is kept by content, bounded, and made once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from threading import Barrier, Event
from weakref import ref

import numpy as np
import pytest
from llvmlite import ir

from core.compiler.arrays import compile_function
from core.compiler.engine import CACHE_SIZE, KERNELS, Kernel, KernelCache
from core.tree import Apply, Number, Symbol

STATUS = Path("/proc/self/status")


def resident_kilobytes() -> int:
    """Return how much memory this process has now."""
    lines = STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def some_kernel(number: float) -> Kernel:
    """Compile a function of its own and return the kernel that was kept for it."""
    tree = Apply("add", (Symbol("x"), Number(number)))
    return compile_function([tree], ["x"])._kernel


def test_the_least_recently_used_is_dropped() -> None:
    kernel = some_kernel(1.0)
    built: list[str] = []

    def build(key: str) -> Kernel:
        built.append(key)
        return kernel

    cache = KernelCache(size=2)
    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get(key, partial(build, key))
    assert built == ["a", "b", "c", "b"]
    assert len(cache) == 2


def test_a_dropped_kernel_in_use_still_runs() -> None:
    cache = KernelCache(size=1)
    tree = Apply("multiply", (Symbol("x"), Number(3.25)))
    function = compile_function([tree], ["x"])
    for number in range(3):
        cache.get(number, lambda: some_kernel(2.0))
    assert function(4.0, parameters=np.empty(0)).item() == 13.0


def test_a_call_keeps_the_code_that_it_runs() -> None:
    module = ir.Module()
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), ()), "nothing")
    ir.IRBuilder(function.append_basic_block()).ret_void()
    kernel = Kernel(module, "nothing", ())
    code, call = ref(kernel._engine), kernel.call
    del kernel
    assert code() is not None
    del call
    assert code() is None


def test_a_kernel_keeps_little_but_its_code() -> None:
    if not STATUS.exists():
        pytest.skip("this system does not tell how much memory a process has")
    number = count(10.5)
    kernels = [some_kernel(next(number)) for _ in range(20)]
    before = resident_kilobytes()
    kernels += [some_kernel(next(number)) for _ in range(100)]
    assert resident_kilobytes() - before < 100 * 100


def test_threads_that_want_the_same_code_share_it() -> None:
    together = Barrier(4)
    before = len(KERNELS)

    def compile_and_run(_: int) -> tuple[int, float]:
        together.wait()
        tree = Apply("exp", (Apply("add", (Symbol("x"), Number(0.6875))),))
        function = compile_function([tree], ["x"])
        return function.address, function(0.0, parameters=np.empty(0)).item()

    with ThreadPoolExecutor(4) as pool:
        results = set(pool.map(compile_and_run, range(4)))
    assert len(results) == 1
    assert len(KERNELS) == min(before + 1, CACHE_SIZE)


def test_code_that_is_ready_is_had_while_other_code_is_compiled() -> None:
    kernel = some_kernel(5.0)
    cache = KernelCache()
    cache.get("ready", lambda: kernel)
    begun, finish = Event(), Event()

    def build_slowly() -> Kernel:
        begun.set()
        assert finish.wait(10.0)
        return kernel

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(cache.get, "slow", build_slowly)
        assert begun.wait(10.0)
        quick = pool.submit(cache.get, "ready", build_slowly)
        try:
            assert quick.result(10.0) is kernel
            assert not slow.done()
        finally:
            finish.set()
        assert slow.result(10.0) is kernel

"""The machine code of the elementary functions: same bits everywhere, nothing called."""

from __future__ import annotations

import struct

import llvmlite.binding as llvm
import numpy as np
import pytest

from core.compiler.elementary import FUNCTIONS, RANDOM_WORDS
from tests.core.compiler.harness import EMITTERS, Floats, compiled, module_of, operand_count
from tests.core.compiler.reference import REFERENCES, edge_points, points


def assert_same_bits(first: Floats, second: Floats) -> None:
    """NaN has many bit patterns and one meaning; everything else must agree exactly."""
    numbers = ~np.isnan(first)
    assert np.array_equal(numbers, ~np.isnan(second))
    assert np.array_equal(first[numbers].view(np.int64), second[numbers].view(np.int64))


def hard_points(name: str) -> tuple[Floats, ...]:
    if name in RANDOM_WORDS:
        return tuple(np.random.default_rng(4).integers(0, 2**32, (5, 800)).astype(np.float64))
    edges = edge_points(operand_count(name))
    if name not in REFERENCES:
        return edges
    sampled = points(name, seed=7, count=800)
    return tuple(np.concatenate(columns) for columns in zip(edges, sampled, strict=True))


@pytest.mark.parametrize("name", EMITTERS)
@pytest.mark.parametrize("width", [1, 4])
def test_gives_the_same_bits_at_every_width(name: str, width: int) -> None:
    operands = hard_points(name)
    assert_same_bits(compiled(name, width)(*operands), compiled(name)(*operands))


@pytest.mark.skipif(
    not llvm.get_process_triple().startswith("x86_64"), reason="names x86 processors"
)
@pytest.mark.parametrize("name", EMITTERS)
def test_gives_the_same_bits_on_the_oldest_processor(name: str) -> None:
    operands = hard_points(name)
    assert_same_bits(compiled(name, cpu="x86-64")(*operands), compiled(name)(*operands))


TARGETS = ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc-elf", "aarch64-unknown-linux-gnu"]
GENERIC = {"x86_64": "x86-64", "aarch64": "generic"}


def target_machine(triple: str, cpu: str) -> llvm.TargetMachine:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    try:
        target = llvm.Target.from_triple(triple)
    except RuntimeError:
        pytest.skip(f"this build of LLVM has no code generator for {triple}")
    return target.create_target_machine(cpu=cpu, opt=1, jit=True)


def undefined_symbols(elf: bytes) -> list[str]:
    """List the names that a 64-bit ELF object leaves to be found elsewhere."""
    (sections_at,) = struct.unpack_from("<Q", elf, 0x28)
    (section_count,) = struct.unpack_from("<H", elf, 0x3C)
    sections = [
        struct.unpack_from("<IIQQQQIIQQ", elf, sections_at + 64 * place)
        for place in range(section_count)
    ]
    (table,) = (section for section in sections if section[1] == 2)
    names_at = sections[table[6]][4]
    symbols = struct.iter_unpack("<IBBHQQ", elf[table[4] : table[4] + table[5]])
    starts = [names_at + name for name, _, _, section, _, _ in symbols if name and not section]
    return [elf[start : elf.index(b"\0", start)].decode() for start in starts]


def test_an_undefined_symbol_would_be_seen() -> None:
    text = "declare double @cosine(double) define double @f(double %x) {" \
        " %y = call double @cosine(double %x) ret double %y }"  # fmt: skip
    code = target_machine(TARGETS[0], "x86-64").emit_object(llvm.parse_assembly(text))
    assert undefined_symbols(code) == ["cosine"]


@pytest.mark.parametrize("triple", TARGETS)
def test_calls_nothing_outside_its_module(triple: str) -> None:
    machine = target_machine(triple, GENERIC[triple.split("-")[0]])
    for name, emitter in EMITTERS.items():
        for width in (1, 16):
            module = module_of(emitter, operand_count(name), width)
            module.triple = triple
            code = machine.emit_object(llvm.parse_assembly(str(module)))
            assert undefined_symbols(code) == [], name


@pytest.mark.parametrize(
    ("triple", "cpu"),
    [("x86_64-unknown-linux-gnu", "x86-64-v4"), ("aarch64-unknown-linux-gnu", "")],
)
def test_multiplications_and_additions_are_never_fused(triple: str, cpu: str) -> None:
    machine = target_machine(triple, cpu)
    for name in ("exp", "sin", "power"):
        module = module_of(FUNCTIONS[name], operand_count(name), 16)
        module.triple = triple
        text = machine.emit_assembly(llvm.parse_assembly(str(module)))
        assert "mul" in text
        for fused in ("vfmadd", "vfnmadd", "vfmsub", "fmla", "fmls", "fmadd", "fmsub", "fnmadd"):
            assert fused not in text

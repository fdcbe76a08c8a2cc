"""The figures as tables, on the terminal and between the markers of a document."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import llvmlite.binding as llvm

from core.threads import cores


@dataclass(frozen=True)
class Settings:
    """How thoroughly to measure."""

    rounds: int = 7
    """How often everything in a comparison is done."""
    minutes: float = 10.0
    """Of play, after which the memory is looked at."""
    words: tuple[str, ...] = ()
    """Of names of losses or gestures; without any, all of them."""
    is_quick: bool = False
    """Whether to leave out what takes minutes and needs gigabytes."""

    def wants(self, name: str) -> bool:
        """Tell whether something is chosen by its name."""
        return not self.words or any(word in name for word in self.words)


@dataclass(frozen=True)
class Table:
    """Rows of words and figures under heads; the first column is to the left."""

    title: str
    heads: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def text(self) -> str:
        """Return it in columns of equal width."""
        cells = [self.heads, *self.rows] if any(self.heads) else self.rows
        widths = [max(len(row[column]) for row in cells) for column in range(len(self.heads))]
        lines = [self.title]
        for first, *others in cells:
            figures = zip(others, widths[1:], strict=True)
            line = f"{first:<{widths[0]}}" + "".join(f"{text:>{w + 2}}" for text, w in figures)
            lines.append(line.rstrip())
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the suite."""

    name: str
    measure: Callable[[Settings], Iterable[Table]]


def multiple(ratio: float) -> str:
    """Write how many times as long something takes, to three digits."""
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"


def machine() -> str:
    """Describe the machine in general words, and how busy others keep it."""
    features = llvm.get_host_cpu_features()
    names = {"avx512f": "512", "avx2": "256", "avx": "256", "sse2": "128", "neon": "128"}
    bits = next((bits for name, bits in names.items() if features.get(name)), "unknown")
    count = cores()
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return (
        f"{count} processor{'s' if count > 1 else ''} with vectors of {bits} bits{load}; "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def write_between_markers(path: Path, name: str, text: str) -> None:
    """Replace what a document holds of a part, or add it at the end."""
    begin, end = f"<!-- {name} begins -->", f"<!-- {name} ends -->"
    document = path.read_text("utf-8")
    block = f"{begin}\n```\n{text}\n```\n{end}"
    before, found, rest = document.partition(begin)
    if found:
        document = before + block + rest.partition(end)[2]
    else:
        document = f"{document.rstrip()}\n\n{block}\n"
    path.write_text(document, "utf-8")

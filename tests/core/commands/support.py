"""What every test of the command line runs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.optimizers.adam import Adam
from core.scene import Entry, Scene, Start

DEFAULT = Scene(
    loss="x^2 + 2y^2",
    title="Bowl",
    starts=(Start(1.0, 1.0),),
    entries=(Entry(Adam()),),
    steps=20,
)


@dataclass
class Pictures:
    """Stands where the window would draw, and remembers what it was asked for."""

    asked: list[tuple[Scene, int | None, tuple[int, int], bool, Path]] = field(default_factory=list)
    error: OSError | None = None

    def render(
        self, scene: Scene, step: int | None, size: tuple[int, int], plot_only: bool, out: Path
    ) -> None:
        if self.error:
            raise self.error
        self.asked.append((scene, step, size, plot_only, out))


Run = Callable[..., int]

"""Following long work: how far it is said to be, and what an interruption leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.commands.progress import follow


def interrupted_after(*shares: float) -> Iterator[float]:
    yield from shares
    raise KeyboardInterrupt


def test_work_is_followed_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert follow([0.01, 0.06, 0.25, 1.0], float, "basins") == (1.0, True)
    assert capsys.readouterr().err == "basins: 25 %\nbasins: 100 %\n"


@pytest.mark.parametrize("share", [0.0625, 0.25])
def test_interrupted_work_is_told_as_far_as_it_came(
    share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where that was too little to be shown as progress."""
    assert follow(interrupted_after(0.015, share), float, "basins") == (share, False)
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == f"Interrupted at {int(100 * share)} %; what is done is kept."


def test_work_interrupted_before_anything_is_done_leaves_nothing() -> None:
    with pytest.raises(KeyboardInterrupt):
        follow(interrupted_after(), float, "basins")

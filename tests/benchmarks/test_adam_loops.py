"""The loops that ours are measured against take the same steps."""

from __future__ import annotations

import numpy as np
import pytest

from core.compiler.arrays import FloatArray
from core.ends import find_ends
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import Scene
from tests.benchmarks.adam_in_c import KINDS, NAMES, PIECE, adam_in_c, library
from tests.benchmarks.adam_peers import WRITTEN, adam_in_numpy
from tests.benchmarks.losses import LOSSES, another
from tests.benchmarks.race_speed import ADAM

STEPS = 20
RUNS = 100
TOLERANCE = 1e-9

needs_a_compiler = pytest.mark.skipif(library() is None, reason="there is no gcc with libmvec here")


def starts(runs: int) -> FloatArray:
    return np.random.default_rng(2).uniform(-2, 2, (2, runs))


def ours(loss: str, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return x, y and loss after some steps."""
    surface = Surface(parse_loss(LOSSES[loss]), {})
    found = find_ends(surface, Scene(loss=LOSSES[loss], steps=STEPS), ADAM, x, y)
    return np.stack([found.x, found.y, found.loss])


@needs_a_compiler
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_loops_in_c_go_where_ours_go(loss: str, kind: str) -> None:
    x, y = starts(RUNS)
    there = adam_in_c(loss, kind, x, y, STEPS)
    np.testing.assert_allclose(there, ours(loss, x, y), rtol=TOLERANCE, atol=TOLERANCE)


@needs_a_compiler
@pytest.mark.parametrize("kind", KINDS)
def test_the_loops_in_c_take_every_run_whatever_the_pieces(kind: str) -> None:
    x, y = starts(PIECE + 65)
    shared = adam_in_c("Beale", kind, x, y, STEPS, threads=2)
    alone = [adam_in_c("Beale", kind, x[k : k + 1], y[k : k + 1], STEPS) for k in (0, x.size - 1)]
    np.testing.assert_allclose(shared[:, [0, -1]], np.hstack(alone), rtol=TOLERANCE)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_loop_in_numpy_goes_where_ours_goes(loss: str) -> None:
    x, y = starts(RUNS)
    there = adam_in_numpy(loss, x, y, STEPS)
    np.testing.assert_allclose(there, ours(loss, x, y)[:2], rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_written_for_others_is_the_same_loss(loss: str) -> None:
    x, y = starts(RUNS)
    typed = Surface(parse_loss(LOSSES[loss]), {}).loss(x, y)
    np.testing.assert_allclose(WRITTEN[loss](x, y, np), typed, rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("loss", LOSSES)
def test_another_loss_is_compiled_anew_and_hardly_differs(loss: str) -> None:
    texts = [LOSSES[loss], another(loss, 0), another(loss, 1), another(loss, 600)]
    formulas = [parse_loss(text) for text in texts]
    assert len({formula.tree for formula in formulas}) == len(texts)
    x, y = starts(RUNS)
    first, *_, last = [Surface(formula, {}).loss(x, y) for formula in formulas]
    np.testing.assert_allclose(last, first, rtol=0.05, atol=0.05)


def test_every_loss_is_written_in_c() -> None:
    assert set(NAMES) == set(LOSSES) == set(WRITTEN)

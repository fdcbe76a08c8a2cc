"""What is too hard to differentiate is given up within its budget, with a sentence."""

from __future__ import annotations

import time

import pytest

from core.errors import DerivationError
from core.expression import Formula
from core.symbolic.worker import SymbolicWorker
from core.tree import Apply, Node, Number, Symbol

X, Y = Symbol("x"), Symbol("y")

BUDGET = 2.0
GRACE = 1.0
"""Seconds for sending the loss, and for a busy machine."""


def nested_absolute_values(depth: int) -> Node:
    tree: Node = X
    for level in range(depth):
        moved = Apply("subtract", (tree, Apply("multiply", (Number(level + 1.0), Y))))
        tree = Apply("abs", (Apply("multiply", (moved, X)),))
    return tree


def product_of_cosines(count: int) -> Node:
    tree: Node = Number(1.0)
    for place in range(count):
        angle = Apply("add", (Apply("multiply", (Number(place + 1.0), X)), Y))
        tree = Apply("multiply", (tree, Apply("cos", (angle,))))
    return tree


@pytest.mark.parametrize("tree", [nested_absolute_values(20), product_of_cosines(100)])
def test_what_was_measured_to_hang_ends_in_time(tree: Node) -> None:
    worker = SymbolicWorker()
    worker.start()
    try:
        worker.typeset(["<mi>x</mi>"], "#000000", 20.0)  # so that the process is there
        begin, sentence = time.perf_counter(), ""
        try:
            worker.derive(Formula("", tree, ("x", "y"), ()))
        except DerivationError as error:
            sentence = str(error)
        assert time.perf_counter() - begin < BUDGET + GRACE
        assert sentence in (
            "",
            "The derivatives took longer than 2 seconds, so they were abandoned.",
        )
    finally:
        worker.close()

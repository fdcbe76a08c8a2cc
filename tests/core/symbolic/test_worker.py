"""The symbolic process: answers, abandonment, death and closing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.derivatives import Derivatives
from core.errors import DerivationError
from core.expression import Formula, parse_loss
from core.program import linearise
from core.symbolic.differentiation import differentiate
from core.symbolic.worker import SymbolicWorker
from core.tree import Apply, Node, Number, Symbol

ROSENBROCK = parse_loss("(1-x)^2 + 100(y-x^2)^2")


def endless() -> Formula:
    """Return a product whose Hessian has tens of thousands of terms."""
    x, y = Symbol("x"), Symbol("y")
    tree: Node = x
    for level in range(250):
        wave = Apply("sin", (Apply("multiply", (y, Number(level + 2.0))),))
        tree = Apply("multiply", (tree, Apply("add", (x, wave))))
    return Formula("", tree, ("x", "y"), ())


@pytest.fixture(scope="module")
def shared() -> Iterator[SymbolicWorker]:
    worker = SymbolicWorker()
    yield worker
    worker.close()


def children() -> list[multiprocessing.process.BaseProcess]:
    return [child for child in multiprocessing.active_children() if child.name == "symbolic"]


def assert_same(first: Derivatives, second: Derivatives) -> None:
    assert linearise([*first.gradient, *first.hessian]) == linearise(
        [*second.gradient, *second.hessian]
    )
    assert first.almost_everywhere is second.almost_everywhere


def test_the_process_answers_what_the_function_does(shared: SymbolicWorker) -> None:
    for formula in (ROSENBROCK, parse_loss("|x - y| + a x")):
        assert_same(shared.derive(formula), differentiate(formula.tree, formula.variables))


def test_formulas_are_drawn_in_order(shared: SymbolicWorker) -> None:
    pictures = shared.typeset(["<mi>x</mi>", "<mi>y</mi><mo>+</mo><mn>1</mn>"], "#112233", 20.0)
    assert len(pictures) == 2
    assert all(b"<svg" in picture for picture in pictures)
    assert pictures[0] != pictures[1]


def test_an_error_comes_back_as_its_sentence(shared: SymbolicWorker) -> None:
    root = Apply("sqrt", (Number(-2.0),))
    formula = Formula("", Apply("multiply", (root, Symbol("x"))), ("x", "y"), ())
    with pytest.raises(DerivationError, match="are not real numbers"):
        shared.derive(formula)
    with pytest.raises(DerivationError, match="could not do this"):
        shared.typeset(["<mfrac>"], "#112233", 20.0)
    assert_same(shared.derive(ROSENBROCK), differentiate(ROSENBROCK.tree, ("x", "y")))


def test_a_long_derivation_is_abandoned_and_the_next_one_answered(shared: SymbolicWorker) -> None:
    shared.derive(ROSENBROCK)
    begin = time.perf_counter()
    with pytest.raises(DerivationError, match=r"took longer than 0\.2 seconds"):
        shared.derive(endless(), timeout=0.2)
    assert time.perf_counter() - begin < 2.0
    shared.derive(ROSENBROCK)
    assert len(children()) == 1


def test_a_process_killed_from_outside_is_replaced(shared: SymbolicWorker) -> None:
    shared.derive(ROSENBROCK)
    (child,) = children()
    child.kill()
    child.join()
    shared.derive(ROSENBROCK)
    assert len(children()) == 1


def test_threads_share_one_process(shared: SymbolicWorker) -> None:
    formulas = [parse_loss(f"x^{power} y") for power in range(2, 12)]
    answers: dict[int, Derivatives] = {}

    def ask(index: int) -> None:
        answers[index] = shared.derive(formulas[index])

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(len(formulas))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for index, formula in enumerate(formulas):
        assert_same(answers[index], differentiate(formula.tree, formula.variables))


def test_closing_interrupts_a_request_and_leaves_nothing() -> None:
    worker = SymbolicWorker()
    worker.derive(ROSENBROCK)
    (process_id,) = [child.pid for child in children() if child is worker._process]
    errors: list[str] = []
    asked = threading.Event()

    def ask() -> None:
        asked.set()
        with pytest.raises(DerivationError) as caught:
            worker.derive(endless(), timeout=60)
        errors.append(str(caught.value))

    thread = threading.Thread(target=ask)
    thread.start()
    asked.wait()
    begin = time.perf_counter()
    worker.close()
    thread.join()
    assert time.perf_counter() - begin < 1.0
    assert errors == ["The symbolic process was closed."]
    assert process_id is not None
    if os.name == "posix":
        with pytest.raises(ProcessLookupError):
            os.kill(process_id, 0)
    worker.close()
    worker.start()
    with pytest.raises(DerivationError, match="closed"):
        worker.derive(ROSENBROCK)


def test_closing_at_once_after_the_start() -> None:
    before = len(children())
    worker = SymbolicWorker()
    worker.start()
    worker.start()
    worker.close()
    assert len(children()) == before


def test_the_window_s_side_imports_no_sympy() -> None:
    script = (
        "import sys, core.symbolic.worker, core.landscape, core.critical_points, core.contours;"
        "sys.exit('sympy' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=root).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="kills with a POSIX signal")
def test_the_process_ends_with_its_parent() -> None:
    script = (
        "import sys, time; from core.symbolic.worker import SymbolicWorker\n"
        "if __name__ == '__main__':\n"
        "    worker = SymbolicWorker(); worker.start()\n"
        "    print(worker._process.pid, flush=True); time.sleep(60)\n"
    )
    root = Path(__file__).parents[3]
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    deadline = time.monotonic() + 20
    while has_process(child):
        assert time.monotonic() < deadline


def has_process(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process_id}/stat")
    # An orphan that nobody has collected yet is dead all the same.
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")

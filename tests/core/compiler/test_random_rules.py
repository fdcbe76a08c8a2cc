"""Random well-formed rules: as they are compiled, against a slow reading of their lines.

Both readings must agree to the last bit. Sums, differences, products, quotients, roots,
absolute values, smallest and largest operands and choices are NumPy's in the slow one.
Elementary functions are there the compiler's own, but each compiled alone and called on
the values of its operands; `test_elementary` holds each of them to the true value, within
the ulps that ``docs/accuracy.md`` states. Eigenvalues and eigenvectors come from LAPACK,
and agree within `EIGEN_ULPS`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.compiler.arrays import FloatArray, compile_function
from core.errors import RuleError
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.own import OwnMethod
from core.optimizers.rule import rule_of
from core.race import run_race
from core.scene import Entry, Noise, NumericalGradient, Scene, Start
from core.schedules import parse_schedule
from core.trace import trace_step
from core.tree import ARITHMETIC, BOOLEANS, CONSTANTS, Apply, Node, Number, Symbol
from tests.core.rule_texts import LETTERS, rules
from tests.core.slow_reading import by_numpy
from tests.core.slow_rules import Sight, Step, follow_rule

SURFACE = Surface(parse_loss("(x^2 + y - 3)^2 + sin(3 x) exp(-y^2) + 0.3 x y"), {})
STARTS = (Start(0.5, 0.25), Start(-1.25, 1.5), Start(2.0, -0.75))
STEPS = 4
EIGEN_ULPS = 16
"""Of the larger eigenvalue's size; for a vector divided by the relative gap."""

EXTREMES: dict[str, Callable[..., npt.ArrayLike]] = {
    "min": lambda a, b: np.where((a < b) | np.isnan(a), a, b),
    "max": lambda a, b: np.where((a > b) | np.isnan(a), a, b),
}
"""Where the two are equal, the second: zeros have signs, which NumPy's own leave open."""

EXACT = (ARITHMETIC - {"power"}) | BOOLEANS | CONSTANTS | {"sqrt", "abs", "where"}


def alone(node: Apply) -> Callable[..., npt.ArrayLike]:
    """Return an operator as NumPy has it where every rounding is prescribed, else compiled."""
    if node.operator in EXTREMES:
        return EXTREMES[node.operator]
    if node.operator in EXACT:
        return by_numpy(node)

    def call(*values: npt.ArrayLike) -> npt.ArrayLike:
        names = [f"operand {place}" for place in range(len(values))]
        operands: list[Node] = [Symbol(name) for name in names]
        for place, operand in enumerate(node.operands):
            # The compiler multiplies out a power whose exponent is a literal.
            operands[place] = operand if isinstance(operand, Number) else operands[place]
        function = compile_function([Apply(node.operator, tuple(operands))], names)
        computed: FloatArray = function(*values, parameters=np.empty(0))[0]
        return computed

    return call


def hessian(point: FloatArray) -> npt.ArrayLike:
    xx, xy, yy = SURFACE.bend_function()(*point, parameters=np.empty(0))
    return [[xx, xy], [xy, yy]]


@st.composite
def entries(draw: st.DrawFn, with_eigen: bool) -> Entry:
    """Draw a method of one's own with what its runs see."""
    scale = st.floats(0.001, 10.0)
    noise = st.builds(Noise, st.sampled_from(("gaussian", "proportional", "student")), scale)
    quotients = st.builds(
        NumericalGradient, st.sampled_from(("forward", "central")), st.floats(1e-8, 1.0)
    )
    entry = Entry(
        OwnMethod(title="Random", rule=draw(rules(with_eigen)), hyperparameters=LETTERS),
        schedule=draw(st.sampled_from(("", "1/sqrt(t + 1)", "cos(t/T)^2", "exp(-0.3 t)"))),
        noise=draw(st.none() | noise),
        numerical_gradient=draw(st.none() | quotients),
    )
    try:
        rule_of(entry.optimizer)
    except RuleError as error:
        if "at most" not in error.message:
            raise
        assume(False)
    return entry


def sight_of(scene: Scene, start: int) -> Sight:
    entry = scene.entries[0]
    return Sight(
        gradient=lambda point: SURFACE.gradient(*point),
        loss=lambda point: SURFACE.loss(*point),
        hessian=hessian,
        schedule=parse_schedule(entry.schedule) if entry.schedule else None,
        last_step=scene.steps,
        noise=entry.noise,
        numerical_gradient=entry.numerical_gradient,
        seed=scene.seed,
        run=start,
        operators=alone,
    )


def scene_of(entry: Entry, seed: int) -> Scene:
    return Scene(loss="", starts=STARTS, entries=(entry,), steps=STEPS, seed=seed)


SEEDS = st.integers(0, 2**63 - 1)

EVERYTHING = Entry(
    OwnMethod(
        title="Everything",
        rule="""
            s(0) = 1 + norm(g) + normal()
            best(0) = loss(x + g)
            p = x - eta hess(x) g + 0.01 normal()
            s = beta s + 0.1 where(loss(p) < best, grad(p)^2, uniform())
            best = min(best, loss(p))
            x = p - eta g/sqrt(s) + where(g > 0, 0, 0.01) dot(g, p) if t < 3 else x - grad(x + u)
            u = max(g, 0) + uniform()
        """,
        hyperparameters=LETTERS,
    ),
    schedule="cos(t/T)^2",
    noise=Noise("proportional", 0.1),
    numerical_gradient=NumericalGradient("central", 1e-3),
)


@settings(max_examples=50)
@given(entries(with_eigen=False), SEEDS)
@example(EVERYTHING, 2**40 + 7)
def test_a_race_follows_the_lines_bit_for_bit(entry: Entry, seed: int) -> None:
    scene = scene_of(entry, seed)
    race = run_race(SURFACE, scene)
    rule = rule_of(entry.optimizer)
    for run, start in enumerate(STARTS):
        expected = follow_rule(rule, LETTERS, sight_of(scene, run), (start.x, start.y), STEPS)
        last = race.last_step[0, run]
        found = np.stack([race.x[0, run], race.y[0, run]], axis=1)
        np.testing.assert_array_equal(found[: last + 1], expected[: last + 1])
        if last < STEPS:
            beyond = expected[last + 1]
            rest = [*beyond, SURFACE.loss(*beyond), *SURFACE.gradient(*beyond)]
            assert not np.isfinite(rest).all()


@settings(max_examples=40)
@given(entries(with_eigen=True), SEEDS, st.integers(0, len(STARTS) - 1), st.integers(1, STEPS))
def test_each_line_of_a_step_is_what_it_says(entry: Entry, seed: int, run: int, t: int) -> None:
    scene = scene_of(entry, seed)
    trace = trace_step(SURFACE, scene, 0, run, t)
    rule = rule_of(entry.optimizer)
    state = {name: trace.before[name] for name in rule.state}
    step = Step(sight_of(scene, run), t, {**LETTERS, **state, "x": trace.before["x"]})
    step.values["g"] = step.gradient(step.values["x"])
    np.testing.assert_array_equal(step.values["g"], trace.before["g"])
    np.testing.assert_array_equal(np.broadcast_to(step.values["eta"], 2), trace.before["eta"])
    for (name, tree), found in zip(rule.assignments, trace.lines, strict=True):
        expected = np.broadcast_to(step.assign(name, tree), (2,))
        if isinstance(tree, Apply) and tree.operator.startswith("eigen"):
            compare_eigen(tree, step, np.array(found), expected)
        else:
            np.testing.assert_array_equal(found, expected)
        step.values[name] = np.array(found)
    np.testing.assert_array_equal(trace.after, step.values["x"])


def compare_eigen(tree: Apply, step: Step, found: FloatArray, expected: FloatArray) -> None:
    """Compare within what LAPACK promises: ulps of the matrix's size."""
    matrix = np.asarray(hessian(step.read(tree.operands[0])), np.float64)
    if not np.isfinite(matrix).all():
        return
    low, high = np.linalg.eigvalsh(matrix)
    size = max(abs(low), abs(high))
    bound = EIGEN_ULPS * np.spacing(size)
    if tree.operator.startswith("eigenvector"):
        gap = high - low
        bound = EIGEN_ULPS * np.spacing(size) / gap if gap else 0.0
        # An upright vector may point either way.
        if abs(expected[0]) <= bound:
            found, expected = found * np.sign(found[1]), expected * np.sign(expected[1])
    assert np.abs(found - expected).max() <= bound

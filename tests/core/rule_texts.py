"""Random well-formed update rules as text, for property tests."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

LETTERS = {"eta": 0.05, "beta": 0.9}

Texts = st.SearchStrategy[str]

_NUMBERS, _VECTORS = ("n", "m1"), ("p", "q_hat", "s")
_FUNCTIONS = ("exp", "log", "sqrt", "cbrt", "sin", "cos", "tanh", "abs", "sign", "floor",
              "erf", "sigmoid", "softplus", "relu", "step", "atan")  # fmt: skip
_EIGEN = ("eigenvalue1", "eigenvalue2", "eigenvector1", "eigenvector2")


@st.composite
def rules(draw: st.DrawFn, with_eigen: bool) -> str:
    """Draw a rule of up to six lines, with state and stated starts.

    Parameters
    ----------
    with_eigen
        Whether some lines are an eigenvalue or an eigenvector, which stand alone.
    """
    targets = draw(st.lists(st.sampled_from(_NUMBERS + _VECTORS), min_size=1, max_size=4))
    numbers = [name for name in _NUMBERS if name in targets]
    vectors = [name for name in _VECTORS if name in targets]
    number, vector = _values(("eta", "beta", "t", *numbers), ("x", "g", *vectors))
    at_start = _values(("eta", "beta"), ("x", "g"))
    started = [name for name in dict.fromkeys(targets) if draw(st.booleans())]
    starts = [f"{name}(0) = {draw(at_start[name in _VECTORS])}" for name in started]
    lines = []
    for name in targets:
        if with_eigen and draw(st.booleans()):
            kind = draw(st.sampled_from(_EIGEN[2:] if name in _VECTORS else _EIGEN[:2]))
            lines.append(f"{name} = {kind}({draw(st.sampled_from(['x', 'g', *vectors]))})")
        elif name in _VECTORS:
            lines.append(f"{name} = {draw(_with_the_given(vector))}")
        else:
            lines.append(f"{name} = {draw(number)}")
    # What stands below the iterate's line is state there, and sees the iterate moved.
    used = "".join(f" - 0.1 {name}" for name in dict.fromkeys(targets))
    move = f"x = {draw(_with_the_given(vector))}{used}"
    lines.insert(draw(st.integers(0, len(lines))), move)
    return "\n".join([*starts, *lines])


def _with_the_given(vector: Texts) -> Texts:
    """Join what is given, since states that hold but each other would be numbers."""
    return _text("{} {} {}", vector, st.sampled_from("+-*"), st.sampled_from("xg"))


@cache
def _values(numbers: tuple[str, ...], vectors: tuple[str, ...]) -> tuple[Texts, Texts]:
    """Return strategies for numbers and for vectors over some names."""
    literal = st.sampled_from(("0.5", "2", "3", "0.1", "7.25"))
    name = st.sampled_from(numbers)
    # A literal is joined to a name, since a part without any might have no value.
    number = name | _text("({} {} {})", name, st.sampled_from("+-*/"), literal)
    vector = st.sampled_from(vectors)
    inner_number, inner_vector = _larger_number(number, vector), _larger_vector(number, vector)
    number, vector = number | inner_number, vector | inner_vector
    return _larger_number(number, vector), _larger_vector(number, vector)


def _larger_number(number: Texts, vector: Texts) -> Texts:
    return st.one_of(
        _text("({} {} {})", number, st.sampled_from("+-*/"), number),
        _text("{}({})", st.sampled_from(_FUNCTIONS), number),
        _text("norm(g)^{}", st.sampled_from(("2", "-1", "0.5"))),
        _text("beta^{}", number),
        _text("{}({}, {})", st.sampled_from(("min", "max", "atan2")), number, number),
        _text("norm({})", vector),
        _text("dot({}, {})", vector, vector),
        _text("loss({})", vector),
        _text("where({} {} {}, {}, {})", number, _COMPARISON, number, number, number),
    )


def _larger_vector(number: Texts, vector: Texts) -> Texts:
    mixed = number | vector
    return st.one_of(
        _text("({} {} {})", vector, st.sampled_from("+-*/"), mixed),
        _text("({} {} {})", mixed, st.sampled_from("+-*/"), vector),
        _text("(-{})", vector),
        _text("{}({})", st.sampled_from(_FUNCTIONS), vector),
        _text("({})^{}", vector, st.sampled_from(("2", "3", "0.5", "-1", "1.7"))),
        _text("{}({}, {})", st.sampled_from(("min", "max", "hypot")), vector, mixed),
        _text("grad({})", vector),
        _text("(hess({}) {})", vector, vector),
        st.sampled_from(("normal()", "uniform()")),
        _text("where({} {} {}, {}, {})", mixed, _COMPARISON, mixed, vector, mixed),
    )


_COMPARISON = st.sampled_from(("<", "<=", ">", ">=", "==", "!="))


def _text(form: str, *parts: Texts) -> Texts:
    return st.builds(form.format, *parts)

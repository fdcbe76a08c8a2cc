"""What a scene's texts may do in a program: stand in a comment, and nothing else."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.errors import ExpressionError
from core.optimizers.own import OwnMethod
from core.scene import Scene
from core.source_code import numpy_source, pytorch_source
from core.source_code.names import OWN_NAMES, Identifiers, comment
from tests.core.source_code.support import CASES, Source, scene_of

LINES = (Path(__file__).parents[2] / "data" / "hostile_expressions.txt").read_text("utf-8")
HOSTILE = [
    json.loads(line.removeprefix("json:")) if line.startswith("json:") else line
    for line in LINES.splitlines()
    if line and not line.startswith("#")
]
BREAKING = [
    "a\nimport os", "a\rimport os", "a\x0bimport os", "a\x0cimport os", "a\x85import os",
    "a\u2028import os", "a\x00import os", "a\ud800import os", "\\\nimport os", '"""\nimport os',
    "coding: utf-7 +AAo-import os", "-*- coding: utf-16 -*-", "\u202eimport os",
]  # fmt: skip
SOURCES = [numpy_source, pytorch_source]
PYTHON = {"print", "int", "float", "abs", "range"}
LIBRARIES = {"np", "torch", "math"}


def named(text: str) -> Scene:
    """Return a scene that bears a text wherever it can."""
    method = OwnMethod(title=text, rule="x = x - a g", hyperparameters={"a": 0.1})
    scene = scene_of(CASES["rosenbrock"], method, 3)
    entry = replace(scene.entries[0], label=text + "!")
    return replace(scene, title=text, notes=text, entries=(entry,))


def tree_of(source: str) -> str:
    # As bytes, since a declared encoding counts only there.
    return ast.dump(ast.parse(source.encode("utf-8")))


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("text", [*HOSTILE, *BREAKING])
def test_texts_change_nothing_but_comments(text: str, source: Source) -> None:
    assert tree_of(source(named(text), 0, 1)) == tree_of(source(named("plain"), 0, 1))


@pytest.mark.parametrize("source", SOURCES)
def test_no_loss_or_rule_calls_what_is_not_known(source: Source) -> None:
    called: set[str] = set()
    for text in HOSTILE:
        for loss, rule in ((text, "x = x - g"), ("x^2 + y^2", f"x = x - {text}")):
            method = OwnMethod(title="Own", rule=rule, hyperparameters={})
            scene = replace(scene_of(CASES["rosenbrock"], method, 3), loss=loss)
            try:
                program = source(scene, 0, 1)
            except ExpressionError:
                continue
            called |= functions_called(program)
    assert called <= OWN_NAMES | PYTHON


def functions_called(program: str) -> set[str]:
    """Return the names of called functions that aren't a library's."""
    calls = [node.func for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    for call in calls:
        if isinstance(call, ast.Attribute):
            assert not call.attr.startswith("_")
    return names


@pytest.mark.parametrize("text", BREAKING)
def test_a_comment_is_one_printable_line(text: str) -> None:
    line = comment(text)
    assert line.isprintable()
    assert line.splitlines() == [line]


def test_identifiers_are_python_and_different() -> None:
    names = ["x", "lambda", "np", "path", "print", "theta0", "µ", "μ", "a b", "1", "ﬁ", "fi", ""]
    identifiers = Identifiers({"x", "x_", "print_"})
    given = [identifiers.give(name) for name in names]
    assert given == [identifiers.give(name) for name in names]
    parsed = [ast.parse(f"{name} = 0").body[0] for name in given]
    read = [node.targets[0].id for node in parsed]  # type: ignore[attr-defined]
    assert len(set(read)) == len(names)
    assert set(read).isdisjoint({"x", "x_", "print_", "lambda", "np", "path", "print"})

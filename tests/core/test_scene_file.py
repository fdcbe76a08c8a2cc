"""Scene files: what is written loads, and what is not a scene is refused."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.errors import SceneError, SceneExpressionError
from core.optimizers import METHODS
from core.optimizers.momentum import Momentum
from core.optimizers.own import OwnMethod
from core.scene import (
    Contours,
    Entry,
    Noise,
    NumericalGradient,
    Parameter,
    Scene,
    Start,
    StoppingRule,
    View,
    basic_entries,
)
from core.scene_file import SIZE_LIMIT, decode_scene, encode_scene, load_scene, save_scene

SCENE = Scene(
    loss="x^2 + y^2", title="Böschung", starts=(Start(0.1, -2.5),), entries=basic_entries()
)

coordinates = st.floats(-1e12, 1e12)
learning_rates = st.floats(0, 1e6, exclude_min=True)
entries = st.builds(
    lambda method, rate, label, visible: Entry(
        replace(method(), learning_rate=rate), label=label, visible=visible
    ),
    st.sampled_from(METHODS[:5]),
    learning_rates,
    st.text("abcÄ№ 12", max_size=40),
    st.booleans(),
) | st.builds(
    Entry,
    st.sampled_from(METHODS).map(lambda method: method()),
    noise=st.none() | st.builds(Noise, st.sampled_from(["gaussian", "student"]), st.floats(0, 9)),
    numerical_gradient=st.none() | st.builds(NumericalGradient, step=st.floats(1e-300, 1)),
)
scenes = st.builds(
    Scene,
    title=st.text(st.characters(codec="utf-8"), max_size=50),
    loss=st.text(st.characters(codec="utf-8"), max_size=50),
    parameters=st.dictionaries(
        st.sampled_from(["a", "lambda", "theta1", "k2"]),
        st.builds(Parameter, value=coordinates, minimum=st.just(-1.0), maximum=st.floats(0, 9)),
    ),
    view=st.builds(View, x_min=st.floats(-9, -1), x_max=st.floats(0, 1e12)),
    contours=st.builds(Contours, spacing=st.sampled_from(["linear", "quantile"])),
    starts=st.lists(st.builds(Start, coordinates, coordinates), max_size=3).map(tuple),
    entries=st.lists(entries, max_size=4).map(tuple),
    steps=st.integers(1, 1_000_000),
    stopping=st.builds(StoppingRule, gradient_norm=st.none() | st.floats(1e-300, 1.0)),
    seed=st.integers(0, 2**63 - 1),
)


@given(scenes)
def test_what_is_written_reads_back_bit_for_bit(scene: Scene) -> None:
    data = encode_scene(scene)
    assert decode_scene(data) == scene
    assert encode_scene(decode_scene(data)) == data


def test_a_file_is_indented_text_with_every_field(tmp_path: Path) -> None:
    path = tmp_path / "scene.json"
    save_scene(SCENE, path)
    assert path.read_text("utf-8").startswith('{\n  "schema": 2,\n  "title": "Böschung",\n')
    assert set(json.loads(path.read_bytes())) == set(Scene.__struct_fields__)
    assert load_scene(path) == SCENE


def test_missing_fields_have_their_defaults() -> None:
    assert decode_scene(b'\xef\xbb\xbf{"loss": "x"}') == Scene(loss="x")


def test_a_file_of_schema_1_becomes_one_of_schema_2() -> None:
    old = (
        b'{"schema": 1, "loss": "x", "entries": [{"optimizer": {"name": "momentum", '
        b'"learning_rate": 0.2, "momentum": 0.5}, "label": "Ball"}]}'
    )
    ball = Entry(Momentum(learning_rate=0.2, momentum=0.5), label="Ball")
    assert decode_scene(old) == Scene(loss="x", entries=(ball,))
    assert json.loads(encode_scene(decode_scene(old)))["schema"] == 2


def test_a_method_of_ones_own_is_kept_in_the_file() -> None:
    method = OwnMethod(
        title="Fréchet’s own",
        rule="v = k v - eta g\n  x = x + v",
        hyperparameters={"k": 0.5, "eta": 0.1},
    )
    entry = Entry(
        method,
        schedule="1/sqrt(t)",
        noise=Noise("student", 0.5, 2.5),
        numerical_gradient=NumericalGradient("forward", 1e-3),
    )
    scene = Scene(loss="x", entries=(entry,))
    assert decode_scene(encode_scene(scene)) == scene


def test_a_rule_that_cannot_be_read_names_file_line_and_place(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(
        '{"loss": "x", "entries": [{"optimizer": {"name": "own", "title": "Mine", '
        '"rule": "x = x - g +"}}]}',
        "utf-8",
    )
    with pytest.raises(SceneExpressionError) as caught:
        load_scene(path)
    first, *marked = caught.value.marked().splitlines()
    assert first.startswith("own.json: entries[0].optimizer.rule: Line 1: ")
    assert marked == ["  x = x - g +", "             ^"]


def test_a_scene_full_of_long_rules_loads_in_time() -> None:
    """A second would be felt; the slowest machine is given ten."""
    line = "x = x + " + "+".join(["sin(x)"] * 11)
    rules = ["\n".join([f"y{k} = {k} + g"] + [line] * 15) for k in range(100)]
    entries = [{"optimizer": {"name": "own", "title": "Long", "rule": rule}} for rule in rules]
    data = json.dumps({"loss": "x", "entries": entries}).encode()
    begin = time.process_time()
    assert len(decode_scene(data).entries) == 100
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "isn't valid JSON at line 1, column 2"),
        (b'{"loss": "x"\n "steps": 3}', "isn't valid JSON at line 2, column 2"),
        (b'{"loss": "\xff"}', "must be text in UTF-8"),
        (b'{"loss": "x", "loss": "y"}', "has the field 'loss' twice in one place"),
        (b'{"loss": "x", "view": {"x_min": NaN}}', "holds NaN, which is not a number"),
        (b'{"loss": "x", "view": {"x_min": -Infinity}}', "holds -Infinity"),
        (b'{"loss": "x", "view": {"x_min": -1e999}}', "beyond the largest one, -1e999"),
        (b'{"loss": "x", "seed": ' + b"9" * 5000 + b"}", "holds a number that is too long"),
        (b'{"loss": "x", "view": {"x_min": true}}', "view.x_min must be a number, not true"),
        (b'{"loss": "x", "schema": 3}', "saved by a newer version of Fall Line: its schema is 3"),
        (b'{"loss": "x", "schema": 0}', "schema must be >= 1"),
        (b'{"loss": "x", "schema": "1"}', "schema must be a whole number, not text"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"loss": "' + b"x" * SIZE_LIMIT + b'"}', "may not be larger than 5 MB"),
    ],
)
def test_what_is_not_a_scene_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(SceneError) as caught:
        decode_scene(data)
    assert sentence in str(caught.value)


def test_a_newer_schema_is_named_before_its_unknown_fields() -> None:
    with pytest.raises(SceneError, match="newer version"):
        decode_scene(b'{"schema": 7, "terrain": {}}')


def test_an_error_names_the_file_and_leaves_it_untouched(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(b'{"loss": "x", "steps": 0}')
    with pytest.raises(SceneError, match=r"^broken\.json: steps must be >= 1\.$"):
        load_scene(path)
    assert path.read_bytes() == b'{"loss": "x", "steps": 0}'


def test_a_missing_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SceneError, match=r"^missing\.json: the file can't be read \(No such"):
        load_scene(tmp_path / "missing.json")


def test_a_folder_that_is_missing_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SceneError, match=r"^scene\.json can't be written: No such"):
        save_scene(SCENE, tmp_path / "missing" / "scene.json")


def test_what_a_file_may_not_hold_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "scene.json"
    path.write_bytes(b"old")
    with pytest.raises(SceneError, match=r"^starts\[0\]\.x must be >="):
        save_scene(replace(SCENE, starts=(Start(math.nan, 0.0),)), path)
    assert path.read_bytes() == b"old"

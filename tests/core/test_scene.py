"""Scenes: what they may hold, what is said of what they may not, and their labels."""

from __future__ import annotations

import contextlib
import json
import math
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.errors import SceneError
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.scene import Entry, Parameter, Scene, Start, View, basic_entries, entry_labels
from core.scene_file import decode_scene, encode_scene
from core.validation import scene_from, validated

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)

SCENE = Scene(
    loss="a x^2 + y^2",
    parameters={"a": Parameter(2.0)},
    starts=(Start(1.0, -1.0),),
    entries=basic_entries(),
)


def test_a_good_scene_passes_unchanged() -> None:
    assert validated(SCENE) == SCENE


def test_every_method_is_entered_once() -> None:
    assert [type(entry.optimizer) for entry in basic_entries()] == list(METHODS[:5])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"steps": 0}, "steps must be >= 1."),
        ({"seed": -1}, "seed must be >= 0."),
        ({"title": "t" * 201}, "title must be at most 200 characters long."),
        ({"loss": "\ud800"}, "loss must be text that can be written as UTF-8."),
        ({"starts": (Start(math.nan, 0.0),)}, "starts[0].x must be >= -1000000000000."),
        ({"starts": (Start(0.0, math.inf),)}, "starts[0].y must be <= 1000000000000."),
        ({"view": View(1.0, 1.0, 0.0, 1.0)}, "view.x_min must be < view.x_max."),
        ({"view": View(0.0, 1.0, 2.0, 1.0)}, "view.y_min must be < view.y_max."),
        (
            {"view": View(1e6, 1e6 + 1e-9, 0.0, 1.0)},
            "view.x_min and view.x_max are too close together to be told apart.",
        ),
        (
            {"parameters": {"a": Parameter(), "b": Parameter(1.0, 2.0, 2.0)}},
            "parameters.b.minimum must be < parameters.b.maximum.",
        ),
        (
            {"parameters": {"a": Parameter(), "b": Parameter(math.nan)}},
            "parameters.b.value must be >= -1000000000000.",
        ),
        (
            {"entries": (Entry(GradientDescent()), Entry(Adam(learning_rate=0.0)))},
            "entries[1].optimizer.learning_rate must be > 0.",
        ),
        (
            {"entries": (Entry(Adam(beta1=1.0)),)},
            "entries[0].optimizer.beta1 must be < 1.",
        ),
        (
            {"entries": (Entry(Adam(), colour="red"),)},
            "entries[0].colour must be a colour written #rrggbb, or empty.",
        ),
        (
            {"entries": (Entry(Adam(), label="two\nlines"),)},
            "entries[0].label must be a single line of text.",
        ),
    ],
)
def test_a_fault_is_named(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(SceneError) as caught:
        validated(replace(SCENE, **change))
    assert str(caught.value) == sentence


@pytest.mark.parametrize("label", ["=1+1", "+1", "-fast", "@name", "  =1", "＝1"])
def test_a_label_may_not_look_like_a_formula(label: str) -> None:
    with pytest.raises(SceneError, match=r"^entries\[0\]\.label must not begin with"):
        validated(replace(SCENE, entries=(Entry(Adam(), label=label),)))


@dataclass(frozen=True)
class Wrong:
    """A document with one fault, and what is said of it."""

    document: object
    sentence: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong([], "The scene must be an object, not a list."),
        Wrong({}, "The scene has no loss, which is required."),
        Wrong({"loss": 3}, "loss must be text, not a whole number."),
        Wrong({"loss": "x", "steps": 1.5}, "steps must be a whole number."),
        Wrong({"loss": "x", "steps": True}, "steps must be a whole number, not true or false."),
        Wrong({"loss": "x", "steps": 10**40}, "steps must be <= 1000000."),
        Wrong({"loss": "x", "colour": 1}, "The scene has an unknown field, colour."),
        Wrong({"loss": "x", "view": {"z": 1}}, "view has an unknown field, z."),
        Wrong({"loss": "x", "starts": [{"x": 1}]}, "starts[0] has no y, which is required."),
        Wrong(
            {"loss": "x", "starts": [{"x": 1, "y": True}]},
            "starts[0].y must be a number, not true or false.",
        ),
        Wrong(
            {"loss": "x", "starts": [{"x": 1, "y": 10**400}]},
            "starts[0].y is too large a number.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": {"name": "sgd"}}]},
            "entries[0].optimizer.name must be one of gd, momentum, adagrad, rmsprop, adam.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": {"name": None}}]},
            "entries[0].optimizer.name must be text, not null.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": {"name": [1]}}]},
            "entries[0].optimizer.name must be text, not a list.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": {"name": "gd", "momentum": 1}}]},
            "entries[0].optimizer has an unknown field, momentum.",
        ),
        Wrong(
            {"loss": "x", "contours": {"spacing": "cubic"}},
            "contours.spacing must be one of linear, logarithmic, quantile.",
        ),
        Wrong(
            {"loss": "x", "stopping": {"gradient_norm": "small"}},
            "stopping.gradient_norm must be a number or null, not text.",
        ),
        Wrong(
            {"loss": "x", "parameters": {"a b": {}}},
            "Each name in parameters must be a name of up to 40 letters and digits.",
        ),
        Wrong(
            {"loss": "x", "parameters": {"a": {}, "b": {"value": "z"}}},
            "parameters.b.value must be a number, not text.",
        ),
        Wrong(
            {"loss": "x", "parameters": {"θ": {}, "theta": {}}},
            "parameters.theta is the same name as another parameter's.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": {"name": "\ud800"}}]},
            "The scene holds text that can't be written as UTF-8.",
        ),
        Wrong({"loss": "x", "parameters": []}, "parameters must be an object, not a list."),
    ],
    ids=lambda wrong: wrong.sentence,
)
def test_a_wrong_document_gets_a_sentence(wrong: Wrong) -> None:
    with pytest.raises(SceneError) as caught:
        scene_from(wrong.document)
    assert str(caught.value) == wrong.sentence


def test_parameters_are_named_as_a_loss_names_them() -> None:
    scene = scene_from({"loss": "x", "parameters": {"θ₁": {"value": 3}, "a_2": {}, "k": {}}})
    assert list(scene.parameters) == ["theta1", "a2", "k"]
    assert scene.parameters["theta1"].value == 3.0


@given(st.data())
def test_whatever_stands_in_a_field_is_taken_or_gets_a_sentence(data: st.DataObject) -> None:
    document = json.loads(encode_scene(Scene(loss="x", entries=basic_entries())))
    document["parameters"] = {"a": {}}
    document["starts"] = [{"x": 1, "y": 2}]
    place: Any = document
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()):
            place[key] = data.draw(ANYTHING)
            break
        place = place[key]
    with contextlib.suppress(SceneError):
        assert scene_from(document) == decode_scene(encode_scene(scene_from(document)))


def test_whole_numbers_are_numbers() -> None:
    assert scene_from({"loss": "x", "view": {"x_min": -1}}).view.x_min == -1.0


def test_a_sentence_never_holds_control_characters() -> None:
    with pytest.raises(SceneError) as caught:
        scene_from({"loss": "x", "view": {"\x1b[2J": 1}})
    assert str(caught.value) == "view has an unknown field, ?[2J."


def test_labels_that_repeat_are_numbered() -> None:
    entries = (
        Entry(Adam()),
        Entry(GradientDescent(), label="Slow"),
        Entry(Adam(), label="Adam 2"),
        Entry(Adam(learning_rate=0.5)),
        Entry(GradientDescent(), label="Slow"),
    )
    assert entry_labels(entries) == ("Adam", "Slow", "Adam 2", "Adam 3", "Slow 2")

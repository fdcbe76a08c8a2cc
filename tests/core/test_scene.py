"""Scenes: what they may hold, what is said of what they may not, and their labels."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.errors import SceneError, SceneExpressionError
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.own import OwnMethod
from core.scene import (
    Entry,
    Noise,
    NumericalGradient,
    Parameter,
    Scene,
    Start,
    View,
    basic_entries,
    entry_labels,
)
from core.scene_file import decode_scene, encode_scene
from core.validation import scene_from, validated

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)

NAMES = ", ".join(method.name() for method in METHODS)

SCENE = Scene(
    loss="a x^2 + y^2",
    parameters={"a": Parameter(2.0)},
    starts=(Start(1.0, -1.0),),
    entries=basic_entries(),
)


def test_a_good_scene_passes_unchanged() -> None:
    assert validated(SCENE) == SCENE


def test_a_view_holds_its_middle_and_its_edges_and_nothing_outside() -> None:
    view = View(-1, 3, 2, 4)
    assert view.centre == (1, 3)
    for x, y in ((1.0, 3.0), (-1.0, 2.0), (3.0, 4.0)):
        assert view.contains(x, y)
    for x, y in ((-1.1, 3), (3.1, 3), (1, 1.9), (1, 4.1), (float("nan"), 3)):
        assert not view.contains(x, y)


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


GD = {"name": "gd"}


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
            f"entries[0].optimizer.name must be one of {NAMES}, own.",
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
            "parameters.theta is the same name as another one's.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": {"name": "\ud800"}}]},
            "The scene holds text that can't be written as UTF-8.",
        ),
        Wrong({"loss": "x", "parameters": []}, "parameters must be an object, not a list."),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": GD, "noise": {"kind": "loud"}}]},
            "entries[0].noise.kind must be one of gaussian, proportional, student.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": GD, "noise": {"scale": -1}}]},
            "entries[0].noise.scale must be >= 0.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": GD, "noise": {"degrees_of_freedom": 0}}]},
            "entries[0].noise.degrees_of_freedom must be > 0.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": GD, "noise": 3}]},
            "entries[0].noise must be an object or null, not a whole number.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": GD, "numerical_gradient": {"kind": "mid"}}]},
            "entries[0].numerical_gradient.kind must be one of forward, central.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": GD, "numerical_gradient": {"step": 2}}]},
            "entries[0].numerical_gradient.step must be <= 1.",
        ),
        Wrong(
            {"loss": "x", "entries": [{"optimizer": GD, "schedule": "t" * 201}]},
            "entries[0].schedule must be at most 200 characters long.",
        ),
    ],
    ids=lambda wrong: wrong.sentence,
)
def test_a_wrong_document_gets_a_sentence(wrong: Wrong) -> None:
    with pytest.raises(SceneError) as caught:
        scene_from(wrong.document)
    assert str(caught.value) == wrong.sentence


OWN = {"name": "own", "title": "Mine", "rule": "x = x - eta g", "hyperparameters": {"eta": 0.1}}


def own(**changes: object) -> dict[str, object]:
    return {"loss": "x", "entries": [{"optimizer": GD}, {"optimizer": OWN | changes}]}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "title must not be empty."),
        ({"title": "  "}, "title must not be empty."),
        ({"title": "t" * 41}, "title must be at most 40 characters long."),
        ({"title": "=1+1"}, "title must not begin with =, +, - or @."),
        ({"title": "two\nlines"}, "title must be a single line of text."),
        ({"title": "\ud800"}, "title must be text that can be written as UTF-8."),
        ({"rule": "x = x\ud800"}, "rule must be text that can be written as UTF-8."),
        ({"rule": "x" * 2001}, "rule must be at most 2000 characters long."),
        ({"hyperparameters": {"eta": 0}}, "hyperparameters.eta must be > 0."),
        (
            {"hyperparameters": {"k": True}},
            "hyperparameters.k must be a number, not true or false.",
        ),
        ({"hyperparameters": {"a": 1, "k": 1e7}}, "hyperparameters.k must be <= 1000000."),
        (
            {"hyperparameters": {"beta_1": 1, "beta1": 2}},
            "hyperparameters.beta1 is the same name as another one's.",
        ),
        (
            {"hyperparameters": {f"k{index}": 1 for index in range(13)}},
            "hyperparameters must hold at most 12 items.",
        ),
        (
            {"hyperparameters": {"g": 1}},
            "hyperparameters: g is given at each step; choose another letter.",
        ),
        (
            {"hyperparameters": {"Sin": 1}},
            "hyperparameters: Sin is a function or constant; choose another letter.",
        ),
        (
            {"hyperparameters": {"or": 1}},
            "hyperparameters: or is a word of the language; choose another letter.",
        ),
    ],
)
def test_a_wrong_method_of_ones_own_gets_a_sentence(
    changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(SceneError) as caught:
        scene_from(own(**changes))
    assert str(caught.value) == f"entries[1].optimizer.{sentence}"


def test_a_name_that_no_rule_could_use_is_refused() -> None:
    with pytest.raises(SceneError) as caught:
        scene_from(own(hyperparameters={"2x": 1}))
    assert str(caught.value) == (
        "Each name in entries[1].optimizer.hyperparameters must be up to 24 letters, digits "
        "and underscores that begin with a letter."
    )


def test_letters_are_named_as_a_rule_names_them() -> None:
    scene = scene_from(own(rule="x = x - beta_1 g", hyperparameters={"beta_1": 0.5}))
    assert scene.entries[1].optimizer == OwnMethod(
        title="Mine", rule="x = x - beta_1 g", hyperparameters={"beta1": 0.5}
    )


def test_a_rule_that_cannot_be_read_is_marked_in_its_line() -> None:
    with pytest.raises(SceneExpressionError) as caught:
        scene_from(own(rule="v = g\nx = x - eta w"))
    error = caught.value
    assert error.message.startswith("entries[1].optimizer.rule: Line 2: “w” is not a known name")
    assert error.text[slice(*error.span)] == "w"


@pytest.mark.parametrize(("schedule", "place"), [("1/(t + 1", "("), ("cosine", "cosine")])
def test_a_schedule_that_cannot_be_read_is_marked(schedule: str, place: str) -> None:
    entry = {"optimizer": {"name": "gd"}, "schedule": schedule}
    with pytest.raises(SceneExpressionError) as caught:
        scene_from({"loss": "x", "entries": [entry]})
    assert caught.value.message.startswith("entries[0].schedule: ")
    assert schedule[slice(*caught.value.span)] == place


def test_a_method_without_a_learning_rate_has_no_schedule() -> None:
    entry = {"optimizer": OWN | {"rule": "x = x - g/9", "hyperparameters": {}}}
    assert scene_from({"loss": "x", "entries": [entry]}).entries[0].schedule == ""
    with pytest.raises(SceneError) as caught:
        scene_from({"loss": "x", "entries": [entry | {"schedule": "1/t"}]})
    assert str(caught.value) == (
        "entries[0].schedule must be empty, as the method has no learning rate."
    )


def test_parameters_are_named_as_a_loss_names_them() -> None:
    scene = scene_from({"loss": "x", "parameters": {"θ₁": {"value": 3}, "a_2": {}, "k": {}}})
    assert list(scene.parameters) == ["theta1", "a2", "k"]
    assert scene.parameters["theta1"].value == 3.0


EVERYTHING = Entry(
    OwnMethod(title="Mine", rule="x = x - eta g", hyperparameters={"eta": 0.1, "k": 2.0}),
    schedule="1/t",
    noise=Noise(),
    numerical_gradient=NumericalGradient(),
)


@settings(max_examples=300)
@given(st.data())
def test_whatever_stands_in_a_field_is_taken_or_gets_a_sentence(data: st.DataObject) -> None:
    document = json.loads(encode_scene(Scene(loss="x", entries=(*basic_entries(), EVERYTHING))))
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
    sentence = ""
    try:
        scene = scene_from(document)
    except SceneError as error:
        sentence = str(error)
    else:
        assert decode_scene(encode_scene(scene)) == scene
    assert "is not allowed" not in sentence


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

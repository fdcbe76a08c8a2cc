"""Styles of entries: their own where they may, and never one colour twice while eight do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.optimizers import METHODS
from core.optimizers.gd import GradientDescent
from core.optimizers.own import OwnMethod
from core.optimizers.rmsprop import RMSprop
from core.scene import Entry, basic_entries
from core.scene_file import load_scene
from gui.entry_styles import entry_styles
from gui.theme import LIGHT, OKABE_ITO, trail_style
from resources import SCENES, scene_path

entries = st.sampled_from(
    [*(method() for method in METHODS), OwnMethod(title="Mine", rule="x = g")]
)


def test_the_basic_methods_keep_the_style_of_their_place() -> None:
    expected = [trail_style(place, LIGHT) for place in range(5)]
    assert entry_styles(basic_entries(), LIGHT) == expected


def test_a_chosen_colour_is_kept() -> None:
    style = entry_styles([Entry(GradientDescent(), colour="#123456")], LIGHT)[0]
    assert style.colour.name() == "#123456"


def test_a_chosen_colour_is_given_to_no_entry_after_it() -> None:
    pink = trail_style(3, LIGHT).colour.name()
    contest = [Entry(GradientDescent(), colour=pink), Entry(RMSprop())]
    assert entry_styles(contest, LIGHT)[1].colour.name() != pink


def test_entries_in_chosen_colours_differ_in_dash_and_marker() -> None:
    contest = [Entry(GradientDescent(), colour="#123456"), Entry(GradientDescent())]
    first, second = entry_styles(contest, LIGHT)
    assert first.dash != second.dash
    assert first.marker != second.marker


@pytest.mark.parametrize("name", SCENES)
def test_entries_of_a_shipped_scene_differ_in_colour(name: str) -> None:
    contest = load_scene(scene_path(name)).entries
    colours = {style.colour.name() for style in entry_styles(contest, LIGHT)}
    assert len(colours) == len(contest)


@given(st.lists(entries, max_size=30))
def test_colours_repeat_only_when_all_are_taken(methods: list[GradientDescent]) -> None:
    contest = [Entry(method) for method in methods]
    styles = entry_styles(contest, LIGHT)
    colours = [style.colour.name() for style in styles]
    assert len(set(colours)) == min(len(colours), len(OKABE_ITO))
    assert entry_styles(contest[:-1], LIGHT) == styles[:-1]

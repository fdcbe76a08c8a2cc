"""Styles of entries: their own where they may, and never one colour twice while eight do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.optimizers import METHODS
from core.optimizers.gd import GradientDescent
from core.optimizers.own import OwnMethod
from core.scene import Entry, basic_entries
from gui.entry_styles import entry_styles
from gui.theme import LIGHT, OKABE_ITO, trail_style

entries = st.sampled_from(
    [*(method() for method in METHODS), OwnMethod(title="Mine", rule="x = g")]
)


def test_the_basic_methods_keep_the_style_of_their_place() -> None:
    expected = [trail_style(place, LIGHT) for place in range(5)]
    assert entry_styles(basic_entries(), LIGHT) == expected


def test_a_chosen_colour_is_kept() -> None:
    style = entry_styles([Entry(GradientDescent(), colour="#123456")], LIGHT)[0]
    assert style.colour.name() == "#123456"


@given(st.lists(entries, max_size=30))
def test_colours_repeat_only_when_all_are_taken(methods: list[GradientDescent]) -> None:
    contest = [Entry(method) for method in methods]
    styles = entry_styles(contest, LIGHT)
    colours = [style.colour.name() for style in styles]
    assert len(set(colours)) == min(len(colours), len(OKABE_ITO))
    assert entry_styles(contest[:-1], LIGHT) == styles[:-1]

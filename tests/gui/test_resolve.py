from __future__ import annotations

import math
from dataclasses import replace as replace_canvas

import pytest
from msgspec.structs import replace

from core.derivatives import Derivatives
from core.errors import DerivationError
from core.expression import Formula
from core.scene import Noise, Parameter, Scene, Start, StoppingRule, View, basic_entries
from gui.resolve import Resolver
from gui.resolved import Canvas, Resolved
from gui.theme import DARK
from tests.gui.support import InProcess

SCENE = Scene(
    loss="x^2 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0),),
    entries=basic_entries(),
    steps=20,
)
CANVAS = Canvas(400, 300, "#000000", 20.0)


def resolved(resolver: Resolver, scene: Scene) -> list[Resolved]:
    return list(resolver.resolve(scene, CANVAS))


def test_the_first_picture_is_coarse_and_becomes_sharp() -> None:
    parts = resolved(Resolver(InProcess()), SCENE)
    first, last = parts[0].picture, parts[-1].picture
    assert first is not None
    assert last is not None
    assert first.view == last.view
    assert first.pixels.shape == last.pixels.shape
    assert (first.pixels != last.pixels).any()


def test_another_look_needs_no_new_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = Resolver(InProcess())
    light = resolved(resolver, SCENE)[-1].picture
    monkeypatch.setattr("gui.landscape_drawing.sample", None)
    parts = list(resolver.resolve(SCENE, replace_canvas(CANVAS, theme=DARK, ratio=2.0)))
    dark = parts[-1].picture
    assert light is not None
    assert dark is not None
    assert (dark.columns, len(dark.pixels)) == (2 * light.columns, 2 * len(light.pixels))
    assert dark.pixels[0, 0] & 0xFF < 0x80 < light.pixels[0, 0] & 0xFF


def test_a_hand_is_followed_on_the_finest_screen_too() -> None:
    fine = replace_canvas(CANVAS, ratio=6.0)
    first, *_, last = (part.picture for part in Resolver(InProcess()).resolve(SCENE, fine))
    assert first is not None
    assert last is not None
    assert first.pixels.size < 2.1e6
    assert first.columns / len(first.pixels) == pytest.approx(4 / 3, rel=0.01)
    assert (last.columns, len(last.pixels)) == (2400, 1800)


def test_a_dragged_start_keeps_the_sharp_picture_from_the_first_part_on() -> None:
    resolver = Resolver(InProcess())
    sharp = resolved(resolver, SCENE)[-1]
    moved = resolved(resolver, replace(SCENE, starts=(Start(1.0, 1.0),)))
    assert all(part.picture is sharp.picture for part in moved)
    assert moved[-1].race is not sharp.race
    assert moved[-1].landscape is sharp.landscape


def test_a_renamed_entry_keeps_the_trajectories() -> None:
    resolver = Resolver(InProcess())
    before = resolved(resolver, SCENE)[-1].race
    entries = (replace(SCENE.entries[0], label="mine"), *SCENE.entries[1:])
    after = resolved(resolver, replace(SCENE, entries=entries))[-1].race
    assert before is not None
    assert after is not None
    assert after.x is before.x
    assert after.entries[0].label == "mine"


def test_a_schedule_or_noise_bends_the_trajectories() -> None:
    resolver = Resolver(InProcess())
    before = resolved(resolver, SCENE)[-1].race
    for entry in (
        replace(SCENE.entries[0], schedule="1/t"),
        replace(SCENE.entries[0], noise=Noise()),
    ):
        after = resolved(resolver, replace(SCENE, entries=(entry, *SCENE.entries[1:])))[-1].race
        assert before is not None
        assert after is not None
        assert after.x[0, 0, 5] != before.x[0, 0, 5]


def test_entries_are_run_again_when_what_they_share_changes() -> None:
    """One resolver after another scene finds what a new one finds."""
    noisy = tuple(replace(entry, noise=Noise()) for entry in SCENE.entries)
    scene = replace(SCENE, loss="a x^2 + 3y^2", parameters={"a": Parameter(1.0)}, entries=noisy)
    resolver = Resolver(InProcess())
    resolved(resolver, scene)
    fewer = replace(scene, entries=noisy[1:])
    for other in (
        replace(fewer, loss="a x^2 + 4y^2"),
        replace(fewer, parameters={"a": Parameter(2.0)}),
        replace(fewer, steps=30),
        replace(fewer, seed=1),
        replace(fewer, starts=(Start(1.0, 2.0),)),
        replace(fewer, stopping=StoppingRule(gradient_norm=3.0)),
    ):
        race = resolved(resolver, other)[-1].race
        fresh = resolved(Resolver(InProcess()), other)[-1].race
        assert race is not None
        assert fresh is not None
        assert race.x.tobytes() == fresh.x.tobytes()
        assert race.outcomes == fresh.outcomes
        resolved(resolver, scene)


def test_what_takes_longer_waits_while_a_hand_moves() -> None:
    resolver, moves = Resolver(InProcess()), iter((False, False, True))
    parts = list(resolver.resolve(SCENE, CANVAS, lambda: next(moves), is_held=True))
    assert parts[-1].race is not None
    assert parts[-1].survey is None


def test_a_hand_that_rests_sees_everything() -> None:
    parts = list(Resolver(InProcess()).resolve(SCENE, CANVAS, is_held=True))
    assert parts[-1].derivative_svgs is not None
    assert parts[-1].survey is not None
    assert parts[-1].survey.is_finished


@pytest.mark.parametrize(("pause", "fewest", "most"), [(0.0, 3, 100), (math.inf, 2, 2)])
def test_surveys_come_no_faster_than_they_are_painted(
    monkeypatch: pytest.MonkeyPatch, pause: float, fewest: int, most: int
) -> None:
    monkeypatch.setattr("gui.resolve.SURVEY_PAUSE", pause)
    wavy = replace(SCENE, loss="sin(9x) + cos(9y)")
    parts = resolved(Resolver(InProcess()), wavy)
    surveys = {id(part.survey): part.survey for part in parts if part.survey is not None}
    assert fewest <= len(surveys) <= most
    assert [each.is_finished for each in surveys.values()].index(True) == len(surveys) - 1


def test_cancelled_work_stops_after_what_follows_the_hand() -> None:
    parts = list(Resolver(InProcess()).resolve(SCENE, CANVAS, lambda: True))
    assert parts[-1].race is not None
    assert parts[-1].landscape is None


def test_the_gradient_is_compiled_with_the_race_even_where_nothing_races(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    idle = replace(SCENE, loss="x^6 + 5y^2", starts=())
    ready = resolved(Resolver(InProcess()), idle)[-1].surface
    monkeypatch.setattr("core.landscape.compile_function", None)
    assert ready.gradient(1.0, 1.0).tolist() == [6.0, 10.0]


BOWL = "(x - a)^2 + 3y^2"


class NoDerivatives(InProcess):
    """Typesets, and finds every derivative too hard."""

    def derive(self, formula: Formula) -> Derivatives:
        """Give up."""
        raise DerivationError("That takes too long.")


def test_critical_points_need_no_derivatives() -> None:
    last = resolved(Resolver(NoDerivatives()), SCENE)[-1]
    assert last.derivation_error
    assert last.survey is not None
    assert last.survey.is_finished
    assert len(last.survey.points) == 1


def test_a_survey_stays_until_another_view_is_searched() -> None:
    resolver = Resolver(InProcess())
    before = resolved(resolver, SCENE)[-1].survey
    parts = resolved(resolver, replace(SCENE, view=View(-2, 6, -3, 3)))
    last = parts[-1].survey
    assert before is not None
    assert last is not None
    assert parts[0].survey is before
    assert all(part.survey is not None and len(part.survey.points) == 1 for part in parts)
    assert last.view == parts[-1].view != before.view
    assert last.points[0].identity == before.points[0].identity
    assert resolved(resolver, replace(SCENE, view=View(-2, 6, -3, 3)))[-1].survey is last


def test_points_follow_a_parameter_from_the_first_part_on() -> None:
    resolver = Resolver(InProcess())
    scene = replace(SCENE, loss=BOWL, parameters={"a": Parameter(1.0)})
    before = resolved(resolver, scene)[-1].survey
    moved = replace(scene, parameters={"a": Parameter(1.5)})
    first = next(iter(resolver.resolve(moved, CANVAS))).survey
    assert before is not None
    assert first is not None
    assert not first.is_finished
    assert first.points[0].x == pytest.approx(1.5)
    assert first.points[0].identity == before.points[0].identity


def test_points_of_another_loss_are_not_shown() -> None:
    resolver = Resolver(InProcess())
    resolved(resolver, SCENE)
    assert resolved(resolver, replace(SCENE, loss="x^2 + 4y^2"))[0].survey is None

"""Basins as the background answers them: how fine, in which colours, and what is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from msgspec.structs import replace as with_fields

from core.critical_points.survey import survey
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.gd import GradientDescent
from core.scene import Entry, Scene, Start, View
from gui.basins import work as basin_work
from gui.basins.request import COARSEST, Look, Request, first_seen, on_the_same_landscape
from gui.basins.work import HURRIED_STRIDES, Answer, BasinWork
from gui.plot.basin_colours import colour_of
from gui.resolved import Canvas, Resolved
from gui.theme import DARK, LIGHT

LOSS = "(x^2 - a)^2 + y^2"
VIEW = View(-2.0, 2.0, -1.0, 1.0)
CANVAS = Canvas(320, 160, "#000000", 20.0)
FORMULA = parse_loss(LOSS)


def request(a: float = 1.0, **changes: object) -> Request:
    surface = Surface(FORMULA, {"a": a})
    *_, known = survey(surface, VIEW)
    asked = Request(
        surface=surface,
        view=VIEW,
        canvas=CANVAS,
        survey=known,
        scene=Scene(loss=LOSS, view=VIEW, entries=(Entry(GradientDescent(0.05)),), steps=200),
        entry=0,
        look=Look(LIGHT, 1.0),
        threads=1,
        coarsest=COARSEST,
        is_hurried=False,
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def never() -> bool:
    return False


def sharp(work: BasinWork, asked: Request) -> Answer:
    *_, answer = work.answers(asked, never)
    assert answer.basins.grid.stride == 1
    return answer


@pytest.mark.usefixtures("qapp")
def test_pictures_come_coarse_to_fine() -> None:
    strides = [answer.basins.grid.stride for answer in BasinWork().answers(request(), never)]
    assert strides == [16, 8, 4, 2, 1]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("seconds", "expected"), [(1e9, 4), (0.0, COARSEST)])
def test_a_moving_hand_gets_one_picture_as_fine_as_there_is_time_for(
    seconds: float, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, hurried = BasinWork(), request(is_hurried=True)
    (first,) = work.answers(hurried, never)
    assert first.basins.grid.stride == COARSEST
    monkeypatch.setattr(basin_work, "HURRIED_SECONDS", seconds)
    (second,) = work.answers(hurried, never)
    assert second.basins.grid.stride == expected
    assert expected in HURRIED_STRIDES


@pytest.mark.usefixtures("qapp")
def test_minima_keep_their_colours_while_a_parameter_moves_them() -> None:
    work = BasinWork()
    before = sharp(work, request(a=1.0))
    after = sharp(work, request(a=1.1))
    slots = [
        {mark.x > 0: mark.slot for mark in answer.marks if mark.x} for answer in (before, after)
    ]
    assert slots[0] == slots[1]
    assert slots[0][True] != slots[0][False]


@pytest.mark.usefixtures("qapp")
def test_the_picture_has_the_size_of_the_view_and_the_colours_of_the_basins() -> None:
    answer = sharp(BasinWork(), request(look=Look(LIGHT, 1.5)))
    image = answer.picture.image
    assert (image.width(), image.height()) == (480, 240)
    fates = answer.basins.fates
    left, right = fates[40, 40], fates[40, 280]
    assert left != right
    slots = {mark.x > 0: mark.slot for mark in answer.marks if mark.x}
    for column, is_right in ((60, False), (420, True)):
        pixel = image.pixelColor(column, 120)
        hues = [colour_of(slots[is_right], LIGHT, depth).rgb() for depth in np.linspace(0, 1, 64)]
        assert pixel.rgb() in hues


@pytest.mark.usefixtures("qapp")
def test_another_ground_is_painted_without_running_anything_again() -> None:
    work = BasinWork()
    answer = sharp(work, request())
    (told,) = work.told_again(answer, replace(answer.request, look=Look(DARK, 1.0)))
    assert told.basins is answer.basins
    assert told.picture.is_dark
    assert told.picture.image != answer.picture.image


def test_what_is_hurried_is_answered_by_more_but_not_the_other_way_round() -> None:
    calm = request()
    hurried = replace(calm, is_hurried=True)
    assert hurried.is_answered_by(calm)
    assert not calm.is_answered_by(hurried)
    assert calm.is_answered_by(replace(calm, look=Look(DARK, 2.0), threads=2))
    assert not calm.is_answered_by(replace(calm, scene=with_fields(calm.scene, steps=201)))
    assert not calm.is_answered_by(replace(calm, view=View(-2.0, 2.0, -1.0, 1.1)))


def test_what_changes_no_landscape_needs_no_new_one() -> None:
    asked = request()
    known = Resolved(asked.scene, CANVAS, VIEW, FORMULA, asked.surface)
    same = with_fields(asked.scene, steps=7, starts=(Start(1.0, 0.0),))
    assert on_the_same_landscape(known, same)
    assert not on_the_same_landscape(known, with_fields(same, loss="x^2 + y^2"))
    assert not on_the_same_landscape(known, with_fields(same, view=View()))


def test_the_first_entry_that_is_seen_is_shown() -> None:
    seen, hidden = Entry(GradientDescent()), Entry(GradientDescent(), visible=False)
    assert first_seen(Scene(loss="x", entries=())) is None
    assert first_seen(Scene(loss="x", entries=(hidden, seen))) == 1
    assert first_seen(Scene(loss="x", entries=(hidden, hidden))) == 0

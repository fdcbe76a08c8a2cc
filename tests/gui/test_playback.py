from __future__ import annotations

import itertools

import pytest
from pytestqt.qtbot import QtBot

from gui.playback import Playback


@pytest.fixture
def playback(qtbot: QtBot) -> Playback:
    playback = Playback()
    playback.set_steps(60)
    return playback


def test_it_plays_to_the_end_and_stops(qtbot: QtBot, playback: Playback) -> None:
    playback.speed = 100.0
    steps: list[int] = []
    playback.step_changed.connect(steps.append)
    with qtbot.waitSignal(playback.playing_changed, check_params_cb=lambda playing: not playing):
        playback.play()
    assert playback.step == 60
    assert steps == sorted(set(steps))
    assert not playback.is_playing


def test_playing_at_the_end_begins_again(qtbot: QtBot, playback: Playback) -> None:
    playback.seek(60)
    playback.play()
    assert playback.step == 0
    playback.pause()


def test_looping_goes_on(qtbot: QtBot, playback: Playback) -> None:
    playback.speed = 100.0
    playback.loop = True
    seen: list[int] = []
    playback.step_changed.connect(seen.append)
    playback.play()
    qtbot.waitUntil(lambda: any(b < a for a, b in itertools.pairwise(seen)))
    assert playback.is_playing
    playback.pause()


def test_seeking_keeps_to_the_race(playback: Playback) -> None:
    playback.seek(1000)
    assert playback.step == 60
    playback.seek(-3)
    assert playback.step == 0


def test_stepping_pauses(qtbot: QtBot, playback: Playback) -> None:
    playback.seek(10)
    playback.play()
    playback.step_by(1)
    assert not playback.is_playing
    assert playback.step in (11, 12)
    playback.step_by(-1)
    assert playback.step in (10, 11)


def test_a_shorter_race_takes_the_playhead_back(playback: Playback) -> None:
    playback.seek(50)
    playback.set_steps(20)
    assert playback.step == 20


def test_nothing_plays_without_steps(qtbot: QtBot) -> None:
    playback = Playback()
    playback.toggle()
    assert not playback.is_playing


def test_the_playhead_glides_between_steps_and_rests_on_one(
    qtbot: QtBot, playback: Playback
) -> None:
    places: list[float] = []
    playback.moved.connect(places.append)
    playback.play()
    qtbot.waitUntil(lambda: any(place % 1 for place in places))
    playback.pause()
    assert places[:-1] == sorted(places[:-1])
    assert places[-1] == playback.step

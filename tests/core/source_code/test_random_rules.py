"""Random rules as NumPy programs, against the race.

The examples are always the same, since rounding can be magnified without bound: a rule
whose race moves with the last digits of its start is left out, but a rule may magnify
what happens within a step alone.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.optimizers.own import OwnMethod
from core.scene import Noise, Scene, Start
from core.source_code import numpy_source
from tests.core.rule_texts import LETTERS, rules
from tests.core.source_code.support import CASES, Floats, path_of, race_of, scene_of

STEPS = 3
NUDGE = 1e-13


def iterates(scene: Scene) -> Floats:
    race = race_of(scene)
    return np.stack([race.x[0, 1], race.y[0, 1]], axis=1)


def nudged(scene: Scene) -> Scene:
    first, second = scene.starts
    return replace(scene, starts=(first, Start(second.x * (1 + NUDGE), second.y * (1 - NUDGE))))


@pytest.mark.parametrize("with_eigen", [False, True])
@given(data=st.data())
@settings(max_examples=12, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_program_follows_any_rule(with_eigen: bool, data: st.DataObject) -> None:
    rule = data.draw(rules(with_eigen))
    method = OwnMethod(title="Random", rule=rule, hyperparameters=dict(LETTERS))
    conditions = {"schedule": "1/t", "noise": Noise("student")}
    scene = scene_of(CASES["himmelblau"], method, STEPS, **conditions)
    expected = iterates(scene)
    assume(np.abs(expected[1:2]).max() < 1e6)
    assume(np.allclose(iterates(nudged(scene)), expected, rtol=1e-10, atol=1e-10, equal_nan=True))
    actual = path_of(numpy_source(scene, 0, 1))
    np.testing.assert_allclose(actual, expected, rtol=1e-8, atol=1e-8)

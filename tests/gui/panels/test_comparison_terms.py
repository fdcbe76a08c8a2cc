"""The terms of a fair race as they are typed and chosen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.budget import Rates, Tolerance
from gui.fair_race.work import Terms
from gui.panels.choice_button import ChoiceButton
from gui.panels.comparison_terms import ComparisonTerms
from tests.gui.panels.support import child, retype, shown


@pytest.fixture
def terms(qtbot: QtBot) -> ComparisonTerms:
    made = shown(qtbot, ComparisonTerms())
    made.set_open(True)
    return made


@pytest.fixture
def wanted(terms: ComparisonTerms) -> list[Terms]:
    found: list[Terms] = []
    terms.changed.connect(found.append)
    return found


def field(terms: ComparisonTerms, name: str) -> QLineEdit:
    return child(terms, QLineEdit, f"comparison{name}Field")


def choose(terms: ComparisonTerms, name: str, place: int) -> None:
    menu = child(terms, ChoiceButton, f"comparison{name}Button").menu()
    menu.actions()[place].trigger()


def test_a_grid_has_a_side_and_a_sample_a_size_and_a_seed(
    terms: ComparisonTerms, wanted: list[Terms]
) -> None:
    retype(field(terms, "Side"), "7")
    assert wanted[-1] == Terms(side=7)
    choose(terms, "Sample", 1)
    assert not field(terms, "Side").isVisible()
    retype(field(terms, "Count"), "250")
    retype(field(terms, "Draw"), "3")
    assert wanted[-1] == Terms(sample="random", side=7, count=250, draw=3)
    choose(terms, "Sample", 2)
    assert not field(terms, "Count").isVisible()
    assert wanted[-1].sample == "scene"


def test_what_is_to_be_reached_may_be_a_loss(terms: ComparisonTerms, wanted: list[Terms]) -> None:
    choose(terms, "Goal", 1)
    retype(field(terms, "Tolerance"), "-2.5")
    assert wanted[-1].tolerance == Tolerance("loss", -2.5)
    # No gradient's norm is below zero, so that the usual tolerance takes its place.
    choose(terms, "Goal", 0)
    assert wanted[-1].tolerance == Tolerance()
    assert field(terms, "Tolerance").text() == "0.001"


def test_the_budget_is_typed(terms: ComparisonTerms, wanted: list[Terms]) -> None:
    retype(field(terms, "Rates"), "5")
    retype(field(terms, "LowRate"), "0.01")
    retype(field(terms, "HighRate"), "1")
    retype(field(terms, "Seeds"), "9")
    assert wanted[-1] == Terms(rates=Rates(0.01, 1.0, 5), seeds=9)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Side", "0"),
        ("Side", "2.5"),
        ("Side", "1000"),
        ("Seeds", "0"),
        ("Tolerance", "0"),
        ("Rates", "-1"),
        ("LowRate", "0"),
        ("LowRate", "20"),
        ("HighRate", "1e-5"),
        ("HighRate", "1e9"),
    ],
)
def test_what_makes_no_sense_is_refused(
    terms: ComparisonTerms, wanted: list[Terms], name: str, typed: str
) -> None:
    retype(field(terms, name), typed)
    assert not wanted
    assert field(terms, name).property("invalid") == "true"
    assert field(terms, name).accessibleDescription()

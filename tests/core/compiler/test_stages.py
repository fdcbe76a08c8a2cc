"""Steps in stages: what is asked when, and what is kept for later."""

from __future__ import annotations

from core.compiler.stages import NEXT_POINT, arrange, cell_name
from core.partials import ONE, apply
from core.tree import Node, Symbol

X, Y = Symbol("x 0"), Symbol("x 1")


def slope_at(x: Node, y: Node) -> tuple[Node, Node]:
    return apply("gradient 0 at", x, y), apply("gradient 1 at", x, y)


def test_a_rule_that_asks_nothing_is_one_stage() -> None:
    (stage,), cells = arrange([apply("add", X, ONE), Y, X, Y], 2)
    assert stage.questions == ()
    assert stage.targets == (NEXT_POINT, NEXT_POINT + 1, 0, 1)
    assert cells == 2


def test_a_question_divides_the_step() -> None:
    ahead = apply("add", X, ONE)
    gradient = slope_at(ahead, Y)
    stages, cells = arrange([apply("subtract", X, gradient[0]), gradient[1]], 0)
    (question,) = stages[0].questions
    assert question.function == "slope"
    assert len(set(question.point)) == 2
    assert set(stages[0].targets) == set(question.point)
    assert stages[1].questions == ()
    assert ("symbol", cell_name(question.answer + 1)) in stages[1].program.instructions
    assert cells == 5


def test_one_point_is_asked_about_once_whatever_is_wanted_there() -> None:
    ahead = apply("add", X, ONE)
    wanted = [*slope_at(ahead, Y), apply("loss at", ahead, Y)]
    total = apply("add", apply("add", wanted[0], wanted[1]), wanted[2])
    stages, _ = arrange([total, Y], 0)
    assert [question.function for question in stages[0].questions] == ["slope"]


def test_the_loss_alone_is_asked_without_its_slope() -> None:
    stages, cells = arrange([apply("loss at", Y, X), Y], 0)
    assert [question.function for question in stages[0].questions] == ["loss"]
    assert cells == 3


def test_what_a_later_stage_needs_is_kept_and_a_truth_as_a_number() -> None:
    truth = apply("less", apply("multiply", X, Y), ONE)
    answer = slope_at(apply("add", X, ONE), Y)[0]
    stages, _ = arrange([apply("where", truth, answer, X), Y], 0)
    operators = [operator for operator, _ in stages[0].program.instructions]
    assert "where" in operators
    assert "multiply" not in [operator for operator, _ in stages[1].program.instructions]


def test_answers_may_lead_to_further_questions() -> None:
    first = slope_at(apply("add", X, ONE), Y)
    second = slope_at(first[0], first[1])
    stages, _ = arrange([second[0], second[1], X, Y], 2)
    assert [len(stage.questions) for stage in stages] == [1, 1, 0]
    assert stages[-1].targets[-2:] == (0, 1)

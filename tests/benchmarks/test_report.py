"""What the suite prints, and what it leaves in the document."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import DOCUMENT, PARTS, main
from tests.benchmarks.tables import Part, Settings, Table, multiple, write_between_markers
from tests.benchmarks.timing import interleaved


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    table = Table("Widths", ("", "a", "longer"), [["one", "1234", "5"], ["seventeen", "6", "78"]])
    lines = [
        "Widths",
        "              a  longer",
        "one        1234       5",
        "seventeen     6      78",
    ]
    assert table.text() == "\n".join(lines)


def test_a_table_without_heads_begins_with_its_first_row() -> None:
    assert Table("Sizes", ("", ""), [["all", "3"]]).text() == "Sizes\nall  3"


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.1234, "0.123"), (1.5, "1.5"), (99.6, "99.6"), (1234.5, "1,234")]
)
def test_ratios_have_three_digits_that_count(ratio: float, text: str) -> None:
    assert multiple(ratio) == text


def test_works_take_turns_in_every_round() -> None:
    done: list[str] = []
    times = interleaved({name: partial(done.append, name) for name in "ab"}, rounds=2)
    assert done == ["a", "b"] * 3
    assert set(times) == {"a", "b"}


def test_a_part_replaces_what_was_its_own_and_nothing_else(tmp_path: Path) -> None:
    document = tmp_path / "figures.md"
    document.write_text("# Figures\n\nBefore.\n", "utf-8")
    write_between_markers(document, "one", "1")
    write_between_markers(document, "two", "2")
    before = document.read_text("utf-8")
    write_between_markers(document, "one", "11\n12")
    assert before.count("\n1\n") == 1
    assert document.read_text("utf-8") == before.replace("\n1\n", "\n11\n12\n")


def test_the_document_has_room_for_every_part() -> None:
    text = DOCUMENT.read_text("utf-8")
    for name in PARTS:
        begin, end = text.index(f"<!-- {name} begins -->"), text.index(f"<!-- {name} ends -->")
        assert begin < end


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["steps", "speed"])
    assert "there is no part speed" in capsys.readouterr().err


def counting(settings: Settings) -> list[Table]:
    """Stand for a part that has nothing to measure but how thoroughly it is asked."""
    row = ["rounds", str(settings.rounds)]
    return [Table("Counted", ("", ""), [row]), Table("Nothing chosen", ("", ""))]


@pytest.mark.parametrize("option", ["--quick", "--print", "--only=word"])
def test_a_part_measured_in_full_is_written_and_another_is_not(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "performance.md"
    document.write_text("# Figures\n", "utf-8")
    parts = {"count": Part("count", counting)}
    main([option, "--document", str(document)], parts)
    assert document.read_text("utf-8") == "# Figures\n"
    capsys.readouterr()
    main(["count", "--rounds", "3", "--document", str(document)], parts)
    printed = capsys.readouterr().out.rstrip()
    assert printed.endswith("Counted\nrounds  3")
    assert printed in document.read_text("utf-8")

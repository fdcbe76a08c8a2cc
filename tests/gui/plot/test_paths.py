from __future__ import annotations

import numpy as np

from gui.plot.paths import VERTICES_A_PATH, short_paths_of_lines


def test_a_long_line_becomes_short_paths_that_meet() -> None:
    line = np.column_stack((np.arange(450.0), np.zeros(450)))
    paths = short_paths_of_lines([line, line[:2]])
    assert [path.elementCount() for path in paths] == [
        VERTICES_A_PATH + 1,
        VERTICES_A_PATH + 1,
        452 - 2 * VERTICES_A_PATH,
    ]
    ends = [path.currentPosition().x() for path in paths[:2]]
    begins = [path.elementAt(0).x for path in paths[1:3]]
    assert ends == begins == [200.0, 400.0]


def test_lines_that_share_a_path_are_not_joined() -> None:
    line = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    (path,) = short_paths_of_lines([line, line[:2] + 10])
    moves = [path.elementAt(place).isMoveTo() for place in range(path.elementCount())]
    assert moves == [True, False, False, True, False]


def test_a_single_point_is_no_line() -> None:
    assert short_paths_of_lines([np.zeros((1, 2))]) == []

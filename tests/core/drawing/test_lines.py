from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.drawing.lines import Brush, Canvas, Lines, Plane
from tests.core.drawing.slow_lines import channels, coverage, distances

FloatArray = NDArray[np.float64]
Pixels = NDArray[np.uint32]

SHAPE = (60, 80)
BLUE = (0.0, 0.4, 0.7, 1.0)
WHITE = (1.0, 1.0, 1.0, 1.0)
NO_GRAIN = 1e-9

# Half a pixel apart: strokes whose ends lie closer count as the same.
places = st.integers(-60, 220).map(lambda place: place / 2 + 0.3)
polylines = st.lists(st.tuples(places, places), min_size=2, max_size=8, unique=True)


def blank(shape: tuple[int, int] = SHAPE) -> Pixels:
    return np.zeros(shape, np.uint32)


def lines_of(
    canvas: Canvas, x: FloatArray, y: FloatArray, *brushes: Brush, plane: Plane | None = None
) -> Lines:
    """Begin to paint lines of shape (groups, lines, vertices)."""
    return Lines(canvas, plane or Plane(), x, y, brushes)


def painted(
    points: Sequence[tuple[float, float]] | FloatArray, brush: Brush, pauses: Sequence[int] = ()
) -> Pixels:
    """Paint a single line, with pauses after some of its vertices."""
    pixels = blank()
    # What has not yet reached the next vertex to keep is painted up to a gap.
    ended = np.concatenate((points, [(np.nan, np.nan)]))
    x, y = ended.T[:, np.newaxis, np.newaxis]
    lines = lines_of(Canvas(pixels), x, y, brush)
    for vertices in (*pauses, x.size):
        lines.advance(vertices)
    return pixels


def curve(vertices: int = 400) -> FloatArray:
    """Return a line that winds over the canvas, its vertices close together."""
    t = np.linspace(0.0, 9.0, vertices)
    return np.stack((40 + 4 * t * np.cos(t), 30 + 3 * t * np.sin(t)), axis=1)


@given(polylines, st.floats(0.6, 9.0))
def test_coverage_is_that_of_the_distance_to_the_line(
    points: list[tuple[float, float]], width: float
) -> None:
    found = channels(painted(points, Brush(BLUE, width, grain=NO_GRAIN)))
    x, y = np.array(points).T
    wanted = coverage(SHAPE, x, y, width)[..., np.newaxis] * [0.7 * 255, 0.4 * 255, 0, 255]
    assert np.abs(found - wanted).max() <= 2.5


@given(polylines)
def test_a_halo_surrounds_the_line(points: list[tuple[float, float]]) -> None:
    brush = Brush(BLUE, 2.5, halo=WHITE, rim=1.5, grain=NO_GRAIN)
    found = channels(painted(points, brush))
    x, y = np.array(points).T
    line = coverage(SHAPE, x, y, 2.5)
    halo = np.clip(1.25 + 1.5 + 0.5 - distances(SHAPE, x, y), 0.0, 1.0)
    alpha = line + (1 - line) * halo
    red = (1 - line) * halo
    assert np.abs(found[..., 3] - 255 * alpha).max() <= 4
    assert np.abs(found[..., 2] - 255 * red).max() <= 4


@given(polylines, st.floats(0.1, 0.9))
def test_a_translucent_line_never_covers_itself(
    points: list[tuple[float, float]], alpha: float
) -> None:
    found = channels(painted(points, Brush((1.0, 0.0, 0.0, alpha), 3.0, grain=NO_GRAIN)))
    x, y = np.array(points).T
    assert np.abs(found[..., 3] - 255 * alpha * coverage(SHAPE, x, y, 3.0)).max() <= 2.5


@given(
    st.lists(polylines.filter(lambda line: len(line) >= 3), min_size=1, max_size=4),
    st.integers(1, 5),
    st.sampled_from([(), (6.0, 3.0), (5.0, 1.5, 1.0, 1.5)]),
)
def test_pixels_do_not_depend_on_how_the_steps_are_divided(
    lines: list[list[tuple[float, float]]], stride: int, dash: tuple[float, ...]
) -> None:
    vertices = max(map(len, lines))
    x, y = np.full((2, 1, len(lines), vertices), np.nan)
    for place, points in enumerate(lines):
        x[0, place, : len(points)], y[0, place, : len(points)] = np.array(points).T
    brush = Brush(BLUE, 2.5, dash, WHITE, 1.0, 2.0)
    whole, divided = blank(), blank()
    lines_of(Canvas(whole), x, y, brush).advance(vertices)
    growing = lines_of(Canvas(divided), x, y, brush)
    for done in range(0, vertices + stride, stride):
        growing.advance(done)
    np.testing.assert_array_equal(whole, divided)


@given(st.lists(st.integers(1, 399), max_size=12).map(sorted))
def test_dense_dashes_do_not_depend_on_where_a_walk_pauses(pauses: list[int]) -> None:
    brush = Brush(BLUE, 2.5, (7.0, 3.0, 2.0, 3.0), WHITE, 1.0, 2.0)
    np.testing.assert_array_equal(painted(curve(), brush, pauses), painted(curve(), brush))


def test_dense_vertices_look_like_few() -> None:
    few = np.array([(5.0, 8.0), (70.0, 50.0)])
    share = np.linspace(0, 1, 5_000)[:, np.newaxis]
    dense = few[0] + share * (few[1] - few[0])
    brush = Brush(BLUE, 2.5, (9.0, 4.0), WHITE, 1.0, 2.0)
    difference = channels(painted(dense, brush)) - channels(painted(few, brush))
    assert np.abs(difference).max() <= 6


def test_dashes_and_gaps_have_their_lengths_round_corners_too() -> None:
    # Along a straight line, a dash of 8 and a gap of 4 begin at its first vertex.
    straight = painted([(10, 30), (70, 30)], Brush(BLUE, 3.0, (8.0, 4.0)))
    along = channels(straight)[30, :, 3]
    wanted = np.zeros(SHAPE[1])
    for begin in range(10, 70, 12):
        wanted[begin : min(begin + 8, 70)] = 255
    assert np.abs(along[10:70] - wanted[10:70]).max() <= 1
    # A corner in the middle of a gap leaves the gap empty.
    corner = channels(painted([(20, 10), (30, 10), (30, 50)], Brush(BLUE, 2.0, (8.0, 4.0))))
    assert corner[9:11, 28:32, 3].max() == 0
    assert corner[14, 29:31, 3].min() == 255


def test_the_halo_goes_on_below_the_gaps() -> None:
    brush = Brush(BLUE, 2.0, (8.0, 4.0), WHITE, 1.0)
    gap = channels(painted([(10, 30), (70, 30)], brush))[29:31, 20]
    assert (gap == 255).all()


def test_a_halo_never_hides_another_line_and_later_lines_lie_on_top() -> None:
    brush = Brush(BLUE, 3.0, halo=WHITE, rim=2.0)
    other = Brush((1.0, 0.0, 0.0, 1.0), 3.0, halo=WHITE, rim=2.0)
    x = np.array([[[5.0, 75.0, np.nan, np.nan]], [[np.nan, np.nan, 40.0, 40.0]]])
    y = np.array([[[30.0, 30.0, np.nan, np.nan]], [[np.nan, np.nan, 5.0, 55.0]]])
    pixels = blank()
    lines = lines_of(Canvas(pixels), x, y, brush, other)
    lines.advance(2)
    before = channels(pixels)[29:31]
    lines.advance(4)
    after = channels(pixels)
    assert (after[30, 38:42] == [0, 0, 255, 255]).any(axis=0).all()
    assert (after[29:31, :37] == before[:, :37]).all()
    assert (after[29:31, 43:] == before[:, 43:]).all()


@pytest.mark.parametrize("far", [1e4, 1e9, 1e60, 1e99])
def test_lines_to_the_horizon_are_cut_at_the_edge(far: float) -> None:
    for points in ([(40, 30), (far, 30)], [(-far, 30), (40, 30)], [(-far, 30), (far, 30)]):
        found = channels(painted(points, Brush(BLUE, 2.0, (7.0, 3.0))))
        assert found[:27, :, 3].max() == found[33:, :, 3].max() == 0
        if far < 1e12:
            assert (found[29:31, :, 3] == 255).sum() > 0.5 * 40


@pytest.mark.parametrize("far", [1e101, 1e300, np.inf, -np.inf, np.nan])
def test_what_no_pixel_can_be_is_a_gap(far: float) -> None:
    found = painted([(10, 30), (30, 30), (far, 30), (50, 30), (70, 30)], Brush(BLUE, 2.0))
    alpha = channels(found)[30, :, 3]
    assert alpha[10:30].min() == alpha[50:70].min() == 255
    assert alpha[32:48].max() == 0


def test_values_beyond_the_limit_are_gaps() -> None:
    x = np.array([[[10.0, 30.0, 30.5]]])
    pixels = blank()
    plane = Plane(limit=30.0)
    lines_of(Canvas(pixels), x, np.full_like(x, 20.5), Brush(BLUE, 2.0), plane=plane).advance(3)
    assert channels(pixels)[20, :, 3].tolist() == [0] * 9 + [255] * 22 + [0] * 49


def test_a_plane_scales_and_turns_over() -> None:
    x, y = np.array([[[-1.0, 1.0]]]), np.array([[[0.5, -0.5]]])
    scaled, plain = blank(), blank()
    plane = Plane(x_origin=-2, x_scale=20, y_origin=1.5, y_scale=-20)
    lines_of(Canvas(scaled), x, y, Brush(BLUE, 2.0), plane=plane).advance(2)
    lines_of(Canvas(plain), 20 * x + 40, 30 - 20 * y, Brush(BLUE, 2.0)).advance(2)
    np.testing.assert_array_equal(scaled, plain)


@pytest.mark.parametrize("shape", [(1, 8), (3, 8), (40, 9), (1, 200), (200, 8)])
def test_canvases_of_any_size(shape: tuple[int, int]) -> None:
    padded = np.zeros((shape[0] + 2, shape[1] + 3), np.uint32)
    pixels = padded[1:-1, 1:-2]
    points = np.array([(-20.0, -10.0), (shape[1] / 2, shape[0] / 2), (230.0, 190.0)])
    x, y = points.T
    brush = Brush(BLUE, 3.0, grain=NO_GRAIN)
    lines_of(Canvas(pixels), x[np.newaxis, np.newaxis], y[np.newaxis, np.newaxis], brush).advance(3)
    wanted = coverage(shape, x, y, 3.0)
    assert np.abs(channels(pixels)[..., 3] - 255 * wanted).max() <= 2.5
    padded[1:-1, 1:-2] = 0
    assert not padded.any()


def test_a_canvas_too_narrow_is_refused() -> None:
    with pytest.raises(ValueError, match="wide enough"):
        Canvas(blank((5, 7)))


def test_clearing_leaves_nothing_and_forgets_the_lines() -> None:
    pixels = blank()
    canvas = Canvas(pixels)
    x, y = curve().T[:, np.newaxis, np.newaxis]
    brush = Brush(BLUE, 2.5, (7.0, 3.0), WHITE, 1.0)
    lines_of(canvas, x, y, brush).advance(x.size)
    first = pixels.copy()
    rows, columns = canvas.painted
    assert first[rows, columns].any()
    outside = np.ones(SHAPE, np.bool_)
    outside[rows, columns] = False
    assert not first[outside].any()
    canvas.clear()
    assert not pixels.any()
    lines_of(canvas, x, y, brush).advance(x.size)
    np.testing.assert_array_equal(pixels, first)


def test_a_line_reaches_to_between_two_vertices_and_goes_on_from_there() -> None:
    x, y = np.array([[[10.0, 50.0, 50.0]]]), np.array([[[30.0, 30.0, 50.0]]])
    gliding, whole = blank(), blank()
    lines = lines_of(Canvas(gliding), x, y, Brush(BLUE, 2.0))
    for share in (0.0, 0.25, 0.5, 0.9):
        lines.advance(1, share)
        alpha = channels(gliding)[30, :, 3]
        assert alpha[:9].max() == 0
        if share:
            assert alpha[10 : int(10 + 40 * share)].min() == 255
        assert alpha[int(12 + 40 * share) :].max() == 0
    lines.advance(3, 0.5)
    lines_of(Canvas(whole), x, y, Brush(BLUE, 2.0)).advance(3)
    np.testing.assert_array_equal(gliding, whole)


def test_a_small_cycle_is_painted_once_and_its_gaps_stay() -> None:
    ends = np.array([(20.0, 30.0), (60.0, 30.0), (60.0, 40.0), (20.0, 40.0)])
    brush = Brush(BLUE, 2.0, (7.0, 6.3))
    once = painted(np.tile(ends, (1, 1))[[0, 1, 2, 3, 0]], brush)
    often = painted(np.tile(ends, (500, 1)), brush)
    np.testing.assert_array_equal(once, often)


def test_no_line_paints_nothing() -> None:
    pixels = blank()
    lines = Lines(Canvas(pixels), Plane(), [], [], [])
    lines.advance(5)
    assert lines.count == 0
    assert not pixels.any()


def test_lines_of_different_lengths_are_refused() -> None:
    canvas, short, long = Canvas(blank()), np.zeros((1, 3)), np.zeros((1, 4))
    with pytest.raises(ValueError, match="two coordinates"):
        Lines(canvas, Plane(), [short], [long], [Brush(BLUE, 1.0)])
    with pytest.raises(ValueError, match="as many vertices"):
        Lines(canvas, Plane(), [short, long], [short, long], [Brush(BLUE, 1.0)] * 2)


def test_nothing_lies_beyond_the_last_vertex() -> None:
    # Beyond the end of one array the next one lies in the same memory.
    memory = np.full((2, 4), 5.5)
    memory[:, 2:] = 50.0
    x, y = memory[:1, :2], memory[1:, :2]
    pixels = blank()
    lines = Lines(Canvas(pixels), Plane(), [x], [y], [Brush(BLUE, 3.0, grain=NO_GRAIN)])
    lines.advance(2)
    for vertices in (0, 1, 2, 3):
        lines.advance(vertices, 0.5)
    assert not pixels.any()
    assert lines.done == 2


@pytest.mark.parametrize("dash", [(), (1e-300, 1e-300), (0.0, 0.0), (1e300, 1.0), (1.0, 2.0, 3.0)])
@pytest.mark.parametrize("width", [0.0, 1e-9, 2.5, 1e6])
def test_no_pixel_outside_the_canvas_is_touched(dash: tuple[float, ...], width: float) -> None:
    """Paint into the middle of a larger array, whose border must stay as it is."""
    random = np.random.default_rng(3)
    extremes = [np.nan, np.inf, 1e308, -1e308, 5e-324, 2.0**31, -(2.0**63), 1e100, -0.5, 1e18]
    for rows, columns in ((0, 8), (1, 9), (17, 8), (40, 53)):
        x, y = random.uniform(-columns, 2 * columns, (2, 30, 20))
        x[random.random(x.shape) < 0.1] = random.choice(extremes)
        y[random.random(y.shape) < 0.1] = random.choice(extremes)
        around = np.full((rows + 8, columns + 9), 7, np.uint32)
        canvas = Canvas(around[4 : rows + 4, 4 : columns + 4])
        brush = Brush(BLUE, width, dash, WHITE, 1.25, 0.5)
        lines = Lines(canvas, Plane(), [x], [y], [brush])
        for vertices in range(1, 21):
            lines.advance(vertices, 0.5)
        canvas.pixels[:] = 7
        assert (around == 7).all()

"""Piles of planes: each behind the one before, all within the box, and laid side by side."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.picture.elements import Rect, Role
from app.picture.stage.piles import depth_edges, outer_edges, pile_of, side_by_side

sizes = st.integers(1, 40)
counts = st.integers(1, 20)
AREA = Rect(10, 20, 800, 500)


@given(counts, sizes, sizes)
def test_a_pile_fills_its_box_and_goes_back_by_less_than_a_plane(
    count: int, rows: int, columns: int
) -> None:
    pile = pile_of(count, rows, columns)
    high, wide = pile.extent
    boxes = pile.boxes(Rect(5, 7, 3 * wide, 3 * high))
    assert len(boxes) == count
    assert {(round(box.width, 6), round(box.height, 6)) for box in boxes} == {
        (3 * columns, 3 * rows)
    }
    assert boxes[0].x == pytest.approx(5)
    assert boxes[0].bottom == pytest.approx(7 + 3 * high)
    assert boxes[-1].y == pytest.approx(7)
    assert boxes[-1].right == pytest.approx(5 + 3 * wide)
    back = boxes[-1].x - boxes[0].x
    assert back < 3 * min(rows, columns), "the last still shows behind the first"
    for front, behind in pairwise(boxes):
        assert behind.x - front.x == pytest.approx(front.y - behind.y)


def test_one_plane_is_no_pile() -> None:
    assert pile_of(1, 4, 6).extent == (4, 6)


@given(counts, sizes, sizes, st.integers(0, 30))
def test_planes_side_by_side_are_alike_apart_and_within_the_area(
    count: int, rows: int, columns: int, gap: int
) -> None:
    boxes = side_by_side(AREA, count, (rows, columns), gap)
    assert len(boxes) == count
    assert len({(box.width, box.height) for box in boxes}) == 1
    assert boxes[0].width / columns == pytest.approx(boxes[0].height / rows)
    for one, other in combinations(boxes, 2):
        met = one.intersected(other)
        assert min(met.width, met.height) < 1e-6
    assert min(box.x for box in boxes) >= AREA.x - 1
    assert max(box.right for box in boxes) <= AREA.right + 1
    assert min(box.y for box in boxes) >= AREA.y - 1
    assert max(box.bottom for box in boxes) <= AREA.bottom + 1


def test_side_by_side_takes_the_rows_that_make_planes_largest() -> None:
    low = side_by_side(Rect(0, 0, 900, 100), 3, (5, 5), 0)
    assert len({box.y for box in low}) == 1
    slim = side_by_side(Rect(0, 0, 100, 900), 3, (5, 5), 0)
    assert len({box.x for box in slim}) == 1


def test_edges_join_the_corners_and_the_hidden_one_is_left_out() -> None:
    front, back = Rect(0, 10, 20, 30), Rect(5, 5, 20, 30)
    edges = depth_edges(front, back, Role.STEP)
    joined = [(edge.x1, edge.y1, edge.x2, edge.y2) for edge in edges]
    assert joined == [(0, 10, 5, 5), (20, 10, 25, 5), (0, 40, 5, 35), (20, 40, 25, 35)]
    assert outer_edges(front, back, Role.STEP) == (edges[0], edges[1], edges[3])

"""Functions that keep their newest results and tell which."""

from __future__ import annotations

import pytest

from app.state.kept import kept


def test_it_is_called_once_and_tells_what_it_holds() -> None:
    calls: list[int] = []

    @kept(2)
    def doubled(number: int, times: int = 2) -> int:
        """Twice."""
        calls.append(number)
        return number * times

    assert (doubled.__doc__, doubled.holds(1)) == ("Twice.", False)
    assert [doubled(1), doubled(2), doubled(1), doubled(1, times=3)] == [2, 4, 2, 3]
    assert calls == [1, 2, 1]
    assert [doubled.holds(1), doubled.holds(2), doubled.holds(1, times=3)] == [True, False, True]


def test_what_fails_is_not_kept() -> None:
    @kept(2)
    def inverse(number: int) -> float:
        return 1 / number

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            inverse(0)
    assert not inverse.holds(0)

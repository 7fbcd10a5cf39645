"""Filters as a value: which channels they see, and what another number of them keeps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.kernels.filters import FILTERS, filter_preset
from app.state.channels.filters import Filters, divisors, filters_of, with_channels, with_count

counts = st.integers(1, 12)


def numbered(count: int, channels: int, groups: int = 1, size: int = 2) -> Filters:
    """Filters in which every weight is another number."""
    shape = count, channels, size, size
    weights = np.arange(np.prod(shape)).reshape(shape)
    return filters_of("numbered", weights, tuple(range(count)), groups)


@given(counts, counts, st.data())
def test_each_group_sees_its_own_channels_and_all_are_seen(
    count: int, channels: int, data: st.DataObject
) -> None:
    groups = data.draw(st.sampled_from(divisors(numbered(count, channels))))
    filters = numbered(count, channels, groups)
    seen = [list(filters.sees(number)) for number in range(count)]
    assert sorted({channel for some in seen for channel in some}) == list(range(channels))
    for number, some in enumerate(seen):
        group = number * groups // count
        assert filters.group(number) == group
        assert some == [channel for channel in range(channels)
                        if channel * groups // channels == group]  # fmt: skip
    for number, some in enumerate(seen):
        assert np.array_equal(filters.applied[number], filters.weights.array[number, some])


@pytest.mark.parametrize(
    ("count", "channels", "groups"),
    [(1, 1, (1,)), (6, 4, (1, 2)), (8, 8, (1, 2, 4, 8)), (3, 6, (1, 3)), (5, 3, (1,))],
)
def test_groups_divide_both_numbers(count: int, channels: int, groups: tuple[int, ...]) -> None:
    assert divisors(numbered(count, channels)) == groups


@given(counts, counts, counts)
def test_fewer_channels_drop_kernels_and_more_repeat_them(
    count: int, channels: int, other: int
) -> None:
    filters = numbered(count, channels)
    fitted = with_channels(filters, other)
    assert fitted.channels == other
    for channel in range(other):
        kept = filters.weights.array[:, channel % channels]
        assert np.array_equal(fitted.weights.array[:, channel], kept)


@given(counts, counts)
def test_more_filters_keep_those_that_there_are_and_turn_what_they_repeat(
    count: int, other: int
) -> None:
    filters = numbered(count, 2)
    changed = with_count(filters, other)
    both = min(count, other)
    assert changed.count == other
    assert np.array_equal(changed.weights.array[:both], filters.weights.array[:both])
    assert changed.bias == (*filters.bias[:both], *[0] * (other - both))
    if count < other <= 4 * count:
        kernels = [kernel.tobytes() for kernel in changed.weights.array]
        assert len(set(kernels)) == other, "no two filters are alike"


def test_another_number_of_filters_keeps_as_many_groups_as_still_divide() -> None:
    assert with_count(numbered(8, 8, groups=4), 6).groups == 2
    assert with_channels(numbered(8, 8, groups=4), 3).groups == 1


# ---- presets


@pytest.mark.parametrize("preset", FILTERS, ids=lambda preset: preset.key)
@pytest.mark.parametrize("channels", [1, 3, 5])
def test_every_preset_is_for_the_input_s_channels_or_for_three(
    preset: object, channels: int
) -> None:
    filters = filter_preset(preset.key).build(channels)  # type: ignore[attr-defined]
    made_for = filter_preset(preset.key).channels  # type: ignore[attr-defined]
    assert filters.channels == (made_for or channels)
    assert len(filters.bias) == filters.count
    assert filters.weights.array.any()


def test_what_the_presets_say_is_so() -> None:
    luma = filter_preset("luma").build().weights.array.ravel()
    assert luma.sum() == pytest.approx(1)
    assert luma[1] == luma.max(), "green counts most"
    assert filter_preset("mean").build(5).weights.array.sum() == pytest.approx(1)
    opponents = filter_preset("opponents").build().weights.array
    assert opponents.sum(axis=1) == pytest.approx(0), "grey gives 0"
    apart = filter_preset("edges-apart").build().weights.array
    assert [[bool(kernel.any()) for kernel in each] for each in apart] == np.eye(3).tolist()
    emboss = filter_preset("emboss-green").build().weights.array
    assert [bool(kernel.any()) for kernel in emboss[0]] == [False, True, False]


def test_eight_directions_are_eight_turns_of_one_edge() -> None:
    kernels = filter_preset("oriented").build(1).weights.array[:, 0]
    assert len({kernel.tobytes() for kernel in kernels}) == 8
    assert np.array_equal(kernels[0], -kernels[4])
    assert np.array_equal(kernels[2], np.rot90(kernels[0], -1))
    assert not kernels.sum(axis=(1, 2)).any()


def test_an_unknown_preset_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(KeyError, match="no filters 'all': toy, mean, luma"):
        filter_preset("all")

"""Edits of parameters and kernel, as text: what the Undo menu would say, or why it cannot be."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state import edits
from app.state.outcome import Change, Edit
from app.state.scene import (
    PADDING_MODES,
    Detail,
    Kernel,
    Mapping,
    PaddingMode,
    Parameters,
    Reveal,
)
from app.state.tensor import Tensor
from tests.scenes import changed, convolved, scene, told

do = partial


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (do(edits.set_stride, value=2), "stride 2"),
        (do(edits.set_stride, value=2, axis=edits.HORIZONTAL), "stride 1 × 2"),
        (do(edits.set_stride, value=33), "stride! stride 33: 1 to 32 fits"),
        (do(edits.set_dilation, value=2), "dilation 2"),
        (
            do(edits.set_dilation, value=3),
            "dilation! kernel 3: spans 7 with dilation 3, more than "
            "the padded input's 5; 1 to 2 fits",
        ),
        (do(edits.set_padding, padding=1), "padding 1"),
        (do(edits.set_padding, padding="full"), "padding full"),
        (do(edits.set_padding, padding=((0, 1), (2, 3))), "padding 0 1 2 3"),
        (do(edits.set_padding, padding=-1), "padding! padding -1: 0 to 64 fits"),
        (do(edits.set_padding, padding=((0, 0), (0, 65))), "padding! padding 65: 0 to 64 fits"),
        (
            lambda s: edits.set_padding(s, "wide"),  # type: ignore[arg-type]
            "padding! padding 'wide': valid, same, full or a number fits",
        ),
        (do(edits.set_padding_mode, mode="reflect"), "padding mode reflect"),
        (
            lambda s: edits.set_padding_mode(s, "mirror"),  # type: ignore[arg-type]
            "padding_mode! 'mirror': zeros, reflect, replicate, circular fit",
        ),
        (do(edits.set_bias, bias=-12), "bias −12"),
        (
            do(edits.set_bias, bias=float("nan")),
            "bias! bias nan: a number from −1,000,000 to 1,000,000 fits",
        ),
        (do(edits.set_flip, flip=True), "true convolution"),
        (do(edits.set_linked, linked=False), "unlink axes"),
        (do(edits.resize_kernel, height=5, width=1), "kernel size 5 × 1"),
        (
            do(edits.resize_kernel, height=0, width=3),
            "kernel! kernel 0 × 3: 1 to 11 fits on each axis",
        ),
        (
            do(edits.resize_kernel, height=7, width=3),
            "kernel! kernel 7: spans 7, more than the padded input's 5; 1 to 5 fits",
        ),
        (do(edits.set_weight, row=0, column=2, value=0.5), "weight (1, 3) = 0.5"),
        (
            do(edits.set_weight, row=0, column=2, value=float("inf")),
            "kernel! weight inf: a finite number fits",
        ),
        (
            do(edits.set_weight, row=0, column=2, value=2e6),
            "kernel! a weight is not a number from −1,000,000 to 1,000,000",
        ),
        (
            do(edits.set_weights, weights=np.ones((12, 2))),
            "kernel! kernel 12 × 2: height and width from 1 to 11 fit",
        ),
        (
            do(edits.set_weights, weights=np.ones(3)),
            "kernel! kernel 3: height and width from 1 to 11 fit",
        ),
        (edits.negate_kernel, "negate kernel"),
        (do(edits.set_mapping, mapping=Mapping.ABSOLUTE), "show absolute"),
        (do(edits.set_reveal, reveal=Reveal.WHOLE), "output whole"),
        (do(edits.set_detail, detail=Detail.TAP), "tap by tap"),
    ],
)
def test_what_an_edit_answers(edit: Edit, words: str) -> None:
    assert told(edit(scene())) == words


def test_nothing_can_be_divided_by_no_weight() -> None:
    zeros = scene(weights=np.zeros((3, 3), np.int64))
    assert told(edits.normalise_kernel(zeros)) == (
        "kernel! every weight is 0: there is nothing to divide by"
    )


def test_a_refused_mode_says_how_much_padding_would_fit() -> None:
    wide = changed(edits.set_padding(scene(), 5))
    assert told(edits.set_padding_mode(wide, "reflect")) == (
        "padding_mode! padding 5: must be smaller than the input's 5 in reflect mode; 0 to 4 fits"
    )


def test_fewer_outputs_keep_the_step_inside() -> None:
    assert changed(edits.set_stride(scene(step=8), 2)).step == 3


def test_a_smaller_kernel_keeps_the_tap_inside() -> None:
    assert changed(edits.resize_kernel(scene(tap=8), 2, 2)).tap == 3


def test_linking_takes_the_vertical_value_for_both() -> None:
    unlinked = changed(edits.set_linked(scene(), False))
    uneven = changed(edits.set_stride(unlinked, 2, edits.VERTICAL))
    assert changed(edits.set_linked(uneven, True)).parameters.stride == (2, 2)


def test_a_kernel_says_that_it_was_changed_once() -> None:
    twice = changed(edits.flip_kernel(changed(edits.rotate_kernel(scene()))))
    assert twice.kernel.name == "kernel, changed"


def test_weights_stay_whole_as_long_as_they_are() -> None:
    fraction = changed(edits.set_weight(scene(), 0, 0, 0.5))
    whole = changed(edits.set_weight(fraction, 0, 0, 3.0))
    assert fraction.kernel.weights.dtype.name == "float64"
    assert whole.kernel.weights.dtype.name == "int64"


def test_padding_in_cells_whatever_it_is_called() -> None:
    same = changed(edits.set_padding(scene(np.ones((6, 5), int)), "same"))
    strided = changed(edits.set_stride(same, 2))
    assert edits.padding_sides(same) == ((1, 1), (1, 1))
    assert edits.padding_sides(strided) == ((0, 1), (1, 1))


def test_reset_returns_to_the_preset_whole() -> None:
    preset = scene()
    far = changed(edits.set_bias(changed(edits.set_stride(preset, 2)), 7))
    outcome = edits.reset(far, preset)
    assert (told(outcome), changed(outcome)) == ("reset", preset)


def test_another_example_keeps_how_steps_are_shown() -> None:
    tapped = changed(edits.set_detail(scene(), Detail.TAP))
    example = scene(np.eye(4, dtype=int), np.ones((2, 2), int))
    outcome = edits.apply_preset(tapped, example, "Eye")
    assert told(outcome) == "Eye"
    assert changed(outcome).detail is Detail.TAP


whole = st.integers(-2, 40)


@given(
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(whole, whole),
    whole,
    whole,
    st.one_of(whole, st.sampled_from(["valid", "same", "full"])),
    st.sampled_from(PADDING_MODES),
)
def test_whatever_is_edited_the_scene_can_be_derived(
    shape: tuple[int, int],
    kernel: tuple[int, int],
    stride: int,
    dilation: int,
    padding: int,
    mode: PaddingMode,
) -> None:
    shown = scene(np.arange(81).reshape(9, 9)[: shape[0], : shape[1]], [[1]], step=0)
    several: list[Edit] = [
        partial(edits.set_padding, padding=padding),
        partial(edits.set_padding_mode, mode=mode),
        partial(edits.resize_kernel, height=kernel[0], width=kernel[1]),
        partial(edits.set_dilation, value=dilation),
        partial(edits.set_stride, value=stride, axis=edits.VERTICAL),
    ]
    for edit in several:
        outcome = edit(shown)
        if isinstance(outcome, Change):
            shown = outcome.scene
        else:
            assert outcome.control in {"padding", "padding_mode", "kernel", "dilation", "stride"}
            assert "fit" in outcome.reason
    derived = convolved(shown)
    assert 0 <= shown.step < len(derived.trace)
    assert 0 <= shown.tap < derived.taps


def test_a_title_of_its_own_for_a_kernel() -> None:
    kernel = Kernel("Box", Tensor(np.ones((2, 2), int)))
    assert told(edits.set_kernel(scene(), kernel)) == "kernel Box"
    assert told(edits.set_kernel(scene(), kernel, "paste")) == "paste"


def test_edits_leave_the_scene_they_were_given() -> None:
    before = scene()
    edits.set_stride(before, 2)
    edits.negate_kernel(before)
    assert before == scene()
    assert before.parameters == Parameters()

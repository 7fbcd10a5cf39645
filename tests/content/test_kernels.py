"""The catalogue of kernels: each is built at its usual size or at another, and is its own."""

from __future__ import annotations

import hashlib

import pytest

from app.content.kernels.catalogue import KERNELS, KernelPreset


@pytest.mark.parametrize("each", KERNELS, ids=lambda each: each.key)
def test_a_kernel_is_built_at_its_usual_size_or_at_another(each: KernelPreset) -> None:
    kernel = each.build()
    assert kernel.weights.shape == each.size
    assert kernel.weights.array.any()
    assert kernel.name == each.title
    assert each.build(4, 7).weights.shape == (4, 7)


def test_no_two_kernels_have_the_same_weights_at_their_usual_size() -> None:
    seen = {hashlib.sha256(each.build().weights.array.astype(float).tobytes()).digest()
            for each in KERNELS}  # fmt: skip
    assert len(seen) == len(KERNELS)

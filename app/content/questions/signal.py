"""Questions about a convolution along one axis, and what true convolution makes of the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.content.questions.asked import Steps, window_to_ask, worked
from app.content.questions.numbers import written
from app.content.questions.question import Question
from app.content.questions.words import axis_words, listed
from app.state.derive import Convolved


def signal_questions(derived: Convolved, given: Steps) -> Iterator[Question]:
    """Sizes, windows, fan-outs and a sum, of the only axis."""
    across, scene = derived.axes[1], derived.scene
    other = 2 if across.stride != 2 else 1
    yield Question(
        f"How many outputs are there with stride {other}, and nothing else changed?",
        f"{replace(across, stride=other).output_size:,}",
    )
    place = window_to_ask(derived, derived.output_shape)
    if place is not None:
        yield Question(
            f"Which input samples does output {place[1] + 1:,} look at?",
            axis_words(across, place[1], "samples"),
            2,
        )
    yield from worked(derived, given, "output {1}")
    at = across.size // 2
    reached = dict.fromkeys(reach.output[2] + 1 for reach in derived.trace.fan_out(0, 0, at))
    yield Question(
        f"Which outputs does input sample {at + 1:,} reach?", listed(list(reached)) or "none", 2
    )
    weights = scene.kernel.weights.array[0].tolist()
    if not scene.parameters.flip and weights != weights[::-1]:
        yield Question(
            "In which order does a true convolution lay these weights on the signal?",
            "  ".join(written(weight) for weight in reversed(weights)),
        )
    elif across.low != across.effective_kernel - 1:
        yield Question(
            "How many zeros does a causal padding put in front of the signal, with this kernel "
            "and dilation?",
            f"{across.effective_kernel - 1}: no output sees a later sample then",
        )

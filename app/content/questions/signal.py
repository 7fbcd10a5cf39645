"""Questions about a convolution along one axis, and what true convolution makes of the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.content.questions.numbers import written
from app.content.questions.question import FEW_TAPS, Question
from app.content.questions.words import (
    axis_words,
    listed,
    somewhere,
    still_to_come,
)
from app.state.derive import Convolved


def signal_questions(derived: Convolved) -> Iterator[Question]:
    """Sizes, windows, fan-outs and a sum, of the only axis."""
    across, scene = derived.axes[1], derived.scene
    _, output = somewhere(derived.output_shape)
    other = 2 if across.stride != 2 else 1
    yield Question(
        f"How many outputs are there with stride {other}, and nothing else changed?",
        f"{replace(across, stride=other).output_size:,}",
    )
    yield Question(
        f"Which input samples does output {output + 1:,} look at?",
        axis_words(across, output, "samples"),
        2,
    )
    if derived.taps <= FEW_TAPS and derived.is_toy:
        hidden = still_to_come(derived)
        total = derived.trace.at(0, *hidden).total
        yield Question(f"Work out the number of output {hidden[1] + 1}.", written(total), 3)
    at = across.size // 2
    reached = dict.fromkeys(reach.output[2] + 1 for reach in derived.trace.fan_out(0, 0, at))
    yield Question(
        f"Which outputs does input sample {at + 1:,} reach?", listed(list(reached)) or "none", 2
    )
    weights = scene.kernel.weights.array[0].tolist()
    yield Question(
        "In which order does a true convolution lay these weights on the signal?",
        "  ".join(written(weight) for weight in reversed(weights)),
    )

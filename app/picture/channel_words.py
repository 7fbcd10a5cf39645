"""What a layer of many channels costs, in words with all numbers."""

from __future__ import annotations

from math import prod

from app.state.derive import Mixed


def cost_words(derived: Mixed) -> tuple[str, ...]:
    """Parameters and multiplications of the layer in one line, the longest first."""
    filters, cost = derived.filters, derived.geometry.layer.cost
    high, wide = filters.kernel
    rows, columns = derived.output_shape
    weights, count = filters.seen * high * wide, filters.count
    per = f"{high} × {wide} × {filters.seen} = {weights:,} weight{'' if weights == 1 else 's'}"
    times = f"{count} filter{'' if count == 1 else 's'}"
    total = f"{cost.parameters:,} parameters"
    outputs = prod((count, rows, columns))
    macs = f"{weights:,} × {outputs:,} outputs = {cost.multiplications:,} multiplications (MACs)"
    return (
        f"{per} + 1 bias each; {times}: {total} with biases, {weights * count:,} without · {macs}",
        f"{times} × ({weights:,} weights + 1 bias) = {total} · {macs}",
        f"{total} with biases · {cost.multiplications:,} MACs",
        f"{total} · {cost.multiplications:,} MACs",
    )

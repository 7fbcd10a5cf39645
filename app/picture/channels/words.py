"""What a layer of many channels costs, in words with all numbers."""

from __future__ import annotations

from app.state.derive import Mixed


def cost_words(derived: Mixed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Parameters in one line and multiplications in another, each with the longest words first."""
    return _parameters(derived), _multiplications(derived)


def _parameters(derived: Mixed) -> tuple[str, ...]:
    filters, cost = derived.filters, derived.geometry.layer.cost
    high, wide = filters.kernel
    each, count = filters.seen * high * wide, filters.count
    shape = f"{high} × {wide} × {filters.seen}"
    weights = f"{each:,} weight{'' if each == 1 else 's'}"
    without = f"{each * count:,} without the bias{'' if count == 1 else 'es'}"
    if count == 1:
        return (
            f"1 filter: {shape} = {weights} + 1 bias = {cost.parameters:,} parameters, {without}",
            f"{weights} + 1 bias = {cost.parameters:,} parameters",
        )
    return (
        f"Each filter: {shape} = {weights} + 1 bias = {each + 1:,} parameters; "
        f"{count} filters: {cost.parameters:,}, {without}",
        f"{count} filters × ({weights} + 1 bias) = {cost.parameters:,} parameters, {without}",
        f"{count} × ({each:,} + 1) = {cost.parameters:,} parameters with biases",
    )


def _multiplications(derived: Mixed) -> tuple[str, ...]:
    filters, cost = derived.filters, derived.geometry.layer.cost
    high, wide = filters.kernel
    rows, columns = derived.output_shape
    each = filters.seen * high * wide
    count = filters.count
    filters_ = "1 filter" if count == 1 else f"{count} filters"
    total = f"{cost.multiplications:,} multiplications (MACs)"
    return (
        f"{each:,} products × {rows:,} × {columns:,} places × {filters_} = {total}",
        f"{each:,} × {rows:,} × {columns:,} × {count} = {total}",
        total,
        f"{cost.multiplications:,} MACs",
    )

"""The words of the lesson of overlap: what the interior repeats, the rule, and its limits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.core import is_even
from app.picture.elements import Equation, Role, Token
from app.picture.lettering.digits import counted, short
from app.picture.overlap.focus import OverlapFocus, Trail
from app.picture.receptive_field.words import number
from app.picture.stage.equation import Page, plain_equation
from app.state.overlap.choices import StampLayer
from app.state.overlap.derived import Counted, StampStack, ratio

Tokens = tuple[Token, ...]
MOST_NAMED = 3
"""Up to so many stamps are named in the equation; of more, the ones are added."""


def level_name(stack: StampStack, level: int) -> str:
    if level == 0:
        return "Inputs"
    return "Output" if level == len(stack.axes) else f"Layer {level}"


def layer_words(layer: StampLayer) -> str:
    """A layer in its letters, plain ones left out.

    >>> layer_words(StampLayer(4, 2, 1, 2))
    'k4 s2 p1 d2'
    """
    parts = [f"k{layer.kernel}", f"s{layer.stride}"]
    parts += [f"p{layer.padding}"] if layer.padding else []
    parts += [f"d{layer.dilation}"] if layer.dilation > 1 else []
    return " ".join(parts)


# ---- the lines under the figure


def summary(derived: Counted) -> Iterator[tuple[Tokens, ...]]:
    """Each line in parts that stay together: the interior, the edges, the rule, its limits."""
    yield tuple(_interior_words(derived))
    yield (edge_words(derived.stamps),)
    yield tuple(_rule_words(derived))


def _interior_words(derived: Counted) -> Iterator[Tokens]:
    stack = derived.stamps
    if not stack.interior:
        yield (Token("No interior: every cell feels an edge. "),)
    if derived.is_plane:
        values = sorted(set(stack.tile.ravel().tolist()))
        listed, side = ", ".join(map(str, values)), len(stack.period)
        yield (
            Token("Inside the dashed line a tile of "), Token(f"{side} × {side}", bold=True),
            Token(" repeats, with "), Token(listed, Role.OUTPUT, bold=True), Token(".  "),
        )  # fmt: skip
        counts = tuple(stack.tile.ravel().tolist())
    else:
        counts = stack.period
        listed = ", ".join(map(str, counts))
        repeats = "repeats." if len(counts) == 1 else f"repeat, every {len(counts)} cells."
        yield (Token("Inside the dashed line "), Token(listed, Role.OUTPUT, bold=True),
               Token(f" {repeats}  "))  # fmt: skip
    times = ratio(counts)
    if times is not None and times > 1:
        yield (Token(f"The most, {max(counts)}, is "), Token(times_words(times), bold=True),
               Token(f" the least, {min(counts)}.   "))  # fmt: skip
    yield (_verdict(stack),)


def times_words(value: Fraction) -> str:
    """How the most compares with the least; exact where that is short.

    >>> times_words(Fraction(4, 3)), times_words(Fraction(2))
    ('1.33 times', 'twice')
    """
    if value == 2:
        return "twice"
    return f"{number(value) if value.denominator == 1 else short(float(value), 3)} times"


def _verdict(stack: StampStack) -> Token:
    if 0 in stack.period:
        return Token("✗ holes: cells that no stamp reaches", Role.STEP, bold=True)
    if stack.is_even:
        return Token("✓ even inside", Role.OUTPUT, bold=True)
    return Token("✗ uneven inside: a checkerboard", Role.STEP, bold=True)


def edge_words(stack: StampStack) -> Tokens:
    """How the edges count, apart from the interior."""
    inside, counts = stack.interior, stack.result
    if not inside:
        return (Token(f"Counts run from {counts.min()} to {counts.max()}.", Role.SOFT),)
    low, high = inside.start, len(counts) - inside.stop
    if not low and not high:
        return (Token("The edges count like the interior.", Role.SOFT),)
    cells = f"{low} cells" if low != 1 else "1 cell"
    other = "" if low == high else f", {high} at the high side"
    side = "at each side" if low == high else "at the low side"
    ramp = ", ".join(map(str, counts[:low].tolist()[:8]))
    what = "count" if low == 1 else "counts"
    ramp = f" ({what} {ramp}{', …' if low > 8 else ''})" if low else ""
    words = f"Edges: {cells} {side}{ramp}{other}, where stamps are missing or cropped."
    return (Token(words, Role.SOFT),)


def _rule_words(derived: Counted) -> Iterator[Tokens]:
    layers = derived.scene.overlap.layers
    layer = layers[derived.scene.overlap.chosen]
    reason = _reason(layer)
    if len(layers) > 1:
        reason = f"Layer {derived.scene.overlap.chosen + 1}: {reason}"
    yield (Token(f"{reason[0].upper()}{reason[1:]}.  "),)
    yield (Token("Even inside: s = 1, or s divides k and shares no factor with d.  ", Role.SOFT),)
    yield (Token("It promises neither even edges nor even weights.", Role.SOFT),)


def _reason(layer: StampLayer) -> str:
    """Why one layer's interior is even, or is not."""
    k, s, d = layer.kernel, layer.stride, layer.dilation
    if s == 1:
        return "stride 1 is always even inside"
    if is_even(k, s, d):
        return f"kernel {k} is a multiple of stride {s}: even inside"
    if k % s == 0:
        return f"{s} divides {k}, but dilation {d} shares a factor with stride {s}: uneven"
    return f"kernel {k} is no multiple of stride {s}: uneven"


# ---- the step


def equation(derived: Counted, focus: OverlapFocus, page: Page) -> Equation:
    """Where the count of the shown cell comes from, or what the shown stamp reaches."""
    last = len(derived.stamps.axes)
    if focus.level < last and focus.pointed:
        return plain_equation(_reaching(derived, focus), "what this stamp reaches", page)
    if derived.is_plane:
        return plain_equation(_product(derived, focus), "stamps along rows × columns", page)
    where = focus.horizontal
    tokens = (*_sum(derived.stamps, where), Token("  =  "),
              Token(_stamps(derived, where), Role.STEP, bold=True))  # fmt: skip
    note = f"output {where.cell + 1}"
    if not derived.stamps.above(last, where.cell):
        return plain_equation((Token("0", Role.STEP, bold=True),), f"{note}: no stamp", page)
    return plain_equation(tokens, note, page)


def _stamps(derived: Counted, where: Trail) -> str:
    count = int(derived.stamps.counts[where.level][where.cell])
    return _counted(count, derived)


def _counted(count: int, derived: Counted) -> str:
    kind = "stamp" if len(derived.stamps.axes) == 1 else "path"
    return f"{count:,} {kind}{'' if count == 1 else 's'}"


def _sum(stack: StampStack, where: Trail) -> Iterator[Token]:
    """The stamps by name, or what the cells of the layer before bring."""
    level = where.level
    reaching = stack.axes[level - 1].fan_out(where.cell)
    for place, (stamp, tap) in enumerate(reaching):
        if place:
            yield Token(" + ")
        count = int(stack.counts[level - 1][stamp])
        if level > 1 or len(reaching) > MOST_NAMED:
            yield Token(str(count), Role.INPUT, bold=True)
        else:
            yield Token(f"input {stamp + 1}", Role.INPUT, bold=True)
            yield Token(f", tap {tap + 1}", Role.KERNEL)


def _product(derived: Counted, focus: OverlapFocus) -> Tokens:
    counts = derived.stamps.result
    down, across = int(counts[focus.vertical.cell]), int(counts[focus.horizontal.cell])
    where = f"output ({focus.vertical.cell + 1}, {focus.horizontal.cell + 1})  =  "
    return (
        Token(where, Role.SOFT), Token(f"{down:,}", Role.INPUT, bold=True), Token(" · "),
        Token(f"{across:,}", Role.INPUT, bold=True), Token("  =  "),
        Token(_counted(down * across, derived), Role.STEP, bold=True),
    )  # fmt: skip


def _reaching(derived: Counted, focus: OverlapFocus) -> Tokens:
    here, where = focus.horizontal, _place(derived, focus)
    names = _listed(here.cells[-1])
    if derived.is_plane:
        names = f"rows {_listed(focus.vertical.cells[-1])}, columns {names}"
    return (Token(where, Role.INPUT, bold=True), Token("  →  "), Token("outputs ", Role.SOFT),
            Token(names or "none", Role.OUTPUT, bold=True))  # fmt: skip


def _place(derived: Counted, focus: OverlapFocus) -> str:
    name = level_name(derived.stamps, focus.level).removesuffix("s").lower()
    cell = focus.horizontal.cell + 1
    if derived.is_plane:
        return f"{name} ({focus.vertical.cell + 1}, {cell})"
    return (
        f"{name} {cell}"
        if focus.level in (0, len(derived.stamps.axes))
        else (f"{name}, cell {cell}")
    )


def _listed(cells: tuple[int, ...]) -> str:
    """Cells by number; a long run by its ends."""
    if len(cells) > 5 and cells[-1] - cells[0] == len(cells) - 1:
        return f"{cells[0] + 1}–{cells[-1] + 1}"
    shown = ", ".join(str(cell + 1) for cell in cells[:8])
    return f"{shown} …" if len(cells) > 8 else shown


def spoken(derived: Counted, focus: OverlapFocus) -> str:
    """The step in one sentence."""
    stack, last = derived.stamps, len(derived.stamps.axes)
    where = _place(derived, focus)
    across = focus.horizontal
    if focus.level < last and focus.pointed:
        reached = len(across.cells[-1]) * (len(focus.vertical.cells[-1]) if derived.is_plane else 1)
        cells = "1 output" if reached == 1 else f"{reached} outputs"
        return f"Pointed at: {where} reaches {cells}."
    count = int(stack.result[across.cell])
    if derived.is_plane:
        count *= int(stack.result[focus.vertical.cell])
    lead = "Pointed at:" if focus.pointed else f"{counted(derived.scene.step, derived.steps)}:"
    by = (
        "no stamp reaches it"
        if not count
        else f"{_counted(count, derived)} " + ("reaches it" if count == 1 else "reach it")
    )
    inside = across.cell in stack.interior and focus.vertical.cell in stack.interior
    return f"{lead} {where}, {'in the interior' if inside else 'at an edge'}: {by}."

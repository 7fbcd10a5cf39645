"""The command line of the lesson of 3D convolution: its kernels, and its parameters."""

from __future__ import annotations

from functools import partial

from app.content.kernels.solid import KERNELS3, kernel_preset3
from app.options import OptionError, Options
from app.state import edits
from app.state.outcome import Edit
from app.state.scene import Scene
from app.state.solid import kernel_edits
from app.state.solid.choices import Kernel3
from app.state.solid.settling import solid_of


def solid_asked(scene: Scene, options: Options) -> list[tuple[str, Edit]]:
    """The options and their edits, in an order in which each of them fits if it can.

    With full padding every kernel and dilation fits; the padding that is wanted comes last.
    """
    several: list[tuple[str, Edit]] = []
    if options.kernel is not None:
        kernel = solid_kernel(options.kernel)
        several.append(("--kernel", partial(kernel_edits.set_kernel3, kernel=kernel)))
    if options.dilation is not None:
        several.append(("--dilation", partial(edits.set_dilation, value=options.dilation)))
    last = several[-1][0] if several else "--padding"
    if several:
        several.insert(0, ("--padding", partial(edits.set_padding, padding="full")))
    now = solid_of(scene).parameters.padding
    padding = now if options.padding is None else options.padding
    several.append((last, partial(edits.set_padding, padding=padding)))
    if options.stride is not None:
        several.append(("--stride", partial(edits.set_stride, value=options.stride)))
    return several


def solid_kernel(asked: str | tuple[int, ...] | int) -> Kernel3:
    """A kernel by name, or a box by one number or by depth, height and width."""
    if isinstance(asked, str):
        names = [preset.key for preset in KERNELS3]
        if asked not in names:
            fits = ", ".join(names)
            raise OptionError("--kernel", f"“{asked}” is not of this lesson; one of {fits} fits")
        return kernel_preset3(asked).build()
    sides = (asked,) * 3 if isinstance(asked, int) else asked
    if len(sides) != 3:
        words = f"{'x'.join(map(str, sides))} has two sides; 3 or 3x5x5 (depth first) fits"
        raise OptionError("--kernel", words)
    depth, height, width = sides
    return kernel_preset3("box").build((depth, height, width))

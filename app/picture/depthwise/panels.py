"""The panels of the stage of depthwise separable convolution."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.channels import channel_names
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.channels.panels import name_labels
from app.picture.channels.planes import Planes
from app.picture.depthwise.focus import Pointed
from app.picture.depthwise.layout import Sheet
from app.picture.elements import Answer, Click, Frame, Label, Panel, Rect, Role, Tone
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.typography import Sizes
from app.picture.stage import tones
from app.picture.stage.figure import border_of
from app.picture.stage.given import SeparableStage
from app.state.channels.choices import Arrangement
from app.state.depthwise.requests import SeparatedResult


def panels_of(
    stage: SeparableStage, page: Sheet, pointed: Pointed, type_: Sizes
) -> Iterator[Panel]:
    """Input, kernels, what is between, the pointwise weights, output; of a pile the back first."""
    yield from _inputs(stage, page.inputs, type_)
    yield from _kernels(stage, page.kernels, type_)
    yield from _results(stage, page.inner, pointed, type_, first=True)
    yield _mixes(stage, page, type_)
    yield from _results(stage, page.outputs, pointed, type_, first=False)


def is_piled(stage: SeparableStage) -> bool:
    arrangement = stage.derived.scene.mixing.arrangement
    return stage.derived.is_photo or arrangement is Arrangement.PILE


def result_of(stage: SeparableStage) -> SeparatedResult | None:
    """The whole result, as soon as it is there."""
    return stage.result if isinstance(stage.result, SeparatedResult) else None


def input_tone(stage: SeparableStage) -> Tone:
    """A photo keeps its grey; a toy is tinted by magnitude, all planes alike."""
    derived = stage.derived
    if derived.is_photo:
        return Tone(0.0, derived.white, grey=True)
    stack = derived.geometry.first.stack
    return tones.magnitude(stack.reshape(-1, stack.shape[-1]))


def inner_tone(stage: SeparableStage) -> Tone:
    """The planes between the steps, over their own range."""
    result = result_of(stage)
    low, high = (0.0, stage.derived.white) if result is None else result.inner_range
    reach = max(abs(low), abs(high)) or 1.0
    if stage.derived.is_photo:
        return Tone(-reach if low < 0 else 0.0, max(reach, stage.derived.white), grey=True)
    return Tone(0.0, reach, absolute=True)


def _inputs(stage: SeparableStage, planes: Planes, type_: Sizes) -> Iterator[Panel]:
    derived, names = stage.derived, channel_names(stage.derived.scene)
    border = border_of(derived.axes, derived.scene.parameters.padding_mode)
    tone = input_tone(stage)
    for number, box in planes.places:
        array = derived.geometry.first.planes[number]
        rows, columns = array.shape
        bare = Panel(
            f"input-{number}", Role.INPUT, box, box, (rows, columns), array, tone,
            f"Input {names[number]}", f"{rows} × {columns}", border=border, click=Click.PIN,
            frame=INPUT_FRAME, plane=number, piled=is_piled(stage),
        )  # fmt: skip
        yield _zooming(stage, bare, INPUT_FRAME, type_)


def _zooming(stage: SeparableStage, bare: Panel, frame: Frame, type_: Sizes) -> Panel:
    rect, visible = seen(bare.rect, bare.extent, stage.view.camera, frame)
    return fitting_numbers(bare, rect, visible, stage.measure, type_)


def _kernels(stage: SeparableStage, planes: Planes, type_: Sizes) -> Iterator[Panel]:
    derived, names = stage.derived, channel_names(stage.derived.scene)
    tone = tones.magnitude(derived.weights.kernels.array)
    for number, box in planes.places:
        (kernel,) = derived.geometry.first.kernels[number]
        rows, columns = kernel.shape
        bare = Panel(
            f"kernel-{number}", Role.KERNEL, box, Rect(0, 0, columns, rows), (rows, columns),
            kernel, tone, f"Kernel {names[number]}", f"{rows} × {columns}", click=Click.PLANE,
            plane=number, piled=is_piled(stage),
        )  # fmt: skip
        yield fitting_numbers(bare, box, bare.visible, stage.measure, type_)


def _results(
    stage: SeparableStage, planes: Planes, pointed: Pointed, type_: Sizes, *, first: bool
) -> Iterator[Panel]:
    """The planes that one of the two steps makes."""
    derived, result = stage.derived, result_of(stage)
    rows, columns = derived.output_shape
    frame, extent = output_frame(*derived.axes), Rect(0, 0, columns, rows)
    names = channel_names(derived.scene)
    arrays = None if result is None else result.inner if first else result.outputs
    tone = inner_tone(stage) if first else tones.output_tone(derived, result)
    read = first and not derived.is_first(derived.place(stage.moment.step)[0])
    for number, box in planes.places:
        plane = number if first else derived.weights.channels + number
        key, title = ("inner", f"Between {names[number]}") if first else (
            "output", f"Output {number + 1}"
        )  # fmt: skip
        bare = Panel(
            f"{key}-{number}", Role.OUTPUT, box, extent, (rows, columns),
            None if arrays is None else arrays[number], tone, title, f"{rows} × {columns}",
            known=derived.so_far(_known(stage, pointed, plane)), hide=derived.by_step,
            click=Click.STEP, frame=frame, plane=plane, piled=is_piled(stage),
            answer=Answer.READ if read else None,
        )  # fmt: skip
        yield _zooming(stage, bare, frame, type_)


def _known(stage: SeparableStage, pointed: Pointed, plane: int) -> int | None:
    """How many cells of a plane are computed at the present moment; None for all of them."""
    derived = stage.derived
    here, row, column = derived.place(stage.moment.step)
    if here == plane:
        gather = pointed.focus.gather
        done = gather.pointed or gather.taps >= gather.step.products.size
        return row * derived.output_shape[1] + column + done
    return 0 if plane > here and derived.by_step else None


def _mixes(stage: SeparableStage, page: Sheet, type_: Sizes) -> Panel:
    """The pointwise weights, a row for each output channel; of many those round the present."""
    weights = stage.derived.weights
    mixes = stage.derived.geometry.mixes
    first, last = page.rows
    visible = Rect(0, first, weights.channels, last - first)
    bare = Panel(
        "mixes", Role.KERNEL, page.mixes, visible, (weights.count, weights.channels), mixes,
        tones.magnitude(mixes), "Pointwise weights", f"{weights.count} × {weights.channels}",
        click=Click.ROW_PLANE, plane=weights.channels,
    )  # fmt: skip
    return fitting_numbers(bare, page.mixes, visible, stage.measure, type_)


# ---- words on the planes


def plane_labels(stage: SeparableStage, page: Sheet, type_: Sizes) -> Iterator[Label]:
    """On each plane the name of its channel, and how many are left out."""
    names = dict(enumerate(channel_names(stage.derived.scene)))
    for planes, role in (
        (page.inputs, Role.INPUT), (page.kernels, Role.KERNEL), (page.inner, Role.OUTPUT)
    ):  # fmt: skip
        yield from name_labels(planes, names, role, stage, type_)
    channels, count = stage.derived.weights.channels, stage.derived.weights.count
    outputs = {number: str(number + 1) for number, _ in page.outputs.places}
    yield from name_labels(page.outputs, outputs, Role.OUTPUT, stage, type_)
    for planes, whole in ((page.inputs, channels), (page.outputs, count)):
        more = whole - len(planes.places)
        if more:
            front = planes.front[1]
            y = front.bottom + 0.8 * type_.caption
            yield Label(f"and {more} more", front.x, y, type_.caption, Role.SOFT)

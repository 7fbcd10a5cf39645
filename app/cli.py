"""The command line: the scene that it names, shown in a window or written to a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from app import display
from app.content.arrivals import arrive, start_for
from app.content.kernels.filters import FILTERS
from app.content.kernels.mixes import MIXES
from app.content.kernels.signal import kernel_of, kernels_of
from app.content.lessons import lesson_info
from app.core import SpecError
from app.options import CROPPING, NAME, OptionError, Options, parse
from app.services.files import ExportError, OpenError
from app.services.opening.volumes import open_input
from app.services.saving.scenes import Document, is_scene_file, open_scene
from app.solid_command import solid_asked
from app.state import edits, player
from app.state.channels import edits as channel_edits
from app.state.derive import derive
from app.state.outcome import Change, Edit, Outcome
from app.state.overlap import edits as overlap_edits
from app.state.scene import MIXED, Kernel, Lesson, PaddingName, Scene
from app.state.solid.volume import Volume
from app.state.turned import edits as turned_edits
from app.state.view import View

USAGE = 2
"""The exit code where something cannot be done as it was asked."""
AskedKernel = str | tuple[int, ...] | int
"""A preset's key, its sides, or one number for all."""


def main(argv: list[str]) -> int:
    """Do what the command line says; the exit code. Errors are one line each."""
    try:
        options = parse(argv)
        trouble = ""
        try:
            document = document_of(options)
        except _FileError as error:
            if options.export is not None or not display.is_there() or _has_terminal():
                raise
            document, trouble = document_of(Options(theme=options.theme)), str(error.__cause__)
        if options.export is not None:
            return _export(options, document)
        return _open(options, document, trouble)
    except (OptionError, ExportError, SpecError) as error:
        print(f"{NAME}: {error}", file=sys.stderr)
        return USAGE


class _FileError(OptionError):
    """The image or the scene cannot be opened; the cause says why."""


def _has_terminal() -> bool:
    """Whether somebody sees what is printed: not so after a double click on a file."""
    return any(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def document_of(options: Options) -> Document:
    """The scene that the options name, and where a saved one was looked at.

    OptionError where they do not go together.
    """
    try:
        document = _opened(options)
    except OpenError as error:
        raise _FileError("IMAGE", str(error)) from error
    _check_lesson(document.scene.lesson, options)
    scene = _shaped(document.scene, options)
    scene = scene if options.step is None else _at_step(scene, options.step)
    return Document(scene, document.view)


def _opened(options: Options) -> Document:
    """A saved scene as it is; else the lesson's example, with the image or the volume if any."""
    if options.image is not None and is_scene_file(options.image):
        if options.lesson is not None:
            raise OptionError("--lesson", "a saved scene has its own lesson; leave this out")
        return open_scene(options.image)
    if options.image is None:
        return Document(_example(options), View())
    stacked = options.lesson is Lesson.VOLUME
    made = open_input([options.image], _unwatched, stacked)
    start = _start_for(made, options) if isinstance(made, Volume) else _example(options)
    return Document(_done(start, "IMAGE", partial(arrive, made=made)), View())


def _unwatched(_fraction: float) -> None:
    """Nobody waits to hear how far the work is."""


def _start_for(volume: Volume, options: Options) -> Scene:
    """Where a volume is put: a volume has one lesson, whether or not it was named."""
    if options.lesson not in (None, Lesson.VOLUME):
        raise OptionError(
            "--lesson",
            f"{volume.name} is a volume, and the lesson {options.lesson.value} is about images; "
            f"{Lesson.VOLUME.value} fits, or leave this out",
        )
    if options.preset is None:
        return start_for(volume)
    return _example(replace(options, lesson=Lesson.VOLUME))


def _example(options: Options) -> Scene:
    """The worked example that was named, or the lesson's first."""
    presets = lesson_info(options.lesson or Lesson.CONVOLUTION).presets
    for preset in presets:
        if options.preset in (None, preset.key):
            return preset.build()
    names = ", ".join(preset.key for preset in presets)
    raise OptionError("--preset", f"“{options.preset}” does not do; one of {names} fits")


def _check_lesson(lesson: Lesson, options: Options) -> None:
    """Refuse what the lesson has no use for: the layers of a stack bring their own."""
    if lesson is Lesson.OVERLAP:
        _check_stamps(options)
    if options.filters is not None and lesson not in MIXED:
        words = f"the lesson {lesson.value} does not take it; leave it out"
        raise OptionError("--filters", words)
    if options.groups is not None and lesson is not Lesson.GROUPED:
        words = f"the lesson {lesson.value} has no groups; --lesson {Lesson.GROUPED.value} has"
        raise OptionError("--groups", words)
    if options.output_padding is not None and lesson is not Lesson.TRANSPOSED:
        name = Lesson.TRANSPOSED.value
        words = f"the lesson {lesson.value} has no such choice; --lesson {name} has"
        raise OptionError("--output-padding", words)
    if isinstance(options.padding, str) and lesson in CROPPING:
        words = f"“{options.padding}” does not do; where it crops the result, a whole number fits"
        raise OptionError("--padding", words)
    if options.kernel is not None and lesson is Lesson.POINTWISE:
        raise OptionError("--kernel", "the kernels of this lesson are 1 × 1; leave it out")
    if lesson is not Lesson.RECEPTIVE_FIELD:
        return
    for name in ("kernel", "stride", "padding", "dilation"):
        if getattr(options, name) is not None:
            raise OptionError(
                f"--{name}",
                f"the lesson {lesson.value} has layers of its own; leave it out, or "
                "change a layer in the window",
            )


def _shaped(scene: Scene, options: Options) -> Scene:
    """The scene with its parameters, whichever of them make the others fit.

    With full padding every kernel and dilation fits, and without any where padding crops the
    result; the padding that is wanted comes last.
    """
    if scene.lesson is Lesson.RECEPTIVE_FIELD:
        return scene
    if scene.lesson is Lesson.OVERLAP:
        return _stamped(scene, options)
    if scene.lesson is Lesson.VOLUME:
        return _all_done(scene, solid_asked(scene, options))
    several: list[tuple[str, Edit]] = []
    if options.filters is not None:
        several.append(("--filters", _filters(scene, options.filters)))
    if options.kernel is not None:
        kernel = _kernel(options.kernel, scene.lesson)
        several.append(("--kernel", partial(_kernel_edit(scene.lesson), kernel=kernel)))
    if options.dilation is not None:
        dilate = partial(edits.set_dilation, value=options.dilation)
        several.append(("--dilation", dilate))
    last = several[-1][0] if several else "--padding"
    padding = scene.parameters.padding if options.padding is None else options.padding
    if several:
        roomy: PaddingName | int = 0 if scene.lesson in CROPPING else "full"
        several.insert(0, ("--padding", partial(edits.set_padding, padding=roomy)))
    several.append((last, partial(edits.set_padding, padding=padding)))
    if options.stride is not None:
        several.append(("--stride", partial(edits.set_stride, value=options.stride)))
    if options.output_padding is not None:
        extend = partial(turned_edits.set_output_padding, value=options.output_padding)
        several.append(("--output-padding", extend))
    if options.groups is not None:
        several.append(("--groups", partial(channel_edits.set_groups, groups=options.groups)))
    return _all_done(scene, several)


def _filters(scene: Scene, asked: str | int) -> Edit:
    """Other filters, or another number of them."""
    if isinstance(asked, int):
        return partial(channel_edits.set_filter_count, count=asked)
    presets = MIXES if scene.lesson is Lesson.POINTWISE else FILTERS
    offered = {preset.key: preset for preset in presets}
    if asked not in offered:
        names = ", ".join(offered)
        raise OptionError("--filters", f"“{asked}” is not of this lesson; one of {names} fits")
    filters = offered[asked].build(scene.filters.channels)
    return partial(channel_edits.set_filters, filters=filters)


def _kernel_edit(lesson: Lesson) -> Callable[..., Outcome]:
    """A kernel for the layer; where there are many channels, for each of them."""
    return channel_edits.set_kernel_everywhere if lesson in MIXED else edits.set_kernel


def _all_done(scene: Scene, several: Sequence[tuple[str, Edit]]) -> Scene:
    for option, edit in several:
        scene = _done(scene, option, edit)
    return scene


def _check_stamps(options: Options) -> None:
    """Stamps are counted the same along both axes, and padding crops by a number."""
    if options.kernel is not None and not _is_square(options.kernel):
        words = "this lesson counts stamps along one axis; a size fits, such as 3"
        raise OptionError("--kernel", words)
    if isinstance(options.padding, str):
        raise OptionError("--padding", "this lesson crops by a number; 0 to 10 fits")


def _is_square(kernel: AskedKernel) -> bool:
    if isinstance(kernel, str):
        return False
    return isinstance(kernel, int) or (len(kernel) == 2 and kernel[0] == kernel[1])


def _stamped(scene: Scene, options: Options) -> Scene:
    """The chosen layer with what was asked for; padding last, when there is most to crop."""
    kernel = options.kernel[0] if isinstance(options.kernel, tuple) else options.kernel
    asked = (
        ("kernel", kernel),
        ("stride", options.stride),
        ("dilation", options.dilation),
        ("padding", options.padding),
    )
    for name, value in asked:
        if isinstance(value, int):
            edit = partial(overlap_edits.set_stamp, name=name, value=value)
            scene = _done(scene, f"--{name}", edit)
    return scene


def _kernel(asked: AskedKernel, lesson: Lesson) -> Kernel:
    if isinstance(asked, str):
        offered = {preset.key: preset for preset in kernels_of(lesson)}
        if asked not in offered:
            names = ", ".join(offered)
            raise OptionError("--kernel", f"“{asked}” is not of this lesson; one of {names} fits")
        return offered[asked].build()
    if isinstance(asked, tuple) and len(asked) != 2:
        words = f"{'x'.join(map(str, asked))} has three sides; 3 or 3x5 fits this lesson"
        raise OptionError("--kernel", words)
    line = lesson is Lesson.LINE
    height, width = asked if isinstance(asked, tuple) else (1 if line else asked, asked)
    if line and height != 1:
        words = f"{height}x{width} has {height} rows, and this lesson has one; {width} fits"
        raise OptionError("--kernel", words)
    return kernel_of(lesson, "moving-average" if line else "box").build(height, width)


def _at_step(scene: Scene, step: int) -> Scene:
    count = derive(scene).steps
    if step > count:
        raise OptionError("--step", f"{step:,} is beyond the last output; 1 to {count:,} fits")
    return player.at_step(scene, step - 1)


def _done(scene: Scene, option: str, edit: Edit) -> Scene:
    outcome = edit(scene)
    if isinstance(outcome, Change):
        return outcome.scene
    raise OptionError(option, outcome.reason)


# ---- what needs Qt is imported only when it is needed, so that help and errors come at once


@contextmanager
def _qt() -> Iterator[None]:
    """Tell in one line where Qt's own libraries cannot be loaded."""
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "app":
            raise
        raise OptionError(
            "Qt cannot be loaded", f"{error}; `make run` says what is missing"
        ) from error


def _open(options: Options, document: Document, trouble: str) -> int:
    if not display.is_there():
        raise OptionError(
            "no display",
            "a window needs one; start this in a desktop session, or "
            "write a picture with --export FILE.png or FILE.gif",
        )
    with _qt():
        from app.application import run  # noqa: PLC0415
        from app.services.settings import Settings  # noqa: PLC0415
    settings = Settings()
    if options.theme is not None:
        settings.use_theme(options.theme)
    path = None if trouble else options.image
    asked = (
        options.kernel, options.stride, options.padding, options.dilation, options.output_padding,
    )  # fmt: skip
    return run(document, settings, path, any(one is not None for one in asked), trouble)


def _export(options: Options, document: Document) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with _qt():
        from app.export_command import take  # noqa: PLC0415
    path = options.export
    assert path is not None
    print(take(path, options, document.scene, document.view))
    return 0

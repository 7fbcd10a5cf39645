"""Writing the stage to a file from the command line, with no display."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from app.options import OptionError, Options
from app.paint.theme import THEMES, Theme
from app.services.export.clip import Clip, fitting
from app.services.export.formats import Kind, format_of, steps_in_pieces, write_step
from app.services.export.stage import stage_of
from app.services.export.vector import chosen_steps, steps_sheet
from app.services.files import ExportError
from app.state import player
from app.state.requests import Result, request_of
from app.state.scene import Scene
from app.state.typed import counted
from app.state.view import View


def take(path: Path, options: Options, scene: Scene, view: View) -> str:
    """Write what the options ask for, and tell in words what was written.

    Raises ExportError where it cannot be written, OptionError where options do not go together.
    """
    application = QGuiApplication.instance() or QGuiApplication([])
    theme = THEMES[options.theme or "light"]
    request = request_of(scene)
    result = None if request is None else request.compute()
    seen = replace(view, hover=None)
    kind = _kind(path, options)
    match kind:
        case Kind.STEPS:
            said = _animation(path, options, scene, result, seen, theme)
        case Kind.SHEET:
            said = _sheet(path, options, scene, result, seen, theme)
        case Kind.STEP:
            stage = stage_of(scene, result, options.size, view=seen)
            write_step(path, stage, theme, transparent=options.transparent)
            said = ""
    del application
    return f"{path}: {options.size[0]} × {options.size[1]} pixels{said}"


def _kind(path: Path, options: Options) -> Kind:
    kind = format_of(path).kind
    if path.suffix.lower() == ".pdf" and options.steps is not None:
        kind = Kind.SHEET
    if kind is Kind.STEP and options.steps is not None:
        raise OptionError("--steps", "this goes with an animation, or with a page: FILE.pdf")
    if options.transparent and not format_of(path).transparent:
        raise OptionError("--transparent", "this goes with FILE.png or FILE.svg")
    return kind


def _animation(
    path: Path, options: Options, scene: Scene, result: Result | None, view: View, theme: Theme
) -> str:
    speed = options.speed or player.Player().speed
    first, last = fitting(scene, speed)
    if options.steps is not None:
        first, last = _span(options.steps, player.length(scene))
    clip = Clip(scene, result, options.size, speed, first, last, view=view)
    for _ in steps_in_pieces(path, clip, theme):
        pass
    return f", steps {first + 1:,} to {last + 1:,} of {player.length(scene):,}"


def _span(text: str, total: int) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    low, high = counted(first), counted(last if dash else first)
    if low is None or high is None:
        raise OptionError("--steps", f"“{text}” does not do; a span such as 1-9 fits")
    if not 1 <= low <= high <= total:
        raise OptionError("--steps", f"“{text}” does not do; from 1 to {total:,} fits")
    return low - 1, high - 1


def _sheet(
    path: Path, options: Options, scene: Scene, result: Result | None, view: View, theme: Theme
) -> str:
    try:
        positions = chosen_steps(scene, options.steps or "")
    except ExportError as error:
        raise OptionError("--steps", str(error)) from None
    steps_sheet(path, scene, positions, result, options.size, view, theme)
    return f", {len(positions)} steps on a page"

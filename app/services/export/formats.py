"""The kinds of file that the stage can be taken away as, and how each is written."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.paint.theme import Theme
from app.picture.stage.given import AnyStage
from app.services.export.animation import animation_in_pieces, check_webp, encode_mp4, encode_webp
from app.services.export.apng import encode_apng
from app.services.export.clip import Clip
from app.services.export.stage import export_png, gif_in_pieces
from app.services.export.vector import export_pdf, export_svg
from app.services.files import ExportError


class Kind(Enum):
    """What a file shows."""

    STEP = "one step"
    STEPS = "an animation"
    SHEET = "chosen steps on a page"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its ending, its name, and what it is good for."""

    key: str
    ending: str
    kind: Kind
    title: str
    purpose: str
    scales: bool = False
    transparent: bool = False


FORMATS: tuple[Format, ...] = (
    Format("png", ".png", Kind.STEP, "PNG picture", "For slides and documents; every pixel as "
           "on the screen.", scales=True, transparent=True),
    Format("svg", ".svg", Kind.STEP, "SVG drawing", "Sharp at every size, with text that can be "
           "edited; names the typeface Inter.", transparent=True),
    Format("pdf", ".pdf", Kind.STEP, "PDF page", "Sharp at every size, with the typeface "
           "inside; for LaTeX and print."),
    Format("sheet", ".pdf", Kind.SHEET, "Contact sheet", "Chosen steps side by side on one A4 "
           "page."),
    Format("gif", ".gif", Kind.STEPS, "GIF", "Plays everywhere; colours of a photo may be off "
           "a little."),
    Format("apng", ".apng", Kind.STEPS, "APNG", "Plays in browsers; every pixel as on the "
           "screen."),
    Format("webp", ".webp", Kind.STEPS, "WebP, lossless", "Plays in browsers; exact, and "
           "smaller than an APNG."),
    Format("mp4", ".mp4", Kind.STEPS, "MP4 video", "For films and slides; needs PyAV."),
)  # fmt: skip
ENDINGS: tuple[str, ...] = tuple(dict.fromkeys(each.ending for each in FORMATS))


def format_of(path: Path, kind: Kind | None = None) -> Format:
    """The format of a file name, of one kind where its ending has several.

    Raises ExportError where no format has that ending.
    """
    for each in FORMATS:
        if each.ending == path.suffix.lower() and kind in (None, each.kind):
            return each
    raise ExportError(f"{path.name}: a name that ends in {', '.join(ENDINGS)} fits")


def write_step(
    path: Path, stage: AnyStage, theme: Theme, ratio: float = 1.0, transparent: bool = False
) -> None:
    """Write one moment as a PNG, SVG or PDF. Raises ExportError."""
    match format_of(path, Kind.STEP).key:
        case "svg":
            export_svg(path, stage, theme, transparent)
        case "pdf":
            export_pdf(path, stage, theme)
        case _:
            export_png(path, stage, theme, ratio, transparent)


def steps_in_pieces(path: Path, clip: Clip, theme: Theme) -> Generator[float, None, None]:
    """Write an animation a frame at a time, telling the fraction done. Raises ExportError."""
    match format_of(path, Kind.STEPS).key:
        case "apng":
            return animation_in_pieces(path, clip, theme, encode_apng)
        case "webp":
            check_webp(clip)
            return animation_in_pieces(path, clip, theme, encode_webp)
        case "mp4":
            return animation_in_pieces(path, clip, theme, encode_mp4)
        case _:
            return gif_in_pieces(path, clip, theme)

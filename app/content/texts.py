"""The lessons' words, read from `resources/lessons/<language>/<key>.md`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "lessons"
LANGUAGE = "en"
HEADING = "## "


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a lesson's text: its heading, and its body as Markdown."""

    title: str
    body: str

    @property
    def markdown(self) -> str:
        return f"{HEADING}{self.title}\n\n{self.body}"


@lru_cache(maxsize=32)
def lesson_text(key: str, language: str = LANGUAGE) -> tuple[Section, ...]:
    """The sections of a lesson's text, in English where the language has none.

    Raises FileNotFoundError where the lesson has no text at all.
    """
    path = FOLDER / language / f"{key}.md"
    if not path.is_file():
        path = FOLDER / LANGUAGE / f"{key}.md"
    parts = path.read_text(encoding="utf-8").split(f"\n{HEADING}")
    parts[0] = parts[0].removeprefix(HEADING)
    return tuple(_section(part) for part in parts)


def _section(part: str) -> Section:
    title, _, body = part.partition("\n")
    return Section(title.strip(), body.strip())

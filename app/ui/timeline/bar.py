"""The timeline's controls and how they are laid out in wide and in narrow windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpacerItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.paint.theme import LIGHT, Theme
from app.state.player import SPEEDS, Pace, Player
from app.state.scene import Detail
from app.ui.icons import icon
from app.ui.timeline.cell_field import CellField
from app.ui.timeline.scrub import Scrub

BUTTON = QSize(34, 34)
PLAY = QSize(44, 34)
ICON = QSize(20, 20)
GAP = 8
TIGHT_GAP = 6
EDGE = 18
SCRUB_LEAST = 100
ROW_HEIGHT = 56
ARROW = 40
TWO_ROWS_HEIGHT = 88
LEAST = 490
"""The width that the last arrangement needs, even for a photo."""

_BUTTONS = (
    ("first", "First step", "Back to the first step (Home)"),
    ("back", "One step back", "One step back (PageUp)"),
    ("play", "Play", "Play (Space): let the window move on by itself"),
    ("forward", "One step forward", "One step forward (PageDown)"),
    ("last", "Last step", "On to the last step (End)"),
)
DETAIL_TIP = (
    "Window by window: each step is a whole output number.\n"
    "Tap by tap: the products appear one after another and add up.\n"
    "Channel by channel: the sum of each channel appears, and they add up."
)
SPEED_TIP = (
    "How fast Play goes: so many steps a second.\n"
    "Through a photo it goes by whole rows; a step by hand stays one window."
)
_DETAIL_BRIEF = {
    Detail.WINDOW: "windows", Detail.CHANNEL: "channels", Detail.TAP: "taps",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Whether the scrub has a row of its own, and which words are shortened or left out."""

    two_rows: bool = False
    brief_detail: bool = False
    brief_cell: bool = False
    note: bool = True
    ends: bool = True
    loop: bool = True


_NARROW = Arrangement(two_rows=True, brief_detail=True, brief_cell=True)
ARRANGEMENTS = (
    Arrangement(),
    Arrangement(note=False),
    Arrangement(note=False, brief_detail=True),
    Arrangement(note=False, brief_detail=True, brief_cell=True),
    Arrangement(two_rows=True),
    _NARROW,
    replace(_NARROW, note=False),
    replace(_NARROW, note=False, ends=False),
    replace(_NARROW, note=False, ends=False, loop=False),
)
"""From the widest to the narrowest: what matters least goes first."""


class Bar:
    """Builds the controls into `owner`; the Timeline gives them their meaning."""

    def __init__(self, owner: QWidget) -> None:
        self._theme = LIGHT
        self._arrangement = Arrangement()
        self._length = 1
        buttons = [_button(owner, *texts) for texts in _BUTTONS]
        self.first, self.back, self.play, self.forward, self.last = buttons
        for stepping in (self.back, self.forward):
            stepping.setAutoRepeat(True)
        self.play.setProperty("kind", "play")
        self.play.setFixedSize(PLAY)
        self.scrub = Scrub(owner)
        self.scrub.setObjectName("scrub")
        self.scrub.setAccessibleName("Step")
        self.scrub.setToolTip("Drag through all steps; the arrow keys move one at a time")
        self.scrub.setMinimumWidth(SCRUB_LEAST)
        self.position = QLabel(owner)
        self.position.setObjectName("position")
        self.position.setProperty("kind", "value")
        self.cell = CellField(owner)
        self.note = QLabel(owner)
        self.note.setObjectName("note")
        self.note.setProperty("kind", "quiet")
        self.loop = _button(owner, "loop", "Loop", "Loop: begin anew after the last step")
        self.loop.setCheckable(True)
        self.speed = _combo(owner, "speed", "Speed", SPEED_TIP)
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g} / s", speed)
        self.detail = _combo(
            owner,
            "detail",
            "What one step is",
            DETAIL_TIP,
        )
        self._offer(tuple(Detail))
        self._lay_out(owner)

    def _lay_out(self, owner: QWidget) -> None:
        column = QVBoxLayout(owner)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(EDGE, 6, EDGE, 6)
        column.setSpacing(0)
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        for row in (self._upper, self._lower):
            row.setSpacing(GAP)
            column.addLayout(row)
        for button in (self.first, self.back, self.play, self.forward, self.last):
            self._lower.addWidget(button)
        self._lower.addWidget(self.scrub, 1)
        self._lower.addWidget(self.position)
        self._lower.addWidget(self.cell)
        self._lower.addWidget(self.note)
        self._spring = QSpacerItem(0, 0)
        self._lower.addItem(self._spring)
        for widget in (self.loop, self.speed, self.detail):
            self._lower.addWidget(widget)
        self._layout = column

    # ---- arranging

    def arrange(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        target = self._upper if arrangement.two_rows else self._lower
        other = self._lower if arrangement.two_rows else self._upper
        if other.indexOf(self.scrub) >= 0:
            for widget in (self.scrub, self.position):
                other.removeWidget(widget)
            at = 0 if arrangement.two_rows else self._lower.indexOf(self.cell)
            target.insertWidget(at, self.scrub, 1)
            target.insertWidget(at + 1, self.position)
        policy = QSizePolicy.Policy.Expanding if arrangement.two_rows else QSizePolicy.Policy.Fixed
        self._spring.changeSize(0, 0, policy, QSizePolicy.Policy.Minimum)
        self._widen_position()
        self.cell.set_brief(arrangement.brief_cell)
        self.cell.setFixedWidth(self.cell.widest(arrangement.brief_cell))
        words = (
            _DETAIL_BRIEF
            if arrangement.brief_detail
            else {detail: detail.value for detail in Detail}
        )
        for index in range(self.detail.count()):
            self.detail.setItemText(index, words[self.detail.itemData(index)])
        self.speed.setFixedWidth(_width_for(self.speed))
        self.detail.setFixedWidth(_width_for(self.detail))
        self._show_or_hide_note()
        for button in (self.first, self.last):
            button.setVisible(arrangement.ends)
        self.loop.setVisible(arrangement.loop)
        self._lower.setSpacing(TIGHT_GAP if arrangement.two_rows else GAP)
        for layout in (self._upper, self._lower, self._layout):
            layout.invalidate()

    def needed_width(self) -> int:
        return self._layout.minimumSize().width()

    def height(self) -> int:
        return TWO_ROWS_HEIGHT if self._arrangement.two_rows else ROW_HEIGHT

    # ---- showing

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for button in (self.first, self.back, self.forward, self.last):
            button.setIcon(icon(button.objectName(), theme.ink))
        self._colour_loop()

    def show_playing(self, playing: bool) -> None:
        name = "pause" if playing else "play"
        self.play.setIcon(icon(name, self._theme.paper))
        self.play.setAccessibleName(name.capitalize())
        self.play.setToolTip("Pause (Space)" if playing else _BUTTONS[2][2])

    def show_player(self, player: Player) -> None:
        self.show_playing(player.playing)
        self.speed.setCurrentIndex(self.speed.findData(player.speed))
        self.loop.setChecked(player.loop)
        self._colour_loop()

    def name_speeds(self, paces: Sequence[Pace]) -> None:
        """What each speed is: steps a second, or rows where a play would take too long."""
        for index, (speed, pace) in enumerate(zip(SPEEDS, paces, strict=True)):
            self.speed.setItemText(index, _speed_words(speed, pace.rows))

    def show_position(self, at: int, length: int) -> None:
        self.scrub.show_position(at, length)
        self.position.setText(f"{at + 1:,} / {length:,}")
        self._length = length

    def _widen_position(self) -> None:
        """Room for the last position, so that nothing moves while it counts."""
        self.position.ensurePolished()
        widest = f"{self._length:,} / {self._length:,}"
        self.position.setFixedWidth(self.position.fontMetrics().horizontalAdvance(widest) + 2)

    def _offer(self, details: tuple[Detail, ...]) -> None:
        """The choices of what a step is."""
        offered = tuple(self.detail.itemData(row) for row in range(self.detail.count()))
        if details != offered:
            self.detail.clear()
            for detail in details:
                self.detail.addItem(detail.value, detail)

    def show_detail(
        self, detail: Detail, details: tuple[Detail, ...], *, there: bool = True
    ) -> None:
        """What a step is; nothing to choose where it has one product, or none."""
        self._offer(details)
        self.detail.setVisible(there)
        self.detail.setCurrentIndex(self.detail.findData(detail))

    def lock_detail(self, why: str) -> None:
        """Let what a step is be chosen, or say why it is not."""
        self.detail.setEnabled(not why)
        self.detail.setToolTip(why or DETAIL_TIP)

    def show_note(self, words: str) -> None:
        self.note.setText(words)
        self.position.setToolTip(words)
        self._show_or_hide_note()

    def _show_or_hide_note(self) -> None:
        self.note.setVisible(self._arrangement.note and bool(self.note.text()))

    def _colour_loop(self) -> None:
        self.loop.setIcon(
            icon("loop", self._theme.step if self.loop.isChecked() else self._theme.soft)
        )


def _speed_words(speed: float, rows: int) -> str:
    if rows == 0:
        return f"{speed:g} / s"
    return f"{speed * rows:g} row{'' if speed * rows == 1 else 's'} / s"


def _button(owner: QWidget, name: str, spoken: str, hint: str) -> QToolButton:
    button = QToolButton(owner)
    button.setObjectName(name)
    button.setAccessibleName(spoken)
    button.setToolTip(hint)
    button.setIconSize(ICON)
    button.setFixedSize(BUTTON)
    button.setIcon(icon(name, LIGHT.ink))
    return button


def _combo(owner: QWidget, name: str, spoken: str, hint: str) -> QComboBox:
    combo = QComboBox(owner)
    combo.setObjectName(name)
    combo.setAccessibleName(spoken)
    combo.setToolTip(hint)
    combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return combo


def _width_for(combo: QComboBox) -> int:
    """Pixels for the longest entry and the arrow; a combo box's own hint is slow to shrink."""
    combo.ensurePolished()
    entries = (combo.itemText(index) for index in range(combo.count()))
    return max(map(combo.fontMetrics().horizontalAdvance, entries)) + ARROW

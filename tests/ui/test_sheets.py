"""The message line, the sheet of keys, the report, and the icons, as they are seen."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.paint.theme import DARK, LIGHT
from app.services.store import Store
from app.state import edits
from app.state.outcome import Change
from app.ui.help import HelpSheet, in_columns
from app.ui.icons import FOLDER, icon, image_file
from app.ui.messages import Messages, sentence
from app.ui.report import ReportDialog
from app.ui.shortcuts import Shortcut, ShortcutGroup
from app.ui.stage import stage
from app.ui.timeline import timeline
from tests.scenes import scene
from tests.ui.on_top import OnTop

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
"""The offscreen platform says so of every top-level window with a least size."""


# ---- the message line


class Window(QWidget):
    """A window with a stage's place, a field, and the message line."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(640, 300)
        self.place = QWidget(self)
        self.place.resize(640, 260)
        self.field = QLineEdit(self)
        self.field.move(0, 265)
        self.store = Store(scene(), self)
        self.messages = Messages(self.place, OnTop(self.place))
        self.store.answered.connect(self.messages.hear)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_a_refusal_is_told_and_the_next_success_clears_it(window: Window) -> None:
    assert window.messages.isHidden()
    window.store.do(partial(edits.set_stride, value=0))
    assert window.messages.isVisible()
    assert window.messages.text == "Stride 0: 1 to 32 fits"
    window.store.do(partial(edits.set_stride, value=2))
    assert window.messages.isHidden()
    assert window.messages.text == ""


def test_what_an_edit_adjusted_is_told_with_its_name(window: Window) -> None:
    window.messages.hear(Change(scene(), "open photo", "dilation set to 1"))
    assert window.messages.text == "Open photo: dilation set to 1"


def test_the_close_button_clears(window: Window) -> None:
    window.messages.warn("photo.png cannot be read: it is cut short; save it again")
    QTest.mouseClick(window.messages.close_button, LEFT)
    assert window.messages.isHidden()


def test_esc_clears_wherever_the_focus_is(window: Window) -> None:
    window.messages.say("transparent parts laid over white")
    window.field.setFocus()
    QTest.keyClick(window.field, Qt.Key.Key_Escape)
    assert window.messages.isHidden()


def test_what_is_under_way_can_be_cancelled(qtbot: QtBot, window: Window) -> None:
    line = window.messages
    line.wait("Opening scan …")
    line.advance("Opening scan … 40 %")
    assert line.text == "Opening scan … 40 %"
    assert line.close_button.accessibleName() == "Cancel"
    with qtbot.waitSignal(line.cancelled):
        QTest.mouseClick(line.close_button, LEFT)
    assert line.isHidden()
    line.wait("Opening scan …")
    with qtbot.waitSignal(line.cancelled):
        QTest.keyClick(window.field, Qt.Key.Key_Escape)
    line.say("transparent parts laid over white")
    with qtbot.assertNotEmitted(line.cancelled):
        QTest.mouseClick(line.close_button, LEFT)


def test_an_edit_does_not_hide_what_is_under_way(window: Window) -> None:
    window.messages.wait("Opening scan …")
    window.store.do(partial(edits.set_stride, value=2))
    assert window.messages.text == "Opening scan …"
    window.store.do(partial(edits.set_stride, value=0))
    window.messages.advance("Opening scan … 40 %")
    assert window.messages.text == "Stride 0: 1 to 32 fits", "a refusal is not talked over"
    window.store.do(partial(edits.set_stride, value=3))
    window.messages.advance("Opening scan … 50 %")
    assert window.messages.text == "Opening scan … 50 %"
    window.messages.settle()
    window.store.do(partial(edits.set_stride, value=1))
    assert window.messages.isHidden()


def test_it_is_never_in_the_way_of_typing(window: Window) -> None:
    window.field.setFocus()
    window.messages.warn("kernel 7: 1 to 5 fits")
    QTest.keyClicks(window.field, "abc")
    assert window.field.text() == "abc"
    assert window.messages.isVisible()


def test_a_long_message_wraps_within_its_parent_and_follows_its_size(window: Window) -> None:
    window.messages.set_theme(DARK)
    window.messages.warn("The file holds fewer rows than it says, so it was not opened. " * 4)
    inside = window.place.rect()
    assert inside.contains(window.messages.geometry())
    tall = window.messages.height()
    window.place.resize(400, 260)
    assert window.place.rect().contains(window.messages.geometry())
    assert window.messages.height() > tall


# ---- the sheet of keys

GROUPS = (
    ShortcutGroup("Timeline", timeline.SHORTCUTS),
    ShortcutGroup("Stage", stage.SHORTCUTS),
    ShortcutGroup(
        "Window", (Shortcut("Ctrl+O", "open an image"), Shortcut("F1 | ?", "this sheet"))
    ),
)


def test_the_sheet_shows_every_key_with_what_it_does(qtbot: QtBot) -> None:
    sheet = HelpSheet(GROUPS)
    qtbot.addWidget(sheet)
    read = [label.text() for label in sheet.findChildren(QLabel)]
    for group in GROUPS:
        assert group.title.upper() in read
        for shortcut in group.shortcuts:
            assert shortcut.what in read
    assert {"Space", "Ctrl+O", "F1", "?", "Arrow keys"} <= set(read)
    assert "  F1 | ?: this sheet" in sheet.text().splitlines()


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question, Qt.Key.Key_Escape])
def test_the_sheet_closes_with_its_own_keys(qtbot: QtBot, key: Qt.Key) -> None:
    sheet = HelpSheet(GROUPS)
    qtbot.addWidget(sheet)
    sheet.show()
    QTest.keyClick(sheet, key)
    assert sheet.isHidden()


def test_the_sheet_fits_the_smallest_window(qtbot: QtBot) -> None:
    sheet = HelpSheet(GROUPS * 3)
    qtbot.addWidget(sheet)
    assert sheet.height() <= 640
    assert sheet.width() <= 1024


def test_columns_keep_the_order_and_about_the_same_length() -> None:
    groups = [ShortcutGroup(str(n), (Shortcut("A", "a"),) * n) for n in range(1, 8)]
    columns = in_columns(groups, 2)
    assert [group for column in columns for group in column] == groups
    lengths = [sum(len(group.shortcuts) + 2 for group in column) for column in columns]
    assert max(lengths) - min(lengths) <= 9


# ---- the report


def test_a_report_can_be_copied_and_the_work_goes_on(qtbot: QtBot) -> None:
    dialog = ReportDialog()
    qtbot.addWidget(dialog)
    dialog.tell("ValueError: first")
    assert dialog.isVisible()
    assert not dialog.isModal()
    dialog.tell("TypeError: second")
    assert dialog.body.toPlainText() == "ValueError: first\n\nTypeError: second"
    QTest.mouseClick(dialog.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == dialog.body.toPlainText()
    QTest.mouseClick(dialog.keep_button, LEFT)
    assert dialog.isHidden()
    dialog.tell("KeyError: third")
    assert dialog.body.toPlainText() == "KeyError: third"


# ---- icons

NAMES = sorted(
    path.stem for path in FOLDER.glob("*.svg") if "currentColor" in path.read_text("utf-8")
)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_colour_asked_for_at_every_ratio(name: str) -> None:
    for ratio in (1.0, 1.5, 2.0):
        image = icon(name, LIGHT.step).pixmap(QSize(20, 20), ratio).toImage()
        assert image.width() == round(20 * ratio)
        pixels = [
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
        ]
        strongest = max(pixels, key=QColor.alpha)
        assert strongest.alpha() > 120
        wanted = QColor(LIGHT.step)
        for part in (QColor.red, QColor.green, QColor.blue):
            assert abs(part(strongest) - part(wanted)) <= 4


@pytest.mark.usefixtures("qapp")
def test_a_recoloured_icon_is_a_file_that_a_stylesheet_can_name() -> None:
    path = image_file("check", LIGHT.paper)
    assert "\\" not in path
    with open(path, encoding="utf-8") as drawing:  # noqa: PTH123
        assert LIGHT.paper in drawing.read()


@pytest.mark.usefixtures("qapp")
def test_an_icon_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", LIGHT.ink)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("stride 2: every other column is dropped", "Stride 2: every other column is dropped"),
        ("not enough memory", "Not enough memory"),
        ("bias: a number fits", "Bias: a number fits"),
        ("cat.png cannot be opened: it is empty.", "cat.png cannot be opened: it is empty."),
        ("/tmp/a.gif cannot be written", "/tmp/a.gif cannot be written"),
        ("my_photo is grey: it has no red", "my_photo is grey: it has no red"),
    ],
)
def test_a_message_is_a_sentence_and_a_file_keeps_its_name(words: str, said: str) -> None:
    assert sentence(words) == said

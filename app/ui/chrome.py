"""The window's own look: a palette and a stylesheet made from the theme."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.paint.fonts import FAMILY, font
from app.paint.theme import Theme, mixed

TARGET = 24
"""The least side of anything that is clicked, in logical pixels."""

STYLE = "fusion"
"""Qt's own style that the stylesheet is laid over."""

_SHEET = Template("""
QWidget { font-family: "$family"; font-size: 13px; color: $ink; background: transparent; }
QMainWindow, QDialog, #centre { background: $paper; }
QToolTip { background: $ink; color: $paper; border: none; padding: 6px 8px; }
#header, #lessons, #inspector, #timeline, #plots, QScrollArea, QScrollArea > QWidget > QWidget {
    background: $paper; }
#header { border-bottom: 1px solid $line; }
#lessons { border-right: 1px solid $line; }
#inspector { border-left: 1px solid $line; }
#plots { border-top: 1px solid $line; }
QScrollArea { border: none; }
QLabel[kind="brand"] { font-size: 15px; font-weight: 700; }
QLabel[kind="section"] { font-size: 12px; font-weight: 600; color: $soft; }
QLabel[kind="group"] { font-size: 11px; color: $soft; letter-spacing: 1px; }
QLabel[kind="quiet"] { color: $soft; font-size: 12px; }
QLabel[kind="refusal"] { color: $step; font-size: 12px; font-weight: 500; }
QLabel[kind="value"] { font-weight: 600; }
QLabel[kind="answer"] { color: $output; font-weight: 600; }
#predict_bar { background: $paper; border-top: 1px solid $line; }
#predict_bar #prediction { font-weight: 600; }
#predict_bar #prediction[right="true"] { color: $output; font-weight: 700; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="card"] { background: $chip; border: none; border-radius: 8px; }
QPushButton, QToolButton { background: $chip; border: none; border-radius: 7px; padding: 5px 10px;
    min-height: 18px; }
QPushButton:hover, QToolButton:hover { background: $chip_hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked {
    background: $chip_down; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QLineEdit:focus, QAbstractItemView:focus, QCheckBox:focus {
    border: 2px solid $focus; padding: 3px 8px; }
QCheckBox:focus { padding: 0; border-radius: 4px; }
QPushButton[kind="primary"] { background: $ink; color: $paper; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $soft; }
QToolButton[kind="worded"] { padding: 5px 0 5px 11px; }
QToolButton[kind="worded"]:focus { padding: 3px 0 3px 9px; }
QToolButton[kind="play"] { background: $step; min-width: 26px; }
QToolButton[kind="play"]:hover { background: $step_hover; }
QPushButton[kind="link"], QToolButton[kind="link"] { background: transparent; color: $input;
    padding: 3px 2px; font-weight: 600; text-align: left; }
QPushButton[kind="link"]:hover, QToolButton[kind="link"]:hover { text-decoration: underline; }
QToolButton::menu-indicator { image: none; width: 0; }
QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit { background: $chip; border: 1px solid transparent;
    border-radius: 6px; padding: 3px 8px; min-height: 18px; selection-background-color: $input;
    selection-color: $paper; }
QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover, QLineEdit:hover { border-color: $line; }
QComboBox:disabled { color: $disabled; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url($arrow); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: $paper; border: 1px solid $line; outline: none;
    selection-background-color: $chip_hover; selection-color: $ink; padding: 4px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button { width: 0; border: none; }
QCheckBox { spacing: 7px; min-height: 24px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1.5px solid $soft; border-radius: 4px; }
QCheckBox::indicator:checked { background: $input; border-color: $input; image: url($check); }
QSlider { min-height: 24px; }
QSlider::groove:horizontal { height: 5px; border-radius: 2px; background: $line; }
QSlider::handle:horizontal { width: 13px; margin: -6px 0; border-radius: 8px;
    background: $paper; border: 2px solid $ink; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border-color: $input; }
QSlider[kind="scrub"]::sub-page:horizontal { background: $step; border-radius: 2px; }
QSlider[kind="scrub"]::handle:horizontal { background: $step; border-color: $paper; }
#timeline QToolButton { padding: 0; border-radius: 8px; }
#timeline QToolButton:focus { padding: 0; border: 2px solid $focus; }
#timeline QToolButton[kind="play"] { min-width: 44px; }
#timeline QToolButton[kind="play"]:focus { border-color: $ink; }
#timeline QComboBox { min-height: 22px; border-radius: 8px; }
#timeline #cell { background: transparent; color: $soft; padding: 3px 6px; min-height: 22px; }
#timeline #cell:hover, #timeline #cell:focus { background: $chip; color: $ink; }
#timeline #cell[wrong="true"] { color: $step; border: 2px solid $step; }
QLabel[kind="key"] { background: $chip; border-radius: 5px; padding: 3px 8px; font-weight: 500;
    font-size: 12px; }
#messages { background: $paper; border: 1px solid $line; border-radius: 9px; }
#messages[tone="warning"] { border-color: $step; }
#report QPlainTextEdit { background: $ground; border-radius: 8px; padding: 8px; font-size: 12px; }
QToolButton[kind="bare"] { background: transparent; padding: 0; border-radius: 6px; }
QToolButton[kind="bare"]:hover { background: $chip_hover; }
QToolButton[kind="fold"] { background: transparent; color: $soft; padding: 2px 6px 2px 0; }
QToolButton[kind="fold"]:hover { color: $ink; }
QToolButton[kind="small"] { background: transparent; color: $soft; padding: 1px 8px; }
QToolButton[kind="small"]:checked { background: $chip; color: $ink; font-weight: 600; }
#lesson-list:focus, #preset-list:focus { border: none; padding: 0; }
QPushButton[kind="quiet-link"], QPushButton[kind="disclosure"] { background: transparent;
    color: $soft; font-size: 12px; padding: 2px 0; min-height: 20px; text-align: left; }
QPushButton[kind="quiet-link"] { padding: 2px 7px 2px 0; }
QPushButton[kind="quiet-link"]:hover { color: $ink; text-decoration: underline; }
QPushButton[kind="disclosure"]:hover { color: $ink; }
QPushButton[kind="quiet-link"]:disabled { color: $disabled; text-decoration: none; }
QFrame[kind="segments"] { background: $chip; border: none; border-radius: 7px; }
QToolButton[kind="segment"] { background: transparent; color: $soft; font-size: 12px;
    border-radius: 5px; padding: 0; min-height: 21px; }
QToolButton[kind="segment"]:hover { color: $ink; }
QToolButton[kind="segment"]:checked { background: $raised; color: $ink; font-weight: 600; }
QToolButton[kind="segment"]:focus { border: 2px solid $focus; padding: 0; min-height: 17px; }
QToolButton[kind="icon"] { background: transparent; padding: 0; }
QToolButton[kind="icon"]:checked { background: $chip; }
QAbstractSpinBox > QLineEdit, QAbstractSpinBox > QLineEdit:focus { background: transparent;
    border: none; padding: 0; min-height: 0; }
#inspector QSpinBox { padding: 2px 4px; }
#inspector QSpinBox[kind="value"] { background: transparent; font-weight: 600; padding: 0 2px;
    min-height: 22px; max-height: 22px; }
#inspector QSpinBox:focus { padding: 2px 3px; }
#inspector QSpinBox[kind="value"]:focus { padding: 0; }
#inspector QPushButton[kind="link"] { padding: 2px 0; min-height: 20px; }
#inspector QPushButton[kind="link"]:disabled { color: $disabled; text-decoration: none; }
QPushButton::menu-indicator { image: none; width: 0; }
PresetList { combobox-popup: 0; }
#source_menu { icon-size: 24px; }
#source_menu::item { padding: 4px 18px 4px 10px; }
#source_menu::icon { padding-left: 8px; }
QHeaderView, QHeaderView::section, QTableCornerButton::section { background: $paper; color: $soft;
    border: none; font-size: 11px; }
QComboBox QAbstractItemView:focus { border: 1px solid $line; padding: 4px; }
QLineEdit[kind="cell"], QLineEdit[kind="cell"]:focus { background: $paper; border-radius: 0;
    border: 2px solid $focus; padding: 0; min-height: 12px; }
#layers::item:hover, #layers::item:selected { background: $chip; }
QListView, QTableView, QTreeView { background: transparent; border: none; outline: none; }
QMenuBar { background: transparent; }
QMenuBar::item { padding: 5px 9px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $chip; }
QMenu { background: $paper; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 5px; }
QMenu::item:selected { background: $chip_hover; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QScrollBar:vertical { width: 9px; background: transparent; margin: 2px; }
QScrollBar:horizontal { height: 9px; background: transparent; margin: 2px; }
QScrollBar::handle { background: $line; border-radius: 3px; min-height: 30px; min-width: 30px; }
QScrollBar::handle:hover { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTextBrowser, QPlainTextEdit { background: transparent; border: none;
    selection-background-color: $input; selection-color: $paper; }
QSplitter::handle { background: $line; }
""")


def stylesheet(theme: Theme, arrow: str, check: str) -> str:
    """The stylesheet of the whole window; `arrow` and `check` are paths of its two images."""
    return _SHEET.substitute(
        family=FAMILY,
        paper=theme.paper,
        ground=theme.ground,
        ink=theme.ink,
        soft=theme.soft,
        line=theme.line,
        input=theme.input,
        output=theme.output,
        step=theme.step,
        focus=theme.input,
        chip=mixed(theme.paper, theme.ink, 0.07).name(),
        chip_hover=mixed(theme.paper, theme.ink, 0.12).name(),
        chip_down=mixed(theme.paper, theme.ink, 0.18).name(),
        raised=mixed(theme.paper, theme.ink, 0.22 if theme.is_dark else 0).name(),
        step_hover=mixed(theme.step, theme.ink, 0.15).name(),
        disabled=mixed(theme.paper, theme.ink, 0.40).name(),
        arrow=arrow,
        check=check,
    )


def dress(application: QApplication, theme: Theme, arrow: str, check: str) -> None:
    """Give the application its typeface, palette and stylesheet, unless it has them already."""
    sheet = stylesheet(theme, arrow, check)
    if application.styleSheet() == sheet:
        return  # it would polish every widget anew
    with _nothing_collected():
        application.setStyleSheet("")  # to change one sheet into another takes three times as long
        if application.style().name() != STYLE:
            application.setStyle(STYLE)
        application.setFont(font(13))
        application.setPalette(_palette(theme))
        application.setStyleSheet(sheet)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Put off collecting cycles: Qt walks a list of widgets, and may meet one that has gone."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    pairs = (
        (QPalette.ColorRole.Window, theme.paper),
        (QPalette.ColorRole.Base, theme.paper),
        (QPalette.ColorRole.AlternateBase, theme.ground),
        (QPalette.ColorRole.Button, theme.paper),
        (QPalette.ColorRole.WindowText, theme.ink),
        (QPalette.ColorRole.Text, theme.ink),
        (QPalette.ColorRole.ButtonText, theme.ink),
        (QPalette.ColorRole.PlaceholderText, theme.soft),
        (QPalette.ColorRole.Highlight, theme.input),
        (QPalette.ColorRole.HighlightedText, theme.paper),
        (QPalette.ColorRole.ToolTipBase, theme.ink),
        (QPalette.ColorRole.ToolTipText, theme.paper),
        (QPalette.ColorRole.Link, theme.input),
    )
    for role, colour in pairs:
        palette.setColor(role, QColor(colour))
    return palette

"""The window's actions and menus: each with its words, its key and its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.services.settings import THEME_NAMES

THEME_WORDS = {
    "light": "Light",
    "dark": "Dark",
    "projector": "Projector",
    "system": "As the system",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One action: what it is called, its keys, its icon, and what it does."""

    name: str
    text: str
    keys: tuple[str, ...]
    tip: str
    do: Callable[[], None]
    icon: str = ""


def action_of(deed: Deed, parent: QWidget) -> QAction:
    action = QAction(deed.text, parent)
    action.setObjectName(deed.name)
    action.setData(deed.icon)
    action.setShortcuts([QKeySequence(key) for key in deed.keys])
    keys = f" ({deed.keys[0]})" if deed.keys else ""
    action.setToolTip(f"{deed.tip}{keys}")
    action.setStatusTip(deed.tip)
    action.triggered.connect(lambda _checked=False, do=deed.do: do())
    parent.addAction(action)
    return action


def switch_of(name: str, text: str, key: str, tip: str, icon: str, parent: QWidget) -> QAction:
    """An action that is on or off, for a button and a menu alike."""
    action = QAction(text, parent)
    action.setObjectName(name)
    action.setData(icon)
    action.setCheckable(True)
    action.setShortcut(QKeySequence(key))
    action.setToolTip(f"{tip} ({key})")
    action.setStatusTip(tip)
    parent.addAction(action)
    return action


def undo_actions(stack: QUndoStack, parent: QWidget) -> tuple[QAction, QAction]:
    """Undo and redo, with the name of the edit in their text."""
    undo = stack.createUndoAction(parent, "Undo")
    undo.setShortcuts(QKeySequence.keyBindings(QKeySequence.StandardKey.Undo))
    undo.setObjectName("undo")
    undo.setData("undo")
    undo.setIconText("Undo")  # the header's button stays short, the menu names the edit
    redo = stack.createRedoAction(parent, "Redo")
    redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
    redo.setObjectName("redo")
    for action in (undo, redo):
        parent.addAction(action)
    return undo, redo


def theme_menu(parent: QMenu, present: str, choose: Callable[[str], None]) -> QMenu:
    """Light, dark, projector or the system's, one of them checked."""
    menu = parent.addMenu("Theme")
    group = QActionGroup(menu)
    for name in THEME_NAMES:
        action = menu.addAction(THEME_WORDS[name])
        action.setCheckable(True)
        action.setChecked(name == present)
        action.setObjectName(f"theme_{name}")
        action.setData(name)
        group.addAction(action)
    group.triggered.connect(lambda action: choose(action.data()))
    return menu


def toggle(
    menu: QMenu, name: str, text: str, on: bool, do: Callable[[bool], None], key: str = ""
) -> QAction:
    """A checkable entry of a menu."""
    action = menu.addAction(text)
    action.setObjectName(name)
    action.setCheckable(True)
    action.setChecked(on)
    if key:
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.toggled.connect(do)
    return action


def menu(bar: QMenuBar, title: str) -> QMenu:
    made = bar.addMenu(title)
    made.setToolTipsVisible(True)
    return made

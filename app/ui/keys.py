"""Every key of the window, grouped by where it works: what the help sheet lists."""

from __future__ import annotations

from app.ui import presenting
from app.ui.inspector import shortcuts
from app.ui.predicting import predicting
from app.ui.shortcuts import Shortcut, ShortcutGroup
from app.ui.stage import stage
from app.ui.timeline import timeline

WINDOW_KEYS = ShortcutGroup(
    "Window",
    (
        Shortcut("Ctrl+O", "open an image, a volume or a scene"),
        Shortcut("Ctrl+Shift+O", "open a folder of slices"),
        Shortcut("Ctrl+S", "save the scene"),
        Shortcut("Ctrl+Shift+S", "save the scene under another name"),
        Shortcut("Ctrl+V", "paste an image or a table of numbers"),
        Shortcut("Ctrl+E", "export the stage as a picture"),
        Shortcut("Ctrl+Shift+E", "export the steps as an animation"),
        Shortcut("Ctrl+L", "show the scene as a program"),
        Shortcut("Ctrl+P", "make a handout to print"),
        Shortcut("Ctrl+C", "copy the equation with all its digits"),
        Shortcut("Ctrl+Shift+C", "copy the stage as a picture"),
        Shortcut("Right click | Menu", "copy a panel: picture, numbers or LaTeX"),
        Shortcut("Ctrl+Z", "undo"),
        Shortcut("Ctrl+Y | Ctrl+Shift+Z", "redo"),
        Shortcut("Ctrl+R", "reset to the worked example"),
        Shortcut("F1 | ?", "this sheet"),
        Shortcut("F3", "read the whole text of the lesson"),
        Shortcut("F6 | F7 | F8", "fold lessons, inspector, plots"),
    ),
)
KEYS = (
    WINDOW_KEYS,
    ShortcutGroup("Stage", stage.SHORTCUTS),
    ShortcutGroup("Timeline", timeline.SHORTCUTS),
    predicting.SHORTCUTS,
    presenting.SHORTCUTS,
    shortcuts.SHORTCUTS,
)

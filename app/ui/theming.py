"""Which theme is in force, and dressing the application in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.paint.theme import DARK, LIGHT, THEMES, Theme
from app.services.settings import Settings, ThemeName
from app.ui.chrome import dress
from app.ui.icons import image_file


class Theming(QObject):
    """Follows the settings and, where they say so, the system. `changed` tells the Theme."""

    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.theme = self._resolved()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    def choose(self, name: ThemeName) -> None:
        self._settings.theme = name
        self._apply()

    def dress(self) -> None:
        """Give the application the present theme's palette and stylesheet."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        soft, paper = self.theme.soft, self.theme.paper
        dress(application, self.theme, image_file("arrow-down", soft), image_file("check", paper))

    def _resolved(self) -> Theme:
        name = self._settings.theme
        if name in THEMES:
            return THEMES[name]
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        self.theme = self._resolved()
        self.dress()
        self.changed.emit(self.theme)

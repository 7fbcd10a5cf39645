"""The menu under "Change…": where another input can come from."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from app.content.samples.catalogue import SAMPLES, Sample
from app.paint.theme import Theme
from app.services.recent import RecentFiles
from app.ui.inspector.controls.thumbnail import sample_picture
from app.ui.recent_menu import RecentMenu

THUMBNAIL = 28


class SourceMenu(QMenu):
    """Open, paste, samples and recent files. It asks; the window knows how."""

    open_requested = Signal()
    paste_requested = Signal()
    sample_requested = Signal(str)
    recent_requested = Signal(str)

    def __init__(self, recent: RecentFiles, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("source_menu")
        self.setToolTipsVisible(True)
        self._theme, self._drawn_in = theme, ""
        self._undrawn: Iterator[tuple[QAction, Sample]] = iter(())
        self._drawing = QTimer(self, interval=0)
        self._drawing.timeout.connect(self._draw_next)
        self._add(
            "Open…\tCtrl+O",
            "open_image",
            "An image file of your own (PNG, JPEG, WebP, GIF, BMP or TIFF), or a saved scene.",
        ).triggered.connect(self.open_requested)
        self._add(
            "Paste\tCtrl+V",
            "paste_image",
            "The picture or the table of numbers that you copied elsewhere.",
        ).triggered.connect(self.paste_requested)
        self.recent_menu = RecentMenu("Recent files", recent, self)
        self.recent_menu.chosen.connect(self.recent_requested)
        self.addMenu(self.recent_menu)
        self.addSeparator()
        self._offered: tuple[Sample, ...] = ()
        self._samples: list[QAction] = []
        self.offer(SAMPLES)
        self.triggered.connect(self._choose_sample)
        self.aboutToShow.connect(self._draw_samples)
        self.aboutToHide.connect(self._drawing.stop)

    def set_theme(self, theme: Theme) -> None:
        """Draw the samples anew when the menu is next opened."""
        self._theme = theme

    def offer(self, samples: tuple[Sample, ...]) -> None:
        """Other samples, in place of those that were offered before."""
        if samples == self._offered:
            return
        for action in self._samples:
            self.removeAction(action)
            action.deleteLater()
        self._offered, self._drawn_in, self._undrawn = samples, "", iter(())
        self._samples = [
            self._add(sample.title, f"sample_{sample.key}", sample.purpose, sample.key)
            for sample in samples
        ]

    def _add(self, text: str, name: str, tip: str, key: str = "") -> QAction:
        action = self.addAction(text)
        action.setObjectName(name)
        action.setToolTip(f"<p>{tip}</p>")
        action.setData(key)
        return action

    def _draw_samples(self) -> None:
        """Begin to draw the samples, one a turn of the event loop, so that the menu opens at once.

        What a menu that was closed too soon still lacks is drawn when it is opened again.
        """
        if self._drawn_in != self._theme.name:
            self._drawn_in = self._theme.name
            self._undrawn = zip(self._samples, self._offered, strict=True)
            for action in self._samples:
                if action.icon().isNull():
                    action.setIcon(_blank())
        self._drawing.start()

    def _draw_next(self) -> None:
        for action, sample in self._undrawn:
            drawn = sample_picture(sample.build(), self._theme, THUMBNAIL)
            action.setIcon(QIcon(QPixmap.fromImage(drawn)))
            return
        self._drawing.stop()

    def _choose_sample(self, action: QAction) -> None:
        if action in self._samples:
            self.sample_requested.emit(action.data())


def _blank() -> QIcon:
    """The room of a picture that is still to be drawn."""
    room = QPixmap(THUMBNAIL, THUMBNAIL)
    room.fill(Qt.GlobalColor.transparent)
    return QIcon(room)

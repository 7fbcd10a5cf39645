"""The thin bar on top: the name, the menus, the lesson, and the actions used most."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QSizePolicy, QToolButton, QWidget

from app.content.lessons import lesson_info
from app.paint.theme import Theme
from app.services.store import Store
from app.state.scene import Scene
from app.ui.icons import icon

HEIGHT = 44
NARROW = 1150
"""Below this width the buttons of the header show their icons alone."""


class Header(QWidget):
    """Menus on the left, the lesson's name in the middle, buttons on the right."""

    def __init__(self, store: Store, menus: QMenuBar, buttons: tuple[QAction, ...]) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        brand = QLabel("Convoscope")
        brand.setProperty("kind", "brand")
        self._lesson = QLabel()
        self._lesson.setProperty("kind", "quiet")
        self._menus = menus
        menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._buttons = tuple(self._button(action) for action in buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(brand)
        row.addSpacing(6)
        row.addWidget(menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._lesson)
        row.addStretch(1)
        for button in self._buttons:
            row.addWidget(button)
        store.changed.connect(self._show)
        self._show(store.scene)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setObjectName(f"{action.objectName()}_button")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("kind", "worded")
        button.setIconSize(QSize(16, 16))
        return button

    @property
    def room(self) -> QRect:
        """What lies free between the menus and the buttons, but for the lesson's name."""
        left = self._menus.geometry().right() + 12
        right = self._buttons[0].geometry().left() - 12
        return QRect(left, 0, right - left, self.height())

    def set_theme(self, theme: Theme) -> None:
        for button in self._buttons:
            action = button.defaultAction()
            action.setIcon(icon(str(action.data()), theme.ink))

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what the menus also hold."""
        style = Qt.ToolButtonStyle
        for button in self._buttons:
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon
            )
            button.setProperty("kind", None if narrow else "worded")
            button.style().polish(button)
        self._lesson.setVisible(not narrow)

    def _show(self, scene: Scene) -> None:
        info = lesson_info(scene.lesson)
        self._lesson.setText(f"{info.title}  ·  {info.subtitle}")

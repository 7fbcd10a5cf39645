"""The inspector: input, kernel, parameters, output size and display, beside the stage."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.paint.theme import Theme
from app.services.recent import RecentFiles
from app.services.store import Store
from app.state.outcome import Edit, Outcome, Refusal
from app.state.scene import Scene
from app.ui.inspector.backwards_section import BackwardsSection, ReadingSection
from app.ui.inspector.depthwise_section import DepthwiseSection
from app.ui.inspector.filters_section import FiltersSection
from app.ui.inspector.groups_section import GroupsSection
from app.ui.inspector.input_section import InputSection
from app.ui.inspector.kernel3_section import Kernel3Section
from app.ui.inspector.kernel_section import TABLE_WIDTH, KernelSection
from app.ui.inspector.manners import Manners
from app.ui.inspector.matrix_section import MatrixSection
from app.ui.inspector.overlap_section import OverlapSection
from app.ui.inspector.parameters3_section import Parameters3Section, Size3Section
from app.ui.inspector.parameters_section import ParametersSection
from app.ui.inspector.parts import Fold, rule
from app.ui.inspector.pointwise_section import PointwiseSection
from app.ui.inspector.section import Section
from app.ui.inspector.shortcuts import EDIT_KEYS, FOCUS_KEYS
from app.ui.inspector.show_section import ShowSection
from app.ui.inspector.size_section import SizeSection
from app.ui.inspector.spatial_section import SpatialSection
from app.ui.inspector.stack_section import StackSection
from app.ui.inspector.transposed_section import TransposedSection
from app.ui.inspector.volume_section import VolumeSection

MARGIN = 16
SCROLL_BAR = 9
ROOMY = 1000
"""From this height on, the folded settings are shown from the start."""
WIDTH = TABLE_WIDTH + 2 * MARGIN + SCROLL_BAR


class Inspector(QScrollArea):
    """Shows the store's scene and asks it for edits; what needs a file it asks the window for.

    A section is refreshed only when what it shows has changed, so that stepping costs nothing.
    """

    open_requested = Signal()
    paste_requested = Signal()
    sample_requested = Signal(str)
    recent_requested = Signal(str)

    def __init__(
        self, store: Store, recent: RecentFiles, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(WIDTH)
        self.store = store
        self.input = InputSection(store, theme, recent)
        self.kernel = KernelSection(store, theme)
        self.filters = FiltersSection(store, theme)
        self.depthwise = DepthwiseSection(store, theme)
        self.pointwise = PointwiseSection(store, theme)
        self.groups = GroupsSection(store, theme)
        self.parameters = ParametersSection(store, theme)
        self.size_ = SizeSection(store, theme)
        self.reading = ReadingSection(store, theme)
        self.backwards = BackwardsSection(store, theme)
        self.stack = StackSection(store, theme)
        self.matrix = MatrixSection(store, theme)
        self.transposed = TransposedSection(store, theme)
        self.overlap = OverlapSection(store, theme)
        self.spatial = SpatialSection(store, theme)
        self.volume = VolumeSection(store, theme)
        self.kernel3 = Kernel3Section(store, theme)
        self.parameters3 = Parameters3Section(store, theme)
        self.size3 = Size3Section(store, theme)
        self.show_ = ShowSection(store, theme)
        self.sections: tuple[Section, ...] = (
            self.input,
            self.kernel,
            self.filters,
            self.depthwise,
            self.groups,
            self.pointwise,
            self.parameters,
            self.size_,
            self.reading,
            self.backwards,
            self.stack,
            self.matrix,
            self.transposed,
            self.overlap,
            self.spatial,
            self.volume,
            self.kernel3,
            self.parameters3,
            self.size3,
            self.show_,
        )
        self._was_shown = False
        self._shown: list[Hashable] = [None] * len(self.sections)
        self.setWidget(self._laid_out())
        self._manners = Manners(self)
        self._manners.guard(self)
        self._connect()
        self._show(store.scene)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Unfold everything where there is room for it, the first time."""
        super().showEvent(event)
        if not self._was_shown and self.height() >= ROOMY:
            for fold in self.findChildren(Fold):
                fold.open()
        self._was_shown = True

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        for place, section in enumerate(self.sections):
            section.set_theme(theme)
            if self.store.scene.lesson not in section.lessons:
                self._shown[place] = None  # in the new theme once it is there again

    def reveal(self, name: str) -> None:
        """Lead to a control: scroll to it, give it the focus, and open it where it opens."""
        control = self.findChild(QWidget, name)
        assert control is not None, name
        if not control.isVisibleTo(self):
            return  # it belongs to another lesson
        self.ensureWidgetVisible(control)
        control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(control, QComboBox):
            control.showPopup()
        elif isinstance(control, QPushButton):
            control.showMenu()

    def _laid_out(self) -> QWidget:
        content = QWidget()
        content.setObjectName("inspector_content")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(9)
        self._rules = [rule() for _ in self.sections]
        self._rules[0].hide()
        for line, section in zip(self._rules, self.sections, strict=True):
            layout.addWidget(line)
            layout.addWidget(section)
        layout.addStretch(1)
        return content

    def _connect(self) -> None:
        menu = self.input.menu
        menu.open_requested.connect(self.open_requested)
        self.volume.open_requested.connect(self.open_requested)
        menu.paste_requested.connect(self.paste_requested)
        menu.sample_requested.connect(self.sample_requested)
        menu.recent_requested.connect(self.recent_requested)
        self.store.changed.connect(self._show)
        self.store.answered.connect(self._hear)
        for shortcut, edit in EDIT_KEYS:
            self._key(shortcut.keys).activated.connect(partial(self._ask, edit))
        for shortcut, names in FOCUS_KEYS:
            self._key(shortcut.keys).activated.connect(partial(self._reveal_all, names))

    def _reveal_all(self, names: tuple[str, ...]) -> None:
        """Lead to the one of these controls that the lesson has."""
        for name in names:
            self.reveal(name)

    def _key(self, keys: str) -> QShortcut:
        return QShortcut(QKeySequence(keys), self)

    def _ask(self, edit: Edit) -> None:
        """A key's edit, where the lesson has the parameters that it changes."""
        if self.store.scene.lesson in self.parameters.lessons | self.parameters3.lessons:
            self.store.do(edit)

    def _show(self, scene: Scene) -> None:
        above = False  # whether a section stands above this one
        for place, section in enumerate(self.sections):
            here = scene.lesson in section.lessons
            section.setVisible(here)
            self._rules[place].setVisible(here and above)
            above = above or here
            shown = section.depends(scene) if here else None
            if here and shown != self._shown[place]:
                self._shown[place] = shown
                section.refresh(scene)
                section.clear()

    def _hear(self, outcome: Outcome) -> None:
        """Say what became of an edit; a refused control shows the valid value again."""
        for section in self.sections:
            section.clear()
        if not isinstance(outcome, Refusal):
            self.input.said.say(outcome.said)
            self.volume.said.say(outcome.said)
            return
        self.input.said.say("")
        self.volume.said.say("")
        for section in self.sections:
            note = section.refuse(outcome.control, outcome.reason)
            if note is not None:
                section.refresh(self.store.scene)
                self.ensureWidgetVisible(note)

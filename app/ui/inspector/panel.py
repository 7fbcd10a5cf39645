"""The inspector: input, kernel, parameters, output size and display, beside the stage."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import TypeVar, cast

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
from app.services.overrides import guarded
from app.services.recent import RecentFiles
from app.services.store import Store
from app.state.outcome import Edit, Outcome, Refusal
from app.state.scene import Scene
from app.ui.inspector.controls.fold import Fold
from app.ui.inspector.controls.manners import Manners
from app.ui.inspector.controls.parts import rule
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.weights import TABLE_WIDTH
from app.ui.inspector.sections.backwards import BackwardsSection, ReadingSection
from app.ui.inspector.sections.depthwise import DepthwiseSection
from app.ui.inspector.sections.depthwise_mixes import MixesSection
from app.ui.inspector.sections.filters import FiltersSection
from app.ui.inspector.sections.groups import GroupsSection
from app.ui.inspector.sections.input import InputSection
from app.ui.inspector.sections.kernel import KernelSection
from app.ui.inspector.sections.matrix import MatrixSection
from app.ui.inspector.sections.overlap import OverlapSection
from app.ui.inspector.sections.parameters import ParametersSection
from app.ui.inspector.sections.pointwise import PointwiseSection
from app.ui.inspector.sections.show import ShowSection
from app.ui.inspector.sections.size import SizeSection
from app.ui.inspector.sections.solid_kernel import Kernel3Section
from app.ui.inspector.sections.solid_parameters import Parameters3Section
from app.ui.inspector.sections.solid_size import Size3Section
from app.ui.inspector.sections.spatial import SpatialSection
from app.ui.inspector.sections.stack import StackSection
from app.ui.inspector.sections.transposed import TransposedSection
from app.ui.inspector.sections.volume import VolumeSection
from app.ui.inspector.shortcuts import EDIT_KEYS, FOCUS_KEYS

MARGIN = 16
SCROLL_BAR = 9
ROOMY = 1000
"""From this height on, the folded settings are shown from the start."""
WIDTH = TABLE_WIDTH + 2 * MARGIN + SCROLL_BAR


KINDS: tuple[type[Section], ...] = (
    InputSection,
    KernelSection,
    FiltersSection,
    DepthwiseSection,
    MixesSection,
    GroupsSection,
    PointwiseSection,
    ParametersSection,
    SizeSection,
    ReadingSection,
    BackwardsSection,
    StackSection,
    MatrixSection,
    TransposedSection,
    OverlapSection,
    SpatialSection,
    VolumeSection,
    Kernel3Section,
    Parameters3Section,
    Size3Section,
    ShowSection,
)
"""The sections from the top; a lesson has those that name it."""
Kind = TypeVar("Kind", bound=Section)


class _Place:
    """Where a section stands, with the line above it; the section is made when it is needed."""

    def __init__(self, kind: type[Section]) -> None:
        self.kind = kind
        self.line = rule()
        self.slot = QVBoxLayout()
        self.section: Section | None = None
        self.shown: Hashable = None


@guarded
class Inspector(QScrollArea):
    """Shows the store's scene and asks it for edits; what needs a file it asks the window for.

    A section is made when a lesson first has it, so that the window opens with few controls, and
    refreshed only when what it shows has changed, so that stepping costs nothing. `freed` tells
    that the keys are the stage's again, as Manners says.
    """

    open_requested = Signal()
    paste_requested = Signal()
    sample_requested = Signal(str)
    recent_requested = Signal(str)
    freed = Signal()

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
        self._recent, self._theme = recent, theme
        self._was_shown = self._refused = False
        self._lesson = store.scene.lesson
        self._manners = Manners(self)
        self._places = tuple(_Place(kind) for kind in KINDS)
        self.setWidget(self._laid_out())
        self._connect()
        self._show(store.scene)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that there are so far, from the top."""
        return tuple(place.section for place in self._places if place.section is not None)

    def section(self, kind: type[Kind]) -> Kind:
        """The section of a kind, made when it is first asked for."""
        place = next(place for place in self._places if place.kind is kind)
        section = place.section or self._make(place)
        assert isinstance(section, kind)
        return section

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Unfold everything where there is room for it, the first time."""
        super().showEvent(event)
        if not self._was_shown and self.height() >= ROOMY:
            _unfold(self)
        self._was_shown = True

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        for place in self._places:
            if place.section is not None:
                place.section.set_theme(theme)
                if self.store.scene.lesson not in place.kind.lessons:
                    place.shown = None  # in the new theme once it is there again

    def reveal(self, name: str) -> None:
        """Lead to a control: scroll to it, give it the focus, and open it where it opens."""
        control = self.findChild(QWidget, name)
        if control is None or not control.isVisibleTo(self):
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
        for place in self._places:
            layout.addWidget(place.line)
            layout.addLayout(place.slot)
        layout.addStretch(1)
        return content

    def _make(self, place: _Place) -> Section:
        """A section, in its place on the screen and in the tab order."""
        own = FACTORIES.get(place.kind)
        plain = cast(Callable[[Store, Theme], Section], place.kind)
        section = own(self) if own else plain(self.store, self._theme)
        place.section = section
        place.slot.addWidget(section)
        self._manners.guard(section)
        if self._was_shown and self.height() >= ROOMY:
            _unfold(section)
        self._put_in_order(place, section)
        return section

    def _put_in_order(self, place: _Place, section: Section) -> None:
        """A section that comes late stands before the one below it in the tab order too."""
        later = self._places[self._places.index(place) + 1 :]
        below = [after for other in later if other.section for after in tab_stops(other.section)]
        if not below:
            return
        after = below[0].previousInFocusChain()
        while after is not None and not _is_stop(after):
            after = after.previousInFocusChain()
        for control in tab_stops(section):
            if after is not None:
                QWidget.setTabOrder(after, control)
            after = control

    def _connect(self) -> None:
        self.store.changed.connect(self._show)
        self.store.stayed.connect(self._again)
        self.store.answered.connect(self._hear)
        self._manners.freed.connect(self.freed)
        self._manners.entered.connect(self._entered)
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
        if self.store.scene.lesson in ParametersSection.lessons | Parameters3Section.lessons:
            self.store.do(edit)

    def _show(self, scene: Scene) -> None:
        if scene.lesson is not self._lesson:
            self._lesson = scene.lesson
            self.verticalScrollBar().setValue(0)
        above = False  # whether a section stands above this one
        for place in self._places:
            here = scene.lesson in place.kind.lessons
            place.line.setVisible(here and above)
            above = above or here
            if here:
                self._refresh(place, place.section or self._make(place), scene)
            if place.section is not None:
                place.section.setVisible(here)

    def _again(self) -> None:
        """What was typed will not be: every control shows the valid value again."""
        for place in self._places:
            place.shown = None
        self._show(self.store.scene)

    def _refresh(self, place: _Place, section: Section, scene: Scene) -> None:
        shown = section.depends(scene)
        if shown != place.shown:
            place.shown = shown
            section.refresh(scene)
            section.clear()

    def _hear(self, outcome: Outcome) -> None:
        """Say what became of an edit; a refused control shows the valid value again."""
        self._refused = isinstance(outcome, Refusal)
        for section in self.sections:
            section.clear()
            section.tell("" if isinstance(outcome, Refusal) else outcome.said)
        if not isinstance(outcome, Refusal):
            return
        here = self.store.scene.lesson
        for section in (section for section in self.sections if here in section.lessons):
            note = section.refuse(outcome.control, outcome.reason)
            if note is not None:
                section.refresh(self.store.scene)
                self.ensureWidgetVisible(note)

    def _entered(self) -> None:
        """Whoever was refused types again."""
        if not self._refused:
            self.freed.emit()

    def make_input(self) -> InputSection:
        """The section of images; what needs a file is the window's."""
        section = InputSection(self.store, self._theme, self._recent)
        menu = section.menu
        menu.open_requested.connect(self.open_requested)
        menu.paste_requested.connect(self.paste_requested)
        menu.sample_requested.connect(self.sample_requested)
        menu.recent_requested.connect(self.recent_requested)
        return section

    def make_volume(self) -> VolumeSection:
        """The section of volumes."""
        section = VolumeSection(self.store, self._theme)
        section.open_requested.connect(self.open_requested)
        return section


def tab_stops(section: QWidget) -> list[QWidget]:
    """What of a section takes the focus, in the order of the tab key."""
    stops: list[QWidget] = []
    widget = section.nextInFocusChain()
    while widget is not None and section.isAncestorOf(widget):
        if _is_stop(widget):
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops


def _is_stop(widget: QWidget) -> bool:
    """Whether the tab key stops at a widget; the insides of Qt's own controls go with these."""
    inside = widget.objectName().startswith("qt_")
    return not inside and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _unfold(widget: QWidget) -> None:
    for fold in widget.findChildren(Fold):
        fold.open()


FACTORIES: dict[type[Section], Callable[[Inspector], Section]] = {
    InputSection: Inspector.make_input,
    VolumeSection: Inspector.make_volume,
}
"""The sections that want more than the store and a theme."""

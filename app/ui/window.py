"""The main window: it puts the parts together and lets them speak to each other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QMenuBar, QVBoxLayout, QWidget

from app.content.lessons import preset
from app.paint.theme import Theme
from app.services.background.jobs import Jobs
from app.services.background.results import Results
from app.services.folders import Folders
from app.services.overrides import guarded
from app.services.recent import RecentFiles
from app.services.saving.autosave import Autosave
from app.services.settings import Settings
from app.services.store import Store
from app.state import edits
from app.state.player import Player, glide_seconds
from app.state.scene import Reveal, Scene
from app.ui.about import AboutDialog
from app.ui.actions import Deed, action_of, menu, theme_menu, toggle, undo_actions
from app.ui.computing import Computing, Preparing
from app.ui.documents import Documents
from app.ui.header import NARROW, Header
from app.ui.help import HelpSheet
from app.ui.inspector.panel import Inspector
from app.ui.inspector.sections.show import ShowSection
from app.ui.keys import KEYS
from app.ui.lessons.panel import Lessons
from app.ui.messages import Messages
from app.ui.notice_place import NoticePlace
from app.ui.opening import Opening
from app.ui.plots import Plots
from app.ui.predicting.predicting import Predicting
from app.ui.presenting import Presenting
from app.ui.recent_menu import RecentMenu
from app.ui.recovery import Recovery
from app.ui.stage.stage import Stage
from app.ui.taking.exporting import Exporting
from app.ui.taking.menu import Taking
from app.ui.theming import Theming
from app.ui.timeline.timeline import Timeline

SMALLEST = (960, 640)
USUAL = (1366, 768)


@guarded
class MainWindow(QMainWindow):
    """Lessons, stage, inspector, timeline. Close with `close()`: it ends the threads too."""

    def __init__(self, scene: Scene, settings: Settings) -> None:
        super().__init__()
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setAcceptDrops(True)
        self.settings = settings
        self._leaving = False
        self.theming = Theming(settings, self)
        self.theming.dress()
        theme = self.theming.theme
        self.jobs = Jobs(parent=self)
        self.store = Store(scene, self, self.jobs)
        self.results = Results(parent=self)
        self.recent = RecentFiles(settings, self)
        folders = Folders(settings)
        self.opening = Opening(self.store, self.jobs, self.recent, folders, self)
        self.stage = Stage(self.store, self.results, self.jobs, theme)
        self.documents = Documents(self.store, self.stage, self.jobs, self.recent, folders, self)
        self.autosave = Autosave(settings.sessions, self.documents.session, self.jobs, self)
        self.recovery = Recovery(self.documents, self.autosave, self.jobs, self)
        self.timeline = Timeline(self.store, Player(speed=settings.speed, loop=settings.loop))
        self.plots = Plots(self.store, self.results)
        self.lessons = Lessons(self.store)
        self.inspector = Inspector(self.store, self.recent, theme)
        self.exporting = Exporting(self.stage, settings, folders, self)
        self.taking = Taking(self.stage, folders, self)
        self.predicting = Predicting(self.store, self.stage, self.timeline, self.plots, self)
        self.header = self._header()
        self._lay_out()
        others = (self.header, self.lessons, self.inspector, self.timeline, self.plots)
        self.presenting = Presenting(self, self.stage, others)
        self._connect()
        self._restore()
        self._dress(theme)
        self.stage.setFocus()

    # ---- building

    def _deeds(self) -> dict[str, Deed]:
        deeds = (
            Deed("open", "Open…", ("Ctrl+O",),
                 "Open an image, a volume or a scene from this machine; several images at once are "
                 "the slices of a volume", self.opening.ask, "open"),
            Deed("open_folder", "Open folder of slices…", ("Ctrl+Shift+O",),
                 "Open the images in a folder, all of one size, as the slices of a volume",
                 self.opening.ask_folder),
            Deed("save", "Save scene", ("Ctrl+S",), "Save all of this in one file, the image too",
                 self.documents.save),
            Deed("save_as", "Save scene as…", ("Ctrl+Shift+S",),
                 "Save all of this in another file", self.documents.save_as),
            Deed("paste", "Paste", ("Ctrl+V",), "Open the image or the numbers on the clipboard",
                 self.opening.paste),
            Deed("export_png", "Export picture…", ("Ctrl+E",),
                 "Save the stage as a PNG, SVG or PDF", self.exporting.ask_picture, "export"),
            Deed("export_gif", "Export animation…", ("Ctrl+Shift+E",),
                 "Save the steps as a GIF, APNG, WebP or MP4", self.exporting.ask_animation),
            Deed("quit", "Quit", ("Ctrl+Q",), "Close Convoscope", self._quit),
            Deed("reset", "Reset to the worked example", ("Ctrl+R",),
                 "Go back to where this example began", self._reset),
            Deed("copy_equation", "Copy equation", ("Ctrl+C",),
                 "Copy the equation with all its digits", self.exporting.copy_equation),
            Deed("copy_picture", "Copy picture", ("Ctrl+Shift+C",),
                 "Copy what the stage shows", self.exporting.copy_picture),
            Deed("fit", "Fit the picture", ("Ctrl+0",), "Show the whole image again",
                 self.stage.fit),
            Deed("present", "Present", ("F5", "F11"), "Show the stage alone on the full screen",
                 self._present, "present"),
            Deed("help", "Keys and mouse", ("F1", "?"), "List what every key does", self._help),
            Deed("read", "Read about this lesson…", ("F3",),
                 "Open the lesson's whole text, with what to try and what is often got wrong",
                 self.lessons.read),
            Deed("about", "About Convoscope", (),
                 "Its version, what it stands on, and where its facts come from", self._about),
            *self.taking.deeds(),
        )  # fmt: skip
        return {deed.name: deed for deed in deeds}

    def _header(self) -> Header:
        self.actions_ = {name: action_of(deed, self) for name, deed in self._deeds().items()}
        undo, redo = undo_actions(self.store.undo_stack, self)
        self.actions_ |= {"undo": undo, "redo": redo}
        self.actions_ |= {"predict": self.predicting.action}
        self.actions_ |= {"predict_products": self.predicting.products}
        bar = QMenuBar()
        self._file_menu(menu(bar, "&File"))
        edit = menu(bar, "&Edit")
        self._fill(edit, "undo", "redo", "", "reset", "", "copy_equation", "copy_equation_latex",
                   "copy_picture")  # fmt: skip
        self.taking.add_menu(edit)
        self._view_menu(bar)
        self._fill(menu(bar, "&Help"), "read", "help", "", "about")
        names = ("open", "undo", "export_png", "predict", "present")
        return Header(self.store, bar, tuple(self.actions_[name] for name in names))

    def _file_menu(self, file: QMenu) -> None:
        self._fill(file, "open", "open_folder")
        recent = RecentMenu("Open recent", self.recent, self)
        recent.chosen.connect(self.opening.open_recent)
        file.addMenu(recent)
        self._fill(file, "paste", "", "save", "save_as", "", "export_png", "export_gif", "code",
                   "handout", "", "quit")  # fmt: skip

    def _fill(self, into: object, *names: str) -> None:
        for name in names:
            if name:
                into.addAction(self.actions_[name])  # type: ignore[attr-defined]
            else:
                into.addSeparator()  # type: ignore[attr-defined]

    def _view_menu(self, bar: QMenuBar) -> None:
        view = menu(bar, "&View")
        theme_menu(view, self.settings.theme, self.theming.choose)  # type: ignore[arg-type]
        toggle(view, "motion", "Motion", self.settings.motion, self._set_motion)
        view.addSeparator()
        self._fill(view, "fit")
        self._reveal = toggle(
            view, "reveal", "Output appears step by step", self.stage.derived.by_step,
            self._set_by_step,
        )  # fmt: skip
        view.addSeparator()
        panels = (("lessons", "Lessons", "F6"), ("inspector", "Inspector", "F7"))
        for name, text, key in panels:
            toggle(view, f"fold_{name}", text, True, partial(self._fold, name), key)
        toggle(view, "fold_plots", "Plots", False, partial(self._fold, "plots"), "F8")
        view.addSeparator()
        self._fill(view, "predict", "predict_products", "", "present")

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in (
            (self.stage, 1), (self.predicting.bar, 0), (self.plots, 0), (self.timeline, 0),
        ):  # fmt: skip
            column.addWidget(widget, stretch)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.lessons)
        body.addWidget(centre, 1)
        body.addWidget(self.inspector)
        whole = QWidget()
        whole.setObjectName("centre")
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        place = NoticePlace(whole, self.header, self.stage)
        rows.addWidget(self.header)
        rows.addWidget(place.strip)
        rows.addLayout(body, 1)
        self.setCentralWidget(whole)
        self.messages = Messages(whole, place)
        self.stage.installEventFilter(self.messages)

    def _connect(self) -> None:
        self.theming.changed.connect(self._dress)
        self.store.answered.connect(self.messages.hear)
        self.store.changed.connect(self._follow)
        self.results.failed.connect(self.messages.warn)
        self.opening.failed.connect(self.messages.warn)
        self.opening.began.connect(self._opening_began)
        self.opening.progressed.connect(self._opening_progressed)
        self.opening.ended.connect(self.messages.settle)
        self.computing = Computing(self.results, self.messages, self)
        self.preparing = Preparing(self.store, self.messages, self)
        self.messages.cancelled.connect(self.opening.stop_reading)
        self.opening.opened.connect(self._opened)
        self._connect_documents()
        for part in (self.exporting, self.taking):
            part.said.connect(self.messages.say)
            part.failed.connect(self.messages.warn)
        self.predicting.said.connect(self.messages.say)
        self.inspector.open_requested.connect(self.opening.ask)
        self.inspector.paste_requested.connect(self.opening.paste)
        self.inspector.sample_requested.connect(self.opening.open_sample)
        self.inspector.recent_requested.connect(self.opening.open_recent)
        self.timeline.player_changed.connect(self._keep_player)
        self.lessons.width_chosen.connect(self._keep_width)
        for keys_free in (self.lessons.picked, self.inspector.freed):
            keys_free.connect(self.stage.setFocus)
        self.plots.unfolded_changed.connect(self._plots_folded)
        self.stage.glide_seconds = self._glide_seconds
        self.presenting.changed.connect(self.timeline.set_presenting)
        self.presenting.changed.connect(self.predicting.set_presenting)
        self.presenting.changed.connect(self.messages.set_presenting)

    def _connect_documents(self) -> None:
        documents = self.documents
        self.opening.scene_chosen.connect(documents.open_path)
        self.opening.began.connect(documents.stop_reading)
        documents.began.connect(self._scene_began)
        documents.said.connect(self.messages.say)
        documents.opened.connect(self.timeline.pause)
        documents.titled.connect(self._title)
        self.store.changed.connect(self.autosave.note)
        documents.titled.connect(self.autosave.note)
        for part in (documents, self.autosave, self.recovery):
            part.failed.connect(self.messages.warn)
        self._title()

    # ---- what the parts tell

    def _title(self) -> None:
        name = self.documents.name.replace("[*]", "[*][*]")
        self.setWindowTitle(f"{name}[*] — Convoscope")
        self.setWindowModified(self.documents.is_modified)

    def _dress(self, theme: Theme) -> None:
        for part in (self.header, self.stage, self.timeline, self.plots, self.lessons,
                     self.inspector, self.messages, self.predicting):  # fmt: skip
            part.set_theme(theme)

    def _follow(self, scene: Scene) -> None:
        self._reveal.setEnabled(scene.lesson in ShowSection.lessons)
        blocked = self._reveal.blockSignals(True)
        self._reveal.setChecked(self.stage.derived.by_step)
        self._reveal.blockSignals(blocked)

    def _opening_began(self, name: str) -> None:
        self.messages.wait(f"Opening {name} …")

    def _opening_progressed(self, name: str, done: float) -> None:
        self.messages.advance(f"Opening {name} … {100 * done:.0f} %")

    def _scene_began(self, name: str) -> None:
        self.messages.say(f"Opening {name} …")

    def _opened(self, note: str) -> None:
        if note:
            self.messages.say(note)

    def _keep_width(self, width: int) -> None:
        self.settings.lessons_width = width

    def _keep_player(self, player: Player) -> None:
        self.settings.speed, self.settings.loop = player.speed, player.loop

    def _plots_folded(self, unfolded: bool) -> None:
        action = self.findChild(type(self._reveal), "fold_plots")
        if action is not None:
            action.setChecked(unfolded)

    def _glide_seconds(self) -> float:
        if not self.settings.motion:
            return 0.0
        player = self.timeline.player
        return glide_seconds(player.speed, player.playing)

    # ---- what the menus ask

    def _reset(self) -> None:
        scene = self.store.scene
        self.store.do(partial(edits.reset, preset=preset(scene.lesson, scene.preset).build()))

    def _set_motion(self, on: bool) -> None:
        self.settings.motion = on

    def _set_by_step(self, on: bool) -> None:
        reveal = Reveal.BY_STEP if on else Reveal.WHOLE
        self.store.do(partial(edits.set_reveal, reveal=reveal))

    def _fold(self, name: str, shown: bool) -> None:
        if name == "plots":
            self.plots.set_unfolded(shown)
        else:
            getattr(self, name).setVisible(shown)
        folded = set(self.settings.folded) - {name}
        self.settings.folded = folded if shown else folded | {name}

    def _present(self) -> None:
        self.presenting.toggle()

    def _help(self) -> None:
        sheet = HelpSheet(KEYS, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _about(self) -> None:
        AboutDialog(self.theming.theme, self).open()

    def _quit(self) -> None:
        self.close()

    # ---- the window itself

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.header.set_narrow(self.width() < NARROW)
        self.lessons.set_width(self.settings.lessons_width, self.width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self.opening.can_take(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if self.opening.take(event.mimeData(), "dropped image"):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.activateWindow()

    def _restore(self) -> None:
        if not self.settings.geometry.isEmpty():
            self.restoreGeometry(self.settings.geometry)
        for name in self.settings.folded:
            action = self.findChild(type(self._reveal), f"fold_{name}")
            if action is not None:
                action.setChecked(False)

    def leave(self) -> None:
        """Close without asking about unsaved changes."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self.documents.is_modified and not self._leaving:
            event.ignore()
            self.documents.settle(self.leave)
            return
        self.presenting.leave()
        self.timeline.pause()
        self.settings.geometry = self.saveGeometry()
        self.settings.save()
        self.autosave.stop()
        self.results.close()
        self.jobs.close()
        self.autosave.end()
        event.accept()

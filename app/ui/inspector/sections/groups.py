"""The groups of a layer: a slider over the divisors, and what comes after the layer."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from app.paint.theme import Theme
from app.services.store import Store
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Following
from app.state.channels.filters import MAX_CHANNELS, divisors
from app.state.scene import Lesson, Scene
from app.ui.inspector.controls.numbers import VALUE_WIDTH, AskedNumber
from app.ui.inspector.controls.parts import Segments, named, row_label, text_label
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.slider import Slider

TIP = (
    "Into how many groups input channels and filters are parted. The slider stops at the numbers "
    "that divide both; at the end, with a group for each channel, the layer is depthwise."
)
FOLLOWING = (
    (Following.NOTHING, "one layer", "The layer by itself."),
    (Following.GROUPED, "two", "A second layer with as many groups: what is apart stays apart."),
    (Following.SHUFFLED, "two, shuffled", "The channels are dealt out anew before the second "
     "layer, one from each group in turn, so that what was apart can mix."),
)  # fmt: skip


class GroupsSection(Section):
    """Shows and edits `scene.filters.groups` and what follows the layer."""

    lessons = frozenset({Lesson.GROUPED})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Groups", store, theme)
        self.slider = Slider(0, 1)
        named(self.slider, "groups", "Groups", TIP)
        self.value = AskedNumber(1, MAX_CHANNELS, "value")
        self.value.setFixedWidth(VALUE_WIDTH)
        named(self.value, "groups_value", "Groups, typed", TIP)
        self.slider.asked.connect(self._slide)
        self.value.valueChanged.connect(self._type)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(row_label("Groups", self.slider))
        line.addWidget(self.slider, 1)
        line.addWidget(self.value)
        self.rows.addLayout(line)
        self.fits = text_label("", "quiet", "groups_that_fit", wrap=True)
        self.rows.addWidget(self.fits)
        self.rows.addWidget(self.note_for("groups"))
        self.following = Segments(
            [(each.value, text, tip) for each, text, tip in FOLLOWING], "following"
        )
        self.following.setObjectName("following")
        self.following.chosen.connect(self._follow)
        self.rows.addWidget(self.following)
        self.rows.addWidget(self.note_for("mixing"))

    def depends(self, scene: Scene) -> Hashable:
        """The filters and what follows them."""
        return scene.filters, scene.mixing.following

    def refresh(self, scene: Scene) -> None:
        """Show the groups among those that fit."""
        fitting = divisors(scene.filters)
        blocked = self.slider.blockSignals(True)
        self.slider.setRange(0, max(1, len(fitting) - 1))
        self.slider.blockSignals(blocked)
        self.slider.setEnabled(len(fitting) > 1)
        self.slider.show_value(fitting.index(scene.filters.groups))
        self.value.show_value(scene.filters.groups)
        listed = ", ".join(map(str, fitting))
        channels, count = scene.filters.channels, scene.filters.count
        self.fits.setText(f"{listed} divide{'s' if len(fitting) == 1 else ''} {channels} input and "
                          f"{count} output channels")  # fmt: skip
        self.following.show_choice(scene.mixing.following.value)

    def _slide(self, place: int, gesture: str) -> None:
        fitting = divisors(self.store.scene.filters)
        groups = fitting[min(place, len(fitting) - 1)]
        self.ask(partial(channel_edits.set_groups, groups=groups), gesture)

    def _type(self, groups: int) -> None:
        self.ask(partial(channel_edits.set_groups, groups=groups))

    def _follow(self, key: str) -> None:
        self.ask(partial(channel_edits.set_following, following=Following(key)))

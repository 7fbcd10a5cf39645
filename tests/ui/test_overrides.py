"""Each override of Qt's methods fails once: the report is shown, and the window goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from inspect import unwrap
from pathlib import Path

from app.content.lessons import preset
from app.state.scene import Lesson
from app.state.view import Target, View
from tests.ui.conftest import OpenDesk
from tests.ui.failing import overriding

ROOT = Path(__file__).resolve().parents[2]


def test_every_class_that_overrides_a_method_of_qt_is_guarded() -> None:
    bare = [(kind, name) for kind, name, override in overriding() if unwrap(override) is override]
    assert bare == []


def test_whatever_override_fails_the_report_is_shown_and_the_window_goes_on() -> None:
    command = [sys.executable, "-m", "tests.ui.failing"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = [tuple(json.loads(line)) for line in ran.stdout.splitlines()]
    amiss = [line for line in told if line[2]]
    assert amiss == []
    assert [line[:2] for line in told] == [(kind, method) for kind, method, _ in overriding()]
    assert ran.returncode == 0


def test_enter_on_a_cell_that_shows_no_number_does_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(Lesson.RECEPTIVE_FIELD, "single").build())
    desk.stage.setFocus()
    desk.stage.set_view(View(pin=Target("input", 5, 11)))
    before = desk.scene
    desk.press("Enter")
    assert not desk.shows("cell_editor")
    assert desk.scene == before

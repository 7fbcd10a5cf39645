"""Set-up: which Python is found, what is said where something is missing, what is pinned."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts import prepare

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="`make` targets are for Linux")

LIBC = {"libc.so.6": "libc6"}
NOWHERE = {"libnowhere-convoscope.so.9": "libnowhere9", "libneither.so.1": "libneither1"}


# ---- finding a Python


def find_python(tmp_path: Path, **pythons: str) -> subprocess.CompletedProcess[str]:
    """Run the search where only the given pythons exist; each is a shell script's body."""
    for name, body in pythons.items():
        path = tmp_path / name.replace("_", ".")
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
    return subprocess.run(
        ["/bin/sh", ROOT / "scripts" / "find_python.sh"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_python_that_can_make_environments_is_taken(tmp_path: Path) -> None:
    done = find_python(tmp_path, python3="echo unable", python3_12="echo able")
    assert done.stdout == f"{tmp_path}/python3.12\n"
    assert done.returncode == 0


def test_one_that_lacks_venv_is_better_than_none(tmp_path: Path) -> None:
    done = find_python(tmp_path, python3="exit 1", python3_11="echo unable")
    assert done.stdout == f"{tmp_path}/python3.11\n"


def test_where_there_is_none_it_says_what_to_install(tmp_path: Path) -> None:
    done = find_python(tmp_path, python3="exit 1")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "needs Python 3.11" in done.stderr
    assert f"{tmp_path}/python3" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_the_python_that_runs_these_tests_would_do(tmp_path: Path) -> None:
    done = find_python(tmp_path, python3=f'exec "{sys.executable}" "$@"')
    assert done.stdout == f"{tmp_path}/python3\n"


# ---- the system's libraries


def test_a_library_that_is_there_is_not_missing() -> None:
    assert prepare.missing(LIBC) == []
    assert prepare.missing(LIBC | NOWHERE) == list(NOWHERE)
    prepare.provide(LIBC, root=False, apt=False)


def test_without_root_the_exact_command_is_named() -> None:
    with pytest.raises(prepare.SetupError) as caught:
        prepare.provide(LIBC | NOWHERE, root=False, apt=True)
    said = str(caught.value)
    assert "libnowhere-convoscope.so.9, libneither.so.1" in said
    assert said.endswith(
        "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends "
        "libnowhere9 libneither1"
    )


def test_without_apt_the_libraries_are_named() -> None:
    with pytest.raises(prepare.SetupError, match=r"libneither\.so\.1.*\n.*package manager"):
        prepare.provide(NOWHERE, root=True, apt=False)


def test_as_root_apt_get_is_asked_without_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text('#!/bin/sh\necho "$DEBIAN_FRONTEND: $*"\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(prepare.SetupError, match="Installed, yet these cannot be loaded"):
        prepare.provide(NOWHERE, root=True, apt=True)  # the pretended one installs nothing
    said = capfd.readouterr().out.splitlines()
    assert said[-2:] == [
        "noninteractive: update",
        "noninteractive: install --yes --no-install-recommends libnowhere9 libneither1",
    ]


def test_apt_get_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 100\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(prepare.SetupError, match="apt-get could not install them"):
        prepare.provide(NOWHERE, root=True, apt=True)


def test_a_window_needs_more_than_a_file_and_wayland_more_than_x() -> None:
    file = prepare.libraries({}, window=False)
    x11 = prepare.libraries({"DISPLAY": ":0"}, window=True)
    wayland = prepare.libraries({"WAYLAND_DISPLAY": "wayland-0"}, window=True)
    assert file.items() < x11.items() < wayland.items()
    assert x11["libxcb-cursor.so.0"] == "libxcb-cursor0"


def test_what_painting_into_a_file_needs_is_here() -> None:
    assert prepare.missing(prepare.libraries({}, window=False)) == []


# ---- Python's packages


def test_a_python_without_venv_is_told_the_package_of_its_version() -> None:
    said = prepare.lacks_venv(root=False)
    assert "cannot make a virtual environment" in said
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"sudo apt-get install --yes --no-install-recommends python{version}-venv" in said
    assert "sudo" not in prepare.lacks_venv(root=True)


def test_a_folder_without_an_environment_has_none_that_works(tmp_path: Path) -> None:
    assert not prepare.works(tmp_path / "bin" / "python")
    assert not prepare.works(Path("/bin/false"))


def test_packages_are_installed_again_only_when_the_lists_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in prepare.FILES_OF_PACKAGES:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".venv").mkdir()
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "pip: $*"\n')
    python.chmod(0o755)

    def installed(target: str) -> str:
        prepare.install_packages(tmp_path, python, target)
        return capfd.readouterr().out

    assert "PySide6-Essentials pyqtgraph numpy Pillow" in installed("run")
    assert installed("run") == ""
    assert "pytest" in installed("test")
    assert installed("test") == ""
    with (tmp_path / "constraints.txt").open("a") as file:
        file.write("another==1\n")
    assert "pip: " in installed("run")
    assert installed("run") == ""


def test_packages_that_failed_are_tried_again(tmp_path: Path) -> None:
    for name in prepare.FILES_OF_PACKAGES:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".venv").mkdir()
    for _ in range(2):
        with pytest.raises(prepare.SetupError, match="pip could not install"):
            prepare.install_packages(tmp_path, Path("/bin/false"), "run")


def project() -> dict[str, object]:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(data["project"])


def test_everything_that_is_asked_for_is_pinned_and_no_index_is_named() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    for pin in pins:
        assert re.fullmatch(r"[A-Za-z0-9_-]+==[0-9][0-9A-Za-z.]*", pin), pin
    names = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins}
    for target in prepare.EXTRAS:
        for wanted in prepare.requirements(project(), prepare.EXTRAS[target]):
            assert wanted.partition("==")[0].lower() in names


# ---- the window, or a picture of it


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ":99873"}, "nothing answers at DISPLAY=:99873"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "QT_QPA_PLATFORM=offscreen"),
    ],
)
def test_why_there_is_no_window(environment: dict[str, str], words: str) -> None:
    assert words in (prepare.no_window(environment, "linux") or "")


def test_elsewhere_a_window_needs_no_display_to_be_named() -> None:
    assert prepare.no_window({}, "darwin") is None


def test_help_and_export_open_no_window() -> None:
    assert prepare.wants_window(["photo.jpg", "--kernel", "5"])
    assert not prepare.wants_window(["--help"])
    assert not prepare.wants_window(["--export", "figure.png"])
    assert not prepare.wants_window(["--export=figure.png"])


def test_with_no_display_the_lesson_becomes_a_gif(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.py").write_text("import sys; print('called with', *sys.argv[1:])")
    code = prepare.start(tmp_path, Path(sys.executable), ["--stride", "2"], "no display here")
    said = capfd.readouterr().out
    assert code == 0
    assert "There is no display for a window (no display here)" in said
    assert f"called with --stride 2 --export {tmp_path}/convoscope.gif" in said
    assert f"Open {tmp_path}/convoscope.gif to see it" in said


def test_a_failure_of_the_application_is_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("raise SystemExit(2)")
    assert prepare.start(tmp_path, Path(sys.executable), [], "no display") == 2
    assert prepare.start(tmp_path, Path(sys.executable), [], None) == 2


def test_an_unknown_target_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert prepare.main(["fly"]) == 2
    assert "run|test|check|pictures|bench" in capsys.readouterr().err


def test_the_scripts_are_sound_shell() -> None:
    for shell, script in (("sh", "scripts/find_python.sh"), ("bash", ".ci/run")):
        subprocess.run([shell, "-n", ROOT / script], check=True)
    assert os.access(ROOT / "scripts" / "find_python.sh", os.R_OK)

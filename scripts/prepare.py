"""Prepare this folder for one of the Makefile's targets, and for `run` start the application.

    python -m scripts.prepare run|test|check|pictures|bench [arguments of main.py]

The environment is `.venv`; its packages are the ones of pyproject.toml in the versions of
constraints.txt. Qt's system libraries are tried, and as root installed where apt-get is there.
Needs a bare Python, 3.11 to 3.14; scripts/find_python.sh finds one.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app import display

ROOT = Path(__file__).resolve().parents[1]
GIF = "convoscope.gif"
FILES_OF_PACKAGES = ("pyproject.toml", "constraints.txt")
EXTRAS: Mapping[str, tuple[str, ...]] = {
    "run": (),
    "test": ("test",),
    "check": ("test", "check"),  # mypy reads the tests too
    "pictures": (),
    "bench": ("bench",),
}
"""For each target, the extras of pyproject.toml that it needs."""

OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt loads even to paint into a file: the library, and Debian's package of it."""
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt loads besides for a window under X."""
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""What Qt loads besides for a window under Wayland."""
WINDOWLESS = ("offscreen", "minimal")
"""Platforms of Qt that show nothing."""
TRY_TO_LOAD = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""


class SetupError(Exception):
    """Why it cannot go on, and what to do about it."""


# ---- the system's libraries


def libraries(environment: Mapping[str, str], window: bool) -> dict[str, str]:
    """The libraries that Qt will load, each with Debian's package of it."""
    if not window:
        return OFFSCREEN
    return OFFSCREEN | WINDOW | (WAYLAND if environment.get("WAYLAND_DISPLAY") else {})


def missing(needed: Mapping[str, str]) -> list[str]:
    """Those that cannot be loaded. Tried in a fresh Python: a loaded library stays loaded."""
    command = [sys.executable, "-I", "-c", TRY_TO_LOAD, *needed]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def apt_commands(packages: Sequence[str]) -> list[list[str]]:
    """What installs the packages on Debian and its kin."""
    options = ["--yes", "--no-install-recommends"]
    return [["apt-get", "update"], ["apt-get", "install", *options, *packages]]


def by_hand(packages: Sequence[str], *, root: bool) -> str:
    """The same as one line to type."""
    sudo = "" if root else "sudo "
    return " && ".join(f"{sudo}{shlex.join(command)}" for command in apt_commands(packages))


def provide(needed: Mapping[str, str], *, root: bool, apt: bool) -> None:
    """See to it that the libraries are there: install them, or say how to in a SetupError."""
    absent = missing(needed)
    if not absent:
        return
    listed = f"Qt needs system libraries that are missing here: {', '.join(absent)}."
    packages = list(dict.fromkeys(needed[name] for name in absent))
    if not apt:
        raise SetupError(
            f"{listed}\nInstall them with your system's package manager, then try again."
        )
    if not root:
        raise SetupError(
            f"{listed}\nInstall them with this command, then try again:\n"
            f"  {by_hand(packages, root=False)}"
        )
    print(f"{listed}\nInstalling {' '.join(packages)} …", flush=True)
    for command in apt_commands(packages):
        _done(
            command,
            "apt-get could not install them; its reason stands above.",
            os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    still = missing(needed)
    if still:
        raise SetupError(f"Installed, yet these cannot be loaded: {', '.join(still)}.")


# ---- Python's packages


def can_make_environments() -> bool:
    """Whether this Python has what Debian keeps in a package of its own."""
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def lacks_venv(*, root: bool) -> str:
    """What to say where it has not."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"{sys.executable} (Python {version}) cannot make a virtual environment: its modules venv "
        "and ensurepip are not installed.\nOn Debian and Ubuntu install them with this command, "
        f"then try again:\n  {by_hand([f'python{version}-venv'], root=root)}"
    )


def works(python: Path) -> bool:
    """Whether the environment is whole: its Python starts, is new enough and has pip."""
    code = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return (
            subprocess.run([python, "-I", "-c", code], capture_output=True, check=False).returncode
            == 0
        )
    except OSError:
        return False


def make_environment(root: Path, python: Path) -> None:
    """Make `.venv` where there is none that works."""
    if works(python):
        return
    if not can_make_environments():
        raise SetupError(lacks_venv(root=_is_root()))
    print(f"Making {root / '.venv'} with {sys.executable} …", flush=True)
    _done(
        [sys.executable, "-I", "-m", "venv", "--clear", str(root / ".venv")],
        "The virtual environment could not be made; the reason stands above.",
    )


def requirements(project: Mapping[str, Any], extras: Sequence[str]) -> list[str]:
    """What pyproject.toml's [project] asks for, without versions of its own."""
    wanted: list[str] = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return wanted


def fingerprint(root: Path) -> str:
    """Changes with every file that says which packages are wanted."""
    digest = hashlib.sha256()
    for name in FILES_OF_PACKAGES:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def stamp(root: Path, target: str) -> Path:
    """The file that remembers, by the fingerprint, what was installed for a target."""
    return root / ".venv" / f"prepared-{'-'.join(EXTRAS[target]) or 'run'}"


def install_packages(root: Path, python: Path, target: str) -> None:
    """Install what the target needs, unless just this was installed before."""
    mark, now = stamp(root, target), fingerprint(root)
    if mark.is_file() and mark.read_text() == now:
        return
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    print(f"Installing Python packages into {root / '.venv'} …", flush=True)
    _done(
        [
            str(python),
            "-I",
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-user",
            "--constraint",
            str(root / "constraints.txt"),
            *requirements(project, EXTRAS[target]),
        ],
        "pip could not install the packages; its reason stands above. It needs the network.",
    )
    mark.write_text(now)


# ---- the window, or a picture of it


def no_window(environment: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Why no window can be shown here; None where one can."""
    named = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if named in WINDOWLESS:
        return f"QT_QPA_PLATFORM={named} shows none"
    if display.is_there(environment, platform):
        return None
    told = [
        f"{name}={environment[name]}"
        for name in ("DISPLAY", "WAYLAND_DISPLAY")
        if environment.get(name)
    ]
    if told:
        return f"nothing answers at {' or '.join(told)}"
    return "neither DISPLAY nor WAYLAND_DISPLAY is set"


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether main.py, so called, opens one."""
    return not any(word in ("-h", "--help") or word.startswith("--export") for word in arguments)


def start(root: Path, python: Path, arguments: Sequence[str], why_not: str | None) -> int:
    """Open the window, or where none can be shown render the same scene to a GIF; the exit code."""
    command = [str(python), str(root / "main.py"), *arguments]
    if why_not is None or not wants_window(arguments):
        return subprocess.run(command, check=False).returncode
    print(
        f"There is no display for a window ({why_not}): rendering the opening lesson to a file "
        "instead …",
        flush=True,
    )
    file = root / GIF
    code = subprocess.run([*command, "--export", str(file)], check=False).returncode
    if code == 0:
        print(f"Open {file} to see it; `make run` in a desktop session opens the window.")
    return code


# ---- all of it, in order


def prepare(root: Path, target: str, why_not: str | None) -> Path:
    """Make everything ready that a target needs. Returns the environment's Python."""
    python = root / ".venv" / "bin" / "python"
    make_environment(root, python)
    if sys.platform == "linux":
        window = target == "run" and why_not is None
        provide(
            libraries(os.environ, window), root=_is_root(), apt=shutil.which("apt-get") is not None
        )
    install_packages(root, python, target)
    return python


def main(argv: Sequence[str]) -> int:
    """Prepare, and for `run` start. The exit code; 1 where something is missing."""
    target, *arguments = argv or [""]
    if target not in EXTRAS:
        print(__doc__, file=sys.stderr)
        return 2
    why_not = no_window(os.environ)
    try:
        python = prepare(ROOT, target, why_not)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return start(ROOT, python, arguments, why_not) if target == "run" else 0


def _is_root() -> bool:
    return os.geteuid() == 0


def _done(
    command: Sequence[str], otherwise: str, environment: Mapping[str, str] = os.environ
) -> None:
    if subprocess.run(command, env=environment, check=False).returncode != 0:
        raise SetupError(otherwise)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

"""Whether a window can be opened: asked before Qt, which ends the process where it cannot."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

OWN_DISPLAY = ("win32", "cygwin", "darwin", "ios", "android")
"""Platforms whose windows need no display server to be named."""
X_SOCKETS = "/tmp/.X11-unix/X"  # the X Window System's convention
X_PORT = 6000
PATIENCE = 2.0
"""How long a display may take to answer, in seconds."""


def is_there(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether Qt would find a display, by its own rules: a named platform first, then any."""
    if platform in OWN_DISPLAY:
        return True
    named = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if named.startswith("wayland"):
        return _wayland(environment)
    if named and named != "xcb":
        return True
    return _x(environment.get("DISPLAY", "")) or (not named and _wayland(environment))


def _x(display: str) -> bool:
    """Whether an X server answers at `[host]:number[.screen]`."""
    read = re.fullmatch(r"(?:unix|(?P<host>[^:]*)):(?P<number>\d+)(?:\.\d+)?", display)
    if read is None:
        return Path(display).is_socket() if display else False  # a socket's path, as on macOS
    number = int(read["number"])
    if read["host"]:
        return _host_answers(read["host"], X_PORT + number)
    return any(_socket_answers(f"{kind}{X_SOCKETS}{number}") for kind in ("\0", ""))


def _wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    return _socket_answers(str(Path(environment.get("XDG_RUNTIME_DIR", ""), name)))


def _socket_answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(PATIENCE)
        try:
            probe.connect(path)
        except (OSError, ValueError):
            return False
    return True


def _host_answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True

"""Playing and stepping: pure arithmetic on the scene's step and tap."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.state.derive import derive
from app.state.scene import Detail, Scene

SPEEDS: tuple[float, ...] = (0.5, 1, 2, 4, 8, 15, 30, 60)
"""Steps per second."""
PATIENCE = 900.0
"""The longest play in seconds; beyond it, playing moves by whole rows."""
GLIDE = 0.22
"""The longest glide of the window between two steps, in seconds."""


@dataclass(frozen=True, slots=True)
class Player:
    """How the timeline runs. Kept with the session, never an undo entry."""

    playing: bool = False
    speed: float = 2
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How far one beat of playing moves: `stride` positions, or whole `rows` of the output."""

    stride: int
    rows: int = 0

    @property
    def words(self) -> str:
        if self.rows == 0:
            return ""
        return "a row at a time" if self.rows == 1 else f"{self.rows} rows at a time"


def length(scene: Scene) -> int:
    """The number of timeline positions: output cells, times taps if the detail is tap by tap."""
    derived = derive(scene)
    return derived.steps if scene.detail is Detail.WINDOW else derived.tap_count


def position(scene: Scene) -> int:
    """The present timeline position, from 0."""
    if scene.detail is Detail.WINDOW:
        return scene.step
    return derive(scene).tap_place(scene.step, scene.tap)


def seek(scene: Scene, target: int) -> Scene:
    """The scene at a timeline position, clamped to the ends."""
    target = min(max(target, 0), length(scene) - 1)
    if scene.detail is Detail.WINDOW:
        return replace(scene, step=target, tap=0)
    step, tap = derive(scene).tap_at(target)
    return replace(scene, step=step, tap=tap)


def at_step(scene: Scene, step: int) -> Scene:
    """The scene at an output cell, its first product newest if the detail is tap by tap."""
    last = derive(scene).steps - 1
    return replace(scene, step=min(max(step, 0), last), tap=0)


def moved(scene: Scene, rows: int, columns: int, planes: int = 0) -> Scene:
    """The scene with the step moved by planes, rows and columns, stopping at the edges."""
    derived = derive(scene)
    plane, row, column = derived.place(scene.step)
    plane = min(max(plane + planes, 0), derived.planes - 1)
    row, column = (
        min(max(at + by, 0), size - 1)
        for at, by, size in zip((row, column), (rows, columns), derived.grid(plane), strict=True)
    )
    return at_step(scene, derived.step_at(plane, row, column))


def pace(scene: Scene, speed: float) -> Pace:
    """One position a beat, or as many rows as keep a whole play within PATIENCE."""
    total = length(scene)
    if total / speed <= PATIENCE:
        return Pace(1)
    derived = derive(scene)
    row = derived.output_shape[1] * derived.moments
    rows = max(1, round(total / row / (speed * PATIENCE)))
    return Pace(row * rows, rows)


def advance(scene: Scene, player: Player) -> tuple[Scene, Player]:
    """The scene one beat later. At the end playing stops, or begins anew in a loop."""
    last = length(scene) - 1
    here = position(scene)
    if here >= last:
        if player.loop:
            return seek(scene, 0), player
        return scene, replace(player, playing=False)
    return seek(scene, here + pace(scene, player.speed).stride), player


def glide_seconds(speed: float, playing: bool) -> float:
    """How long the window glides: shorter at speed, and not at all from 15 steps a second."""
    if not playing:
        return GLIDE
    return 0.0 if speed >= 15 else min(GLIDE, 0.6 / speed)

"""A Picture with the answers left out, so that they can be predicted.

It works on what is composed, and so for every lesson alike: cells that a step fills, the close-up,
the equation and the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import floor
from typing import assert_never

import numpy as np

from app.picture.elements.basics import Equation, Label, Rect, Role, Token, Weight
from app.picture.elements.overlays import Counts, Mark, Strong, Written
from app.picture.elements.panel import Answer, Click, Panel
from app.picture.elements.picture import Picture
from app.picture.elements.series import Curve, Plot
from app.picture.lettering.digits import UNKNOWN
from app.picture.lettering.measure import Measure
from app.picture.readout.asking import asking
from app.picture.stage import tones
from app.state.mistakes import Stepped, parts_of
from app.state.prediction import Level, Prediction
from app.state.view import Target

ANSWERS = frozenset({Click.STEP, Click.ROW, Click.ROW_PLANE, Click.CUT})
"""What a click does on panels whose cells are filled by steps."""
LEAST_ROOM, LEAST_CELL = 48.0, 12.0
"""Pixels of a panel's side that hold one question for all its cells, and of a cell for its own."""
SHARE, MOST_LETTERS = 0.42, 96.0
"""How large that question is, as a share of its room, and in pixels at most."""
POINTED = "Pointed at"
SUMMED = "Σ"
"""What stands for a hidden sum that is not asked for."""
_NUMBER = re.compile(r"\(?−?[\d∞.]+(e[−-]?\d+)?\)?|NaN")


def conceal(picture: Picture, derived: Stepped, prediction: Prediction, told: Told) -> Picture:
    """The picture without the answers that are not known yet. `told` is what it is about."""
    hiding = _Hiding(picture, derived, prediction, told)
    return replace(
        picture,
        panels=tuple(map(hiding.panel, picture.panels)),
        marks=tuple(mark for mark in picture.marks if not hiding.betrays(mark)),
        labels=(*hiding.labels(), *hiding.invitations()),
        equation=hiding.equation(),
        spoken=hiding.spoken(),
        plots=tuple(hiding.plots()),
    )


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """What the close-up and the equation are of: the present step where `here`, else a cell that
    is pointed at. `sentence` says whether the sentence is the present step's own.
    """

    here: bool
    sentence: bool
    target: Target | None
    measure: Measure


@dataclass(frozen=True, eq=False)
class _Hiding:
    """What is hidden in one picture."""

    picture: Picture
    derived: Stepped
    prediction: Prediction
    told: Told

    # ---- what is known

    @cached_property
    def is_open(self) -> bool:
        """Whether the answer to what the close-up shows is known."""
        if self.told.here:
            return self.prediction.tells(self.derived.scene.step)
        target = self.told.target
        panels = {panel.key: panel for panel in self.picture.panels}
        if target is None or target.panel not in panels:
            return False
        panel = panels[target.panel]
        if not is_answer(panel):
            return panel.answer is Answer.READ
        return target.row * panel.shape[1] + target.column in self._known_cells(panel)

    @cached_property
    def hides_products(self) -> bool:
        """A single product is the answer, or all but the bias."""
        single = self.derived.step.products.size == 1
        return not self.is_open and (self.prediction.level is Level.PRODUCTS or single)

    @cached_property
    def hides_sums(self) -> bool:
        """Sums of channels or slices; of a single one it is the answer, or all but the bias."""
        return self.hides_products or (not self.is_open and len(parts_of(self.derived)) == 1)

    @cached_property
    def _places(self) -> tuple[tuple[int, int, int], ...]:
        """Plane, row and column of each known step; on a sheet of each that is asked for."""
        asks = self.prediction.asks
        return tuple(map(self.derived.place, self.prediction.known if asks is None else asks))

    def _known_cells(self, panel: Panel) -> frozenset[int]:
        """The cells whose step is known, counted row by row."""
        cells = frozenset(cell for place in self._places for cell in self._cells(panel, place))
        if self.prediction.asks is None:
            return cells
        return frozenset(range(panel.shape[0] * panel.shape[1])) - cells

    def _cells(self, panel: Panel, place: tuple[int, int, int]) -> Iterator[int]:
        """The cells of a panel that a step fills."""
        plane, row, column = place
        here = self.derived.place(self.derived.scene.step)
        match panel.click:
            case Click.STEP if panel.plane in (None, plane):
                yield row * panel.shape[1] + column
            case Click.ROW:
                yield self.derived.step_at(*place) * panel.shape[1]
            case Click.ROW_PLANE if self.told.here and (row, column) == here[1:]:
                yield (plane - (panel.plane or 0)) * panel.shape[1]
            case Click.CUT if panel.cut is not None:
                cut = panel.cut
                (across,) = {0, 1, 2} - {cut.down, cut.across}
                if place[across] == here[across]:
                    for at in np.flatnonzero(cut.rows == place[cut.down]).tolist():
                        for to in np.flatnonzero(cut.columns == place[cut.across]).tolist():
                            yield at * panel.shape[1] + to

    # ---- panels and marks

    def panel(self, panel: Panel) -> Panel:
        if self.prediction.asks is not None:
            return self._asked(panel)
        if is_answer(panel):
            if panel.answer is Answer.BESIDE:
                return self._left_out(panel)
            return replace(panel, revealed=self._known_cells(panel), known=None)
        return replace(panel, revealed=frozenset()) if self._is_hidden(panel) else panel

    def _asked(self, panel: Panel) -> Panel:
        """A panel of a sheet: the cells that are asked for are hidden, those to come dashed."""
        if is_answer(panel):
            return replace(panel, revealed=self._known_cells(panel))
        plane = self.derived.place(self.derived.scene.step)[0]
        if panel.answer is Answer.SUMS and panel.shape == self.derived.grid(plane):
            asked = {
                row * panel.shape[1] + column for at, row, column in self._places if at == plane
            }
            every = range(panel.shape[0] * panel.shape[1])
            return replace(panel, revealed=frozenset(every) - asked)
        return panel

    def _left_out(self, panel: Panel) -> Panel:
        """A panel of results that are not asked for: empty where no step beside is known."""
        assert panel.array is not None
        held = np.zeros(panel.shape, np.bool_)
        held.flat[list(self._known_cells(panel))] = True
        return replace(panel, array=np.where(held, panel.array, 0), held=held, known=None)

    def _is_hidden(self, panel: Panel) -> bool:
        """Whether a panel of the close-up is hidden as a whole."""
        match panel.answer:
            case Answer.RESULT:
                return not self.is_open
            case Answer.SUMS:
                return self.hides_sums
            case Answer.PRODUCTS:
                return self.hides_products
            case None:
                return panel.role is Role.STEP and self.hides_products
            case Answer.BESIDE | Answer.READ:
                return False
            case _:
                assert_never(panel.answer)

    @cached_property
    def _hidden(self) -> dict[str, Panel]:
        """The panels that hold something hidden."""
        panels = self.picture.panels
        return {each.key: each for each in panels if is_answer(each) or self._is_hidden(each)}

    def betrays(self, mark: Mark) -> bool:
        """Whether a mark writes the value of a hidden cell."""
        return isinstance(mark, Strong | Written | Counts) and mark.panel in self._hidden

    # ---- letters

    def labels(self) -> Iterator[Label]:
        mapping = self.derived.scene.mapping
        panels = self._hidden.values()
        ranges = {tones.words(mapping, each.tone) for each in panels if is_answer(each)}
        for label in self.picture.labels:
            said = next((words for words in ranges if words in label.text), "")
            if label.statement and said:
                rest = label.text.replace(said, "").strip(" ·;,")
                if rest:
                    yield replace(label, text=rest)
                continue
            if self._is_scale(label):
                continue
            shown = self._label(label)
            if shown is not None:
                yield shown

    def _is_scale(self, label: Label) -> bool:
        """Whether a label says how far the plot of hidden values goes."""
        if label.role is not Role.SOFT or _NUMBER.fullmatch(label.text) is None:
            return False
        return any(
            plot.panel in self._hidden and plot.curve is not Curve.BEAM
            and label.x <= plot.rect.x and plot.rect.y <= label.y <= plot.rect.bottom
            for plot in self.picture.plots
        )  # fmt: skip

    def _label(self, label: Label) -> Label | None:
        """A label as it may be read."""
        if label.statement or label.weight is not Weight.BOLD:
            return label
        if label.role is Role.STEP:
            if not self.hides_sums:
                return label
            return replace(label, text=UNKNOWN) if _NUMBER.fullmatch(label.text) else None
        if label.role is Role.OUTPUT and not self.is_open:
            return replace(label, text=UNKNOWN)
        inside = label.x - (label.anchor == "right"), label.y
        for panel in self._hidden.values():
            if label.role is Role.INK and self._is_hidden(panel) and panel.rect.contains(*inside):
                return replace(label, text=UNKNOWN, role=panel.role)
        return label

    def invitations(self) -> Iterator[Label]:
        """One question for all cells where these are too small for their own."""
        place = self.derived.place(self.derived.scene.step)
        if self.prediction.asks is not None:
            return
        for panel in self._hidden.values():
            behind = panel.piled and panel.plane != place[0]
            if (
                panel.answer is Answer.BESIDE
                or panel.numbers
                or behind
                or not panel.has_room
                or not is_answer(panel)
            ):
                continue
            rect = panel.rect
            if min(rect.width, rect.height) < LEAST_ROOM:  # then it stands in the step's own
                cells = [divmod(cell, panel.shape[1]) for cell in self._cells(panel, place)]
                if self.is_open or not cells or panel.scale < LEAST_CELL:
                    continue
                rect = panel.to_pixels(Rect(cells[0][1], cells[0][0], 1, 1))
            size = min(max(SHARE * min(rect.width, rect.height), LEAST_CELL), MOST_LETTERS)
            yield Label(UNKNOWN, *rect.centre, size, Role.OUTPUT, Weight.BOLD, "centre")

    def equation(self) -> Equation | None:
        equation = self.picture.equation
        if equation is None:
            return None
        lines = tuple(tuple(map(self._token, line)) for line in equation.lines)
        if lines == equation.lines:
            return equation
        return replace(equation, lines=lines, places=tuple(self._moved(equation)))

    def _token(self, token: Token) -> Token:
        """A token as it may be read: numbers in the colours of sums and results are hidden."""
        if token.beside and not self.is_open:
            return replace(token, text="", full="")
        hidden = {Role.OUTPUT: not self.is_open, Role.STEP: self.hides_sums}
        if not hidden.get(token.role, False) or _NUMBER.fullmatch(token.text) is None:
            return token
        return Token(SUMMED if token.on_the_way else UNKNOWN, token.role, bold=not token.on_the_way)

    def _moved(self, equation: Equation) -> Iterator[tuple[float, float, Token]]:
        """The places of the tokens, moved up where a question is narrower than its number."""
        back, row = 0.0, 0.0
        *tokens, note = equation.places
        for x, y, token in tokens:
            back, row = (back, row) if y == row else (0.0, y)
            shown = self._token(token)
            yield x - back, y, shown
            back += self._wide(token, equation.size) - self._wide(shown, equation.size)
        yield note[0] - (back if note[1] == row else 0.0), note[1], note[2]

    def _wide(self, token: Token, size: float) -> float:
        weight = Weight.BOLD if token.bold else Weight.REGULAR
        return self.told.measure.width(token.text, size, weight)

    # ---- the sentence

    def spoken(self) -> str:
        spoken = self.picture.spoken
        if self.is_open:
            return spoken
        if self.told.sentence:
            return asking(self.derived)
        return f"{POINTED}: this result is not known yet." if spoken.startswith(POINTED) else spoken

    # ---- plots

    def plots(self) -> Iterator[Plot]:
        """Of the plot of hidden cells, the samples that are known."""
        for plot in self.picture.plots:
            panel = self._hidden.get(plot.panel)
            if panel is None or plot.curve is Curve.BEAM:
                yield plot
            elif plot.curve is Curve.STEMS and not plot.faint:
                known = self._known_cells(panel)
                wide, left = panel.scale, panel.rect.x - panel.visible.x * panel.scale
                held = np.array([floor((x - left) / wide) in known for x in plot.x], np.bool_)
                said = "plot of the known samples" if plot.said else ""
                yield replace(plot, x=plot.x[held], tips=plot.tips[held], shown=None, said=said)


def reads_results(picture: Picture) -> bool:
    """Whether the window that is shown lies on the results of steps before it."""
    windows = (panel for panel in picture.panels if panel.key == "window")
    return any(window.role is Role.OUTPUT for window in windows)


def is_answer(panel: Panel) -> bool:
    """Whether steps fill the cells of a panel, and are not read by the present one."""
    filled = panel.role is Role.OUTPUT and panel.click in ANSWERS and panel.array is not None
    return filled and panel.answer in (None, Answer.BESIDE)

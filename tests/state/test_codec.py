"""Scene and View as plain data and back: every field, to the letter, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

import pytest
from hypothesis import given

from app.state.codec import CodecError, UnknownError, decode, encode
from app.state.scene import Parameters, Scene
from app.state.tensor import Tensor
from app.state.view import View
from tests.everything import everything
from tests.scenes import scene

NOTHING: dict[str, Tensor] = {}


def through_json(kind: type[Any], value: Any) -> Any:
    tensors: dict[str, Tensor] = {}
    text = json.dumps(encode(kind, value, tensors), allow_nan=False)
    return decode(kind, json.loads(text), tensors.__getitem__)


@given(everything(Scene))
def test_every_field_of_a_scene_comes_back(value: Scene) -> None:
    assert through_json(Scene, value) == value


@given(everything(View))
def test_every_field_of_a_view_comes_back(value: View) -> None:
    assert through_json(View, value) == value


@given(everything(Parameters))
def test_whole_numbers_stay_whole(value: Parameters) -> None:
    assert type(through_json(Parameters, value).bias) is type(value.bias)


def plain(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = encode(Parameters, Parameters(), {})
    return data | changes


def wrong(kind: Any, data: Any) -> str:
    with pytest.raises(CodecError) as caught:
        decode(kind, data, NOTHING.__getitem__)
    assert "\n" not in str(caught.value)
    return f"{caught.value}{' (unknown)' if isinstance(caught.value, UnknownError) else ''}"


def test_a_field_with_a_default_may_be_missing() -> None:
    data = plain()
    for field in fields(Parameters):
        fewer = {name: item for name, item in data.items() if name != field.name}
        assert decode(Parameters, fewer, NOTHING.__getitem__) == Parameters()
    assert decode(Parameters, {}, NOTHING.__getitem__) == Parameters()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stride": [1]}, "parameters.stride: must have 2 entries, not 1"),
        ({"stride": [1, 2, 3]}, "parameters.stride: must have 2 entries, not 3"),
        ({"stride": [1, 1.0]}, "parameters.stride 2: must be a whole number"),
        ({"stride": [1, True]}, "parameters.stride 2: must be a whole number"),
        ({"stride": ["1", 1]}, "parameters.stride 1: must be a whole number"),
        ({"stride": [2**63, 1]}, "parameters.stride 1: is too large a number"),
        ({"stride": "11"}, "parameters.stride: must be a list"),
        ({"stride": None}, "parameters.stride: must be a list"),
        ({"bias": float("nan")}, "parameters.bias: must be a finite number"),
        ({"bias": float("inf")}, "parameters.bias: must be a finite number"),
        ({"bias": 10**400}, "parameters.bias: is too large a number"),
        ({"bias": "0"}, "parameters.bias: must be a number"),
        ({"flip": 0}, "parameters.flip: must be true or false"),
        ({"padding": "wide"}, "parameters.padding: “wide” is not known (unknown)"),
        ({"padding": [[0, 0], [0]]}, "parameters.padding 2: must have 2 entries, not 1"),
        ({"padding_mode": 3}, "parameters.padding_mode: must be a word"),
        ({"spin": 1}, "parameters: “spin” is not known (unknown)"),
        ({"a	": 1}, r"parameters: “'a\t'” is not known (unknown)"),
        ({"a" * 50: 1}, f"parameters: “{'a' * 39}…” is not known (unknown)"),
    ],
)  # fmt: skip
def test_what_is_not_of_the_declared_type_is_refused(changes: dict[str, Any], words: str) -> None:
    assert wrong(Parameters, plain(**changes)) == words


def test_a_field_without_a_default_must_be_there() -> None:
    tensors: dict[str, Tensor] = {}
    data = encode(Scene, scene(), tensors)
    del data["kernel"]["weights"]
    with pytest.raises(CodecError, match=r"scene\.kernel: weights is missing"):
        decode(Scene, data, tensors.__getitem__)
    assert wrong(Scene, []) == "scene: must have named fields"
    assert wrong(str, "a\0b") == "str: must be at most 2000 printable characters"
    assert wrong(str, "a" * 2001) == "str: must be at most 2000 printable characters"


class Shade(Enum):
    LIGHT_GREY = "a word that may be reworded"


@dataclass(frozen=True)
class Circle:
    size: int


@dataclass(frozen=True)
class Square:
    size: int


@dataclass(frozen=True)
class Drawing:
    shapes: tuple[Circle | Square | None, ...]
    shade: Shade = Shade.LIGHT_GREY


def test_a_choice_is_written_by_its_name_in_the_code() -> None:
    assert encode(Drawing, Drawing(()), {}) == {"shapes": [], "shade": "light_grey"}
    assert wrong(Drawing, {"shapes": [], "shade": "LIGHT_GREY"}).endswith("not known (unknown)")


@given(everything(tuple[Circle | Square | None, ...]))
def test_classes_with_the_same_fields_are_told_apart(shapes: tuple[Any, ...]) -> None:
    assert through_json(Drawing, Drawing(shapes)) == Drawing(shapes)
    assert wrong(Drawing, {"shapes": [{"is": "Star", "size": 1}]}).endswith("(unknown)")
    assert wrong(Drawing, {"shapes": [{"size": 1}]}) == "drawing.shapes 1: must be a word"


def test_what_cannot_be_written_is_an_error_of_the_program() -> None:
    with pytest.raises(TypeError, match="set cannot be written"):
        encode(Circle, Circle({1}), {})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="is none of"):
        encode(Drawing, Drawing(shapes=(1,)), {})  # type: ignore[arg-type]

"""Scene and View as plain data and back, by walking the fields that their classes declare.

Nothing is listed by hand: a new field is written and read as soon as it is declared, and one
with a default is optional, so that a file made before it was there can still be read. Reading is
strict: every value must be of the declared type, to the letter. Tensors are left outside and
stand in the data as their digest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from math import isfinite
from numbers import Integral, Real
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from app.state.tensor import Tensor

T = TypeVar("T")
Plain = Any  # None, bool, int, float, str, lists and dicts of these: what JSON can hold
Lookup = Callable[[str], Tensor]
"""Takes a digest, gives its tensor; raises where there is none."""

TAG = "is"
"""The key that names the class where the type allows several."""
LARGEST_INT = 2**63
LONGEST_TEXT = 2000


class CodecError(ValueError):
    """Plain data that is no such value: where it stands, and what is wrong there."""

    def __init__(self, place: str, wrong: str) -> None:
        super().__init__(f"{place}: {wrong}")
        self.place, self.wrong = place, wrong


class UnknownError(CodecError):
    """A name that is not known here: what a newer version than this one may write."""


def encode(kind: Any, value: Any, tensors: dict[str, Tensor]) -> Plain:
    """`value` of type `kind` as plain data; adds the tensors it holds to `tensors`, by digest.

    >>> encode(tuple[int, ...], (1, 2), {})
    [1, 2]
    """
    if _is_union(kind):
        return _encode_one_of(kind, value, tensors)
    if get_origin(kind) is tuple:
        kinds = _tuple_kinds(kind, len(value))
        return [encode(each, item, tensors) for each, item in zip(kinds, value, strict=True)]
    if _has_fields(kind):
        hints = _hints(kind)
        return {
            field.name: encode(hints[field.name], getattr(value, field.name), tensors)
            for field in _saved(kind)
        }
    if kind is Tensor:
        tensors[value.digest] = value
        return value.digest
    if isinstance(value, Enum):
        return value.name.lower()
    return _encode_plain(value)


def decode(kind: type[T], data: Plain, tensor: Lookup, place: str = "") -> T:
    """The value of type `kind` that `data` stands for; `place` says where it stands.

    Raises CodecError, or UnknownError for a field, a choice or a class that is not known.
    """
    value: T = _decode(kind, data, tensor, place or kind.__name__.lower())
    return value


# ---- types and their parts


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _saved(kind: Any) -> tuple[Field[Any], ...]:
    return tuple(field for field in fields(kind) if field.init)


def _has_fields(kind: Any) -> bool:
    return is_dataclass(kind)


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _classes(union: Any) -> dict[str, Any]:
    """The dataclasses of a union by name; these need a tag where there are several."""
    found = {kind.__name__: kind for kind in get_args(union) if _has_fields(kind)}
    return found if len(found) > 1 else {}


def _tuple_kinds(kind: Any, count: int) -> tuple[Any, ...]:
    kinds = get_args(kind)
    return kinds[:1] * count if kinds[1:] == (...,) else kinds


# ---- values as plain data


def _encode_one_of(union: Any, value: Any, tensors: dict[str, Tensor]) -> Plain:
    for kind in get_args(union):
        if _holds(kind, value):
            data = encode(kind, value, tensors)
            name = type(value).__name__
            return {TAG: name, **data} if name in _classes(union) else data
    raise TypeError(f"{value!r} is none of {union}")


def _holds(kind: Any, value: Any) -> bool:
    """Whether a value is of one type of a union, as far as telling them apart needs."""
    origin = get_origin(kind)
    if origin is Literal:
        return value in get_args(kind)
    if kind in (int, float):
        return isinstance(value, Integral if kind is int else Real) and not isinstance(value, bool)
    return isinstance(value, origin or kind)


def _encode_plain(value: Any) -> Plain:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be written")


# ---- plain data as values


def _decode(kind: Any, data: Plain, tensor: Lookup, place: str) -> Any:
    if _is_union(kind):
        return _decode_one_of(kind, data, tensor, place)
    if get_origin(kind) is tuple:
        return _decode_tuple(kind, data, tensor, place)
    if _has_fields(kind):
        return _decode_fields(kind, data, tensor, place)
    if get_origin(kind) is Literal:
        choices = {choice: choice for choice in get_args(kind)}
        return _chosen(choices, data, place)
    if issubclass(kind, Enum):
        return _chosen({member.name.lower(): member for member in kind}, data, place)
    if kind is Tensor:
        return tensor(_decode_plain(str, data, place))
    return _decode_plain(kind, data, place)


def _decode_one_of(union: Any, data: Plain, tensor: Lookup, place: str) -> Any:
    classes = _classes(union)
    if classes and isinstance(data, dict):
        untagged = {name: item for name, item in data.items() if name != TAG}
        return _decode(_chosen(classes, data.get(TAG), place), untagged, tensor, place)
    wrongs: list[CodecError] = []
    for kind in get_args(union):
        try:
            return _decode(kind, data, tensor, place)
        except CodecError as error:
            wrongs.append(error)
    raise max(wrongs, key=lambda wrong: (isinstance(wrong, UnknownError), len(wrong.place)))


def _decode_tuple(kind: Any, data: Plain, tensor: Lookup, place: str) -> tuple[Any, ...]:
    if type(data) is not list:
        raise CodecError(place, "must be a list")
    kinds = _tuple_kinds(kind, len(data))
    if len(kinds) != len(data):
        raise CodecError(place, f"must have {len(kinds)} entries, not {len(data)}")
    return tuple(
        _decode(each, item, tensor, f"{place} {number + 1}")
        for number, (each, item) in enumerate(zip(kinds, data, strict=True))
    )


def _decode_fields(kind: Any, data: Plain, tensor: Lookup, place: str) -> Any:
    if type(data) is not dict:
        raise CodecError(place, "must have named fields")
    hints = _hints(kind)
    saved = {field.name: field for field in _saved(kind)}
    for name in data:
        if name not in saved:
            raise UnknownError(place, f"“{_short(name)}” is not known")
    for name, field in saved.items():
        if name not in data and field.default is MISSING and field.default_factory is MISSING:
            raise CodecError(place, f"{name} is missing")
    return kind(
        **{name: _decode(hints[name], data[name], tensor, _within(place, name)) for name in data}
    )


def _chosen(choices: dict[Any, Any], data: Plain, place: str) -> Any:
    if type(data) is not str:
        raise CodecError(place, "must be a word")
    if data not in choices:
        raise UnknownError(place, f"“{_short(data)}” is not known")
    return choices[data]


def _decode_plain(kind: Any, data: Plain, place: str) -> Any:
    if kind is float and type(data) is int:  # whole numbers stay whole, so that sums stay exact
        kind = int
    if kind not in (NoneType, bool, int, float, str) or type(data) is not kind:
        raise CodecError(place, f"must be {_words(kind)}")
    if kind is int and not -LARGEST_INT <= data < LARGEST_INT:
        raise CodecError(place, "is too large a number")
    if kind is float and not isfinite(data):
        raise CodecError(place, "must be a finite number")
    if kind is str and (len(data) > LONGEST_TEXT or not data.isprintable()):
        raise CodecError(place, f"must be at most {LONGEST_TEXT} printable characters")
    return data


def _words(kind: Any) -> str:
    words = {NoneType: "nothing", bool: "true or false", int: "a whole number", str: "text"}
    return words.get(kind, "a number")


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _short(text: str) -> str:
    shown = text if text.isprintable() else ascii(text)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"

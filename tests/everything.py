"""Values of any type that a Scene can hold, made from the declared fields alone.

A field that is added to a class is filled here at once; one of a new kind of type fails.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.state.codec import LONGEST_TEXT
from app.state.tensor import Tensor

words = st.text(max_size=12).filter(str.isprintable)
assert LONGEST_TEXT > 12
kinds = st.sampled_from([np.uint8, np.uint16, np.int32, np.int64, np.float32, np.float64])
tensors = kinds.flatmap(
    lambda kind: arrays.arrays(kind, arrays.array_shapes(max_dims=3, max_side=5))
).map(Tensor)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
    str: words,
    Tensor: tensors,
}


def everything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type: every field of a dataclass is drawn, with a default or without."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if origin in (Union, UnionType):
        return st.one_of([everything(part) for part in parts])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple and parts[1:] == (...,):
        return st.lists(everything(parts[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(everything, parts))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        made: Any = kind
        return st.builds(made, **{f.name: everything(hints[f.name]) for f in fields(kind)})
    assert issubclass(kind, Enum), f"nothing here makes a {kind}"
    return st.sampled_from(kind)

"""A layer as Keras writes it, within what TensorFlow takes beneath."""

from __future__ import annotations

from app.content.code.input import Lines
from app.content.code.layer import Layer, call, cropped, padded


def conv(layer: Layer, x: str, to: str) -> Lines:
    holes_too = layer.dilation != (1, 1) and layer.stride != (1, 1)
    options = ['    padding="valid",']
    if layer.stride != (1, 1) and not holes_too:
        options.insert(0, f"    strides={layer.stride},")
    if layer.dilation != (1, 1):
        options.append(f"    dilation_rate={layer.dilation},")
    options.append('    data_format="channels_last",')
    lines = [
        *padded(layer, x),
        "# Keras wants batch × height × width × channels, and the kernel as",
        "# height × width × input channels × output channels",
        f"{x} = np.asarray({x}, float)[None, :, :, None]",
        "weight = np.asarray(w, float)[:, :, None, None]",
        "# The kernel is not flipped: it is cross-correlation",
        *call(f"{to} = keras.ops.conv", f"{x}, weight", options, ""),
    ]
    part = "[0, :, :, 0]"
    if holes_too:
        lines.append("# TensorFlow takes no stride beside a dilation: keep every so-many-th output")
        part = f"[0, ::{layer.stride[0]}, ::{layer.stride[1]}, 0]"
    return [*lines, f"{to} = keras.ops.convert_to_numpy({to}){part}{layer.plus}"]


def transposed(layer: Layer, y: str, to: str) -> Lines:
    kernel, lines = "w", []
    if layer.dilation != (1, 1):
        down, right = layer.dilation
        lines += [
            "# TensorFlow takes no dilation beside a stride: the kernel's holes become zeros",
            f"spread = np.zeros({layer.reach}, w.dtype)",
            f"spread[::{down}, ::{right}] = w",
        ]
        kernel = "spread"
    strides = [f"    strides={layer.stride},", '    padding="valid",',
               '    data_format="channels_last",']  # fmt: skip
    return [
        *lines,
        "# Keras wants batch × height × width × channels, and the kernel as",
        "# height × width × output channels × input channels",
        f"{y} = np.asarray({y}, float)[None, :, :, None]",
        f"weight = np.asarray({kernel}, float)[:, :, None, None]",
        *call("full = keras.ops.conv_transpose", f"{y}, weight", strides, ""),
        "full = keras.ops.convert_to_numpy(full)[0, :, :, 0]",
        *_resized(layer),
        *cropped(layer, "full", to),
    ]


def _resized(layer: Layer) -> Lines:
    """Keras adds cells where the stride exceeds the kernel, and has its own output padding."""
    full, spread = layer.full, zip(layer.stamped, layer.stride, layer.reach, strict=True)
    made = [stamped + max(0, stride - reach) for stamped, stride, reach in spread]
    missing = tuple(max(0, want - have) for want, have in zip(full, made, strict=True))
    lines = []
    if any(missing):
        rows, columns = missing
        lines += [
            "# Output padding uncovers cells that no stamp reaches",
            f"full = np.pad(full, ((0, {rows}), (0, {columns})))",
        ]
    if any(have > want for want, have in zip(full, made, strict=True)):
        lines += [
            "# Keras adds cells where the stride exceeds the kernel",
            f"full = full[:{full[0]}, :{full[1]}]",
        ]
    return lines

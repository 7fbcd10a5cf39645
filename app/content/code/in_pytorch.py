"""A layer as PyTorch writes it."""

from __future__ import annotations

from app.content.code.input import Lines
from app.content.code.layer import Layer, call, cropped, steps


def _torch_tensors(x: str) -> Lines:
    return [
        "# PyTorch wants batch × channels × height × width",
        f"{x} = torch.from_numpy(np.asarray({x}, float))[None, None]",
        "weight = torch.from_numpy(np.asarray(w, float))[None, None]",
    ]


def conv(layer: Layer, x: str, to: str) -> Lines:
    lines, padding = _torch_tensors(x), ""
    if layer.is_padded and (layer.mode != "zeros" or not layer.is_even):
        (top, bottom), (left, right) = layer.sides
        why = "The sides differ" if layer.mode == "zeros" else "conv2d itself pads with zeros only"
        mode = "constant" if layer.mode == "zeros" else layer.mode
        lines += [
            f"# {why}, so the padding is a step of its own: left, right, top, bottom",
            f'{x} = F.pad({x}, ({left}, {right}, {top}, {bottom}), mode="{mode}")',
        ]
    elif layer.is_padded:
        padding = f"padding={tuple(low for low, _ in layer.sides)}"
    options = steps(layer, padding)
    return [
        *lines,
        "# conv2d does not flip the kernel: it is cross-correlation",
        *call(f"{to} = F.conv2d", f"{x}, weight", options, f"[0, 0]{layer.plus}"),
    ]


def transposed(layer: Layer, y: str, to: str) -> Lines:
    padding = layer.is_padded and layer.is_even
    several = []
    if padding:
        several.append(f"padding={tuple(low for low, _ in layer.sides)}")
    if layer.extra != (0, 0):
        several.append(f"output_padding={layer.extra}")
    options = steps(layer, ", ".join(several))
    name = to if padding or not layer.is_padded else "full"
    plus = layer.plus if name == to else ""
    lines = [
        *_torch_tensors(y),
        *call(f"{name} = F.conv_transpose2d", f"{y}, weight", options, f"[0, 0]{plus}"),
    ]
    return lines if name == to else [*lines, *cropped(layer, name, to)]

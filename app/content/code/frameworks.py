"""The frameworks that a program can be written in, and what each wants at its head."""

from __future__ import annotations

from enum import Enum

from app.content.code.input import Lines


class Framework(Enum):
    """In what a program is written; the value is the name that people know."""

    NUMPY = "NumPy"
    PYTORCH = "PyTorch"
    KERAS = "Keras"
    JAX = "JAX"


HEADS: dict[Framework, Lines] = {
    Framework.NUMPY: [],
    Framework.PYTORCH: ["import torch", "import torch.nn.functional as F"],
    Framework.KERAS: ["import keras"],
    Framework.JAX: ["import jax", "import jax.numpy as jnp"],
}
"""What is imported after NumPy."""
FIRST: dict[Framework, Lines] = {
    Framework.NUMPY: [],
    Framework.PYTORCH: [],
    Framework.KERAS: [
        "import os",
        "",
        'os.environ.setdefault("KERAS_BACKEND", "jax")  # or "tensorflow"',
        'os.environ.setdefault("JAX_ENABLE_X64", "1")  # JAX would round to 32 bits',
        "",
    ],
    Framework.JAX: [],
}
"""What stands before all imports."""
SETTINGS: dict[Framework, Lines] = {
    Framework.NUMPY: [],
    Framework.PYTORCH: [],
    Framework.KERAS: ['keras.config.set_floatx("float64")'],
    Framework.JAX: ['jax.config.update("jax_enable_x64", True)  # 64 bits, to show all digits'],
}
"""What stands after the imports."""

NUMPY_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}

"""The arithmetic of convolution, as sparse linear maps over axes. Runs without Qt."""

from app.core.axis import Axis
from app.core.centres import Centres
from app.core.chained import ChainedTrace
from app.core.conv import conv
from app.core.cost import Cost, layer_cost, stack_cost
from app.core.engine import shutdown_threads
from app.core.errors import SpecError
from app.core.groups import grouped_links, seen_through, shuffled
from app.core.matrix import Unrolled, unroll, unroll_axes
from app.core.overlap import interior_period, is_even, overlap_counts, stacked_counts
from app.core.padding import PADDING_MODES, PaddingMode
from app.core.receptive_field import Field, LayerAxis, StackAxis, extent
from app.core.separable import Term, factorise, nearest, rank, singular_values, terms
from app.core.sizes import Layer, Ranges, even_same, layers_giving
from app.core.spec import read_axes
from app.core.stamps import StampTrace, inserted, stamped, stretched
from app.core.trace import Reach, Step, Trace
from app.core.transposed import conv_transpose, transposed_axes

__all__ = [
    "PADDING_MODES",
    "Axis",
    "Centres",
    "ChainedTrace",
    "Cost",
    "Field",
    "Layer",
    "LayerAxis",
    "PaddingMode",
    "Ranges",
    "Reach",
    "SpecError",
    "StackAxis",
    "StampTrace",
    "Step",
    "Term",
    "Trace",
    "Unrolled",
    "conv",
    "conv_transpose",
    "even_same",
    "extent",
    "factorise",
    "grouped_links",
    "inserted",
    "interior_period",
    "is_even",
    "layer_cost",
    "layers_giving",
    "nearest",
    "overlap_counts",
    "rank",
    "read_axes",
    "seen_through",
    "shuffled",
    "shutdown_threads",
    "singular_values",
    "stack_cost",
    "stacked_counts",
    "stamped",
    "stretched",
    "terms",
    "transposed_axes",
    "unroll",
    "unroll_axes",
]

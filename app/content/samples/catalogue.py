"""The sample images: what each is called, what it shows best, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from numpy.typing import NDArray

from app.content.presets.planes import sixteen_planes, three_planes
from app.content.samples import patterns, signals, strokes
from app.content.samples.landscape import scene
from app.content.samples.spheres import spheres
from app.state.image import Image
from app.state.scene import Lesson
from app.state.tensor import Tensor

PROPER = ("Siemens star",)


@dataclass(frozen=True, slots=True)
class Sample:
    """`key` names the sample on the command line; `white` is the value that shows as white."""

    key: str
    title: str
    purpose: str
    draw: Callable[[], NDArray[Any]]
    white: float = 255

    @property
    def name(self) -> str:
        """What the image is called once it is open: the title as it stands in a sentence."""
        return self.title if self.title in PROPER else self.title[0].lower() + self.title[1:]

    def build(self) -> Image:
        """The same image at every call; it is drawn once, since the largest take their time."""
        return _drawn(self)


@lru_cache(maxsize=32)
def _drawn(sample: Sample) -> Image:
    return Image(sample.name, Tensor(sample.draw()), sample.white)


SAMPLES: tuple[Sample, ...] = (
    Sample("literature", "Literature 5×5", "The small whole numbers of the worked examples: "
           "check every sum by hand.", patterns.literature, 3),
    Sample("planes", "Three planes 5×5", "Small whole numbers in three channels: check every sum "
           "of every filter by hand.", three_planes, 2),
    Sample("sixteen-planes", "Sixteen planes 6×6", "Sixteen channels, as there are inside a "
           "network.", sixteen_planes, 3),
    Sample("impulse", "Single dot", "One cell of 1 among zeros: the result shows the kernel "
           "itself, turned by 180°.", patterns.impulse, 1),
    Sample("cross", "Cross", "A plus of ones: see where a kernel of lines answers most.",
           patterns.cross, 1),
    Sample("digit", "Digit", "A handwritten 3, as small as the digits that first networks learn "
           "to read.", strokes.digit),
    Sample("steps", "Steps", "Flat bars of grey: an edge kernel answers at each step alike, and "
           "nowhere else.", patterns.steps),
    Sample("gradient", "Gradient", "An even slope: a first difference is the same everywhere, a "
           "second one is zero.", patterns.gradient),
    Sample("checkerboard", "Checkerboard", "Sharp edges in two directions, and corners where "
           "they meet.", patterns.checkerboard),
    Sample("siemens-star", "Siemens star", "Spokes of every direction, ever finer: where does a "
           "blur, or a stride, lose them?", patterns.siemens_star),
    Sample("zone-plate", "Zone plate", "Rings as fine as pixels can hold: a stride above 1 makes "
           "rings that are not there.", patterns.zone_plate),
    Sample("noise", "Disc in noise", "A faint disc in strong noise: blur until you can see it.",
           patterns.noise),
    Sample("text", "Text", "Strokes of letters: line kernels pick out one direction at a time.",
           strokes.text),
    Sample("spheres", "Spheres", "Soft shading beside sharp outlines: compare what edge kernels "
           "make of the two.", spheres),
    Sample("scene", "Landscape", "A colour scene with edges, textures and flat areas: it stands "
           "in for a photo of your own.", scene),
)  # fmt: skip

SIGNALS: tuple[Sample, ...] = (
    Sample("ramp", "Twelve numbers", "Small whole numbers of one row: check every sum by hand.",
           signals.ramp, 4),
    Sample("edge", "Step edge", "Flat, a jump up, flat, a jump down: what does a difference make "
           "of it?", signals.edge, 8),
    Sample("noisy-sine", "Noisy sine", "Two waves in noise: average until only the waves are "
           "left.", signals.noisy_sine, 7),
    Sample("impulse-row", "Impulse", "A single 1 among zeros: the output shows the kernel, turned "
           "round.", signals.impulse, 1),
    Sample("impulses", "Impulse train", "A 9 at every twelfth sample: each one brings out the "
           "kernel again.", signals.impulses, 9),
    Sample("pulses", "Pulses in noise", "The same small hill twice, hidden in noise: a matched "
           "filter finds it.", signals.hidden_pulses, 5),
    Sample("chirp", "Chirp", "Waves that get ever faster, 256 samples: which ones does a mean let "
           "through?", signals.chirp, 100),
    Sample("heartbeat", "Heartbeat", "400 samples like an electrocardiogram: low waves, and a "
           "spike at each beat.", signals.heartbeat, 101),
    Sample("word", "Spoken syllable", "4,000 samples: hiss, then a voice that swells and fades; "
           "zoom in for its waves.", signals.word, 100),
    Sample("polynomial", "1 + 2x + 3x²", "Three coefficients: full padding multiplies "
           "polynomials.", signals.polynomial, 3),
    *(each for each in SAMPLES if each.key == "scene"),
)  # fmt: skip
"""The signals of the 1D lesson; of a picture it takes the middle row."""


def samples_of(lesson: Lesson) -> tuple[Sample, ...]:
    """The samples that a lesson offers."""
    return SIGNALS if lesson is Lesson.LINE else SAMPLES


def sample(key: str) -> Sample:
    """The sample of that key; KeyError with the keys that there are."""
    everything = (*SAMPLES, *SIGNALS)
    for each in everything:
        if each.key == key:
            return each
    raise KeyError(f"no sample {key!r}: {', '.join(each.key for each in everything)}")

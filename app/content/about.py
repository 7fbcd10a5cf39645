"""What Convoscope stands on: the packages that it runs with, and where its facts come from."""

from __future__ import annotations

from dataclasses import dataclass

from app.content.texts import Section


@dataclass(frozen=True, slots=True)
class Part:
    """Something that others made, and under which licence it is used."""

    name: str
    use: str
    licence: str


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, and what here is as it stands there."""

    authors: str
    title: str
    year: int
    use: str


PARTS = (
    Part("PySide6 and Qt", "the window and the painter", "LGPL 3.0"),
    Part("NumPy", "every array", "BSD 3-Clause"),
    Part("pyqtgraph", "the axes of the plots", "MIT"),
    Part("Pillow", "image files and animations", "MIT-CMU"),
    Part("threadpoolctl", "one core for the window", "BSD 3-Clause"),
    Part("Inter", "the typeface, © The Inter Project Authors", "SIL Open Font Licence 1.1"),
)
SOURCES = (
    Source("Dumoulin and Visin", "A guide to convolution arithmetic for deep learning", 2016,
           "sizes, both ways, and the 5 × 5 example"),
    Source("Odena, Dumoulin and Olah", "Deconvolution and checkerboard artifacts", 2016,
           "overlap and artefacts"),
    Source("Araujo, Norris and Sim",
           "Computing receptive fields of convolutional neural networks", 2019,
           "receptive fields"),
    Source("Krizhevsky, Sutskever and Hinton",
           "ImageNet classification with deep convolutional neural networks", 2012,
           "AlexNet's groups"),
    Source("Simonyan and Zisserman",
           "Very deep convolutional networks for large-scale image recognition", 2015,
           "VGG-16's layers"),
    Source("Szegedy et al.", "Going deeper with convolutions", 2015, "GoogLeNet's 1 × 1"),
    Source("He et al.", "Deep residual learning for image recognition", 2016, "ResNet's layers"),
    Source("van den Oord et al.", "WaveNet", 2016, "causal, dilated layers"),
    Source("Zhang, Zhou, Lin and Sun", "ShuffleNet", 2018, "the shuffle of channels"),
    Source("Shi et al.", "Real-time single image and video super-resolution", 2016,
           "fast transposed convolution"),
    Source("Chellapilla, Puri and Simard",
           "High performance convolutional neural networks for document processing", 2006,
           "convolution as one matrix product"),
    Source("Winograd", "Arithmetic complexity of computations", 1980, "fewer multiplications"),
    Source("Lavin and Gray", "Fast algorithms for convolutional neural networks", 2016,
           "the same for layers"),
    Source("Eckart and Young", "The approximation of one matrix by another of lower rank", 1936,
           "separable kernels"),
    Source("Kak and Slaney", "Principles of computerized tomographic imaging", 1988,
           "Shepp and Logan's head"),
    Source("Marr and Hildreth", "Theory of edge detection", 1980, "the Laplacian of Gaussian"),
    Source("Okabe and Ito", "Color universal design", 2008, "blue and vermilion"),
)  # fmt: skip


def about() -> tuple[Section, ...]:
    """The words of the window's About."""
    parts = "\n".join(f"- **{part.name}**: {part.use} ({part.licence})" for part in PARTS)
    sources = "\n".join(
        f"- {source.authors}, *{source.title}* ({source.year}): {source.use}" for source in SOURCES
    )
    return (
        Section("What it stands on", parts),
        Section("Where its facts come from", sources),
    )

"""APNG, lossless WebP and MP4: frames are painted here, and encoded beside, in a thread.

Painting belongs to the GUI thread and encoding takes longer than a turn of its loop, so the two
meet in a short queue. Pillow and PyAV do the encoding.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from fractions import Fraction
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Any, BinaryIO

from PIL import Image

from app.paint.theme import Theme
from app.services.export.clip import Clip, check_clip
from app.services.export.gif import Pixels
from app.services.export.pixels import channels
from app.services.export.stage import FramePainter
from app.services.files import ExportError, written_whole

Encode = Callable[[BinaryIO, Iterator[Pixels], list[int]], None]
"""Writes frames to a file; the list holds how long each is shown, in centiseconds."""

CENTISECOND = Fraction(1, 100)
QUEUE = 8
PATIENCE = 0.02
"""How long one try to hand a frame over may take, in seconds."""
WEBP_BYTES = 600_000_000
"""Pillow keeps every frame of a WebP in memory until the last one is there."""
NO_VIDEO = "MP4 needs PyAV: install it with  python -m pip install av  or choose GIF or WebP"


class _StoppedError(Exception):
    """Ends the encoder's thread where the export was cancelled."""


class _Encoder:
    """A thread that encodes what it is handed. Leaving the context ends it, whatever happened."""

    def __init__(self, encode: Encode, file: BinaryIO, delays: list[int]) -> None:
        self._queue: Queue[Pixels] = Queue(QUEUE)
        self._stop = Event()
        self._count = len(delays)
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, args=(encode, file, delays), name="encoder")

    def __enter__(self) -> _Encoder:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def offer(self, frame: Pixels) -> bool:
        """Hand a frame over, unless the queue is full. Raises what the encoder raised."""
        self.check()
        try:
            self._queue.put(frame, timeout=PATIENCE)
        except Full:
            return False
        return True

    def is_done(self) -> bool:
        """Whether every frame is in the file."""
        self._thread.join(PATIENCE)
        self.check()
        return not self._thread.is_alive()

    def check(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self, encode: Encode, file: BinaryIO, delays: list[int]) -> None:
        try:
            encode(file, self._frames(), delays)
        except _StoppedError:
            pass
        except Exception as error:
            self._error = error

    def _frames(self) -> Iterator[Pixels]:
        for _ in range(self._count):
            yield self._next()

    def _next(self) -> Pixels:
        while not self._stop.is_set():
            try:
                return self._queue.get(timeout=PATIENCE)
            except Empty:
                continue
        raise _StoppedError


def animation_in_pieces(
    path: Path, clip: Clip, theme: Theme, encode: Encode
) -> Generator[float, None, None]:
    """Write an animation a frame at a time, telling the fraction done.

    Closing the generator ends the encoder and leaves no file. Raises ExportError where the
    clip is too long or the file cannot be written.
    """
    check_clip(clip)
    frames = list(clip.frames())
    delays = [frame.centiseconds for frame in frames]
    painter = FramePainter(clip, theme)
    with written_whole(path) as file, _Encoder(encode, file, delays) as encoder:
        for number, frame in enumerate(frames):
            pixels = painter.paint(frame)
            while not encoder.offer(pixels):
                yield number / len(frames)
            yield number / len(frames)
        while not encoder.is_done():
            yield 1.0


def encode_webp(file: BinaryIO, frames: Iterator[Pixels], delays: list[int]) -> None:
    """Every pixel as it was painted, in a smaller file than an APNG."""
    first, *others = (Image.fromarray(channels(frame)) for frame in frames)
    milliseconds = [10 * delay for delay in delays]
    first.save(
        file, "WEBP", save_all=True, append_images=others, duration=milliseconds, loop=0,
        lossless=True, quality=30, method=1,
    )  # fmt: skip


def encode_mp4(file: BinaryIO, frames: Iterator[Pixels], delays: list[int]) -> None:
    """H.264 in full colour resolution, each frame at its own time. Needs PyAV."""
    av = _video_library()
    with av.open(file, mode="w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=100)
        stream.codec_context.time_base = CENTISECOND
        stream.pix_fmt = "yuv444p"
        stream.options = {"crf": "14", "preset": "veryfast"}
        begin = 0
        for number, (pixels, delay) in enumerate(zip(frames, delays, strict=True)):
            if number == 0:
                stream.height, stream.width = pixels.shape
            frame = av.VideoFrame.from_ndarray(channels(pixels), format="rgb24")
            frame.pts, frame.time_base = begin, CENTISECOND
            container.mux(stream.encode(frame))
            begin += delay
        container.mux(stream.encode())


def _video_library() -> Any:
    """PyAV, or an ExportError that says how to get it."""
    try:
        import av  # noqa: PLC0415
    except ImportError:
        raise ExportError(NO_VIDEO) from None
    return av


def check_webp(clip: Clip) -> None:
    """Raise ExportError where the frames of a WebP would not fit into memory."""
    width, height = clip.size
    size = 3 * width * height * clip.frame_count
    if size > WEBP_BYTES:
        raise ExportError(
            f"{clip.frame_count:,} frames of {width} × {height} are too much for a WebP: choose "
            "fewer steps, a smaller size, or GIF"
        )

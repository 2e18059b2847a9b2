"""The decoders of songs: libsndfile and FFmpeg behind one protocol.

A stream is read span by span, forwards, in blocks of bounded size; what its header says is held
against what nobody records. This is the one place where soundfile and av are called.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.errors import MediaError
from coverart.language import _, mark

if TYPE_CHECKING:  # both take long to load, and most processes never open a song
    import soundfile
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

CHOOSE = mark("choose a song such as a FLAC, MP3, M4A, OGG or WAV file")

_RATES = range(1_000, 3_000_001)  # samples a second, from telephones to one-bit audio
_BLOCK_VALUES = 1 << 22  # what is decoded at once, over all channels: 16 MB
_LOUDEST = 1e6  # floating-point files may pass full scale, but no sound is 120 dB above it
_PREROLL = 0.5  # seconds that lossy decoders need after a jump until they are right


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a song, in seconds."""

    start: float
    seconds: float


class Stream(Protocol):
    """An open song: its rate, the length it claims (0 if it claims none), and its samples.

    `read` gives mono samples at the stream's own rate, fewer than asked where the song ends or
    is damaged; successive calls ask for later and later stretches.
    """

    rate: int
    seconds: float

    def read(self, span: Span) -> Floats:
        """Mono samples of a span, as many as there are."""
        ...


def _mono(block: NDArray[np.float32]) -> Floats:
    """The mean over channels of an (n, channels) block, with what is no number as 0."""
    finite = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
    mean: Floats = np.clip(finite, -_LOUDEST, _LOUDEST).mean(axis=1, dtype=np.float32)
    return mean


class Libsndfile:
    """A song that libsndfile reads."""

    def __init__(self, file: "soundfile.SoundFile") -> None:
        self._file = file
        self.rate: int = file.samplerate
        self.seconds: float = file.frames / file.samplerate

    def read(self, span: Span) -> Floats:
        """Mono samples of a span, as many as there are."""
        blocks = self._blocks(round(span.start * self.rate), round(span.seconds * self.rate))
        return np.concatenate([np.empty(0, np.float32), *blocks])

    def _blocks(self, start: int, wanted: int) -> Iterator[Floats]:
        """Mono blocks up to the first error.

        soundfile seeks after every read, which is heard in an MP3, so the blocks are large.
        """
        import soundfile  # noqa: PLC0415

        size = max(1, _BLOCK_VALUES // self._file.channels)
        try:
            if self._file.tell() != start:
                self._file.seek(start)
            while wanted > 0:
                block = self._file.read(min(wanted, size), dtype="float32", always_2d=True)
                if not len(block):
                    return
                wanted -= len(block)
                yield _mono(block)
        except soundfile.SoundFileError:
            return


class FFmpeg:
    """A song that FFmpeg reads: forwards only, leaping where the container can."""

    def __init__(self, container: "InputContainer", stream: "AudioStream") -> None:
        import av  # noqa: PLC0415

        self._container = container
        self._stream = stream
        self._held = np.empty(0, np.float32)
        self._position = 0  # of what comes next, in samples
        first = self._start_decoding()
        # Only a decoded frame knows the rate: the header of HE-AAC may give half of it.
        self.rate: int = stream.rate if first is None else first.sample_rate
        self.seconds: float = (container.duration or 0) / av.time_base

    def read(self, span: Span) -> Floats:
        """Mono samples of a span, as many as there are."""
        start = round(span.start * self.rate)
        end = start + round(span.seconds * self.rate)
        if start - self._position > 2 * _PREROLL * self.rate:
            self._leap(span.start - _PREROLL)
        blocks = [np.empty(0, np.float32)]
        while self._position < end:
            block = self._held if len(self._held) else self._next_block()
            if block is None:
                break
            taken, self._held = np.split(block, [end - self._position])
            self._position += len(taken)
            if self._position > start:
                blocks.append(taken[-(self._position - start) :])
        return np.concatenate(blocks)

    def _leap(self, seconds: float) -> None:
        """Go on from `seconds` or thereabouts; where the container cannot seek, stay here."""
        import av  # noqa: PLC0415

        unit, origin = self._stream.time_base, self._stream.start_time or 0
        if unit is None:
            return
        try:
            self._container.seek(origin + int(seconds / unit), stream=self._stream)
        except (av.error.FFmpegError, OverflowError):
            return
        first = self._start_decoding()
        reached = seconds
        if first is not None and first.pts is not None:
            reached = float((first.pts - origin) * unit)
        self._position = max(0, round(reached * self.rate))
        self._held = np.empty(0, np.float32)

    def _start_decoding(self) -> "AudioFrame | None":
        """Decode from here on; returns the first frame, which is still to come."""
        frames = self._decode()
        first = next(frames, None)
        self._frames = frames if first is None else chain((first,), frames)
        return first

    def _decode(self) -> Iterator["AudioFrame"]:
        """The frames from here on; packets that are damaged are passed over."""
        import av  # noqa: PLC0415

        try:
            for packet in self._container.demux(self._stream):
                try:
                    frames = packet.decode()
                except av.error.InvalidDataError:
                    continue
                yield from frames
        except av.error.FFmpegError:
            return

    def _next_block(self) -> Floats | None:
        """The next frame as mono samples; None at the end, or where the song changes its rate."""
        frame = next(self._frames, None)
        if frame is None or frame.sample_rate != self.rate:
            return None
        try:
            values = frame.to_ndarray()
        except ValueError:  # samples of a kind that has no counterpart in NumPy
            return None
        channels = values.T if frame.format.is_planar else values.reshape(frame.samples, -1)
        return _mono(_as_float(channels))


def _as_float(values: NDArray[Any]) -> Floats:
    """Integer samples of any width to ±1; floating-point ones as they are."""
    floats: Floats = values.astype(np.float32)
    if values.dtype.kind == "f":
        return floats
    full_scale = np.float32(2 ** (8 * values.itemsize - 1))
    return floats / full_scale - np.float32(values.dtype.kind == "u")


@contextmanager
def open_with_libsndfile(path: Path) -> Iterator[Libsndfile]:
    """Open a song with libsndfile; raises `MediaError` where it refuses."""
    import soundfile  # noqa: PLC0415

    try:
        file = soundfile.SoundFile(os.fsencode(path))
    except (soundfile.SoundFileError, TypeError) as error:
        # TypeError: a name in .raw, for which soundfile wants to be told the format.
        raise MediaError(
            path, _("it is not a song, or too damaged to be read"), _(CHOOSE)
        ) from error
    with file:
        _check_rate(path, file.samplerate)
        yield Libsndfile(file)


@contextmanager
def open_with_ffmpeg(path: Path) -> Iterator[FFmpeg]:
    """Open a song with FFmpeg; raises `MediaError` where it refuses."""
    import av  # noqa: PLC0415

    try:
        # Without other protocols, a playlist that poses as a song reaches nothing outside.
        container = av.open(str(path.absolute()), options={"protocol_whitelist": "file"})
    except (av.error.FFmpegError, ValueError) as error:
        raise MediaError(
            path, _("it is not a song, or too damaged to be read"), _(CHOOSE)
        ) from error
    with container:
        if not container.streams.audio:
            raise MediaError(path, _("it holds no sound"), _(CHOOSE))
        stream = container.streams.audio[0]
        if stream.codec_context is None:
            raise MediaError(path, _("its sound is of a kind that cannot be decoded"), _(CHOOSE))
        _check_rate(path, stream.rate)
        yield FFmpeg(container, stream)


def packets(path: Path) -> tuple[int, str]:
    """How many packets of sound a song holds, and the BLAKE2b-160 of their bytes and times.

    It is all that a player would decode, of all streams but embedded pictures. Raises `MediaError`
    for what is no song, and for one that FFmpeg cannot read to its end.
    """
    import av  # noqa: PLC0415

    digest, number = hashlib.blake2b(digest_size=20), 0
    try:
        with av.open(str(path.absolute()), options={"protocol_whitelist": "file"}) as container:
            pictures = av.stream.Disposition.attached_pic
            streams = [own for own in container.streams if not own.disposition & pictures]
            for packet in container.demux(streams):
                when = f"{streams.index(packet.stream)} {packet.pts} {packet.dts} {packet.size} "
                digest.update(when.encode())
                digest.update(bytes(packet))
                number += 1
    except (av.error.FFmpegError, ValueError) as error:
        raise MediaError(
            path, _("it is not a song, or too damaged to be read"), _(CHOOSE)
        ) from error
    return number, digest.hexdigest()


def _check_rate(path: Path, rate: int) -> None:
    """Refuse rates at which nobody records: time and memory would follow them."""
    if rate not in _RATES:
        raise MediaError(
            path, _("it claims to have {rate} samples a second").format(rate=rate), _(CHOOSE)
        )

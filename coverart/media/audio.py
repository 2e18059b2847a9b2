"""Songs: any audio file in, windows of mono samples out.

libsndfile reads first, exactly and fast; what it refuses, or reads only in part, FFmpeg tries. A
long song is read in windows found by seeking, so memory is bounded by one window at the file's
own rate, whatever the file says of itself: its length is only believed as far as it reads.

Conventions: seconds count from the start of the song; samples are float32, full scale at ±1.
"""

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from coverart.domain import Floats
from coverart.errors import MediaError
from coverart.language import _, number
from coverart.media.decoders import CHOOSE, Span, Stream, open_with_ffmpeg, open_with_libsndfile

SONG_SUFFIXES = frozenset(
    ".wav .wave .flac .ogg .oga .opus .mp3 .mp2 .m4a .m4b .mp4 .aac .aif .aiff .aifc .au .snd .caf "
    ".w64 .wma .asf .ape .wv .tta .mpc .spx .ac3 .mka .webm .dsf".split()
)
MIN_SECONDS = 3.0
SILENCE = 10 ** (-60 / 20)
"""The peak below which nothing is heard: -60 dBFS."""

_LEAST = 1.0  # seconds of a window that say something, and that a header may be wrong by
_LONGEST = 7 * 24 * 3600.0  # seconds; a header that claims more is not believed


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a song that was read: (n,) mono samples from `start` seconds on."""

    start: float
    samples: Floats


@dataclass(frozen=True, slots=True)
class Recording:
    """A song of `seconds`, heard through windows in order at `rate` samples a second."""

    seconds: float
    rate: int
    windows: tuple[Window, ...]


def plan_windows(seconds: float, window_seconds: float, most: int) -> tuple[Span, ...]:
    """Choose what to read of a song of `seconds`: at most `most` windows, in order.

    A song that `most` windows can hold is tiled by them; a rest under a second is left out unless
    it is all there is. Of a longer song, windows are spread evenly from its start to its end.
    """
    if seconds > most * window_seconds:
        starts = np.linspace(0.0, seconds - window_seconds, most).tolist()
        return tuple(Span(start, window_seconds) for start in starts)
    tiles = [window_seconds * tile for tile in range(math.ceil(seconds / window_seconds))]
    spans = (Span(start, min(window_seconds, seconds - start)) for start in tiles)
    return tuple(span for span in spans if span.start == 0 or span.seconds >= _LEAST)


def read_recording(
    path: Path, rate: int, window_seconds: float = 10.0, most: int = 18
) -> Recording:
    """Read a song in the windows of `plan_windows`, each mono at `rate` samples a second.

    Channels are averaged; samples that are no numbers become 0. A damaged file is used as far as
    it reads. Raises `MediaError` for what is not a song: no such file, no audio, silence (every
    window peaks below -60 dBFS), less than `MIN_SECONDS`.
    """
    _check_file(path)
    plan = partial(plan_windows, window_seconds=window_seconds, most=most)
    takes: list[_Take] = []
    refusal: MediaError | None = None
    for opener in (open_with_libsndfile, open_with_ffmpeg):
        try:
            take = _listen(partial(opener, path), plan, rate)
        except MediaError as error:
            refusal = error
            continue
        takes.append(take)
        if take.complete:
            break
    if refusal and not takes:
        raise refusal
    best = max(takes, key=lambda take: take.recording.seconds)
    _check_sound(path, best)
    return best.recording


def read_stretch(path: Path, span: Span, rate: int) -> Floats:
    """Read one span of a song, mono at `rate` samples a second: as many samples as there are.

    What the first decoder does not read to its end the second tries. Raises `MediaError` where
    neither can open the file.
    """
    best = np.empty(0, np.float32)
    refusal: MediaError | None = None
    for opener in (open_with_libsndfile, open_with_ffmpeg):
        try:
            with opener(path) as stream:
                samples = _resample(stream.read(span), stream.rate, rate)
        except MediaError as error:
            refusal = refusal or error
            continue
        best = max(best, samples, key=len)
        if len(samples) >= (span.seconds - _LEAST) * rate:
            return best
    if refusal and not len(best):
        raise refusal
    return best


_Opener = Callable[[], AbstractContextManager[Stream]]
_Plan = Callable[[float], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class _Take:
    """What one decoder made of a file, and whether it is all that the file promised."""

    recording: Recording
    complete: bool


def _listen(opener: _Opener, plan: _Plan, rate: int) -> _Take:
    """Read what the file's header promises; where that fails, measure it and read what is there."""
    with opener() as stream:
        claimed = stream.seconds
        if 0 < claimed <= _LONGEST:
            recording, whole = _read_windows(stream, plan(claimed), claimed, rate)
            if whole:
                return _Take(recording, complete=True)
    with opener() as stream:
        seconds = _measure(stream)
    with opener() as stream:
        recording, _whole = _read_windows(stream, plan(seconds), seconds, rate)
    return _Take(recording, complete=claimed <= 0)


def _read_windows(
    stream: Stream, spans: Sequence[Span], seconds: float, rate: int
) -> tuple[Recording, bool]:
    """Read the spans of a song of `seconds`, and say whether all were there."""
    windows: list[Window] = []
    missing = 0.0
    for span in spans:
        samples = stream.read(span)
        missing = max(0.0, span.seconds - len(samples) / stream.rate)
        if missing <= min(_LEAST, span.seconds / 2):
            windows.append(Window(span.start, _resample(samples, stream.rate, rate)))
    # The last span ends where the song does, so what it lacks the song lacks.
    return Recording(seconds - missing, rate, tuple(windows)), len(windows) == len(spans)


def _measure(stream: Stream) -> float:
    """The length of what can be read from the start on, in seconds; decodes all of it."""
    step, heard = 10.0, 0.0
    while True:
        got = len(stream.read(Span(heard, step))) / stream.rate
        heard += got
        if got < step:
            return heard


def _resample(samples: Floats, from_rate: int, to_rate: int) -> Floats:
    """Mono samples at another rate."""
    if from_rate == to_rate or not len(samples):
        return samples
    import soxr  # noqa: PLC0415 (few processes hear a song)

    resampled: Floats = soxr.resample(samples, from_rate, to_rate)
    return resampled


def _check_file(path: Path) -> None:
    """Refuse what cannot be a song, whatever the decoders make of it."""
    if path.is_dir():
        raise MediaError(path, _("it is a folder"), _("choose one song in it"))
    if path.exists() and not path.is_file():
        raise MediaError(path, _("it is not a file"), _(CHOOSE))
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except FileNotFoundError as error:
        raise MediaError(path, _("there is no such file"), _("check where it went")) from error
    except PermissionError as error:
        raise MediaError(path, _("it may not be read"), _("change its permissions")) from error
    except OSError as error:
        raise MediaError(
            path, _("it cannot be read ({reason})").format(reason=error.strerror), _(CHOOSE)
        ) from error
    if not head:
        raise MediaError(path, _("it is empty"), _(CHOOSE))
    if head.startswith(b"MThd") or head[8:] == b"RMID":
        hint = _("save it as WAV in the program that plays it")
        raise MediaError(path, _("it is MIDI, which holds notes but no sound"), hint)


def _check_sound(path: Path, take: _Take) -> None:
    """Refuse songs that are too short or silent."""
    recording = take.recording
    hint = _("choose a song of at least {seconds} seconds").format(seconds=number(MIN_SECONDS, "g"))
    if not recording.windows and take.complete:
        raise MediaError(path, _("it holds no sound"), _(CHOOSE))
    if not recording.windows:
        raise MediaError(path, _("it is damaged, and none of it can be read"), _(CHOOSE))
    if recording.seconds < MIN_SECONDS and not take.complete:
        reason = _("it is damaged, and only {seconds} seconds of it can be read").format(
            seconds=number(recording.seconds, ".1f")
        )
        raise MediaError(path, reason, hint)
    if recording.seconds < MIN_SECONDS:
        raise MediaError(
            path,
            _("it is only {seconds} seconds long").format(seconds=number(recording.seconds, ".1f")),
            hint,
        )
    if not any(np.abs(window.samples).max() >= SILENCE for window in recording.windows):
        raise MediaError(path, _("it is silent"), _("choose a song that can be heard"))

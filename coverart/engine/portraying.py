"""The portrait of a song: what its file says, how it sounds, and its mood from start to end.

The song is read twice: once through a few windows, as the search hears it, for its length and its
mood on the whole, and then all of it, part by part, for its waveform and the course of its mood.
So a portrait and a ranking agree on the mood, memory is bounded by one part, and several parts are
read at the same time.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from coverart.domain import ContentHash, Floats, Pixels
from coverart.encoders.affect.course import WINDOW, Mode, Moment, course, mode, plan_moments
from coverart.encoders.affect.song import RATE, emotion, hear
from coverart.engine.job import Job, Progress
from coverart.engine.reading import content_hash
from coverart.engine.session import Tools
from coverart.engine.waiting import awaited
from coverart.errors import MediaError
from coverart.language import _, mark
from coverart.media.audio import read_recording, read_stretch
from coverart.media.decoders import Span
from coverart.media.photo import read_embedded
from coverart.media.pool import Task
from coverart.media.waveform import DETAIL, condensed, outline

LABEL = mark("Listening to the song")
COVER_SIDE = 256
"""The long side of a portrait's cover, in pixels."""
PART = 60.0
"""Seconds of a song that are read at a time."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A song as it is shown.

    `title` and `artist` are empty, and `cover` is None, where the tags hold none that can be used.
    `valence` and `arousal` in (-1, 1) are those of the whole song, `course` the same over time.
    `waveform` is (n, 2), the peak and the mean square of n equally long stretches of the song.
    """

    path: Path
    content: ContentHash
    title: str
    artist: str
    seconds: float
    cover: Pixels | None
    valence: float
    arousal: float
    mode: Mode
    waveform: Floats = field(default_factory=lambda: np.empty((0, 2), dtype=np.float32))
    course: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """What came of a part of the song: its outline, and its moments."""

    number: int
    outline: Floats
    moments: tuple[Moment, ...]


def portray(song: Path, tools: Tools) -> Job[Portrait]:
    """Make the portrait of a song, whatever the space of the tools.

    Parts that cannot be read are silent. Raises `MediaError` for what is not a usable song.
    """
    label = _(LABEL)
    sketch = yield from awaited(tools.pool.begin(Task(_sketch, song)), label)
    tasks = _plan(song, sketch.seconds)
    parts: dict[int, _Part] = {}
    done = 0
    yield Progress(label, done, len(tasks))
    with closing(tools.pool.read_all(tasks)) as outcomes:
        for outcome in outcomes:
            if outcome is not None and outcome.error is None:
                parts[outcome.result.number] = outcome.result
            done += outcome is not None
            yield Progress(label, done, len(tasks))
    moments = tuple(moment for number in sorted(parts) for moment in parts[number].moments)
    return replace(sketch, waveform=condensed(_joined(parts, sketch.seconds)), course=moments)


def _plan(song: Path, seconds: float) -> list[Task[_Part]]:
    """A task for each part of the song."""
    starts = plan_moments(seconds)
    numbers = np.minimum(starts // PART, (seconds - 1e-6) // PART)
    count = int((seconds - 1e-6) // PART) + 1
    return [
        Task(_part, song, (number, min(PART, seconds - number * PART), starts[numbers == number]))
        for number in range(count)
    ]


def _joined(parts: dict[int, _Part], seconds: float) -> Floats:
    """The outlines of all parts in their places, with silence where there is none."""
    whole = np.zeros((max(1, round(seconds * DETAIL)), 2), dtype=np.float32)
    length = round(PART * DETAIL)
    for number, part in parts.items():
        room = whole[number * length :][: len(part.outline)]
        room[:] = part.outline[: len(room)]
    return whole


def _sketch(path: Path) -> Portrait:
    """Hear a song as a search does; this runs in a child process, like `_part`."""
    from coverart.media.tags import read_tags  # noqa: PLC0415 (loads slowly)

    content = content_hash(path)
    recording = read_recording(path, RATE)
    tags = read_tags(path)
    heard = hear([window.samples for window in recording.windows])
    valence, arousal = emotion(heard).tolist()
    return Portrait(
        path=path,
        content=content,
        title=tags.title,
        artist=tags.artist,
        seconds=recording.seconds,
        cover=_cover(path, tags.cover),
        valence=valence,
        arousal=arousal,
        mode=mode(heard),
    )


def _cover(path: Path, data: bytes) -> Pixels | None:
    """The embedded cover; None where there is none, or it is damaged."""
    try:
        return read_embedded(path, data, COVER_SIDE) if data else None
    except MediaError:
        return None


def _part(path: Path, number: int, seconds: float, starts: Sequence[float]) -> _Part:
    """Hear the part of this number, and what the windows that start in it need beyond its end."""
    begins = number * PART
    ends = max([begins + seconds, *(start + WINDOW for start in starts)])
    samples = read_stretch(path, Span(begins, ends - begins), RATE)
    own = samples[: round(seconds * RATE)]
    return _Part(number, outline(own, RATE), course(samples, begins, starts))

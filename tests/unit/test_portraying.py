"""The portrait of a song, from real files: in this process, and once in real child processes."""

# mutagen's own classes carry no types.
# mypy: disable-error-code="no-untyped-call"

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen.flac
import numpy as np
import pytest
import soundfile
from PIL import Image

from coverart.cli.main import main
from coverart.domain import Floats
from coverart.encoders.affect.course import Mode
from coverart.encoders.affect.song import RATE
from coverart.encoders.affect.space import AffectSpace
from coverart.engine import session
from coverart.engine.job import Event, Progress, run
from coverart.engine.portraying import COVER_SIDE, Portrait, portray
from coverart.engine.reading import Lens, content_hash, listen
from coverart.engine.session import Tools
from coverart.errors import MediaError
from coverart.library.store import Library
from coverart.media.child import Reply
from coverart.media.photo import read_embedded
from coverart.media.pool import Pending, ReaderPool, Task
from coverart.settings import library_path
from tests.fakes import InlinePool
from tests.unit.test_mood_course import hum, storm


@pytest.fixture
def tools(cache: Path) -> Iterator[Tools]:
    with Tools(Library(library_path()), InlinePool(), AffectSpace()) as tools:
        yield tools


@pytest.fixture
def rising(tmp_path: Path) -> Path:
    """A hundred seconds: first a hum, and from 60 on a storm."""
    return write(tmp_path / "rising.flac", np.concatenate([hum(60), storm(40)]))


class SecondPartDamaged(InlinePool):
    """A pool that cannot read what comes after the first minute of a song."""

    def begin(self, task: Task[Any]) -> Pending[Any]:
        if not task.arguments or task.arguments[0] == 0:
            return super().begin(task)
        pending: Pending[Any] = Pending(task, lambda _: None)
        pending.settle(Reply(error=MediaError(task.path, "it is damaged")))
        return pending


def write(path: Path, samples: Floats) -> Path:
    soundfile.write(path, samples, RATE)
    return path


def chord(notes: tuple[int, ...], seconds: float) -> Floats:
    time = np.arange(round(seconds * RATE)) / RATE
    tones = [np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * time) for note in notes]
    return np.asarray(0.2 * np.sum(tones, axis=0), dtype=np.float32)


def tag(path: Path, cover: bytes) -> None:
    """Name a FLAC file, and put a picture into it."""
    file = mutagen.flac.FLAC(path)
    file["title"], file["artist"] = "Rising", "Ann"
    picture = mutagen.flac.Picture()
    picture.type, picture.data, picture.mime = 3, cover, "image/png"
    file.add_picture(picture)
    file.save()


def png(width: int, height: int) -> bytes:
    memory = io.BytesIO()
    Image.new("RGB", (width, height), (200, 40, 90)).save(memory, "PNG")
    return memory.getvalue()


def arousals(portrait: Portrait, start: float, end: float) -> list[float]:
    return [moment.arousal for moment in portrait.course if start <= moment.seconds < end]


def test_the_course_follows_the_song_over_the_borders_of_its_parts(
    tools: Tools, rising: Path
) -> None:
    portrait = run(portray(rising, tools))
    assert portrait.seconds == pytest.approx(100.0)
    seconds = [moment.seconds for moment in portrait.course]
    assert seconds == pytest.approx(np.linspace(5, 95, 37).tolist())
    assert max(arousals(portrait, 0, 54)) < min(arousals(portrait, 66, 100)) - 0.3


def test_the_waveform_has_the_loudness_of_every_part_in_its_place(
    tools: Tools, rising: Path
) -> None:
    portrait = run(portray(rising, tools))
    assert portrait.waveform.shape == (400, 2)
    peaks, power = portrait.waveform.T
    assert peaks[:239].max() == pytest.approx(0.02, abs=1e-3)
    assert peaks[241:].min() > 0.1
    assert np.sqrt(power[:239]) == pytest.approx(0.02 / np.sqrt(2), abs=1e-3)


def test_a_song_feels_as_the_search_hears_it(tools: Tools, rising: Path) -> None:
    portrait = run(portray(rising, tools))
    searched = listen(rising, Lens.of(AffectSpace())).vectors
    assert searched is not None
    assert searched[0, :2] == pytest.approx([portrait.valence, portrait.arousal], abs=1e-6)
    assert portrait.content == content_hash(rising)


def test_tags_and_cover_are_part_of_it(tools: Tools, rising: Path) -> None:
    tag(rising, png(600, 300))
    portrait = run(portray(rising, tools))
    assert (portrait.title, portrait.artist) == ("Rising", "Ann")
    assert portrait.cover is not None
    assert portrait.cover.shape == (COVER_SIDE // 2, COVER_SIDE, 3)
    assert (portrait.cover == (200, 40, 90)).all()


@pytest.mark.parametrize("cover", [b"no picture", png(600, 300)[:200], b"\x89PNG\r\n\x1a\n"])
def test_a_damaged_cover_is_none(tools: Tools, rising: Path, cover: bytes) -> None:
    tag(rising, cover)
    portrait = run(portray(rising, tools))
    assert portrait.cover is None
    assert portrait.title == "Rising"


def test_an_embedded_picture_that_is_small_keeps_its_size(tmp_path: Path) -> None:
    song = tmp_path / "song.flac"
    assert read_embedded(song, png(20, 10), 256).shape == (10, 20, 3)
    assert read_embedded(song, png(1, 400), 100).shape == (100, 1, 3)


@pytest.mark.parametrize(
    ("notes", "mode"), [((60, 64, 67), Mode.MAJOR), ((60, 63, 67), Mode.MINOR)]
)
def test_major_and_minor_chords_are_told_apart(
    tools: Tools, tmp_path: Path, notes: tuple[int, ...], mode: Mode
) -> None:
    song = write(tmp_path / "chord.wav", chord(notes, 12))
    assert run(portray(song, tools)).mode is mode


def test_a_song_shorter_than_a_window_has_one_moment(tools: Tools, tmp_path: Path) -> None:
    portrait = run(portray(write(tmp_path / "short.wav", storm(4)), tools))
    assert [moment.seconds for moment in portrait.course] == [2.0]
    assert portrait.waveform.shape == (200, 2)


def test_a_song_that_ends_just_after_a_part_is_whole(tools: Tools, tmp_path: Path) -> None:
    portrait = run(portray(write(tmp_path / "song.wav", hum(60.3)), tools))
    assert portrait.course[-1].seconds == pytest.approx(55.3)
    assert portrait.waveform[-1, 0] == pytest.approx(0.02, abs=1e-3)


def test_a_file_that_is_no_song_says_why(tools: Tools, tmp_path: Path) -> None:
    silent = write(tmp_path / "silent.wav", np.zeros(5 * RATE, dtype=np.float32))
    with pytest.raises(MediaError, match="it is silent"):
        run(portray(silent, tools))
    with pytest.raises(MediaError, match=r"gone\.mp3"):
        run(portray(tmp_path / "gone.mp3", tools))


def test_a_part_that_cannot_be_read_is_silent(cache: Path, rising: Path) -> None:
    with Tools(Library(library_path()), SecondPartDamaged(), AffectSpace()) as tools:
        portrait = run(portray(rising, tools))
    assert portrait.course[-1].seconds < 65
    assert portrait.waveform[:239, 0].min() > 0.01
    assert portrait.waveform[241:].max() == 0


def test_progress_is_told_part_by_part(tools: Tools, rising: Path) -> None:
    told: list[Event] = []
    run(portray(rising, tools), told.append)
    assert all(isinstance(event, Progress) for event in told)
    assert [(event.done, event.total) for event in told if isinstance(event, Progress)][-3:] == [
        (0, 2),
        (1, 2),
        (2, 2),
    ]


def test_real_child_processes_find_the_same_and_a_portrait_can_be_given_up(
    tools: Tools, rising: Path
) -> None:
    with Tools(Library(library_path()), ReaderPool(2), AffectSpace()) as real:
        portrait = run(portray(rising, real))
        given_up = portray(rising, real)
        next(given_up)
        given_up.close()
    alone = run(portray(rising, tools))
    assert portrait.course == alone.course
    assert (portrait.waveform == alone.waveform).all()


def test_the_command_line_prints_the_course(
    rising: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "ReaderPool", InlinePool)
    assert main(["mood", "--course", "--json", str(rising), "--text", "calm"]) == 0
    song, words = json.loads(capsys.readouterr().out)
    assert song["seconds"] == pytest.approx(100)
    assert song["mode"] in ("major", "minor", "")
    assert len(song["course"]) == 37
    assert song["course"][0].keys() == {"seconds", "valence", "arousal", "mood"}
    assert song["course"][0]["arousal"] < song["course"][-1]["arousal"]
    assert "course" not in words
    assert main(["mood", "--course", str(rising), "--text", "calm"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 37 + 1
    assert lines[1].startswith("   0:05.0  valence ")
    assert lines[-1].endswith("calm")


def test_without_being_asked_the_command_line_prints_no_course(
    rising: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "ReaderPool", InlinePool)
    assert main(["mood", "--json", str(rising)]) == 0
    assert "course" not in json.loads(capsys.readouterr().out)[0]

"""Songs of every container, whole, broken and not songs at all."""

import os
import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import Floats
from coverart.errors import MediaError
from coverart.media import decoders
from coverart.media.audio import SONG_SUFFIXES, plan_windows, read_recording
from coverart.media.decoders import Span

RATE = 24_000
START_HERTZ, HERTZ_PER_SECOND = 300.0, 20.0


def sweep(seconds: float, rate: int = 48_000) -> Floats:
    """A tone of 300 Hz that rises by 20 Hz a second: it says where in the song one is."""
    time = np.arange(round(seconds * rate)) / rate
    phase = 2 * np.pi * (START_HERTZ * time + HERTZ_PER_SECOND / 2 * time**2)
    return (0.4 * np.sin(phase)).astype(np.float32)


def place(samples: Floats, rate: int = RATE) -> float:
    """The second of the sweep at which the first half second of `samples` was taken."""
    heard = samples[: rate // 2] * np.hanning(rate // 2)
    peak = np.abs(np.fft.rfft(heard, 16 * rate)).argmax() / 16
    return float((peak - START_HERTZ) / HERTZ_PER_SECOND - 0.25)


def encode(path: Path, codec: str, samples: Floats, rate: int = 48_000) -> Path:
    """Write mono samples as stereo with an encoder of FFmpeg."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = 128_000
        wanted = stream.codec_context.format
        resampler = av.AudioResampler(wanted.name, "stereo", rate, frame_size=1024)
        for start in range(0, len(samples), 1024):
            block = np.tile(samples[start : start + 1024], (2, 1))
            frame = av.AudioFrame.from_ndarray(block, "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        for part in resampler.resample(None):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


def refusal(path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        read_recording(path, RATE)
    return caught.value


def test_a_short_song_is_tiled_and_its_rest_is_kept() -> None:
    assert plan_windows(25.0, 10.0, 18) == (Span(0, 10), Span(10, 10), Span(20, 5))


def test_a_rest_of_less_than_a_second_is_left_out_unless_it_is_all() -> None:
    assert plan_windows(20.5, 10.0, 18) == (Span(0, 10), Span(10, 10))
    assert plan_windows(0.5, 10.0, 18) == (Span(0, 0.5),)
    assert plan_windows(0.0, 10.0, 18) == ()


def test_a_long_song_is_heard_from_its_start_to_its_end() -> None:
    assert plan_windows(100.0, 10.0, 4) == (Span(0, 10), Span(30, 10), Span(60, 10), Span(90, 10))


@given(
    st.floats(0.01, 100_000.0),
    st.floats(1.0, 60.0),
    st.integers(1, 40),
)
def test_windows_are_few_sorted_within_the_song_and_never_overlap(
    seconds: float, window: float, most: int
) -> None:
    spans = plan_windows(seconds, window, most)
    ends = [span.start + span.seconds for span in spans]
    assert 1 <= len(spans) <= most
    assert spans[0].start == 0
    assert all(0 < span.seconds <= window for span in spans)
    assert all(end <= later.start + 1e-6 for end, later in zip(ends, spans[1:], strict=False))
    assert ends[-1] <= seconds + 1e-6
    if seconds <= most * window:
        assert seconds - sum(span.seconds for span in spans) < 1.0 + 1e-6
    elif most > 1:
        assert ends[-1] == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("name", "kind", "subtype"),
    [
        ("song.wav", "WAV", "PCM_16"),
        ("song.wav", "WAV", "FLOAT"),
        ("song.flac", "FLAC", "PCM_24"),
        ("song.ogg", "OGG", "VORBIS"),
        ("song.opus", "OGG", "OPUS"),
        ("song.mp3", "MP3", "MPEG_LAYER_III"),
        ("song.aiff", "AIFF", "PCM_16"),
        ("song.au", "AU", "PCM_16"),
    ],
)
def test_songs_that_libsndfile_knows_are_read(
    tmp_path: Path, name: str, kind: str, subtype: str
) -> None:
    path = tmp_path / name
    soundfile.write(path, sweep(12), 48_000, format=kind, subtype=subtype)
    recording = read_recording(path, RATE, window_seconds=5.0)
    assert path.suffix in SONG_SUFFIXES
    assert recording.seconds == pytest.approx(12, abs=0.1)
    assert recording.rate == RATE
    assert [window.start for window in recording.windows] == [0, 5, 10]
    for window, seconds in zip(recording.windows, (5, 5, 2), strict=True):
        assert window.samples.dtype == np.float32
        assert len(window.samples) == pytest.approx(seconds * RATE, abs=0.1 * RATE)
        assert place(window.samples) == pytest.approx(window.start, abs=0.1)
        assert np.abs(window.samples[RATE // 2 : RATE]).max() == pytest.approx(0.4, abs=0.04)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("song.m4a", "aac"),
        ("song.m4a", "alac"),
        ("song.mp4", "aac"),
        ("song.aac", "aac"),
        ("song.wma", "wmav2"),
        ("song.mka", "libopus"),
        ("song.wv", "wavpack"),
        ("song.tta", "tta"),
        ("song.ac3", "ac3"),
    ],
)
def test_songs_that_only_ffmpeg_knows_are_read_by_leaps(
    tmp_path: Path, name: str, codec: str
) -> None:
    path = encode(tmp_path / name, codec, sweep(40))
    recording = read_recording(path, RATE, window_seconds=4.0, most=3)
    assert path.suffix in SONG_SUFFIXES
    assert recording.seconds == pytest.approx(40, abs=0.5)
    assert [window.start for window in recording.windows] == pytest.approx([0, 18, 36], abs=0.5)
    for window in recording.windows:
        assert len(window.samples) == pytest.approx(4 * RATE, abs=0.5 * RATE)
        assert place(window.samples) == pytest.approx(window.start, abs=0.3)
        assert np.abs(window.samples[RATE // 2 : RATE]).max() == pytest.approx(0.4, abs=0.04)


@pytest.mark.parametrize("kind", ["u8", "s16", "s16p", "s32", "s32p", "flt", "dblp"])
def test_frames_of_every_sample_format_mean_the_same(kind: str) -> None:
    left = av.AudioFrame.from_ndarray(np.tile(sweep(0.02), (2, 1)), "fltp", "stereo")
    left.sample_rate = 48_000
    (frame,) = av.AudioResampler(kind, "stereo", 48_000).resample(left)
    values = frame.to_ndarray()
    channels = values.T if frame.format.is_planar else values.reshape(frame.samples, -1)
    mono = decoders._mono(decoders._as_float(channels))
    np.testing.assert_allclose(mono, sweep(0.02), atol=0.01)


def test_a_container_that_cannot_seek_is_read_from_start_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = encode(tmp_path / "song.m4a", "aac", sweep(40))
    jumps: list[float] = []
    monkeypatch.setattr(decoders.FFmpeg, "_leap", lambda _, seconds: jumps.append(seconds))
    recording = read_recording(path, RATE, window_seconds=4.0, most=3)
    assert len(jumps) == 2
    for window in recording.windows:
        assert place(window.samples) == pytest.approx(window.start, abs=0.1)


def test_adjacent_windows_join_without_a_gap(tmp_path: Path) -> None:
    path = encode(tmp_path / "song.m4a", "alac", sweep(7.3))
    windows = read_recording(path, 48_000, window_seconds=3.0).windows
    joined = np.concatenate([window.samples for window in windows])
    np.testing.assert_allclose(joined, sweep(7.3), atol=1e-3)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = encode(tmp_path / "song.m4a", "aac", sweep(12))
    first, second = read_recording(path, RATE), read_recording(path, RATE)
    for one, other in zip(first.windows, second.windows, strict=True):
        np.testing.assert_array_equal(one.samples, other.samples)


def test_channels_are_averaged(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    levels = np.array([0.8, 0.0, -0.2, 0.2, 0.2], dtype=np.float32)
    soundfile.write(path, np.tile(levels, (4 * RATE, 1)), RATE, subtype="FLOAT")
    (window,) = read_recording(path, RATE).windows
    np.testing.assert_allclose(window.samples, 0.2, atol=1e-6)


def test_samples_that_are_no_numbers_become_zero(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    samples = sweep(4, RATE)
    samples[100:103] = np.nan, np.inf, -np.inf
    soundfile.write(path, samples, RATE, subtype="FLOAT")
    (window,) = read_recording(path, RATE).windows
    np.testing.assert_array_equal(window.samples[100:103], 0)
    np.testing.assert_array_equal(window.samples[103:], samples[103:])


@pytest.mark.parametrize("suffix", [".flac", ".mp3", ".wav", ".ogg"])
def test_a_truncated_song_is_used_as_far_as_it_reads(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"song{suffix}"
    soundfile.write(path, sweep(40), 48_000)
    os.truncate(path, path.stat().st_size // 2)
    recording = read_recording(path, RATE, window_seconds=3.0, most=4)
    assert 10 < recording.seconds < 30
    assert len(recording.windows) == 4
    assert recording.windows[-1].start == pytest.approx(recording.seconds - 3.0, abs=0.5)
    for window in recording.windows:
        assert place(window.samples) == pytest.approx(window.start, abs=0.3)


def test_a_flac_of_unknown_length_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "song.flac"
    soundfile.write(path, sweep(30), 48_000)
    data = bytearray(path.read_bytes())
    data[21] &= 0xF0  # the 36 bits of STREAMINFO that count the samples
    data[22:26] = bytes(4)
    path.write_bytes(data)
    recording = read_recording(path, RATE, window_seconds=2.0, most=3)
    assert recording.seconds == pytest.approx(30, abs=0.1)
    assert [window.start for window in recording.windows] == pytest.approx([0, 14, 28], abs=0.1)


def test_a_header_that_promises_hours_over_nothing_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "song.flac"
    soundfile.write(path, sweep(30), 48_000)
    data = bytearray(path.read_bytes()[:86])
    data[21] |= 0x0F
    data[22:26] = b"\xff" * 4
    path.write_bytes(data)
    assert refusal(path).reason == "it is damaged, and none of it can be read"


def test_a_rate_at_which_nobody_records_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    soundfile.write(path, sweep(4), 48_000)
    data = bytearray(path.read_bytes())
    data[24:28] = struct.pack("<I", 2_000_000_000)
    path.write_bytes(data)
    assert "samples a second" in refusal(path).reason


def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    plain = tmp_path / "song.wav"
    soundfile.write(plain, sweep(4), 48_000)
    path = tmp_path / os.fsdecode(b"\xff\xfe.wav")
    try:
        plain.rename(path)
    except OSError:
        pytest.skip("this file system takes no such names")
    assert read_recording(path, RATE).seconds == pytest.approx(4)


def test_a_song_that_is_too_short_says_how_long_it_is(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    soundfile.write(path, sweep(2.5), 48_000)
    assert refusal(path).reason == "it is only 2.5 seconds long"


def test_a_song_without_samples_holds_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    soundfile.write(path, sweep(0), 48_000)
    assert refusal(path).reason == "it holds no sound"


@pytest.mark.parametrize(("peak", "silent"), [(0.0, True), (0.0009, True), (0.0011, False)])
def test_silence_lies_below_minus_60_decibels(tmp_path: Path, peak: float, silent: bool) -> None:
    path = tmp_path / "song.wav"
    soundfile.write(path, np.full(4 * RATE, peak, np.float32), RATE, subtype="FLOAT")
    if silent:
        assert refusal(path).reason == "it is silent"
    else:
        assert len(read_recording(path, RATE).windows) == 1


def test_sound_in_one_window_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    samples = np.zeros(12 * RATE, np.float32)
    samples[11 * RATE] = 0.5
    soundfile.write(path, samples, RATE)
    assert len(read_recording(path, RATE, window_seconds=4.0).windows) == 3


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.mp3", b"", "it is empty"),
        ("notes.mid", b"MThd\0\0\0\6\0\1\0\1\0\x60", "it is MIDI"),
        ("notes.rmi", b"RIFF\x20\0\0\0RMIDdata", "it is MIDI"),
        ("text.mp3", b"La la la, this is only text.\n" * 40, "it is not a song"),
        ("noise.raw", bytes(range(1, 255)) * 40, "it "),
        (
            "list.ogg",
            b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://localhost/a.ts\n",
            "it",
        ),
    ],
)
def test_what_is_not_a_song_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert error.reason.startswith(reason)
    assert error.hint
    assert "\n" not in str(error)


def test_a_video_without_sound_holds_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        assert isinstance(stream, av.VideoStream)
        stream.width = stream.height = 32
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), "rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    assert refusal(path).reason == "it holds no sound"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).reason == "it is a folder"
    assert refusal(tmp_path / "gone.mp3").reason == "there is no such file"


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "song.wav"
    soundfile.write(path, sweep(4), 48_000)

    def forbid(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)
    assert refusal(path).reason == "it may not be read"

"""The demo: its song, its pictures, and how they get into a folder of the user's."""

import io
import wave
from collections.abc import Generator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from coverart.demo import lands, lights, skies, song
from coverart.demo.canvas import Canvas, gradient, layers, mix, rgb, smooth
from coverart.demo.folder import PICTURES, DemoFolder, Picture, Progress, write_demo
from coverart.domain import Pixels
from coverart.errors import CoverArtError, ExportError

rendered = cache(song.render)
shares = st.floats(0, 1)


@cache
def painted(picture: Picture) -> Pixels:
    return picture()


def lightness(pixels: Pixels) -> float:
    return float(pixels.mean()) / 255


def warmth(pixels: Pixels) -> float:
    red, _, blue = pixels.mean(axis=(0, 1)).tolist()
    return float(red - blue) / 255


def samples() -> NDArray[np.float64]:
    with wave.open(io.BytesIO(rendered())) as reader:
        frames = np.frombuffer(reader.readframes(reader.getnframes()), dtype="<i2")
    return frames.reshape(-1, 2) / 32767


# --- the canvas ---------------------------------------------------------------------------------


def test_a_colour_is_read_from_its_hexadecimal_name() -> None:
    assert rgb("#ff0033").tolist() == pytest.approx([1, 0, 0.2])


def test_a_smooth_step_is_half_way_in_the_middle_and_may_fall() -> None:
    assert smooth(np.array([0, 1, 2, 3, 4]), 1, 3).tolist() == [0, 0, 0.5, 1, 1]
    assert smooth(np.array([1, 3]), 3, 1).tolist() == [1, 0]


def test_a_gradient_meets_its_stops_and_holds_beyond_them() -> None:
    at = np.array([-1, 0, 1, 2, 9])
    found = gradient(at, (0, "#000000"), (1, "#ff0000"), (2, "#ffffff"))
    wanted = [[0, 0, 0], [0, 0, 0], [1, 0, 0], [1, 1, 1], [1, 1, 1]]
    np.testing.assert_allclose(found, wanted, atol=2e-3)


@given(shares)
def test_a_mixture_lies_between_its_colours(amount: float) -> None:
    np.testing.assert_allclose(mix("#000000", "#ffffff", amount), [amount] * 3, atol=1e-6)


def test_layers_go_from_far_to_near() -> None:
    assert layers(3) == [0, 0.5, 1]


def test_a_dab_colours_its_ellipse_and_nothing_else() -> None:
    canvas = Canvas.blank(40, 20, seed=0)
    canvas.dab((1, 0.5), (0.175, 0.085), "#ffffff", blur=0.01)
    touched = np.argwhere(canvas.image[..., 0] > 0)
    assert touched.min(axis=0).tolist() == [9, 17]
    assert touched.max(axis=0).tolist() == [11, 23]
    assert canvas.image[10, 20].tolist() == [1, 1, 1]


def test_a_dab_outside_the_picture_does_nothing() -> None:
    canvas = Canvas.blank(40, 20, seed=0)
    for at in ((-1, 0.5), (3, 0.5), (1, -1), (1, 2)):
        canvas.dab(at, (0.2, 0.1), "#ffffff")
    assert not canvas.image.any()


def test_a_dab_on_the_border_shows_its_inner_half() -> None:
    canvas = Canvas.blank(40, 20, seed=0)
    canvas.dab((0, 0), (0.175, 0.175), "#ffffff", blur=0.01)
    assert canvas.image[:4, 0, 0].tolist() == canvas.image[0, :4, 0].tolist() == [1, 1, 1, 1]


def test_a_stroke_runs_from_end_to_end_and_tapers() -> None:
    canvas = Canvas.blank(100, 100, seed=0)
    canvas.stroke((0.2, 0.5), (0.8, 0.5), (0.2, 0.04), "#ffffff")
    thickness = (canvas.image[..., 0] > 0.5).sum(axis=0)
    assert thickness[22] > 15
    assert 3 <= thickness[78] <= 7
    assert thickness[90] == thickness[5] == 0


@given(shares, st.floats(0, 5))
def test_light_never_darkens_and_never_burns_out(value: float, power: float) -> None:
    canvas = Canvas.blank(4, 4, seed=0)
    canvas.image[:] = value
    canvas.light("#ffffff", np.full((4, 4), power, dtype=np.float32))
    assert canvas.image.min() >= np.float32(value)
    assert canvas.image.max() <= 1 + 1e-6


def test_water_mirrors_what_stands_above_it() -> None:
    canvas = Canvas.blank(100, 100, seed=0)
    canvas.image[20:30] = 1
    canvas.reflect(0.5, 0.0, "#000000", 0.25)
    np.testing.assert_allclose(canvas.image[72:79], 0.75)
    assert not canvas.image[85:].any()


def test_noise_has_no_mean_and_a_deviation_of_one_and_grows_smoother_with_its_power() -> None:
    canvas = Canvas.blank(90, 60, seed=5)
    rough, soft = canvas.noise(0.5), canvas.noise(3)
    for field in (rough, soft):
        assert field.shape == (60, 90)
        assert field.mean() == pytest.approx(0, abs=1e-5)
        assert field.std() == pytest.approx(1, abs=1e-5)
    assert np.abs(np.diff(soft)).mean() < 0.2 * np.abs(np.diff(rough)).mean()


# --- the pictures -------------------------------------------------------------------------------


def test_there_are_twenty_pictures_of_different_names() -> None:
    assert len({picture.__name__ for picture in PICTURES}) == len(PICTURES) == 20


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: str(picture.__name__))
def test_every_picture_is_large_and_shows_something(picture: Picture) -> None:
    pixels = painted(picture)
    assert pixels.dtype == np.uint8
    assert 1200 <= max(pixels.shape[:2]) <= 1800
    assert pixels.std() > 8


def test_the_pictures_have_many_shapes() -> None:
    ratios = {round(painted(p).shape[1] / painted(p).shape[0], 2) for p in PICTURES}
    assert ratios == {0.67, 0.75, 1, 1.33, 1.5, 1.78, 3}


@pytest.mark.parametrize("picture", [lands.lone_tree, lights.city_at_night])
def test_a_picture_is_the_same_every_time(picture: Picture) -> None:
    assert np.array_equal(picture(), painted(picture))


def test_the_pictures_differ_in_mood() -> None:
    night, snow = painted(skies.moonlit_mountains), painted(lands.lone_tree)
    assert lightness(night) < 0.25
    assert lightness(snow) > 0.8
    assert warmth(painted(lands.golden_dunes)) > 0.3
    assert warmth(night) < -0.05


# --- the song -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "hertz"), [("A4", 440), ("C4", 261.626), ("Bb3", 233.082)])
def test_a_note_has_the_pitch_of_equal_temperament(name: str, hertz: float) -> None:
    assert song.frequency(name) == pytest.approx(hertz, abs=1e-3)


def test_the_melody_fills_every_bar_but_the_last_which_rings_on() -> None:
    bars = [sum(float(note.partition(":")[2]) for note in bar.split()) for bar in song.MELODY]
    assert bars[:-1] == [4] * 8
    assert bars[-1] > 4


def test_the_song_is_half_a_minute_of_stereo() -> None:
    with wave.open(io.BytesIO(rendered())) as reader:
        assert reader.getnchannels() == 2
        assert reader.getsampwidth() == 2
        assert reader.getnframes() == 30 * reader.getframerate()


def test_the_song_peaks_one_decibel_below_full_scale_and_comes_and_goes_in_silence() -> None:
    sound = samples()
    assert np.abs(sound).max() == pytest.approx(10 ** (-1 / 20), abs=1e-4)
    assert np.abs(sound[:32]).max() < 0.01
    assert not np.round(sound[-320:] * 32767).any()


def test_the_song_begins_and_ends_on_its_key_note() -> None:
    for first, last in ((0.2, 2.6), (24.5, 26.5)):
        part = samples()[int(first * song.RATE) : int(last * song.RATE)].mean(axis=1)
        power = np.abs(np.fft.rfft(part * np.hanning(part.size)))
        hertz = np.fft.rfftfreq(part.size, 1 / song.RATE)
        low = (hertz > 55) & (hertz < 130)
        assert hertz[low][power[low].argmax()] == pytest.approx(song.frequency("D2"), abs=1)


def test_the_song_is_the_same_every_time() -> None:
    assert song.render() == rendered()


# --- the folder ---------------------------------------------------------------------------------


def red_square() -> Pixels:
    return np.full((8, 8, 3), (200, 0, 0), dtype=np.uint8)


def blue_strip() -> Pixels:
    return np.full((4, 12, 3), (0, 0, 200), dtype=np.uint8)


def tune() -> bytes:
    return b"la la la"


TWO = (red_square, blue_strip)


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder).as_posix()) for p in folder.rglob("*") if p.is_file())


def run(job: Generator[Progress, None, DemoFolder]) -> tuple[list[Progress], DemoFolder]:
    events = []
    while True:
        try:
            events.append(next(job))
        except StopIteration as end:
            return events, end.value


EVERYTHING = ["Demo Song.wav", "photos/blue_strip.jpg", "photos/red_square.jpg"]


def test_the_demo_is_a_song_and_a_folder_of_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "demo"
    events, demo = run(write_demo(folder, TWO, tune))
    assert events == [
        ("Demo Song", 0, 3),
        ("Red square", 1, 3),
        ("Blue strip", 2, 3),
        ("Blue strip", 3, 3),
    ]
    assert files(folder) == EVERYTHING
    assert demo.song.read_bytes() == b"la la la"
    with Image.open(demo.photos / "blue_strip.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (12, 4))


def test_a_complete_demo_is_not_made_again(tmp_path: Path) -> None:
    list(write_demo(tmp_path, TWO, tune))

    def refuse() -> bytes:
        raise AssertionError

    events, demo = run(write_demo(tmp_path, TWO, refuse))
    assert events == []
    assert demo.song == tmp_path / "Demo Song.wav"


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_cancelled_demo_leaves_whole_files_and_is_taken_up_again(
    tmp_path: Path, steps: int
) -> None:
    job = write_demo(tmp_path, TWO, tune)
    for _ in range(steps):
        next(job)
    job.close()
    whole = ["Demo Song.wav", "photos/red_square.jpg"][: steps - 1]
    assert files(tmp_path) == whole
    list(write_demo(tmp_path, TWO, tune))
    assert files(tmp_path) == EVERYTHING


def test_a_strangers_file_stops_the_demo_before_anything_is_written(tmp_path: Path) -> None:
    stranger = tmp_path / "photos" / "blue_strip.jpg"
    stranger.parent.mkdir()
    stranger.write_bytes(b"my holiday")
    with pytest.raises(CoverArtError, match=r"blue_strip\.jpg exists already"):
        list(write_demo(tmp_path, TWO, tune))
    assert files(tmp_path) == ["photos/blue_strip.jpg"]
    assert stranger.read_bytes() == b"my holiday"


def test_a_folder_that_bears_the_name_of_the_song_stops_the_demo(tmp_path: Path) -> None:
    (tmp_path / "Demo Song.wav").mkdir()
    with pytest.raises(CoverArtError, match=r"Demo Song\.wav exists already"):
        list(write_demo(tmp_path, TWO, tune))
    assert files(tmp_path) == []


def test_a_link_that_leads_nowhere_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "Demo Song.wav").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CoverArtError, match=r"Demo Song\.wav exists already"):
        list(write_demo(tmp_path, TWO, tune))
    assert (tmp_path / "Demo Song.wav").is_symlink()


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    list(write_demo(tmp_path, TWO, tune))
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError, match="file"):
        list(write_demo(tmp_path / "file", TWO, tune))

"""What is usual of photos is fitted as the formulas say, and comes out the same every time."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from coverart.domain import Boxes, Floats
from coverart.encoders.affect import photo, song
from coverart.encoders.affect.mood import squash
from coverart.learn.fit_photos import main
from coverart.media.audio import read_recording
from coverart.media.photo import read_photo

SECONDS = 12


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three photos and a folder with two songs."""
    folder = tmp_path_factory.mktemp("material")
    (folder / "photos").mkdir()
    (folder / "songs").mkdir()
    noise = np.random.default_rng(0)
    for place, brightest in enumerate((90, 160, 256)):
        pixels = noise.integers(0, brightest, (64, 80, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "photos" / f"{place}.png")
    for pitch in (220, 550):
        time = np.arange(SECONDS * 22_050) / 22_050
        samples = 0.3 * np.sin(2 * np.pi * pitch * time) + noise.normal(0, 0.02, len(time))
        soundfile.write(folder / "songs" / f"{pitch}.wav", samples, 22_050)
    return folder


def fitted(material: Path, out: Path) -> tuple[bytes, bytes]:
    out.mkdir()
    main(
        [
            *("--photos", str(material / "photos"), "--songs", str(material / "songs")),
            *("--out", str(out), "--sources", "noise and tones"),
        ]
    )
    return (out / "photo.json").read_bytes(), (out / "space.json").read_bytes()


def raw_of(path: Path) -> Floats:
    decoded = read_photo(path, photo.SIDE)
    whole = Boxes(np.array([[0, 0, 80, 64]], dtype=np.int32))
    raw: Floats = photo.raw_coordinates(decoded.pixels, decoded.size, whole)[0]
    return raw


def test_mean_deviation_and_scale_are_those_of_the_files(material: Path, tmp_path: Path) -> None:
    photo_json, space_json = (json.loads(file) for file in fitted(material, tmp_path / "out"))
    raw = np.stack([raw_of(path) for path in sorted((material / "photos").iterdir())])
    assert photo_json["mean"] == pytest.approx(raw.mean(axis=0).tolist(), abs=1e-5)
    assert photo_json["deviation"] == pytest.approx(raw.std(axis=0).tolist(), abs=1e-5)
    assert len(photo_json["coordinates"]) == 5

    moods = squash((raw - raw.mean(axis=0)) / raw.std(axis=0))
    distances = []
    for path in (material / "songs").iterdir():
        windows = [window.samples for window in read_recording(path, song.RATE).windows]
        heard = song.song_mood(windows, song.RATE).as_row()
        distances += [float(np.linalg.norm(heard - mood)) for mood in moods]
    assert len(distances) == 6
    assert space_json["sigma"] == pytest.approx(np.mean(distances), abs=1e-5)


def test_both_files_carry_their_provenance(material: Path, tmp_path: Path) -> None:
    photo_json, space_json = (json.loads(file) for file in fitted(material, tmp_path / "out"))
    for content, population in (
        (photo_json, "3 photos"),
        (space_json, "all pairs of 2 songs and 3 photos"),
    ):
        assert content["provenance"] == {
            "made by": "python -m coverart.learn.fit_photos",
            "population": population,
            "sources": "noise and tones",
        }


def test_the_same_files_give_the_same_bytes(material: Path, tmp_path: Path) -> None:
    once = fitted(material, tmp_path / "once")
    assert fitted(material, tmp_path / "twice") == once
    assert once[0].endswith(b"\n")

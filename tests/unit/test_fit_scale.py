"""σ is the mean distance over all pairs of a song and a photo, as the program judges them."""

import json
from pathlib import Path

import numpy as np
import pytest

from coverart.domain import Boxes
from coverart.encoders.affect import photo, song
from coverart.learn.fit import scale
from coverart.learn.fit.finding import find_ratings
from coverart.media.audio import read_recording
from coverart.media.photo import read_photo
from tests.unit import rated


def test_a_distance_is_that_of_all_pairs() -> None:
    songs = np.array([[0, 0, 0, 0, 0], [1, 0, 0, 0, 0]], dtype=np.float32)
    photos = np.array([[0, 0, 0, 0, 1], [1, 0, 0, 0, 0.5]], dtype=np.float32)
    expected = (1 + np.sqrt(1.25) + np.sqrt(2) + 0.5) / 4
    assert scale.mean_distance(songs, photos) == pytest.approx(expected)


def test_the_scale_is_measured_on_the_moods_that_the_program_has(tmp_path: Path) -> None:
    heard = find_ratings(rated.songs(tmp_path / "songs", [(0, 0), (1, 1)])).songs[0]
    seen = find_ratings(rated.photos(tmp_path / "photos", [(0, 0), (1, 1), (2, 0)])).photos[0]
    fitted = scale.fit(heard, seen)

    distances = []
    for path in heard.paths:
        windows = [window.samples for window in read_recording(path, song.RATE).windows]
        felt = song.song_mood(windows, song.RATE).as_row()
        for picture in seen.paths:
            decoded = read_photo(picture, photo.SIDE)
            whole = Boxes(np.array([[0, 0, decoded.size.width, decoded.size.height]], np.int32))
            mood = photo.photo_moods(decoded.pixels, decoded.size, whole)[0]
            distances.append(float(np.linalg.norm(felt - mood)))
    assert len(distances) == 6
    assert fitted.values["sigma"] == pytest.approx(np.mean(distances), abs=1e-4)
    assert [one["digest"] for one in fitted.origin["data"]] == [heard.digest, seen.digest]

    written = json.loads(fitted.write(tmp_path / "out").read_text(encoding="utf-8"))
    assert written["sigma"] == fitted.values["sigma"]
    assert (written["provenance"]["heard"], written["provenance"]["seen"]) == (2, 3)

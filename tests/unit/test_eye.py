"""The models of photos, on numbers worked out by hand; what is shipped stays sane off the data."""

import math
from dataclasses import replace

import numpy as np
import pytest

from coverart.domain import Floats
from coverart.encoders.affect.eye import FINE, Eye, likeness, shipped_eye, standard_scores
from coverart.encoders.affect.impression import COLOURS, STRUCTURE
from coverart.encoders.affect.seen import Seen


def rows(count: int, width: int, value: float = 0.0) -> Floats:
    return np.full((count, width), value, dtype=np.float32)


@pytest.fixture
def eye() -> Eye:
    """Two colours, one feature of structure, two rated photos."""
    return Eye(
        colour_means=np.array([1, 2], dtype=np.float32),
        colour_deviations=np.array([1, 2], dtype=np.float32),
        colour_weights=np.array([0.5, -1], dtype=np.float32),
        structure_means=np.array([4], dtype=np.float32),
        structure_deviations=np.array([2], dtype=np.float32),
        photos=np.array([[0], [2 * FINE]], dtype=np.int8),
        photo_weights=np.array([3, -1], dtype=np.float32),
        centres=np.array([0, 1], dtype=np.float32),
        scales=np.array([1, 2], dtype=np.float32),
        usual_means=np.array([50, 20, 0], dtype=np.float32),
        usual_deviations=np.array([10, 10, 0.5], dtype=np.float32),
    )


def seen(colours: list[float], structure: float, measured: list[float]) -> Seen:
    return Seen(*(np.array([row], dtype=np.float32) for row in (colours, [structure], measured)))


def test_moods_are_those_worked_out_by_hand(eye: Eye) -> None:
    # Scores of colour 1 and 2: 0.5 · 1 − 2 = −1.5. The structure's score is 1, as far from both
    # photos: (3 − 1) · e⁻¹, of which 1 is taken and which is halved.
    mood = eye.moods(seen([2, 6], 6, [60, 0, 0.5]))[0]
    arousal = (2 * math.exp(-1) - 1) / 2
    expected = [math.tanh(z / 2) for z in (-1.5, arousal, 1, -2, 1)]
    assert mood.dtype == np.float32
    assert mood.tolist() == pytest.approx(expected, abs=1e-6)


def test_what_lies_beyond_all_photos_counts_as_the_furthest_of_them(eye: Eye) -> None:
    assert eye.weigh(seen([1e9, 2], 4, [0, 0, 0]))[0, 0] == 1.5
    assert standard_scores(rows(1, 1, -50), rows(1, 1), rows(1, 1, 2))[0, 0] == -3


def test_likeness_is_1_with_oneself_and_less_with_others() -> None:
    scores = np.array([[0, 0], [1, 1], [3, -3]], dtype=np.float32)
    alike = likeness(scores, scores)
    assert alike[0].tolist() == pytest.approx([1, math.exp(-1), math.exp(-9)])
    assert np.diagonal(alike).tolist() == [1, 1, 1]
    assert np.array_equal(alike, alike.T)


def test_an_array_is_stored_for_each_field(eye: Eye) -> None:
    stored = {name: getattr(eye, name) for name in Eye.__dataclass_fields__}
    assert Eye.of({**stored, "other": rows(1, 1)}).weigh(seen([2, 6], 6, [0, 0, 0]))[0, 0] == -1.5
    with pytest.raises(KeyError, match="centres"):
        Eye.of({name: row for name, row in stored.items() if name != "centres"})


def test_the_shipped_eye_knows_all_features_and_has_no_strange_numbers() -> None:
    eye = shipped_eye()
    assert eye.colour_weights.shape == (len(COLOURS),)
    assert eye.photos.shape == (len(eye.photo_weights), len(STRUCTURE))
    assert len(eye.photos) > 100
    for name in Eye.__dataclass_fields__:
        assert np.isfinite(getattr(eye, name)).all()


def test_whatever_is_seen_moods_lie_between_minus_1_and_1() -> None:
    draw = np.random.default_rng(1)
    wild = Seen(
        *(
            draw.normal(0, 1e4, (50, n)).astype(np.float32)
            for n in (len(COLOURS), len(STRUCTURE), 3)
        )
    )
    moods = shipped_eye().moods(wild)
    assert moods.shape == (50, 5)
    assert np.abs(moods).max() <= 1


def test_structure_unlike_any_photo_is_as_arousing_as_none(eye: Eye) -> None:
    apart = replace(eye, photos=np.full((2, 1), -3 * FINE, dtype=np.int8))
    assert apart.weigh(seen([1, 2], 1e6, [0, 0, 0]))[0, 1] == pytest.approx(0, abs=1e-6)

"""How a query in a neural space is measured and compared, in three dimensions, by hand."""

import math

import numpy as np
import pytest

from coverart.domain import Floats, Rows
from coverart.encoders.encoder import Kind
from coverart.encoders.neural import linking
from coverart.encoders.neural.aim import DOUBT, USUAL, Direction, NeuralAim
from coverart.encoders.neural.linking import Bank

X, Y, Z = np.eye(3, dtype=np.float32)
NOTHING = np.zeros((0, 0), dtype=np.float32)


def row(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


def text(vector: Floats, weight: float = 1.0, prompts: Floats | None = None) -> Direction:
    return Direction(Kind.TEXT, vector, weight, prompts)


def measured(
    *directions: Direction, sample: Floats = NOTHING, bank: Bank | None = None
) -> NeuralAim:
    return NeuralAim.measured(directions, sample, bank)


def test_before_anything_is_known_cosines_are_told_by_what_is_usual() -> None:
    found = measured(text(X)).similarity(np.stack([row(0.06, 0.9, 0), Y]))
    # z is .06 / .03 and 0; similarity is ½ + ½ tanh(z / 4).
    assert found.tolist() == pytest.approx([0.5 + 0.5 * math.tanh(2 / 4), 0.5], abs=1e-3)


def test_a_library_says_what_is_average_and_how_much_it_varies() -> None:
    sample = np.stack([row(0.3, 0, 0), row(0.1, 0, 0)])
    aim = measured(text(X), sample=sample)
    assert aim.means.tolist() == pytest.approx([0.2])
    variance = (2 * 0.1**2 + DOUBT * USUAL[False] ** 2) / (2 + DOUBT)
    assert aim.deviations.tolist() == pytest.approx([math.sqrt(variance)])
    at_mean, above = aim.similarity(np.stack([row(0.2, 0.9, 0), row(0.25, 0.9, 0)]))
    assert at_mean == pytest.approx(0.5, abs=2e-3)  # rows are rounded to 16 bits
    z = 0.05 / math.sqrt(variance)
    assert above == pytest.approx(0.5 + 0.5 * math.tanh(z / 4), abs=2e-3)


def test_the_order_for_one_part_is_that_of_the_cosine() -> None:
    rng = np.random.default_rng(0)
    crops = rng.standard_normal((50, 3)).astype(np.float32)
    crops /= np.linalg.norm(crops, axis=1, keepdims=True)
    found = measured(text(X), sample=crops[:9]).similarity(crops)
    by_cosine = np.argsort(crops @ X)
    assert (np.diff(found[by_cosine]) >= -1e-6).all()


def test_a_picture_and_a_text_count_alike_however_different_their_cosines_are() -> None:
    # Along x pictures vary ten times as much as texts do along y.
    sample = np.stack([row(x, y, 0) for x in (-0.5, 0.5) for y in (-0.05, 0.05)] * 25)
    aim = measured(Direction(Kind.LIKED, X, 1.0), text(Y), sample=sample)
    more_x, more_y = aim.similarity(np.stack([row(0.5, 0, 0), row(0, 0.05, 0)]))
    assert more_x == pytest.approx(more_y, abs=0.02)


def test_what_is_not_wanted_lowers_similarity() -> None:
    both = measured(text(X), Direction(Kind.WITHOUT, Y, -0.75))
    clean, spoilt = both.similarity(np.stack([row(0.1, 0, 0), row(0.1, 0.1, 0)]))
    assert clean > spoilt
    assert both.parts(row(0.1, 0.1, 0))["unwanted words"] > 0.5


def test_a_crop_that_was_not_encoded_has_no_similarity() -> None:
    rows = Rows(np.stack([X, np.full(3, np.nan)]).astype(np.float16))
    found = measured(text(X)).similarity(rows)
    assert np.isnan(found).tolist() == [False, True]


def test_parts_are_told_by_kind_each_by_itself() -> None:
    aim = measured(text(X), Direction(Kind.LIKED, Y, 0.5), Direction(Kind.LIKED, Z, 0.5))
    parts = aim.parts(row(0, 0.2, 0))
    assert list(parts) == ["words", "liked crop"]
    assert parts["words"] == 0.5
    liked = 0.5 + 0.5 * math.tanh(0.2 / USUAL[True] / 4)
    assert parts["liked crop"] == pytest.approx((liked + 0.5) / 2)


LABELS = ("rain", "neon", "meadow", "snow")
# Four directions of four dimensions, two to a group.
EYE = np.eye(4, dtype=np.float32)
BANK = Bank(EYE, EYE, LABELS, ("a", "b", "a", "b"), "0" * 64)


def test_the_prompts_that_decided_are_the_reason() -> None:
    aim = measured(Direction(Kind.SONG, BANK.seen[0], 1.0, row(0.9, 0, 0.1, 0)), bank=BANK)
    assert aim.explain(BANK.seen[0], "the song") == "rain, like the song"
    assert aim.explain(BANK.seen[1], "the song") == "close to the song"
    assert measured(text(X)).explain(X, "the words") == "close to the words"


def test_what_lies_in_the_cone_of_texts_is_compared_less_what_all_texts_share() -> None:
    cone = 3 * row(1, 1, 1, 1)
    bank = Bank(EYE, linking.unit(EYE + cone), LABELS, ("a",) * 4, "0" * 64)
    said = linking.unit(EYE[0] + cone)
    for kind in (Kind.TEXT, Kind.SONG):  # a song that a head has placed
        centred = Direction(kind, said, 1.0).among_prompts(bank, None)
        assert int(np.argmax(bank.seen @ centred)) == 0
        assert abs(float(centred @ linking.unit(cone))) < 1e-3
    through = Direction(Kind.SONG, bank.seen[2], 1.0, centred=True)
    assert through.among_prompts(bank, None) is through.vector


def test_a_picture_is_compared_less_what_all_pictures_of_the_library_share() -> None:
    picture, centre = linking.unit(row(1, 0, 0, 3)), row(0, 0, 0, 0.9)
    direction = Direction(Kind.PICTURE, picture, 1.0)
    assert direction.among_prompts(BANK, None) is picture
    assert int(np.argmax(direction.among_prompts(BANK, None))) == 3
    assert int(np.argmax(direction.among_prompts(BANK, centre))) == 0


def test_a_song_that_describes_a_crop_worse_than_most_prompts_does_not_fit_it() -> None:
    song = Direction(Kind.SONG, BANK.seen[0], 1.0, row(1, 0, 0, 0), centred=True)
    aim = measured(song, bank=BANK)
    assert aim.fits(BANK.seen[0], 0.9)
    assert not aim.fits(BANK.seen[2], 0.9)
    liked = measured(song, Direction(Kind.LIKED, BANK.seen[1], 1.0), bank=BANK)
    assert liked.fits(BANK.seen[2], 0.9)  # nothing to compare a picture with
    assert measured(song).fits(BANK.seen[2], 0.1)  # no bank

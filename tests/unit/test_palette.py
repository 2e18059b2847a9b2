"""The colours of a picture: they are its own, and nearly the same for nearly the same picture."""

import numpy as np
import pytest
from PIL import Image

from coverart.domain import Pixels
from coverart.encoders.affect.colour import cielab
from coverart.export.palette import LEAST, palette


def painted(*colours: tuple[int, int, int], side: int = 60) -> Pixels:
    """Vertical stripes of colours."""
    columns = np.arange(side) * len(colours) // side
    return np.tile(np.array(colours, np.uint8)[columns], (side, 1, 1))


def test_a_picture_of_few_colours_has_these_dark_ones_first() -> None:
    stripes = painted((250, 240, 230), (20, 30, 40), (200, 40, 40), (40, 160, 80))
    found = palette(stripes).tolist()
    assert found == [[20, 30, 40], [200, 40, 40], [40, 160, 80], [250, 240, 230]]


def test_a_picture_of_one_colour_has_one() -> None:
    assert palette(painted((7, 7, 7))).tolist() == [[7, 7, 7]]
    assert palette(np.zeros((1, 1, 3), np.uint8)).tolist() == [[0, 0, 0]]


def test_a_few_stray_pixels_are_no_colour_of_a_picture() -> None:
    picture = painted((20, 30, 40), side=64).copy()
    picture[0, : int(LEAST * 64 * 64)] = (255, 0, 0)
    assert palette(picture).tolist() == [[20, 30, 40]]
    picture[0:2] = (255, 0, 0)
    assert palette(picture).tolist() == [[20, 30, 40], [255, 0, 0]]


def test_a_preview_has_the_colours_of_the_cover() -> None:
    patches = np.random.default_rng(5).integers(0, 256, (3, 3, 3), dtype=np.uint8)
    image = Image.fromarray(patches).resize((1500, 1200), Image.Resampling.NEAREST)
    large = palette(np.asarray(image)).astype(int)
    small = palette(np.asarray(image.resize((377, 301), Image.Resampling.LANCZOS))).astype(int)
    assert large.shape == small.shape
    assert len(large) >= 9
    apart = np.abs(large[:, None] - small[None]).max(axis=2)
    assert apart.min(axis=1).max() <= 16


def test_each_round_brings_the_colours_nearer_to_the_pixels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noise = np.random.default_rng(2).normal((120, 90, 60), (40, 20, 30), (64, 64, 3))
    picture = noise.clip(0, 255).astype(np.uint8)

    def error(rounds: int) -> float:
        monkeypatch.setattr("coverart.export.palette.ROUNDS", rounds)
        pixels, colours = (
            np.stack(cielab(own), axis=-1)[0]
            for own in (picture.reshape(1, -1, 3), palette(picture)[None])
        )
        apart = ((pixels[:, None] - colours[None]) ** 2).sum(axis=-1)
        return float(apart.min(axis=1).mean())

    assert error(12) < 0.9 * error(0)

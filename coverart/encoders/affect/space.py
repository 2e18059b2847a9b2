"""The affect space: songs, texts and crops meet in mood and colour. The embedded default.

References
----------
Choi, Kim, Kang: MMVA, Eq. 1: S = exp(−d / σ), d the Euclidean distance, σ its mean over all pairs.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from coverart.domain import Boxes, Floats, Pixels, Rows, Size, SpaceId
from coverart.encoders.affect import photo, song, text, wording
from coverart.encoders.affect.mood import DIMENSIONS
from coverart.resources import resource

NAME = "affect"
VERSION = 1
PARAMETERS = ("affect/photo.json", "affect/song.json", "affect/space.json")
MOOD = slice(0, 2)
COLOUR = slice(2, 5)
# A best match less similar than a random song is to a random photo does not fit.
RANDOM_PAIR = float(np.exp(-1))
# One at half that distance is good in any library, however alike its photos are.
GOOD = float(np.exp(-0.5))
FEWEST_TO_COMPARE = 8


@dataclass(frozen=True, slots=True)
class AffectSpace:
    """Five coordinates in [-1, 1], those of `mood.DIMENSIONS`; see `encoder.Space`."""

    @property
    def id(self) -> SpaceId:
        """The name, and a digest of the fitted parameters of song, photo and scale."""
        return _space_id()

    @property
    def title(self) -> str:
        """What this space compares, for users."""
        return "Matches the mood of sound and colour, not what is in the picture."

    @property
    def photo_side(self) -> int:
        """The short side at which photos are looked at, in pixels."""
        return photo.SIDE

    @property
    def sample_rate(self) -> int:
        """Samples per second of a song's windows."""
        return song.RATE

    def encode_crops(self, pixels: Pixels, size: Size, boxes: Boxes) -> Floats:
        """Moods (n, 5) of the crops of a photo."""
        return photo.photo_moods(pixels, size, boxes)

    def encode_song(self, windows: Sequence[Floats]) -> Floats:
        """Mood (5,) of a song, and the colours people associate with it."""
        return song.song_mood(windows, song.RATE).as_row()

    def encode_text(self, words: str) -> Floats | None:
        """Mood (5,) of a text; None where none of its words carries one."""
        mood = text.text_mood(words)
        return None if mood is None else mood.as_row()

    def combine(self, vectors: Sequence[Floats], weights: Sequence[float]) -> Floats:
        """The weighted mean, (5,)."""
        return np.average(np.stack(vectors), axis=0, weights=weights).astype(np.float32)

    def similarity(self, query: Floats, crops: Rows | Floats) -> Floats:
        """MMVA Eq. 1 over all five coordinates: (5,) and (n, 5) give (n,)."""
        difference = crops.astype(np.float32) - query
        similarity: Floats = np.exp(-np.linalg.norm(difference, axis=1) / scale())
        return similarity

    def worst_fit(self, photos: Floats) -> float:
        """Photos (n, 5) of a library are its measure of what is near.

        A match fits if it is no further from the query than the library's photos usually are from
        each other, within the bounds that hold for any library: `RANDOM_PAIR` and `GOOD`.
        """
        if len(photos) < FEWEST_TO_COMPARE:
            return RANDOM_PAIR
        among = np.concatenate(
            [self.similarity(row, photos[place + 1 :]) for place, row in enumerate(photos[:-1])]
        )
        return float(np.clip(np.median(among), RANDOM_PAIR, GOOD))

    def parts(self, query: Floats, crop: Floats) -> Mapping[str, float]:
        """MMVA Eq. 1 in the valence–arousal plane alone, and in the colour dimensions alone."""
        away = np.abs(crop - query)
        return {
            "mood": float(np.exp(-np.linalg.norm(away[MOOD]) / scale())),
            "colour": float(np.exp(-np.linalg.norm(away[COLOUR]) / scale())),
        }

    def explain(self, query: Floats, crop: Floats, asked: str) -> str:
        """Name what crop and query share, and the largest thing they do not."""
        return wording.explain(query, crop, asked)


@cache
def scale() -> float:
    """σ of MMVA Eq. 1: the mean distance over all pairs of the reference songs and photos."""
    return float(json.loads(resource("affect/space.json").read_text(encoding="utf-8"))["sigma"])


@cache
def _space_id() -> SpaceId:
    digest = hashlib.blake2b(f"{VERSION} {DIMENSIONS}".encode(), digest_size=6)
    for name in PARAMETERS:
        digest.update(resource(name).read_bytes())
    return SpaceId(f"{NAME}-{digest.hexdigest()}")

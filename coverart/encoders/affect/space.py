"""The affect space: songs, texts and crops meet in mood and colour. The embedded default.

References
----------
Choi, Kim, Kang: MMVA, Eq. 1: S = exp(−d / σ), d the Euclidean distance, σ its mean over all pairs.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from coverart.domain import Boxes, Emotion, Floats, Pixels, Rows, Size, SpaceId
from coverart.encoders.affect import photo, song, text, wording
from coverart.encoders.affect.mood import DIMENSIONS, with_colours
from coverart.encoders.encoder import QueryPart
from coverart.language import _
from coverart.resources import resource

NAME = "affect"
VERSION = 1
PARAMETERS = ("affect/photo.npz", "affect/song.npz", "affect/space.json")
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
        return _("Matches the mood of sound and colour, not what is in the picture.")

    @property
    def device(self) -> str:
        """Empty: this space needs none."""
        return ""

    @property
    def light(self) -> bool:
        """True: crops are encoded where their photo is read."""
        return True

    @property
    def photo_side(self) -> int:
        """The short side at which photos are looked at, in pixels."""
        return photo.SIDE

    @property
    def sample_rate(self) -> int:
        """Samples per second of a song's windows."""
        return song.RATE

    def crop_vectors(self, pixels: Pixels, size: Size, boxes: Boxes) -> Iterator[Floats]:
        """Moods (n, 5) of the crops of a photo, in one portion."""
        yield self.encode_crops(pixels, size, boxes)

    def song_vectors(self, windows: Sequence[Floats]) -> Iterator[Floats]:
        """Mood (1, 5) of a song."""
        yield self.encode_song(windows)[None]

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

    def encode_emotion(self, emotion: Emotion) -> Floats | None:
        """The mood (5,) of an emotion, with the colours that people associate with it."""
        return with_colours(*emotion).as_row()

    def emotion(self, crop: Floats) -> Emotion | None:
        """Valence and arousal of a mood (5,)."""
        return Emotion(*crop[MOOD].tolist())

    def place(self, parts: Sequence[QueryPart]) -> Floats:
        """The weighted mean of what is wanted, moved away from what is not, within [-1, 1].

        What is not wanted pushes by its weight over that of all that is; Rocchio's way. Where
        nothing is wanted, the middle of the space is pushed.
        """
        wanted = [part for part in parts if part.weight > 0]
        middle = np.zeros(len(DIMENSIONS), dtype=np.float32)
        if wanted:
            middle = self.combine(
                [part.vector for part in wanted], [part.weight for part in wanted]
            )
        whole = sum(part.weight for part in wanted) or 1.0
        moved = middle.copy()
        for part in parts:
            if part.weight < 0:
                moved += part.weight / whole * (part.vector - middle)
        return np.clip(moved, -1, 1)

    def aim(self, parts: Sequence[QueryPart], sample: Floats) -> "AffectAim":
        """A query and the library's own measure of what is near."""
        return AffectAim(self, self.place(parts), self.worst_fit(sample))

    def describe(self, part: QueryPart) -> Mapping[str, float | str]:
        """The coordinates by name, and "mood", their words."""
        named = zip(DIMENSIONS, part.vector.tolist(), strict=True)
        return {**dict(named), "mood": wording.describe(part.vector)}

    def take_notices(self) -> list[str]:
        """Nothing ever has to be said."""
        return []

    def close(self) -> None:
        """Nothing is held."""

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
        # Not `np.median`: it loads masked arrays, and a window would wait for them.
        middle = np.partition(among, len(among) // 2)[len(among) // 2]
        return float(np.clip(middle, RANDOM_PAIR, GOOD))

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


@dataclass(frozen=True, slots=True)
class AffectAim:
    """A query (5,), and the similarity below which even a best match does not fit it."""

    space: AffectSpace
    vector: Floats
    worst: float

    def similarity(self, crops: Rows | Floats) -> Floats:
        """MMVA Eq. 1: (n, 5) gives (n,)."""
        return self.space.similarity(self.vector, crops)

    def fits(self, crop: Floats, similarity: float) -> bool:  # noqa: ARG002 (the protocol's)
        """Whether the best match of a library is near enough."""
        return similarity >= self.worst

    def parts(self, crop: Floats) -> Mapping[str, float]:
        """The similarity of mood alone and of colour alone."""
        return self.space.parts(self.vector, crop)

    def explain(self, crop: Floats, asked: str) -> str:
        """What crop and query share, and the largest thing they do not."""
        return self.space.explain(self.vector, crop, asked)


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

"""Measures σ, on which the affect space compares songs and photos.

It is measured once the models of songs and photos themselves are fitted.

References
----------
Choi, Kim, Kang: MMVA, Eq. 1: S = exp(−d / σ), d the Euclidean distance, σ its mean over all pairs.
"""

import numpy as np

from coverart.domain import Floats
from coverart.encoders.affect.eye import Eye, shipped_eye
from coverart.encoders.affect.mood import DIMENSIONS, with_colours
from coverart.encoders.affect.song import Ear, emotion
from coverart.learn.fit import photos, songs
from coverart.learn.fit.parameters import Parameters, provenance, rounded
from coverart.learn.fit.ratings import PhotoRatings, SongRatings

NAME = "affect/space.json"
METHOD = "MMVA Eq. 1: the mean distance over all pairs of a song and a photo"


def fit(
    heard: SongRatings, seen: PhotoRatings, ear: Ear | None = None, eye: Eye | None = None
) -> Parameters:
    """The scale that `encoders.affect.space` reads, with its provenance; no rating plays a part.

    Moods are those of the models `ear` and `eye`, or of those the program has.

    Files that cannot be read are left out. Raises the `MediaError` of the last of them where fewer
    than two of a kind can be read.
    """
    song_moods, photo_moods = _of_songs(heard, ear), _of_photos(seen, eye)
    origin = provenance([heard, seen], METHOD, DIMENSIONS, [])
    origin |= {"heard": len(song_moods), "seen": len(photo_moods)}
    sigma = float(rounded(mean_distance(song_moods, photo_moods)))
    return Parameters(NAME, {"sigma": sigma}, origin)


def mean_distance(song_moods: Floats, photo_moods: Floats) -> float:
    """The mean Euclidean distance over all pairs of moods (m, 5) and (n, 5)."""
    away = song_moods[:, None].astype(np.float64) - photo_moods[None]
    return float(np.linalg.norm(away, axis=2).mean())


def _of_songs(ratings: SongRatings, ear: Ear | None) -> Floats:
    features = songs.hear_all(ratings).features
    emotions = emotion(features) if ear is None else ear.judge(features)
    return np.stack([with_colours(*row).as_row() for row in emotions.tolist()])


def _of_photos(ratings: PhotoRatings, eye: Eye | None) -> Floats:
    return (eye or shipped_eye()).moods(photos.look_at_all(ratings).seen)

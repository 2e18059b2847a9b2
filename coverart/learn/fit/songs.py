"""Fits the mood of songs, on songs that listeners rated, such as Emotify's.

The model is that of `encoders.affect.song`: a kernel ridge regression on four families of features
that count the same. Wanted are the ranks of the ratings, spread as a normal distribution, so that
the scale that people used plays no part. Each song is learnt from as a whole and in thirds, which
shows the model how much of what is heard in ten seconds is chance.

References
----------
Aljanaki, Wiering, Veltkamp (2016). Studying emotion induced by music through a crowdsourcing game
(Emotify). Information Processing and Management 52(1).
Saunders, Gammerman, Vovk (1998). Ridge regression learning algorithm in dual variables. ICML.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.encoders.affect.song import (
    RATE,
    Ear,
    emotion,
    hear,
    in_steps,
    likeness,
    standard_scores,
)
from coverart.encoders.affect.sound import families, feature_names, sounds
from coverart.errors import MediaError
from coverart.learn.fit.figures import EMOTIONS, Figures, mean_figures, mood_figures, ranks
from coverart.learn.fit.folds import Places, folds, judge_hidden
from coverart.learn.fit.parameters import Parameters, provenance, rounded
from coverart.learn.fit.ratings import Array, SongRatings
from coverart.media.audio import read_recording

NAME = "affect/song.npz"

RIDGE = 0.6
"""How little single songs are trusted: the variance of the noise over that of the likeness."""

SEEDS = 5
"""How many times all songs are divided into folds; the figures are means."""

LEAST_DEVIATION = 1e-6
"""A feature that varies less than this over the songs says nothing."""

METHOD = (
    "kernel ridge regression on the ranks of the ratings, as a normal distribution; the mean of a "
    "Gaussian kernel for each family of features, with a quarter of a linear one; every song is "
    "learnt from as a whole and in thirds"
)
CHOSEN = (
    "the features, their families, the ridge (0.6) and the share of the linear kernel (0.25) were "
    "chosen by such figures on the same songs; other choices near these lie within 0.02 of them"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in those rated songs that could be read, at `places` (n,) of the `ratings`.

    `features` (n, d) are those of whole songs, `thirds` (m, d) those of parts of them, and `owners`
    (m,) say of which song each is a part. The other songs are `left_out`.
    """

    features: Array
    thirds: Array
    owners: Places
    ratings: SongRatings
    places: Places
    left_out: tuple[MediaError, ...] = ()

    @property
    def wanted(self) -> Array:
        """Valence and arousal as rated, (n, 2)."""
        return np.stack([self.ratings.valence, self.ratings.arousal], axis=1)[self.places]

    def fit(self, seen: Places) -> Ear:
        """Fit what was heard in the songs that are `seen`, as a whole and in thirds."""
        own = np.isin(self.owners, seen)
        rows = np.concatenate([self.features[seen], self.thirds[own]])
        return fit_ear(rows, self.wanted[np.concatenate([seen, self.owners[own]])])

    def figures(self, title: str, judged: Array) -> Figures:
        """How well moods (n, 2) agree with the ratings."""
        genres = [self.ratings.genres[place] for place in self.places]
        wanted = dict(zip(EMOTIONS, self.wanted.T, strict=True))
        return mood_figures(title, judged, wanted, genres, "genre")


def fit(ratings: SongRatings) -> Parameters:
    """The model that `encoders.affect.song` reads, with its provenance.

    Songs that cannot be read are left out. Raises the `MediaError` of the last of them where fewer
    than two can be read.
    """
    heard = hear_all(ratings)
    held_out = [_held_out(heard, seed) for seed in range(SEEDS)]
    figures = _figures(heard, held_out)
    ear = brought_to_usual(heard.fit(np.arange(len(heard.places))), np.concatenate(held_out))
    origin = provenance([ratings], METHOD, feature_names(), [figures])
    origin |= {"heard": len(heard.places), "chosen": CHOSEN, "seeds": SEEDS}
    return Parameters(NAME, stored(ear), origin, (figures,), heard.left_out)


def cross_validate(ratings: SongRatings) -> Figures:
    """Judge each song by what is fitted on others; 10-fold by track, the mean over five divisions.

    Songs that cannot be read are left out, as by `fit`.
    """
    heard = hear_all(ratings)
    return _figures(heard, [_held_out(heard, seed) for seed in range(SEEDS)])


def evaluate(ratings: SongRatings) -> Figures:
    """Judge songs as the program does, with the parameters that it has."""
    heard = hear_all(ratings)
    return heard.figures("songs", emotion(heard.features))


def hear_all(ratings: SongRatings) -> Heard:
    """Hear all songs that can be read, through the same windows as the program."""
    rows: list[Array] = []
    thirds: list[list[Array]] = []
    places: list[int] = []
    left_out: list[MediaError] = []
    for place, path in enumerate(ratings.paths):
        try:
            recording = read_recording(path, RATE)
        except MediaError as error:
            left_out.append(error)
            continue
        windows = [window.samples for window in recording.windows]
        rows.append(hear(windows))
        thirds.append([hear(third) for third in in_thirds(windows)])
        places.append(place)
    if left_out and len(rows) < 2:
        raise left_out[-1]
    return Heard(
        features=np.array(rows),
        thirds=np.array([third for own in thirds for third in own]),
        owners=np.repeat(np.arange(len(thirds)), [len(own) for own in thirds]),
        ratings=ratings,
        places=np.array(places, dtype=np.intp),
        left_out=tuple(left_out),
    )


def in_thirds(windows: Sequence[Floats]) -> list[Sequence[Floats]]:
    """The windows of a song in three parts at most, those in which something sounds."""
    edges = [len(windows) * third // 3 for third in range(4)]
    parts = [windows[first:last] for first, last in pairwise(edges)]
    return [part for part in parts if any(map(sounds, part))]


def fit_ear(heard: Array, wanted: Array) -> Ear:
    """Fit features (n, d) to ratings (n, 2) of the same songs."""
    means = rounded(heard.mean(axis=0))
    deviations = np.maximum(rounded(heard.std(axis=0)), LEAST_DEVIATION)
    kinds = _numbered_families()
    songs = in_steps(standard_scores(heard, means, deviations))
    targets = np.stack([as_normal(column) for column in wanted.T], axis=1)
    alike = likeness(songs, songs, kinds)
    return Ear(
        means=means,
        deviations=deviations,
        families=kinds,
        songs=songs,
        weights=rounded(np.linalg.solve(alike + RIDGE * np.eye(len(songs)), targets)),
        centres=np.zeros(2),
        scales=np.ones(2),
    )


def brought_to_usual(ear: Ear, held_out: Array) -> Ear:
    """The same model, so scaled that songs like those it has not seen, `held_out`, are usual.

    What a model says of new songs (m, 2) is spread less than what it says of those it was fitted
    on; with their mean and deviation a usual song is in the middle and the moods fill their range.
    """
    scales = np.maximum(held_out.std(axis=0), LEAST_DEVIATION)
    return replace(ear, centres=rounded(held_out.mean(axis=0)), scales=rounded(scales))


def stored(ear: Ear) -> dict[str, NDArray[Any]]:
    """A model as arrays, none of them of objects; weights in half the length are exact enough."""
    return {
        "names": np.array(feature_names()),
        "families": ear.families,
        "means": ear.means,
        "deviations": ear.deviations,
        "songs": ear.songs,
        "weights": ear.weights.astype(np.float32),
        "centres": ear.centres,
        "scales": ear.scales,
    }


def as_normal(values: Array) -> Array:
    """The ranks of values (n,) as quantiles of the standard normal distribution."""
    shares = (ranks(values) - 0.5) / len(values)
    return np.array([NormalDist().inv_cdf(share) for share in shares.tolist()])


def _figures(heard: Heard, held_out: Sequence[Array]) -> Figures:
    """The mean of the figures over several divisions into folds."""
    title = "songs, 10-fold cross-validated by track"
    return mean_figures([heard.figures(title, judged) for judged in held_out])


def _held_out(heard: Heard, seed: int) -> Array:
    """What models fitted on nine tenths of the tracks say of the other tenth, (n, 2)."""

    def judge(seen: Places, hidden: Places) -> Array:
        return heard.fit(seen).weigh(heard.features[hidden])

    tracks = [heard.ratings.tracks[place] for place in heard.places]
    return judge_hidden(folds(tracks, seed=seed), judge)


def _numbered_families() -> NDArray[np.uint8]:
    """The number of the family of each feature, (d,)."""
    sizes: Sequence[int] = [len(names) for names in families().values()]
    return np.repeat(np.arange(len(sizes)), sizes).astype(np.uint8)

"""Fits the numbers of the affect space and writes them, with their provenance, as JSON.

    python -m coverart.learn.fit_affect song --songs FOLDER… [--ratings CSV] --out FILE
    python -m coverart.learn.fit_affect words --emobank CSV --out FILE

The song model starts from the weights that Eerola et al. (2009) published. Where ratings of some
of the songs are given (Emotify: shares of listeners per emotion), a ridge regression around the
published weights moves them, and the figures are those of 10-fold cross-validation by song.
The word model is that of `learn.fit_words`. The same input gives the same bytes.

References
----------
Eerola, Lartillot, Toiviainen (2009). Prediction of multidimensional emotional ratings in music
from audio using multivariate regression models. ISMIR.
Aljanaki, Wiering, Veltkamp (2016). Studying emotion induced by music through a crowdsourcing game
(Emotify). Information Processing and Management 52(1).
"""

import argparse
import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coverart.encoders.affect.song import FURTHEST, hear
from coverart.encoders.affect.sound import FEATURES, RATE, Array
from coverart.learn.fit_words import fit_words
from coverart.media.audio import read_recording

PUBLISHED: dict[str, dict[str, float]] = {
    "valence": {
        "loudness_sd": -0.32,
        "fluctuation": 0.61,
        "key_clarity": 0.88,
        "mode": 0.46,
        "novelty": 0.40,
    },
    "arousal": {
        "loudness": 0.67,
        "fluctuation": 0.61,
        "centroid": 0.45,
        "spread": -0.46,
        "entropy": 0.71,
    },
}
"""Eerola et al. (2009): weights of standardised features for valence and for activity."""

PROXIES = {
    "valence": "joyful_activation + amazement + tenderness + calmness - sadness - tension",
    "arousal": "joyful_activation + power + tension - calmness - sadness - tenderness",
}
"""Valence and arousal from Emotify's shares of listeners who felt each emotion."""

SONG_PULL = 200.0
"""How strongly the ridge holds to the published weights: as much as about 200 songs do."""

_INNERMOST = re.compile(r"[\[{][^\[\]{}]*[\]}]")


@dataclass(frozen=True, slots=True)
class Ratings:
    """What listeners said of n songs: their places in the population, genres, and emotions."""

    places: NDArray[np.int64]
    genres: NDArray[np.str_]
    wanted: Mapping[str, Array]


def fit_song(folders: Sequence[Path], ratings: Path | None) -> dict[str, Any]:
    """The model of `encoders.affect.song` for a population of songs: the files of the folders.

    A file that is not a song raises `MediaError`.
    """
    paths = sorted((path for folder in folders for path in folder.iterdir()), key=lambda p: p.name)
    heard = np.array([_hear(path) for path in paths])
    means, deviations = _rounded(heard.mean(axis=0)), _rounded(heard.std(axis=0))
    scores = np.clip((heard - means) / deviations, -FURTHEST, FURTHEST)
    rated = read_ratings(ratings, [path.name for path in paths]) if ratings else None
    weights = {name: _rounded(_weights(name, scores, rated)) for name in PROXIES}
    raw = {name: scores @ weights[name] for name in PROXIES}
    table = zip(FEATURES, means, deviations, weights["valence"], weights["arousal"], strict=True)
    return {
        "provenance": {
            "made by": "python -m coverart.learn.fit_affect song",
            "method": "Eerola et al. (2009), weights moved by a ridge regression around them",
            "population": len(paths),
            **(_rating_provenance(scores, rated) if rated else {}),
        },
        "features": {
            name: {"mean": mean, "sd": deviation, "valence": valence, "arousal": arousal}
            for name, mean, deviation, valence, arousal in table
        },
        "outputs": {
            name: dict(zip(("mean", "sd"), _rounded([row.mean(), row.std()]), strict=True))
            for name, row in raw.items()
        },
    }


def read_ratings(path: Path, names: Sequence[str]) -> Ratings:
    """Emotify's ratings of those songs of a population, given by file name, that have any."""
    with path.open(encoding="utf-8", newline="") as file:
        rated = {row["file"]: row for row in csv.DictReader(file)}
    rows = [rated[name] for name in names if name in rated]
    return Ratings(
        places=np.array([place for place, name in enumerate(names) if name in rated]),
        genres=np.array([row["genre"] for row in rows]),
        wanted={
            name: np.array([_proxy(row, sums) for row in rows]) for name, sums in PROXIES.items()
        },
    )


def cross_validated(scores: Array, wanted: Array, prior: Array) -> Array:
    """What weights fitted on nine tenths of the songs say of the other tenth, (n,)."""
    fold = np.arange(len(wanted)) % 10
    judged = np.zeros(len(wanted))
    for number in range(10):
        seen, hidden = fold != number, fold == number
        judged[hidden] = scores[hidden] @ ridge_around(prior, scores[seen], wanted[seen], SONG_PULL)
    return judged


def ridge_around(prior: Array, rows: Array, wanted: Array, pull: float) -> Array:
    """Weights that fit `wanted` (n,) from `rows` (n, d) and stay near a multiple of `prior` (d,).

    The multiple is the best that `prior` alone can do; what it leaves is fitted by a ridge
    regression of strength `pull`.
    """
    centred = wanted - wanted.mean()
    predicted = rows @ prior
    scale = predicted @ centred / (predicted @ predicted)
    rest = rows.T @ (centred - scale * predicted)
    step = np.linalg.solve(rows.T @ rows + pull * np.eye(rows.shape[1]), rest)
    moved: Array = scale * prior + step
    return moved


def rank_correlation(left: Array, right: Array) -> float:
    """Spearman's correlation; ties share their mean rank."""
    return float(np.corrcoef(_ranks(left), _ranks(right))[0, 1])


def _hear(path: Path) -> Array:
    recording = read_recording(path, RATE, 10.0, 18)
    return hear([window.samples for window in recording.windows])


def _published(name: str) -> Array:
    return np.array([PUBLISHED[name].get(feature, 0.0) for feature in FEATURES])


def _weights(name: str, scores: Array, rated: Ratings | None) -> Array:
    if rated is None:
        return _published(name)
    return ridge_around(_published(name), scores[rated.places], rated.wanted[name], SONG_PULL)


def _rating_provenance(scores: Array, rated: Ratings) -> dict[str, Any]:
    """Which ratings moved the weights, and Spearman's correlations with them."""
    figures = {}
    for name, wanted in rated.wanted.items():
        prior, songs = _published(name), scores[rated.places]
        held_out = cross_validated(songs, wanted, prior)
        figures[name] = {
            "published weights": _agreement(songs @ prior, wanted, rated.genres),
            "cross-validated": _agreement(held_out, wanted, rated.genres),
        }
    return {
        "ratings": "Emotify, Aljanaki et al. (2016)",
        "rated songs": len(rated.places),
        "proxies": PROXIES,
        "figures": figures,
    }


def _proxy(row: Mapping[str, str], formula: str) -> float:
    terms = f"+ {formula}".split()
    pairs = zip(terms[::2], terms[1::2], strict=True)
    return sum(float(sign + row[name]) for sign, name in pairs)


def _agreement(judged: Array, wanted: Array, genres: NDArray[np.str_]) -> dict[str, float]:
    """Spearman over all songs, and its mean over the genres."""
    inside = [rank_correlation(judged[genres == g], wanted[genres == g]) for g in np.unique(genres)]
    overall = rank_correlation(judged, wanted)
    return {"spearman": round(overall, 3), "within genre": round(float(np.mean(inside)), 3)}


def _ranks(values: Array) -> Array:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2).astype(np.float64)
    return ranks[places]


def _rounded(values: ArrayLike) -> Array:
    """Values to five significant digits, so that the last bits of a machine do not show."""
    return np.array([float(f"{value:.5g}") for value in np.asarray(values).tolist()])


def _as_json(model: Mapping[str, Any]) -> str:
    """JSON with a line for each feature or word, so that a change of one reads as one."""
    text = json.dumps(model, indent=1, ensure_ascii=False)
    return _INNERMOST.sub(lambda match: re.sub(r"\s*\n\s*", " ", match[0]), text) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit what the command line asks for and write it."""
    parser = argparse.ArgumentParser(prog="python -m coverart.learn.fit_affect")
    commands = parser.add_subparsers(dest="command", required=True)
    song = commands.add_parser("song", help="the mood of songs")
    song.add_argument("--songs", type=Path, nargs="+", required=True, metavar="FOLDER")
    song.add_argument("--ratings", type=Path, metavar="CSV", help="Emotify's shares of listeners")
    words = commands.add_parser("words", help="the mood of words")
    words.add_argument("--emobank", type=Path, required=True, metavar="CSV")
    for command in (song, words):
        command.add_argument("--out", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    if options.command == "song":
        model = fit_song(options.songs, options.ratings)
    else:
        model = fit_words(options.emobank)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(_as_json(model), encoding="utf-8")


if __name__ == "__main__":
    main()

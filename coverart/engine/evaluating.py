"""How well the moods of songs, photos and sentences agree with what people said of them.

What is judged here is what everyone runs: files are read as for a ranking, in child processes, and
nothing is fitted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from coverart.domain import Floats
from coverart.engine.evaluated import Evaluated, Subject
from coverart.engine.feeling import feel
from coverart.engine.job import Job, Progress, Skipped
from coverart.engine.session import Tools
from coverart.language import mark
from coverart.learn.fit.figures import Figures, mood_figures
from coverart.learn.fit.finding import Rated, find_ratings
from coverart.learn.fit.ratings import TEST, Array, PhotoRatings, SentenceRatings, SongRatings

TEST_SENTENCES = "test sentences"

SENTENCES_BETWEEN_PAUSES = 200
READING = mark("Reading sentences")
UNSAID = 0.0
"""The valence and arousal of a sentence in which no word carries a mood we know."""


def evaluate_moods(folder: Path, tools: Tools) -> Job[tuple[Evaluated, ...]]:
    """Judge all rated songs, photos and sentences in a folder, as `find_ratings` finds them.

    The tools must hold a light space, whose coordinates are moods. Where sentences have a split
    "test", only those in it are judged. What cannot be used is told as `Skipped`. Raises
    `CoverArtError` where nothing can.
    """
    data = find_ratings(folder, [Rated.MOODS])
    for error in data.left_out:
        yield Skipped(error)
    tables: list[Evaluated] = []
    for songs in data.songs:
        figures = yield from _of_files(songs, songs.genres, "genre", tools)
        tables.append(Evaluated.of(Subject.SONGS, songs, figures, len(songs)))
    for photos in data.photos:
        figures = yield from _of_files(photos, photos.categories, "category", tools)
        tables.append(Evaluated.of(Subject.PHOTOS, photos, figures, len(photos)))
    for sentences in data.sentences:
        judged = _judged(sentences)
        figures = yield from _of_sentences(sentences, judged, tools)
        unseen = TEST in sentences.splits
        if unseen:
            figures = replace(figures, title=TEST_SENTENCES)
        tables.append(Evaluated.of(Subject.SENTENCES, sentences, figures, len(judged), unseen))
    return tuple(tables)


def _of_files(
    ratings: SongRatings | PhotoRatings, groups: Sequence[str], grouped_by: str, tools: Tools
) -> Job[Figures]:
    """The agreement of the moods of files with their ratings."""
    felt = yield from feel(ratings.paths, tools)
    moods = {one.path: one.vector for one in felt}
    kept = [place for place, path in enumerate(ratings.paths) if path in moods]
    rows = [moods[ratings.paths[place]][:2] for place in kept]
    wanted = {"valence": ratings.valence[kept], "arousal": ratings.arousal[kept]}
    return _figures(rows, wanted, [groups[place] for place in kept], grouped_by)


def _judged(sentences: SentenceRatings) -> Sequence[int]:
    """The places of the sentences to judge."""
    places = sentences.of(TEST) if TEST in sentences.splits else np.arange(len(sentences))
    chosen: list[int] = places.tolist()
    return chosen


def _of_sentences(sentences: SentenceRatings, places: Sequence[int], tools: Tools) -> Job[Figures]:
    """The agreement of the moods of sentences at some places with their ratings."""
    rows: list[Floats] = []
    neutral = np.full(2, UNSAID, dtype=np.float32)
    for place in places:
        if len(rows) % SENTENCES_BETWEEN_PAUSES == 0:
            yield Progress(READING, len(rows), len(places))
        mood = tools.space.encode_text(sentences.texts[place])
        rows.append(neutral if mood is None else mood[:2])
    chosen = list(places)
    wanted = {"valence": sentences.valence[chosen], "arousal": sentences.arousal[chosen]}
    return _figures(rows, wanted)


def _figures(
    rows: Sequence[Floats],
    wanted: Mapping[str, Array],
    groups: Sequence[str] = (),
    grouped_by: str = "",
) -> Figures:
    """The table of moods (n, 2), which may be none at all."""
    moods = np.array(rows, dtype=np.float64).reshape(-1, 2)
    return mood_figures("", moods, wanted, groups, grouped_by)

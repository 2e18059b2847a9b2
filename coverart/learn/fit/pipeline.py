"""Fits everything that a folder holds ratings for, and writes the parameters.

The models do not know each other. Of several sets of one kind, the largest is fitted on: people of
two studies use a scale in different ways. σ, the scale on which songs and photos are compared, is
measured last, with the new parameters of both.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from coverart.encoders.affect.eye import Eye
from coverart.encoders.affect.song import Ear
from coverart.errors import CoverArtError, MediaError
from coverart.language import _
from coverart.learn.fit import composition, photos, scale, songs, words
from coverart.learn.fit.figures import Figures
from coverart.learn.fit.parameters import Parameters
from coverart.learn.fit.ratings import (
    PhotoRatings,
    RatedData,
    Ratings,
    SentenceRatings,
    SongRatings,
)
from coverart.resources import resource

FEWEST = 20
"""Rated things below which nothing can be learnt that holds for others."""

LIBRARIES = ("sklearn", "vaderSentiment")
"""What some fits need, beside what the program does."""

Set = TypeVar("Set", bound=Ratings)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be fitted next, `done` of `total` steps."""

    label: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """A file of parameters that was written, and the tables that were cross-validated for it.

    Files that could not be read for it are `left_out`.
    """

    path: Path
    figures: tuple[Figures, ...]
    left_out: tuple[MediaError, ...] = ()


Made = Mapping[str, Parameters]
"""What was fitted so far, by the names of its files."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """One model to be fitted: what that is called, to what, and how.

    There must be `fewest` ratings.
    """

    label: str
    ratings: tuple[Ratings, ...]
    fit: Callable[[Made], Parameters]
    fewest: int = FEWEST


def load_libraries() -> None:
    """Raise `ModuleNotFoundError` at once where a fit would, after minutes."""
    for name in LIBRARIES:
        import_module(name)


def mood_fits(data: RatedData) -> tuple[Fitting, ...]:
    """The fits of all moods that there are ratings for, and of σ where songs and photos are."""
    heard, seen, read = _largest(data.songs), _largest(data.photos), _largest(data.sentences)
    offered: list[Fitting] = []
    if heard is not None:
        offered.append(_of_songs(heard))
    if seen is not None:
        offered.append(_of_photos(seen))
    if read is not None:
        offered.append(_of_words(read))
    if heard is not None and seen is not None:
        offered.append(_of_scale(heard, seen))
    return tuple(offered)


def composition_fits(data: RatedData) -> tuple[Fitting, ...]:
    """The fit of the composition score, on all sets of crops together; it knows its own least."""

    def fit(_made: Made) -> Parameters:
        return composition.fit(data.crops)

    return (Fitting(_("Fitting the composition score"), data.crops, fit, fewest=1),)


def carry_out(fittings: Sequence[Fitting], out: Path) -> Iterator[Step | Fitted]:
    """Fit one model after another, tell of each before and after, and write it below `out`.

    Calculates in one thread, so that sums are added in the same order on any number of cores.
    Raises `CoverArtError` before anything is fitted where there are too few ratings, and where a
    file cannot be written.
    """
    for one in fittings:
        _check(one)
    made: dict[str, Parameters] = {}
    for place, one in enumerate(fittings):
        yield Step(one.label, place, len(fittings))
        with _one_thread():
            fitted = one.fit(made)
        made[fitted.name] = fitted
        path = fitted.write(out, before=resource(fitted.name))
        yield Fitted(path, fitted.figures, fitted.left_out)


def _of_songs(heard: SongRatings) -> Fitting:
    return Fitting(_("Fitting songs"), (heard,), lambda _made: songs.fit(heard))


def _of_photos(seen: PhotoRatings) -> Fitting:
    return Fitting(_("Fitting photos"), (seen,), lambda _made: photos.fit(seen))


def _of_words(read: SentenceRatings) -> Fitting:
    return Fitting(_("Fitting words"), (read,), lambda _made: words.fit(read))


def _of_scale(heard: SongRatings, seen: PhotoRatings) -> Fitting:
    """The fit of σ with the models of songs and photos that were fitted just before."""

    def fit(made: Made) -> Parameters:
        ear, eye = Ear.of(made[songs.NAME].values), Eye.of(made[photos.NAME].values)
        return scale.fit(heard, seen, ear, eye)

    return Fitting(_("Measuring the scale of moods"), (heard, seen), fit)


@contextmanager
def _one_thread() -> Iterator[None]:
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 (comes with scikit-learn)

    with threadpool_limits(limits=1):
        yield


def _largest(sets: Sequence[Set]) -> Set | None:
    """The set with the most ratings, the first of several."""
    return max(sets, key=len, default=None)


def _check(fitting: Fitting) -> None:
    """Raise `CoverArtError` where there is too little to learn from."""
    for ratings in fitting.ratings:
        if len(ratings) < fitting.fewest:
            message = _("{folder} holds only {count} ratings that can be used")
            hint = _("a fit needs {count} at least").format(count=fitting.fewest)
            folder, count = ratings.folder, len(ratings)
            raise CoverArtError(message.format(folder=folder, count=count), hint)

"""The parameters are fitted anew to ratings: a job over `learn.fit`, which needs an extra."""

from pathlib import Path

from coverart.engine.extra import needs_extra
from coverart.engine.job import Job, Progress, Skipped
from coverart.learn.fit.finding import Rated, find_ratings
from coverart.learn.fit.pipeline import (
    Fitted,
    Step,
    carry_out,
    composition_fits,
    load_libraries,
    mood_fits,
)
from coverart.resources import resource

FITS = {Rated.MOODS: mood_fits, Rated.COMPOSITION: composition_fits}


def fit_parameters(what: Rated, folder: Path, out: Path | None = None) -> Job[tuple[Fitted, ...]]:
    """Fit what there are ratings for in a folder, and write it below `out`, as in `resources/`.

    Without `out` the program's own parameters are replaced; it has to be started anew to use them.
    Ratings that cannot be used are told as `Skipped`. Raises `CoverArtError` where too few can,
    where the extra `learn` is not installed, and where a file cannot be written.
    """
    data = find_ratings(folder, [what])
    for error in data.left_out:
        yield Skipped(error)
    made: list[Fitted] = []
    with needs_extra():
        load_libraries()
        for told in carry_out(FITS[what](data), out or resource("")):
            if isinstance(told, Step):
                yield Progress(told.label, told.done, told.total)
                continue
            yield from map(Skipped, told.left_out)
            made.append(told)
    return tuple(made)

"""`learn fit`: the moods and the composition score fitted to ratings of one's own."""

import argparse

from coverart.cli.evaluating import tell_left_out
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain
from coverart.engine.fitting import fit_parameters
from coverart.engine.job import run
from coverart.learn.fit.finding import Rated
from coverart.learn.fit.pipeline import Fitted

Given = argparse.Namespace


def moods(given: Given) -> int:
    """Fit the moods of songs, photos and sentences."""
    return _fit(Rated.MOODS, given)


def composition(given: Given) -> int:
    """Fit the composition score."""
    return _fit(Rated.COMPOSITION, given)


def _fit(what: Rated, given: Given) -> int:
    with Meter(unit="") as meter:
        made = run(fit_parameters(what, given.data, given.out), meter.tell)
    print("\n\n".join(map(_as_text, made)))
    tell_left_out(meter.skipped)
    return 0


def _as_text(one: Fitted) -> str:
    """The tables that were cross-validated, and where the parameters went."""
    written = f"{plain(one.path)}  {one.path.stat().st_size / 1000:,.1f} kB"
    return "\n\n".join([*map(str, one.figures), written])

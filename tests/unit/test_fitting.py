"""Fits run one after another, write what they come to, and say what they lack before they begin."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from coverart.engine import fitting
from coverart.engine.extra import needs_extra
from coverart.errors import CoverArtError
from coverart.learn.fit import pipeline
from coverart.learn.fit.figures import Figures
from coverart.learn.fit.finding import Rated, find_ratings
from coverart.learn.fit.parameters import Parameters, provenance
from coverart.learn.fit.pipeline import Fitted, Fitting, Step, carry_out
from coverart.learn.fit.ratings import SentenceRatings
from tests.unit import rated
from tests.unit.test_cli import Coverart, coverart, no_processes

__all__ = ["coverart", "no_processes"]  # fixtures

TABLE = Figures("sentences, cross-validated", {"valence": {"pearson": 0.5}}, 30)


def sentences(folder: Path, count: int = 30) -> SentenceRatings:
    rows = [("", f"sentence {place}", float(place), 1.0) for place in range(count)]
    (found,) = find_ratings(rated.sentences(folder, rows)).sentences
    return found


def ruler(ratings: SentenceRatings, name: str = "affect/ruler.json") -> Fitting:
    """A model that is fitted by looking up the mean valence."""

    def fit(_made: object) -> Parameters:
        mean = float(ratings.valence.mean())
        origin = provenance([ratings], "a mean", ["valence"], [TABLE])
        values = {"mean": np.array([mean])} if name.endswith(".npz") else {"mean": mean}
        return Parameters(name, values, origin, (TABLE,))

    return Fitting("Fitting a ruler", (ratings,), fit)


def labels(told: Sequence[Step | Fitted]) -> list[str]:
    return [one.label if isinstance(one, Step) else one.path.name for one in told]


def test_each_fit_is_told_before_and_after_and_written(tmp_path: Path) -> None:
    ratings = sentences(tmp_path / "data")
    fits = [ruler(ratings), ruler(ratings, "ruler.npz")]
    told = list(carry_out(fits, tmp_path / "out"))
    assert labels(told) == ["Fitting a ruler", "ruler.json", "Fitting a ruler", "ruler.npz"]
    written = json.loads((tmp_path / "out" / "affect" / "ruler.json").read_text())
    assert written["mean"] == 14.5
    assert written["provenance"]["data"][0]["digest"] == ratings.digest
    with np.load(tmp_path / "out" / "ruler.npz", allow_pickle=False) as arrays:
        assert arrays["mean"] == 14.5
    assert [one.figures for one in told if isinstance(one, Fitted)] == [(TABLE,)] * 2


def test_fitting_again_gives_the_same_bytes(tmp_path: Path) -> None:
    ratings = sentences(tmp_path / "data")
    written = []
    for out in ("one", "two"):
        list(carry_out([ruler(ratings, "ruler.npz")], tmp_path / out))
        written.append((tmp_path / out / "ruler.npz").read_bytes())
    assert written[0] == written[1]


def test_too_few_ratings_are_told_before_anything_is_fitted(tmp_path: Path) -> None:
    fits = [ruler(sentences(tmp_path / "many")), ruler(sentences(tmp_path / "few", 19))]
    with pytest.raises(CoverArtError, match="holds only 19 ratings that can be used") as error:
        next(iter(carry_out(fits, tmp_path / "out")))
    assert str(tmp_path / "few") in str(error.value)
    assert not (tmp_path / "out").exists()


def test_the_largest_set_of_a_kind_is_fitted_on(tmp_path: Path) -> None:
    sentences(tmp_path / "a", 30)
    sentences(tmp_path / "b", 40)
    (fit,) = pipeline.mood_fits(find_ratings(tmp_path, [Rated.MOODS]))
    assert [len(one) for one in fit.ratings] == [40]


@pytest.mark.parametrize("library", pipeline.LIBRARIES)
def test_without_the_extra_it_is_named(
    coverart: Coverart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    sentences(tmp_path / "data")
    for name in pipeline.LIBRARIES:  # the other one need not be there for this test
        monkeypatch.setitem(sys.modules, name, None if name == library else json)
    result = coverart("learn", "fit", "moods", "--data", tmp_path / "data", "--out", tmp_path)
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "coverart: This needs libraries that are not installed;"
        ' run: pip install "coverart[learn]".\n'
    )


def test_another_module_that_is_missing_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), needs_extra():
        raise ModuleNotFoundError(name="coverart.nothing")


def test_a_command_prints_tables_and_sizes(
    coverart: Coverart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratings = sentences(tmp_path / "data")
    with (tmp_path / "data" / "lines.csv").open("a", encoding="utf-8") as file:
        file.write('test,"No rating",,\n')
    monkeypatch.setattr(pipeline, "LIBRARIES", ())
    monkeypatch.setitem(fitting.FITS, Rated.MOODS, lambda data: (ruler(ratings),))
    out = tmp_path / "out"
    result = coverart("learn", "fit", "moods", "--data", tmp_path / "data", "--out", out)
    assert result.code == 0
    assert "lines.csv: the ratings in row 31 are not all numbers." in result.err
    lines = result.out.splitlines()
    assert lines[0] == "sentences, cross-validated (30)"
    assert lines[-1].startswith(f"{out / 'affect' / 'ruler.json'}  0.")


def test_nothing_to_fit_on_is_one_sentence(coverart: Coverart, photos: Path) -> None:
    result = coverart("learn", "fit", "composition", "--data", photos)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"coverart: There are no ratings in {photos}")

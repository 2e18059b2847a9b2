"""Correlations and overlaps are those of their definitions, and folds hide what they should."""

import json
import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import Boxes
from coverart.errors import CoverArtError
from coverart.learn.fit import parameters
from coverart.learn.fit.figures import (
    Figures,
    mean_figures,
    mean_overlap,
    mean_srcc,
    mood_figures,
    overlap,
    pearson,
    ranks,
    spearman,
    spearman_within,
)
from coverart.learn.fit.folds import folds, judge_hidden
from coverart.learn.fit.parameters import (
    provenance,
    read_provenance,
    rounded,
    write_json,
    write_npz,
)
from coverart.learn.fit.ratings import SentenceRatings

FIGURES = Figures("Songs", {"valence": {"spearman": 0.41234, "within genre": math.nan}}, 12)


def boxes(*rows: tuple[int, int, int, int]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32))


def sentences() -> SentenceRatings:
    one = np.array([1.0])
    return SentenceRatings(Path("lines"), ("Yes.",), ("test",), one, one, "0123456789abcdef")


def model(value: float = 0.1) -> dict[str, Any]:
    told = provenance([sentences()], "a ruler", ["length"], [FIGURES])
    return {"provenance": told, "weights": {"length": [value, 2.0]}}


def test_ties_share_their_mean_rank() -> None:
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1, 3.5, 2]


def test_correlations_of_four_numbers_worked_out_by_hand() -> None:
    # Ranks differ by 0, 1, 1, 0: ρ = 1 - 6 · 2 / (4 · 15).
    assert spearman([1, 2, 3, 10], [5, 7, 6, 8]) == pytest.approx(0.8)
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert pearson([0, 0, 1, 1], [0, 1, 0, 1]) == 0


def test_what_never_changes_agrees_with_nothing() -> None:
    assert spearman([1, 1, 1], [1, 2, 3]) == 0
    assert pearson([1, 2, 3], [4, 4, 4]) == 0


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=20))
def test_rank_correlation_does_not_mind_a_growing_function(values: list[int]) -> None:
    wanted = list(range(len(values)))
    grown = [math.exp(value / 10) for value in values]
    assert spearman(grown, wanted) == pytest.approx(spearman(values, wanted))
    assert -1 <= spearman(values, wanted) <= 1


def test_within_groups_is_the_mean_over_groups_large_enough() -> None:
    groups = ["a"] * 3 + ["b"] * 3 + ["c"] * 2
    judged, wanted = [1, 2, 3, 1, 2, 3, 1, 2], [1, 2, 3, 3, 2, 1, 1, 2]
    assert spearman_within(judged, wanted, groups) == 0
    assert math.isnan(spearman_within([1, 2], [1, 2], ["a", "b"]))


def test_overlap_is_intersection_over_union() -> None:
    covered = overlap(boxes((0, 0, 10, 10), (0, 0, 5, 5)), boxes((5, 0, 15, 10), (20, 20, 30, 30)))
    assert covered == pytest.approx(np.array([[50 / 150, 0], [0, 0]]))
    pair = boxes((0, 0, 10, 10), (0, 0, 4, 4))
    assert mean_overlap(pair, boxes((0, 0, 10, 10), (0, 0, 4, 8))) == pytest.approx(0.75)


def test_srcc_is_averaged_over_pictures() -> None:
    assert mean_srcc([[1, 2, 3], [1, 2, 3, 4]], [[1, 2, 3], [4, 3, 2, 1]]) == 0


def test_a_table_is_aligned_and_fits_json() -> None:
    assert str(FIGURES).splitlines() == [
        "Songs (12)",
        "           spearman  within genre",
        "valence       0.412             –",
    ]
    assert FIGURES.as_json() == {"valence": {"spearman": 0.412, "within genre": None}}


def test_figures_of_moods_name_both_emotions() -> None:
    moods = np.array([[0.1, 0.3], [0.2, 0.2], [0.3, 0.1]])
    wanted = {"valence": np.array([1.0, 2, 3]), "arousal": np.array([1.0, 2, 3])}
    table = mood_figures("Songs", moods, wanted, ["pop"] * 3, "genre")
    assert table.rows["valence"] == pytest.approx({"spearman": 1, "within genre": 1, "pearson": 1})
    assert table.rows["arousal"]["spearman"] == pytest.approx(-1)
    assert "within genre" not in mood_figures("", moods, wanted, ["", "", ""]).columns


def test_tables_of_several_seeds_are_averaged() -> None:
    tables = [Figures("a", {"valence": {"spearman": value}}, 9) for value in (0.2, 0.4)]
    assert mean_figures(tables).rows["valence"]["spearman"] == pytest.approx(0.3)


def test_folds_hide_every_entry_once_and_whole_groups_together() -> None:
    groups = [f"track {number // 3}" for number in range(90)]
    parts = folds(groups, 10)
    hidden = np.concatenate([fold.hidden for fold in parts])
    assert sorted(hidden.tolist()) == list(range(90))
    assert [len(fold.hidden) for fold in parts] == [9] * 10
    for fold in parts:
        assert not {groups[place] for place in fold.seen} & {groups[place] for place in fold.hidden}
        assert len(fold.seen) + len(fold.hidden) == 90


def test_folds_are_those_of_their_seed() -> None:
    groups = [str(number) for number in range(20)]
    first, again, other = (folds(groups, 5, seed) for seed in (0, 0, 1))
    as_lists = [[fold.hidden.tolist() for fold in parts] for parts in (first, again, other)]
    assert as_lists[0] == as_lists[1] != as_lists[2]
    # These stand for every computer and version of numpy.
    assert as_lists[0][0] == [6, 13, 14, 18]


def test_fewer_groups_than_folds_make_fewer_folds() -> None:
    assert len(folds(["a", "b", "b"], 10)) == 2
    with pytest.raises(ValueError, match="two groups"):
        folds(["a", "a"])


def test_hidden_judgements_come_back_in_order() -> None:
    values = np.arange(12.0)
    parts = folds([str(number) for number in range(12)], 4)
    judged = judge_hidden(parts, lambda seen, hidden: values[hidden] - 0 * values[seen].sum())
    assert judged.tolist() == values.tolist()


def test_numbers_keep_their_significant_digits() -> None:
    assert rounded([[123456.0, 0.000123456]]).tolist() == [[123460.0, 0.00012346]]


def test_a_json_model_says_where_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "new" / "song.json"
    write_json(path, model())
    told = read_provenance(path)
    (data,) = told["data"]
    assert data == {"name": "lines", "count": 1, "digest": "0123456789abcdef", "marks": ""}
    assert told["figures"]["Songs"]["valence"] == {"spearman": 0.412, "within genre": None}
    assert told["features"] == ["length"]
    assert told["date"] == date.today().isoformat()
    assert '  "length": [ 0.1, 2.0 ]' in path.read_text()


@pytest.mark.parametrize("suffix", [".json", ".npz"])
def test_the_same_input_gives_the_same_bytes_on_another_day(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(path: Path, value: float = 0.1, before: Path | None = None) -> bytes:
        made = model(value)
        if suffix == ".json":
            write_json(path, made, before)
        else:
            write_npz(path, {"b": np.array([value])}, made["provenance"], before)
        return path.read_bytes()

    class Tomorrow(date):
        @classmethod
        def today(cls) -> "Tomorrow":
            return cls.fromordinal((date.today() + timedelta(days=1)).toordinal())

    path, other = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    first = write(path)
    monkeypatch.setattr(parameters, "date", Tomorrow)
    assert write(path) == first
    assert write(other, before=path) == first
    changed = write(path, 0.2)
    assert read_provenance(path)["date"] == Tomorrow.today().isoformat()
    assert changed != first


def test_npz_arrays_come_back_without_pickles(tmp_path: Path) -> None:
    path = tmp_path / "trees.npz"
    kept = {"z": np.arange(6, dtype=np.int16).reshape(2, 3), "a": np.array([0.5])}
    write_npz(path, kept, model()["provenance"])
    with np.load(path, allow_pickle=False) as arrays:
        assert sorted(set(arrays.files) - {"provenance.json"}) == ["a", "z"]
        assert all(np.array_equal(arrays[name], kept[name]) for name in kept)
    assert json.loads(json.dumps(read_provenance(path)))["method"] == "a ruler"


def test_npz_files_do_not_mind_the_order_of_arrays(tmp_path: Path) -> None:
    arrays = {"b": np.arange(3), "a": np.arange(4.0)}
    origin = model()["provenance"]
    write_npz(tmp_path / "one.npz", arrays, origin)
    write_npz(tmp_path / "two.npz", dict(reversed(arrays.items())), origin)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CoverArtError, match="cannot be written"):
        write_json(tmp_path / "file" / "song.json", model())

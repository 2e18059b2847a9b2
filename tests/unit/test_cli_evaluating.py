"""`evaluate` prints tables and JSON, and says in one sentence what is wrong."""

from pathlib import Path

import pytest

from coverart.cli import evaluating
from coverart.engine.evaluated import Evaluated, Subject
from coverart.learn.fit.figures import Figures
from tests.conftest import draw_photo
from tests.unit import rated
from tests.unit.test_cli import Coverart, coverart, no_processes

__all__ = ["coverart", "no_processes"]  # fixtures

CHOSEN = {"human_crops_xyxy": [[10, 10, 130, 110], [0, 0, 160, 90]]}
SCORED = {"bbox": [[0, 0, 60, 60], [10, 10, 150, 110], [0, 0, 160, 120]], "score": [1, 4, 3]}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """All kinds of ratings, each in a folder of its own."""
    folder = tmp_path / "data"
    rated.songs(folder / "heard", [(place, -place) for place in range(4)])
    rated.photos(folder / "seen", [(place, -place) for place in range(4)])
    rows = [("", "so happy", 3.0, 3.0), ("", "so sad", 1.0, 1.0)]
    rated.sentences(folder / "read", rows)
    rated.crops(folder / "cut", {"a.png": CHOSEN, "b.png": SCORED})
    return folder


def test_moods_are_a_table_for_each_set(coverart: Coverart, data: Path) -> None:
    result = coverart("evaluate", "moods", "--data", data)
    assert (result.code, result.err) == (0, "")
    titles = [line for line in result.out.splitlines() if line.startswith(str(data))]
    assert titles == [
        f"{data / 'heard'}: songs (4)",
        f"{data / 'seen'}: photos (4)",
        f"{data / 'read'}: sentences (2)",
    ]
    assert "spearman" in result.out
    assert "was fitted on" not in result.out


def test_moods_as_json_keep_their_schema(coverart: Coverart, data: Path) -> None:
    (data / "heard" / "audio" / "song 2.wav").write_bytes(b"no song")
    result = coverart("evaluate", "moods", "--data", data, "--json")
    assert (result.code, result.err) == (0, "")
    made = result.json
    assert sorted(made) == ["skipped", "space", "tables"]
    assert made["space"].startswith("affect-")
    assert [Path(one["path"]).name for one in made["skipped"]] == ["song 2.wav"]
    songs = made["tables"][0]
    assert {key: songs[key] for key in ("subject", "data", "count", "left_out", "known")} == {
        "subject": "songs",
        "data": str(data / "heard"),
        "count": 3,
        "left_out": 1,
        "known": 0,
    }
    assert sorted(songs["figures"]) == ["arousal", "valence"]
    assert -1 <= songs["figures"]["valence"]["spearman"] <= 1


def test_composition_is_compared_with_judges_that_see_nothing(
    coverart: Coverart, data: Path
) -> None:
    result = coverart("evaluate", "composition", "--data", data / "cut", "--json")
    assert (result.code, result.err) == (0, "")
    chosen, scored = result.json["tables"]
    assert sorted(chosen["figures"]) == ["centred_crop", "coverart", "whole_frame"]
    assert sorted(scored["figures"]) == ["area_alone", "closeness_to_the_centre", "coverart"]
    assert 0 < chosen["figures"]["coverart"]["mean_iou"] <= 1
    assert -1 <= scored["figures"]["coverart"]["srcc"] <= 1


def test_left_out_files_are_named_up_to_twenty(coverart: Coverart, tmp_path: Path) -> None:
    rated.rate_files(tmp_path, "images", {f"{place:02}.jpg": (1, 2) for place in range(30)})
    draw_photo(tmp_path / "images" / "00.jpg", 0)
    result = coverart("evaluate", "moods", "--data", tmp_path)
    assert result.code == 0
    lines = result.err.splitlines()
    assert len(lines) == evaluating.MOST_TOLD + 1
    assert "01.jpg: it is rated, but not there." in lines[0]
    assert lines[-1] == "coverart: 9 more were left out."
    assert "Left out: 29." in result.out


@pytest.mark.parametrize("what", ["moods", "composition"])
def test_a_folder_without_ratings_is_one_sentence(
    coverart: Coverart, photos: Path, what: str
) -> None:
    result = coverart("evaluate", what, "--data", photos)
    assert (result.code, result.out) == (1, "")
    (line,) = result.err.splitlines()
    assert line.startswith(f"coverart: There are no ratings in {photos} that Coverart can read; ")


def test_a_folder_that_is_not_there_is_one_sentence(coverart: Coverart, tmp_path: Path) -> None:
    result = coverart("evaluate", "moods", "--data", tmp_path / "gone")
    assert (result.code, result.out) == (1, "")
    assert result.err == "coverart: gone: there is no such folder; choose another one.\n"


def test_without_a_folder_it_is_wrong_use(coverart: Coverart) -> None:
    assert coverart("evaluate", "moods").code == 2
    assert coverart("evaluate").code == 2
    assert coverart("learn", "fit", "moods").code == 2


def test_what_is_to_be_expected_stands_below_and_optimism_is_told() -> None:
    measured = Figures("", {"valence": {"spearman": 0.9, "pearson": 0.8}}, 7)
    one = Evaluated(
        subject=Subject.SONGS,
        folder=Path("rated"),
        figures=measured,
        left_out=0,
        expected={"valence": {"spearman": 0.5, "n": 9}, "other": {"spearman": 1}},
        known=3,
    )
    assert evaluating.as_text(one).splitlines() == [
        "rated: songs (7)",
        "                            spearman  pearson",
        "valence                        0.900    0.800",
        "valence, cross-validated       0.500        –",
        evaluating.OPTIMISTIC.format(known=3, count=7),
    ]
    assert evaluating.as_json(one)["cross_validated"] == {"valence": {"spearman": 0.5}}

"""Ratings are found by what lies in a folder, and whatever cannot be used is told."""

import json
from pathlib import Path

import numpy as np
import pytest

from coverart.domain import Size
from coverart.errors import CoverArtError, MediaError
from coverart.learn.fit.finding import Rated, find_ratings
from coverart.learn.fit.ratings import MARK

EMOTIONS = (
    "track_id,genre,file,amazement,tenderness,calmness,power,joyful_activation,tension,sadness\n"
)


def songs(folder: Path, rows: str, files: tuple[str, ...] = ("a.ogg", "b.ogg")) -> Path:
    (folder / "audio").mkdir(parents=True)
    for name in files:
        (folder / "audio" / name).touch()
    (folder / "heard.csv").write_text(EMOTIONS + rows, encoding="utf-8")
    return folder


def photos(folder: Path, heading: str, rows: str, files: tuple[str, ...]) -> Path:
    (folder / "images").mkdir(parents=True)
    for name in files:
        (folder / "images" / name).touch()
    (folder / "seen.csv").write_text(heading + "\n" + rows, encoding="utf-8")
    return folder


def picture(boxes: object, **more: object) -> dict[str, object]:
    return {"human_crops_xyxy": boxes, **more}


def test_valence_and_arousal_of_songs_are_sums_of_emotions(tmp_path: Path) -> None:
    rows = "7,rock,a.ogg,.1,.2,.3,.4,.5,.6,.7\n8,pop,b.ogg,0,0,0,1,0,0,0\n"
    (rated,) = find_ratings(songs(tmp_path, rows)).songs
    assert rated.paths == (tmp_path / "audio/a.ogg", tmp_path / "audio/b.ogg")
    assert (rated.tracks, rated.genres) == (("7", "8"), ("rock", "pop"))
    assert rated.valence == pytest.approx([0.5 + 0.1 + 0.2 + 0.3 - 0.7 - 0.6, 0])
    assert rated.arousal == pytest.approx([0.5 + 0.4 + 0.6 - 0.3 - 0.7 - 0.2, 1])


def test_rows_that_cannot_be_used_are_left_out_and_told(tmp_path: Path) -> None:
    rows = (
        "1,rock,a.ogg,0,0,0,1,0,0,0\n"
        "2,rock,gone.ogg,0,0,0,1,0,0,0\n"
        "3,rock,b.ogg,0,0,many,1,0,0,0\n"
        "4,rock,,0,0,0,1,0,0,0\n"
        "5,rock,b.ogg,0,nan,0,1,0,0,0\n"
        "6,rock,b.ogg,0\n"
    )
    found = find_ratings(songs(tmp_path, rows))
    assert found.songs[0].tracks == ("1",)
    told = [str(error) for error in found.left_out]
    assert told == [
        "heard.csv: the ratings in row 3 are not all numbers.",
        "heard.csv: row 4 names nothing in the column “file”.",
        "heard.csv: the ratings in row 5 are not all numbers.",
        "heard.csv: the ratings in row 6 are not all numbers.",
        "gone.ogg: it is rated, but not there.",
    ]


def test_photos_of_one_theme_share_its_name(tmp_path: Path) -> None:
    heading = "file,theme,category,valence_mean,arousal_mean"
    rows = "Dog_1.jpg,Dog 1,Animal,5,3\nDog_12.jpg,Dog 12,Animal,4,2\n3.jpg,,Scene,1,7\n"
    files = ("Dog_1.jpg", "Dog_12.jpg", "3.jpg")
    (rated,) = find_ratings(photos(tmp_path, heading, rows, files)).photos
    assert rated.themes == ("Dog", "Dog", "3")
    assert rated.categories == ("Animal", "Animal", "Scene")
    assert (rated.valence.tolist(), rated.arousal.tolist()) == ([5, 4, 1], [3, 2, 7])


def test_a_plain_table_is_of_photos_or_songs_by_its_files(tmp_path: Path) -> None:
    heading = "file,valence,arousal"
    photos(tmp_path / "one", heading, "a.png,1,2\nb.JPG,2,1\n", ("a.png", "b.JPG"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.csv").write_text(f"{heading}\nx.mp3,1,2\n", encoding="utf-8")
    (other / "x.mp3").touch()
    found = find_ratings(tmp_path)
    assert [len(rated) for rated in found.photos] == [2]
    assert found.songs[0].paths == (other / "x.mp3",)


def test_sentences_keep_their_split(tmp_path: Path) -> None:
    text = 'id,split,V,A,D,text\n1,train,3,2,1,"Yes, of course."\n2,test,1,4,1,No!\n'
    (tmp_path / "lines.csv").write_text("\ufeff" + text, encoding="utf-8")
    (rated,) = find_ratings(tmp_path).sentences
    assert rated.texts == ("Yes, of course.", "No!")
    assert rated.of("test").tolist() == [1]
    assert rated.of("dev", "train").tolist() == [0]
    assert (rated.valence.tolist(), rated.arousal.tolist()) == ([3, 1], [2, 4])


def test_crops_are_read_with_and_without_their_pictures(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "here.jpg").touch()
    content = {
        "here.jpg": picture([[0, 0, 50, 40], [10, 5, 80, 60]], width=100, height=60),
        "gone.jpg": {"bbox": [[4, 3, 90, 50], [10, 3, 96, 57]], "score": [2, 4.5]},
    }
    (tmp_path / "annotations.json").write_text(json.dumps(content))
    (tmp_path / "split.json").write_text(json.dumps({"train": [], "test": ["gone.jpg"]}))
    (rated,) = find_ratings(tmp_path).crops
    (chosen,), (scored,) = rated.chosen, rated.scored
    assert chosen.path == tmp_path / "images/here.jpg"
    assert (chosen.size, chosen.scores, chosen.split) == (Size(100, 60), None, "")
    assert chosen.boxes.tolist() == [[0, 0, 50, 40], [10, 5, 80, 60]]
    assert (scored.path, scored.split) == (None, "test")
    assert scored.size == Size(100, 60), "boxes of a grid lie in the middle of their picture"
    assert scored.scores is not None
    assert scored.scores.tolist() == [2, 4.5]


@pytest.mark.parametrize(
    "given",
    [
        picture([[0, 0, 50]]),
        picture([]),
        picture(7),
        picture([[1, 2, 3]] * 4),
        picture([[10, 10, 10, 20]]),
        picture([[-1, 0, 10, 20]]),
        picture([[0, 0, 101, 20]], width=100, height=60),
        picture([[0, 0, float("nan"), 20]]),
        picture([["a", 0, 1, 1]]),
        {"bbox": [[0, 0, 5, 5]], "score": [1, 2]},
        {"bbox": [[0, 0, 5, 5]], "score": [None]},
    ],
)
def test_boxes_that_make_no_sense_are_told(tmp_path: Path, given: dict[str, object]) -> None:
    content = {"odd.jpg": given, "good.jpg": picture([[0, 0, 5, 5]])}
    (tmp_path / "a.json").write_text(json.dumps(content))
    (rated,) = find_ratings(tmp_path).crops
    assert [one.name for one in rated.pictures] == ["good.jpg"]
    assert [str(error) for error in rated.left_out] == [
        "a.json: the boxes or scores of “odd.jpg” make no sense."
    ]


def test_sets_are_found_below_a_folder_and_asked_for_by_kind(tmp_path: Path) -> None:
    songs(tmp_path / "deep/er/set", "1,rock,a.ogg,0,0,0,1,0,0,0\n")
    (tmp_path / "crops").mkdir()
    (tmp_path / "crops/any.json").write_text(json.dumps({"x.jpg": picture([[0, 0, 5, 5]])}))
    found = find_ratings(tmp_path)
    assert (len(found.songs), len(found.crops), len(found.sets)) == (1, 1, 2)
    assert not find_ratings(tmp_path, [Rated.COMPOSITION]).songs
    assert not find_ratings(tmp_path, [Rated.MOODS]).crops


def test_the_digest_is_of_the_ratings_and_not_of_the_files(tmp_path: Path) -> None:
    rows = "1,rock,a.ogg,0,0,0,1,0,0,0\n2,rock,b.ogg,0,0,0,.5,0,0,0\n"
    (whole,) = find_ratings(songs(tmp_path / "one", rows)).songs
    (fewer,) = find_ratings(songs(tmp_path / "two", rows, ("a.ogg",))).songs
    (other,) = find_ratings(songs(tmp_path / "three", rows.replace(".5", ".6"))).songs
    assert (len(whole), len(fewer)) == (2, 1)
    assert whole.digest == fewer.digest != other.digest


def test_a_folder_without_ratings_is_one_sentence_with_the_form(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    (tmp_path / "list.json").write_text("[1, 2]")
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "latin.csv").write_bytes(b"file,valence\xff\n")
    with pytest.raises(CoverArtError, match=r"valence and arousal") as error:
        find_ratings(tmp_path, [Rated.MOODS])
    assert str(tmp_path) in str(error.value)
    with pytest.raises(CoverArtError, match="human_crops_xyxy"):
        find_ratings(tmp_path, [Rated.COMPOSITION])
    with pytest.raises(MediaError, match="there is no such folder"):
        find_ratings(tmp_path / "gone")


def test_ratings_of_files_that_are_all_missing_name_the_first(tmp_path: Path) -> None:
    songs(tmp_path, "1,rock,gone.ogg,0,0,0,1,0,0,0\n")
    with pytest.raises(CoverArtError, match=r"gone\.ogg: it is rated, but not there"):
        find_ratings(tmp_path)


def test_rows_are_arrays_of_doubles(tmp_path: Path) -> None:
    (rated,) = find_ratings(songs(tmp_path, "1,rock,a.ogg,0,0,0,1,0,0,0\n")).songs
    assert rated.valence.dtype == rated.arousal.dtype == np.float64


def test_marks_do_not_mind_how_a_name_is_punctuated(tmp_path: Path) -> None:
    heading = "file,valence_mean,arousal_mean"
    first = photos(tmp_path / "one", heading, "Dog_1.jpg,5.25,3\n", ("Dog_1.jpg",))
    second = photos(tmp_path / "two", heading, "Dog 1.JPG,5.2500,3\n", ("Dog 1.JPG",))
    third = photos(tmp_path / "three", heading, "Dog_1.jpg,5.26,3\n", ("Dog_1.jpg",))
    marks = [find_ratings(folder).photos[0].marks for folder in (first, second, third)]
    assert marks[0] == marks[1] != marks[2]
    assert [len(mark) for mark in marks[0]] == [MARK]

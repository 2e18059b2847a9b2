"""People agree with the program where they say what it says, and others are told what to expect."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coverart.crops.composition import Scene, composition_score, shipped_weighing
from coverart.crops.grid import candidates
from coverart.domain import Aspect, Boxes, Size
from coverart.encoders.affect.space import AffectSpace
from coverart.engine.evaluated import Evaluated, Origin, Subject
from coverart.engine.evaluating import evaluate_moods
from coverart.engine.evaluating_crops import evaluate_composition
from coverart.engine.feeling import feel
from coverart.engine.job import Event, Skipped, run
from coverart.engine.reading import COMPOSITION_SIDE
from coverart.engine.session import Tools
from coverart.errors import CoverArtError
from coverart.learn.fit.figures import Figures
from coverart.learn.fit.finding import find_ratings
from coverart.learn.fit.parameters import provenance, read_provenance
from coverart.library.store import Library
from coverart.media.photo import read_photo
from coverart.resources import resource
from tests.fakes import InlinePool
from tests.unit import rated

SIZE = Size(160, 120)
WIDE = Aspect(3, 2)


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    with Tools(Library(tmp_path / "library"), InlinePool(), AffectSpace()) as opened:
        yield opened


def agreed(folder: Path, tools: Tools, sign: int = 1) -> None:
    """Change the ratings of files to what the program says of them, or to the opposite."""
    below = next(one for one in folder.iterdir() if one.is_dir())
    felt = run(feel(sorted(below.iterdir()), tools))
    moods = {one.path.name: sign * one.vector for one in felt}
    ratings = {name: (float(row[0]), float(row[1])) for name, row in moods.items()}
    rated.rate_files(folder, below.name, ratings)


def scene(path: Path) -> Scene:
    return Scene.of(read_photo(path, COMPOSITION_SIDE).pixels, SIZE)


def test_whoever_says_what_the_program_says_agrees_with_it(tmp_path: Path, tools: Tools) -> None:
    agreed(rated.songs(tmp_path / "one", [(0, 0)] * 4), tools)
    agreed(rated.photos(tmp_path / "two", [(0, 0)] * 4), tools, sign=-1)
    songs, photos = run(evaluate_moods(tmp_path, tools))
    assert (songs.subject, photos.subject) == (Subject.SONGS, Subject.PHOTOS)
    assert (songs.figures.count, songs.left_out) == (4, 0)
    for name in ("valence", "arousal"):
        assert songs.figures.rows[name]["spearman"] == pytest.approx(1)
        assert photos.figures.rows[name]["spearman"] == pytest.approx(-1)


def test_files_that_cannot_be_read_are_left_out_and_told(tmp_path: Path, tools: Tools) -> None:
    rated.songs(tmp_path, [(place, place) for place in range(5)])
    (tmp_path / "audio" / "song 1.wav").write_bytes(b"la la la")
    (tmp_path / "audio" / "song 3.wav").unlink()
    events: list[Event] = []
    (songs,) = run(evaluate_moods(tmp_path, tools), events.append)
    assert (songs.figures.count, songs.left_out) == (3, 2)
    told = {one.error.path.name for one in events if isinstance(one, Skipped)}
    assert told == {"song 1.wav", "song 3.wav"}


def test_of_sentences_only_the_test_split_is_judged(tmp_path: Path, tools: Tools) -> None:
    rows = [
        ("train", "happy", -9.0, 0.0),
        ("test", "so happy", 3.0, 3.0),
        ("test", "so sad", 1.0, 1.0),
        ("test", "xyzzy", 2.0, 2.0),
    ]
    (sentences,) = run(evaluate_moods(rated.sentences(tmp_path, rows), tools))
    assert (sentences.figures.title, sentences.figures.count) == ("test sentences", 3)
    assert sentences.left_out == 0
    assert sentences.figures.rows["valence"]["spearman"] == pytest.approx(1)


def test_sentences_without_splits_are_all_judged(tmp_path: Path, tools: Tools) -> None:
    rows = [("", "so happy", 3.0, 3.0), ("", "so sad", 1.0, 1.0)]
    (sentences,) = run(evaluate_moods(rated.sentences(tmp_path, rows), tools))
    assert (sentences.figures.title, sentences.figures.count) == ("", 2)


def test_songs_that_cannot_be_judged_at_all_have_no_figures(tmp_path: Path, tools: Tools) -> None:
    rated.songs(tmp_path, [(1, 1), (2, 2)])
    for path in (tmp_path / "audio").iterdir():
        path.write_bytes(b"")
    (songs,) = run(evaluate_moods(tmp_path, tools))
    assert (songs.figures.count, songs.left_out) == (0, 2)
    assert np.isnan(songs.figures.rows["valence"]["spearman"])


def test_a_person_who_chose_our_crop_agrees_with_it(tmp_path: Path, tools: Tools) -> None:
    rated.crops(tmp_path, {"a.png": {}})
    boxes = candidates(SIZE, WIDE).boxes
    seen = scene(tmp_path / "images" / "a.png")
    best = boxes[int(composition_score(seen.terms(boxes)).argmax())].tolist()
    rated.crops(tmp_path, {"a.png": {"human_crops_xyxy": [best], "width": 160, "height": 120}})
    (crops,) = run(evaluate_composition(tmp_path, tools))
    share = (best[2] - best[0]) * (best[3] - best[1]) / SIZE.pixels
    rows = {name: row["mean IoU"] for name, row in crops.figures.rows.items()}
    assert rows["Coverart"] == pytest.approx(1)
    assert rows["whole frame"] == pytest.approx(share)
    assert 0 < rows["centred crop"] < 1
    assert (crops.subject, crops.figures.count) == (Subject.CROPS, 1)


def test_scores_are_compared_by_rank_over_the_crops_of_a_picture(
    tmp_path: Path, tools: Tools
) -> None:
    rated.crops(tmp_path, {"a.png": {}})
    boxes = Boxes(candidates(SIZE, WIDE).boxes[::5])
    scores = np.exp(composition_score(scene(tmp_path / "images" / "a.png").terms(boxes)))
    given = {"bbox": boxes.tolist(), "score": scores.tolist()}
    rated.crops(tmp_path, {"a.png": given})
    (crops,) = run(evaluate_composition(tmp_path, tools))
    assert crops.figures.title == "crops that people scored"
    rows = {name: row["SRCC"] for name, row in crops.figures.rows.items()}
    assert rows["Coverart"] == pytest.approx(1)
    assert rows["area alone"] < 1 > rows["closeness to the centre"]


def test_judges_that_see_nothing_know_size_and_place(tmp_path: Path, tools: Tools) -> None:
    boxes = [[0, 0, 40, 40], [50, 40, 110, 80], [30, 10, 160, 120], [0, 20, 100, 110]]
    by_area = {"bbox": boxes, "score": [1, 2, 4, 3]}
    by_place = {"bbox": boxes, "score": [1, 4, 3, 2]}
    rated.crops(tmp_path / "a", {"a.png": by_area})
    rated.crops(tmp_path / "b", {"b.png": by_place})
    large, central = run(evaluate_composition(tmp_path, tools))
    assert large.figures.rows["area alone"]["SRCC"] == pytest.approx(1)
    assert central.figures.rows["closeness to the centre"]["SRCC"] == pytest.approx(1)
    assert large.figures.rows["closeness to the centre"]["SRCC"] < 1


def test_scores_of_pictures_that_are_nowhere_are_judged_by_place(
    tmp_path: Path, tools: Tools
) -> None:
    boxes = Boxes(candidates(SIZE, WIDE).boxes[::5])
    liked = shipped_weighing().placing.raw(boxes, SIZE).tolist()
    told = {"bbox": boxes.tolist(), "width": SIZE.width, "height": SIZE.height}
    given, opposite = {**told, "score": liked}, {**told, "score": [-one for one in liked]}
    rated.crops(tmp_path, {"train.png": opposite, "test.png": given})
    (tmp_path / "split.json").write_text('{"train": ["train.png"], "test": ["test.png"]}')
    for path in (tmp_path / "images").iterdir():
        path.unlink()
    (crops,) = run(evaluate_composition(tmp_path, tools))
    assert crops.figures.title.endswith("test split")
    assert (crops.figures.count, crops.left_out, crops.known) == (1, 0, 0)
    assert crops.figures.rows["size, place and shape"]["SRCC"] == pytest.approx(1)
    (tmp_path / "split.json").unlink()
    (crops,) = run(evaluate_composition(tmp_path, tools))
    assert crops.figures.count == 2
    assert crops.figures.rows["size, place and shape"]["SRCC"] == pytest.approx(0)


def test_boxes_beyond_the_picture_leave_it_out(tmp_path: Path, tools: Tools) -> None:
    chosen = {"human_crops_xyxy": [[0, 0, 100, 100]]}
    beyond = {"human_crops_xyxy": [[0, 0, 100, 121]]}
    rated.crops(tmp_path, {"a.png": chosen, "b.png": beyond})
    events: list[Event] = []
    (crops,) = run(evaluate_composition(tmp_path, tools), events.append)
    assert (crops.figures.count, crops.left_out) == (1, 1)
    assert [one.error.path.name for one in events if isinstance(one, Skipped)] == ["b.png"]


def test_ratings_of_pictures_that_are_nowhere_are_one_sentence(
    tmp_path: Path, tools: Tools
) -> None:
    rated.crops(tmp_path, {"a.png": {"human_crops_xyxy": [[0, 0, 9, 9]]}})
    (tmp_path / "images" / "a.png").unlink()
    with pytest.raises(CoverArtError, match="No picture is there"):
        run(evaluate_composition(tmp_path, tools))


def test_what_was_fitted_on_is_known_again_in_any_set(tmp_path: Path) -> None:
    told = [(float(place), float(place)) for place in range(6)]
    (fitted,) = find_ratings(rated.photos(tmp_path / "fitted", told)).photos
    (more,) = find_ratings(rated.photos(tmp_path / "more", [*told, (9.0, 9.0)])).photos
    others = [(valence + 0.5, arousal) for valence, arousal in told]
    (other,) = find_ratings(rated.photos(tmp_path / "other", others)).photos
    cross = Figures("photos, cross-validated", {"valence": {"spearman": 0.5}}, 6)
    said = provenance([fitted], "a ruler", [], [Figures("by hand", {}, 6), cross])
    origin = Origin.told_by(said)
    assert origin.expected == {"valence": {"spearman": 0.5}}
    assert [origin.knows(one) for one in (fitted, more, other)] == [6, 6, 0]


def test_what_the_program_was_fitted_on_is_told(tmp_path: Path) -> None:
    (ratings,) = find_ratings(rated.songs(tmp_path, [(1, 1), (2, 2)])).songs
    figures = Figures("", {}, 2)
    assert Evaluated.of(Subject.SONGS, ratings, figures, 2).known == 0
    shipped = read_provenance(resource("affect/song.npz"))["data"][0]["digest"]
    fitted = replace(ratings, digest=shipped)
    assert Evaluated.of(Subject.SONGS, fitted, figures, 2).known == 2
    assert Evaluated.of(Subject.SONGS, fitted, figures, 2, unseen=True).known == 0


def test_an_old_provenance_promises_nothing() -> None:
    assert Origin.told_by({}) == Origin(frozenset(), frozenset(), {})
    assert Origin.told_by({"data": "EmoBank", "figures": {"test Pearson": 0.4}}).expected == {}

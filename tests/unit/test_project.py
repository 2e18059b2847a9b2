"""A project comes back from its file as it was, wherever that went, or a sentence says why not."""

import json
import shutil
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coverart.domain import SQUARE, WIDE, Box, ContentHash, Crop, Emotion, Photo, Size
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example
from coverart.errors import ExportError
from coverart.gui.session.project import Project, Selected
from coverart.gui.session.project_file import (
    LARGEST,
    ProjectError,
    gone_in_words,
    is_project,
    open_project,
    recall_project,
    write_project,
)
from coverart.gui.session.project_json import DAMAGES, VERSION, Beside, as_json, from_json
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.wanted import OPTIONS, Wanted
from coverart.ranking.query import WEIGHTS
from coverart.settings import Options, span

ROOT = Path(Path.cwd().anchor) / "no such folder"

names = st.text(
    st.characters(exclude_characters='/\\\0:*?"<>|', exclude_categories=["Cc"]), min_size=1
).filter(lambda name: name.strip(". ") == name)
paths = st.lists(names, min_size=1, max_size=3).map(lambda parts: ROOT.joinpath(*parts))
boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    *(st.integers(0, 10_000),) * 2,
    *(st.integers(1, 10_000),) * 2,
)
examples = st.lists(st.builds(Example, paths, st.none() | boxes), max_size=3).map(tuple)
sizes = st.floats(-2, 2)
options = st.builds(
    Options,
    top=st.integers(*map(int, span("top"))),
    per_photo=st.integers(*map(int, span("per_photo"))),
    composition=st.floats(*span("composition")),
    every_crop=st.booleans(),
    variety=st.floats(*span("variety")),
    least_pixels=st.integers(*map(int, span("least_pixels"))),
)
wishes = st.builds(
    Wanted,
    song=st.none() | paths,
    places=st.lists(paths, max_size=3).map(tuple),
    words=st.text(),
    lyrics=st.text(),
    liked=examples,
    disliked=examples,
    pictures=examples,
    weights=st.dictionaries(st.sampled_from(Kind), sizes).map(lambda own: {**WEIGHTS, **own}),
    shape=st.sampled_from(Shape),
    options=options,
    mood=st.none() | st.builds(Emotion, st.floats(-1, 1), st.floats(-1, 1)),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda own: st.lists(own, max_size=3) | st.dictionaries(st.text(), own, max_size=3),
    max_leaves=6,
)
opaque = st.dictionaries(st.text(), json_values, max_size=3)
projects = st.builds(
    Project,
    wishes,
    st.none() | st.builds(Selected, paths, st.sampled_from((SQUARE, WIDE)), boxes),
    opaque,
    opaque,
)
EVERY = json.loads(
    json.dumps(
        as_json(
            Project(
                Wanted(
                    ROOT / "a.wav",
                    (ROOT / "b",),
                    "calm",
                    liked=(Example(ROOT / "c.jpg", Box(0, 0, 4, 4)),),
                    mood=Emotion(0.5, -0.5),
                ),
                Selected(ROOT / "c.jpg", SQUARE, Box(0, 0, 4, 4)),
                file=ROOT / "d.coverart",
            ),
            Beside(),
        )
    )
)


def test_nothing_that_can_be_wanted_is_forgotten() -> None:
    assert {one.name for one in fields(Wanted)} <= set(EVERY)
    assert {one.name for one in fields(Options)} == set(EVERY["options"])


@given(projects)
@settings(max_examples=60, deadline=None)
def test_every_project_comes_back_from_json_as_it_was(project: Project) -> None:
    beside = Beside(ROOT / "projects")
    text = json.dumps(as_json(project, beside))
    assert from_json(json.loads(text), beside) == project


@given(project=projects)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_project_comes_back_from_its_file(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "one.coverart"
    write_project(path, project)
    opened = open_project(path)
    assert opened.project == project
    assert opened.gone == project.files
    assert recall_project(path) == project


def holes(kept: Any) -> list[tuple[Any, ...]]:
    """The way to each value that stands in a project's JSON."""
    if not isinstance(kept, dict | list):
        return []
    inner = kept.items() if isinstance(kept, dict) else enumerate(kept)
    return [own for key, value in inner for own in ((key,), *((key, *way) for way in holes(value)))]


@given(st.sampled_from([way for way in holes(EVERY) if way[0] != "version"]), json_values)
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_a_file_it_is_read_or_called_damaged(
    way: tuple[Any, ...], value: Any
) -> None:
    made = json.loads(json.dumps(EVERY))
    place = made
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] = value
    with suppress(*DAMAGES):
        assert isinstance(from_json(made, Beside()), Project)


@given(kept=st.integers(0, 10_000))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_file_that_ends_too_early_is_called_damaged(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "one.coverart"
    text = json.dumps(EVERY)
    path.write_text(text[: kept % len(text)], encoding="utf-8")
    with pytest.raises(ProjectError, match=r"damaged|not a project"):
        open_project(path)
    assert recall_project(path) is None


def studio_of(folder: Path) -> Project:
    """A project whose song and photos lie beside it."""
    (folder / "photos").mkdir(parents=True)
    (folder / "song.wav").touch()
    (folder / "photos" / "sea.jpg").touch()
    liked = Example(folder / "photos" / "sea.jpg", Box(0, 0, 90, 90))
    wanted = Wanted(folder / "song.wav", (folder / "photos",), liked=(liked,))
    project = Project(wanted, Selected(liked.path, SQUARE, Box(0, 0, 90, 90)))
    write_project(folder / "night.coverart", project)
    return project


def test_a_folder_that_was_moved_as_a_whole_opens(tmp_path: Path) -> None:
    before = studio_of(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    opened = open_project(tmp_path / "there" / "night.coverart")
    assert opened.gone == ()
    assert opened.project.wanted.song == tmp_path / "there" / "song.wav"
    assert opened.project.selected is not None
    assert opened.project.selected.path == tmp_path / "there" / "photos" / "sea.jpg"
    assert opened.project.wanted.liked[0].box == before.wanted.liked[0].box


def test_a_copy_of_a_folder_opens_what_was_copied(tmp_path: Path) -> None:
    studio_of(tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "copy")
    opened = open_project(tmp_path / "copy" / "night.coverart")
    assert opened.project.wanted.song == tmp_path / "copy" / "song.wav"


def test_a_project_that_was_moved_alone_finds_its_files(tmp_path: Path) -> None:
    project = studio_of(tmp_path / "here")
    (tmp_path / "desk").mkdir()
    (tmp_path / "here" / "night.coverart").rename(tmp_path / "desk" / "night.coverart")
    assert open_project(tmp_path / "desk" / "night.coverart").project == project


def test_what_is_gone_is_told_and_the_rest_opens(tmp_path: Path) -> None:
    project = studio_of(tmp_path / "here")
    (tmp_path / "here" / "song.wav").unlink()
    opened = open_project(tmp_path / "here" / "night.coverart")
    assert opened.project == project
    assert opened.gone == (tmp_path / "here" / "song.wav",)
    assert gone_in_words(opened.gone) == "This is no longer where it was: song.wav."


def test_many_files_that_are_gone_make_one_short_sentence() -> None:
    gone = [ROOT / f"{number}.jpg" for number in range(5)]
    assert gone_in_words(()) == ""
    assert gone_in_words(gone[:2]) == "These are no longer where they were: 0.jpg, 1.jpg."
    assert gone_in_words(gone).endswith("0.jpg, 1.jpg, 2.jpg, and 2 more.")


def test_a_file_of_a_newer_program_says_so(tmp_path: Path) -> None:
    path = tmp_path / "new.coverart"
    path.write_text(json.dumps({**EVERY, "version": VERSION + 1}))
    with pytest.raises(ProjectError, match=r"new.coverart was made by a newer Coverart; update"):
        open_project(path)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0", b"[]", b'{"format": "x"}', b"[" * 9999])
def test_a_foreign_file_is_called_so(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "photo.coverart"
    path.write_bytes(data)
    with pytest.raises(ProjectError, match=r"photo.coverart is not a project of Coverart"):
        open_project(path)


def test_a_film_with_our_suffix_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "film.coverart"
    with path.open("wb") as file:
        file.truncate(4 * LARGEST)
    with pytest.raises(ProjectError, match="not a project"):
        open_project(path)


def test_a_project_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"gone.coverart is no longer there"):
        open_project(tmp_path / "gone.coverart")
    with pytest.raises(ProjectError, match="cannot be read"):
        open_project(tmp_path)


def test_what_is_missing_has_its_default_and_what_is_unknown_is_let_be() -> None:
    assert from_json({"colour": 3, "options": {"colour": 3}}, Beside()) == Project()
    found = from_json({"options": {"top": 12}, "weights": {"song": 0.5, "smell": 1}}, Beside())
    assert found.wanted.options == replace(OPTIONS, top=12)
    assert found.wanted.weights == {**WEIGHTS, Kind.SONG: 0.5}


def test_options_outside_their_span_are_brought_into_it() -> None:
    found = from_json({"options": {"top": 10**9, "composition": -3}}, Beside())
    assert found.wanted.options.top == span("top")[1]
    assert found.wanted.options.composition == 0


def test_a_project_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "one.coverart"
    write_project(path, Project(Wanted(words="calm")))
    (tmp_path / "two.coverart").mkdir()
    with pytest.raises(ExportError):
        write_project(tmp_path / "two.coverart", Project())
    with pytest.raises(ExportError, match="There is no folder"):
        write_project(tmp_path / "nowhere" / "one.coverart", Project())
    assert open_project(path).project.wanted.words == "calm"
    assert {own.name for own in tmp_path.iterdir()} == {"one.coverart", "two.coverart"}


def test_the_file_of_a_project_is_known_after_a_crash_but_not_to_itself(tmp_path: Path) -> None:
    project = Project(Wanted(words="calm"), file=tmp_path / "one.coverart")
    write_project(tmp_path / "session.json", project, movable=False)
    assert recall_project(tmp_path / "session.json") == project
    write_project(tmp_path / "one.coverart", project)
    assert open_project(tmp_path / "one.coverart").project.file is None


def test_a_selected_crop_is_known_again() -> None:
    crop = Crop(Photo(ROOT / "a.jpg", ContentHash("x"), Size(90, 90)), SQUARE, Box(0, 0, 9, 9))
    assert Selected.of(crop).means(crop)
    assert not Selected(ROOT / "b.jpg", SQUARE, Box(0, 0, 9, 9)).means(crop)


def test_to_look_at_the_other_shape_changes_no_work() -> None:
    square, wide = (Project(Wanted(words="calm", shape=own)) for own in (Shape.SQUARE, Shape.WIDE))
    assert square.work == wide.work
    assert Project().blank
    assert not square.blank
    assert square.elaborate
    assert not Project(Wanted(ROOT / "a.wav", (ROOT / "b",))).elaborate


def test_projects_are_known_by_their_suffix() -> None:
    assert is_project(Path("Night Drive.COVERART"))
    assert not is_project(Path("Night Drive.wav"))

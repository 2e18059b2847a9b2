"""`coverart kept`: what was decided in the window, for scripts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coverart.cli.main import main
from coverart.domain import SQUARE, WIDE, Box, ContentHash
from coverart.engine import session
from coverart.engine.reading import content_hash
from coverart.settings import data_path
from coverart.triage.judgement import CropKey, Flag, Judgement
from coverart.triage.store import FILE_NAME, NO_SONG, Judgements, SongKey, stand_in
from tests.fakes import InlinePool

ONE = CropKey(ContentHash("c1"), SQUARE, Box(0, 0, 300, 300))
TWO = CropKey(ContentHash("c2"), WIDE, Box(0, 0, 160, 90))
THREE = CropKey(ContentHash("c3"), SQUARE, Box(0, 0, 200, 200))
FOUR = CropKey(ContentHash("c4"), SQUARE, Box(0, 0, 200, 200))
FIVE = CropKey(ContentHash("c5"), SQUARE, Box(0, 0, 200, 200))
JUDGED = {
    ONE: Judgement(Flag.KEPT, 2, Box(5, 5, 205, 205)),
    TWO: Judgement(Flag.KEPT, 5),
    THREE: Judgement(Flag.REJECTED, 1),
    FOUR: Judgement(stars=3),
}
PLACES = {ContentHash(f"c{number}"): Path(f"/photos/{number}.jpg") for number in (1, 2, 3)}

Kept = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here files are read in this process, which is quicker; tests/end2end starts the real ones."""
    monkeypatch.setattr(session, "ReaderPool", InlinePool)


@pytest.fixture
def kept(capsys: pytest.CaptureFixture[str]) -> Kept:
    """Run the command in this process: its exit code, and what it prints where."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main(["kept", *map(str, words)])
        return code, *capsys.readouterr()

    return run


def store(key: SongKey) -> None:
    with Judgements(data_path() / FILE_NAME) as judgements:
        judgements.put(key, JUDGED, PLACES)


def crops(printed: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(printed)["crops"]
    return found


def test_what_was_kept_is_printed_with_the_most_stars_first(kept: Kept, song: Path) -> None:
    store(SongKey(content_hash(song)))
    code, out, err = kept(song)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "*****  kept      16:9   /photos/2.jpg 0,0,160,90",
        "**     kept      1:1    /photos/1.jpg 5,5,205,205",
    ]


def test_everything_that_was_judged_is_printed_when_asked_for(kept: Kept, song: Path) -> None:
    store(SongKey(content_hash(song)))
    code, out, err = kept(song, "--all")
    assert (code, err) == (0, "")
    assert out.splitlines()[2:] == [
        "***              1:1    a photo of content c4 0,0,200,200",
        "*      rejected  1:1    /photos/3.jpg 0,0,200,200",
    ]


def test_the_json_keeps_its_schema(kept: Kept, song: Path) -> None:
    store(SongKey(content_hash(song)))
    _code, out, _err = kept(song, "--json", "--all")
    told = json.loads(out)
    assert list(told) == ["song", "content", "crops"]
    assert (told["song"], told["content"]) == (str(song), content_hash(song))
    assert told["crops"][1] == {
        "photo": "/photos/1.jpg",
        "content": "c1",
        "aspect": "1:1",
        "box": [5, 5, 205, 205],
        "proposed": [0, 0, 300, 300],
        "flag": "kept",
        "stars": 2,
    }
    assert told["crops"][2]["photo"] is None
    assert [one["flag"] for one in told["crops"]] == ["kept", "kept", "", "rejected"]


def test_a_song_is_found_under_another_name(kept: Kept, song: Path) -> None:
    store(SongKey(content_hash(song)))
    renamed = song.rename(song.with_name("another name.wav"))
    assert len(crops(kept(renamed, "--json")[1])) == 2


def test_what_was_decided_before_the_song_was_known_counts_too(kept: Kept, song: Path) -> None:
    store(SongKey(content_hash(song)))
    with Judgements(data_path() / FILE_NAME) as judgements:
        early = {TWO: Judgement(Flag.REJECTED), THREE: JUDGED[ONE], FIVE: Judgement(Flag.KEPT)}
        judgements.put(stand_in(song), early, {FIVE.content: Path("/photos/5.jpg")})
    found = crops(kept(song, "--json", "--all")[1])
    assert [(one["content"], one["flag"], one["stars"]) for one in found] == [
        ("c1", "kept", 2),
        ("c3", "kept", 2),
        ("c5", "kept", 0),
        ("c4", "", 3),
        ("c2", "rejected", 5),
    ]
    assert found[2]["photo"] == "/photos/5.jpg"


def test_what_was_kept_without_a_song_is_asked_for_without_one(kept: Kept, song: Path) -> None:
    store(NO_SONG)
    told = json.loads(kept("--json")[1])
    assert (told["song"], told["content"], len(told["crops"])) == (None, None, 2)
    assert kept(song) == (0, "", "")


def test_asking_leaves_no_file_behind(kept: Kept, song: Path) -> None:
    assert kept(song) == (0, "", "")
    assert not data_path().exists()


def test_a_song_that_is_not_there_is_said(kept: Kept, song: Path) -> None:
    song.unlink()
    code, out, err = kept(song)
    assert (code, out) == (1, "")
    assert song.name in err


def test_a_file_that_cannot_be_used_is_said(kept: Kept) -> None:
    (data_path() / FILE_NAME).mkdir(parents=True)
    code, out, err = kept()
    assert (code, out) == (1, "")
    assert FILE_NAME in err

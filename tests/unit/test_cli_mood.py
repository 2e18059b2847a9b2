"""`coverart rank --mood`: a mood in place of a song's own, or of the song."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coverart.cli.arguments import parser
from coverart.cli.main import main
from coverart.domain import Emotion
from coverart.engine import session
from tests.conftest import PHOTOS
from tests.fakes import InlinePool

Run = Callable[..., tuple[int | str | None, str, str]]


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here files are read in this process, which is quicker."""
    monkeypatch.setattr(session, "ReaderPool", InlinePool)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `coverart rank` in this process; gives the exit code and what was printed."""

    def run(*words: object) -> tuple[int | str | None, str, str]:
        code: int | str | None
        try:
            code = main(["rank", *(str(word) for word in words)])
        except SystemExit as left:  # what argparse makes of wrong use
            code = left.code
        return (code, *capsys.readouterr())

    return run


def query(told: tuple[int | str | None, str, str]) -> dict[str, Any]:
    code, out, err = told
    assert (code, err) == (0, "")
    made: dict[str, Any] = json.loads(out)["query"]
    return made


def test_with_a_mood_a_song_may_be_left_out(run: Run, photos: Path) -> None:
    made = query(run("--mood", "0.5,-0.25", photos, "--json"))
    assert (made["song"], made["mood"]) == (None, [0.5, -0.25])
    (part,) = made["parts"]
    assert (part["kind"], part["weight"]) == ("mood", 1.0)
    assert (part["valence"], part["arousal"]) == (0.5, -0.25)


def test_several_folders_are_ranked_for_a_mood(run: Run, photos: Path) -> None:
    code, out, _ = run(photos / "more", photos, "--mood", "0,0", "--json")
    assert code == 0
    assert json.loads(out)["query"]["song"] is None
    assert json.loads(out)["photos"] == len(PHOTOS)


def test_a_mood_stands_in_for_that_of_a_song(run: Run, song: Path, photos: Path) -> None:
    made = query(run(song, "--mood", "-0.3,.5", photos, "--json"))
    assert (made["song"], made["mood"]) == (str(song), [-0.3, 0.5])
    assert [part["kind"] for part in made["parts"]] == ["mood"]
    assert query(run(song, photos, "--json"))["mood"] is None


def test_the_table_gives_reasons_that_name_the_mood(run: Run, photos: Path) -> None:
    code, out, _ = run("--mood=-1,1", photos, "--top", 1)
    assert code == 0
    assert "the mood you ask for" in out.splitlines()[-1]


def test_a_mood_can_be_given_a_weight(run: Run, photos: Path) -> None:
    words = ("--mood", "0,1", "--weight", "mood=2", "--like", photos / PHOTOS[0], photos, "--json")
    parts = query(run(*words))["parts"]
    assert [(part["kind"], part["weight"]) for part in parts] == [
        ("mood", 2.0),
        ("liked crop", 0.75),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "song --mood -0.3,0.5 folder other --top 3",
        "--mood -0.3,0.5 song folder other --top 3",
        "song folder --top 3 other --mood -0.3,0.5",
        "song --top 3 folder --mood=-0.3,0.5 other",
    ],
)
def test_options_may_stand_anywhere_between_the_paths(words: str) -> None:
    given = parser().parse_args(["rank", *words.split()])
    assert (given.song, given.mood, given.top) == (Path("song"), Emotion(-0.3, 0.5), 3)
    assert given.folders == [Path("folder"), Path("other")]


@pytest.mark.parametrize("typed", ["1", "a,b", "0,0,0", "1.1,0", "0,-2", "nan,0", "", "-"])
def test_what_is_no_mood_is_wrong_use(run: Run, photos: Path, typed: str) -> None:
    code, out, err = run(f"--mood={typed}", photos)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].endswith("give two numbers from -1 to 1: valence,arousal")


def test_without_a_mood_a_song_is_needed(run: Run, photos: Path) -> None:
    code, out, err = run(photos)
    assert (code, out) == (2, "")
    assert err.startswith("coverart: Ranking takes a song and a folder of photos")

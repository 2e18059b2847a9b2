"""The command line: what is typed, what is printed where, and the exit code."""

import json
import os
import runpy
import shlex
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tqdm import tqdm

from coverart import __version__
from coverart.cli import commands, ranking, window
from coverart.cli.arguments import parser
from coverart.cli.main import main
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain
from coverart.crops.composition import TERMS
from coverart.crops.grid import Mode, candidates
from coverart.demo.folder import DemoFolder
from coverart.domain import SQUARE, WIDE, Aspect, Box, Size
from coverart.encoders.affect.mood import DIMENSIONS
from coverart.encoders.affect.space import AffectSpace
from coverart.engine import session
from coverart.engine.job import Event, Job, Notice, Progress, Skipped
from coverart.engine.reading import Lens, listen
from coverart.errors import CoverArtError, MediaError, UsageError
from coverart.export.check import Finding
from coverart.export.presets import load_presets
from coverart.export.render import Exported, ExportOrder
from coverart.resources import resource
from coverart.settings import Options
from tests.conftest import PHOTOS, draw_photo
from tests.fakes import InlinePool

SIZE = Size(160, 120)
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here files are read in this process, which is quicker; tests/end2end starts the real ones."""
    monkeypatch.setattr(session, "ReaderPool", InlinePool)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.mp3"
    path.write_bytes(b"no music")
    return path


class Result:
    """What a command came to."""

    def __init__(self, code: int | str | None, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def coverart(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run a command in this process."""

    def run(*words: object) -> Result:
        code: int | str | None
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:  # what argparse makes of wrong use
            code = left.code
        return Result(code, *capsys.readouterr())

    return run


Coverart = Callable[..., Result]


# rank


def test_rank_prints_a_table_of_matches(coverart: Coverart, song: Path, photos: Path) -> None:
    result = coverart("rank", song, photos, "--top", 3)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    crops = len(PHOTOS) * len(candidates(SIZE, SQUARE))
    assert lines[0].startswith(f"{crops:,} crops of 4 photos. ")
    ranked = [line for line in lines if line.lstrip()[:2] in ("1.", "2.", "3.", "4.")]
    assert [line.split()[0] for line in ranked] == ["1.", "2.", "3."]
    assert all(str(photos) in line and " 1:1 " in line for line in ranked)


def test_rank_as_json_keeps_its_schema(coverart: Coverart, song: Path, photos: Path) -> None:
    (photos / "loop.gif").touch()
    (photos / "text.jpg").write_text("no picture")
    result = coverart("rank", song, photos, "--json", "--text", "calm", "--top", 5)
    assert (result.code, result.err) == (0, "")
    made = result.json
    assert list(made) == [
        "space", "device", "query", "photos", "crops", "encoded", "skipped", "verdict", "matches",
    ]  # fmt: skip
    assert made["device"] == ""
    assert made["space"] == AffectSpace().id
    assert made["photos"] == 4
    assert made["crops"] == 4 * len(candidates(SIZE, SQUARE))
    assert made["skipped"] == [
        {
            "path": str(photos / "loop.gif"),
            "reason": "pictures of this kind are not read; save it as JPEG or PNG",
        },
        {"path": str(photos / "text.jpg"), "reason": "it is not a picture we know"},
    ]
    assert isinstance(made["verdict"], str)
    assert [match["rank"] for match in made["matches"]] == [1, 2, 3, 4, 5]


def test_rank_as_json_tells_the_query(coverart: Coverart, song: Path, photos: Path) -> None:
    lyrics = photos / "lyrics.lrc"
    lyrics.write_text("[00:01.00]grief", encoding="utf-8")
    query = coverart("rank", song, photos, "--json", "--text", "calm", "--lyrics", lyrics).json[
        "query"
    ]
    assert list(query) == [
        "song", "title", "artist", "mood", "text", "without", "liked", "disliked", "pictures",
        "parts",
    ]  # fmt: skip
    assert (query["song"], query["title"], query["text"]) == (str(song), "", "calm")
    assert [(part["kind"], part["weight"]) for part in query["parts"]] == [
        ("song", 1.0),
        ("words", 1.0),
        ("lyrics", 0.5),
    ]
    heard = listen(song, Lens.of(AffectSpace())).vectors
    assert heard is not None
    for name, value in zip(DIMENSIONS, heard[0].tolist(), strict=True):
        assert query["parts"][0][name] == pytest.approx(value, abs=5e-5)
    assert all(isinstance(part["mood"], str) and part["mood"] for part in query["parts"])


def test_rank_as_json_tells_each_match(coverart: Coverart, song: Path, photos: Path) -> None:
    made = coverart("rank", song, photos, "--json", "--aspect", "16:9", "--aspect", "4:5").json
    scores = [match["score"] for match in made["matches"]]
    assert scores == sorted(scores, reverse=True)
    assert {match["aspect"] for match in made["matches"]} == {"16:9", "4:5"}
    for match in made["matches"]:
        assert list(match) == [
            "rank", "photo", "aspect", "box", "pixels", "fallback", "score", "parts", "why",
        ]  # fmt: skip
        box = Box(*match["box"])
        assert box.lies_within(SIZE)
        assert box.has_aspect(Aspect.parse(match["aspect"]))
        assert match["pixels"] == [box.width, box.height]
        assert Path(match["photo"]).is_relative_to(photos)
        assert match["fallback"] is False
        assert {"match", "composition", "mood", "colour", *TERMS} == set(match["parts"])
        assert all(0 <= part <= 1 for part in match["parts"].values())
        own = 0.7 * match["parts"]["match"] + 0.3 * match["parts"]["composition"]
        assert match["score"] == pytest.approx(own, abs=2e-4)
        assert match["why"]
        assert not match["why"].endswith(".")


def test_options_of_rank_are_obeyed(coverart: Coverart, song: Path, photos: Path) -> None:
    one = coverart("rank", song, photos, "--json", "--per-photo", 1).json["matches"]
    assert len(one) == len({match["photo"] for match in one}) == 4
    two = coverart("rank", song, photos, "--json", "--top", 2).json["matches"]
    assert len(two) == 2
    for weight, part in ((0, "match"), (1, "composition")):
        matches = coverart("rank", song, photos, "--json", "--composition", weight).json["matches"]
        assert all(match["score"] == match["parts"][part] for match in matches)


def test_an_aspect_given_twice_counts_once(coverart: Coverart, song: Path, photos: Path) -> None:
    once = coverart("rank", song, photos, "--json", "--aspect", "16:9")
    twice = coverart("rank", song, photos, "--json", "--aspect", "16:9", "--aspect", "32:18")
    assert twice.json == once.json


def test_a_second_run_prints_the_same(coverart: Coverart, song: Path, photos: Path) -> None:
    first = coverart("rank", song, photos, "--json")
    assert coverart("rank", song, photos, "--json").out == first.out


def test_a_single_photo_may_be_given_for_a_folder(
    coverart: Coverart, song: Path, photos: Path
) -> None:
    assert coverart("rank", song, photos / PHOTOS[0], "--json").json["photos"] == 1


def test_files_left_out_are_listed_on_standard_error(
    coverart: Coverart, song: Path, photos: Path
) -> None:
    (photos / "loop.gif").touch()
    result = coverart("rank", song, photos)
    assert result.code == 0
    assert "loop.gif" not in result.out
    assert result.err == (
        f"coverart: {photos / 'loop.gif'}: pictures of this kind are not read;"
        " save it as JPEG or PNG.\n"
    )


def test_notices_go_to_standard_error(coverart: Coverart, song: Path, photos: Path) -> None:
    result = coverart("rank", song, photos, "--json", "--text", "qwertz")
    assert result.code == 0
    assert result.err == (
        "coverart: The words were left out: none of them carries a mood we know.\n"
    )
    assert result.json["photos"] == 4


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_photo_whose_name_is_no_text_is_ranked(
    coverart: Coverart, song: Path, photos: Path
) -> None:
    odd = photos / "caf\udce9.jpg"
    (photos / PHOTOS[0]).rename(odd)
    result = coverart("rank", song, photos, "--json")
    assert result.code == 0
    assert str(odd) in {match["photo"] for match in result.json["matches"]}
    assert "caf\\udce9.jpg" in coverart("rank", song, photos).out


def test_photos_too_small_for_the_aspect_are_left_out_with_that_reason(
    coverart: Coverart, song: Path, photos: Path
) -> None:
    words = ("rank", song, photos, "--json", "--aspect", "1000:999")
    result = coverart(*words, "--aspect", "999:1000")
    assert (result.code, result.json["crops"], len(result.json["skipped"])) == (0, 0, len(PHOTOS))
    reason = "its 160×120 pixels are too few for a crop of 1000:999 or 999:1000"
    assert {one["reason"] for one in result.json["skipped"]} == {reason}
    assert coverart(*words, "--aspect", "1:1").json["skipped"] == []


def test_rank_takes_what_is_liked_unwanted_and_weighed(
    coverart: Coverart, song: Path, photos: Path
) -> None:
    liked, disliked = photos / PHOTOS[0], photos / PHOTOS[1]
    words = ("rank", song, photos, "--json", "--without", "dark", "--like", f"{liked}:0,0,80,80")
    more = ("--dislike", disliked, "--picture", liked, "--picture", disliked)
    weights = ("--weight", "song=0", "--weight", "without=2", "--weight", "picture=3")
    result = coverart(*words, *more, *weights)
    assert (result.code, result.err) == (0, "")
    query = result.json["query"]
    assert query["without"] == "dark"
    assert query["liked"] == [{"path": str(liked), "box": [0, 0, 80, 80]}]
    assert query["disliked"] == [{"path": str(disliked), "box": None}]
    assert [one["path"] for one in query["pictures"]] == [str(liked), str(disliked)]
    assert [(part["kind"], part["weight"]) for part in query["parts"]] == [
        ("unwanted words", -2.0),
        ("liked crop", 0.75),
        ("disliked crop", -0.5),
        ("picture", 1.5),
        ("picture", 1.5),
    ]


def test_every_crop_is_an_option_of_the_ranking(
    coverart: Coverart, song: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Options] = []

    def design(*given: Any) -> Job[None]:
        told.append(given[4])
        yield Progress("Looking", 0, 1)
        raise CoverArtError("Enough")

    monkeypatch.setattr(ranking, "design", design)
    for words in ((), ("--every-crop",)):
        assert coverart("rank", song, photos, *words).code == 1
    assert told == [Options(), Options(every_crop=True)]


# search, songs


def test_search_ranks_crops_for_words(coverart: Coverart, photos: Path) -> None:
    result = coverart("search", "calm and dark", photos, "--json", "--top", 3)
    assert (result.code, result.err) == (0, "")
    query = result.json["query"]
    assert (query["song"], query["text"]) == (None, "calm and dark")
    assert [part["kind"] for part in query["parts"]] == ["words"]
    assert len(result.json["matches"]) == 3
    other = coverart("search", "wild and bright", photos, "--json", "--top", 3)
    assert other.json["matches"] != result.json["matches"]


def test_search_finds_a_picture_again(coverart: Coverart, photos: Path) -> None:
    picture = photos / PHOTOS[2]
    words = ("search", picture, photos, "--json", "--composition", 0, "--aspect", "4:3")
    best = coverart(*words, "--top", 1).json["matches"][0]
    assert best["photo"] == str(picture)
    assert best["score"] > 0.9
    boxed = coverart(*words, "--box", "0,0,40,30").json["query"]
    assert boxed["pictures"] == [{"path": str(picture), "box": [0, 0, 40, 30]}]


@pytest.mark.parametrize("words", ["no/such/place", "x" * 5000, "a.b.c", "st. john"])
def test_what_is_no_file_and_looks_like_none_is_words(
    coverart: Coverart, photos: Path, words: str
) -> None:
    result = coverart("search", f"calm {words}", photos, "--json")
    assert (result.code, result.json["query"]["text"]) == (0, f"calm {words}")


def test_songs_as_json_keeps_its_schema(coverart: Coverart, song: Path, photos: Path) -> None:
    song.with_suffix(".txt").write_text("grief", encoding="utf-8")
    (song.parent / "bad.mp3").write_bytes(b"no music")
    result = coverart("songs", photos / PHOTOS[0], song.parent, "--json")
    assert result.code == 0
    made = result.json
    assert list(made) == ["space", "device", "query", "skipped", "matches"]
    assert [Path(one["path"]).name for one in made["skipped"]] == ["bad.mp3"]
    (match,) = made["matches"]
    assert list(match) == [
        "rank", "song", "title", "artist", "seconds", "lyrics", "score", "why",
    ]  # fmt: skip
    assert (match["rank"], match["song"], match["lyrics"]) == (1, str(song), True)
    assert match["seconds"] == 5
    assert 0 <= match["score"] <= 1
    assert match["why"]


def test_songs_as_text_gives_each_song_a_reason(coverart: Coverart, song: Path) -> None:
    result = coverart("songs", "calm", song.parent)
    assert (result.code, result.err) == (0, "")
    first, line, why = result.out.splitlines()
    assert first == f"1 song. {AffectSpace().title}"
    assert line.split() == ["1.", line.split()[1], str(song)]
    assert why.strip()


def test_a_folder_without_songs_is_said(coverart: Coverart, tmp_path: Path) -> None:
    result = coverart("songs", "calm", tmp_path)
    assert result.code == 0
    assert result.err == f"coverart: There are no songs in {tmp_path}.\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a.jpg", (Path("a.jpg"), None)),
        ("a.jpg:1,2,30,40", (Path("a.jpg"), Box(1, 2, 30, 40))),
        ("C:\\a.jpg", (Path("C:\\a.jpg"), None)),
        ("C:\\a.jpg:0,0,9,9", (Path("C:\\a.jpg"), Box(0, 0, 9, 9))),
        ("a:1,2,3", (Path("a:1,2,3"), None)),
    ],
)
def test_a_picture_may_have_a_box_behind_it(typed: str, meant: tuple[Path, Box | None]) -> None:
    assert parser().parse_args(["rank", "s", "p", "--like", typed]).like == [meant]


# crops


@pytest.mark.parametrize("mode", list(Mode))
def test_crops_as_json_lists_all_candidates(coverart: Coverart, photos: Path, mode: Mode) -> None:
    photo = photos / PHOTOS[0]
    result = coverart("crops", photo, "--aspect", "16:9", "--mode", mode, "--json")
    assert (result.code, result.err) == (0, "")
    made = result.json
    boxes = candidates(SIZE, WIDE, mode).boxes.tolist()
    assert list(made) == ["photo", "size", "aspect", "crops"]
    assert (made["photo"], made["size"], made["aspect"]) == (str(photo), [160, 120], "16:9")
    assert [crop["box"] for crop in made["crops"]] == boxes
    assert all(0 <= crop["composition"] <= 1 and not crop["fallback"] for crop in made["crops"])


def test_crops_as_text_shows_the_best(coverart: Coverart, photos: Path) -> None:
    photo = photos / PHOTOS[0]
    lines = coverart("crops", photo).out.splitlines()
    boxes = candidates(SIZE, SQUARE).boxes
    assert lines[0] == f"{photo}: 160×120 pixels, {len(boxes)} crops of 1:1"
    shown = [line.split() for line in lines[1:]]
    assert len(shown) == 10
    scores = [float(score) for score, _ in shown]
    assert scores == sorted(scores, reverse=True)
    listed = coverart("crops", photo, "--json").json["crops"]
    best = max(crop["composition"] for crop in listed)
    assert scores[0] == pytest.approx(best, abs=0.006)
    assert [int(edge) for edge in shown[0][1].split(",")] in boxes.tolist()


def test_strips_of_a_long_photo_are_called_so(coverart: Coverart, tmp_path: Path) -> None:
    draw_photo(tmp_path / "long.png", seed=1, size=(640, 80))
    assert " largest strips of 1:1" in coverart("crops", tmp_path / "long.png").out
    crops = coverart("crops", tmp_path / "long.png", "--json").json["crops"]
    assert all(crop["fallback"] for crop in crops)


# mood


def test_mood_as_json_tells_songs_photos_and_words(
    coverart: Coverart, song: Path, photos: Path
) -> None:
    photo = photos / PHOTOS[0]
    result = coverart("mood", photo, song, "--text", "calm", "--json")
    assert (result.code, result.err) == (0, "")
    told = [(row.get("path"), row.get("text"), row["kind"]) for row in result.json]
    assert told == [
        (str(photo), None, "photo"),
        (str(song), None, "song"),
        (None, "calm", "text"),
    ]
    words = AffectSpace().encode_text("calm")
    heard = listen(song, Lens.of(AffectSpace())).vectors
    assert words is not None
    assert heard is not None
    for vector, row in (
        (heard[0], result.json[1]),
        (words, result.json[2]),
    ):
        assert [row[name] for name in DIMENSIONS] == np.round(vector.astype(float), 4).tolist()
        assert row["mood"]


def test_mood_as_text_gives_each_a_line(coverart: Coverart, song: Path) -> None:
    lines = coverart("mood", song, "--text", "calm").out.splitlines()
    assert [line.rpartition(" – ")[2] for line in lines] == [str(song), "calm"]
    assert all(line.startswith("valence ") and "arousal " in line for line in lines)


def test_mood_of_a_bad_file_fails_after_the_rest_was_told(
    coverart: Coverart, bad: Path, song: Path
) -> None:
    result = coverart("mood", bad, song, "--json")
    assert result.code == 1
    assert [row["path"] for row in result.json] == [str(song)]
    assert result.err.startswith(f"coverart: {bad}: ")
    assert len(result.err.splitlines()) == 1


def test_unknown_words_fail_after_the_moods_of_files_were_told(
    coverart: Coverart, song: Path
) -> None:
    result = coverart("mood", song, "--text", "qwertz", "--json")
    assert result.code == 1
    assert [row["path"] for row in result.json] == [str(song)]
    assert result.err == (
        "coverart: None of the words carries a mood we know; try “calm” or “dark red”.\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_json_is_json_whatever_the_output_is_encoded_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    photo = tmp_path / "caf\u00e9 \U0001f600.jpg"
    draw_photo(photo, seed=1)
    written = BytesIO()
    output = TextIOWrapper(written, encoding=encoding)
    monkeypatch.setattr(sys, "stdout", output)
    assert main(["mood", str(photo), "--json"]) == 0
    assert [row["path"] for row in json.loads(written.getvalue())] == [str(photo)]
    assert ("caf\u00e9".encode() in written.getvalue()) is (encoding == "utf-8")


# Names that are no text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb", "a\\nb"),
        ("\x1b[2J\x7f\x9b", "\\x1b[2J\\x7f\\x9b"),
        ("\u2028\u202egpj\udce9", "\\u2028\\u202egpj\\udce9"),
        ("caf\u00e9 \u3000\u202f \U0001f469\u200d\U0001f680 \\", None),
    ],
)
def test_only_what_would_disturb_a_terminal_is_escaped(name: str, shown: str | None) -> None:
    assert plain(name) == (name if shown is None else shown)


@pytest.mark.skipif(sys.platform == "win32", reason="there no file may have such a name")
def test_names_of_files_neither_end_lines_nor_move_the_cursor(
    coverart: Coverart, song: Path, photos: Path, tmp_path: Path
) -> None:
    odd, shown = "a\n\x1b[31mb", "a\\n\\x1b[31mb"
    photo = (photos / PHOTOS[0]).rename(photos / f"{odd}.jpg")
    bad = photos / f"{odd}.gif"
    bad.touch()
    out = ("export", photo, "--box", "0,0,9,9", "-o", tmp_path / f"{odd}.png")
    results = [
        coverart("rank", song, photos),
        coverart("crops", photo),
        coverart("mood", photo, bad),
        coverart(*out),
        coverart(*out),  # which now exists
        coverart("rank", song, tmp_path / odd),
    ]
    for result in results:
        assert shown in result.out + result.err
        assert odd not in result.out + result.err
    assert shown in results[0].out
    assert shown in results[0].err


# export, presets, demo


@pytest.mark.parametrize("name", ["cover.png", "cover.jpg"])
def test_export_writes_the_crop(
    coverart: Coverart, photos: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    result = coverart("export", photos / PHOTOS[0], "--box", "10,10,110,110", "-o", target)
    assert result.code == 0
    assert result.out.startswith(f"{target}  100×100  ")
    with Image.open(target) as image:
        assert image.size == (100, 100)
    again = coverart("export", photos / PHOTOS[0], "--box", "0,0,50,50", "-o", target)
    assert (again.code, again.out) == (1, "")
    assert len(again.err.splitlines()) == 1
    over = ("--box", "0,0,50,50", "-o", target, "--overwrite")
    assert coverart("export", photos / PHOTOS[0], *over).code == 0


def test_export_with_a_preset_says_what_the_platform_would_mind(
    coverart: Coverart, photos: Path, tmp_path: Path
) -> None:
    name, preset = next(iter(load_presets().items()))
    words = ("export", photos / PHOTOS[0], "--box", "0,0,100,100", "--preset", name)
    small = coverart(*words, "-o", tmp_path / "small.jpg")
    assert all(line.startswith("coverart: ") for line in small.err.splitlines())
    result = coverart(*words, "--upscale", "-o", tmp_path / "cover.jpg")
    assert result.code == 0
    assert f"{preset.pixels}" in result.out
    assert result.err.startswith("coverart: ")


def test_what_the_platform_minds_is_said_before_anything_is_written(
    coverart: Coverart, photos: Path, tmp_path: Path
) -> None:
    words = ("export", photos / PHOTOS[0], "--box", "0,0,100,100", "--preset", "apple-music")
    told, failed = coverart(*words, "-o", tmp_path / "gone" / "a.jpg").err.splitlines()
    assert told == (
        "coverart: refused: Apple Music asks for 3000×3000 pixels;"
        " this crop has 100×100 of its own; choose a larger crop."
    )
    assert failed.startswith("coverart: There is no folder ")
    assert coverart(*words, "-o", tmp_path / "a.jpg").err.splitlines() == [told]


def test_what_only_the_written_file_shows_is_said_after_it(
    coverart: Coverart, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreseen, new = Finding("warning", "It is small."), Finding("warning", "It is heavy.", "shrink")

    def export(order: ExportOrder, _tools: object) -> Job[Exported]:
        yield Progress("Writing", 0, 1)
        sys.stderr.write("Written.\n")
        return Exported(order.target, Size(9, 9), 9, findings=(foreseen, new))

    monkeypatch.setattr(commands, "check", lambda *_: (foreseen,))
    monkeypatch.setattr(commands, "export_job", export)
    words = ("export", photos / PHOTOS[0], "--box", "0,0,9,9", "--preset", "square")
    assert coverart(*words, "-o", tmp_path / "a.jpg").err.splitlines() == [
        "coverart: warning: It is small.",
        "Written.",
        "coverart: warning: It is heavy; shrink.",
    ]


def test_a_crop_of_another_shape_is_refused_in_one_line(
    coverart: Coverart, photos: Path, tmp_path: Path
) -> None:
    words = ("export", photos / PHOTOS[0], "--box", "0,0,100,50", "--preset", "apple-music")
    result = coverart(*words, "-o", tmp_path / "cover.jpg")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "coverart: Apple Music asks for 1:1; this crop is 100×50 pixels; choose a crop of 1:1.\n"
    )


def test_presets_lists_every_preset_and_its_rules(coverart: Coverart) -> None:
    result = coverart("presets")
    assert (result.code, result.err) == (0, "")
    for name, preset in load_presets().items():
        assert f"{name:<20} {preset.title}: {preset.pixels} " in result.out
        assert all(rule in result.out for rule in preset.rules)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DemoFolder:
    """A demo that costs nothing."""
    made = DemoFolder(tmp_path / "my song.wav", tmp_path / "pictures")

    def demonstrate(folder: Path) -> Job[DemoFolder]:
        assert folder.is_relative_to(tmp_path)
        yield Progress("Painting", 1, 1)
        return made

    monkeypatch.setattr(commands, "demonstrate", demonstrate)
    return made


def test_demo_without_a_window_says_what_to_type(
    coverart: Coverart, tmp_path: Path, made: DemoFolder
) -> None:
    result = coverart("demo", tmp_path, "--no-window")
    assert (result.code, result.err) == (0, "")
    first, second = result.out.splitlines()
    assert str(tmp_path) in first
    assert shlex.split(second) == ["coverart", "rank", str(made.song), str(made.photos)]


def test_demo_shows_an_odd_folder_as_text(
    coverart: Coverart, tmp_path: Path, made: DemoFolder
) -> None:
    first, _ = coverart("demo", tmp_path / "\x1b[2J", "--no-window").out.splitlines()
    assert first.endswith("\\x1b[2J")


def test_demo_opens_the_window_with_what_was_made(
    coverart: Coverart, tmp_path: Path, made: DemoFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def gui(given: Namespace) -> int:
        opened.extend(given.paths)
        return 7

    monkeypatch.setattr(window, "gui", gui)
    assert coverart("demo", tmp_path).code == 7
    assert opened == [made.song, made.photos]


# Wrong use and failure


@pytest.mark.parametrize(
    "words",
    [
        ["rank"],
        ["rank", "song.mp3"],
        ["rank", "song.mp3", "photos", "--composition", "1.1"],
        ["rank", "song.mp3", "photos", "--composition", "-0.1"],
        ["rank", "song.mp3", "photos", "--composition", "nan"],
        ["rank", "song.mp3", "photos", "--top", "0"],
        ["rank", "song.mp3", "photos", "--top", "many"],
        ["rank", "song.mp3", "photos", "--per-photo", "101"],
        ["rank", "song.mp3", "photos", "--aspect", "nonsense"],
        ["rank", "song.mp3", "photos", "--aspect", "0:1"],
        ["rank", "song.mp3", "photos", "--space", "clap"],
        ["crops", "a.jpg", "--mode", "other"],
        ["crops", "a.jpg", "--aspect", "16x9"],
        ["export", "a.jpg", "--box", "1,2,3", "-o", "b.png"],
        ["export", "a.jpg", "--box", "1,2,3,-4", "-o", "b.png"],
        ["export", "a.jpg", "-o", "b.png"],
        ["mood"],
        ["mood", "--text", "qwertz"],
        ["export", "a.jpg", "--box", "0,0,9,9", "-o", "b.png", "--preset", "nonsense"],
        ["sing"],
        ["search", "calm"],
        ["search", "calm", "photos", "--box", "0,0,9,9"],
        ["songs", "calm"],
        ["songs", "calm", "music", "--box", "0,0,9"],
        ["rank", "song.mp3", "photos", "--weight", "song"],
        ["rank", "song.mp3", "photos", "--weight", "song=-1"],
        ["rank", "song.mp3", "photos", "--weight", "song=nan"],
        ["rank", "song.mp3", "photos", "--weight", "tempo=1"],
        ["rank", "song.mp3", "photos", "--link", "chain"],
        ["rank", "song.mp3", "photos", "--link", "bank"],
        ["rank", "song.mp3", "photos", "--space", "affect", "--precision", "int8"],
        ["rank", "song.mp3", "photos", "--device", "toaster"],
        ["packs"],
        ["packs", "sing"],
        ["packs", "show"],
        ["packs", "remove"],
        ["packs", "remove", "fast", "--unfinished"],
        ["packs", "link", "fast", "--captions", "0"],
        ["packs", "build", "mine", "--clip", "ViT-B-32"],
    ],
)
def test_wrong_use_leaves_with_two_and_a_sentence(coverart: Coverart, words: list[str]) -> None:
    result = coverart(*words)
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[-1].startswith("coverart")
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("rank gone.mp3 {photos}", "gone.mp3: there is no such file; choose another song."),
        ("rank {song} gone", "gone: there is no such folder; choose another one."),
        ("rank {song} {photos} --lyrics gone", "gone: it cannot be read; choose a text file."),
        (
            "rank {song} {photos} --lyrics {photos}",
            "photos: it cannot be read; choose a text file.",
        ),
        (
            "search gone.jpg {photos}",
            "gone.jpg: there is no such file; give a picture that is there, or words.",
        ),
        ("search {photos} {photos}", "photos: it is a folder; give a picture, or some words."),
        ("rank {song} {photos} --like gone.jpg", "gone.jpg: it is no longer there."),
        (
            "search {photos}/dusk.jpg {photos} --box 0,0,999,9",
            "dusk.jpg: the box [0, 0, 999, 9] is not within its 160×120 pixels.",
        ),
        ("songs calm gone", "gone: there is no such folder; choose another one."),
        ("crops gone.jpg", "gone.jpg: it is no longer there."),
        ("export gone.jpg --box 0,0,9,9 -o {photos}/c.png", "gone.jpg: it is no longer there."),
    ],
)
def test_failure_leaves_with_one_and_one_sentence(
    coverart: Coverart, song: Path, photos: Path, words: str, sentence: str
) -> None:
    result = coverart(*(word.format(song=song, photos=photos) for word in words.split()))
    assert (result.code, result.out) == (1, "")
    assert result.err == f"coverart: {sentence}\n"


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (CoverArtError("It failed", "try again"), 1, "coverart: It failed; try again.\n"),
        (MediaError(Path("a"), "it is bad"), 1, "coverart: a: it is bad.\n"),
        (UsageError("It makes no sense"), 2, "coverart: It makes no sense.\n"),
        (KeyboardInterrupt(), 130, "coverart: Stopped; what was done is kept.\n"),
    ],
)
def test_errors_become_one_sentence_and_an_exit_code(
    coverart: Coverart,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    told: str,
) -> None:
    monkeypatch.setattr(commands, "presets", failing(error))
    result = coverart("presets")
    assert (result.code, result.out, result.err) == (code, "", told)


def failing(error: BaseException) -> Callable[[Namespace], int]:
    """A command that fails."""

    def command(_given: Namespace) -> int:
        raise error

    return command


def test_bugs_are_not_hidden(coverart: Coverart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "presets", failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        coverart("presets")


def test_defaults_are_those_of_the_settings() -> None:
    given = parser().parse_args(["rank", "song.mp3", "photos"])
    assert Options(given.top, given.per_photo, given.composition) == Options()
    assert (given.aspect, given.lyrics, given.text, given.json) == (None, None, "", False)
    assert (given.without, given.like, given.dislike, given.picture) == ("", [], [], [])
    assert (given.weight, given.every_crop) == ([], False)
    assert (given.space, given.link, given.precision, given.device) == (None, None, None, None)


def test_without_a_command_the_window_opens() -> None:
    given = parser().parse_args([])
    assert given.command == "gui"
    assert given.paths == []


def test_the_version_is_told(coverart: Coverart) -> None:
    result = coverart("--version")
    assert (result.code, result.out) == (0, f"coverart {__version__}\n")


COMMANDS = "rank search songs packs crops mood export presets demo gui".split()
BELOW = "list show install verify compare remove link build".split()


@pytest.mark.parametrize("command", [*COMMANDS, *(f"packs {below}" for below in BELOW)])
def test_every_command_explains_itself(coverart: Coverart, command: str) -> None:
    result = coverart(*command.split(), "--help")
    assert result.code == 0
    assert f"usage: coverart {command}" in result.out


@pytest.mark.parametrize("words", [["--version"], ["rank", "--help"], ["rank"], ["sing"]])
def test_help_and_wrong_use_wait_for_no_engine(words: list[str]) -> None:
    code = (
        "import runpy, sys\n"
        "try: runpy.run_module('coverart', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'PIL', 'av', 'soundfile', 'mutagen', 'tqdm', 'coverart.engine'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 7)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 7, done.stderr


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """The handler of Ctrl-C as it is when a program starts, and afterwards as it was."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_a_second_ctrl_c_does_not_disturb_the_closing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def presets(_given: Namespace) -> int:
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)
            sys.stdout.write("closed\n")
        return 0

    monkeypatch.setattr(commands, "presets", presets)
    monkeypatch.setattr(sys, "argv", ["coverart", "presets"])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("coverart", run_name="__main__")
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # until the interpreter has ended
    assert left.value.code == 130
    assert capsys.readouterr() == ("closed\n", "coverart: Stopped; what was done is kept.\n")


@pytest.mark.usefixtures("ctrl_c")
def test_a_program_started_to_ignore_ctrl_c_ignores_it(monkeypatch: pytest.MonkeyPatch) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    monkeypatch.setattr(sys, "argv", ["coverart", "presets"])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("coverart", run_name="__main__")
    assert left.value.code == 0
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


@pytest.mark.usefixtures("ctrl_c")
def test_the_program_leaves_with_the_exit_code_of_its_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["coverart", "mood"])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("coverart", run_name="__main__")
    assert left.value.code == 2
    assert "nothing to read a mood from" in capsys.readouterr().err


# Progress, resources


class Terminal:
    """Standard error, as if it were a terminal."""

    def __init__(self) -> None:
        self.shown = ""

    def write(self, text: str) -> int:
        self.shown += text
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return True


EVENTS: list[Event] = [Progress("Looking", 0, 0), Progress("Looking", 3, 4)]


def test_progress_is_shown_on_a_terminal_and_wiped_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Meter() as meter:
        for event in EVENTS:
            meter.tell(event)
        assert "Looking" in terminal.shown
        assert "3/4" in terminal.shown
    assert terminal.shown.endswith("\r")


def test_large_numbers_are_shortened_unless_they_count_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for unit, shown in (("file", "1500000/3000000"), ("B", "1.50M/3.00M")):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        with Meter(unit) as meter:
            meter.tell(Progress("Looking", 1_500_000, 3_000_000))
        assert shown in terminal.shown


def test_every_stage_of_progress_has_a_speed_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    resets: list[float] = []
    monkeypatch.setattr(tqdm, "reset", lambda bar: resets.append(bar.n))
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Meter() as meter:
        for label, done in (("One", 0), ("One", 3), ("Two", 3), ("Three", 1)):
            meter.tell(Progress(label, done, 4))
    assert resets == [3]


def test_in_a_pipe_there_is_silence_but_for_notices(capsys: pytest.CaptureFixture[str]) -> None:
    left_out = MediaError(Path("a"), "it is bad")
    with Meter() as meter:
        for event in [*EVENTS, Skipped(left_out), Notice("Read\x1b this.")]:
            meter.tell(event)
    assert meter.skipped == [left_out]
    assert capsys.readouterr() == ("", "coverart: Read\\x1b this.\n")


@pytest.mark.parametrize("name", ["presets.toml", "affect/space.json"])
def test_resources_are_found(name: str) -> None:
    assert resource(name).is_file()


# How much may be left out


def test_coarse_to_fine_is_measured_on_ones_own_photos(coverart: Coverart, photos: Path) -> None:
    result = coverart("bench", "coarse", photos, "--space", "affect", "--top", 3)
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].startswith("952 crops of 4 photos, 12 queries, affect-")
    assert lines[1].split()[-1] == "recall@2"  # of four photos, no more than two are meaningful
    assert lines[2].startswith("the covers alone")
    fewer = float(lines[3].split()[-2])
    assert fewer > 1
    assert lines[4].startswith("The lowest recall of any query is ")


def test_measuring_needs_photos(coverart: Coverart, tmp_path: Path) -> None:
    result = coverart("bench", "coarse", tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines() == [
        f"coverart: There are no photos in {tmp_path}.",
        "coverart: There are too few photos to measure anything; name a larger folder.",
    ]

"""Release sets: which covers they hold, under which names, and that one failure stops no other."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from coverart.domain import WIDE, Box, Pixels, Size
from coverart.encoders.affect.space import AffectSpace
from coverart.engine.exporting import (
    ReleaseResult,
    export,
    list_fonts,
    preview_letters,
    release,
)
from coverart.engine.job import Event, Progress, run
from coverart.engine.session import Tools
from coverart.errors import ExportError, MediaError, UsageError
from coverart.export.contrast import ENOUGH
from coverart.export.lettering import Lettering, Place, letter, settled
from coverart.export.presets import Format, Preset, preset
from coverart.export.release import Impossible, Source, file_stem, release_orders
from coverart.export.render import ExportOrder, export_cover
from coverart.export.write import remove_parts, write_atomically
from coverart.library.store import Library
from coverart.settings import library_path
from tests.fakes import InlinePool
from tests.unit.font_parts import font_bytes, only_fonts_of

SQUARE_BOX, WIDE_BOX = Box(0, 0, 96, 96), Box(0, 0, 160, 90)
WORDS = Lettering("Slow Chord", "Nadia Rivers")


@pytest.fixture(autouse=True)
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of fonts, empty."""
    return only_fonts_of(tmp_path / "fonts", monkeypatch)


@pytest.fixture
def tools(cache: Path) -> Iterator[Tools]:
    with Tools(Library(library_path()), InlinePool(), AffectSpace()) as tools:
        yield tools


@pytest.fixture
def square(photos: Path) -> Source:
    return photos / "dusk.jpg", SQUARE_BOX


@pytest.fixture
def wide(photos: Path) -> Source:
    return photos / "field.png", WIDE_BOX


def written(folder: Path) -> dict[str, tuple[str | None, tuple[int, int]]]:
    """The format and size of each picture of a folder, by name."""
    found = {}
    for path in folder.iterdir():
        if path.is_file():
            with Image.open(path) as image:
                found[path.name] = image.format, image.size
    return found


# --- what is in a set ---------------------------------------------------------------------------


def test_a_release_holds_the_standard_set_and_a_cover_for_each_preset(
    square: Source, wide: Source, tmp_path: Path
) -> None:
    made = release_orders(
        square, wide, tmp_path, "Dawn", ["Apple Music", "youtube-thumbnail"], WORDS
    )
    assert [(own.target.name, own.photo.name, own.box) for own in made.orders] == [
        ("Dawn - square.jpg", "dusk.jpg", SQUARE_BOX),
        ("Dawn - square-master.png", "dusk.jpg", SQUARE_BOX),
        ("Dawn - wide.jpg", "field.png", WIDE_BOX),
        ("Dawn - apple-music.jpg", "dusk.jpg", SQUARE_BOX),
        ("Dawn - youtube-thumbnail.jpg", "field.png", WIDE_BOX),
    ]
    assert made.impossible == ()
    assert {own.lettering for own in made.orders} == {WORDS}
    assert {own.target.parent for own in made.orders} == {tmp_path}
    assert not any(own.overwrite or own.upscale for own in made.orders)
    assert all(own.overwrite for own in made.replacing().orders)


def test_the_standard_set_is_what_every_release_needs() -> None:
    sizes = {name: preset(name).pixels for name in ("square", "square-master", "wide")}
    assert sizes["square"] == sizes["square-master"] == Size(3000, 3000)
    assert sizes["wide"] == Size(1280, 720)
    assert preset("square-master").formats == (Format.PNG,)


def test_what_has_no_crop_of_its_shape_is_said(square: Source, tmp_path: Path) -> None:
    made = release_orders(square, None, tmp_path, "Dawn", ["youtube-thumbnail", "spotify"])
    assert [own.preset.name for own in made.orders if own.preset] == [
        "square",
        "square-master",
        "spotify",
    ]
    assert made.impossible == (
        Impossible(preset("wide"), "A wide cover needs a crop of 16:9, and none was chosen."),
        Impossible(
            preset("youtube-thumbnail"), "YouTube needs a crop of 16:9, and none was chosen."
        ),
    )


def test_a_crop_of_a_wrong_shape_is_said(wide: Source, tmp_path: Path) -> None:
    made = release_orders(wide, wide, tmp_path, "Dawn")
    assert [own.preset for own in made.orders] == [preset("wide")]
    assert made.impossible[0].sentence == (
        "A square cover asks for 1:1; this crop is 160×90 pixels."
    )


def test_a_preset_named_twice_gives_one_cover(square: Source, tmp_path: Path) -> None:
    made = release_orders(
        square, None, tmp_path, "Dawn", ["spotify", preset("spotify"), "Spotify", "square"]
    )
    assert len(made.orders) == 3


def test_no_two_covers_have_one_name(square: Source, tmp_path: Path) -> None:
    mine = replace(preset("spotify"), title="Mine")
    loud = replace(preset("spotify"), name="SPOTIFY")
    made = release_orders(square, None, tmp_path, "Dawn", ["spotify", mine, loud])
    assert [own.target.name for own in made.orders[2:]] == [
        "Dawn - spotify.jpg",
        "Dawn - spotify 2.jpg",
        "Dawn - SPOTIFY 3.jpg",
    ]


def test_a_preset_of_a_third_shape_needs_a_crop_of_it(
    square: Source, wide: Source, tmp_path: Path
) -> None:
    tall = Preset("tall", "Tallify", Size(90, 160), (Format.JPEG,), "high")
    made = release_orders(square, wide, tmp_path, "Dawn", [tall])
    assert made.impossible == (
        Impossible(tall, "Tallify needs a crop of 9:16, and none was chosen."),
    )


def test_an_unknown_preset_is_refused(square: Source, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no preset “spottify”; perhaps you mean spotify"):
        release_orders(square, None, tmp_path, "Dawn", ["spottify"])


@pytest.mark.parametrize(
    ("typed", "stem"),
    [
        ("AC/DC: Live?", "AC DC Live"),
        ("  two   words ", "two words"),
        ("...", "Cover"),
        ("", "Cover"),
        ("a" * 300, "a" * 80),
        ("\n\t\x00", "Cover"),
    ],
)
def test_a_stem_is_a_name_that_every_system_takes(typed: str, stem: str) -> None:
    assert file_stem(typed) == stem


# --- writing it ---------------------------------------------------------------------------------


def test_all_covers_of_a_release_are_written(
    tools: Tools, square: Source, wide: Source, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    events: list[Event] = []
    done = run(release(release_orders(square, wide, folder, "Dawn").orders, tools), events.append)
    assert [own.path.name for own in done.exported] == [
        "Dawn - square.jpg",
        "Dawn - square-master.png",
        "Dawn - wide.jpg",
    ]
    assert done.failed == ()
    assert written(folder) == {
        "Dawn - square.jpg": ("JPEG", (96, 96)),
        "Dawn - square-master.png": ("PNG", (96, 96)),
        "Dawn - wide.jpg": ("JPEG", (160, 90)),
    }
    assert events == [
        Progress("Writing Dawn - square.jpg", 0, 3),
        Progress("Writing Dawn - square-master.png", 1, 3),
        Progress("Writing Dawn - wide.jpg", 2, 3),
        Progress("Writing Dawn - wide.jpg", 3, 3),
    ]


def test_one_cover_that_fails_stops_no_other(
    tools: Tools, square: Source, photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "Dawn - square-master.png").write_bytes(b"an older master")
    gone = (photos / "gone.jpg", WIDE_BOX)
    orders = release_orders(square, gone, tmp_path, "Dawn", ["spotify"]).orders
    done = run(release(orders, tools))
    assert [own.path.name for own in done.exported] == ["Dawn - square.jpg", "Dawn - spotify.jpg"]
    first, second = done.failed
    assert first.order == orders[1]
    assert isinstance(first.error, ExportError)
    assert str(first.error).startswith("Dawn - square-master.png exists already; choose another")
    assert isinstance(second.error, MediaError)
    assert (tmp_path / "Dawn - square-master.png").read_bytes() == b"an older master"


def test_an_empty_release_ends_at_once(tools: Tools) -> None:
    assert run(release((), tools)) == ReleaseResult((), ())


def test_a_release_that_is_stopped_leaves_whole_covers_only(
    tools: Tools, square: Source, wide: Source, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    orders = release_orders(square, wide, folder, "Dawn").orders
    job = release(orders, tools)
    next(job)
    next(job)
    # What a killed process leaves of the cover that it was writing, and a stranger's file.
    half = write_half(orders[1].target)
    stranger = write_half(folder / "other.png")
    job.close()
    assert not half.exists()
    assert stranger.exists()
    stranger.unlink()
    assert set(written(folder)) <= {own.target.name for own in orders}
    assert "Dawn - square.jpg" in written(folder)


def write_half(target: Path) -> Path:
    """Leave half a cover as a process does that is killed while it writes."""
    seen: list[Path] = []

    def interrupted(path: str, flags: int) -> int:
        seen.append(Path(path))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, b"half", interrupted)
    seen[0].write_bytes(b"half")
    return seen[0]


def test_only_the_remains_of_the_cover_itself_are_removed(tmp_path: Path) -> None:
    mine, other = write_half(tmp_path / "a.png"), write_half(tmp_path / "b.png")
    (tmp_path / "a.png").write_bytes(b"whole")
    remove_parts(tmp_path / "a.png")
    assert {path.name for path in tmp_path.glob("*")} - {"fonts"} == {"a.png", other.name}
    assert not mine.exists()
    remove_parts(tmp_path / "nowhere" / "a.png")


# --- words on what is written -------------------------------------------------------------------


def test_words_are_set_on_the_finished_pixels(square: Source, tmp_path: Path) -> None:
    order = ExportOrder(*square, tmp_path / "plain.png")
    export_cover(order)
    export_cover(replace(order, target=tmp_path / "words.png", lettering=WORDS))
    with Image.open(tmp_path / "plain.png") as plain, Image.open(tmp_path / "words.png") as words:
        np.testing.assert_array_equal(np.asarray(words), letter(np.asarray(plain), WORDS))
        assert np.asarray(words).tobytes() != np.asarray(plain).tobytes()


def test_words_that_are_hard_to_read_or_draw_are_said(square: Source, tmp_path: Path) -> None:
    words = Lettering("Slow 東", colour="#8a8a8a", scrim=False)
    done = export_cover(ExportOrder(*square, tmp_path / "a.png", lettering=words))
    missing, unreadable = done.findings
    assert missing.sentence == "No font on this computer draws “東”, so the cover does without."
    assert unreadable.sentence.startswith("The words are hard to read: their contrast is ")
    assert unreadable.sentence.endswith(f", not {ENOUGH}.")
    fine = export_cover(ExportOrder(*square, tmp_path / "b.png", lettering=WORDS))
    assert fine.findings == ()


def test_the_preview_shows_the_words_as_they_will_be(
    tools: Tools, square: Source, tmp_path: Path
) -> None:
    shown = run(preview_letters(*square, 48, WORDS, tools))
    assert shown.pixels.shape == (48, 48, 3)
    whole = run(preview_letters(*square, 5000, WORDS, tools))
    order = ExportOrder(*square, tmp_path / "a.png", lettering=settled(WORDS, whole.suggestion))
    run(export(order, tools))
    with Image.open(tmp_path / "a.png") as image:
        np.testing.assert_array_equal(np.asarray(image), whole.pixels)


def test_a_preview_of_a_lost_photo_says_so(tools: Tools, photos: Path) -> None:
    with pytest.raises(MediaError, match="no longer there"):
        run(preview_letters(photos / "gone.jpg", SQUARE_BOX, 48, WORDS, tools))


def test_a_wide_and_a_square_cover_each_find_a_place(
    tools: Tools, square: Source, wide: Source
) -> None:
    for source in (square, wide):
        shown = run(preview_letters(*source, 400, WORDS, tools))
        assert shown.suggestion.place in Place
        assert shown.suggestion.is_readable
    assert wide[1].has_aspect(WIDE)


def test_the_fonts_are_listed_by_a_job(tools: Tools, fonts: Path) -> None:
    (fonts / "one.ttf").write_bytes(font_bytes("Brushed"))
    (fonts / "two.ttf").write_bytes(b"broken")
    assert run(list_fonts(tools)) == ("Brushed",)


def test_a_font_that_ends_the_process_is_a_notice(cache: Path) -> None:
    class Crashing(InlinePool):
        def begin(self, task):  # type: ignore[no-untyped-def]
            return super().begin(replace(task, function=_crash))

    events: list[Event] = []
    with Tools(Library(library_path()), Crashing(), AffectSpace()) as tools:
        assert run(list_fonts(tools), events.append) == ()
    assert "one of them is damaged" in str(events[-1])


def _crash(path: Path) -> None:
    raise MediaError(path, "it crashed the decoder that read it")


# --- two who write one name ---------------------------------------------------------------------


@pytest.fixture(params=["links", "no links"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A disk that knows hard links, and one that does not."""
    if request.param == "no links":

        def refuse(self: Path, target: Path) -> None:
            raise PermissionError(1, os.strerror(1))

        monkeypatch.setattr(Path, "hardlink_to", refuse)
    return str(request.param)


def test_of_two_who_write_one_name_the_second_is_told(disk: str, tmp_path: Path) -> None:
    target = tmp_path / "cover.png"
    write_atomically(target, b"the first", overwrite=False)
    with pytest.raises(ExportError, match=r"cover\.png exists already; choose another name, or"):
        write_atomically(target, b"the second", overwrite=False)
    assert target.read_bytes() == b"the first"
    assert {path.name for path in tmp_path.iterdir()} == {"cover.png", "fonts"}


def test_a_name_that_is_taken_while_a_cover_is_made_is_not_replaced(
    disk: str, square: Source, tmp_path: Path
) -> None:
    target = tmp_path / "cover.png"

    def read(path: Path, box: Box, size: Size) -> Pixels:
        target.write_bytes(b"somebody else's")
        return np.zeros((size.height, size.width, 3), np.uint8)

    order = ExportOrder(*square, target)
    with pytest.raises(ExportError, match=r"cover\.png exists already"):
        export_cover(order, lambda _: Size(160, 120), read)
    assert target.read_bytes() == b"somebody else's"
    export_cover(replace(order, overwrite=True), lambda _: Size(160, 120), read)
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_new_file_has_the_usual_permissions(disk: str, tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "cover.jpg", b"new", overwrite=False)
    mode = (tmp_path / "usual").stat().st_mode
    assert (tmp_path / "cover.jpg").stat().st_mode == mode
    assert (tmp_path / "cover.jpg").stat().st_nlink == 1

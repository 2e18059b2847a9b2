"""Covers with words, and whole releases, on the command line."""

from pathlib import Path

import pytest
from PIL import Image

from coverart.cli import export_arguments
from coverart.export.lettering import SIZES, Lettering, Place
from tests.conftest import PHOTOS
from tests.unit.font_parts import font_bytes, only_fonts_of
from tests.unit.test_cli import Coverart, coverart, no_processes

__all__ = ["coverart", "no_processes"]  # fixtures

SQUARE, WIDE = "0,0,100,100", "0,0,160,90"


@pytest.fixture(autouse=True)
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of fonts, with one font in it."""
    folder = only_fonts_of(tmp_path / "fonts", monkeypatch)
    (folder / "brushed.ttf").write_bytes(font_bytes("Brushed"))
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_release_is_written_and_each_file_is_named(
    coverart: Coverart, photos: Path, out: Path
) -> None:
    result = coverart(
        *("release", photos / PHOTOS[0], "--box", SQUARE, "--wide-box", WIDE, "--folder", out),
        *("--wide-photo", photos / PHOTOS[1], "--title", "Slow Chord", "--artist", "Nadia"),
        *("--preset", "spotify", "--preset", "youtube-thumbnail"),
    )
    assert result.code == 0
    wanted = {
        *("Slow Chord - square.jpg", "Slow Chord - square-master.png", "Slow Chord - wide.jpg"),
        *("Slow Chord - spotify.jpg", "Slow Chord - youtube-thumbnail.jpg"),
    }
    assert names(out) == wanted
    assert {Path(line.split("  ")[0]).name for line in result.out.splitlines()} == wanted
    assert (
        "coverart: Slow Chord - square.jpg: warning: A square cover looks best with"
        " 3000×3000 pixels; this crop has 100×100 of its own." in result.err
    )


def test_the_shapes_come_from_one_photo_where_no_other_is_named(
    coverart: Coverart, photos: Path, out: Path
) -> None:
    coverart(
        *("release", photos / PHOTOS[0], "--box", SQUARE, "--wide-box", WIDE, "--folder", out),
        *("--name", "A/B"),
    )
    assert names(out) == {"A B - square.jpg", "A B - square-master.png", "A B - wide.jpg"}
    with Image.open(out / "A B - wide.jpg") as image:
        assert image.size == (160, 90)


def test_a_preset_that_was_asked_for_and_has_no_crop_makes_the_exit_code_one(
    coverart: Coverart, photos: Path, out: Path
) -> None:
    words = ("release", photos / PHOTOS[0], "--box", SQUARE, "--folder", out)
    result = coverart(*words)
    assert result.code == 0
    assert "A wide cover needs a crop of 16:9, and none was chosen." in result.err
    assert names(out) == {"dusk - square.jpg", "dusk - square-master.png"}
    again = coverart(*words, "--overwrite", "--preset", "youtube-thumbnail")
    assert again.code == 1
    assert "YouTube needs a crop of 16:9, and none was chosen." in again.err


def test_covers_that_exist_are_kept_unless_asked(
    coverart: Coverart, photos: Path, out: Path
) -> None:
    (out / "dusk - square.jpg").write_bytes(b"older")
    words = ("release", photos / PHOTOS[0], "--box", SQUARE, "--folder", out)
    result = coverart(*words)
    assert result.code == 1
    assert "coverart: dusk - square.jpg: dusk - square.jpg exists already; choose" in result.err
    assert (out / "dusk - square.jpg").read_bytes() == b"older"
    assert coverart(*words, "--overwrite").code == 0
    assert (out / "dusk - square.jpg").read_bytes() != b"older"


def test_a_release_needs_a_crop(coverart: Coverart, photos: Path, out: Path) -> None:
    result = coverart("release", photos / PHOTOS[0], "--folder", out)
    assert (result.code, names(out)) == (2, set())
    assert "There is no crop to make covers from; give --box, --wide-box or both." in result.err


def test_words_are_put_on_an_exported_cover(coverart: Coverart, photos: Path, out: Path) -> None:
    words = ("export", photos / PHOTOS[0], "--box", SQUARE)
    assert coverart(*words, "-o", out / "plain.png").code == 0
    result = coverart(
        *(*words, "-o", out / "words.png", "--title", "Slow Chord", "--artist", "Nadia"),
        *("--font", "BRUSHED", "--text-size", "0.2", "--text-place", "top-left"),
        *("--text-colour", "#fff", "--no-scrim"),
    )
    assert result.code == 0
    with Image.open(out / "plain.png") as plain, Image.open(out / "words.png") as lettered:
        assert plain.crop((0, 70, 100, 100)).tobytes() == lettered.crop((0, 70, 100, 100)).tobytes()
        assert plain.tobytes() != lettered.tobytes()
        assert lettered.getpixel((7, 8)) != plain.getpixel((7, 8))


def test_what_the_words_lack_is_said(coverart: Coverart, photos: Path, out: Path) -> None:
    result = coverart(
        *("export", photos / PHOTOS[0], "--box", SQUARE, "-o", out / "a.png", "--title", "夜 Song")
    )
    assert result.code == 0
    assert "warning: No font on this computer draws “夜”, so the cover does without" in result.err


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--font", "Brushd"), "There is no font “Brushd”; perhaps you mean Brushed."),
        (("--font", "???"), "There is no font “???”; see “coverart fonts”."),
        (("--text-colour", "red"), "“red” is not a colour; write it as #ffcc00."),
        (("--text-size", "0.5"), "give a number from 0.03 to 0.25"),
        (("--text-size", "big"), "give a number from 0.03 to 0.25"),
        (("--text-place", "above"), "invalid choice: 'above'"),
    ],
)
def test_words_that_make_no_sense_are_answered(
    coverart: Coverart, photos: Path, out: Path, given: tuple[str, ...], message: str
) -> None:
    words = ("export", photos / PHOTOS[0], "--box", SQUARE, "-o", out / "a.png")
    result = coverart(*words, "--title", "Slow Chord", *given)
    assert (result.code, names(out)) == (2, set())
    assert message in result.err


def test_fonts_are_listed(coverart: Coverart, fonts: Path) -> None:
    (fonts / "broken.ttf").write_bytes(b"broken")
    result = coverart("fonts")
    assert (result.code, result.out, result.err) == (0, "Brushed\n", "")


def test_what_can_be_typed_is_what_there_is() -> None:
    assert tuple(Place) == export_arguments.PLACES
    assert (export_arguments.LEAST, export_arguments.MOST) == SIZES
    assert Lettering().size == export_arguments.USUAL

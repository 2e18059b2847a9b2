"""Photo files of every kind become upright sRGB, and every bad one a sentence."""

import errno
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from coverart.domain import Box, Pixels, Size
from coverart.errors import MediaError
from coverart.media import limits, photo, srgb
from coverart.media.photo import read_box, read_photo, read_photo_twice, read_size

WHOLE = 100_000
"""A short side beyond that of any picture here: the photo is wanted as it is."""


def patches(width: int = 128, height: int = 96) -> Image.Image:
    """Patches of 16 × 16 pixels, of which no two corners are alike."""
    colours = np.random.default_rng(7).integers(0, 256, (height // 16, width // 16, 3))
    colours[0, 0], colours[0, -1] = [255, 0, 0], [0, 255, 0]
    colours[-1, 0], colours[-1, -1] = [0, 0, 255], [255, 255, 0]
    return Image.fromarray(np.kron(colours, np.ones((16, 16, 1))).astype(np.uint8))


def flat(mode: str, colour: Any, size: tuple[int, int] = (80, 80)) -> Image.Image:
    return Image.new(mode, size, colour)


def saved(path: Path, image: Image.Image, **options: Any) -> Path:
    image.save(path, **options)
    return path


def colour_of(path: Path) -> list[int]:
    """The colour of a flat photo, which lossy kinds keep to within a few levels."""
    pixels = read_photo(path, 64).pixels
    assert pixels.shape[2] == 3
    assert pixels.dtype == np.uint8
    assert np.ptp(pixels, axis=(0, 1)).max() <= 5
    return [int(level) for level in np.median(pixels, axis=(0, 1))]


def away(left: Pixels, right: NDArray[Any]) -> int:
    """The largest difference of two pictures of the same shape, in levels."""
    assert left.shape == right.shape
    return int(np.abs(left.astype(int) - right).max())


# Orientation

ORIENTED = {"png": 0, "tif": 0, "jpg": 6, "webp": 0}
"""How far, in levels, what is read may be from what is expected of each kind."""


def oriented(folder: Path, kind: str, orientation: int) -> Path:
    exif = Image.Exif()
    exif[photo.EXIF_ORIENTATION] = orientation
    options: dict[str, Any] = {"lossless": True} if kind == "webp" else {"quality": 95}
    return saved(folder / f"turned.{kind}", patches(), exif=exif, **options)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ORIENTED)
def test_photos_of_every_orientation_stand_upright(
    tmp_path: Path, kind: str, orientation: int
) -> None:
    path = oriented(tmp_path, kind, orientation)
    with Image.open(path) as image:
        upright = np.asarray(ImageOps.exif_transpose(image))
    size = Size(upright.shape[1], upright.shape[0])
    assert size == (Size(96, 128) if orientation >= 5 else Size(128, 96))
    decoded = read_photo(path, WHOLE)
    assert decoded.size == read_size(path) == size
    assert away(decoded.pixels, upright) <= ORIENTED[kind]
    box = Box(5, 13, 70, 90)
    assert away(read_box(path, box, box.size), upright[13:90, 5:70]) <= ORIENTED[kind]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_corners_of_a_turned_photo_lie_where_exif_says(
    tmp_path: Path, orientation: int
) -> None:
    # EXIF names where the stored row 0 and column 0 lie: 6 is "right, top".
    red, green, blue, yellow = "red", "green", "blue", "yellow"
    expected = {
        1: (red, green, blue, yellow),
        2: (green, red, yellow, blue),
        3: (yellow, blue, green, red),
        4: (blue, yellow, red, green),
        5: (red, blue, green, yellow),
        6: (blue, red, yellow, green),
        7: (yellow, green, blue, red),
        8: (green, yellow, red, blue),
    }
    colours = {red: (255, 0, 0), green: (0, 255, 0), blue: (0, 0, 255), yellow: (255, 255, 0)}
    pixels = read_photo(oriented(tmp_path, "png", orientation), WHOLE).pixels
    corners = (pixels[0, 0], pixels[0, -1], pixels[-1, 0], pixels[-1, -1])
    found = [tuple(int(level) for level in corner) for corner in corners]
    assert found == [colours[name] for name in expected[orientation]]


@pytest.mark.parametrize("orientation", [0, 9, 200])
def test_an_orientation_that_does_not_exist_is_passed_over(
    tmp_path: Path, orientation: int
) -> None:
    pixels = read_photo(oriented(tmp_path, "webp", orientation), WHOLE).pixels
    assert away(pixels, np.asarray(patches())) == 0


def test_a_turned_photo_is_reduced_and_enlarged_upright(tmp_path: Path) -> None:
    path = oriented(tmp_path, "jpg", 6)
    assert read_photo(path, 72).pixels.shape == (96, 72, 3)
    assert read_box(path, Box(0, 0, 96, 54), Size(320, 180)).shape == (180, 320, 3)


# Sizes


@pytest.mark.parametrize(
    ("short_side", "shape"), [(128, (200, 128, 3)), (WHOLE, (500, 320, 3)), (320, (500, 320, 3))]
)
def test_a_photo_is_reduced_to_the_short_side_and_never_enlarged(
    tmp_path: Path, short_side: int, shape: tuple[int, int, int]
) -> None:
    decoded = read_photo(saved(tmp_path / "a.png", flat("RGB", "navy", (320, 500))), short_side)
    assert decoded.pixels.shape == shape
    assert decoded.size == Size(320, 500)


def test_native_pixels_are_returned_as_they_are(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    path = saved(tmp_path / "a.png", Image.fromarray(pixels))
    assert np.array_equal(read_box(path, Box(11, 7, 97, 83), Size(86, 76)), pixels[7:83, 11:97])
    assert np.array_equal(read_photo(path, WHOLE).pixels, pixels)


def test_a_resampling_is_the_lanczos_of_the_box_alone(tmp_path: Path) -> None:
    image = patches()
    path = saved(tmp_path / "a.png", image)
    expected = np.asarray(image.resize((33, 21), Image.Resampling.LANCZOS, (16, 16, 112, 80)))
    found = read_box(path, Box(16, 16, 112, 80), Size(33, 21))
    # Shrinking in two steps, as is done for speed, may differ by a little at the patches' edges.
    assert away(found, expected) <= 3


@pytest.mark.parametrize("wanted", [Size(1, 1), Size(1920, 1080), Size(7, 300)])
def test_a_box_gets_exactly_the_pixels_wanted(tmp_path: Path, wanted: Size) -> None:
    path = saved(tmp_path / "a.jpg", patches(640, 480))
    found = read_box(path, Box(10, 10, 330, 190), wanted)
    assert found.shape == (wanted.height, wanted.width, 3)


@pytest.mark.parametrize("box", [Box(0, 0, 129, 96), Box(-1, 0, 5, 5), Box(5, 5, 5, 9)])
def test_a_box_beyond_the_photo_is_refused(tmp_path: Path, box: Box) -> None:
    path = saved(tmp_path / "a.png", patches())
    with pytest.raises(MediaError, match="not within its 128×96 pixels"):
        read_box(path, box, Size(10, 10))


def test_a_box_is_held_against_the_upright_photo(tmp_path: Path) -> None:
    path = oriented(tmp_path, "png", 6)
    assert read_box(path, Box(0, 100, 96, 128), Size(96, 28)).shape == (28, 96, 3)
    with pytest.raises(MediaError, match="not within its 96×128 pixels"):
        read_box(path, Box(0, 0, 128, 96), Size(128, 96))


@pytest.mark.parametrize("size", [(63, 900), (900, 63), (1, 1)])
def test_a_photo_with_too_few_pixels_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    path = saved(tmp_path / "a.png", flat("RGB", "red", size))
    with pytest.raises(MediaError, match=f"only {size[0]}×{size[1]} pixels, too few for a cover"):
        read_photo(path, 64)


def test_a_photo_of_just_enough_pixels_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", flat("RGB", (1, 2, 3), (64, 64)))
    assert colour_of(path) == [1, 2, 3]


# Decoding no more than is needed


@pytest.fixture
def decoded_sizes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The size of every picture as it left its decoder."""
    sizes: list[tuple[int, int]] = []

    def spy(pixels: Pixels, image: Image.Image, *rest: Any) -> None:
        sizes.append(image.size)
        srgb.fill(pixels, image, *rest)

    monkeypatch.setattr(photo, "fill", spy)
    return sizes


def test_of_a_large_jpeg_only_as_many_pixels_are_decoded_as_are_looked_at(
    tmp_path: Path, decoded_sizes: list[tuple[int, int]]
) -> None:
    path = saved(tmp_path / "a.jpg", patches(1600, 1200))
    decoded = read_photo(path, 150)
    assert decoded_sizes == [(200, 150)]
    assert decoded.size == Size(1600, 1200)
    read_photo(path, 151)
    assert decoded_sizes[1] == (400, 300)


def test_a_finished_cover_keeps_three_decoded_pixels_for_each_of_its_own(
    tmp_path: Path, decoded_sizes: list[tuple[int, int]]
) -> None:
    path = saved(tmp_path / "a.jpg", patches(1600, 1200))
    read_box(path, Box(0, 0, 1200, 1200), Size(100, 100))
    read_box(path, Box(0, 0, 1200, 1200), Size(250, 250))
    read_box(path, Box(400, 400, 1000, 1000), Size(100, 100))
    assert decoded_sizes == [(400, 300), (1600, 1200), (800, 600)]


def test_the_box_of_a_scaled_jpeg_is_the_right_one(tmp_path: Path) -> None:
    image = patches(1600, 1200)
    path = saved(tmp_path / "a.jpg", image, quality=95, subsampling=0)
    expected = image.resize((60, 45), Image.Resampling.LANCZOS, (320, 160, 1120, 760))
    found = read_box(path, Box(320, 160, 1120, 760), Size(60, 45))
    assert np.abs(found.astype(int) - np.asarray(expected)).mean() < 4


# Colour


def reversed_profile() -> bytes:
    """The profile of sRGB with the primaries of red and green exchanged."""
    whole = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", whole, 128)[0]
    entries = range(132, 132 + 12 * count, 12)
    exchanged = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}
    for start in entries:
        name = bytes(whole[start : start + 4])
        whole[start : start + 4] = exchanged.get(name, name)
    return bytes(whole)


@pytest.mark.parametrize("kind", ["png", "jpg", "tif", "webp"])
def test_an_embedded_profile_is_converted_to_srgb(tmp_path: Path, kind: str) -> None:
    image = flat("RGB", (200, 100, 50))
    path = saved(tmp_path / f"a.{kind}", image, icc_profile=reversed_profile())
    assert colour_of(path) == pytest.approx([100, 200, 50], abs=6)


def test_transparent_pictures_are_converted_by_their_profile_too(tmp_path: Path) -> None:
    image = flat("RGBA", (200, 100, 50, 255))
    path = saved(tmp_path / "a.png", image, icc_profile=reversed_profile())
    assert colour_of(path) == pytest.approx([100, 200, 50], abs=2)


@pytest.mark.parametrize(
    "profile",
    [
        b"no profile at all",
        b"",
        ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    ],
    ids=["rubbish", "empty", "for Lab", "sRGB"],
)
def test_a_profile_of_no_use_leaves_the_colours_as_they_are(tmp_path: Path, profile: bytes) -> None:
    path = saved(tmp_path / "a.png", flat("RGB", (100, 150, 200)), icc_profile=profile)
    assert colour_of(path) == pytest.approx([100, 150, 200], abs=1)


def test_a_cmyk_jpeg_has_its_colours(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", flat("CMYK", (0, 255, 255, 0)))
    assert colour_of(path) == pytest.approx([255, 0, 0], abs=3)


def test_a_lab_tiff_has_its_colours(tmp_path: Path) -> None:
    # Pillow's a and b are offset by 128 in memory: L* 53.24, a* 80, b* 67 is the red of sRGB.
    path = saved(tmp_path / "a.tif", flat("LAB", (round(53.24 * 2.55), 80 ^ 128, 67 ^ 128)))
    with Image.open(path) as image:
        assert image.mode == "LAB"
    assert away(read_photo(path, 64).pixels, np.full((64, 64, 3), [255, 0, 0])) <= 12


@pytest.mark.parametrize("kind", ["png", "tif"])
def test_16_bit_grey_keeps_its_brightness(tmp_path: Path, kind: str) -> None:
    values = np.full((80, 80), 100 * 257, dtype=np.uint16)
    values[:, 40:] = 65535
    path = saved(tmp_path / f"a.{kind}", Image.fromarray(values))
    pixels = read_photo(path, WHOLE).pixels
    assert pixels[0, 0].tolist() == [100, 100, 100]
    assert pixels[0, -1].tolist() == [255, 255, 255]


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 51.0, 255.0], [0, 51, 255]),
        ([-3.0, 300.0, 128.0], [0, 255, 128]),
        ([np.nan, np.inf, 0.5], [0, 0, 128]),
        ([0.0, 0.0, 0.0], [0, 0, 0]),
    ],
)
def test_grey_of_fractions_is_read_up_to_one_or_up_to_255(
    tmp_path: Path, values: list[float], levels: list[int]
) -> None:
    grey = np.repeat(np.array(values, dtype=np.float32), 30)
    path = saved(tmp_path / "a.tif", Image.fromarray(np.tile(grey, (80, 1))))
    assert read_photo(path, WHOLE).pixels[0, 10::30, 0].tolist() == levels


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    clear = saved(tmp_path / "clear.png", flat("RGBA", (255, 0, 0, 0)))
    half = saved(tmp_path / "half.png", flat("RGBA", (255, 0, 0, 128)))
    grey = saved(tmp_path / "grey.png", flat("LA", (0, 51)))
    webp = saved(tmp_path / "a.webp", flat("RGBA", (255, 0, 0, 128)), lossless=True)
    assert colour_of(clear) == [255, 255, 255]
    assert colour_of(half) == pytest.approx([255, 127, 127], abs=1)
    assert colour_of(grey) == pytest.approx([204, 204, 204], abs=1)
    assert colour_of(webp) == pytest.approx([255, 127, 127], abs=1)


def test_a_palette_has_its_colours_and_may_be_transparent(tmp_path: Path) -> None:
    image = flat("P", 1)
    image.putpalette([0, 0, 0, 10, 200, 30])
    assert colour_of(saved(tmp_path / "a.png", image)) == [10, 200, 30]
    assert colour_of(saved(tmp_path / "b.png", image, transparency=1)) == [255, 255, 255]
    assert colour_of(saved(tmp_path / "c.png", image, transparency=0)) == [10, 200, 30]


@pytest.mark.parametrize(
    ("mode", "colour", "other"), [("RGB", (255, 0, 0), (0, 0, 9)), ("L", 7, 8), ("1", 0, 1)]
)
def test_one_colour_declared_transparent_lies_on_white(
    tmp_path: Path, mode: str, colour: Any, other: Any
) -> None:
    image = flat(mode, colour)
    image.paste(other, (40, 0, 80, 80))
    pixels = read_photo(saved(tmp_path / "a.png", image, transparency=colour), WHOLE).pixels
    assert pixels[0, 0].tolist() == [255, 255, 255]
    plain = read_photo(saved(tmp_path / "b.png", image), WHOLE).pixels
    assert np.array_equal(pixels[:, 40:], plain[:, 40:])
    assert pixels[0, 0].tolist() != plain[0, 0].tolist()


@pytest.mark.parametrize(("mode", "colour", "levels"), [("1", 1, 255), ("1", 0, 0), ("L", 99, 99)])
def test_black_and_white_and_grey_are_read(
    tmp_path: Path, mode: str, colour: int, levels: int
) -> None:
    assert colour_of(saved(tmp_path / "a.png", flat(mode, colour))) == [levels] * 3


# Kinds


@pytest.mark.parametrize("kind", ["webp", "avif", "tif", "jpg", "png"])
def test_every_kind_is_read(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path / f"a.{kind}", flat("RGB", (200, 100, 50)))
    assert colour_of(path) == pytest.approx([200, 100, 50], abs=4)


@pytest.mark.parametrize(
    ("kind", "times"), [("png", 1), ("tif", 1), ("webp", 1), ("avif", 1), ("heic", 1), ("jpg", 2)]
)
def test_of_two_sizes_both_are_as_if_read_alone_and_what_has_no_scale_is_decoded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, times: int
) -> None:
    exif = Image.Exif()
    exif[photo.EXIF_ORIENTATION] = 6
    path = saved(tmp_path / f"a.{kind}", patches(640, 480), exif=exif.tobytes())
    alone = read_photo(path, 64), read_photo(path, 200)
    opened: list[Path] = []
    open_ = Image.open

    def spy(name: Path, **options: Any) -> Image.Image:
        opened.append(name)
        return open_(name, **options)

    monkeypatch.setattr(Image, "open", spy)
    together = read_photo_twice(path, 64, 200)
    assert len(opened) == times
    for one, other in zip(alone, together, strict=True):
        assert one.size == other.size == Size(480, 640)
        np.testing.assert_array_equal(one.pixels, other.pixels)
    first, second = read_photo_twice(path, 64, 64)
    assert first is second
    np.testing.assert_array_equal(first.pixels, alone[0].pixels)


def test_a_phones_heic_is_read_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[photo.EXIF_ORIENTATION] = 6
    path = tmp_path / "a.heic"
    pillow_heif.from_pillow(patches()).save(path, quality=95, exif=exif.tobytes())
    decoded = read_photo(path, WHOLE)
    assert decoded.size == Size(96, 128)
    corners = decoded.pixels[[8, 8, -8, -8], [8, -8, 8, -8]]
    expected = [[0, 0, 255], [255, 0, 0], [255, 255, 0], [0, 255, 0]]
    assert away(corners[None], np.array([expected])) <= 25


def test_of_several_pictures_in_a_file_the_first_is_taken(tmp_path: Path) -> None:
    first, second = flat("RGB", (200, 0, 0)), flat("RGB", (0, 0, 200))
    mpo = saved(tmp_path / "a.mpo", first, save_all=True, append_images=[second])
    with Image.open(mpo) as image:
        assert image.format == "MPO"
    assert colour_of(mpo) == pytest.approx([200, 0, 0], abs=4)
    for kind in ("png", "webp", "tif"):
        path = tmp_path / f"b.{kind}"
        first.copy().save(path, save_all=True, append_images=[second.copy()])
        assert colour_of(path) == pytest.approx([200, 0, 0], abs=8)


def test_a_photo_is_known_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    saved(tmp_path / "a.png", flat("RGB", (1, 2, 3)))
    assert colour_of((tmp_path / "a.png").rename(tmp_path / "a.jpg")) == [1, 2, 3]


def test_an_animated_gif_is_not_one_of_ours(tmp_path: Path) -> None:
    frame = flat("P", 0)
    path = saved(tmp_path / "a.gif", frame, save_all=True, append_images=[flat("P", 1)])
    with pytest.raises(MediaError, match=r"a\.gif: it is not a picture we know"):
        read_photo(path, 64)


# Damage

READERS: dict[str, Callable[[Path], object]] = {
    "photo": lambda path: read_photo(path, 64),
    "box": lambda path: read_box(path, Box(0, 0, 64, 64), Size(64, 64)),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", ["jpg", "png", "tif"])
def test_a_file_that_breaks_off_is_incomplete(tmp_path: Path, kind: str, reader: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    whole = saved(tmp_path / f"whole.{kind}", Image.fromarray(noise)).read_bytes()
    path = tmp_path / f"cut.{kind}"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaError, match=f"cut.{kind}: it is incomplete; copy it anew"):
        READERS[reader](path)


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "webp", "avif"])
@pytest.mark.parametrize("kept", [5, 20, 60, 400])
def test_a_file_cut_anywhere_is_a_sentence_and_no_crash(
    tmp_path: Path, kind: str, kept: int
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    whole = saved(tmp_path / f"whole.{kind}", Image.fromarray(noise)).read_bytes()
    path = tmp_path / f"cut.{kind}"
    path.write_bytes(whole[:kept])
    with pytest.raises(MediaError, match="it is "):
        read_photo(path, 64)


def test_damaged_pixels_are_a_sentence(tmp_path: Path) -> None:
    # Pillow tells of a damaged PNG once, and gives black pixels whenever it is asked again.
    path = saved(tmp_path / "a.png", patches())
    whole = bytearray(path.read_bytes())
    start = whole.index(b"IDAT") + 4
    whole[start : start + 8] = b"\xff" * 8
    path.write_bytes(whole)
    for read in READERS.values():
        with pytest.raises(MediaError, match="damaged and cannot be read; copy it anew"):
            read(path)


def test_the_orientation_of_a_png_may_stand_behind_its_pixels(tmp_path: Path) -> None:
    whole = oriented(tmp_path, "png", 6).read_bytes()
    start = whole.index(b"eXIf") - 4
    end = start + 12 + struct.unpack_from(">I", whole, start)[0]
    last = whole.index(b"IEND") - 4
    path = tmp_path / "late.png"
    path.write_bytes(whole[:start] + whole[end:last] + whole[start:end] + whole[last:])
    assert read_size(path) == Size(96, 128)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "it is empty"), (b"dear diary, today I took no photo", "it is not a picture we know")],
)
def test_a_file_that_is_no_picture_is_a_sentence(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    for read in (*READERS.values(), read_size):
        with pytest.raises(MediaError, match=rf"a\.jpg: {reason}"):
            read(path)


def test_a_missing_file_a_folder_and_one_that_may_not_be_read_are_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MediaError, match="it is no longer there"):
        read_photo(tmp_path / "gone.jpg", 64)
    (tmp_path / "folder.jpg").mkdir()
    with pytest.raises(MediaError, match=r"folder\.jpg: it (is a folder|may not be read)"):
        read_photo(tmp_path / "folder.jpg", 64)

    def refuse(*args: Any, **options: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Image, "open", refuse)
    with pytest.raises(MediaError, match="it may not be read; check its permissions"):
        read_photo(tmp_path / "a.jpg", 64)


@pytest.mark.parametrize(
    "place", ["PIL.PngImagePlugin.PngImageFile.load_prepare", "coverart.media.photo.fill"]
)
def test_a_lack_of_memory_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    path = saved(tmp_path / "a.png", patches())

    def exhausted(*args: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(place, exhausted)
    with pytest.raises(MediaError, match="more memory than Coverart takes for one photo; save a"):
        read_photo(path, 64)


# The cap


def announced(path: Path, width: int, height: int) -> Path:
    """A PNG file that announces any number of pixels, and holds none."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checked = name + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b""))
    return path


def allowed(monkeypatch: pytest.MonkeyPatch, memory: int) -> None:
    """Give the pixels of one picture so many bytes."""
    monkeypatch.setattr(photo, "memory_budget", lambda: limits.OVERHEAD + memory)


def test_a_picture_that_announces_too_many_pixels_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decoded_sizes: list[tuple[int, int]]
) -> None:
    allowed(monkeypatch, 512 << 20)
    path = announced(tmp_path / "a.png", 100_000, 100_000)
    told = (
        "it has 10,000 million pixels, and Coverart takes up to 67 million on this computer; save"
    )
    for read in (*READERS.values(), read_size):
        with pytest.raises(MediaError, match=told):
            read(path)
    assert decoded_sizes == []


def test_the_pixels_told_are_never_as_few_as_the_limit_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed(monkeypatch, 8 * 100_000_000)
    with pytest.raises(MediaError, match="it has 101 million pixels, and Coverart takes up to 100"):
        read_size(announced(tmp_path / "a.png", 10_000, 10_001))


@pytest.mark.parametrize(
    ("kind", "cost", "side", "fits"),
    [
        ("png", 8, 100, True),
        ("png", 8, 101, False),
        ("tif", 8, 101, False),
        ("jpg", 6, 100, True),
        ("jpg", 6, 101, False),
    ],
)
def test_the_cap_follows_from_what_a_pixel_of_the_kind_costs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, cost: int, side: int, fits: bool
) -> None:
    allowed(monkeypatch, cost * 100 * 100)
    path = saved(tmp_path / f"a.{kind}", flat("RGB", (99, 99, 99), (side, side)))
    if fits:
        assert colour_of(path) == [99, 99, 99]
    else:
        with pytest.raises(MediaError, match="Coverart takes up to 0 million on this computer"):
            read_photo(path, WHOLE)


def test_of_a_jpeg_only_the_pixels_that_are_decoded_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed(monkeypatch, 6 * 100 * 100)
    path = saved(tmp_path / "a.jpg", patches(800, 800))
    assert read_photo(path, 100).pixels.shape == (100, 100, 3)
    with pytest.raises(MediaError, match="it has 1 million pixels, and Coverart takes"):
        read_photo(path, 101)
    with pytest.raises(MediaError, match="it has 1 million pixels, and Coverart takes"):
        read_box(path, Box(0, 0, 800, 800), Size(100, 100))


# Bands


def modes() -> dict[str, tuple[Image.Image, str]]:
    """Pictures of 640 × 480 of many modes, each with the kind of file that keeps it."""
    image = patches(640, 480)
    rng = np.random.default_rng(3)
    faded = image.convert("RGBA")
    faded.putalpha(Image.fromarray(rng.integers(0, 256, (480, 640), dtype=np.uint8)))
    wide = (np.asarray(image.convert("L")).astype(np.uint16) * 257)[:, ::-1]
    return {
        "RGB": (image, "png"),
        "RGBA": (faded, "png"),
        "LA": (faded.convert("LA"), "png"),
        "L": (image.convert("L"), "png"),
        "P": (image.quantize(64), "png"),
        "1": (image.convert("1"), "png"),
        "CMYK": (image.convert("CMYK"), "tif"),
        "I;16": (Image.fromarray(np.ascontiguousarray(wide)), "png"),
        "F": (Image.fromarray(wide.astype(np.float32) / 65535), "tif"),
    }


WANTED = {
    "native": (Box(13, 21, 513, 409), Size(500, 388)),
    "whole": (Box(0, 0, 640, 480), Size(640, 480)),
    "larger": (Box(100, 50, 300, 250), Size(333, 333)),
    "smaller": (Box(7, 3, 607, 453), Size(200, 150)),
    "far smaller": (Box(7, 3, 607, 453), Size(40, 30)),
}


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("mode", modes())
def test_a_picture_read_by_bands_is_the_one_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, wanted: str
) -> None:
    image, kind = modes()[mode]
    path = saved(tmp_path / f"a.{kind}", image, icc_profile=None)
    once = read_box(path, *WANTED[wanted])
    monkeypatch.setattr(srgb, "BAND", 7000)
    # Pillow rounds between its two passes, whose order depends on the shape of a band.
    assert away(read_box(path, *WANTED[wanted]), once) <= 2


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize(("band", "levels"), [(7000, 1), (srgb.BAND, 0)])
def test_colours_are_resampled_as_pillow_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str, band: int, levels: int
) -> None:
    image = patches(640, 480)
    box, size = WANTED[wanted]
    corners = (box.left, box.top, box.right, box.bottom)
    expected = image.resize(
        (size.width, size.height), Image.Resampling.LANCZOS, corners, reducing_gap=3.0
    )
    monkeypatch.setattr(srgb, "BAND", band)
    path = saved(tmp_path / "a.png", image)
    assert away(read_box(path, box, size), np.asarray(expected)) <= levels


def test_the_white_of_fractions_is_that_of_the_whole_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(srgb, "BAND", 800)
    values = np.full((80, 80), 0.5, dtype=np.float32)
    values[79] = 255
    pixels = read_photo(saved(tmp_path / "a.tif", Image.fromarray(values)), WHOLE).pixels
    assert pixels[0].max() == 0
    assert pixels[79].min() == 255


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "I;16", "P"])
@pytest.mark.parametrize("wanted", ["native", "far smaller"])
def test_no_copy_of_a_whole_picture_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, wanted: str
) -> None:
    largest: list[int] = []
    real = srgb.eight_bits

    def spy(image: Image.Image, white: float) -> Image.Image:
        largest.append(image.width * image.height)
        return real(image, white)

    monkeypatch.setattr(srgb, "eight_bits", spy)
    monkeypatch.setattr(srgb, "BAND", 16_000)
    image, kind = modes()[mode]
    read_box(saved(tmp_path / f"a.{kind}", image), *WANTED[wanted])
    assert len(largest) > 5
    assert max(largest) <= 16_000


def test_the_budget_is_half_of_the_memory_shared_by_the_workers_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gibibyte = 1 << 30

    class Memory:
        total = 16 * gibibyte

    monkeypatch.setattr("psutil.virtual_memory", Memory)
    budgets = [limits.memory_share(workers) for workers in (1, 8, 10, 1000)]
    assert budgets == [3 * gibibyte // 2, gibibyte, 8 * gibibyte // 10, 3 * gibibyte // 4]
    assert limits.pixel_cap(gibibyte, 8) == 100_663_296  # three quarters of a gibibyte, over 8


def test_there_is_at_least_one_worker() -> None:
    assert limits.worker_count() >= 1


@pytest.mark.parametrize(
    ("error", "lasting"),
    [(OSError(errno.EIO, "input/output error"), False), (OSError("broken data stream"), True)],
)
def test_what_the_disk_does_not_give_may_come_later_and_damage_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, lasting: bool
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    Image.new("RGB", (100, 100)).save(tmp_path / "a.jpg")
    monkeypatch.setattr(Image, "open", fail)
    with pytest.raises(MediaError) as caught:
        read_photo(tmp_path / "a.jpg", 64)
    assert caught.value.lasting is lasting

"""Export: what is written is exactly what was chosen, whole or not at all, and never the photo."""

import errno
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

import coverart
from coverart.domain import SQUARE, WIDE, Aspect, Box, Pixels, Size
from coverart.errors import ExportError
from coverart.export.check import CoverFile, Finding, check, check_file, trimmed
from coverart.export.presets import Format, Preset, preset
from coverart.export.render import (
    QUALITIES,
    Exported,
    ExportOrder,
    encode,
    export_cover,
    inspect,
)
from coverart.export.write import named, refuse_to_replace, write_atomically

SMALL = Preset("small", "Smallify", Size(64, 64), (Format.JPEG, Format.PNG), "high", Size(64, 64))
PHOTO_SIZE = Size(120, 90)


@cache
def picture(size: Size) -> Pixels:
    """Soft colours with a little grain, different everywhere."""
    down, across = np.mgrid[0 : size.height, 0 : size.width]
    grain = np.random.default_rng(0).integers(0, 24, (size.height, size.width, 3))
    waves = np.stack([across, down, across + down], axis=-1) * 2 % 200
    return (waves + grain).astype(np.uint8)


def measure(path: Path) -> Size:
    return PHOTO_SIZE


def read(path: Path, box: Box, wanted: Size) -> Pixels:
    cut = picture(PHOTO_SIZE)[box.top : box.bottom, box.left : box.right]
    rows = np.arange(wanted.height) * box.height // wanted.height
    columns = np.arange(wanted.width) * box.width // wanted.width
    return cut[rows][:, columns]


def export(order: ExportOrder) -> Exported:
    return export_cover(order, measure, read)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A stand-in for a photo, whose bytes must never change."""
    path = tmp_path / "beach.jpg"
    path.write_bytes(b"the original")
    return path


@pytest.fixture
def order(photo: Path) -> ExportOrder:
    return ExportOrder(photo, Box(10, 5, 80, 75), photo.parent / "cover.png")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- the written file ---------------------------------------------------------------------------


def test_a_png_has_exactly_the_pixels_of_the_crop(order: ExportOrder) -> None:
    done = export(order)
    with Image.open(order.target) as image:
        assert image.format == "PNG"
        assert image.mode == "RGB"
        np.testing.assert_array_equal(np.asarray(image), picture(PHOTO_SIZE)[5:75, 10:80])
    assert done == Exported(order.target, Size(70, 70), order.target.stat().st_size)


def test_a_jpeg_is_baseline_without_subsampled_colour(order: ExportOrder) -> None:
    done = export(replace(order, target=order.target.with_suffix(".jpeg")))
    with Image.open(done.path) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (70, 70))
        assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]
        assert "progressive" not in image.info
        error = np.abs(np.asarray(image).astype(int) - picture(PHOTO_SIZE)[5:75, 10:80])
    assert done.quality == 95
    assert error.mean() < 4


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_cover_holds_an_srgb_profile_and_no_exif(order: ExportOrder, suffix: str) -> None:
    done = export(replace(order, target=order.target.with_suffix(suffix)))
    with Image.open(done.path) as image:
        assert len(image.getexif()) == 0
        assert not {"exif", "xmp", "photoshop", "comment"} & set(image.info)
        profile = image.info["icc_profile"]
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    assert "sRGB" in ImageCms.getProfileDescription(opened)
    assert profile[24:36] == bytes(12)


def test_the_profile_leaves_srgb_colours_as_they_are() -> None:
    with Image.open(io.BytesIO(encode(picture(Size(64, 48)), Format.PNG).data)) as image:
        embedded = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        converted = ImageCms.profileToProfile(image, embedded, ImageCms.createProfile("sRGB"))
        assert converted is not None
        np.testing.assert_allclose(np.asarray(converted), np.asarray(image), atol=1)


def test_gps_camera_and_orientation_of_a_real_photo_stay_behind(tmp_path: Path) -> None:
    photo, target = tmp_path / "turned.jpg", tmp_path / "cover.png"
    stored = np.zeros((80, 120, 3), np.uint8)
    stored[:, :60] = (250, 10, 10)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera maker"
    exif.get_ifd(0x8825)[1] = "N"
    Image.fromarray(stored).save(photo, quality=95, exif=exif)
    before = photo.read_bytes()
    assert b"Camera maker" in before
    export_cover(ExportOrder(photo, Box(0, 0, 80, 80), target))
    with Image.open(target) as image:
        assert len(image.getexif()) == 0
        assert not image.getexif().get_ifd(0x8825)
        upright = np.asarray(image).astype(int)
    assert upright.shape == (80, 80, 3)
    assert upright[:50, :, 0].min() > 200
    assert upright[70:, :, 0].max() < 50
    assert b"Camera maker" not in target.read_bytes()
    assert photo.read_bytes() == before


@pytest.mark.parametrize("kind", list(Format))
def test_the_same_pixels_give_the_same_bytes(kind: Format) -> None:
    assert encode(picture(Size(50, 40)), kind) == encode(picture(Size(50, 40)).copy(), kind)


# --- quality under a cap ------------------------------------------------------------------------


def jpeg_length(quality: int) -> int:
    """The length of the 80×80 picture at this quality, from an encoder of the test's own."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(encode(picture(Size(80, 80)), Format.JPEG).data)) as image:
        profile = image.info["icc_profile"]
    Image.fromarray(picture(Size(80, 80))).save(
        file, "JPEG", quality=quality, subsampling=0, icc_profile=profile
    )
    return len(file.getvalue())


@pytest.mark.parametrize("quality", QUALITIES)
def test_the_quality_is_the_highest_that_fits(quality: int) -> None:
    exact = encode(picture(Size(80, 80)), Format.JPEG, jpeg_length(quality))
    assert (exact.quality, len(exact.data)) == (quality, jpeg_length(quality))


@settings(max_examples=25, deadline=None)
@given(st.integers(jpeg_length(70), jpeg_length(95) * 2))
def test_a_jpeg_never_exceeds_a_cap_that_can_be_kept(cap: int) -> None:
    assert len(encode(picture(Size(80, 80)), Format.JPEG, cap).data) <= cap


def test_a_cap_that_cannot_be_kept_gives_the_lowest_quality() -> None:
    assert encode(picture(Size(80, 80)), Format.JPEG, 10).quality == 70


def test_pure_noise_can_be_encoded_at_the_highest_quality() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (700, 700, 3), dtype=np.uint8)
    assert encode(noise, Format.JPEG).quality == 95


def test_a_jpeg_wider_than_the_format_allows_is_refused() -> None:
    with pytest.raises(ExportError, match="at most 65500 pixels a side; export a PNG instead"):
        encode(np.zeros((1, 65_501, 3), np.uint8), Format.JPEG)


def test_a_cover_larger_than_the_platform_takes_is_not_written(order: ExportOrder) -> None:
    tight = replace(SMALL, max_bytes=900)
    with pytest.raises(ExportError, match=r"Smallify asks for at most 0\.0009 MB") as caught:
        export(replace(order, target=order.target.with_suffix(".jpg"), preset=tight))
    assert "less fine texture" in caught.value.hint
    with pytest.raises(ExportError, match="export it as JPEG"):
        export(replace(order, preset=tight))
    assert names(order.photo.parent) == {"beach.jpg"}


def test_a_cap_from_weak_sources_only_warns(order: ExportOrder) -> None:
    done = export(replace(order, preset=replace(SMALL, max_bytes=900, confidence="low")))
    (finding,) = done.findings
    assert finding.severity == "warning"
    assert finding.sentence.startswith("Smallify probably asks for at most")
    assert done.path.exists()


# --- size ---------------------------------------------------------------------------------------


def test_a_large_crop_is_scaled_down_to_what_the_platform_asks_for(order: ExportOrder) -> None:
    done = export(replace(order, preset=SMALL))
    assert (done.size, done.findings) == (Size(64, 64), ())
    with Image.open(done.path) as image:
        assert image.size == (64, 64)


def test_a_small_crop_keeps_its_own_pixels_and_the_finding_says_so(order: ExportOrder) -> None:
    done = export(replace(order, box=Box(0, 0, 40, 40), preset=SMALL))
    assert done.size == Size(40, 40)
    assert done.findings == (
        Finding(
            "refused",
            "Smallify asks for 64×64 pixels; this crop has 40×40 of its own.",
            "choose a larger crop",
        ),
    )
    with Image.open(done.path) as image:
        np.testing.assert_array_equal(np.asarray(image), picture(PHOTO_SIZE)[:40, :40])


def test_a_crop_is_enlarged_only_when_asked_and_the_finding_says_so(order: ExportOrder) -> None:
    done = export(replace(order, box=Box(0, 0, 40, 40), preset=SMALL, upscale=True))
    assert done.size == Size(64, 64)
    assert done.findings == (
        Finding("warning", "For Smallify this crop is enlarged from 40×40 to 64×64 pixels."),
    )
    with Image.open(done.path) as image:
        assert image.size == (64, 64)


def test_a_crop_that_is_large_enough_is_not_enlarged_by_asking(order: ExportOrder) -> None:
    done = export(replace(order, preset=SMALL, upscale=True))
    assert (done.size, done.findings) == (Size(64, 64), ())


def test_a_crop_of_another_shape_is_not_squeezed(order: ExportOrder) -> None:
    with pytest.raises(ExportError, match="Smallify asks for 1:1; this crop is 80×70 pixels"):
        export(replace(order, box=Box(0, 0, 80, 70), preset=SMALL))
    assert names(order.photo.parent) == {"beach.jpg"}


def test_a_crop_one_pixel_off_its_shape_is_cut_to_it(order: ExportOrder) -> None:
    done = export(replace(order, box=Box(3, 2, 43, 41), preset=SMALL))
    assert done.size == Size(39, 39)
    with Image.open(done.path) as image:
        np.testing.assert_array_equal(np.asarray(image), picture(PHOTO_SIZE)[2:41, 3:42])


@pytest.mark.parametrize("box", [Box(60, 0, 121, 61), Box(-1, 0, 60, 61), Box(5, 5, 5, 5)])
def test_a_box_outside_the_photo_is_refused(order: ExportOrder, box: Box) -> None:
    with pytest.raises(ExportError, match=r"within beach\.jpg, which has 120×90 pixels"):
        export(replace(order, box=box))


def test_an_order_and_its_outcome_cross_a_process_border(order: ExportOrder) -> None:
    whole = replace(order, box=Box(0, 0, 40, 40), preset=preset("spotify"))
    done = export(replace(whole, target=order.target))
    assert pickle.loads(pickle.dumps(whole)) == whole
    assert pickle.loads(pickle.dumps(done)) == done
    assert pickle.loads(pickle.dumps(export_cover)) is export_cover


# --- the check before export --------------------------------------------------------------------


def sentences(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.severity, finding.sentence) for finding in findings]


def square(side: int) -> Box:
    return Box(7, 9, 7 + side, 9 + side)


@pytest.mark.parametrize(
    ("name", "box", "severity", "sentence"),
    [
        (
            "apple-music",
            square(1841),
            "refused",
            "Apple Music asks for 3000×3000 pixels; this crop has 1841×1841 of its own.",
        ),
        (
            "distrokid",
            square(999),
            "refused",
            "DistroKid asks for at least 1000×1000 pixels; this crop has 999×999 of its own.",
        ),
        (
            "distrokid",
            square(1000),
            "warning",
            "DistroKid looks best with 3000×3000 pixels; this crop has 1000×1000 of its own.",
        ),
        (
            "tidal",
            square(2999),
            "warning",
            "Tidal probably asks for 3000×3000 pixels; this crop has 2999×2999 of its own.",
        ),
        (
            "square",
            square(500),
            "warning",
            "A square cover looks best with 3000×3000 pixels; this crop has 500×500 of its own.",
        ),
        (
            "youtube-thumbnail",
            square(900),
            "refused",
            "YouTube asks for 16:9; this crop is 900×900 pixels.",
        ),
    ],
)
def test_the_check_names_what_a_platform_minds(
    name: str, box: Box, severity: str, sentence: str
) -> None:
    assert sentences(check(preset(name), box)) == [(severity, sentence)]


@pytest.mark.parametrize("name", ["apple-music", "spotify", "ministry", "square"])
def test_a_crop_with_exactly_the_pixels_is_fine(name: str) -> None:
    assert check(preset(name), square(3000)) == ()
    assert check(preset(name), square(3000), upscale=True) == ()


def test_enlarging_is_refused_by_those_who_refuse_it() -> None:
    assert sentences(check(preset("fresible"), square(2000), upscale=True)) == [
        (
            "refused",
            "Fresible refuses enlarged pictures; "
            "this one is enlarged from 2000×2000 to 3000×3000 pixels.",
        )
    ]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (CoverFile(Size(3000, 3000), Format.JPEG, 3_000_000), None),
        (
            CoverFile(Size(3000, 3000), Format.JPEG, 3_000_001),
            "Fresible asks for at most 3 MB; this file has 3.1 MB.",
        ),
        (
            CoverFile(Size(3000, 3000), Format.PNG, 9),
            "Fresible asks for JPEG files; this is a PNG.",
        ),
        (
            CoverFile(Size(3000, 3000), Format.JPEG, 9, "CMYK"),
            "Fresible asks for 8-bit RGB colour; this file has CMYK.",
        ),
        (
            CoverFile(Size(8001, 8001), Format.JPEG, 9),
            "Fresible asks for at most 8000×8000 pixels; this file has 8001×8001.",
        ),
        (
            CoverFile(Size(3000, 3000), Format.JPEG, 9, upright=False),
            "Fresible asks for no orientation tag; this file has one.",
        ),
    ],
)
def test_the_check_of_a_file_names_what_a_platform_minds(
    file: CoverFile, sentence: str | None
) -> None:
    expected = [("refused", sentence)] if sentence else []
    assert sentences(check_file(preset("fresible"), file)) == expected


def test_a_finished_file_is_inspected_as_it_is() -> None:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 8
    Image.new("CMYK", (30, 20)).save(file, "JPEG", exif=exif)
    data = file.getvalue()
    assert inspect(data) == CoverFile(Size(30, 20), Format.JPEG, len(data), "CMYK", upright=False)
    ours = encode(picture(Size(30, 20)), Format.PNG).data
    assert inspect(ours) == CoverFile(Size(30, 20), Format.PNG, len(ours))


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n broken"])
def test_a_file_that_is_no_cover_is_named_so(data: bytes) -> None:
    with pytest.raises(ExportError, match="not a JPEG or PNG picture"):
        inspect(data)


@pytest.mark.parametrize(
    ("box", "aspect", "expected"),
    [
        (Box(0, 0, 1280, 720), WIDE, Box(0, 0, 1280, 720)),
        (Box(5, 6, 105, 107), SQUARE, Box(5, 6, 105, 106)),
        (Box(0, 0, 100, 102), SQUARE, None),
        (Box(0, 0, 1280, 721), WIDE, Box(0, 0, 1280, 720)),
        (Box(0, 0, 1280, 722), WIDE, None),
        (Box(0, 0, 10, 5), WIDE, None),
    ],
)
def test_boxes_are_trimmed_by_hand_checked_amounts(
    box: Box, aspect: Aspect, expected: Box | None
) -> None:
    assert trimmed(box, aspect) == expected


@given(st.integers(10, 500), st.integers(-3, 3), st.sampled_from([SQUARE, WIDE, Aspect(4, 5)]))
def test_trimming_keeps_the_exact_shape_and_loses_less_than_a_unit(
    units: int, off: int, aspect: Aspect
) -> None:
    box = Box(3, 4, 3 + units * aspect.width, 4 + units * aspect.height + off)
    cut = trimmed(box, aspect)
    if abs(off) * aspect.width > max(aspect.width, aspect.height):
        assert cut is None
    if cut:
        assert cut.has_aspect(aspect)
        assert cut.right <= box.right
        assert cut.bottom <= box.bottom
        assert box.width - cut.width <= aspect.width
        assert box.height - cut.height <= aspect.height


# --- the target ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "expected", "kind"),
    [
        ("cover.jpg", "cover.jpg", Format.JPEG),
        ("cover.JPEG", "cover.JPEG", Format.JPEG),
        ("cover.png", "cover.png", Format.PNG),
        ("cover", "cover.jpg", Format.JPEG),
        ("Song feat. Someone", "Song feat. Someone.jpg", Format.JPEG),
        ("Vol.2", "Vol.2.jpg", Format.JPEG),
    ],
)
def test_the_suffix_decides_the_format(target: str, expected: str, kind: Format) -> None:
    assert named(Path(target), SMALL) == (Path(expected), kind)


@pytest.mark.parametrize(
    ("target", "rules", "message"),
    [
        ("cover.tiff", SMALL, "Smallify is written as JPEG or PNG, not as “cover.tiff”"),
        (
            "cover.png",
            preset("distrokid"),
            r"DistroKid is written as JPEG, .* end the name in .jpg",
        ),
        ("cover.webp", None, r"A cover is written as JPEG or PNG, .* in .jpg or .png"),
        ("cover", None, "A cover is written as JPEG or PNG, not as “cover”"),
    ],
)
def test_a_suffix_that_is_not_allowed_is_answered_with_those_that_are(
    target: str, rules: Preset | None, message: str
) -> None:
    with pytest.raises(ExportError, match=message):
        named(Path(target), rules)


def test_an_existing_file_is_replaced_only_when_asked(order: ExportOrder) -> None:
    order.target.write_bytes(b"an older cover")
    with pytest.raises(ExportError, match=r"cover\.png exists already"):
        export(order)
    assert order.target.read_bytes() == b"an older cover"
    export(replace(order, overwrite=True))
    assert order.target.read_bytes().startswith(b"\x89PNG")


def test_a_file_that_gets_its_suffix_from_us_is_not_replaced_either(order: ExportOrder) -> None:
    (order.photo.parent / "cover.jpg").write_bytes(b"an older cover")
    with pytest.raises(ExportError, match=r"cover\.jpg exists already"):
        export(replace(order, target=order.photo.parent / "cover", preset=SMALL))


def test_a_link_to_nowhere_counts_as_existing(tmp_path: Path, photo: Path) -> None:
    link = tmp_path / "cover.jpg"
    link.symlink_to(tmp_path / "gone.jpg")
    with pytest.raises(ExportError, match="exists already"):
        refuse_to_replace(link, photo, overwrite=False)


def the_photo(photo: Path) -> Path:
    return photo


def a_symbolic_link(photo: Path) -> Path:
    link = photo.with_name("link.jpg")
    link.symlink_to(photo)
    return link


def a_hard_link(photo: Path) -> Path:
    link = photo.with_name("hard.jpg")
    link.hardlink_to(photo)
    return link


def through_a_linked_folder(photo: Path) -> Path:
    folder = photo.parent / "folder"
    folder.symlink_to(photo.parent, target_is_directory=True)
    return folder / photo.name


def in_capitals(photo: Path) -> Path:
    return photo.with_name("BEACH.JPG")


@pytest.mark.parametrize(
    "alias", [the_photo, a_symbolic_link, a_hard_link, through_a_linked_folder, in_capitals]
)
def test_the_photo_is_never_replaced(order: ExportOrder, alias: Callable[[Path], Path]) -> None:
    target = alias(order.photo)
    before = names(order.photo.parent)
    with pytest.raises(ExportError, match="is the photo itself, which is never replaced"):
        export(replace(order, target=target, overwrite=True))
    assert order.photo.read_bytes() == b"the original"
    assert names(order.photo.parent) == before


# --- writing ------------------------------------------------------------------------------------


def test_writing_replaces_a_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "cover.jpg"
    target.write_bytes(b"old")
    (tmp_path / "second name").hardlink_to(target)
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert (tmp_path / "second name").read_bytes() == b"old"
    assert names(tmp_path) == {"cover.jpg", "second name"}


def test_no_file_takes_its_name_before_its_bytes_are_on_the_disk(tmp_path: Path) -> None:
    reading, writing = os.pipe()

    def where_nothing_lasts(path: str, flags: int) -> int:
        os.close(os.open(path, flags, 0o666))
        return writing

    # A pipe takes the bytes but cannot be asked to keep them.
    with pytest.raises(ExportError, match=r"cover\.jpg could not be written"):
        write_atomically(tmp_path / "cover.jpg", b"new", where_nothing_lasts)
    assert os.read(reading, 10) == b"new"
    os.close(reading)
    assert names(tmp_path) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_written_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "cover.jpg", b"new")
    assert (tmp_path / "cover.jpg").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_name_as_long_as_the_disk_allows_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("a" * 251 + ".jpg")
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_full_disk_gives_one_sentence_and_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "cover.jpg"
    target.write_bytes(b"old")

    def on_a_full_disk(path: str, flags: int) -> int:
        os.close(os.open(path, flags, 0o666))
        assert len(names(tmp_path)) == 2
        return os.open("/dev/full", os.O_WRONLY)

    with pytest.raises(ExportError) as caught:
        write_atomically(target, b"new" * 100_000, on_a_full_disk)
    assert str(caught.value) == (
        "The disk is full, so cover.jpg was not written; free some space or choose another folder."
    )
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == {"cover.jpg"}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "The disk is full, so cover.jpg was not written; free"),
        (errno.EDQUOT, "Your share of the disk is used up, so cover.jpg was not written; free"),
        (errno.EROFS, "The folder {folder} is on a read-only disk; choose another folder."),
        (errno.EACCES, "cover.jpg may not be written to the folder {folder}; choose another"),
        (errno.EPERM, "cover.jpg may not be written to the folder {folder}; choose another"),
        (errno.EIO, f"cover.jpg could not be written: {os.strerror(errno.EIO)}."),
    ],
)
def test_what_the_system_says_becomes_one_sentence(
    tmp_path: Path, code: int, sentence: str
) -> None:
    def failing(path: str, flags: int) -> int:
        raise OSError(code, os.strerror(code), path)

    with pytest.raises(ExportError) as caught:
        write_atomically(tmp_path / "cover.jpg", b"new", failing)
    assert str(caught.value).startswith(sentence.format(folder=tmp_path))
    assert names(tmp_path) == set()


def a_missing_folder(folder: Path) -> tuple[Path, str]:
    return folder / "gone" / "cover.png", f"There is no folder {folder / 'gone'}; create it"


def a_file_as_folder(folder: Path) -> tuple[Path, str]:
    (folder / "file").write_bytes(b"")
    return folder / "file" / "cover.png", f"{folder / 'file'} is not a folder"


def a_folder(folder: Path) -> tuple[Path, str]:
    (folder / "cover.png").mkdir()
    return folder / "cover.png", "cover.png is a folder; add a file name."


def a_long_name(folder: Path) -> tuple[Path, str]:
    return folder / ("a" * 300 + ".png"), f"The name {'a' * 60}… is too long; choose a shorter one."


WRONG_TARGETS = [a_missing_folder, a_file_as_folder, a_folder, a_long_name]


@pytest.mark.parametrize("wrong", WRONG_TARGETS)
def test_a_target_that_cannot_be_is_named(
    order: ExportOrder, wrong: Callable[[Path], tuple[Path, str]]
) -> None:
    target, sentence = wrong(order.photo.parent)
    before = names(order.photo.parent)
    for attempt in (
        lambda: write_atomically(target, b"new"),
        lambda: export(replace(order, target=target)),
        lambda: export(replace(order, target=target, overwrite=True)),
    ):
        with pytest.raises(ExportError) as caught:
            attempt()
        assert str(caught.value).startswith(sentence)
        assert names(order.photo.parent) == before


def test_a_folder_is_no_name_to_add_a_suffix_to(order: ExportOrder) -> None:
    (order.photo.parent / "covers").mkdir()
    with pytest.raises(ExportError, match="covers is a folder; add a file name"):
        export(replace(order, target=order.photo.parent / "covers", preset=SMALL))


def in_a_child(folder: Path, restriction: str) -> str:
    """What `write_atomically` says in a process of its own under `restriction`."""
    code = f"""
import os, sys
from pathlib import Path
from coverart.errors import ExportError
from coverart.export.write import write_atomically
os.chdir(sys.argv[1])
{restriction}
try:
    write_atomically(Path("cover.jpg"), b"new" * 100_000)
except ExportError as error:
    print(error)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=Path(coverart.__file__).parent.parent,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stderr == ""
    return ran.stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_file_cut_off_half_way_is_removed(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    said = in_a_child(tmp_path, limit)
    assert said == "cover.jpg is larger than a file may be here; choose another folder."
    assert names(tmp_path) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_read_only_folder_gives_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o555)
    # Root may write everywhere, so root becomes nobody once it stands in the folder.
    said = in_a_child(folder, "if os.getuid() == 0: os.setuid(65534)")
    assert said == f"cover.jpg may not be written to the folder {folder}; choose another folder."
    assert names(folder) == set()

"""Photo files become upright sRGB pixels; the one place where pictures are decoded.

Only as many pixels are decoded as are needed: JPEG files are decoded at 1/2, 1/4 or 1/8 where that
suffices, and everything else is reduced before its colours are converted. EXIF orientation is
applied, an embedded ICC profile is converted to sRGB, transparency is laid on white, and of several
pictures in one file the first is taken.

Nothing here trusts the file: the pixels it announces are held against a cap before any is decoded,
and whatever the decoders raise becomes a `MediaError`. A decoder that crashes or hangs takes only
its own process with it (see `media.pool`).
"""

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from coverart.domain import Box, Pixels, Size
from coverart.errors import MediaError
from coverart.language import _, mark, number
from coverart.media.limits import memory_budget, pixel_cap
from coverart.media.srgb import fill

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF")
SCALABLE = ("JPEG", "MPO")
LEAST_SIDE = 64
EXIF_ORIENTATION = 0x0112
SIDEWAYS = (5, 6, 7, 8)
# Bytes a pixel: Pillow keeps a colour in four, and three more go into the array where a photo is
# wanted whole at its own size. JPEG files need less wherever they are wanted smaller, and then the
# libraries' share of the memory has room for that rare case; palettes and masks cost a byte more.
# What the decoders of the newer formats take beside the picture was measured on 24 million pixels.
COST = {"JPEG": 6, "MPO": 6, "PNG": 8, "TIFF": 8, "HEIF": 11, "AVIF": 13, "WEBP": 17}
SMALLER = mark("save a smaller copy of it")
# The JPEG decoder averages blocks where it scales, which is a little softer than a resampling of
# all pixels: harmless for measuring, and from three times the size on for a finished cover too.
ENOUGH_TO_LOOK_AT = 1
ENOUGH_TO_KEEP = 3
# What Pillow and its plugins raise on damaged files, besides their own classes of error.
DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    EOFError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A photo as it was needed: `pixels` may be smaller than `size`, that of the original."""

    pixels: Pixels
    size: Size


def read_photo(path: Path, short_side: int) -> Decoded:
    """Read a whole photo with a short side of `short_side` pixels, or its own if that is smaller.

    Raises `MediaError` for a file that is not a usable photo.
    """
    with _opened(path) as image:
        return _whole(path, image, short_side)


def read_photo_twice(path: Path, first: int, second: int) -> tuple[Decoded, Decoded]:
    """Read a whole photo with two short sides, just as `read_photo` reads it with each.

    A picture that cannot be scaled while it is decoded is decoded once for both.
    """
    with _opened(path) as image:
        one = _whole(path, image, first)
        if first == second:
            return one, one
        if image.format not in SCALABLE:
            return one, _whole(path, image, second)
    return one, read_photo(path, second)


def read_box(path: Path, box: Box, wanted: Size) -> Pixels:
    """Cut `box` from the upright photo and give it `wanted` pixels.

    The original's own pixels are returned unchanged where `wanted` is the size of the box, and a
    Lanczos resampling of them otherwise. Raises `MediaError` for a file that cannot be read, and
    where the box does not lie within the photo.
    """
    with _opened(path) as image:
        size = _upright_size(image)
        if not box.lies_within(size):
            raise MediaError(
                path,
                _("the box {box} is not within its {size} pixels").format(
                    box=box.as_list(), size=size
                ),
            )
        return _pixels(path, image, wanted, box, ENOUGH_TO_KEEP)


def read_size(path: Path) -> Size:
    """Read the size of the upright photo, from the file's header wherever that tells all."""
    with _opened(path) as image:
        return _upright_size(image)


def read_embedded(path: Path, data: bytes, longest: int) -> Pixels:
    """Read a picture that stands within the file at `path`, with a long side of `longest` at most.

    Raises `MediaError` for bytes that are no usable picture.
    """
    with _opened(path, io.BytesIO(data)) as image:
        size = _upright_size(image)
        scale = min(1.0, longest / max(size.width, size.height))
        wanted = Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))
        whole = Box(0, 0, size.width, size.height)
        return _pixels(path, image, wanted, whole, ENOUGH_TO_LOOK_AT)


def _whole(path: Path, image: Image.Image, short_side: int) -> Decoded:
    """Decode all of an opened photo that is large enough for a cover."""
    size = _upright_size(image)
    if size.short_side < LEAST_SIDE:
        raise MediaError(
            path,
            _("it has only {size} pixels, too few for a cover").format(size=size),
            lasting=True,
        )
    scale = min(1.0, short_side / size.short_side)
    wanted = Size(round(size.width * scale), round(size.height * scale))
    whole = Box(0, 0, size.width, size.height)
    return Decoded(_pixels(path, image, wanted, whole, ENOUGH_TO_LOOK_AT), size)


@contextmanager
def _opened(path: Path, embedded: io.BytesIO | None = None) -> Iterator[Image.Image]:
    """Open a picture, or one that is `embedded` in a file, with announced pixels within the cap."""
    _register_heif()
    # Our own cap stands in for Pillow's two fixed ones, which refuse a 200-megapixel phone.
    Image.MAX_IMAGE_PIXELS = None
    with _translated(path):
        image = Image.open(embedded or path, formats=FORMATS)
    with image:
        if image.format not in SCALABLE:
            _check_cap(path, image)
        if image.format == "PNG":
            # Its orientation may stand behind its pixels; and once one decoding has failed, Pillow
            # takes the next for a success, so the first must not happen where errors are ignored.
            with _translated(path):
                image.load()
        yield image


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what a decoder raises into one sentence. Only decoding belongs into this block."""
    try:
        with warnings.catch_warnings(), _translated_shortage(path):
            warnings.simplefilter("ignore")
            yield
    except FileNotFoundError as error:
        raise MediaError(path, _("it is no longer there")) from error
    except IsADirectoryError as error:
        raise MediaError(path, _("it is a folder, not a photo")) from error
    except PermissionError as error:
        raise MediaError(path, _("it may not be read"), _("check its permissions")) from error
    except UnidentifiedImageError as error:
        reason = _("it is empty") if path.stat().st_size == 0 else _("it is not a picture we know")
        raise MediaError(path, reason, lasting=True) from error
    except DAMAGE as error:
        incomplete = "truncated" in str(error)
        reason = _("it is incomplete") if incomplete else _("it is damaged and cannot be read")
        # An error with a number is the disk's or the network's, and may pass.
        lasting = getattr(error, "errno", None) is None
        raise MediaError(path, reason, _("copy it anew from where it came"), lasting) from error


@contextmanager
def _translated_shortage(path: Path) -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        reason = _("it needs more memory than Coverart takes for one photo")
        raise MediaError(path, reason, _(SMALLER), lasting=True) from error


@cache
def _register_heif() -> None:
    import pillow_heif  # noqa: PLC0415 (takes long to load; only children open photos)

    pillow_heif.register_heif_opener(thumbnails=False)


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where there is none that can be read."""
    if image.format == "TIFF":
        return 1  # Pillow turns these upright itself, and announces the size they then have
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = image.getexif().get(EXIF_ORIENTATION, 1)
    except DAMAGE:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _upright_size(image: Image.Image) -> Size:
    width, height = image.size
    return Size(height, width) if _orientation(image) in SIDEWAYS else Size(width, height)


def _pixels(path: Path, image: Image.Image, wanted: Size, box: Box, oversampling: int) -> Pixels:
    """Decode what `wanted` pixels of the upright `box` need, and make them upright sRGB.

    Of a picture that can be scaled while it is decoded, at least `oversampling` decoded pixels go
    into the side of each wanted one.
    """
    original = image.size
    orientation = _orientation(image)
    turned = _turned_back(box, original, orientation)
    target = Size(wanted.height, wanted.width) if orientation in SIDEWAYS else wanted
    if image.format in SCALABLE:
        _draft(image, turned, target, oversampling)
        _check_cap(path, image)
    profile = image.info.get("icc_profile")
    with _translated(path):
        image.load()
    across, down = image.width / original[0], image.height / original[1]
    region = (turned.left * across, turned.top * down, turned.right * across, turned.bottom * down)
    with _translated_shortage(path):
        pixels = np.empty((wanted.height, wanted.width, 3), dtype=np.uint8)
        fill(_as_stored(pixels, orientation), image, region, profile)
    return pixels


def _draft(image: Image.Image, box: Box, target: Size, oversampling: int) -> None:
    """Let the JPEG decoder scale down, as long as `box` keeps enough pixels for `target`."""
    share = oversampling * max(target.width / box.width, target.height / box.height)
    if share < 1:
        image.draft(None, (int(image.width * share), int(image.height * share)))


def _check_cap(path: Path, image: Image.Image) -> None:
    """Refuse a picture whose pixels, as they will be decoded, need too much memory."""
    cap = pixel_cap(memory_budget(), COST[image.format or "WEBP"])
    pixels = image.width * image.height
    if pixels > cap:
        held, most = math.ceil(pixels / 1e6), cap // 1_000_000
        reason = _(
            "it has {held} million pixels, and Coverart takes up to {most} million on this computer"
        ).format(held=number(held), most=number(most))
        raise MediaError(path, reason, _(SMALLER), lasting=True)


def _turned_back(box: Box, stored: tuple[int, int], orientation: int) -> Box:
    """Where an upright `box` lies in the picture as the file stores it, (width, height).

    The eight orientations are those of EXIF: 2 to 4 mirror or turn by half, 5 to 8 exchange rows
    and columns.
    """
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    if orientation in SIDEWAYS:
        left, top, right, bottom = top, left, bottom, right
    width, height = stored
    if orientation in (2, 3, 7, 8):
        left, right = width - right, width - left
    if orientation in (3, 4, 6, 7):
        top, bottom = height - bottom, height - top
    return Box(left, top, right, bottom)


def _as_stored(upright: Pixels, orientation: int) -> Pixels:
    """View upright pixels in the order in which a file of this orientation stores them."""
    turned = upright.swapaxes(0, 1) if orientation in SIDEWAYS else upright
    if orientation in (3, 4, 6, 7):
        turned = turned[::-1]
    if orientation in (2, 3, 7, 8):
        turned = turned[:, ::-1]
    return turned

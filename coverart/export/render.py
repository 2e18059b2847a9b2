"""From a chosen crop to the bytes of its cover; the one place where pictures are encoded.

A cover is 8-bit sRGB with an sRGB profile and nothing else: no EXIF, so no place, camera or
orientation tag. JPEG is baseline and 4:4:4, because colour subsampling frays red on dark edges.
The same pixels always give the same bytes.
"""

import io
import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

from coverart.domain import Box, Pixels, Size
from coverart.errors import ExportError
from coverart.export.check import CoverFile, Finding, check, check_file, holds, trimmed
from coverart.export.contrast import ENOUGH
from coverart.export.lettering import Lettered, Lettering, lettered
from coverart.export.presets import Format, Preset
from coverart.export.write import named, refuse_to_replace, write_atomically
from coverart.language import _, number
from coverart.media.photo import read_box, read_size

QUALITIES = range(70, 96)
JPEG_LONGEST_SIDE = 65_500
EXIF_ORIENTATION = 0x0112
# Bytes 24 to 35 of an ICC profile are its date (ICC.1:2022, 7.2.8).
PROFILE_DATE = slice(24, 36)

Reader = Callable[[Path, Box, Size], Pixels]
Measure = Callable[[Path], Size]


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to export: a box of the upright photo, where to, and by whose rules.

    Without a preset the crop is written with its own pixels, in the format of the target's suffix.
    `upscale` allows enlarging too small a crop to the pixels of the preset. `lettering` is set on
    the finished pixels.
    """

    photo: Path
    box: Box
    target: Path
    preset: Preset | None = None
    upscale: bool = False
    overwrite: bool = False
    lettering: Lettering | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A written cover. `quality` is None for PNG.

    `findings` is what the platform may mind, and what makes its words hard to read.
    """

    path: Path
    size: Size
    bytes: int
    quality: int | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of a picture file; `quality` is None where the format loses nothing."""

    data: bytes
    quality: int | None = None


def export_cover(
    order: ExportOrder, measure: Measure = read_size, read: Reader = read_box
) -> Exported:
    """Write the cover that `order` describes.

    Raises `MediaError` for a photo that cannot be read. Raises `ExportError`, before anything is
    written, for a box outside the photo, a target that must not be replaced, the wrong shape, or
    a file larger than the platform is known to take; and for a target that cannot be written.
    """
    _check_within(order, measure(order.photo))
    target, kind = named(order.target, order.preset)
    refuse_to_replace(target, order.photo, order.overwrite)
    box, size = _layout(order)
    cap = order.preset.max_bytes if order.preset else None
    pixels, of_words = _with_words(read(order.photo, box, size), order.lettering)
    encoded = encode(pixels, kind, cap)
    findings = _findings(order, encoded.data) + of_words
    write_atomically(target, encoded.data, overwrite=order.overwrite)
    return Exported(target, size, len(encoded.data), encoded.quality, findings)


def about_words(done: Lettered) -> tuple[Finding, ...]:
    """What is wrong with the words on a cover: letters that no font has, and too low a contrast."""
    found = []
    if done.missing:
        sentence = _("No font on this computer draws “{letters}”, so the cover does without.")
        hint = _("install a font that does, or choose other words")
        found.append(Finding("warning", sentence.format(letters=done.missing), hint))
    if not done.suggestion.is_readable:
        sentence = _("The words are hard to read: their contrast is {ratio}, not {enough}.")
        ratio = math.floor(10 * done.suggestion.contrast) / 10  # 4.49 is not 4.5
        told = sentence.format(ratio=number(ratio, ".1f"), enough=number(ENOUGH, "g"))
        found.append(Finding("warning", told, _("choose another place or colour")))
    return tuple(found)


def encode(pixels: Pixels, kind: Format, max_bytes: int | None = None) -> Encoded:
    """Encode an sRGB picture, (height, width, 3) uint8.

    JPEG gets the highest quality of `QUALITIES` whose file has at most `max_bytes`, and the lowest
    where none has; the caller checks. PNG is lossless and takes the room it needs.
    """
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if kind is Format.PNG:
        return Encoded(_png(image))
    if max(image.size) > JPEG_LONGEST_SIDE:
        sentence = _("A JPEG has at most {most} pixels a side")
        raise ExportError(sentence.format(most=JPEG_LONGEST_SIDE), _("export a PNG instead"))
    best = _jpeg(image, QUALITIES[-1])
    if max_bytes is None or len(best) <= max_bytes:
        return Encoded(best, QUALITIES[-1])
    fitting = bisect_right(QUALITIES, max_bytes, key=lambda quality: len(_jpeg(image, quality)))
    quality = QUALITIES[max(0, fitting - 1)]
    return Encoded(_jpeg(image, quality), quality)


def inspect(data: bytes) -> CoverFile:
    """What an encoded JPEG or PNG is, as read from its header.

    Raises `ExportError` for anything else.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[kind.upper() for kind in Format]) as image:
            upright = image.getexif().get(EXIF_ORIENTATION, 1) == 1
            kind = Format((image.format or "").lower())
            return CoverFile(Size(*image.size), kind, len(data), image.mode, upright)
    except (OSError, SyntaxError, ValueError) as error:
        message, hint = _("This file is not a JPEG or PNG picture"), _("export it again")
        raise ExportError(message, hint) from error


def _check_within(order: ExportOrder, size: Size) -> None:
    if not order.box.lies_within(size):
        sentence = _("The crop {box} does not lie within {name}, which has {size} pixels")
        values = {"box": order.box.as_list(), "name": order.photo.name, "size": size}
        raise ExportError(sentence.format(**values), _("choose the crop again"))


def _layout(order: ExportOrder) -> tuple[Box, Size]:
    """The box to cut, and the size to give it; no box is squeezed into another shape."""
    preset = order.preset
    if preset is None:
        return order.box, order.box.size
    box = trimmed(order.box, preset.aspect)
    if box is None:
        raise _as_error(check(preset, order.box)[0])
    enough = holds(box.size, preset.pixels)
    return box, preset.pixels if enough or order.upscale else box.size


def _with_words(pixels: Pixels, lettering: Lettering | None) -> tuple[Pixels, tuple[Finding, ...]]:
    """The finished pixels with the words on them, and what is wrong with these."""
    if lettering is None:
        return pixels, ()
    done = lettered(pixels, lettering)
    return done.pixels, about_words(done)


def _findings(order: ExportOrder, data: bytes) -> tuple[Finding, ...]:
    """What the platform minds about the crop and its file; raises what makes the file useless."""
    if order.preset is None:
        return ()
    of_file = check_file(order.preset, inspect(data))
    for finding in of_file:
        if finding.severity == "refused":
            raise _as_error(finding)
    return check(order.preset, order.box, order.upscale) + of_file


def _as_error(finding: Finding) -> ExportError:
    return ExportError(finding.sentence.removesuffix("."), finding.hint)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    # Optimised Huffman tables would save 3 %, but Pillow cannot write them for noisy pictures.
    image.save(
        file, "JPEG", quality=quality, subsampling="4:4:4", icc_profile=_srgb(), progressive=False
    )
    return file.getvalue()


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    # The highest compression saves 4 % and takes five times as long.
    image.save(file, "PNG", icc_profile=_srgb())
    return file.getvalue()


@cache
def _srgb() -> bytes:
    """An sRGB profile without the time at which it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[PROFILE_DATE] = bytes(12)
    return bytes(profile)

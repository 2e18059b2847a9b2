"""Pictures of every mode become pixels of 8-bit sRGB, a band of rows at a time.

A conversion of mode, a profile, transparency and the hand-over to numpy each copy what they are
given. Done by bands they need little beside the decoded picture and the pixels that are wanted.
"""

import io
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from coverart.domain import Pixels

Whole = tuple[int, int, int, int]
Region = tuple[float, float, float, float]

# A band holds about so many pixels: 32 MiB of colours.
BAND = 1 << 23
LANCZOS_REACH = 3
# From six times the size on, whole blocks are averaged first; at least three pixels stay for each.
REDUCING_GAP = 3.0


def fill(pixels: Pixels, image: Image.Image, region: Region, profile: bytes | None) -> None:
    """Fill `pixels` (h, w, 3) with the `region` of a picture, as sRGB.

    Pixels are taken as they are where the region has just as many; otherwise the outcome is that of
    `Image.resize` with Lanczos and a reducing gap of 3.
    """
    white = white_level(image)
    size = (pixels.shape[1], pixels.shape[0])
    image, (left, top, right, bottom) = _reduced(image, region, size, white)
    step = (bottom - top) / size[1]
    across = size[0] if _is_plain(image) else right - left
    for first, last in _bands(size[1], max(size[0], across * step)):
        part = (left, top + first * step, right, top + last * step)
        if last == size[1]:
            part = (left, part[1], right, bottom)
        band = _resampled(image, part, (size[0], last - first), white)
        pixels[first:last] = np.asarray(to_srgb(band, profile))


def white_level(image: Image.Image) -> float:
    """The value that is white: 65535 of wide integers, and 1 or 255 of fractions, 255 elsewhere."""
    if image.mode == "F":
        rows = (image.crop((0, *part)) for part in _rows(image))
        brightest = max((_finite(np.asarray(row)).max(initial=0.0) for row in rows), default=0.0)
        return 1.0 if brightest <= 1 else 255.0
    return 65535.0 if _is_wide(image) else 255.0


def eight_bits(image: Image.Image, white: float) -> Image.Image:
    """Give the picture a mode of 8 bits per channel that can be resampled."""
    # PNG files may declare one colour transparent; resampling would smear that colour.
    keyed = "transparency" in image.info
    if image.mode in ("P", "PA", "1", "La", "RGBa", "RGBX", "HSV") or (
        keyed and image.mode in ("L", "RGB")
    ):
        transparent = keyed or image.mode in ("PA", "La", "RGBa")
        return image.convert("RGBA" if transparent else "RGB")
    if image.mode == "F" or _is_wide(image):
        values = _finite(np.asarray(image)) * (255 / white)
        return Image.fromarray(np.clip(values, 0, 255).round().astype(np.uint8))
    return image


def _is_plain(image: Image.Image) -> bool:
    """Whether a picture can be resampled as it is, without a copy in another mode."""
    return image.mode in ("L", "RGB", "CMYK") and "transparency" not in image.info


def _is_wide(image: Image.Image) -> bool:
    return image.mode == "I" or image.mode.startswith("I;16")


def _finite(values: NDArray[Any]) -> NDArray[np.float32]:
    return np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)


def _bands(height: int, row: float) -> Iterator[tuple[int, int]]:
    """Divide `height` rows, each of which costs `row` pixels, into bands [first, last)."""
    step = max(1, int(BAND / max(row, 1)))
    for first in range(0, height, step):
        yield first, min(first + step, height)


def _rows(image: Image.Image) -> Iterator[tuple[int, int, int]]:
    """The (upper, right, lower) edges of the bands of a picture."""
    for first, last in _bands(image.height, image.width):
        yield first, image.width, last


def _within_reach(image: Image.Image, region: Region, size: tuple[int, int]) -> Whole:
    """The whole pixels that a resampling of `region` to `size` reads: left, top, right, bottom."""
    left, top, right, bottom = region
    across, down = (right - left) / size[0], (bottom - top) / size[1]
    # The filter is centred on the middle of a wanted pixel, half of which lies within the region.
    beside = LANCZOS_REACH * max(across, 1) - across / 2
    above = LANCZOS_REACH * max(down, 1) - down / 2
    return (
        max(0, int(left - beside)),
        max(0, int(top - above)),
        min(image.width, math.ceil(right + beside)),
        min(image.height, math.ceil(bottom + above)),
    )


def _reduced(
    image: Image.Image, region: Region, size: tuple[int, int], white: float
) -> tuple[Image.Image, Region]:
    """Average whole blocks of a picture far larger than `size`, and say where the region then is.

    Blocks and their place are those that `Image.resize` chooses.
    """
    left, top, right, bottom = region
    across = int((right - left) / size[0] / REDUCING_GAP) or 1
    down = int((bottom - top) / size[1] / REDUCING_GAP) or 1
    if across == down == 1:
        return image, region
    x, y, end, lowest = _within_reach(image, region, size)
    width, height = math.ceil((end - x) / across), math.ceil((lowest - y) / down)
    small: Image.Image | None = None
    for first, last in _bands(height, (end - x) * down):
        rows = image.crop((x, y + first * down, end, min(y + last * down, lowest)))
        band = eight_bits(rows, white).reduce((across, down))
        small = small or Image.new(band.mode, (width, height))
        small.paste(band, (0, first))
    if small is None:
        return image, region
    moved = ((left - x) / across, (top - y) / down, (right - x) / across, (bottom - y) / down)
    return small, moved


def _resampled(
    image: Image.Image, region: Region, size: tuple[int, int], white: float
) -> Image.Image:
    """Give a region of the picture the `size` wanted, by copying nothing but what that needs."""
    left, top, right, bottom = region
    whole = (round(left), round(top), round(right), round(bottom))
    if whole == region and (right - left, bottom - top) == size:
        return eight_bits(image.crop(whole), white)
    if _is_plain(image):
        return image.resize(size, Image.Resampling.LANCZOS, region)
    x, y, end, lowest = _within_reach(image, region, size)
    near = eight_bits(image.crop((x, y, end, lowest)), white)
    return near.resize(size, Image.Resampling.LANCZOS, (left - x, top - y, right - x, bottom - y))


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB by the embedded profile, if there is a usable one, and lay on white."""
    if image.mode in ("RGBA", "LA"):
        alpha = image.getchannel("A")
        white = Image.new("RGB", image.size, "white")
        white.paste(to_srgb(image.convert(image.mode[:-1]), profile), mask=alpha)
        return white
    if image.mode == "LAB":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    if profile and image.mode in ("RGB", "CMYK", "L", "LAB"):
        converted = _by_profile(image, profile)
        if converted is not None:
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None  # a broken profile, or one for other channels than the picture has

"""Pictures of every mode become 8-bit sRGB."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from coverart.domain import Pixels


def eight_bits(image: Image.Image) -> Image.Image:
    """Give the picture a mode of 8 bits per channel that can be resampled."""
    # PNG files may declare one colour transparent; resampling would smear that colour.
    keyed = "transparency" in image.info
    if image.mode in ("P", "PA", "1", "La", "RGBa", "RGBX", "HSV") or (
        keyed and image.mode in ("L", "RGB")
    ):
        transparent = keyed or image.mode in ("PA", "La", "RGBa")
        return image.convert("RGBA" if transparent else "RGB")
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return Image.fromarray(_grey_in_eight_bits(np.asarray(image)))
    return image


def _grey_in_eight_bits(values: NDArray[Any]) -> Pixels:
    """Scale wide or fractional grey to [0, 255]: 16-bit integers, or floats in [0, 1] or beyond."""
    finite = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    if values.dtype.kind == "f":
        white = 1.0 if finite.max(initial=0.0) <= 1 else 255.0
    else:
        white = 65535.0
    levels: Pixels = np.clip(finite * (255 / white), 0, 255).round().astype(np.uint8)
    return levels


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
    return image.convert("RGB")


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

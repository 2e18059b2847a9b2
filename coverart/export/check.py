"""What a platform would refuse, said before the cover is written.

Every finding is a sentence that names the platform. What rests on weak sources is a warning and
says "probably"; only what a platform is known to ask can be "refused".
"""

import math
from dataclasses import dataclass
from typing import Literal

from coverart.domain import Aspect, Box, Size
from coverart.export.presets import Format, Preset

Severity = Literal["refused", "warning"]
SRGB_MODE = "RGB"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a platform minds: a full sentence, and what to do about it (may be empty)."""

    severity: Severity
    sentence: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CoverFile:
    """What an encoded cover is: its pixels, format, length and colour mode in Pillow's words.

    `upright` is false where the file tells viewers to turn it.
    """

    size: Size
    format: Format
    bytes: int
    mode: str = SRGB_MODE
    upright: bool = True


def trimmed(box: Box, aspect: Aspect) -> Box | None:
    """The largest box of exactly `aspect` at the upper left of one that has it within a pixel.

    None where the shape is another, so that only squeezing or cutting would make it fit.
    """
    units = min(box.width // aspect.width, box.height // aspect.height)
    skew = abs(box.width * aspect.height - box.height * aspect.width)
    if units < 1 or skew > max(aspect.width, aspect.height):
        return None
    right, bottom = box.left + units * aspect.width, box.top + units * aspect.height
    return Box(box.left, box.top, right, bottom)


def check(preset: Preset, box: Box, upscale: bool = False) -> tuple[Finding, ...]:
    """What the platform of `preset` minds about a crop of the upright photo, before its export.

    `upscale` says that too small a crop will be enlarged to the pixels the platform asks for.
    """
    fitting = trimmed(box, preset.aspect)
    if fitting is None:
        shape = f"{preset.title} {_asks(preset)} {preset.aspect}; this crop is {box.size} pixels."
        hint = f"choose a crop of {preset.aspect}"
        return (Finding(_severity(preset), shape, hint),)
    if holds(fitting.size, preset.pixels):
        return ()
    native = fitting.size
    return (_enlarged(preset, native) if upscale else _too_few(preset, native),)


def check_file(preset: Preset, file: CoverFile) -> tuple[Finding, ...]:
    """What the platform of `preset` minds about a finished file, whatever crop it came from."""
    sentences = []
    if file.format not in preset.formats:
        kinds = " or ".join(kind.upper() for kind in preset.formats)
        sentences.append((f"{kinds} files; this is a {file.format.upper()}", f"export a {kinds}"))
    if file.mode != SRGB_MODE:
        sentences.append((f"8-bit RGB colour; this file has {file.mode}", "export it again"))
    if not file.upright:
        sentences.append(("no orientation tag; this file has one", "export it again"))
    if preset.most and not holds(preset.most, file.size):
        sentences.append((f"at most {preset.most} pixels; this file has {file.size}", ""))
    if preset.max_bytes and file.bytes > preset.max_bytes:
        most, length = f"{preset.max_bytes / 1e6:g}", f"{math.ceil(file.bytes / 1e5) / 10:g}"
        hint = _smaller(preset, file.format)
        sentences.append((f"at most {most} MB; this file has {length} MB", hint))
    return tuple(
        Finding(_severity(preset), f"{preset.title} {_asks(preset)} {rest}.", hint)
        for rest, hint in sentences
    )


def holds(size: Size, wanted: Size) -> bool:
    """Whether `size` has at least the width and the height of `wanted`."""
    return size.width >= wanted.width and size.height >= wanted.height


def _too_few(preset: Preset, native: Size) -> Finding:
    own = f"this crop has {native} of its own."
    hint = "choose a larger crop"
    if preset.least is None or holds(native, preset.least):
        best = f"{preset.title} looks best with {preset.pixels} pixels; {own}"
        return Finding("warning", best, hint)
    least = "" if preset.least == preset.pixels else "at least "
    asked = f"{preset.title} {_asks(preset)} {least}{preset.least} pixels; {own}"
    return Finding(_severity(preset), asked, hint)


def _enlarged(preset: Preset, native: Size) -> Finding:
    change = f"from {native} to {preset.pixels} pixels"
    if preset.refuses_enlarging:
        refusal = f"{preset.title} refuses enlarged pictures; this one is enlarged {change}."
        return Finding("refused", refusal, "choose a larger crop")
    return Finding("warning", f"For {preset.title} this crop is enlarged {change}.")


def _severity(preset: Preset) -> Severity:
    return "warning" if preset.doubtful else "refused"


def _asks(preset: Preset) -> str:
    return "probably asks for" if preset.doubtful else "asks for"


def _smaller(preset: Preset, written: Format) -> str:
    lossy = written is Format.PNG and Format.JPEG in preset.formats
    return "export it as JPEG" if lossy else "choose a crop with less fine texture"

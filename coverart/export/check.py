"""What a platform would refuse, said before the cover is written.

Every finding is a sentence that names the platform. What rests on weak sources is a warning and
says "probably"; only what a platform is known to ask can be "refused".
"""

import math
from dataclasses import dataclass
from typing import Literal

from coverart.domain import Aspect, Box, Size
from coverart.export.presets import Format, Preset
from coverart.language import _, either, mark, number

Severity = Literal["refused", "warning"]
SRGB_MODE = "RGB"
# What a platform is known to ask for, and what it probably asks for.
SHAPE = (
    mark("{title} asks for {shape}; this crop is {size} pixels."),
    mark("{title} probably asks for {shape}; this crop is {size} pixels."),
)
EXACTLY = (
    mark("{title} asks for {least} pixels; this crop has {native} of its own."),
    mark("{title} probably asks for {least} pixels; this crop has {native} of its own."),
)
LEAST = (
    mark("{title} asks for at least {least} pixels; this crop has {native} of its own."),
    mark("{title} probably asks for at least {least} pixels; this crop has {native} of its own."),
)
FORMAT = (
    mark("{title} asks for {kinds} files; this is a {kind}."),
    mark("{title} probably asks for {kinds} files; this is a {kind}."),
)
COLOUR = (
    mark("{title} asks for 8-bit RGB colour; this file has {mode}."),
    mark("{title} probably asks for 8-bit RGB colour; this file has {mode}."),
)
UPRIGHT = (
    mark("{title} asks for no orientation tag; this file has one."),
    mark("{title} probably asks for no orientation tag; this file has one."),
)
MOST = (
    mark("{title} asks for at most {most} pixels; this file has {size}."),
    mark("{title} probably asks for at most {most} pixels; this file has {size}."),
)
BYTES = (
    mark("{title} asks for at most {most} MB; this file has {length} MB."),
    mark("{title} probably asks for at most {most} MB; this file has {length} MB."),
)


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
        shape = _said(preset, SHAPE, shape=preset.aspect, size=box.size)
        hint = _("choose a crop of {shape}").format(shape=preset.aspect)
        return (Finding(_severity(preset), shape, hint),)
    if holds(fitting.size, preset.pixels):
        return ()
    native = fitting.size
    return (_enlarged(preset, native) if upscale else _too_few(preset, native),)


def check_file(preset: Preset, file: CoverFile) -> tuple[Finding, ...]:
    """What the platform of `preset` minds about a finished file, whatever crop it came from."""
    said: list[tuple[str, str]] = []
    if file.format not in preset.formats:
        kinds = either([kind.upper() for kind in preset.formats])
        sentence = _said(preset, FORMAT, kinds=kinds, kind=file.format.upper())
        said.append((sentence, _("export a {kinds}").format(kinds=kinds)))
    if file.mode != SRGB_MODE:
        said.append((_said(preset, COLOUR, mode=file.mode), _("export it again")))
    if not file.upright:
        said.append((_said(preset, UPRIGHT), _("export it again")))
    if preset.most and not holds(preset.most, file.size):
        said.append((_said(preset, MOST, most=preset.most, size=file.size), ""))
    if preset.max_bytes and file.bytes > preset.max_bytes:
        most = number(preset.max_bytes / 1e6, "g")
        length = number(math.ceil(file.bytes / 1e5) / 10, "g")
        sentence = _said(preset, BYTES, most=most, length=length)
        said.append((sentence, _smaller(preset, file.format)))
    return tuple(Finding(_severity(preset), sentence, hint) for sentence, hint in said)


def holds(size: Size, wanted: Size) -> bool:
    """Whether `size` has at least the width and the height of `wanted`."""
    return size.width >= wanted.width and size.height >= wanted.height


def _too_few(preset: Preset, native: Size) -> Finding:
    hint = _("choose a larger crop")
    if preset.least is None or holds(native, preset.least):
        best = _("{title} looks best with {pixels} pixels; this crop has {native} of its own.")
        told = best.format(title=_(preset.title), pixels=preset.pixels, native=native)
        return Finding("warning", told, hint)
    asked = EXACTLY if preset.least == preset.pixels else LEAST
    told = _said(preset, asked, least=preset.least, native=native)
    return Finding(_severity(preset), told, hint)


def _enlarged(preset: Preset, native: Size) -> Finding:
    values = {"title": _(preset.title), "native": native, "pixels": preset.pixels}
    if preset.refuses_enlarging:
        refusal = _(
            "{title} refuses enlarged pictures; "
            "this one is enlarged from {native} to {pixels} pixels."
        )
        return Finding("refused", refusal.format(**values), _("choose a larger crop"))
    told = _("For {title} this crop is enlarged from {native} to {pixels} pixels.")
    return Finding("warning", told.format(**values))


def _severity(preset: Preset) -> Severity:
    return "warning" if preset.doubtful else "refused"


def _said(preset: Preset, sentences: tuple[str, str], **values: object) -> str:
    """What a platform asks for: the first sentence where that is known, the second elsewhere."""
    return _(sentences[preset.doubtful]).format(title=_(preset.title), **values)


def _smaller(preset: Preset, written: Format) -> str:
    lossy = written is Format.PNG and Format.JPEG in preset.formats
    return _("export it as JPEG") if lossy else _("choose a crop with less fine texture")

"""What a manifest must promise beyond the types of its fields.

Names of files become paths, sizes become memory and patterns become programs; so each is held
against a rule before anything is done with it.
"""

import re
from collections.abc import Iterator
from math import isfinite

from coverart.language import _
from coverart.packs.manifest import (
    MANIFEST,
    AudioTower,
    ImageTower,
    Link,
    Pack,
    PackFile,
    TextTower,
    Tower,
)

LONGEST_NAME = 100
MOST_DIMENSIONS = 16_384
MOST_PIXELS = 2048  # of the side of a square that a tower wants
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# What Windows opens as a device, whatever the suffix.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_plain(name: str) -> bool:
    """Whether a name is that of a file within its folder, on every system."""
    return (
        len(name) <= LONGEST_NAME
        and _PLAIN.fullmatch(name) is not None
        and _DEVICES.fullmatch(name) is None
        and not name.endswith(".")
    )


def faults(pack: Pack) -> Iterator[str]:
    """What is wrong with a manifest, as sentences that its field begins: "`name` is empty"."""
    if not is_plain(pack.name):
        yield _("`name` is not a plain name")
    yield from _file_faults(pack)
    for place, tower in pack.towers.items():
        yield from _reference_faults(place, tower, pack)
        yield from _tower_faults(place, tower)
    yield from _dimension_faults(pack)
    for name in pack.proofs:
        if name not in pack.files:
            yield _("`proofs.{name}` is about no file of the pack").format(name=name)


def _file_faults(pack: Pack) -> Iterator[str]:
    seen: set[str] = set()
    for name, file in pack.files.items():
        if not is_plain(name) or name.lower() == MANIFEST:
            yield _("`files` names “{name}”, which is not a plain file name").format(name=name)
        if name.lower() in seen:  # on many disks these would be one file
            yield _("`files` names “{name}” twice").format(name=name)
        seen.add(name.lower())
        if file.name != name:
            yield _("`files.{name}` is called “{other}”").format(name=name, other=file.name)
        yield from _entry_faults(f"files.{name}", file)


def _entry_faults(where: str, file: PackFile) -> Iterator[str]:
    for field, count in (("size", file.size), ("least", file.least)):
        if count is not None and count < 0:
            yield _("`{field}` is below zero").format(field=f"{where}.{field}")
    for field, digest in (("sha256", file.sha256), ("sample", file.sample)):
        if digest is not None and _SHA256.fullmatch(digest) is None:
            yield _("`{field}` is not a SHA-256 in lower-case hexadecimal digits").format(
                field=f"{where}.{field}"
            )
    for pattern, _replacement in file.rename:
        try:
            re.compile(pattern)
        except re.error:
            yield _("`{field}` holds “{pattern}”, which is not a regular expression").format(
                field=f"{where}.rename", pattern=pattern
            )


def _reference_faults(where: str, tower: Tower, pack: Pack) -> Iterator[str]:
    wanted = {"graph": tower.graph}
    if tower.weights:
        wanted["weights"] = tower.weights
    if isinstance(tower, TextTower):
        wanted["tokenizer"] = tower.tokenizer
    for field, name in wanted.items():
        if name not in pack.files:
            yield _("`{field}` is “{name}”, which is not among the files").format(
                field=f"{where}.{field}", name=name
            )
    if not tower.graph.endswith(".onnx"):
        yield _("`{field}` is “{name}”, which is not an ONNX file").format(
            field=f"{where}.graph", name=tower.graph
        )
    if tower.weights and not tower.weights.endswith(".safetensors"):
        yield _("`{field}` is “{name}”, which is not a safetensors file").format(
            field=f"{where}.weights", name=tower.weights
        )


def _tower_faults(where: str, tower: Tower) -> Iterator[str]:
    if not 1 <= tower.dimension <= MOST_DIMENSIONS:
        yield _wrong(where, "dimension", tower.dimension)
    if isinstance(tower, ImageTower):
        yield from _image_faults(where, tower)
    elif isinstance(tower, TextTower):
        yield from _text_faults(where, tower)
    else:
        yield from _audio_faults(where, tower)


def _image_faults(where: str, tower: ImageTower) -> Iterator[str]:
    if not 1 <= tower.side <= MOST_PIXELS:
        yield _wrong(where, "side", tower.side)
    if not all(isfinite(value) for value in tower.mean):
        yield _("`{field}` is not finite").format(field=f"{where}.mean")
    if not all(isfinite(value) and value > 0 for value in tower.std):
        yield _("`{field}` is not above zero").format(field=f"{where}.std")


def _text_faults(where: str, tower: TextTower) -> Iterator[str]:
    if tower.vocabulary < 1:
        yield _wrong(where, "vocabulary", tower.vocabulary)
    if not 2 <= tower.context <= 4096:
        yield _wrong(where, "context", tower.context)
    if not 0 <= tower.padding < max(1, tower.vocabulary):
        yield _wrong(where, "padding", tower.padding)


def _audio_faults(where: str, tower: AudioTower) -> Iterator[str]:
    if not 1_000 <= tower.rate <= 400_000:
        yield _wrong(where, "rate", tower.rate)
    if not 0 < tower.seconds <= 600:
        yield _wrong(where, "seconds", tower.seconds)
    if not 1 <= tower.hop <= tower.window <= 65_536:
        yield _("`{field}` is {value} and its window {window}").format(
            field=f"{where}.hop", value=tower.hop, window=tower.window
        )
    if not 1 <= tower.mels <= 1024:
        yield _wrong(where, "mels", tower.mels)
    if not 0 <= tower.lowest < tower.highest <= tower.rate / 2:
        yield _("`{field}` is {value} and its highest {highest}").format(
            field=f"{where}.lowest", value=tower.lowest, highest=tower.highest
        )


def _dimension_faults(pack: Pack) -> Iterator[str]:
    """The towers that meet in one space must have one dimension."""
    image, audio, other = pack.image.dimension, pack.audio.dimension, pack.audio_text
    if pack.text.dimension != image:
        yield _("`{field}` is {value}, that of the image tower {image}").format(
            field="text.dimension", value=pack.text.dimension, image=image
        )
    if other is not None and other.dimension != audio:
        yield _("`{field}` is {value}, that of the audio tower {audio}").format(
            field="audio_text.dimension", value=other.dimension, audio=audio
        )
    if pack.link is Link.SHARED and audio != image:
        yield _("`{field}` is {value}, that of the image tower {image}").format(
            field="audio.dimension", value=audio, image=image
        )
    if pack.link is not Link.SHARED and other is None:
        yield _("`audio_text` is missing, which the link “{link}” needs").format(link=pack.link)


def _wrong(where: str, field: str, value: object) -> str:
    return _("`{field}` is {value}").format(field=f"{where}.{field}", value=value)

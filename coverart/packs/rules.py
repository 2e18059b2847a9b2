"""What a manifest must promise beyond the types of its fields.

Names of files become paths, sizes become memory and patterns become programs; so each is held
against a rule before anything is done with it.
"""

import re
from collections.abc import Iterator
from math import isfinite

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
        yield "`name` is not a plain name"
    yield from _file_faults(pack)
    for place, tower in pack.towers.items():
        for fault in (*_reference_faults(tower, pack), *_tower_faults(tower)):
            yield f"`{place}.{fault}"
    yield from _dimension_faults(pack)
    for name in pack.proofs:
        if name not in pack.files:
            yield f"`proofs.{name}` is about no file of the pack"


def _file_faults(pack: Pack) -> Iterator[str]:
    seen: set[str] = set()
    for name, file in pack.files.items():
        if not is_plain(name) or name.lower() == MANIFEST:
            yield f"`files` names “{name}”, which is not a plain file name"
        if name.lower() in seen:  # on many disks these would be one file
            yield f"`files` names “{name}” twice"
        seen.add(name.lower())
        if file.name != name:
            yield f"`files.{name}` is called “{file.name}”"
        for fault in _entry_faults(file):
            yield f"`files.{name}.{fault}"


def _entry_faults(file: PackFile) -> Iterator[str]:
    for field, count in (("size", file.size), ("least", file.least)):
        if count is not None and count < 0:
            yield f"{field}` is below zero"
    for field, digest in (("sha256", file.sha256), ("sample", file.sample)):
        if digest is not None and _SHA256.fullmatch(digest) is None:
            yield f"{field}` is not a SHA-256 in lower-case hexadecimal digits"
    for pattern, _ in file.rename:
        try:
            re.compile(pattern)
        except re.error:
            yield f"rename` holds “{pattern}”, which is not a regular expression"


def _reference_faults(tower: Tower, pack: Pack) -> Iterator[str]:
    wanted = {"graph": tower.graph}
    if tower.weights:
        wanted["weights"] = tower.weights
    if isinstance(tower, TextTower):
        wanted["tokenizer"] = tower.tokenizer
    for field, name in wanted.items():
        if name not in pack.files:
            yield f"{field}` is “{name}”, which is not among the files"
    if not tower.graph.endswith(".onnx"):
        yield f"graph` is “{tower.graph}”, which is not an ONNX file"
    if tower.weights and not tower.weights.endswith(".safetensors"):
        yield f"weights` is “{tower.weights}”, which is not a safetensors file"


def _tower_faults(tower: Tower) -> Iterator[str]:
    if not 1 <= tower.dimension <= MOST_DIMENSIONS:
        yield f"dimension` is {tower.dimension}"
    if isinstance(tower, ImageTower):
        yield from _image_faults(tower)
    elif isinstance(tower, TextTower):
        yield from _text_faults(tower)
    else:
        yield from _audio_faults(tower)


def _image_faults(tower: ImageTower) -> Iterator[str]:
    if not 1 <= tower.side <= MOST_PIXELS:
        yield f"side` is {tower.side}"
    if not all(isfinite(value) for value in tower.mean):
        yield "mean` is not finite"
    if not all(isfinite(value) and value > 0 for value in tower.std):
        yield "std` is not above zero"


def _text_faults(tower: TextTower) -> Iterator[str]:
    if tower.vocabulary < 1:
        yield f"vocabulary` is {tower.vocabulary}"
    if not 2 <= tower.context <= 4096:
        yield f"context` is {tower.context}"
    if not 0 <= tower.padding < max(1, tower.vocabulary):
        yield f"padding` is {tower.padding}"


def _audio_faults(tower: AudioTower) -> Iterator[str]:
    if not 1_000 <= tower.rate <= 400_000:
        yield f"rate` is {tower.rate}"
    if not 0 < tower.seconds <= 600:
        yield f"seconds` is {tower.seconds}"
    if not 1 <= tower.hop <= tower.window <= 65_536:
        yield f"hop` is {tower.hop} and its window {tower.window}"
    if not 1 <= tower.mels <= 1024:
        yield f"mels` is {tower.mels}"
    if not 0 <= tower.lowest < tower.highest <= tower.rate / 2:
        yield f"lowest` is {tower.lowest} and its highest {tower.highest}"


def _dimension_faults(pack: Pack) -> Iterator[str]:
    """The towers that meet in one space must have one dimension."""
    image, audio, other = pack.image.dimension, pack.audio.dimension, pack.audio_text
    if pack.text.dimension != image:
        yield f"`text.dimension` is {pack.text.dimension}, that of the image tower {image}"
    if other is not None and other.dimension != audio:
        yield f"`audio_text.dimension` is {other.dimension}, that of the audio tower {audio}"
    if pack.link is Link.SHARED and audio != image:
        yield f"`audio.dimension` is {audio}, that of the image tower {image}"
    if pack.link is not Link.SHARED and other is None:
        yield f"`audio_text` is missing, which the link “{pack.link}” needs"

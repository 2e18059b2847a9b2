"""The space of an installed pack: songs, words and crops by what they mean.

Crops and words are vectors of the pack's image and text towers. A song is the vector of its audio
tower, and only becomes one among the crops where it is asked for (see `linking`, `head`): what
is remembered of songs and crops does not depend on how they are linked.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np

from coverart.domain import Boxes, Floats, Pixels, Size, SpaceId
from coverart.encoders.encoder import Kind, QueryPart
from coverart.encoders.neural import cutting, linking
from coverart.encoders.neural.aim import Direction, NeuralAim
from coverart.encoders.neural.head import Head
from coverart.encoders.neural.linking import Bank
from coverart.encoders.neural.runtime import Preference
from coverart.encoders.neural.towers import AudioEncoder, ImageEncoder, TextEncoder
from coverart.errors import PackError
from coverart.packs.manifest import Link, Pack, Tower

VERSION = 1
"""Changes whenever the same pack would give other vectors."""
MOST_LINES = 16
"""Of a text of many lines so many are read, spread evenly from its start to its end."""
TOLD = 3

Item = TypeVar("Item")


class NeuralSpace:
    """An installed pack at work. It may be used by several threads, one at a time.

    `bank` may be None where `link` is not `Link.BANK`, and `head` where it is not `Link.HEAD`.
    Networks are loaded when they are first needed. `close` frees them for good.
    """

    light = False

    def __init__(
        self,
        folder: Path,
        pack: Pack,
        preference: Preference,
        link: Link,
        bank: Bank | None,
        head: Head | None,
    ) -> None:
        if link is Link.SHARED and pack.audio.dimension != pack.image.dimension:
            raise PackError(pack.name, "its songs and pictures share no space", "use another link")
        self.pack = pack
        self.link = link
        self._bank = bank
        self._head = head
        self._preference = preference
        self._image = ImageEncoder(folder, pack, preference)
        self._text = TextEncoder(folder, pack, pack.text, preference)
        self._audio = AudioEncoder(folder, pack, preference)
        self._one_at_a_time = Lock()
        self._told: set[str] = set()

    @property
    def id(self) -> SpaceId:
        """The pack's name, and a digest of its weights, its conventions and the precision."""
        digest = hashlib.blake2b(f"{VERSION} {self._preference.precision}".encode(), digest_size=6)
        for tower in (self.pack.image, self.pack.text, self.pack.audio):
            digest.update(_convention(tower, self.pack).encode())
        return SpaceId(f"{self.pack.name}-{digest.hexdigest()}")

    @property
    def title(self) -> str:
        """What is compared, and by which models."""
        return f"Matches what is heard with what is seen, by {self.pack.models}."

    @property
    def device(self) -> str:
        """What crops are encoded on; loads the network to find out."""
        return self._image.device

    @property
    def photo_side(self) -> int:
        """The short side at which photos are decoded: enough for the smallest crop."""
        return cutting.photo_side(self.pack.image)

    @property
    def sample_rate(self) -> int:
        """The audio tower's, in samples per second."""
        return self.pack.audio.rate

    def crop_vectors(self, pixels: Pixels, size: Size, boxes: Boxes) -> Iterator[Floats]:
        """Unit vectors of the crops, a batch at a time."""
        with self._one_at_a_time:
            yield from self._image.encode(pixels, size, boxes)

    def song_vectors(self, windows: Sequence[Floats]) -> Iterator[Floats]:
        """Unit vectors of the windows in the audio tower's own space, a batch at a time."""
        with self._one_at_a_time:
            yield from self._audio.encode(windows)

    def encode_text(self, text: str) -> Floats | None:
        """The mean unit vector of the lines of a text; None of a text without words."""
        lines = list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
        if not lines:
            return None
        with self._one_at_a_time:
            vectors = np.concatenate(list(self._text.encode(_spread(lines, MOST_LINES))))
        return linking.unit(vectors.mean(axis=0))

    def place(self, parts: Sequence[QueryPart]) -> Floats:
        """The weighted sum of all parts among the crops, as a unit vector."""
        placed = [one.weight * one.vector for one in self._directions(parts)]
        return linking.unit(np.sum(placed, axis=0))

    def aim(self, parts: Sequence[QueryPart], sample: Floats) -> NeuralAim:
        """Standardise each part over the sample (see `neural.aim`)."""
        return NeuralAim.measured(self._directions(parts), sample, self._bank)

    def describe(self, part: QueryPart) -> Mapping[str, float | str]:
        """The prompts nearest to a part, by the bank: "prompts", strongest first."""
        if self._bank is None:
            return {}
        prompts = self._direction(part).prompts
        if prompts is None:
            return {}
        strongest = np.argsort(-prompts, kind="stable")[:TOLD]
        return {"prompts": " · ".join(self._bank.labels[place] for place in strongest)}

    def take_notices(self) -> list[str]:
        """What users should know of devices that failed."""
        notices = [one for part in (self._image, self._text, self._audio) for one in part.notices]
        new = [one for one in dict.fromkeys(notices) if one not in self._told]
        self._told.update(new)
        return new

    def unload(self) -> None:
        """Free the memory of all networks until they are needed again."""
        for encoder in (self._image, self._text, self._audio):
            encoder.unload()

    def close(self) -> None:
        """Free everything, for good."""
        for encoder in (self._image, self._text, self._audio):
            encoder.close()

    def _directions(self, parts: Sequence[QueryPart]) -> list[Direction]:
        return [self._direction(part) for part in parts]

    def _direction(self, part: QueryPart) -> Direction:
        """Where one part points among the crops, and which prompts say the same."""
        if part.kind is Kind.SONG:
            vector, prompts = self._linked(linking.unit(part.vector))
        else:
            vector, prompts = linking.unit(part.vector), None
        if prompts is None and self._bank is not None:
            prompts = self._prompts_near(vector)
        return Direction(part.kind, vector, part.weight, prompts)

    def _linked(self, song: Floats) -> tuple[Floats, Floats | None]:
        """A song among the crops, and the weights of the prompts it was linked by."""
        if self.link is Link.BANK and self._bank is not None:
            return linking.through_bank(song, self._bank)
        if self.link is Link.HEAD and self._head is not None:
            return self._head(song), None
        if self.link is Link.SHARED:
            return song, None
        raise PackError(self.pack.name, f"it has no link of the kind “{self.link}”", _AGAIN)

    def _prompts_near(self, vector: Floats) -> Floats:
        if self._bank is None:  # asked only of a space with a bank
            raise RuntimeError
        logits = self._bank.seen @ vector
        return linking.softmax(logits, linking.temperature_for(logits))


_AGAIN = "install it anew, or choose another link"


def _spread(items: Sequence[Item], most: int) -> Sequence[Item]:
    """At most so many items, spread evenly from the first to the last."""
    if len(items) <= most:
        return items
    return [items[place] for place in np.linspace(0, len(items) - 1, most).round().astype(int)]


def _convention(tower: Tower, pack: Pack) -> str:
    """A tower's conventions, and what its graph and its weights are."""
    files = (tower.graph, tower.weights or tower.graph)
    digests = [pack.files[name].sha256 for name in files]
    return f"{tower} {digests}"

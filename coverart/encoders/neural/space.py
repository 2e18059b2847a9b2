"""The space of an installed pack: songs, words and crops by what they mean.

Crops and words are vectors of the pack's image and text towers. A song is the vector of its audio
tower, and only becomes one among the crops where it is asked for (see `linking`, `head`): what
is remembered of songs and crops does not depend on how they are linked.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from coverart.domain import Boxes, Emotion, Floats, Pixels, Size, SpaceId
from coverart.encoders.encoder import Kind, QueryPart
from coverart.encoders.neural import cutting, linking
from coverart.encoders.neural.aim import Direction, NeuralAim
from coverart.encoders.neural.devices import Preference
from coverart.encoders.neural.head import Head
from coverart.encoders.neural.linking import Bank
from coverart.encoders.neural.towers import AudioEncoder, ImageEncoder, TextEncoder
from coverart.encoders.neural.turns import Turns
from coverart.errors import PackError
from coverart.language import _, mark
from coverart.packs.manifest import Link, Pack, Tower

VERSION = 1
"""Changes whenever the same pack would give other vectors."""
MOST_LINES = 16
"""Of a text of many lines so many are read, spread evenly from its start to its end."""
TEXTS_KEPT = 2048
"""The vectors of so many texts are kept, the lyrics of a collection among them: some 10 MB."""
TOLD = 3

Item = TypeVar("Item")


class NeuralSpace:
    """An installed pack at work. Several threads may use it, and do so batch by batch in turn.

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
            raise PackError(
                pack.name, _("its songs and pictures share no space"), _("use another link")
            )
        self.pack = pack
        self.link = link
        self._bank = bank
        self._head = head
        self._preference = preference
        self._image = ImageEncoder(folder, pack, preference)
        self._text = TextEncoder(folder, pack, pack.text, preference)
        self._audio = AudioEncoder(folder, pack, preference)
        self._turns = Turns()
        # What is known already need not wait for its turn.
        self._meaning: Callable[[tuple[str, ...]], Floats] = lru_cache(TEXTS_KEPT)(self._read)
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
        return _("Matches what is heard with what is seen, by {models}.").format(
            models=_(self.pack.models)
        )

    @property
    def device(self) -> str:
        """What crops were encoded on, or else songs, or else texts; empty before any of it."""
        return self._image.used or self._audio.used or self._text.used

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
        return self._turns.each(self._image.encode(pixels, size, boxes))

    def song_vectors(self, windows: Sequence[Floats]) -> Iterator[Floats]:
        """Unit vectors of the windows in the audio tower's own space, a batch at a time."""
        return self._turns.each(self._audio.encode(windows))

    def encode_text(self, text: str) -> Floats | None:
        """The mean unit vector of the lines of a text; None of a text without words.

        Texts that were read lately are not read again; the vector cannot be written to.
        """
        lines = tuple(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
        return self._meaning(tuple(_spread(lines, MOST_LINES))) if lines else None

    def encode_emotion(self, emotion: Emotion) -> Floats | None:  # noqa: ARG002 (the protocol's)
        """None: what a network sees in pictures is no emotion."""
        return None

    def emotion(self, crop: Floats) -> Emotion | None:  # noqa: ARG002 (the protocol's)
        """None, as above."""
        return None

    def place(self, parts: Sequence[QueryPart]) -> Floats:
        """The weighted sum of all parts among the crops, as a unit vector."""
        placed = [one.weight * one.vector for one in self._directions(parts)]
        return linking.unit(np.sum(placed, axis=0))

    def aim(self, parts: Sequence[QueryPart], sample: Floats) -> NeuralAim:
        """Standardise each part over the sample (see `neural.aim`)."""
        centre = linking.centre_of(sample)
        return NeuralAim.measured(self._directions(parts, centre), sample, self._bank)

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

    def _read(self, lines: tuple[str, ...]) -> Floats:
        vectors = np.concatenate(list(self._turns.each(self._text.encode(lines))))
        vector = linking.unit(vectors.mean(axis=0))
        vector.flags.writeable = False  # it is given to all who ask
        return vector

    def _directions(
        self, parts: Sequence[QueryPart], centre: Floats | None = None
    ) -> list[Direction]:
        return [self._direction(part, centre) for part in parts]

    def _direction(self, part: QueryPart, centre: Floats | None = None) -> Direction:
        """Where one part points among the crops, and which prompts say the same.

        `centre` (d,) is the mean of a library's crops, where it is known.
        """
        vector, prompts = linking.unit(part.vector), None
        if part.kind is Kind.SONG:
            vector, prompts = self._linked(vector)
        direction = Direction(part.kind, vector, part.weight, prompts, prompts is not None)
        if prompts is None and self._bank is not None:
            said = direction.among_prompts(self._bank, centre)
            direction = replace(direction, prompts=linking.prompts_near(said, self._bank))
        return direction

    def _linked(self, song: Floats) -> tuple[Floats, Floats | None]:
        """A song among the crops, and the weights of the prompts it was linked by."""
        if self.link is Link.BANK and self._bank is not None:
            return linking.through_bank(song, self._bank)
        if self.link is Link.HEAD and self._head is not None:
            return self._head(song), None
        if self.link is Link.SHARED:
            return song, None
        raise PackError(
            self.pack.name,
            _("it has no link of the kind “{link}”").format(link=self.link),
            _(_AGAIN),
        )


_AGAIN = mark("install it anew, or choose another link")


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

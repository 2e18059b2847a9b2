"""The towers of an installed pack at work: crops, texts and sound become unit vectors.

Each encoder yields the vectors of one batch after another, so that whoever drives it can stop
between two of them, a quarter of a second at most. While one batch is encoded, a thread of the
encoder's own prepares the next. Networks are loaded when they are first needed; what they cannot
do is raised as a `PackError`.

Several `encode` may be under way, a batch of one after a batch of another; but only one of them
may be asked for its next batch at a time. Vectors are float32.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np

from coverart.domain import Boxes, Floats, Pixels, Size
from coverart.encoders.neural import cutting, device_cut
from coverart.encoders.neural.devices import Feeds, Load, Network, Precision, Preference
from coverart.encoders.neural.mel import log_mels
from coverart.encoders.neural.runtime import load_model
from coverart.encoders.neural.session import Session
from coverart.encoders.neural.tokens import TextTokens
from coverart.packs.manifest import HALF, INT8, Pack, TextTower, Tower, derived, runnable


class _Encoder:
    """What the encoders have in common: a session, and a thread that prepares batches for it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="ahead")

    @property
    def device(self) -> str:
        """The name of the device, for users; the network is loaded to find out."""
        return self._session.device

    @property
    def used(self) -> str:
        """The name of the device that was last used, for users; empty as long as none was."""
        return self._session.used

    @property
    def notices(self) -> tuple[str, ...]:
        """What users should know of failed devices, one sentence each."""
        return tuple(self._session.notices)

    def unload(self) -> None:
        """Free the memory of the network until it is needed again."""
        self._session.unload()

    def close(self) -> None:
        """End the thread, and free the network."""
        self._ahead.shutdown(cancel_futures=True)
        self.unload()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _encoded(
        self, session: Session, count: int, feeds: Callable[[slice], Feeds], shared: Feeds
    ) -> Generator[Floats]:
        """The vectors of `count` items, a batch at a time; `feeds` prepares some of them."""
        session.device  # noqa: B018 (loaded before it is asked for the size of a batch)
        part = slice(0, min(session.batch.size, count))
        pending = self._ahead.submit(feeds, part)
        try:
            while part.start < count:
                ready = pending.result()
                part = slice(part.stop, min(part.stop + session.batch.size, count))
                if part.start < count:
                    pending = self._ahead.submit(feeds, part)
                yield session.run(ready, shared)
        finally:
            pending.cancel()


class ImageEncoder(_Encoder):
    """The image tower: crops of a photo.

    On a graphics card the crops are cut and resized there, and otherwise by `cutting`.
    """

    def __init__(
        self,
        folder: Path,
        pack: Pack,
        preference: Preference | None = None,
        load: Load = load_model,
        providers: Sequence[str] | None = None,
    ) -> None:
        preference = preference or Preference()
        files = _files(folder, pack, pack.image)
        plain = Network(pack.name, files)
        cutting_too = Network(pack.name, files, self._with_cutting)
        on_processor = Preference(preference.precision, False, preference.threads)
        super().__init__(Session(plain, on_processor, load, providers))
        self._tower = pack.image
        self._card = Session(cutting_too, preference, load, providers)

    @property
    def photo_side(self) -> int:
        """The short side, in pixels, at which photos are to be decoded."""
        return cutting.photo_side(self._tower)

    @property
    def device(self) -> str:
        """The name of the device, for users; the network is loaded to find out."""
        return self._current().device

    @property
    def used(self) -> str:
        """The name of the device that was last used, for users; empty as long as none was."""
        return self._session.used or self._card.used

    @property
    def notices(self) -> tuple[str, ...]:
        """What users should know of failed devices, one sentence each."""
        return (*self._card.notices, *self._session.notices)

    def unload(self) -> None:
        """Free the memory of the network until it is needed again."""
        self._card.unload()
        super().unload()

    def encode(self, pixels: Pixels, size: Size, boxes: Boxes) -> Generator[Floats]:
        """Vectors (k, d) of the next k crops of `boxes` (n, 4), in order.

        `pixels` are those of the whole photo, decoded at `photo_side` or larger, and `size` is
        that of its original, to which `boxes` refer.
        """
        if len(boxes) == 0:
            return
        session = self._current()
        if session is self._card:
            numbers = device_cut.feeds(pixels, size, boxes, self._tower)
            shared = {"photo": np.ascontiguousarray(pixels)}
            yield from self._encoded(session, len(boxes), lambda part: _part(numbers, part), shared)
        else:
            cut = cutting.cutter(pixels, size, self._tower)
            yield from self._encoded(
                session, len(boxes), lambda part: {"pixels": cut(Boxes(boxes[part]))}, {}
            )

    def _current(self) -> Session:
        """The card's session as long as it has one; what it holds otherwise is let go."""
        if self._card.graphics:
            return self._card
        self._card.unload()
        return self._session

    def _with_cutting(self, file: Path) -> bytes:
        return device_cut.with_cutting(file, self._tower)


class TextEncoder(_Encoder):
    """A text tower, the image's or the sound's, with its tokenizer."""

    def __init__(
        self,
        folder: Path,
        pack: Pack,
        tower: TextTower,
        preference: Preference | None = None,
        load: Load = load_model,
    ) -> None:
        super().__init__(Session(Network(pack.name, _files(folder, pack, tower)), preference, load))
        self._tower = tower
        self._tokens = TextTokens(folder / tower.tokenizer, tower, pack.name)

    def encode(self, texts: Sequence[str]) -> Generator[Floats]:
        """Vectors (k, d) of the next k texts, in order."""
        if texts:
            yield from self._encoded(self._session, len(texts), lambda p: self._feeds(texts[p]), {})

    def _feeds(self, texts: Sequence[str]) -> Feeds:
        tokens, mask = self._tokens(texts)
        return {"tokens": tokens, "mask": mask} if self._tower.masked else {"tokens": tokens}


class AudioEncoder(_Encoder):
    """The audio tower: windows of sound."""

    def __init__(
        self,
        folder: Path,
        pack: Pack,
        preference: Preference | None = None,
        load: Load = load_model,
    ) -> None:
        files = _files(folder, pack, pack.audio)
        super().__init__(Session(Network(pack.name, files), preference, load))
        self._tower = pack.audio

    def encode(self, windows: Sequence[Floats]) -> Generator[Floats]:
        """Vectors (k, d) of the next k mono windows (samples,) at the tower's rate, in order."""
        if windows:
            count = len(windows)
            yield from self._encoded(self._session, count, lambda p: self._feeds(windows[p]), {})

    def _feeds(self, windows: Sequence[Floats]) -> Feeds:
        mel, longer = log_mels(windows, self._tower)
        return {"mel": mel, "longer": longer} if self._tower.fusion else {"mel": mel}


def _files(folder: Path, pack: Pack, tower: Tower) -> dict[Precision, Path]:
    """The files of a tower, by precision; only those that the manifest knows."""
    names = {
        Precision.FULL: runnable(tower),
        Precision.HALF: derived(tower.graph, HALF),
        Precision.INT8: derived(tower.graph, INT8),
    }
    return {kind: folder / name for kind, name in names.items() if name in pack.files}


def _part(feeds: Mapping[str, Floats], part: slice) -> Feeds:
    return {name: values[part] for name, values in feeds.items()}

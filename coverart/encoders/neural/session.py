"""A network in use: on the device that can run it, whatever becomes of the others.

Whether a device can be used is only known once a model was loaded there: a provider that is listed
may still lack its driver. So they are tried in order, the processor last, and the first that loads
the model runs it. A graphics card that then fails, runs out of memory or answers with numbers that
are none gets half the batch. Where it fails even at a single item, the next way is taken for good,
and `Session.notices` says so once the card is given up. A `PackError` is raised where no device is
left.
"""

import time
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from coverart.domain import Floats
from coverart.encoders.neural.batches import BatchSize
from coverart.encoders.neural.devices import (
    CPU,
    DeviceError,
    Engine,
    Feeds,
    Load,
    Network,
    Precision,
    Preference,
    Way,
)
from coverart.encoders.neural.runtime import available, device_name, load_model
from coverart.errors import PackError
from coverart.language import _
from coverart.media.limits import worker_count


class Session:
    """A network on the device that runs it; loaded when it is first needed, and again after that.

    May be used from several threads. `notices` are sentences for users. `load` raises
    `DeviceError` where a device cannot be used.
    """

    def __init__(
        self,
        network: Network,
        preference: Preference | None = None,
        load: Load | None = None,
        providers: Sequence[str] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        listed = available() if providers is None else providers
        self.notices: list[str] = []
        self.batch = BatchSize()
        self._network = network
        self._load = load or load_model
        self._clock = clock
        self._ways = _ways(network, preference or Preference(), listed)
        self._engine: Engine | None = None
        self._used: Way | None = None
        self._lock = Lock()

    @property
    def device(self) -> str:
        """The name of the device. Raises `PackError` where none can load the network."""
        self._ready()
        return device_name(self._ways[0])

    @property
    def used(self) -> str:
        """The name of the device that ran it last; empty as long as none has. Loads nothing."""
        return device_name(self._used) if self._used is not None else ""

    @property
    def graphics(self) -> bool:
        """Whether a graphics card runs it; the network is loaded if so, and not if not."""
        with self._lock:
            self._settle(graphics_only=True)
            return self._ways[0].graphics

    @property
    def precision(self) -> Precision:
        """What is calculated with. Raises `PackError` as `device` does."""
        self._ready()
        return self._ways[0].precision

    def run(self, feeds: Feeds, shared: Feeds | None = None) -> Floats:
        """The first output, (n, …), for arrays whose first axis is n ≥ 1, and for `shared` ones.

        Raises `PackError` where no device is left that can do it.
        """
        shared = shared or {}
        engine = self._ready()
        began = self._clock()
        try:
            values = engine.run({**feeds, **shared})
            if not np.isfinite(values).all():
                raise DeviceError(_("it answers with numbers that are none"))
        except DeviceError as error:
            return self._again(engine, feeds, shared, error)
        self.batch.record(_rows(feeds), self._clock() - began)
        return values

    def unload(self) -> None:
        """Free what the network takes; the next use loads it again, on the same device."""
        with self._lock:
            self._engine = None

    def _ready(self) -> Engine:
        with self._lock:
            engine = self._settle()
        assert engine is not None  # noqa: S101 (what cannot be loaded raises)
        return engine

    def _settle(self, graphics_only: bool = False) -> Engine | None:
        """Load the network in the first way that works, unless it is loaded."""
        while self._engine is None and (self._ways[0].graphics or not graphics_only):
            try:
                self._engine = self._load(self._network, self._ways[0])
            except DeviceError as error:
                self._give_up(error)
                continue
            if self._used != self._ways[0]:
                self._used = self._ways[0]
                self.batch = BatchSize(self._used.sizes)
        return self._engine

    def _again(self, engine: Engine, feeds: Feeds, shared: Feeds, error: DeviceError) -> Floats:
        """Run in halves what failed together, and elsewhere what failed alone."""
        rows = _rows(feeds)
        with self._lock:
            halves = rows > 1 and self._engine is engine and self._ways[0].graphics
            if halves:
                self.batch.halve(rows)
            elif self._engine is engine:
                self._engine = None
                self._give_up(error)
        if not halves:
            return self.run(feeds, shared)
        parts = slice(None, rows // 2), slice(rows // 2, None)
        divided = [{name: values[part] for name, values in feeds.items()} for part in parts]
        return np.concatenate([self.run(half, shared) for half in divided])

    def _give_up(self, error: DeviceError) -> None:
        """Turn to the next way, and say so where that leaves a device that was in use."""
        if len(self._ways) == 1:
            hint = _("install the pack anew")
            raise PackError(
                self._network.pack, _("it cannot be run: {error}").format(error=error), hint
            ) from error
        left, self._ways = self._ways[0], self._ways[1:]
        if self._used is not None and not self._ways[0].graphics:
            self.notices.append(
                _("{device} failed, so the processor does its work").format(
                    device=device_name(left)
                )
            )


def _ways(network: Network, wanted: Preference, listed: Sequence[str]) -> tuple[Way, ...]:
    """All ways to run a network, best first."""
    threads = wanted.threads or worker_count()
    kept = next(kind for kind in (wanted.precision, *Precision) if kind in network.files)
    graphics = wanted.graphics and kept is not Precision.INT8
    ways = [
        Way(provider, precision, threads)
        for provider in listed
        for precision in (Precision.HALF, Precision.FULL)
        if graphics and provider != CPU and precision in network.files
    ]
    return (*ways, Way(CPU, kept, threads))


def _rows(feeds: Feeds) -> int:
    return len(next(iter(feeds.values())))

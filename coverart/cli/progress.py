"""Progress on a terminal; silence in a pipe."""

import sys
from typing import NoReturn, Self

from tqdm import tqdm

from coverart.cli.terminal import plain
from coverart.engine.job import Event, Notice, Progress, Skipped
from coverart.errors import MediaError
from coverart.language import _


class Meter:
    """Shows the events of one job on standard error, and gathers the files it left out.

    `unit` is what its steps count; large numbers of anything but files are shortened.
    """

    def __init__(self, unit: str = "file") -> None:
        self.skipped: list[MediaError] = []
        self._unit = unit
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def tell(self, event: Event) -> None:
        """Take one event."""
        match event:
            case Progress():
                self._show(event)
            case Skipped(error):
                self.skipped.append(error)
            case Notice(sentence):
                tqdm.write(f"coverart: {plain(sentence)}", file=sys.stderr)

    def _show(self, progress: Progress) -> None:
        if self._bar is None:
            quiet = not sys.stderr.isatty()
            self._bar = tqdm(
                file=sys.stderr,
                disable=quiet,
                leave=False,
                unit=self._unit,
                unit_scale=self._unit != "file",
            )
        if progress.done < self._bar.n:  # another stage, whose speed is its own
            self._bar.reset()
        self._bar.set_description(plain(_(progress.label)), refresh=False)
        self._bar.total = progress.total or None
        self._bar.n = progress.done
        self._bar.refresh()

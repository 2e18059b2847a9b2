"""What the export dialog asks of the engine to show a cover before it is written."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from coverart.domain import Crop
from coverart.encoders.affect.colour import cielab
from coverart.engine.exporting import list_fonts, preview_letters
from coverart.engine.job import Job
from coverart.engine.picturing import begin_picture
from coverart.engine.session import Tools
from coverart.engine.waiting import awaited
from coverart.errors import CoverArtError
from coverart.export.contrast import hexadecimal
from coverart.export.lettering import Lettered
from coverart.export.palette import palette
from coverart.export.words import Lettering
from coverart.gui.finish.warm_jobs import WarmJobs
from coverart.gui.pictures.picture_thread import as_image
from coverart.gui.studio.one_job import Prepare
from coverart.language import _

REST = 40
"""Milliseconds that a slider or a key must rest before the cover is made anew."""
PALETTE_SIDE = 96
MOST_COLOURS = 5
APART = 12.0
"""The CIELAB distance from which on two colours are offered both."""


class Previewing(QObject):
    """Makes small covers, by the same code that writes the large ones; the latest wins.

    `shown` carries an image and the `Lettered` it was made from; `colours_found` the colours of
    the picture, `fonts_found` the families of the installed fonts.
    """

    shown = Signal(QImage, object)
    failed = Signal(str)
    colours_found = Signal(object)
    fonts_found = Signal(object)

    def __init__(self, prepare: Prepare) -> None:
        super().__init__()
        self._jobs = WarmJobs(prepare)
        self._wish: tuple[Crop, Lettering, int] | None = None
        self._rested = QTimer(self, singleShot=True, interval=REST)
        self._rested.timeout.connect(self._begin)
        self._coloured: Crop | None = None
        self._fonts_known = False

    def show(self, crop: Crop, lettering: Lettering | None, longest: int) -> None:
        """Make a small cover of a crop, `longest` pixels on its long side."""
        wish = (crop, lettering or Lettering(), longest)
        if wish != self._wish:
            self._wish = wish
            self._rested.start()

    def stop(self) -> None:
        """Want nothing more."""
        self._rested.stop()
        self._jobs.stop()

    def _begin(self) -> None:
        if self._wish is None:
            return
        crop, lettering, longest = self._wish
        self._jobs.want(
            "preview",
            lambda tools: _with_image(crop, lettering, longest, tools),
            lambda made: self._show(crop, *made),
            self._fail,
        )

    def _show(self, crop: Crop, image: QImage, made: Lettered) -> None:
        """Tell of a cover; what else there is to know of it could wait until now."""
        self.shown.emit(image, made)
        if crop != self._coloured:
            self._coloured = crop
            self._jobs.want(
                "colours", lambda tools: _colours(crop, tools), self.colours_found.emit, self._fail
            )
        if not self._fonts_known:
            self._fonts_known = True
            self._jobs.want("fonts", list_fonts, self.fonts_found.emit, self._fail)

    def _fail(self, error: CoverArtError) -> None:
        self.failed.emit(str(error))


def _with_image(
    crop: Crop, lettering: Lettering, longest: int, tools: Tools
) -> Job[tuple[QImage, Lettered]]:
    made = yield from preview_letters(crop.photo.path, crop.box, longest, lettering, tools)
    return as_image(made.pixels), made


def _colours(crop: Crop, tools: Tools) -> Job[list[str]]:
    pending = begin_picture(crop.photo.path, crop.box, PALETTE_SIDE, tools.pool)
    pixels = yield from awaited(pending, _("Looking at the colours"))
    return _distinct(palette(pixels))


def _distinct(colours: NDArray[np.uint8]) -> list[str]:
    """The colours that can be told from those before them, a few at most."""
    lab = np.stack(cielab(colours[None]), axis=-1)[0]
    kept: list[int] = []
    for number, own in enumerate(lab):
        if all(np.linalg.norm(own - lab[other]) > APART for other in kept):
            kept.append(number)
    return [hexadecimal(colours[number]) for number in kept[:MOST_COLOURS]]

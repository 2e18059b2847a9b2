"""Asks whether the cover may go into the song's own tags, puts it there, and says so."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from coverart.domain import Box
from coverart.engine.tagging import CropCover, Tagged, rules, tag
from coverart.errors import CoverArtError
from coverart.export.lettering import Lettering
from coverart.gui.finish.export_plan import Material
from coverart.gui.look.parts import Button, label
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import STEP
from coverart.gui.studio.one_job import OneJob, Prepare
from coverart.language import _, number


class TagSheet(Sheet):
    """Puts one cover into one song; `tagged` tells that it is there, and what the song is now.

    Raises `ValueError` for a material without a song.
    """

    tagged = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        material: Material,
        prepare: Prepare,
        lettering: Lettering | None = None,
    ) -> None:
        super().__init__(parent, _("Put the cover into the song?"))
        if material.song is None:
            raise ValueError
        self._song = material.song
        crop = material.square
        self._cover = CropCover(crop.photo.path, crop.box, lettering)
        self._job = OneJob(prepare)
        self._job.failed.connect(self._fail)
        self._job.broken.connect(self._end)
        self._told = label(wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Working"))
        self._bar.hide()
        self._leave = Button(_("Leave it as it is"), self.reject)
        self._change = Button(_("Change the file"), self.change, "primary")
        self.setMinimumWidth(60 * STEP)
        self._asked = label(self._question(crop.box), wraps=True)
        self.body.addWidget(self._asked)
        self.body.addWidget(self._told)
        self.body.addWidget(self._bar)
        self.body.addStretch()
        self.add_foot(self._leave, self._change)

    @property
    def told(self) -> str:
        """What came of it."""
        return self._told.text()

    def change(self) -> None:
        """Put the cover into the song."""
        song, cover = self._song, self._cover
        self._change.setEnabled(False)
        self._leave.setText(_("Stop"))
        self._told.setText(_("Writing a copy, and proving that nothing else changes…"))
        self._bar.show()
        self._job.start(lambda tools: tag(song, cover, tools), self._succeed)

    def done(self, result: int) -> None:
        """Close; what is not done by then is not done."""
        self._job.let_go()
        super().done(result)

    def _question(self, box: Box) -> str:
        said = _(
            "The file {name} in {folder} is changed: this cover, as a JPEG of at most {size}"
            " pixels, becomes the front cover in its tags, in place of the one it may have. The"
            " sound and all other tags stay exactly as they are; that is proven on a copy first."
        )
        size = rules(box).pixels
        return said.format(name=self._song.name, folder=self._song.parent, size=size)

    def _succeed(self, done: Tagged) -> None:
        said = _("{name} carries the new cover now, {length} KB, in place of the one before.")
        if not done.replaced:
            said = _("{name} carries the cover now, {length} KB.")
        self._told.setText(
            said.format(name=done.song.name, length=number(done.bytes / 1e3, ",.0f"))
        )
        self._end()
        self._change.hide()
        self._asked.hide()
        self._leave.setDefault(True)
        self.tagged.emit(done)

    def _fail(self, error: CoverArtError) -> None:
        self._told.setText(str(error))
        self._end()

    def _end(self) -> None:
        self._bar.hide()
        self._change.setEnabled(True)
        self._leave.setText(_("Close"))

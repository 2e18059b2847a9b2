"""The window: puts its parts together and connects them to the studio."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from coverart.domain import SQUARE, WIDE, Match
from coverart.gui.choosers import Choosers
from coverart.gui.commands import add_actions
from coverart.gui.dialogs import crash_report, help_on_keys, skipped_list
from coverart.gui.drops import sort_drop
from coverart.gui.export_dialog import ExportDialog
from coverart.gui.gallery import Gallery
from coverart.gui.invitation import Invitation
from coverart.gui.message_bar import MessageBar
from coverart.gui.pictures import Pictures
from coverart.gui.preview import Preview
from coverart.gui.results import Results
from coverart.gui.stage import Stage
from coverart.gui.status_strip import StatusStrip
from coverart.gui.studio import Studio
from coverart.gui.theme import STEP
from coverart.gui.top_bar import TopBar
from coverart.gui.wording import outcome, places_name, song_name, waiting

PREVIEW_WIDTH = 44 * STEP


class MainWindow(QMainWindow):
    """Shows what the studio knows, and tells it what the user does."""

    def __init__(self, studio: Studio, pictures: Pictures, title: str) -> None:
        super().__init__()
        self._studio = studio
        self._pictures = pictures
        self._choosers = Choosers()
        self.top = TopBar()
        self.message = MessageBar()
        self.invitation = Invitation()
        self.gallery = Gallery(pictures)
        self.results = Results(self.gallery, title)
        self.preview = Preview(pictures)
        self.status = StatusStrip()
        self._pages = QStackedWidget()
        self._crashed = False
        self.setWindowTitle("Coverart")
        self.setAcceptDrops(True)
        self.resize(160 * STEP, 100 * STEP)
        self.setMinimumSize(112 * STEP, 70 * STEP)
        self._lay_out()
        add_actions(self, self._deeds())
        self._connect_parts()
        self._connect_studio()
        self._show_wanted()

    def report_crash(self, details: str) -> None:
        """Tell of a bug of our own, unless the last one is still being read."""
        if not self._crashed:
            self._crashed = True
            dialog = crash_report(self, details)
            dialog.finished.connect(self._forget_crash)
            dialog.open()

    def choose_song(self) -> None:
        """Let the user choose a song."""
        self._studio.want(song=self._choosers.song(self))

    def choose_folder(self) -> None:
        """Let the user choose a folder of photos."""
        folder = self._choosers.folder(self)
        self._studio.want(places=(folder,) if folder else ())

    def export(self) -> ExportDialog | None:
        """Export the chosen crop, if there is one."""
        match = self.gallery.chosen_match
        if match is None:
            return None
        song = song_name(self._studio.wanted.song, self._studio.record)
        dialog = ExportDialog(self, match.crop, song, self._studio.prepare_export)
        dialog.open()
        return dialog

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take files; they are only read, so the source must keep them."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Use what was dropped."""
        event.acceptProposedAction()
        self._studio.take(sort_drop(event.mimeData().urls()))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """End all threads and child processes, out of the user's sight."""
        self.hide()
        self._studio.close()
        self._pictures.close()
        super().closeEvent(event)

    def _deeds(self) -> Mapping[str, Callable[[], object]]:
        return {
            "song": self.choose_song,
            "folder": self.choose_folder,
            "words": self.top.focus_words,
            "square": lambda: self._studio.want(aspect=SQUARE),
            "wide": lambda: self._studio.want(aspect=WIDE),
            "export": self.export,
            "cancel": self._studio.cancel,
            "help": lambda: help_on_keys(self).open(),
            "quit": self.close,
        }

    def _connect_parts(self) -> None:
        studio = self._studio
        for asker in (self.top, self.invitation):
            asker.song_wanted.connect(self.choose_song)
            asker.places_wanted.connect(self.choose_folder)
        self.invitation.demo_wanted.connect(studio.try_demo)
        self.top.words_entered.connect(lambda words: studio.want(words=words))
        self.top.aspect_chosen.connect(lambda aspect: studio.want(aspect=aspect))
        self.top.export_wanted.connect(self.export)
        self.results.composition_weighed.connect(studio.weigh_composition)
        self.gallery.chosen.connect(self._show_chosen)
        self.gallery.opened.connect(lambda _match: self.export())
        self.preview.export_wanted.connect(self.export)
        self.status.cancel_wanted.connect(studio.cancel)
        self.status.resume_wanted.connect(studio.search)
        self.status.skipped_wanted.connect(lambda: skipped_list(self, studio.skipped).open())

    def _connect_studio(self) -> None:
        studio = self._studio
        studio.wanted_changed.connect(self._show_wanted)
        studio.stage_changed.connect(self._show_stage)
        studio.progressed.connect(self.status.set_progress)
        studio.ranked.connect(self.results.show_ranking)
        studio.skipped_changed.connect(lambda: self.status.set_skipped(len(studio.skipped)))
        studio.said.connect(self.message.say)
        studio.moved_on.connect(self._forget)

    def _show_wanted(self) -> None:
        wanted = self._studio.wanted
        self.top.show_song(song_name(wanted.song, self._studio.record))
        self.top.show_places(places_name(wanted.places))
        self.top.show_aspect(wanted.aspect)
        self.invitation.ask_for(song=wanted.song is None, places=not wanted.places)
        self._pages.setCurrentIndex(1 if wanted.complete else 0)

    def _show_stage(self, stage: Stage) -> None:
        self.status.set_stage(stage)
        self.status.setVisible(stage is not Stage.WAITING)
        self.results.allow_weighing(stage in (Stage.WORKING, Stage.FINAL))
        ranking = self._studio.ranking
        self.results.show_waiting(waiting(stage, ranking, self._studio.wanted.places))
        if stage is Stage.FINAL:
            self.gallery.choose_first()
            self.status.set_result(outcome(ranking))

    def _forget(self) -> None:
        """Let go of what belongs to an earlier wish."""
        self.message.hide()
        self.gallery.forget_chosen()
        self.preview.show_match(None)
        self.top.allow_export(False)
        if not self.top.typing:
            self.gallery.setFocus()

    def _forget_crash(self) -> None:
        self._crashed = False

    def _show_chosen(self, match: Match) -> None:
        self.preview.show_match(match, self.gallery.thumbnail(match.crop))
        self.top.allow_export(True)

    def _lay_out(self) -> None:
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(STEP)
        split.addWidget(self.results)
        split.addWidget(self.preview)
        split.setStretchFactor(0, 1)
        split.setSizes([10 * PREVIEW_WIDTH, PREVIEW_WIDTH])
        self.preview.setMinimumWidth(PREVIEW_WIDTH - 8 * STEP)
        self._pages.addWidget(self.invitation)
        self._pages.addWidget(split)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.message)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status)
        self.status.hide()
        self.setCentralWidget(whole)

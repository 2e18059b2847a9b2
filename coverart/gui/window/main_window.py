"""The window: puts its views together, and knows the commands, the dialogs and what is dropped."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from coverart.domain import SQUARE, WIDE, Crop
from coverart.engine.asking import Example
from coverart.errors import PackError
from coverart.gui.commands import add_actions
from coverart.gui.finish.export_dialog import ExportDialog
from coverart.gui.gallery.hover import Liking
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.setup.settings_dialog import SettingsDialog
from coverart.gui.songs.songs_page import SongsPage
from coverart.gui.studio.drops import pictures_among, songs_among, sort_drop
from coverart.gui.studio.packs import Packs
from coverart.gui.studio.song_search import SongSearch
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import example_of
from coverart.gui.studio.wording import places_name, song_name
from coverart.gui.window.choosers import Choosers
from coverart.gui.window.crops_page import CropsPage
from coverart.gui.window.dialogs import crash_report, help_on_keys
from coverart.gui.window.header import Header
from coverart.gui.window.view_switch import View
from coverart.gui.work.skipped import skipped_list

SHIFT = Qt.KeyboardModifier.ShiftModifier


class MainWindow(QMainWindow):
    """Connects what the user does to the studio, the song search and the packs."""

    def __init__(self, studio: Studio, pictures: Pictures) -> None:
        super().__init__()
        self._studio = studio
        self._pictures = pictures
        self._choosers = Choosers()
        self.songs = SongSearch(studio.prepare)
        self.packs = Packs(studio.prepare_aside, self._use_chosen_space)
        self.header = Header()
        self.top = self.header.crops
        self.songs_bar = self.header.songs
        self.crops_page = CropsPage(studio, pictures)
        self.songs_page = SongsPage(self.songs, pictures)
        self.gallery = self.crops_page.gallery
        self.message = self.crops_page.message
        self.status = self.crops_page.status
        self._views = QStackedWidget()
        self._crashed = False
        self._songs_outdated = False
        self.setWindowTitle("Coverart")
        self.setAcceptDrops(True)
        self.resize(160 * STEP, 100 * STEP)
        self.setMinimumSize(120 * STEP, 70 * STEP)
        self._lay_out()
        add_actions(self, self._deeds())
        self._connect_crops()
        self._connect_songs()
        self._show_wanted()

    @property
    def view(self) -> View:
        """What is looked for at the moment."""
        return list(View)[self._views.currentIndex()]

    def show_view(self, view: View) -> None:
        """Change to crops for a song, or to songs for a picture."""
        self._views.setCurrentIndex(list(View).index(view))
        self.header.show_view(view)
        if view is View.SONGS and self._songs_outdated:
            self._songs_outdated = False
            self.songs.search()
        (self.gallery if view is View.CROPS else self.songs_page.list).setFocus()

    def report_crash(self, details: str) -> None:
        """Tell of a bug of our own, unless the last one is still being read."""
        if not self._crashed:
            self._crashed = True
            dialog = crash_report(self, details)
            dialog.finished.connect(self._forget_crash)
            dialog.open()

    def choose_song(self) -> None:
        """Let the user choose a song."""
        self.show_view(View.CROPS)
        self._studio.want(song=self._choosers.song(self))

    def choose_folder(self) -> None:
        """Let the user choose a folder of photos, or of songs where songs are looked for."""
        songs = self.view is View.SONGS
        folder = self._choosers.folder(self, "songs" if songs else "photos")
        (self.songs if songs else self._studio).want(places=(folder,) if folder else ())

    def choose_picture(self) -> None:
        """Let the user choose a picture that crops, or songs, shall be like."""
        path = self._choosers.picture(self)
        if path is not None:
            self._refer(Example(path))

    def open_settings(self) -> SettingsDialog:
        """Let the user choose spaces and install packs."""
        ask = lambda parent: self._choosers.folder(parent, "a model")  # noqa: E731
        dialog = SettingsDialog(self, self.packs, self._studio.wanted.places, ask)
        dialog.open()
        return dialog

    def export(self) -> ExportDialog | None:
        """Export the chosen crop, if there is one."""
        match = self.gallery.chosen_match
        if match is None or self.view is View.SONGS:
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
        """Use what was dropped; a picture on the words, or with Shift, is one to refer to."""
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        pictures = pictures_among(urls)
        if self.view is View.SONGS:
            example = Example(pictures[0]) if pictures else None
            self.songs.want(picture=example, places=songs_among(urls))
        elif pictures and (event.modifiers() & SHIFT or self._on_words(event)):
            for picture in pictures:
                self._refer(Example(picture))
        else:
            self._studio.take(sort_drop(urls))

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
            "words": self._focus_words,
            "reference": self.choose_picture,
            "like": lambda: self._say_of_chosen(Liking.MORE),
            "unlike": lambda: self._say_of_chosen(Liking.LESS),
            "square": lambda: self._studio.want(aspect=SQUARE),
            "wide": lambda: self._studio.want(aspect=WIDE),
            "export": self.export,
            "turn": self._turn,
            "settings": self.open_settings,
            "cancel": self._cancel,
            "help": lambda: help_on_keys(self).open(),
            "quit": self.close,
        }

    def _connect_crops(self) -> None:
        studio, page = self._studio, self.crops_page
        for asker in (self.top, page.invitation):
            asker.song_wanted.connect(self.choose_song)
            asker.places_wanted.connect(self.choose_folder)
        self.header.view_wanted.connect(self.show_view)
        self.top.words_entered.connect(lambda words: studio.want(words=words))
        self.top.aspect_chosen.connect(lambda aspect: studio.want(aspect=aspect))
        self.top.export_wanted.connect(self.export)
        page.export_wanted.connect(self.export)
        page.picked.connect(self.top.allow_export)
        page.songs_wanted.connect(self._find_songs)
        page.results.spaces_wanted.connect(self.open_settings)
        studio.wanted_changed.connect(self._show_wanted)
        studio.moved_on.connect(self._leave_buttons)

    def _connect_songs(self) -> None:
        search, bar, page = self.songs, self.songs_bar, self.songs_page
        for asker in (bar, page):
            asker.picture_wanted.connect(self.choose_picture)
            asker.places_wanted.connect(self.choose_folder)
        bar.picture_unwanted.connect(search.forget_picture)
        bar.words_entered.connect(lambda words: search.want(words=words))
        page.skipped_wanted.connect(lambda: skipped_list(self, search.skipped).open())
        page.chosen.connect(self._use_song)
        search.space_failed.connect(self._fall_back)
        self.packs.ended.connect(self._tell_of_pack)
        search.wanted_changed.connect(lambda: bar.show_wanted(search.wanted))
        bar.show_wanted(search.wanted)

    def _show_wanted(self) -> None:
        wanted = self._studio.wanted
        self.top.show_song(song_name(wanted.song, self._studio.record))
        self.top.show_places(places_name(wanted.places))
        self.top.show_aspect(wanted.aspect)
        self.top.words.show_words(wanted.words)

    def _leave_buttons(self) -> None:
        """Let the arrow keys go through what is looked for now, unless the user is typing."""
        if not self.top.typing:
            self.gallery.setFocus()

    def _refer(self, example: Example) -> None:
        if self.view is View.SONGS:
            self.songs.want(picture=example)
        else:
            self._studio.change(self._studio.wanted.referring(example))

    def _find_songs(self, crop: Crop) -> None:
        self.show_view(View.SONGS)
        self.songs.want(picture=example_of(crop))

    def _use_song(self, song: object) -> None:
        self.show_view(View.CROPS)
        self._studio.want(song=song)  # type: ignore[arg-type]

    def _use_chosen_space(self) -> None:
        self._studio.use_space()
        self._look_for_songs_again()

    def _fall_back(self, error: PackError) -> None:
        self._studio.fall_back(error)
        self._look_for_songs_again()

    def _look_for_songs_again(self) -> None:
        """In another space; songs that nobody sees are not listened to before somebody does."""
        self._songs_outdated = self.view is View.CROPS
        if self.view is View.SONGS:
            self.songs.search()
        else:
            self.songs.cancel()

    def _tell_of_pack(self, name: str) -> None:
        """Say how something ended that was begun in Settings, where they were closed since."""
        outcome = self.packs.outcomes.get(name)
        dialog = self.findChild(SettingsDialog)
        if outcome is not None and (dialog is None or not dialog.isVisible()):
            self.message.say(outcome.sentence, outcome.serious)

    def _say_of_chosen(self, liking: Liking) -> None:
        if self.view is View.CROPS:
            self.crops_page.say_of_chosen(liking)

    def _focus_words(self) -> None:
        (self.top if self.view is View.CROPS else self.songs_bar).focus_words()

    def _turn(self) -> None:
        self.show_view(View.SONGS if self.view is View.CROPS else View.CROPS)

    def _cancel(self) -> None:
        (self._studio if self.view is View.CROPS else self.songs).cancel()

    def _on_words(self, event: QDropEvent) -> bool:
        return self.top.words_at(event.position().toPoint())

    def _forget_crash(self) -> None:
        self._crashed = False

    def _lay_out(self) -> None:
        for page in (self.crops_page, self.songs_page):
            self._views.addWidget(page)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._views, 1)
        self.setCentralWidget(whole)

"""The view of songs within the window: the search turned round, with its bar and its page."""

from PySide6.QtCore import QObject, Signal

from coverart.domain import Crop
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.songs.songs_bar import SongsBar
from coverart.gui.songs.songs_page import SongsPage
from coverart.gui.studio.song_search import SongSearch
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import example_of
from coverart.gui.work.skipped import skipped_list


class SongsView(QObject):
    """Connects the search for songs with what shows it; `song_chosen` carries a song's path.

    Songs that nobody sees are not listened to before somebody does.
    """

    song_chosen = Signal(object)

    def __init__(self, studio: Studio, bar: SongsBar, pictures: Pictures) -> None:
        super().__init__(bar)
        self.search = SongSearch(studio.prepare)
        self.bar = bar
        self.page = SongsPage(self.search, pictures)
        self.shown = False
        self._outdated = False
        bar.picture_unwanted.connect(self.search.forget_picture)
        bar.words_entered.connect(lambda words: self.search.want(words=words))
        self.page.skipped_wanted.connect(self.show_skipped)
        self.page.chosen.connect(self.song_chosen)
        self.search.wanted_changed.connect(lambda: bar.show_wanted(self.search.wanted))
        bar.show_wanted(self.search.wanted)

    def show(self, shown: bool) -> None:
        """Somebody sees it now, or no longer."""
        self.shown = shown
        if shown and self._outdated:
            self._outdated = False
            self.search.search()
        if shown:
            self.page.list.setFocus()

    def show_skipped(self) -> None:
        """List the files that were left out."""
        skipped_list(self.page, self.search.skipped).open()

    def find(self, crop: Crop) -> None:
        """Look for the songs that fit a crop."""
        self.search.want(picture=example_of(crop))

    def search_again(self) -> None:
        """Look once more: another space compares in another way."""
        self._outdated = not self.shown
        if self.shown:
            self.search.search()
        else:
            self.search.cancel()

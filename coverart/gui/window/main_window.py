"""The window: puts its views together, and knows the commands."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QCloseEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from coverart.domain import Crop, Match
from coverart.engine.asking import Example
from coverart.gui.commands import Deed, add_actions
from coverart.gui.gallery.hover import Liking
from coverart.gui.help.keys import KeysSheet
from coverart.gui.help.logs import open_logs
from coverart.gui.help.tips import Tip, Tips
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.session.logs import logs_path
from coverart.gui.session.slot import Slot
from coverart.gui.setup.settings_dialog import SettingsDialog
from coverart.gui.studio.judging import Judging
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wording import outcome, places_name, song_name
from coverart.gui.window.choosers import Choosers
from coverart.gui.window.crops_page import CropsPage
from coverart.gui.window.cutting import Cutting
from coverart.gui.window.dialogs import crash_report
from coverart.gui.window.dropping import Dropping
from coverart.gui.window.finishing import Finishing
from coverart.gui.window.header import Header
from coverart.gui.window.listening import Listening
from coverart.gui.window.menus import Menus
from coverart.gui.window.mood_maps import MoodMaps
from coverart.gui.window.remembering import Remembering
from coverart.gui.window.settling import Settling
from coverart.gui.window.songs_view import SongsView
from coverart.gui.window.triage import Triage
from coverart.gui.window.view_switch import View
from coverart.gui.work.notifying import Notifier
from coverart.language import _
from coverart.triage.judgement import MOST_STARS, Flag

if TYPE_CHECKING:  # what is opened later is loaded then; the window must not wait for it
    from coverart.engine.tagging import Tagged
    from coverart.gui.finish.export_dialog import ExportDialog

SIZE = (160 * STEP, 100 * STEP)
LEAST_SIZE = (128 * STEP, 80 * STEP)


class MainWindow(QMainWindow):
    """Connects what the user does with those who do it.

    With a `slot` it remembers its session; without, as in tests, it begins anew each time.
    """

    def __init__(self, studio: Studio, pictures: Pictures, slot: Slot | None = None) -> None:
        super().__init__()
        self._studio = studio
        self._pictures = pictures
        self._choosers = Choosers()
        self._views = QStackedWidget()
        self._crashed = self._picked = False
        self.judging = Judging(studio.prepare_aside, studio.history)
        self.tips = Tips()
        self.header = Header()
        self.top = self.header.crops
        self.crops_page = CropsPage(studio, pictures)
        self.gallery = self.crops_page.gallery
        self.message = self.crops_page.message
        self.status = self.crops_page.status
        self.card = self.crops_page.browse.side.card
        self.listening = Listening(studio, self.crops_page)
        self.songs_view = SongsView(studio, self.header.songs, pictures)
        self.triage = Triage(self.crops_page, self.judging, pictures, self.tips)
        self.mood_maps = MoodMaps(studio, self.crops_page, self.listening)
        self.cutting = Cutting(studio, self.crops_page, self.judging)
        self.finishing = Finishing(self, studio, self.cutting.crops)
        self.notifier = Notifier(self, self._told)
        self.settling = Settling(self, studio, self.songs_view)
        self.setWindowTitle("Coverart")
        self.resize(QSize(*SIZE).boundedTo(self.screen().availableSize()))
        self.setMinimumSize(*LEAST_SIZE)
        self._lay_out()
        self.dropping = Dropping(self, studio, self.songs_view)
        self.remembering = Remembering(self, studio, self.crops_page, slot)
        self.actions_by_name = add_actions(self, self.gallery, self._deeds())
        self.menus = Menus(self, self.header.menu, self.actions_by_name, studio.history)
        self.menus.offer_recent(self.remembering.projects)
        self.crops_page.crop_actions = self.menus.of_crop
        self.triage.keys_everywhere = self.menus.of_steps
        self._connect_crops()
        self._connect_songs()
        self._show_wanted()
        self.remembering.begin()

    @property
    def view(self) -> View:
        """What is looked for at the moment."""
        return list(View)[self._views.currentIndex()]

    def show_view(self, view: View) -> None:
        """Change to crops for a song, or to songs for a picture."""
        self._views.setCurrentIndex(list(View).index(view))
        self.header.show_view(view)
        if view is View.CROPS:
            self.crops_page.take_focus()
        self.songs_view.show(view is View.SONGS)
        self._allow_commands()

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
        folder = self._choosers.folder(self, _("songs") if songs else _("photos"))
        (self.songs_view.search if songs else self._studio).want(places=(folder,) if folder else ())

    def choose_picture(self) -> None:
        """Let the user choose a picture that crops, or songs, shall be like."""
        path = self._choosers.picture(self)
        if path is not None and self.view is View.SONGS:
            self.songs_view.search.want(picture=Example(path))
        elif path is not None:
            self._studio.change(self._studio.wanted.referring(Example(path)))

    def open_settings(self) -> SettingsDialog:
        """Let the user choose spaces and install packs, and how the window is to be."""
        return self.settling.open(self._choosers, self.triage, self.remembering)

    def export(self) -> "ExportDialog | None":
        """Export the chosen crop, if there is one."""
        return None if self.view is View.SONGS else self.finishing.export()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """End all threads and child processes, out of the user's sight."""
        self.remembering.close()
        self.hide()
        self.card.silence()
        self.finishing.close()
        self.judging.close()
        self._studio.close()
        self._pictures.close()
        super().closeEvent(event)

    def _deeds(self) -> Mapping[str, Deed]:
        studio, page, triage = self._studio, self.crops_page, self.triage
        projects = self.remembering.projects
        return {
            "song": self.choose_song,
            "folder": self.choose_folder,
            "new": projects.start_new,
            "open": projects.open,
            "save": projects.save,
            "save_as": projects.save_as,
            "export": self.export,
            "tag": self.finishing.tag,
            "settings": self.open_settings,
            "quit": self.close,
            "undo": studio.history.undo,
            "redo": studio.history.redo,
            "copy": self.finishing.copy,
            "words": self._focus_words,
            "reference": self.choose_picture,
            "lyrics": self._choose_lyrics,
            "keep": partial(triage.flag, Flag.KEPT),
            "reject": partial(triage.flag, Flag.REJECTED),
            "unflag": partial(triage.flag, Flag.NONE),
            **{f"stars_{own}": partial(triage.rate, own) for own in range(MOST_STARS + 1)},
            "edit": self.cutting.edit,
            "full_screen": triage.cover_screen,
            "compare": triage.compare,
            "like": partial(page.say_of_chosen, Liking.MORE),
            "unlike": partial(page.say_of_chosen, Liking.LESS),
            "square": partial(studio.want, shape=Shape.SQUARE),
            "wide": partial(studio.want, shape=Shape.WIDE),
            "both": partial(studio.want, shape=Shape.BOTH),
            "first_half": partial(self.gallery.choose_half, 0),
            "second_half": partial(self.gallery.choose_half, 1),
            "filters": page.results.toggle_filters,
            "larger": self.gallery.larger,
            "smaller": self.gallery.smaller,
            "side": page.browse.turn_side,
            "mood_map": self.mood_maps.turn,
            "turn": self._turn,
            "pause": studio.pause_or_go_on,
            "cancel": self._cancel,
            "skipped": self._show_skipped,
            "help": lambda: KeysSheet(self).open(),
            "logs": self._open_logs,
            "about": self._tell_about,
        }

    def _connect_crops(self) -> None:
        studio, page = self._studio, self.crops_page
        for asker in (self.top, page.invitation):
            asker.song_wanted.connect(self.choose_song)
            asker.places_wanted.connect(self.choose_folder)
        self.card.song_wanted.connect(self.choose_song)
        self.header.view_wanted.connect(self.show_view)
        self.top.words_entered.connect(lambda words: studio.want(words=words))
        self.top.shape_chosen.connect(lambda shape: studio.want(shape=shape))
        self.top.export_wanted.connect(self.export)
        page.export_wanted.connect(self.export)
        page.browse.dragging.pressed.connect(self._prepare_drag)
        page.browse.dragging.dragged.connect(self._drag)
        self.gallery.opened.connect(lambda _match: self.cutting.edit())
        page.picked.connect(self._follow_picked)
        page.songs_wanted.connect(self._find_songs)
        page.results.spaces_wanted.connect(self.open_settings)
        studio.wanted_changed.connect(self._show_wanted)
        studio.moved_on.connect(self.cutting.forget)
        studio.moved_on.connect(self._leave_buttons)
        studio.crops.stage_changed.connect(self._follow_stage)
        studio.crops.stage_changed.connect(self.triage.follow_stage)
        self.dropping.project_dropped.connect(self.remembering.projects.open)
        self.finishing.tagged.connect(self._follow_file)
        for teller in (self.triage, self.finishing):
            teller.said.connect(studio.said)

    def _connect_songs(self) -> None:
        for asker in (self.songs_view.bar, self.songs_view.page):
            asker.picture_wanted.connect(self.choose_picture)
            asker.places_wanted.connect(self.choose_folder)
        self.songs_view.song_chosen.connect(self._use_song)
        self.remembering.projects.opened.connect(lambda _project: self.show_view(View.CROPS))

    def _show_wanted(self) -> None:
        wanted = self._studio.wanted
        self.top.show_song(song_name(wanted.song, self._studio.crops.record))
        self.top.show_places(places_name(wanted.places))
        self.top.show_shape(wanted.shape)
        self.top.words.show_words(wanted.words)
        self.judging.show_song(wanted.song)
        self.listening.want(wanted.song)
        self._allow_commands()

    def _follow_stage(self, stage: Stage) -> None:
        self.notifier.follow(stage)
        if stage is Stage.FINAL and self._studio.crops.ranking.matches:
            self.judging.see(match.crop for match in self._studio.crops.ranking.matches)
            self.tips.give(Tip.RANKED, self.gallery)

    def _told(self) -> tuple[str, str]:
        """What is said of the end of a long search."""
        song = song_name(self._studio.wanted.song, self._studio.crops.record)
        return song or _("Coverart"), outcome(self._studio.crops.ranking) or _("There is no list.")

    def _follow_picked(self, picked: bool) -> None:
        self._picked = picked
        self._allow_commands()

    def _allow_commands(self) -> None:
        """Offer what can be done with what is looked at now."""
        seen = self._picked and self._studio.wanted.complete
        self.top.allow_export(seen)
        self.menus.allow(self.view is View.CROPS, seen)

    def _leave_buttons(self) -> None:
        """Let the arrow keys go through what is looked for now, unless the user is typing."""
        if not self.top.typing:
            self.crops_page.take_focus()

    def _find_songs(self, crop: Crop) -> None:
        self.show_view(View.SONGS)
        self.songs_view.find(crop)

    def _use_song(self, song: object) -> None:
        self.show_view(View.CROPS)
        self._studio.want(song=song)  # type: ignore[arg-type]

    def _prepare_drag(self, match: Match) -> None:
        self.finishing.prepare_drag(self.gallery.shown_crop(match))

    def _drag(self, match: Match) -> None:
        crop = self.gallery.shown_crop(match)
        self.finishing.drag(crop, self.gallery, self.gallery.thumbnail(crop))

    def _follow_file(self, tagged: "Tagged") -> None:
        """The song carries the cover now, and is another file for it."""
        self.judging.follow_file(tagged.before, tagged.after)
        self._show_wanted()

    def _choose_lyrics(self) -> None:
        path = self._choosers.lyrics(self)
        if path is not None:
            self._studio.give_lyrics(path)

    def _show_skipped(self) -> None:
        (self.crops_page if self.view is View.CROPS else self.songs_view).show_skipped()

    def _open_logs(self) -> None:
        instead = open_logs(logs_path())
        if instead:
            self._studio.said.emit(instead, False)

    def _focus_words(self) -> None:
        (self.top if self.view is View.CROPS else self.songs_view.bar).focus_words()

    def _turn(self) -> None:
        self.show_view(View.SONGS if self.view is View.CROPS else View.CROPS)

    def _cancel(self) -> None:
        if self.view is View.SONGS:
            self.songs_view.search.cancel()
        elif not self.crops_page.back():
            self._studio.crops.cancel()

    def _tell_about(self) -> None:
        from coverart.gui.help.about import About  # noqa: PLC0415 (as at the top)

        About(self).open()

    def _forget_crash(self) -> None:
        self._crashed = False

    def _lay_out(self) -> None:
        for page in (self.crops_page, self.songs_view.page):
            self._views.addWidget(page)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._views, 1)
        self.setCentralWidget(whole)

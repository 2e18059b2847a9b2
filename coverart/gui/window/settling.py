"""What is set once and for all: the space in use, packs, looks and habits."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from coverart.errors import PackError
from coverart.gui.look.appearance import Appearance
from coverart.gui.setup.settings_dialog import SettingsDialog
from coverart.gui.studio.packs import Packs
from coverart.gui.studio.studio import Studio
from coverart.gui.window.choosers import Choosers
from coverart.gui.window.remembering import Remembering
from coverart.gui.window.songs_view import SongsView
from coverart.gui.window.triage import Triage
from coverart.language import _


class Settling(QObject):
    """Opens the settings, and sees to what is changed there."""

    def __init__(self, window: QWidget, studio: Studio, songs: SongsView) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._songs = songs
        self.packs = Packs(studio.prepare_aside, self._use_chosen_space)
        self.packs.ended.connect(self._tell_of_pack)
        songs.search.space_failed.connect(self._fall_back)

    def open(self, choosers: Choosers, triage: Triage, remembering: Remembering) -> SettingsDialog:
        """Let the user choose spaces and install packs, and how the window is to be."""
        ask = partial(choosers.folder, what=_("a model"))
        dialog = SettingsDialog(self._window, self.packs, self._studio.wanted.places, ask)
        preferences = dialog.preferences
        preferences.auto_advance_chosen.connect(partial(setattr, triage, "auto_advance"))
        preferences.recent_unwanted.connect(remembering.recent.clear)
        application = QApplication.instance()
        for appearance in application.findChildren(Appearance) if application else ():
            preferences.looks_chosen.connect(appearance.choose)
        dialog.open()
        return dialog

    def _use_chosen_space(self) -> None:
        self._studio.use_space()
        self._songs.search_again()

    def _fall_back(self, error: PackError) -> None:
        self._studio.fall_back(error)
        self._songs.search_again()

    def _tell_of_pack(self, name: str) -> None:
        """Say how something ended that was begun in Settings, where they were closed since."""
        outcome = self.packs.outcomes.get(name)
        dialog = self._window.findChild(SettingsDialog)
        if outcome is not None and (dialog is None or not dialog.isVisible()):
            self._studio.said.emit(outcome.sentence, outcome.serious)

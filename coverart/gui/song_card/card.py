"""The song card: what the song is, how it sounds, and its mood in words and colours."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from coverart.engine.portraying import Portrait
from coverart.gui.look.parts import Button, Drawing, Panel, as_part, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.song_card.cover import SongCover
from coverart.gui.song_card.elided import ElidedLabel
from coverart.gui.song_card.player import Player, open_player
from coverart.gui.song_card.waveform import Waveform
from coverart.gui.song_card.wording import clock, mood_lesson, whole_mood
from coverart.language import _

WIDTH = 30 * STEP
NARROWEST = 24 * STEP
NOTE_SIDE = 5 * STEP
IGNORED = QSizePolicy.Policy.Ignored


class SongCard(Panel):
    """Shows one song, and plays it where that can be done; `song_wanted` asks for another.

    `find_player` is asked for a player once, when the first song is here.
    """

    song_wanted = Signal()

    def __init__(self, find_player: Callable[[], Player | None] = open_player) -> None:
        super().__init__()
        self._find_player: Callable[[], Player | None] | None = find_player
        self._player: Player | None = None
        self._playing = False
        self._seconds = 0.0
        self._cover = SongCover()
        self._title = ElidedLabel(most=2)
        self._artist = ElidedLabel(most=1)
        self._length = label(part="quiet")
        self._mood = label(wraps=True)
        self._waveform = Waveform()
        self._play = Button("", self.toggle, "player")
        self._time = label(part="quiet", wraps=True)
        self._note = label(part="quiet", wraps=True)
        self._other = Button(_("Choose another song…"), self.song_wanted.emit)
        self._waveform.sought.connect(self._seek)
        self._waveform.toggled.connect(self.toggle)
        self.setMinimumWidth(NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._pages = QStackedLayout(self)
        self._both = (self._nothing(), self._something())
        for page in self._both:
            self._pages.addWidget(page)
        self.show_song(None)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as the column it is made for."""
        return QSize(WIDTH, super().sizeHint().height())

    @property
    def playing(self) -> bool:
        """Whether the song is being played."""
        return self._playing

    def show_song(self, path: Path | None) -> None:
        """Show a song that is being listened to, of which only the name is known; None for none."""
        self._let_go()
        self._show_page(0 if path is None else 1)
        self._cover.show_cover(None)
        self._title.show_text("" if path is None else path.stem)
        self._artist.show_text("")
        self._length.clear()
        self._waveform.show_song(None)
        self._show_parts(known=False)
        self._say(_("Listening to the song…"), "quiet")

    def show_portrait(self, portrait: Portrait) -> None:
        """Show everything that is known of a song."""
        self._seconds = portrait.seconds
        self._cover.show_cover(portrait.cover)
        self._title.show_text(portrait.title or portrait.path.stem)
        self._artist.show_text(portrait.artist)
        self._length.setText(clock(portrait.seconds))
        self._mood.setText(whole_mood(portrait))
        self._mood.setToolTip(mood_lesson(portrait))
        self._mood.setAccessibleDescription(mood_lesson(portrait))
        self._waveform.show_song(portrait)
        self._show_parts(known=True)
        self._prepare_player(portrait.path)
        self._show_page(1)

    def show_failure(self, sentence: str) -> None:
        """Say why the song cannot be used."""
        self._let_go()
        self._show_parts(known=False)
        self._waveform.hide()
        self._say(sentence, "warning")
        self._other.show()

    def toggle(self) -> None:
        """Play, or pause; nothing where nothing can be played."""
        if self._player is None or self._play.isHidden():
            return
        if self._playing:
            self._player.pause()
        else:
            self._player.play()

    def silence(self) -> None:
        """Stop playing and let go of the file, as when the window closes."""
        if self._player is not None:
            self._player.choose(None)

    def _nothing(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(2 * STEP, 3 * STEP, 2 * STEP, 3 * STEP)
        layout.setSpacing(2 * STEP)
        choose = Button(_("Choose a song…"), self.song_wanted.emit)
        hint = label(_("No song yet"), "quiet")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()
        layout.addWidget(Drawing("song", NOTE_SIDE), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(hint)
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        return page

    def _something(self) -> QWidget:
        page = QWidget()
        font = self._title.font()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        names = QVBoxLayout()
        names.setSpacing(STEP // 4)
        names.addStretch()
        for line in (self._title, self._artist, self._length):
            names.addWidget(line)
        names.addStretch()
        head = row(self._cover, gap=STEP + STEP // 2)
        head.addLayout(names, 1)
        foot = row(self._play)
        foot.addWidget(self._time, 1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        layout.setSpacing(STEP)
        layout.addLayout(head)
        layout.addWidget(self._mood)
        layout.addWidget(self._note)
        layout.addWidget(self._waveform)
        layout.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(foot)
        layout.addStretch()
        return page

    def _show_page(self, number: int) -> None:
        """Show a page; the other does not count for the height of the card."""
        for place, page in enumerate(self._both):
            upright = QSizePolicy.Policy.Preferred if place == number else IGNORED
            page.setSizePolicy(QSizePolicy.Policy.Preferred, upright)
        self._pages.setCurrentIndex(number)

    def _show_parts(self, known: bool) -> None:
        """Show what belongs to a song that is known, or hide it."""
        self._mood.setVisible(known)
        self._waveform.show()
        self._artist.setVisible(bool(self._artist.full_text))
        self._length.setVisible(known)
        for widget in (self._note, self._other, self._play, self._time):
            widget.hide()

    def _say(self, sentence: str, part: str) -> None:
        self._note.setText(sentence)
        as_part(self._note, part)
        self._note.show()

    def _prepare_player(self, song: Path) -> None:
        if self._find_player is not None:
            self._player = self._find_player()
            self._find_player = None
            if self._player is not None:
                self._player.moved.connect(self._show_position)
                self._player.playing_changed.connect(self._show_playing)
                self._player.refused.connect(self._show_refusal)
        if self._player is not None:
            self._player.choose(song)
            self._show_playing(False)
            self._show_position(0.0)
            self._time.setToolTip("")
            self._play.show()
            self._time.show()

    def _let_go(self) -> None:
        self.silence()
        self._playing = False

    def _seek(self, seconds: float) -> None:
        if self._player is not None and not self._play.isHidden():
            self._player.seek(seconds)
            self._show_time(seconds)

    def _show_position(self, seconds: float) -> None:
        self._waveform.show_position(seconds)
        self._show_time(seconds)

    def _show_time(self, seconds: float) -> None:
        self._time.setText(f"{clock(seconds)} / {clock(self._seconds)}")

    def _show_playing(self, playing: bool) -> None:
        self._playing = playing
        self._play.set_drawing("pause" if playing else "play")
        self._play.setAccessibleName(_("Pause") if playing else _("Play"))
        self._play.setToolTip(_("Pause the song") if playing else _("Play the song"))

    def _show_refusal(self, sentence: str) -> None:
        """Say that the song cannot be played, in place of the button."""
        had_focus = self._play.hasFocus()
        self._play.hide()
        if had_focus:
            self._waveform.setFocus()
        self._show_position(0.0)
        self._time.setText(_("It cannot be played here."))
        self._time.setToolTip(sentence)

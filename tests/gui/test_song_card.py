"""The song card: what it says of a song in every state, how it plays, and how one seeks in it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from coverart.domain import ContentHash
from coverart.encoders.affect.course import Mode, Moment
from coverart.engine.portraying import Portrait
from coverart.gui.look.appearance import Appearance
from coverart.gui.look.mood_colours import mood_colour
from coverart.gui.look.parts import Drawing
from coverart.gui.look.theme import DARK, LIGHT, STEP, Theme
from coverart.gui.song_card.card import NARROWEST, WIDTH, SongCard
from coverart.gui.song_card.elided import ElidedLabel, in_lines
from coverart.gui.song_card.player import Player
from coverart.gui.song_card.waveform import GAP, HEIGHT, Waveform, bar_heights
from coverart.gui.song_card.waveform import WIDTH as BAR
from coverart.gui.song_card.wording import LETTERS
from tests.gui.seeing import LEFT, button, press, texts
from tests.gui.test_looks import contrast

NO_KEYS = Qt.KeyboardModifier.NoModifier
COURSE = (Moment(5.0, -0.4, -0.6), Moment(95.0, 0.4, 0.6))


class FakePlayer(QObject):
    """Notes what it is told to do, and does at once what a player does after a while."""

    moved = Signal(float)
    playing_changed = Signal(bool)
    refused = Signal(str)

    def __init__(self, refuses: bool = False) -> None:
        super().__init__()
        self.told: list[object] = []
        self._refuses = refuses

    def choose(self, song: Path | None) -> None:
        self.told.append(song)
        self.playing_changed.emit(False)

    def play(self) -> None:
        self.told.append("play")
        if self._refuses:
            self.refused.emit("song.xyz cannot be played on this computer.")
        else:
            self.playing_changed.emit(True)

    def pause(self) -> None:
        self.told.append("pause")
        self.playing_changed.emit(False)

    def seek(self, seconds: float) -> None:
        self.told.append(round(seconds))
        self.moved.emit(seconds)


def outline(length: int = 400) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Quiet in its first half and loud in the second."""
    rows = np.full((length, 2), 0.01, dtype=np.float32)
    rows[length // 2 :] = 0.25
    return rows


@pytest.fixture
def portrait(tmp_path: Path) -> Portrait:
    """A song of a hundred seconds, which goes from sombre calm to happy energy."""
    return Portrait(
        path=tmp_path / "song.xyz",
        content=ContentHash("00"),
        title="Blue",
        artist="Ann",
        seconds=100.0,
        cover=None,
        valence=-0.3,
        arousal=-0.4,
        mode=Mode.MINOR,
        waveform=outline(),
        course=COURSE,
    )


def shown(qtbot: QtBot, player: Player | None) -> SongCard:
    own = SongCard(lambda: player)
    qtbot.addWidget(own)
    own.resize(WIDTH, 300)
    own.show()
    qtbot.waitExposed(own)
    return own


@pytest.fixture
def player(qapp: QApplication) -> FakePlayer:
    return FakePlayer()


@pytest.fixture
def card(qtbot: QtBot, appearance: Appearance, player: FakePlayer) -> SongCard:
    return shown(qtbot, player)


@pytest.fixture
def waveform(qtbot: QtBot, appearance: Appearance, portrait: Portrait) -> Waveform:
    own = Waveform()
    qtbot.addWidget(own)
    own.resize(300, HEIGHT)
    own.show()
    qtbot.waitExposed(own)
    own.show_song(portrait)
    return own


def waveform_of(card: SongCard) -> Waveform:
    return card.findChildren(Waveform)[0]


def test_without_a_song_one_is_asked_for(qtbot: QtBot, card: SongCard) -> None:
    assert "No song yet" in texts(card)
    with qtbot.waitSignal(card.song_wanted):
        press(card, "Choose a song…")


def test_a_song_that_is_listened_to_is_named(card: SongCard) -> None:
    card.show_song(Path("/music/Slow Chord.wav"))
    assert texts(card) == ["", "Slow Chord", "Listening to the song…"]


def test_a_song_is_told_with_its_mood_and_length(card: SongCard, portrait: Portrait) -> None:
    card.show_song(portrait.path)
    card.show_portrait(portrait)
    told = texts(card)
    assert [text for text in told if text] == [
        "Blue",
        "Ann",
        "1:40",
        "calm · dark · minor",
        "0:00 / 1:40",
    ]


def test_the_tooltip_of_the_mood_teaches_its_words_and_gives_its_numbers(
    card: SongCard, portrait: Portrait
) -> None:
    card.show_portrait(portrait)
    lesson = " ".join(card._mood.toolTip().split())
    assert max(map(len, card._mood.toolTip().splitlines())) <= LETTERS
    assert "Valence is how pleasant" in lesson
    assert "arousal is how much energy" in lesson
    assert "Valence −0.30, arousal −0.40" in lesson


def test_a_song_without_tags_is_named_by_its_file(card: SongCard, portrait: Portrait) -> None:
    card.show_portrait(replace(portrait, title="", artist="", path=Path("/music/Take 3.wav")))
    assert "Take 3" in texts(card)


def test_the_cover_of_the_song_is_shown_in_place_of_the_note(
    card: SongCard, portrait: Portrait
) -> None:
    red = np.zeros((40, 80, 3), dtype=np.uint8)
    red[:] = (200, 10, 20)
    card.show_portrait(replace(portrait, cover=red))
    painted = card._cover.grab().toImage()
    middle, above = painted.pixelColor(36, 36), painted.pixelColor(36, 4)
    assert middle.name() == "#c80a14"
    assert not any(sign.isVisible() for sign in card._cover.findChildren(Drawing))
    assert above.name() != "#c80a14"
    card.show_song(portrait.path)
    assert card._cover.grab().toImage().pixelColor(60, 36).name() != "#c80a14"


def test_a_failure_is_one_sentence_and_another_song_is_asked_for(
    qtbot: QtBot, card: SongCard, portrait: Portrait
) -> None:
    card.show_portrait(portrait)
    card.show_song(Path("/music/notes.mid"))
    card.show_failure("notes.mid: it is MIDI.")
    assert [text for text in texts(card) if text] == ["notes", "notes.mid: it is MIDI."]
    assert not waveform_of(card).isVisible()
    with qtbot.waitSignal(card.song_wanted):
        press(card, "Choose another song…")
    card.show_portrait(portrait)
    assert waveform_of(card).isVisible()
    assert "notes.mid: it is MIDI." not in texts(card)


def test_the_button_plays_and_pauses(
    card: SongCard, player: FakePlayer, portrait: Portrait
) -> None:
    card.show_portrait(portrait)
    press(card, "Play")
    assert card.playing
    player.moved.emit(42.0)
    assert "0:42 / 1:40" in texts(card)
    assert waveform_of(card).value() == 42_000
    press(card, "Pause")
    assert not card.playing
    assert button(card, "Play").isVisible()
    assert player.told == [portrait.path, "play", "pause"]


def test_a_press_in_the_waveform_seeks(
    card: SongCard, player: FakePlayer, portrait: Portrait
) -> None:
    card.show_portrait(portrait)
    waveform = waveform_of(card)
    QTest.mouseClick(waveform, LEFT, pos=QPoint(waveform.width() // 2, 10))
    assert player.told[-1] == 50
    assert "0:50 / 1:40" in texts(card)


def test_another_song_ends_the_one_before(
    card: SongCard, player: FakePlayer, portrait: Portrait
) -> None:
    card.show_portrait(portrait)
    press(card, "Play")
    player.moved.emit(42.0)
    card.show_song(Path("/music/other.wav"))
    assert player.told[-1] is None
    assert not card.playing
    card.show_portrait(replace(portrait, seconds=61.0))
    assert "0:00 / 1:01" in texts(card)
    assert waveform_of(card).value() == 0


def test_silence_lets_go_of_the_file(
    card: SongCard, player: FakePlayer, portrait: Portrait
) -> None:
    card.show_portrait(portrait)
    card.toggle()
    card.silence()
    assert player.told[-1] is None
    assert not card.playing


def test_without_a_player_there_is_no_button_and_nothing_plays(
    qtbot: QtBot, appearance: Appearance, portrait: Portrait
) -> None:
    card = shown(qtbot, None)
    card.show_portrait(portrait)
    assert not card._play.isVisible()
    assert "0:00 / 1:40" not in texts(card)
    card.toggle()
    card.silence()
    assert not card.playing
    QTest.keyClick(waveform_of(card), Qt.Key.Key_Right)
    assert waveform_of(card).value() == 5_000


def test_a_song_that_cannot_be_played_hides_the_button_and_says_why(
    qtbot: QtBot, appearance: Appearance, portrait: Portrait
) -> None:
    player = FakePlayer(refuses=True)
    card = shown(qtbot, player)
    card.show_portrait(portrait)
    press(card, "Play")
    assert not card._play.isVisible()
    assert "It cannot be played here." in texts(card)
    assert card._time.toolTip() == "song.xyz cannot be played on this computer."
    card.toggle()
    assert player.told.count("play") == 1
    card.show_portrait(portrait)
    assert card._play.isVisible()
    assert card._time.toolTip() == ""


def test_a_player_is_looked_for_once_and_not_before_there_is_a_song(
    qtbot: QtBot, appearance: Appearance, portrait: Portrait
) -> None:
    asked: list[int] = []
    card = SongCard(lambda: asked.append(1))
    qtbot.addWidget(card)
    card.show_song(portrait.path)
    assert asked == []
    card.show_portrait(portrait)
    card.show_portrait(portrait)
    assert asked == [1]


@pytest.mark.parametrize("width", [WIDTH, NARROWEST])
def test_a_long_title_is_cut_and_told_in_full(
    card: SongCard, portrait: Portrait, width: int
) -> None:
    title = "The Dance of the Sugar Plum Fairy from the Nutcracker, Opus 71a, for Glass Harmonica"
    card.setFixedWidth(width)
    card.show_portrait(replace(portrait, title=title))
    QApplication.processEvents()
    assert card.width() == width
    assert card._title.text().count("\n") == 1
    assert card._title.text().endswith("…")
    assert card._title.toolTip() == card._title.accessibleName() == title


def test_lines_break_between_words_and_only_the_last_is_cut(qapp: QApplication) -> None:
    font = qapp.font()
    assert in_lines("", font, 100, 2) == [""]
    assert in_lines("One", font, 100, 2) == ["One"]
    first, second = in_lines("word " * 40, font, 120, 2)
    assert set(first.split()) == {"word"}
    assert second.endswith("…")


def test_a_text_that_fits_has_no_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel(most=1)
    qtbot.addWidget(label)
    label.resize(300, 20)
    label.show_text("Blue")
    assert (label.text(), label.toolTip()) == ("Blue", "")
    label.resize(30, 20)
    label.show_text("Rhapsody in Blue")
    assert label.toolTip() == "Rhapsody in Blue"


# The waveform


def test_bars_are_as_high_as_their_stretch_is_loud() -> None:
    heights = bar_heights(outline(), 10)
    assert heights[:5] == pytest.approx(0.2**0.75)  # a fifth of the amplitude
    assert heights[5:] == pytest.approx(1.0)
    assert bar_heights(outline(0), 3).tolist() == [0, 0, 0]
    assert bar_heights(outline(2), 4) == pytest.approx([0.2**0.75, 0.2**0.75, 1, 1])
    assert not bar_heights(np.zeros((10, 2), np.float32), 5).any()


def test_bars_fill_the_width_in_the_colours_of_their_time(waveform: Waveform) -> None:
    bars = waveform.bars
    assert len(bars) == (300 + GAP) // (BAR + GAP)
    surface = QColor(LIGHT.panel)
    assert bars[0].colour == mood_colour(-0.4, -0.6, surface)
    assert bars[-1].colour == mood_colour(0.4, 0.6, surface)
    waveform.resize(150, HEIGHT)
    QApplication.processEvents()
    assert len(waveform.bars) == (150 + GAP) // (BAR + GAP)


def test_what_was_played_is_solid_and_the_rest_is_fainter(waveform: Waveform) -> None:
    def colour(bar: int) -> QColor:
        return waveform.grab().toImage().pixelColor(bar * (BAR + GAP) + 1, HEIGHT // 2)

    early, late = colour(10), colour(90)
    assert late.name() == waveform.bars[90].colour.name()
    waveform.show_position(50.0)
    assert colour(10) == early
    assert colour(90).lightness() > late.lightness() + 40
    waveform.show_position(0.0)
    assert colour(90) == late


def test_dragging_seeks_and_the_player_does_not_pull_back(qtbot: QtBot, waveform: Waveform) -> None:
    sought: list[float] = []
    waveform.sought.connect(sought.append)
    QTest.mousePress(waveform, LEFT, pos=QPoint(150, 10))
    waveform.show_position(3.0)
    assert waveform.value() == 50_000
    QTest.mouseMove(waveform, QPoint(600, 10))
    QTest.mouseRelease(waveform, LEFT, pos=QPoint(600, 10))
    assert sought == [50.0, 100.0]
    waveform.show_position(3.0)
    assert waveform.value() == 3_000


@pytest.mark.parametrize(
    ("key", "second"),
    [
        (Qt.Key.Key_Left, 45.0),
        (Qt.Key.Key_Right, 55.0),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 100.0),
    ],
)
def test_keys_seek(qtbot: QtBot, waveform: Waveform, key: Qt.Key, second: float) -> None:
    waveform.show_position(50.0)
    with qtbot.waitSignal(waveform.sought) as told:
        QTest.keyClick(waveform, key)
    assert told.args == [second]
    assert waveform.value() == second * 1000


def test_a_seek_ends_at_the_start_and_the_end(waveform: Waveform) -> None:
    waveform.show_position(2.0)
    QTest.keyClick(waveform, Qt.Key.Key_Left)
    assert waveform.value() == 0
    waveform.show_position(98.0)
    QTest.keyClick(waveform, Qt.Key.Key_Right)
    assert waveform.value() == 100_000


def test_space_toggles_and_its_keys_are_kept_from_the_window(
    qtbot: QtBot, waveform: Waveform
) -> None:
    with qtbot.waitSignal(waveform.toggled):
        QTest.keyClick(waveform, Qt.Key.Key_Space)
    for key, modifiers, kept in (
        (Qt.Key.Key_Space, NO_KEYS, True),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.KeypadModifier, True),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier, False),
        (Qt.Key.Key_E, NO_KEYS, False),
    ):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        event.ignore()
        QApplication.sendEvent(waveform, event)
        assert event.isAccepted() is kept


def test_the_tooltip_tells_time_and_mood_under_the_pointer(
    qtbot: QtBot, waveform: Waveform
) -> None:
    for x, told in ((1, "0:00 – very calm · dark"), (299, "1:39 – energetic · bright")):
        at = QPoint(x, 10)
        QApplication.sendEvent(
            waveform, QHelpEvent(QEvent.Type.ToolTip, at, waveform.mapToGlobal(at))
        )
        qtbot.waitUntil(lambda told=told: QToolTip.text().startswith(told))  # type: ignore[misc]
    QToolTip.hideText()


def test_assistive_technology_finds_a_slider_with_words_for_its_value(waveform: Waveform) -> None:
    waveform.show_position(95.0)
    assert waveform.accessibleName() == "Waveform of the song"
    assert waveform.accessibleDescription() == "1:35 – energetic · bright"
    found = QAccessible.queryAccessibleInterface(waveform)
    assert found.role() == QAccessible.Role.Slider
    assert found.valueInterface().currentValue() == 95_000


def test_only_the_left_button_seeks(waveform: Waveform) -> None:
    sought: list[float] = []
    waveform.sought.connect(sought.append)
    QTest.mouseClick(waveform, Qt.MouseButton.RightButton, pos=QPoint(150, 10))
    assert sought == []
    assert not waveform.isSliderDown()


def test_a_waveform_without_a_song_takes_no_presses(waveform: Waveform) -> None:
    sought: list[float] = []
    waveform.sought.connect(sought.append)
    waveform.show_song(None)
    QTest.mouseClick(waveform, LEFT, pos=QPoint(150, 10))
    assert sought == []
    assert waveform.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert waveform.accessibleDescription() == ""


# Colours


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_mood_can_be_seen_on_its_surface(theme: Theme) -> None:
    for valence in np.linspace(-1, 1, 9):
        for arousal in np.linspace(-1, 1, 9):
            colour = mood_colour(valence, arousal, QColor(theme.panel))
            assert contrast(colour.name(), theme.panel) >= 3


def test_opposite_moods_have_colours_far_apart_and_a_usual_one_has_nearly_none() -> None:
    surface = QColor(LIGHT.panel)
    for valence, arousal in ((0.7, 0.0), (0.0, 0.7), (0.5, 0.5), (0.5, -0.5)):
        one = mood_colour(valence, arousal, surface).hue()
        other = mood_colour(-valence, -arousal, surface).hue()
        assert 90 < abs(one - other) < 270
    usual, strong = mood_colour(0, 0, surface), mood_colour(0, 0.8, surface)
    assert usual.hslSaturation() < strong.hslSaturation() / 2


def test_a_dark_surface_has_lighter_colours() -> None:
    light = mood_colour(0.3, 0.5, QColor(LIGHT.panel))
    dark = mood_colour(0.3, 0.5, QColor(DARK.panel))
    assert dark.lightness() > light.lightness()


def test_the_card_fits_its_column(card: SongCard, portrait: Portrait) -> None:
    card.show_portrait(portrait)
    assert card.sizeHint().width() == WIDTH == 30 * STEP
    assert card.minimumSizeHint().width() <= NARROWEST

"""The invitation asks for what is missing, and offers what was opened last."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from coverart.gui.look.appearance import Appearance
from coverart.gui.query.invitation import Invitation
from tests.gui.seeing import button, press, texts


@pytest.fixture
def invitation(qtbot: QtBot, appearance: Appearance) -> Invitation:
    own = Invitation()
    qtbot.addWidget(own)
    own.resize(1024, 560)
    with qtbot.waitExposed(own):
        own.show()
    return own


def buttons(invitation: Invitation) -> list[str]:
    every = invitation.findChildren(QAbstractButton)
    return [own.text() for own in every if own.isVisible()]


def test_it_is_calm_as_long_as_nothing_was_opened(invitation: Invitation) -> None:
    assert buttons(invitation) == ["Choose a song…", "Choose a folder…", "Try the demo"]
    assert "Drop a single picture to ask for covers like it." in texts(invitation)


def test_the_last_four_of_each_are_offered(qtbot: QtBot, invitation: Invitation) -> None:
    songs = [Path(f"/m/song {number}.wav") for number in range(6)]
    folder = Path("/p/R&B")
    invitation.show_recent(songs, [folder])
    shown = buttons(invitation)
    assert [text for text in shown if text.startswith("song")] == [
        f"song {number}.wav" for number in range(4)
    ]
    with qtbot.waitSignal(invitation.recent_song) as wanted:
        press(invitation, "song 2.wav")
    assert wanted.args == [songs[2]]
    own = button(invitation, "Recent folders: R&B")
    assert own.toolTip() == "/p/R&B"
    with qtbot.waitSignal(invitation.recent_folder) as wanted:
        QTest.keyClick(own, Qt.Key.Key_Space)
    assert wanted.args == [folder]


def test_only_what_is_missing_is_offered(invitation: Invitation) -> None:
    invitation.show_recent([Path("/m/a.wav")], [Path("/p/b")])
    invitation.ask_for(song=False, places=True)
    assert "Now drop a folder of photos here" in texts(invitation)
    assert "a.wav" not in buttons(invitation)
    assert "b" in buttons(invitation)
    invitation.show_recent([Path("/m/a.wav")], [])
    assert "Clear recent" not in buttons(invitation)


def test_they_can_be_forgotten(qtbot: QtBot, invitation: Invitation) -> None:
    invitation.show_recent([Path("/m/a.wav")], [])
    with qtbot.waitSignal(invitation.forgetting_wanted):
        press(invitation, "Clear recent")
    invitation.show_recent([], [])
    assert buttons(invitation) == ["Choose a song…", "Choose a folder…", "Try the demo"]


def test_a_reference_picture_is_acknowledged(invitation: Invitation) -> None:
    invitation.show_references(["sea.jpg"])
    assert "The crops most like sea.jpg will come first." in texts(invitation)
    invitation.show_references(["sea.jpg", "b.jpg", "c.jpg"])
    assert "The crops most like sea.jpg and 2 more pictures will come first." in texts(invitation)
    invitation.show_references([])
    assert "Drop a single picture to ask for covers like it." in texts(invitation)


def test_it_fits_the_smallest_window(invitation: Invitation) -> None:
    names = [Path("/p") / ("long name " * 20 + str(number)) for number in range(4)]
    invitation.show_recent(names, names)
    least = invitation.minimumSizeHint()
    assert least.width() <= 960
    assert least.height() <= 500

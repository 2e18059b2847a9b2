"""A space that takes its time: a few crops of each photo, then more, and usable all the while."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.domain import Boxes, Floats, Pixels, Size
from coverart.engine import designing
from coverart.engine.session import Opened
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture_thread import PictureThread
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from tests.fakes import FakeSpace
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import press, texts, wait_for

COVERS = 12
"""Six photos, two shapes: a cover is encoded for each."""


class Slow(FakeSpace):
    """Stops before it encodes more than the covers, until it may go on."""

    __slots__ = ()
    go_on = Event()
    asked = 0

    def crop_vectors(self, pixels: Pixels, size: Size, boxes: Boxes) -> Iterator[Floats]:
        Slow.asked += 1
        for portion in super().crop_vectors(pixels, size, boxes):
            if Slow.asked > COVERS + 1:
                Slow.go_on.wait(TIMEOUT / 1000)
            yield portion


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr(designing, "SECONDS_BETWEEN_RANKINGS", 0)
    monkeypatch.setattr(designing, "SPARING", 0)
    Slow.go_on.clear()
    Slow.asked = 0
    spaces = Spaces("", tmp_path / "library.sqlite3", lambda _name: Opened(Slow(light=False)))
    own = Studio(spaces)
    yield own
    Slow.go_on.set()
    own.close()


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance, slow: Studio) -> Iterator[MainWindow]:
    own = MainWindow(slow, Pictures(PictureThread()))
    qtbot.addWidget(own)
    own.show()
    qtbot.waitExposed(own)
    yield own
    Slow.go_on.set()
    own.close()


def test_the_best_so_far_is_chosen_and_can_be_exported_before_the_end(
    qtbot: QtBot, window: MainWindow, slow: Studio, photos: Path
) -> None:
    slow.want(places=(photos,), words="left")
    qtbot.waitUntil(lambda: window.gallery.chosen_match is not None, timeout=TIMEOUT)
    assert slow.crops.stage is Stage.WORKING
    assert not slow.crops.ranking.exact
    said = " ".join(texts(window))
    assert "crops compared so far; the list may still change" in said
    assert "Looking" in said
    dialog = window.export()
    assert dialog is not None
    dialog.reject()
    Slow.go_on.set()
    wait_for(qtbot, slow, Stage.FINAL)
    assert slow.crops.ranking.exact
    assert "All 1,428 crops compared" in texts(window)
    assert window.gallery.chosen_match == slow.crops.ranking.matches[0]
    assert slow.crops.space.device == "an abacus"


def test_stop_keeps_the_list_and_going_on_makes_it_exact(
    qtbot: QtBot, window: MainWindow, slow: Studio, photos: Path
) -> None:
    slow.want(places=(photos,), words="left")
    qtbot.waitUntil(lambda: slow.crops.covered, timeout=TIMEOUT)
    press(window, "Stop")
    assert slow.crops.stage is Stage.STOPPED
    rows = window.gallery.matches.rowCount()
    assert rows > 0
    assert any(text.startswith("Stopped: ") for text in texts(window))
    Slow.go_on.set()
    slow._jobs.close()
    QApplication.processEvents()
    assert window.gallery.matches.rowCount() == rows
    press(window, "Go on")
    wait_for(qtbot, slow, Stage.FINAL)
    assert slow.crops.ranking.exact


def test_a_crop_that_the_user_chose_stays_chosen_to_the_end(
    qtbot: QtBot, window: MainWindow, slow: Studio, photos: Path
) -> None:
    slow.want(places=(photos,), words="left")
    qtbot.waitUntil(lambda: window.gallery.chosen_match is not None, timeout=TIMEOUT)
    window.gallery.setCurrentIndex(window.gallery.matches.index(3))
    own = window.gallery.chosen_match
    assert own is not None
    Slow.go_on.set()
    wait_for(qtbot, slow, Stage.FINAL)
    assert window.gallery.chosen_match is not None
    assert window.gallery.chosen_match.crop == own.crop

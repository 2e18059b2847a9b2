"""The sliders beside the gallery."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.gui.query.sliders import LINES, Sliders
from coverart.gui.studio.wanted import OPTIONS
from coverart.settings import Options
from tests.gui.seeing import button, press, texts


@pytest.fixture
def sliders(qtbot: QtBot) -> Sliders:
    own = Sliders()
    qtbot.addWidget(own)
    own.show()
    return own


@pytest.mark.parametrize(
    ("option", "moved_to", "wanted", "told"),
    [
        ("composition", 70, replace(OPTIONS, composition=0.7), "70%"),
        ("variety", 0, replace(OPTIONS, variety=0.0), "0%"),
        ("least_pixels", 5, replace(OPTIONS, least_pixels=3000), "3,000 px"),
        ("per_photo", 1, replace(OPTIONS, per_photo=1), "1"),
    ],
)
def test_each_slider_changes_its_option_alone(
    qtbot: QtBot, sliders: Sliders, option: str, moved_to: int, wanted: Options, told: str
) -> None:
    with qtbot.waitSignal(sliders.changed) as changed:
        sliders.slider(option).setValue(moved_to)
    assert changed.args == [wanted]
    assert told in texts(sliders)


def test_options_without_a_slider_stay(qtbot: QtBot, sliders: Sliders) -> None:
    sliders.show_options(replace(OPTIONS, top=7))
    with qtbot.waitSignal(sliders.changed) as changed:
        sliders.slider("variety").setValue(90)
    assert changed.args == [replace(OPTIONS, top=7, variety=0.9)]


def test_what_is_shown_is_no_change(qtbot: QtBot, sliders: Sliders) -> None:
    with qtbot.assertNotEmitted(sliders.changed):
        sliders.show_options(replace(OPTIONS, composition=0.9, least_pixels=1000, per_photo=5))
    assert [sliders.slider(line.option).value() for line in LINES] == [90, 40, 2, 5]


def test_one_press_puts_all_back(qtbot: QtBot, sliders: Sliders) -> None:
    sliders.slider("composition").setValue(80)
    with qtbot.waitSignal(sliders.changed) as changed:
        press(sliders, "As usual")
    assert changed.args == [OPTIONS]
    with pytest.raises(StopIteration):
        button(sliders, "As usual")


def test_the_wheel_moves_no_slider_in_passing(sliders: Sliders) -> None:
    slider = sliders.slider("composition")
    middle = QPointF(slider.rect().center())
    turn = QWheelEvent(
        middle,
        slider.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    slider.clearFocus()
    QApplication.sendEvent(slider, turn)
    assert slider.value() == 30

"""The window stands where it stood; and Qt speaks the language that was chosen."""

import json

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from coverart.gui.session.layout import layout_of, restore_layout
from coverart.gui.session.speech import speak
from coverart.language import LANGUAGE_VARIABLE, language


def window_of(qtbot: QtBot) -> QSplitter:
    """A window that is a splitter of two parts."""
    own = QSplitter()
    for _ in range(2):
        own.addWidget(QWidget())
    qtbot.addWidget(own)
    own.resize(640, 480)
    own.show()
    return own


def test_a_window_stands_where_it_stood(qtbot: QtBot) -> None:
    before = window_of(qtbot)
    before.setGeometry(40, 30, 700, 500)
    before.setSizes([500, 180])
    kept = json.loads(json.dumps(layout_of(before, {"page": before})))
    after = window_of(qtbot)
    restore_layout(kept, after, {"page": after})
    assert (after.width(), after.height()) == (700, 500)
    assert after.sizes() == before.sizes()


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"geometry": "ä", "splitters": []},
        {"geometry": 3, "splitters": {"page": "wide"}},
        {"geometry": "AAAA", "splitters": {"page": [1, 2, 3]}},
        {"splitters": {"page": [0, 0]}},
        {"splitters": {"page": [-1, 5]}},
        {"splitters": {"page": [None, 5]}},
        {"splitters": {"other": [1, 5]}},
    ],
)
def test_a_layout_that_makes_no_sense_changes_nothing(
    qtbot: QtBot, kept: dict[str, object]
) -> None:
    window = window_of(qtbot)
    before = window.sizes()
    restore_layout(kept, window, {"page": window})
    assert (window.width(), window.height(), window.sizes()) == (640, 480, before)


def test_qt_speaks_the_language_that_was_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    before = set(qapp.findChildren(QTranslator))
    speak(qapp, "de")
    try:
        assert language() == "de"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    finally:
        for own in set(qapp.findChildren(QTranslator)) - before:
            qapp.removeTranslator(own)
            own.deleteLater()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"

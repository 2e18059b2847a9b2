"""The window in German: not a word of English is left in it, and all of it fits."""

import importlib.util
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from coverart.gui.finish.lettering_form import LetteringForm
from coverart.gui.look.pages import Pages
from coverart.gui.query.source_button import SourceButton
from coverart.gui.session.preferences import Preferences
from coverart.gui.session.speech import speak
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import LEAST_SIZE, MainWindow
from coverart.language import _, plural, use_language
from tests.gui.known import Known
from tests.gui.seeing import button, drop, wait_for

SIZES = (LEAST_SIZE, (1280, 800))
ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
ROWS = 3
"""Of a list, so many are read."""
PLACE = re.compile(r"\{\w+\}")
VALUE = re.compile(r"\\{\w+\\}")
"""The place of a value in a text, and in what `re.escape` makes of it."""
Scene = Callable[[MainWindow], QWidget]


@pytest.fixture(scope="session")
def english() -> re.Pattern[str]:
    """What fits every text that a German says otherwise."""
    use_language("de")
    try:
        said = [text for text, own in _texts() if text != own]
    finally:
        use_language("en")
    assert len(said) > 500
    return re.compile("|".join(filter(None, map(_pattern, said))))


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    speak(qapp, "de")
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def _texts() -> Iterator[tuple[str, str]]:
    """Every text of the source, and what is said for it."""
    path = Path(__file__).parents[2] / "scripts" / "languages.py"
    spec = importlib.util.spec_from_file_location("languages", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for text in script.texts():
        if isinstance(text.id, tuple):
            one, many = text.id
            yield from ((one, plural(one, many, 1)), (many, plural(one, many, 2)))
        elif text.id:
            yield text.id, _(text.id)


def _pattern(text: str) -> str:
    """What a text looks like whatever its values are; nothing for one that is hardly any text."""
    pattern = VALUE.sub(".+", re.escape(text))
    is_open = pattern.startswith(".+") and pattern.endswith(".+")
    return "" if is_open or not re.search(r"[A-Za-z]{2}", PLACE.sub("", text)) else pattern


def with_ranking(window: MainWindow) -> QWidget:
    return window


def filtered(window: MainWindow) -> QWidget:
    window.crops_page.results.toggle_filters()
    window.message.say(_("There are no matches."), serious=True)
    window.status.set_skipped(2)
    return window


def edited(window: MainWindow) -> QWidget:
    window.actions_by_name["edit"].trigger()
    return window


def compared(window: MainWindow) -> QWidget:
    window.gallery.selectAll()
    window.actions_by_name["compare"].trigger()
    return window


def songs(window: MainWindow) -> QWidget:
    window.actions_by_name["turn"].trigger()
    return window


def dialog(name: str, kind: type[QWidget] | None = None) -> Scene:
    """The dialog that a command opens, with its page of that kind."""

    def opened(window: MainWindow) -> QWidget:
        window.actions_by_name[name].trigger()
        (found,) = window.findChildren(QDialog)
        if kind is not None:
            pages, page = found.findChild(Pages), found.findChild(kind)
            assert pages is not None
            assert page is not None
            pages.show_page(page)
        return found

    opened.__name__ = name if kind is None else f"{name}_{kind.__name__}"
    return opened


SCENES: tuple[Scene, ...] = (
    *(with_ranking, filtered, edited, compared, songs),
    *(dialog("export"), dialog("export", LetteringForm), dialog("settings")),
    *(dialog("settings", Preferences), dialog("help"), dialog("about")),
)


@pytest.fixture(params=SCENES, ids=lambda scene: scene.__name__)
def scene(
    request: pytest.FixtureRequest, german: None, ranked: MainWindow
) -> Iterator[tuple[MainWindow, QWidget]]:
    """One state of a German window after its search."""
    shown = request.param(ranked)
    yield ranked, shown
    for own in ranked.findChildren(QDialog):
        own.reject()
    ranked.crops_page.back()


def test_no_english_is_left(english: re.Pattern[str], scene: tuple[MainWindow, QWidget]) -> None:
    _window, shown = scene
    found = [text for text in readable(shown) if english.fullmatch(text)]
    assert found == []


def test_no_english_is_left_in_an_empty_window_and_after_a_song_alone(
    english: re.Pattern[str], german: None, window: MainWindow, known: Known
) -> None:
    assert not any(map(english.fullmatch, readable(window)))
    assert button(window, "Song wählen…").isEnabled()
    drop(window, known.song)
    assert not any(map(english.fullmatch, readable(window)))


def test_english_that_is_left_would_be_found(english: re.Pattern[str], ranked: MainWindow) -> None:
    assert len([text for text in readable(ranked) if english.fullmatch(text)]) > 30


def test_what_the_engine_says_is_german(
    qtbot: QtBot, german: None, window: MainWindow, studio: Studio, known: Known, tmp_path: Path
) -> None:
    drop(window, known.song, known.photos)
    wait_for(qtbot, studio, Stage.FINAL)
    match = window.gallery.chosen_match
    assert match is not None
    assert " wie der Song" in match.why or " als der Song" in match.why
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"no song at all")
    window.crops_page.browse.turn_side()  # where the song's card would say so
    drop(window, broken)
    wait_for(qtbot, studio, Stage.FAILED)
    assert window.message.sentence.startswith("broken.mp3: es ist kein Song")


def test_qt_speaks_german_too(german: None, ranked: MainWindow) -> None:
    keys = dialog("help")(ranked)
    assert "Strg+O" in [own.text() for own in keys.findChildren(QLabel)]
    keys.close()


def test_nothing_is_cut(scene: tuple[MainWindow, QWidget]) -> None:
    window, shown = scene
    for size in SIZES:
        window.resize(*size)
        QApplication.processEvents()
        assert list(cut(shown)) == [], size


def readable(root: QWidget) -> Iterator[str]:
    """The lines of all that can be read in a widget and its menus, or heard of it."""
    for own in (root, *root.findChildren(QWidget)):
        if own.isVisible() or isinstance(own, QMenu):
            for text in (*_written(own), own.toolTip(), own.accessibleName()):
                yield from map(_without_keys, text.splitlines())


def _written(own: QWidget) -> Iterator[str]:
    yield own.accessibleDescription()
    if isinstance(own, QLabel | QAbstractButton | QLineEdit):
        yield own.text()
    if isinstance(own, QLineEdit):
        yield own.placeholderText()
    if isinstance(own, QComboBox):
        yield from (own.itemText(place) for place in range(own.count()))
    if isinstance(own, QMenu):
        yield own.title()
    if isinstance(own, QAbstractItemView):
        yield from _rows(own.model())
    yield from (action.text().replace("&", "") for action in own.actions())


def _rows(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(ROWS, model.rowCount())):
        for role in ROLES:
            yield str(model.index(row, 0).data(role) or "")


def _without_keys(line: str) -> str:
    """A line without the keys that stand behind it in brackets."""
    return re.sub(r" \([^()]*\)$", "", line)


def cut(root: QWidget) -> Iterator[str]:
    """Buttons that are narrower than they want to be, and what stands out of its place."""
    for own in root.findChildren(QWidget):
        # A button for a file cuts its name itself, and Qt's own in a line has no words.
        if not own.isVisible() or isinstance(own, SourceButton | QToolButton):
            continue
        if isinstance(own, QAbstractButton) and own.width() < own.sizeHint().width():
            yield f"{own.text()}: {own.width()} of {own.sizeHint().width()}"
        layout = own.layout()
        if layout is not None and own.width() < layout.minimumSize().width():
            yield f"{own.metaObject().className()}: its parts have too little room"
        seen = own.visibleRegion().boundingRect()
        if isinstance(own, QAbstractButton | QLabel) and 0 < seen.width() < own.width():
            yield f"{own.text()}: {seen.width()} of {own.width()} can be seen"
        if (
            isinstance(own, QLabel)
            and own.wordWrap()
            and own.height() < own.heightForWidth(own.width())
        ):
            yield f"{own.text()}: not high enough"

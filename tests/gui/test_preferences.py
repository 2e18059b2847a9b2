"""What is chosen about the window: its looks, its language, its habits."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from coverart.choices import Choices, Looks, load_choices, save_choices
from coverart.gui.look.appearance import Appearance, palette
from coverart.gui.look.style_sheet import style_sheet
from coverart.gui.look.theme import DARK, LIGHT, Theme
from coverart.gui.session.preferences import Preferences
from coverart.gui.session.speech import resolve_language
from coverart.gui.studio.packs import Packs
from coverart.gui.studio.studio import Studio
from coverart.language import LANGUAGE_VARIABLE
from tests.gui.seeing import press, texts
from tests.gui.test_looks import contrast

READ_ON = {
    QPalette.ColorRole.WindowText: (QPalette.ColorRole.Window,),
    QPalette.ColorRole.Text: (QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase),
    QPalette.ColorRole.ButtonText: (QPalette.ColorRole.Button,),
    QPalette.ColorRole.PlaceholderText: (QPalette.ColorRole.Base, QPalette.ColorRole.Button),
    QPalette.ColorRole.BrightText: (QPalette.ColorRole.Window, QPalette.ColorRole.Base),
    QPalette.ColorRole.HighlightedText: (QPalette.ColorRole.Highlight,),
    QPalette.ColorRole.ToolTipText: (QPalette.ColorRole.ToolTipBase,),
    QPalette.ColorRole.Link: (QPalette.ColorRole.Window, QPalette.ColorRole.Base),
}


def pick(box: QComboBox, entry: int) -> None:
    """Choose an entry as from the keyboard: from the first one down."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(entry):
        QTest.keyClick(box, Qt.Key.Key_Down)


@pytest.fixture
def page(qtbot: QtBot, appearance: Appearance) -> Preferences:
    own = Preferences()
    qtbot.addWidget(own)
    own.show()
    return own


def test_looks_that_were_chosen_take_effect_and_stay(
    qtbot: QtBot, page: Preferences, appearance: Appearance, qapp: QApplication
) -> None:
    page.looks_chosen.connect(appearance.choose)
    pick(page.looks, 2)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    assert load_choices().appearance is Looks.DARK
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    pick(page.looks, 0)
    assert load_choices().appearance is Looks.SYSTEM
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.window


def test_the_page_shows_what_was_chosen_before(qtbot: QtBot) -> None:
    save_choices(Choices("paper", appearance=Looks.LIGHT, language="de", auto_advance=True))
    page = Preferences()
    qtbot.addWidget(page)
    assert page.looks.currentText() == "Light"
    assert page.language.currentText() == "Deutsch"
    assert page.auto_advance.isChecked()
    page.auto_advance.click()
    assert load_choices() == Choices("paper", appearance=Looks.LIGHT, language="de")


def test_another_language_waits_for_the_next_start_and_says_so(page: Preferences) -> None:
    sentence = "The new language is spoken from the next start of Coverart."
    assert sentence not in texts(page)
    pick(page.language, 2)
    assert sentence in texts(page)
    assert load_choices().language == "de"
    pick(page.language, 0)
    assert sentence not in texts(page)
    assert load_choices().language == ""


def test_habits_are_told_at_once(qtbot: QtBot, page: Preferences) -> None:
    with qtbot.waitSignal(page.auto_advance_chosen) as told:
        press(page, "Go on after keeping, rejecting or rating a crop")
    assert told.args == [True]
    assert load_choices().auto_advance


def test_recent_songs_are_forgotten_when_asked(qtbot: QtBot, page: Preferences) -> None:
    with qtbot.waitSignal(page.recent_unwanted):
        press(page, "Clear recent songs and folders")
    assert "Cleared." in texts(page)


def test_choosing_a_model_leaves_the_looks_as_they_were_chosen(
    page: Preferences, studio: Studio
) -> None:
    packs = Packs(studio.prepare_aside, lambda: None)  # which has read the choices before
    pick(page.looks, 2)
    packs.allow_graphics(False)
    assert load_choices() == packs.choices == Choices(graphics=False, appearance=Looks.DARK)
    pick(page.looks, 0)
    assert not load_choices().graphics


@pytest.mark.parametrize(
    ("chosen", "named", "system", "spoken"),
    [
        ("de", "en", ["en-GB"], "de"),
        ("", "", ["de-AT", "en"], "de"),
        ("", "", ["fr_FR", "de_DE"], "de"),
        ("", "en", ["de"], "en"),
        ("xx", "", ["ja"], "en"),
        ("", "", [], "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_else_the_systems(
    chosen: str, named: str, system: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, named)
    assert resolve_language(Choices(language=chosen), system) == spoken


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_text_of_the_palette_can_be_read_where_it_stands(theme: Theme) -> None:
    colours = palette(theme)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
        for text, surfaces in READ_ON.items():
            for surface in surfaces:
                pair = (colours.color(group, role).name() for role in (text, surface))
                assert contrast(*pair) >= 4.5, (group, text, surface)


def rules(theme: Theme) -> dict[str, dict[str, str]]:
    """What the style sheet sets for each selector, with what a state takes over from its widget."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style_sheet(theme)):
        own = dict(re.findall(r"([\w-]+):\s*([^;]+);", body))
        for selector in selectors.split(","):
            named = " ".join(selector.split())
            widget = found.get(re.sub(r":\w.*", "", named), {})
            found[named] = {**widget, **found.get(named, {}), **own}
    return found


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_rule_of_the_style_sheet_gives_text_that_can_be_read(theme: Theme) -> None:
    checked = 0
    for selector, own in rules(theme).items():
        for ink, paper in (
            ("color", "background"),
            ("selection-color", "selection-background-color"),
        ):
            if own.get(ink, "").startswith("#") and own.get(paper, "").startswith("#"):
                assert contrast(own[ink], own[paper]) >= 4.5, selector
                checked += 1
    assert checked > 20


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_focus_can_be_told_from_every_surface(theme: Theme) -> None:
    for surface in (theme.window, theme.panel, theme.raised):
        assert contrast(theme.accent, surface) >= 3  # WCAG 1.4.11, for what is no text

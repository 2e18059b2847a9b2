"""Settings: which packs there are, and installing, choosing, checking and removing one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea
from pytestqt.qtbot import QtBot

from coverart.choices import Choices, load_choices, save_choices
from coverart.engine import installing
from coverart.engine.asking import Example
from coverart.engine.job import Job, Progress
from coverart.errors import PackError
from coverart.gui.gallery.hover import Liking
from coverart.gui.setup.settings_dialog import SettingsDialog
from coverart.gui.studio import packs as packs_module
from coverart.gui.studio.pack_wording import about, compared_in_words, confirmation, size_in_words
from coverart.gui.studio.packs import NOBODY
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.view_switch import View
from coverart.packs.manifest import Link, PackFile, Source
from coverart.packs.store import Broken, Stored, remove
from coverart.settings import packs_path
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import button, drop, press, texts, wait_for
from tests.packs import tiny_pack

TITLE = "A tiny pack with random weights, for tests"


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that is not installed yet."""
    return tiny_pack(tmp_path_factory.mktemp("tiny") / "pack")


@pytest.fixture
def settings(qtbot: QtBot, window: MainWindow) -> Iterator[SettingsDialog]:
    own = window.open_settings()
    own.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    yield own
    own.close()


def stored(tiny: Path) -> Stored:
    from coverart.packs.toml import read_manifest  # noqa: PLC0415 (beside the pack alone)

    return Stored(tiny, read_manifest(tiny))


def free(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is being done to packs."""
    qtbot.waitUntil(lambda: window.settling.packs.busy is None, timeout=TIMEOUT)


def card(settings: SettingsDialog, name: str) -> object:
    return next(own for own in settings.spaces.cards if own.name == name)


def test_what_comes_with_the_program_is_chosen_and_the_catalogue_is_offered(
    window: MainWindow, settings: SettingsDialog
) -> None:
    assert button(settings, "Mood and colour").isChecked()
    assert [own.name for own in settings.spaces.cards][:1] == ["affect"]
    assert "fast" in [own.name for own in settings.spaces.cards]
    assert any("MIT (CLIP), Apache-2.0 (CLAP)" in text for text in texts(settings))


def test_the_page_of_spaces_scrolls_as_one(settings: SettingsDialog) -> None:
    settings.resize(settings.width(), 400)
    QApplication.processEvents()
    scrolling = [
        own
        for own in settings.findChildren(QScrollArea)
        if own.isVisible() and own.verticalScrollBar().maximum()
    ]
    (page,) = scrolling
    assert not settings.spaces.findChildren(QScrollArea)
    last = button(settings, "Install from a folder…")
    last.setFocus()
    page.ensureWidgetVisible(last)
    assert not last.visibleRegion().isEmpty()
    scrolled = page.verticalScrollBar().value()
    settings.spaces._show_cards()
    QApplication.processEvents()
    assert page.verticalScrollBar().value() == scrolled > 0


def test_nothing_is_downloaded_before_a_second_yes(
    qtbot: QtBot, window: MainWindow, settings: SettingsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    origins: list[Path | str] = []
    monkeypatch.setattr(window.settling.packs, "install", origins.append)
    fast = card(settings, "fast")
    press(fast, "Install…")  # type: ignore[arg-type]
    assert origins == []
    (said,) = [text for text in texts(settings) if "huggingface.co" in text]
    assert "laion/clap-htsat-unfused" in said
    press(fast, "Not now")  # type: ignore[arg-type]
    assert origins == []
    assert not any("huggingface.co" in text for text in texts(settings))
    press(fast, "Install…")  # type: ignore[arg-type]
    press(fast, "Download and install")  # type: ignore[arg-type]
    assert origins == ["fast"]


def test_a_pack_is_installed_used_and_removed_while_in_use(  # noqa: PLR0917 (fixtures)
    qtbot: QtBot,
    window: MainWindow,
    studio: Studio,
    settings: SettingsDialog,
    song: Path,
    photos: Path,
    tiny: Path,
) -> None:
    studio.want(song=song, places=(photos,))
    wait_for(qtbot, studio, Stage.FINAL)
    window.settling.packs.install(tiny)
    assert button(settings, "Stop").isVisible()
    assert not button(settings, "Install from a folder…").isEnabled()
    free(qtbot, window)
    assert "Installed. Choose it to compare with it." in texts(settings)
    moods = [match.crop for match in studio.crops.ranking.matches]

    QTest.mouseClick(button(settings, TITLE), Qt.MouseButton.LeftButton)
    assert load_choices().space == "tiny"
    wait_for(qtbot, studio, Stage.FINAL)
    assert studio.crops.ranking.exact
    assert [match.crop for match in studio.crops.ranking.matches] != moods
    assert str(studio.crops.space).startswith(f"{TITLE} · CPU")
    settings.accept()
    assert button(window, str(studio.crops.space)).isVisible()

    changes: tuple[Callable[[], None], ...] = (
        lambda: studio.want(words="rainy street -people"),
        lambda: window.crops_page.say_of_chosen(Liking.MORE),
    )
    for change in changes:
        before = [match.score for match in studio.crops.ranking.matches]
        change()
        qtbot.waitUntil(
            lambda: (
                studio.crops.answered == studio.wanted.wish and studio.crops.stage is Stage.FINAL
            ),
            timeout=TIMEOUT,
        )
        assert [match.score for match in studio.crops.ranking.matches] != before
    parts = [chip.part.title for chip in window.crops_page.chips.chips]
    assert parts[1:3] == ["“rainy street”", "not “people”"]
    assert parts[3].startswith("More like photo ")

    window.crops_page.songs_wanted.emit(studio.crops.ranking.matches[0].crop)
    window.songs_view.search.want(places=(song.parent,))
    wait_for(qtbot, window.songs_view.search, Stage.FINAL)
    assert [match.path.name for match in window.songs_view.search.matches] == ["Slow Chord.wav"]

    again = window.open_settings()
    press(again, "Remove…")
    assert "Remove “tiny” from this computer?" in texts(again)
    press(again, "Remove")
    free(qtbot, window)
    assert "The pack “tiny” was removed. Mood and colour is used instead." in texts(again)
    assert load_choices().space == ""
    again.accept()
    wait_for(qtbot, studio, Stage.FINAL)
    assert str(studio.crops.space) == "Mood and colour"


def test_a_pack_removed_behind_our_back_is_replaced_and_that_is_said(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path, tiny: Path
) -> None:
    window.settling.packs.install(tiny)
    free(qtbot, window)
    window.settling.packs.choose("tiny")
    remove("tiny")
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    assert str(studio.crops.space) == "Mood and colour"
    assert "The pack “tiny”: it is not installed" in window.message.sentence
    assert "affect" in window.message.sentence


def test_a_pack_whose_weights_vanish_in_use_is_replaced_and_that_is_said(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path, tiny: Path
) -> None:
    window.settling.packs.install(tiny)
    free(qtbot, window)
    window.settling.packs.choose("tiny")
    studio.want(song=song, places=(photos,))
    wait_for(qtbot, studio, Stage.FINAL)
    remove("tiny")  # its text tower was not needed yet
    studio.want(words="rainy street")
    qtbot.waitUntil(lambda: str(studio.crops.space) == "Mood and colour", timeout=TIMEOUT)
    wait_for(qtbot, studio, Stage.FINAL)
    assert "tiny" in window.message.sentence
    assert "affect" in window.message.sentence


def test_a_damaged_pack_is_replaced_and_that_is_said(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path, tiny: Path
) -> None:
    window.settling.packs.install(tiny)
    free(qtbot, window)
    weights = packs_path() / "tiny" / "clip.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    window.settling.packs.choose("tiny")
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    assert str(studio.crops.space) == "Mood and colour"
    assert window.message.sentence.startswith("The pack “tiny”: ")


def test_checking_and_comparing_tell_how_it_ended(
    qtbot: QtBot, window: MainWindow, studio: Studio, photos: Path, tiny: Path
) -> None:
    studio.want(places=(photos,))
    window.settling.packs.install(tiny)
    free(qtbot, window)
    settings = window.open_settings()
    press(settings, "Check")
    free(qtbot, window)
    assert "Every byte is as it was when it was installed." in texts(settings)
    press(settings, "Compare on my photos")
    free(qtbot, window)
    assert any("int8 beside fp32, over 24 crops of 6 photos" in text for text in texts(settings))
    weights = packs_path() / "tiny" / "clip.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x00")
    press(settings, "Check")
    free(qtbot, window)
    assert any("The pack “tiny”: " in text for text in texts(settings))
    settings.reject()


def test_precision_is_chosen_kept_and_used_at_once(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path, tiny: Path
) -> None:
    window.settling.packs.install(tiny)
    free(qtbot, window)
    window.settling.packs.choose("tiny")
    studio.want(song=song, places=(photos,))
    wait_for(qtbot, studio, Stage.FINAL)
    settings = window.open_settings()
    box = next(
        own for own in settings.findChildren(QComboBox) if own.accessibleName() == "Precision"
    )
    assert box.currentText() == "Precision: exact, fp32"
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert load_choices().of("tiny").precision == "int8"
    assert studio.crops.stage is Stage.WORKING
    wait_for(qtbot, studio, Stage.FINAL)
    settings.reject()


def test_links_are_offered_where_there_are_several(
    qtbot: QtBot, window: MainWindow, tiny: Path
) -> None:
    window.settling.packs.install(tiny)
    free(qtbot, window)
    window.settling.packs.look()
    qtbot.waitUntil(lambda: window.settling.packs.links == {"tiny": (Link.BANK,)}, timeout=TIMEOUT)
    window.settling.packs.links = {"tiny": (Link.BANK, Link.HEAD)}
    settings = window.open_settings()
    box = next(own for own in settings.findChildren(QComboBox) if own.accessibleName() == "Link")
    assert [box.itemText(place) for place in range(box.count())] == [
        "Link: through words that both know",
        "Link: through a trained network",
    ]
    box.activated.emit(1)
    assert load_choices().of("tiny").link == "head"
    settings.reject()


def test_graphics_cards_can_be_forbidden(window: MainWindow, settings: SettingsDialog) -> None:
    box = button(settings, "Use a graphics card where there is one")
    assert box.isChecked()
    box.click()
    assert load_choices() == Choices(graphics=False)


def test_a_folder_without_a_pack_gets_one_sentence_in_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window._choosers, "folder", lambda _parent, what: tmp_path)
    settings = window.open_settings()
    press(settings, "Install from a folder…")
    free(qtbot, window)
    outcome = window.settling.packs.outcomes[NOBODY]
    assert outcome.serious
    assert outcome.sentence in texts(settings)
    settings.reject()


def test_an_installation_can_be_stopped_and_says_how_far_it_is(
    qtbot: QtBot,
    window: MainWindow,
    settings: SettingsDialog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(_origin: object) -> Job[Stored]:
        while True:
            yield Progress("Downloading clip.safetensors", 3_000_000_000, 6_000_000_000)

    monkeypatch.setattr(installing, "install_pack", endless)
    window.settling.packs.install("fast")
    qtbot.waitUntil(lambda: "Downloading clip.safetensors…" in texts(settings), timeout=TIMEOUT)
    press(settings, "Stop")
    assert window.settling.packs.busy is None
    assert "Stopped; nothing has changed." in texts(settings)


def test_one_thing_is_done_at_a_time(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []

    def endless(origin: object) -> Job[Stored]:
        begun.append(origin)
        while True:
            yield Progress("Downloading", 0, 0)

    monkeypatch.setattr(installing, "install_pack", endless)
    window.settling.packs.install("fast")
    window.settling.packs.install("paper")
    qtbot.waitUntil(lambda: bool(begun), timeout=TIMEOUT)
    assert begun == ["fast"]
    window.settling.packs.cancel()


def test_a_bug_while_installing_lets_the_user_go_on(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_origin: object) -> Job[Stored]:
        yield Progress("Downloading", 0, 0)
        raise ZeroDivisionError

    monkeypatch.setattr(installing, "install_pack", broken)
    with qtbot.captureExceptions() as bugs:
        window.settling.packs.install("fast")
        free(qtbot, window)
    assert [kind for kind, _, _ in bugs] == [ZeroDivisionError]
    assert window.settling.packs.outcomes["fast"].serious


def test_a_broken_folder_among_the_packs_is_shown_and_can_be_removed(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    (packs_path() / "half").mkdir(parents=True)
    (broken,) = window.settling.packs.installed
    assert isinstance(broken, Broken)
    settings = window.open_settings()
    assert str(broken.error) in texts(settings)
    press(card(settings, "half"), "Remove")  # type: ignore[arg-type]
    free(qtbot, window)
    assert not (packs_path() / "half").exists()
    settings.reject()


def test_what_was_chosen_is_read_at_the_next_start(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_choices(Choices(space="tiny"))
    again = packs_module.Packs(lambda _begin: None, lambda: None)  # type: ignore[arg-type, return-value]
    assert again.chosen == "tiny"


def test_sizes_are_told_in_words() -> None:
    assert size_in_words(9_400_000) == "9 MB"
    assert size_in_words(605_000_000) == "605 MB"
    assert size_in_words(1_720_000_000) == "1.7 GB"


def test_what_is_downloaded_is_said_with_its_size_where_it_is_known(tiny: Path) -> None:
    own = stored(tiny)
    assert "Nothing is downloaded" in confirmation(own)
    source = Source("someone/clip", "clip.safetensors")
    away = {
        f"{place}.safetensors": PackFile(f"{place}.safetensors", 300_000_000, source=source)
        for place in range(2)
    }
    known = Stored(tiny, replace(own.pack, files=away))
    assert confirmation(known) == (
        "This downloads 2 files from huggingface.co (someone/clip), about 600 MB in all, once; "
        "afterwards no network is needed."
    )
    assert about(known, installed=False) == "CC0-1.0 · about 600 MB to be downloaded"
    unsized = {name: replace(file, size=None) for name, file in away.items()}
    unknown = Stored(tiny, replace(own.pack, files=unsized))
    assert confirmation(unknown).endswith("Its size is told as soon as the download begins.")


def test_a_comparison_is_told_in_one_sentence() -> None:
    assert compared_in_words(0.99917, 0.99812, 32, 8) == (
        "int8 beside fp32, over 32 crops of 8 photos of yours: "
        "cosine 0.9992 on average, 0.9981 at worst."
    )


def test_errors_of_installing_are_one_sentence_and_change_nothing(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_origin: object) -> Job[Stored]:
        yield Progress("Asking the hub", 0, 0)
        raise PackError("fast", "the hub cannot be reached", "try again later")

    monkeypatch.setattr(installing, "install_pack", refused)
    window.settling.packs.install("fast")
    free(qtbot, window)
    told = window.settling.packs.outcomes["fast"]
    assert told.sentence == "The pack “fast”: the hub cannot be reached; try again later."
    assert window.settling.packs.installed == ()
    assert window.message.sentence == told.sentence


def test_closing_the_window_ends_an_installation(
    qtbot: QtBot, window: MainWindow, tiny: Path
) -> None:
    window.settling.packs.install(tiny)
    with qtbot.waitSignal(window.settling.packs.progressed, timeout=TIMEOUT):
        pass
    window.close()
    assert window.settling.packs.installed == ()


def test_songs_are_looked_for_again_when_they_are_seen_in_another_space(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, tiny: Path
) -> None:
    window.show_view(View.SONGS)
    window.songs_view.search.want(words="calm", places=(song.parent,))
    wait_for(qtbot, window.songs_view.search, Stage.FINAL)
    window.show_view(View.CROPS)
    window.settling.packs.install(tiny)
    free(qtbot, window)
    window.settling.packs.choose("tiny")
    assert window.songs_view.search.stage is Stage.FINAL
    window.show_view(View.SONGS)
    wait_for(qtbot, window.songs_view.search, Stage.FINAL)
    assert "calm" not in window.songs_view.search.matches[0].why


def test_a_pack_that_fails_among_songs_is_replaced_and_that_is_said(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path, tiny: Path
) -> None:
    window.settling.packs.install(tiny)
    free(qtbot, window)
    window.settling.packs.choose("tiny")
    window.show_view(View.SONGS)
    window.songs_view.search.want(words="calm", places=(song.parent,))
    wait_for(qtbot, window.songs_view.search, Stage.FINAL)
    remove("tiny")  # its image tower was not needed yet
    window.songs_view.search.want(picture=Example(photos / "photo 0.png"))
    qtbot.waitUntil(lambda: studio._spaces._held.name == "affect", timeout=TIMEOUT)
    wait_for(qtbot, window.songs_view.search, Stage.FINAL)
    assert "tiny" in window.message.sentence

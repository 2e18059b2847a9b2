"""What a user chose is there the next time, and a damaged file costs nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from coverart.choices import (
    CONFIG_VARIABLE,
    Choices,
    Looks,
    PackChoice,
    change_choices,
    choices_path,
    load_choices,
    save_choices,
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "config"))
    return tmp_path / "config"


def test_without_a_file_everything_has_its_default() -> None:
    assert load_choices() == Choices("", True, {})
    assert load_choices().of("paper") == PackChoice("", "")


def test_choices_are_kept() -> None:
    made = Choices("paper", False).with_pack("paper", PackChoice("head", "int8"))
    made = made.with_pack("fast", PackChoice(precision="fp32"))
    save_choices(made)
    assert load_choices() == made
    assert load_choices().of("paper") == PackChoice("head", "int8")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"packs": 3}', '{"packs": {"a": {"b": 1}}}'])
def test_a_damaged_file_is_the_same_as_none(text: str, folder: Path) -> None:
    folder.mkdir()
    choices_path().write_text(text)
    assert load_choices() == Choices()


def test_what_cannot_be_written_is_let_be(tmp_path: Path, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    save_choices(Choices("paper"))
    assert load_choices() == Choices()


def test_nothing_is_left_beside_the_file(folder: Path) -> None:
    save_choices(Choices("paper"))
    assert [path.name for path in folder.iterdir()] == ["choices.json"]


def test_choices_about_the_window_are_kept() -> None:
    made = Choices(
        appearance=Looks.DARK, language="de", auto_advance=True, seen_tips=("ranked", "kept")
    )
    save_choices(made)
    assert load_choices() == made


@pytest.mark.parametrize("text", ['{"space": "fast"}', '{"space": "fast", "appearance": "pink"}'])
def test_a_file_of_another_version_keeps_what_both_know(text: str, folder: Path) -> None:
    folder.mkdir()
    choices_path().write_text(text)
    assert load_choices() == Choices("fast")


def test_a_change_leaves_alone_what_others_changed_meanwhile() -> None:
    save_choices(Choices("paper"))
    save_choices(Choices("paper", appearance=Looks.DARK))
    made = change_choices(lambda now: replace(now, space="fast"))
    assert made == load_choices() == Choices("fast", appearance=Looks.DARK)

"""Fonts: which there are, which of their faces is taken, and what they cannot draw."""

import sys
from pathlib import Path

import pytest

from coverart.export import fonts
from coverart.export.fonts import families, family_for, folders, font, installed, undrawn
from tests.unit.font_parts import CYRILLIC, font_bytes, only_fonts_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of fonts, empty."""
    return only_fonts_of(tmp_path / "fonts", monkeypatch)


def test_without_fonts_there_is_still_one_to_write_with(folder: Path) -> None:
    assert families() == ()
    assert font("", 40).getname() == ("Aileron", "Regular")
    assert font("Gone With The Disk", 40).getname() == ("Aileron", "Regular")
    assert family_for("Slow Chord", "") == ""


def test_a_folder_that_is_not_there_holds_no_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "folders", lambda: (tmp_path / "nowhere",))
    assert families() == ()


def test_families_are_found_in_folders_below_and_sorted_whatever_their_capitals(
    folder: Path,
) -> None:
    (folder / "deep" / "down").mkdir(parents=True)
    (folder / "deep" / "down" / "one.ttf").write_bytes(font_bytes("Zephyrs"))
    (folder / "two.TTF").write_bytes(font_bytes("brushed"))
    (folder / "three.otf").write_bytes(font_bytes("Antique"))
    assert families() == ("Antique", "brushed", "Zephyrs")


def test_what_is_no_font_is_passed_over(folder: Path) -> None:
    whole = font_bytes("Unhurt.")
    (folder / "whole.ttf").write_bytes(whole)
    (folder / "cut.ttf").write_bytes(whole[:700])
    (folder / "beginning.ttf").write_bytes(whole[:12])
    (folder / "empty.ttf").write_bytes(b"")
    (folder / "text.ttf").write_bytes(b"a letter to the type foundry")
    (folder / "list.ttc").write_bytes(b"ttcf" + bytes(30))
    (folder / "folder.ttf").mkdir()
    (folder / "gone.ttf").symlink_to(folder / "nowhere.ttf")
    (folder / "notes.txt").write_bytes(whole)
    assert families() == ("Unhurt.",)


def test_a_font_that_breaks_after_it_was_listed_is_replaced_by_our_own(folder: Path) -> None:
    path = folder / "soon.ttf"
    path.write_bytes(font_bytes("Fragile"))
    assert families() == ("Fragile",)
    path.write_bytes(b"no longer a font")
    assert font("Fragile", 30).getname() == ("Aileron", "Regular")


def test_fonts_for_the_systems_own_use_are_not_listed(folder: Path) -> None:
    (folder / "hidden.ttf").write_bytes(font_bytes(".Hidden"))
    assert families() == ()


@pytest.mark.parametrize(
    ("styles", "plain", "bold"),
    [
        (["Italic.", "Regular"], "Regular", "Regular"),
        (["BoldOne", "Oblique", "Regular", "Unknown"], "Regular", "BoldOne"),
        (["Oblique"], "Oblique", "Oblique"),
    ],
)
def test_the_upright_and_usual_faces_of_a_family_are_taken(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    styles: list[str],
    plain: str,
    bold: str,
) -> None:
    monkeypatch.setattr(fonts, "BOLD", ("boldone",))
    for style in styles:
        (folder / f"{style}.ttf").write_bytes(font_bytes(style=style))
    (family,) = installed().values()
    assert (family.plain.style, family.bold.style) == (plain, bold)
    assert font("Aileron", 20, bold=True).getname() == ("Aileron", bold)


def test_characters_that_a_font_lacks_are_named_once(folder: Path) -> None:
    assert undrawn("Ночь и ночь", "") == "Ночьин"
    assert undrawn("Slow Chord, no. 7!\t\N{ZERO WIDTH JOINER}", "") == ""


def test_a_text_is_set_in_a_family_that_has_all_its_letters(folder: Path) -> None:
    (folder / "latin.ttf").write_bytes(font_bytes("A Latin"))
    (folder / "other.ttf").write_bytes(font_bytes("Kirilic", cyrillic=True))
    assert undrawn(CYRILLIC, "Kirilic") == ""
    assert family_for(CYRILLIC, "A Latin") == "Kirilic"
    assert family_for("Slow Chord", "A Latin") == "A Latin"
    assert family_for("Slow Chord", "Kirilic") == "Kirilic"


def test_where_no_family_has_all_letters_the_one_that_lacks_least_is_taken(folder: Path) -> None:
    (folder / "other.ttf").write_bytes(font_bytes("Kirilic", cyrillic=True))
    assert family_for(f"{CYRILLIC} 東京", "") == "Kirilic"
    assert undrawn(f"{CYRILLIC} 東京", "Kirilic") == "東京"
    assert family_for("東京", "") == ""


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_every_system_has_folders_of_fonts(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert len(folders()) >= 2

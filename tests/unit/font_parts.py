"""Fonts to test with, made from the one that comes with Pillow, so that none need be installed."""

import struct
from pathlib import Path

import pytest
from PIL import ImageFont

from coverart.export import fonts

FAMILY, STYLE = "Aileron", "Regular"
CYRILLIC = "Привет"
QUOTES = 7
"""The segment of the font's table of characters that stands for two quotation marks."""


def font_bytes(family: str = FAMILY, style: str = STYLE, cyrillic: bool = False) -> bytes:
    """The font of Pillow under another name and style, each of seven letters.

    With `cyrillic`, it draws Latin letters for the Cyrillic ones from А to я.
    """
    own = ImageFont.load_default(20)
    assert isinstance(own, ImageFont.FreeTypeFont)
    data = own.font_bytes
    for before, after in ((FAMILY, family), (STYLE, style)):
        assert len(before) == len(after)
        for coding in ("ascii", "utf-16-be"):
            data = data.replace(before.encode(coding), after.encode(coding))
    return _with_cyrillic(data) if cyrillic else data


def only_fonts_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hide the fonts of this computer, and use those of a folder, which may be empty."""
    folder.mkdir(exist_ok=True)
    monkeypatch.setattr(fonts, "folders", lambda: (folder,))
    fonts.scan.cache_clear()
    return folder


def _with_cyrillic(data: bytes) -> bytes:
    """Let one segment of the table "cmap" (format 4) lead from 0x410 on to the glyphs from "A"."""
    changed = bytearray(data)
    tables = {
        data[place : place + 4]: struct.unpack(">L", data[place + 8 : place + 12])[0]
        for place in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16)
    }
    start = tables[b"cmap"] + 28
    size = struct.unpack(">H", data[start + 6 : start + 8])[0]
    ends, starts = start + 14, start + 16 + size
    deltas = starts + size
    first = struct.unpack(">H", data[deltas : deltas + 2])[0] + ord("A")
    for table, value in ((ends, 0x44F), (starts, 0x410), (deltas, first - 0x410)):
        place = table + 2 * QUOTES
        changed[place : place + 2] = struct.pack(">H", value % 0x10000)
    return bytes(changed)

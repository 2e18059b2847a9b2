"""Lyrics beside a song, and what is left of them when players' marks are taken out."""

from pathlib import Path

import pytest

from coverart.media.lyrics import MOST_BYTES, lyrics_beside, plain_lyrics

ULTRASTAR = """#TITLE:Tide
#BPM:200
: 0 4 12 The
: 5 2 12  riv
* 8 2 14 er~
F 12 3 0  bends
- 20
: 24 4 12 And
: 30 2 7  goes
E
"""


def test_a_text_file_beside_a_song_holds_its_lyrics(tmp_path: Path) -> None:
    song = tmp_path / "tide.flac"
    assert lyrics_beside(song) == ""
    (tmp_path / "tide.txt").write_text("\ufeffThe river bends", encoding="utf-8")
    assert lyrics_beside(song) == "The river bends"
    (tmp_path / "tide.lrc").write_text("[00:01.00]Timed")
    assert lyrics_beside(song) == "[00:01.00]Timed"


def test_a_file_beside_a_song_that_cannot_be_lyrics_is_none(tmp_path: Path) -> None:
    song = tmp_path / "tide.flac"
    (tmp_path / "tide.lrc").mkdir()
    (tmp_path / "tide.txt").write_bytes(b"x" * (MOST_BYTES + 1))
    assert lyrics_beside(song) == ""


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "tide.txt").write_bytes(b"caf\xe9 noir")
    assert lyrics_beside(tmp_path / "tide.mp3") == "caf\ufffd noir"


def test_ultrastar_syllables_are_put_together() -> None:
    assert plain_lyrics(ULTRASTAR) == "The river bends\nAnd goes"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[00:12.00]Sing", "Sing"),
        ("[ar:Anna]\n[00:01.5] Sing", "\n Sing"),
        ("<00:01.00>Sing <00:02.00>on", "Sing on"),
        ("A line [chorus] of words", "A line [chorus] of words"),
        ("Dear diary: nothing", "Dear diary: nothing"),
    ],
)
def test_time_stamps_and_headers_are_taken_out(text: str, plain: str) -> None:
    assert plain_lyrics(text) == plain

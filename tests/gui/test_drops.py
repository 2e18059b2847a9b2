"""What is dropped is told apart."""

import socket
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from coverart.gui.studio.drops import paths_of, pictures_among, songs_among, sort_drop, urls_in


def urls(*paths: Path) -> list[QUrl]:
    return [QUrl.fromLocalFile(str(path)) for path in paths]


def test_audio_becomes_the_song_and_folders_and_pictures_the_photos(tmp_path: Path) -> None:
    song, picture = tmp_path / "a song #1.FLAC", tmp_path / "ä%20b.JPG"
    dropped = sort_drop(urls(picture, song, tmp_path))
    assert dropped.song == song
    assert dropped.places == (picture, tmp_path)
    assert dropped.complaint == ""


def test_a_stranger_gets_one_sentence_and_spoils_nothing(tmp_path: Path) -> None:
    dropped = sort_drop(urls(tmp_path / "notes.txt", tmp_path / "a.wav"))
    assert dropped.song == tmp_path / "a.wav"
    assert dropped.complaint == "notes.txt is neither a song nor a photo."


def test_several_strangers_get_one_sentence(tmp_path: Path) -> None:
    dropped = sort_drop(urls(tmp_path / "notes.txt", tmp_path / "b.pdf", tmp_path / "c.doc"))
    assert dropped.complaint == "notes.txt and 2 more are neither songs nor photos."


def test_of_several_songs_the_first_is_taken_and_said(tmp_path: Path) -> None:
    dropped = sort_drop(urls(tmp_path / "one.mp3", tmp_path / "two.mp3"))
    assert dropped.song == tmp_path / "one.mp3"
    assert dropped.complaint == "One song at a time: one.mp3 was taken."


def test_addresses_of_the_web_are_turned_away() -> None:
    dropped = sort_drop([QUrl("https://example.org/a.mp3")])
    assert dropped.song is None
    assert dropped.complaint == "Only files and folders of this computer can be dropped here."


def test_a_folder_named_like_a_song_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "live.mp3"
    folder.mkdir()
    dropped = sort_drop(urls(folder))
    assert (dropped.song, dropped.places) == (None, (folder,))


def carrying(kind: str, text: str) -> QMimeData:
    """A drag whose only format is `kind`."""
    mime = QMimeData()
    mime.setData(kind, text.encode())
    return mime


def paths_in(mime: QMimeData) -> tuple[Path, ...]:
    return paths_of(urls_in(mime))


def test_addresses_of_file_managers_are_decoded() -> None:
    mime = carrying(
        "text/uri-list",
        "# files\r\nfile:///p/%C3%A4%20b%2520c%23.JPG\r\nfile:///p/b.png\r\nfile:///p/b.png\r\n",
    )
    assert paths_in(mime) == (Path("/p/ä b%20c#.JPG"), Path("/p/b.png"))


def test_names_that_a_sender_did_not_encode_are_whole() -> None:
    mime = carrying("text/uri-list", "file:///p/why? #1.mp3\r\n")
    assert paths_in(mime) == (Path("/p/why? #1.mp3"),)


@pytest.mark.skipif(sys.platform == "win32", reason="there, a share is named by its computer")
def test_files_of_this_computer_may_name_it_and_those_of_others_are_left_out() -> None:
    mime = carrying(
        "text/uri-list",
        f"file://localhost/a.png\r\nfile://{socket.gethostname()}/b.png\r\n"
        "file://elsewhere.example/c.png\r\nsmb://nas/d.png\r\n",
    )
    assert paths_in(mime) == (Path("/a.png"), Path("/b.png"))


def test_what_was_copied_in_gnome_can_be_pasted() -> None:
    mime = carrying("x-special/gnome-copied-files", "copy\nfile:///p/a%20b.png\nfile:///p/c.wav")
    assert paths_in(mime) == (Path("/p/a b.png"), Path("/p/c.wav"))


def test_plain_text_is_taken_where_every_line_is_a_file() -> None:
    mime = QMimeData()
    mime.setText("file:///p/a%20b.png\n/p/c d.wav\n")
    assert paths_in(mime) == (Path("/p/a b.png"), Path("/p/c d.wav"))


@pytest.mark.parametrize("text", ["calm and dark", "/p/a.png\nand a word", "//", ""])
def test_other_text_is_no_file(text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    assert urls_in(mime) == ()


def test_single_pictures_and_songs_are_found_among_others(tmp_path: Path) -> None:
    folder = tmp_path / "live.jpg"
    folder.mkdir()
    dropped = urls(folder, tmp_path / "a.png", tmp_path / "b.mp3", tmp_path / "c.gif")
    assert pictures_among(dropped) == (tmp_path / "a.png",)
    assert songs_among(dropped) == (folder, tmp_path / "b.mp3")

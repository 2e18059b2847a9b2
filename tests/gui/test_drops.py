"""What is dropped is told apart."""

from pathlib import Path

from PySide6.QtCore import QUrl

from coverart.gui.studio.drops import sort_drop


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

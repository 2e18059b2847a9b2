"""Part 1: from an empty window to covers."""

from collections.abc import Sequence
from pathlib import Path

from tests.end2end.window.desk import Desk
from tests.end2end.window.program import Sight

INVITED = "Drop a song and a folder of photos here"
MIDDLE = (640, 420)


def rank_of(sight: Sight, photo: str) -> int:
    """The best rank of a photo among the tiles in sight, from 1 on; 0 if there is none."""
    return next((own.row + 1 for own in sight.tiles if f": {photo}," in own.text), 0)


def test_a_song_and_a_folder_dropped_on_the_empty_window_become_covers(
    desk: Desk, song: Path, photos: Path
) -> None:
    program = desk.start()
    program.reads(INVITED)
    desk.keep("empty")
    held = desk.carry(song, photos)
    held.over(MIDDLE)
    assert held.accepted
    desk.keep("over the window")
    held.drop()
    program.reaches("FINAL")
    tiles = program.wait(lambda sight: sight.tiles)
    assert tiles[0].text.startswith("1: photo ")
    desk.keep("ranked")
    assert song.is_file()
    assert len(list(photos.iterdir())) == 8


def test_after_a_drop_the_arrow_keys_go_through_the_covers(
    desk: Desk, song: Path, photos: Path
) -> None:
    program = desk.start()
    program.reads(INVITED)
    held = desk.carry(song, photos)
    held.over(MIDDLE)
    held.drop()
    program.reaches("FINAL")
    program.wait(lambda sight: [own.row for own in sight.chosen] == [0])
    desk.hands.press("right", "down")
    program.wait(lambda sight: [own.row for own in sight.chosen] == [4], "the fifth tile")
    desk.keep("gone on by keys")


def test_with_a_song_and_a_folder_as_arguments_the_arrow_keys_go_on_at_once(
    desk: Desk, both: Sequence[Path]
) -> None:
    program = desk.start(*both)
    program.reaches("FINAL")
    program.wait(lambda sight: [own.row for own in sight.chosen] == [0])
    desk.hands.press("right", "right")
    program.wait(lambda sight: [own.row for own in sight.chosen] == [2], "the third tile")


def test_what_cannot_be_used_gets_one_sentence(desk: Desk, tmp_path: Path) -> None:
    diary = tmp_path / "diary.xyz"
    diary.write_text("Dear diary", encoding="utf-8")
    program = desk.start()
    program.reads(INVITED)
    held = desk.carry(diary)
    held.over(MIDDLE)
    desk.keep("over the window")
    held.drop()
    program.reads("diary.xyz is neither a song nor a photo.")
    desk.keep("said")
    assert program.look().says(INVITED)


def test_a_song_that_cannot_be_read_is_told_of_once(
    desk: Desk, photos: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(bytes(4000))
    program = desk.start(broken, photos)
    program.reaches("FAILED")
    program.reads("broken.mp3")
    desk.keep("said")


def test_a_dropped_picture_says_what_covers_should_look_like(
    desk: Desk, both: Sequence[Path], photos: Path
) -> None:
    program = desk.start(*both)
    program.reaches("FINAL")
    program.wait(lambda sight: sight.tiles)
    sight = program.look()
    last = len(sight.tiles) + 1
    ranks = {own.name: rank_of(sight, own.name) or last for own in photos.iterdir()}
    name, before = max(ranks.items(), key=lambda own: own[1])
    held = desk.carry(photos / name)
    held.over(MIDDLE)
    desk.keep("a picture over the window")
    held.drop()
    program.thing_ending(name)
    program.wait(lambda sight: 0 < rank_of(sight, name) < before, "a better rank")
    desk.keep("like the picture")


def test_songs_and_folders_of_the_last_time_are_offered_again(
    desk: Desk, both: Sequence[Path]
) -> None:
    program = desk.start(*both)
    program.reaches("FINAL")
    program.quit()
    again = desk.start()
    again.thing("Recent folders: holiday")
    desk.keep("recent")
    again.click("Recent songs: harbour.flac")
    again.reads("Now drop a folder of photos here")
    again.click("Recent folders: holiday")
    again.reaches("FINAL")
    again.wait(lambda sight: sight.tiles)

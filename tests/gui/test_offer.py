"""What can become of what is dragged over the window."""

from pathlib import Path

import pytest

from coverart.gui.studio.offer import Landed, Offer, Situation, Use, offer

EMPTY, SEARCHING, SONGS = Situation.EMPTY, Situation.SEARCHING, Situation.SONGS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "holiday"
    own.mkdir()
    return own


def uses(made: Offer) -> list[tuple[Use, bool]]:
    return [(zone.use, zone.certain) for zone in made.zones]


def on(made: Offer, use: Use) -> Landed:
    """What a drop on the zone of this use brings."""
    return made.landed(next(zone for zone in made.zones if zone.use is use))


def test_a_song_and_a_folder_are_used_wherever_they_are_dropped(folder: Path) -> None:
    song = Path("/a.mp3")
    made = offer([folder, song], EMPTY)
    assert uses(made) == [(Use.SONG, True), (Use.PHOTOS, True)]
    assert made.lit(None) == made.zones
    assert on(made, Use.SONG) == on(made, Use.PHOTOS) == Landed(song, (folder,))


def test_one_picture_is_a_photo_or_a_reference_where_there_are_no_photos_yet() -> None:
    picture = Path("/a.jpg")
    made = offer([picture], EMPTY)
    assert uses(made) == [(Use.PHOTOS, False), (Use.REFERENCE, False)]
    assert on(made, Use.PHOTOS) == Landed(places=(picture,))
    assert on(made, Use.REFERENCE) == Landed(references=(picture,))
    assert [zone.use for zone in made.lit(made.zones[1])] == [Use.REFERENCE]


def test_several_pictures_are_photos_where_there_are_none_yet() -> None:
    pictures = (Path("/a.jpg"), Path("/b.png"))
    made = offer(pictures, EMPTY)
    assert uses(made) == [(Use.PHOTOS, True)]
    assert made.landed(None) == Landed(places=pictures)


def test_a_picture_is_a_reference_where_there_are_photos() -> None:
    picture = Path("/a.jpg")
    made = offer([picture], SEARCHING)
    assert uses(made) == [(Use.REFERENCE, True)]
    assert made.landed(None) == Landed(references=(picture,))


def test_several_pictures_may_be_either_where_there_are_photos() -> None:
    song, pictures = Path("/s.wav"), (Path("/a.jpg"), Path("/b.png"))
    made = offer([song, *pictures], SEARCHING)
    assert uses(made) == [(Use.SONG, True), (Use.PHOTOS, False), (Use.REFERENCE, False)]
    assert on(made, Use.PHOTOS) == Landed(song, pictures)
    assert on(made, Use.REFERENCE) == Landed(song, references=pictures)
    assert on(made, Use.SONG) == Landed(song, references=pictures)
    assert [zone.use for zone in made.lit(made.zones[0])] == [Use.SONG, Use.REFERENCE]


def test_pictures_beside_a_folder_are_looked_through_with_it(folder: Path) -> None:
    picture, drawing = Path("/a.jpg"), Path("/b.psd")
    made = offer([picture, folder, drawing], SEARCHING)
    assert uses(made) == [(Use.PHOTOS, True)]
    assert made.landed(None).places == (folder, picture, drawing)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/notes.txt", "notes.txt is neither a song nor a photo."),
        ("/a.gif", "a.gif is a kind of picture that cannot be read."),
    ],
)
@pytest.mark.parametrize("situation", list(Situation))
def test_something_unusable_gets_one_sentence_and_no_zone(
    path: str, sentence: str, situation: Situation
) -> None:
    made = offer([Path(path)], situation)
    assert made.zones == ()
    assert made.complaint == sentence
    assert made.landed(None) == Landed(complaint=sentence)


def test_nothing_of_this_computer_gets_one_sentence() -> None:
    sentence = "Only files and folders of this computer can be dropped here."
    assert offer([], EMPTY).landed(None) == Landed(complaint=sentence)


def test_a_stranger_spoils_nothing() -> None:
    made = offer([Path("/notes.txt"), Path("/a.mp3")], EMPTY)
    assert made.landed(None).song == Path("/a.mp3")
    assert made.complaint == "notes.txt is neither a song nor a photo."


def test_the_titles_count(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for own in folders:
        own.mkdir()
    pictures = [Path("/a.jpg"), Path("/b.jpg")]
    assert offer(folders, EMPTY).zones[0].title == "Look for covers in 3 folders"
    assert offer(folders[:1], EMPTY).zones[0].title == "Look for covers in this folder"
    assert offer(pictures, EMPTY).zones[0].title == "Look for covers in 2 pictures"
    assert offer(folders[:1], SEARCHING).zones[0].detail == "In place of the photos used now"


def test_where_songs_are_looked_for_a_picture_is_asked_about_and_songs_are_places(
    folder: Path,
) -> None:
    song, pictures = Path("/a.mp3"), (Path("/a.jpg"), Path("/b.jpg"))
    made = offer([song, folder, *pictures], SONGS)
    assert uses(made) == [(Use.SONG, True), (Use.REFERENCE, True)]
    said = "One picture at a time: a.jpg was taken."
    assert made.landed(None) == Landed(None, (folder, song), pictures[:1], said)

"""What is wanted, as a value: every change makes another one."""

from pathlib import Path

from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example
from coverart.gui.studio.chip_list import parts_of
from coverart.gui.studio.wanted import Wanted
from coverart.ranking.query import WEIGHTS

SONG, PHOTOS = Path("/a/song.ogg"), (Path("/photos"),)
ONE, OTHER = Example(Path("/photos/one.jpg")), Example(Path("/photos/other.jpg"))


def test_words_become_what_the_engine_is_asked() -> None:
    wish = Wanted(song=SONG, words="foggy street, neon -people").wish
    assert (wish.text, wish.without) == ("foggy street\nneon", "people")


def test_unwanted_words_alone_are_nothing_to_look_for() -> None:
    assert not Wanted(places=PHOTOS, words="-people").complete
    assert Wanted(places=PHOTOS, words="street -people").complete
    assert Wanted(places=PHOTOS, liked=(ONE,)).complete
    assert not Wanted(song=SONG).complete


def test_liking_again_takes_it_back_and_disliking_turns_it_round() -> None:
    liked = Wanted().liking(ONE)
    assert liked.liked == (ONE,)
    assert liked.liking(ONE).liked == ()
    turned = liked.disliking(ONE)
    assert (turned.liked, turned.disliked) == ((), (ONE,))
    assert turned.liking(ONE).disliked == ()


def test_a_weight_keeps_the_sign_of_its_kind() -> None:
    weighed = Wanted().weighing(Kind.WITHOUT, 1.5).weighing(Kind.TEXT, 2.0)
    assert weighed.weights[Kind.WITHOUT] == -1.5
    assert weighed.weights[Kind.TEXT] == 2.0
    assert weighed.weights[Kind.SONG] == WEIGHTS[Kind.SONG]


def test_each_part_can_be_left_out_by_itself() -> None:
    wanted = Wanted(song=SONG, words="street, neon -people", liked=(ONE, OTHER))
    assert wanted.less(Kind.TEXT, "neon").words == "street -people"
    assert wanted.less(Kind.WITHOUT, "people").words == "street, neon"
    assert wanted.less(Kind.LIKED, ONE).liked == (OTHER,)
    assert wanted.less(Kind.DISLIKED, ONE).liked == (ONE, OTHER)
    assert wanted.less(Kind.SONG, None).song is None
    assert wanted.less(Kind.LYRICS, None).weights[Kind.LYRICS] == 0


def test_another_song_brings_its_own_lyrics() -> None:
    silent = Wanted(song=SONG).less(Kind.LYRICS, None)
    again = silent.with_song(Path("/a/other.ogg"))
    assert again.weights[Kind.LYRICS] == WEIGHTS[Kind.LYRICS]


def test_a_song_alone_has_no_chips() -> None:
    assert parts_of(Wanted(song=SONG), "Song", lyrics=False) == ()


def test_every_part_has_a_chip() -> None:
    wanted = Wanted(
        song=SONG, words="street, neon -people", liked=(ONE,), disliked=(OTHER,), pictures=(ONE,)
    )
    parts = parts_of(wanted, "Song", lyrics=True)
    assert [(part.kind, part.title) for part in parts] == [
        (Kind.SONG, "Song"),
        (Kind.LYRICS, "Lyrics"),
        (Kind.TEXT, "“street”"),
        (Kind.TEXT, "“neon”"),
        (Kind.WITHOUT, "not “people”"),
        (Kind.PICTURE, "Like the picture one.jpg"),
        (Kind.LIKED, "More like one.jpg"),
        (Kind.DISLIKED, "Less like other.jpg"),
    ]
    assert all(part.usual for part in parts)
    weighed = parts_of(wanted.weighing(Kind.WITHOUT, 0.25), "Song", lyrics=True)
    assert [part.weight for part in weighed if not part.usual] == [0.25]

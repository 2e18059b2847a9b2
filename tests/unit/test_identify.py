"""What a song is, whatever it is called."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coverart.engine.job import run
from coverart.engine.judging import identify
from coverart.engine.reading import content_hash
from coverart.engine.session import Tools, open_tools
from coverart.errors import MediaError
from tests.conftest import grow_old


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    with open_tools("affect", tmp_path / "library.sqlite3") as own:
        yield own


def test_a_song_is_known_by_its_content_whatever_it_is_called(tools: Tools, song: Path) -> None:
    content = run(identify(song, tools))
    assert content == content_hash(song)
    renamed = song.rename(song.with_name("another name.wav"))
    assert run(identify(renamed, tools)) == content
    renamed.write_bytes(b"another song, which need not be one that can be read")
    assert run(identify(renamed, tools)) != content


def test_a_song_that_the_library_knows_is_not_read_again(tools: Tools, song: Path) -> None:
    content = run(identify(song, tools))
    tools.pool.close()
    assert run(identify(song, tools)) == content
    assert tools.pool._crew == []  # no process was needed


def test_a_song_that_is_not_there_is_said(tools: Tools, song: Path) -> None:
    song.unlink()
    with pytest.raises(MediaError, match=song.name):
        run(identify(song, tools))


def test_a_song_that_changes_meanwhile_is_not_remembered(tools: Tools, song: Path) -> None:
    with pytest.raises(MediaError, match="changed"):
        run(identify(song, tools), lambda _event: song.write_bytes(b"another"))
    grow_old(song)
    assert run(identify(song, tools)) == content_hash(song)

"""Tags of every family, healthy and damaged."""

# mutagen's own classes carry no types.
# mypy: disable-error-code="no-untyped-call,attr-defined"

import base64
import struct
from fractions import Fraction
from pathlib import Path

import av
import mutagen
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen.aiff import AIFF
from mutagen.apev2 import APEBinaryValue, APEv2
from mutagen.asf import ASF, ASFByteArrayAttribute
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, SYLT, TIT2, TPE1, USLT
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from coverart.domain import SongTags
from coverart.media.tags import read_tags

BACK, FRONT = b"\x89PNG back", b"\x89PNG front"
FULL = SongTags("A Title", "One, Two", "la la\nlo lo", FRONT)


def sound(path: Path, kind: str | None = None, subtype: str | None = None) -> Path:
    """A second of faint noise in a file that libsndfile writes."""
    noise = np.random.default_rng(1).normal(0, 0.01, 48_000).astype(np.float32)
    soundfile.write(path, noise, 48_000, format=kind, subtype=subtype)
    return path


def encoded(path: Path, codec: str) -> Path:
    """A second of silence in a file that FFmpeg writes."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = 128_000
        for start in range(0, 48_000, 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def flac_picture(kind: int, data: bytes) -> Picture:
    picture = Picture()
    picture.type, picture.data, picture.mime = kind, data, "image/png"
    return picture


def in_base64(picture: Picture) -> str:
    return base64.b64encode(picture.write()).decode()


def id3_frames() -> list[object]:
    return [
        TIT2(text=["A Title"]),
        TPE1(text=["One", "Two"]),
        USLT(lang="eng", text="la la\r\nlo lo"),
        APIC(type=4, desc="back", mime="image/png", data=BACK),
        APIC(type=3, desc="front", mime="image/png", data=FRONT),
    ]


@pytest.mark.parametrize(
    ("suffix", "reader"), [(".mp3", MP3), (".wav", WAVE), (".aiff", AIFF)], ids=str
)
def test_id3_tags_are_read_from_mp3_wav_and_aiff(
    tmp_path: Path, suffix: str, reader: type[mutagen.FileType]
) -> None:
    path = sound(tmp_path / f"song{suffix}")
    file = reader(path)
    file.add_tags()
    for frame in id3_frames():
        file.tags.add(frame)
    file.save()
    assert read_tags(path) == FULL


def test_synchronised_lyrics_are_read_where_there_are_no_plain_ones(tmp_path: Path) -> None:
    path = sound(tmp_path / "song.mp3")
    syllables = [("Hap", 0), ("py\n", 500), ("day", 900)]
    tags = ID3()
    tags.add(SYLT(encoding=3, lang="eng", format=2, type=1, text=syllables))
    tags.save(path)
    assert read_tags(path).lyrics == "Happy\nday"
    tags.add(USLT(lang="eng", text="plain"))
    tags.save(path)
    assert read_tags(path).lyrics == "plain"


def test_a_picture_that_is_only_a_link_is_no_cover(tmp_path: Path) -> None:
    path = sound(tmp_path / "song.mp3")
    tags = ID3()
    tags.add(APIC(type=3, desc="", mime="-->", data=b"http://example.org/cover.png"))
    tags.save(path)
    assert read_tags(path).cover == b""


def test_flac_tags_and_picture_blocks_are_read(tmp_path: Path) -> None:
    path = sound(tmp_path / "song.flac")
    file = FLAC(path)
    file["title"], file["artist"] = ["A Title", "Another"], ["One", "Two"]
    file["lyrics"] = "[00:01.50]la la\n[00:02.75] lo lo"
    file.add_picture(flac_picture(4, BACK))
    file.add_picture(flac_picture(3, FRONT))
    file.save()
    assert read_tags(path) == FULL


@pytest.mark.parametrize(
    ("subtype", "reader"), [("VORBIS", OggVorbis), ("OPUS", OggOpus)], ids=["vorbis", "opus"]
)
def test_ogg_tags_are_read_with_pictures_in_base64(
    tmp_path: Path, subtype: str, reader: type[mutagen.FileType]
) -> None:
    path = sound(tmp_path / "song.ogg", "OGG", subtype)
    file = reader(path)
    file["title"], file["artist"] = "A  Title\n", ["One", "Two"]
    file["unsyncedlyrics"] = "la la\nlo lo"
    pictures = [flac_picture(4, BACK), flac_picture(3, FRONT)]
    file["metadata_block_picture"] = ["no picture", *map(in_base64, pictures)]
    file.save()
    assert read_tags(path) == FULL


def test_the_older_vorbis_cover_comment_is_read(tmp_path: Path) -> None:
    path = sound(tmp_path / "song.ogg", "OGG", "VORBIS")
    file = OggVorbis(path)
    file["coverart"] = base64.b64encode(FRONT).decode()
    file.save()
    assert read_tags(path) == SongTags(cover=FRONT)


def test_mp4_tags_are_read(tmp_path: Path) -> None:
    path = encoded(tmp_path / "song.m4a", "aac")
    file = MP4(path)
    file["©nam"], file["©ART"], file["©lyr"] = ["A Title"], ["One", "Two"], ["la la\rlo lo"]
    file["covr"] = [MP4Cover(FRONT, MP4Cover.FORMAT_PNG), MP4Cover(BACK, MP4Cover.FORMAT_PNG)]
    file.save()
    assert read_tags(path) == FULL


def test_wma_tags_are_read(tmp_path: Path) -> None:
    path = encoded(tmp_path / "song.wma", "wmav2")
    file = ASF(path)
    file["Title"], file["Author"], file["WM/Lyrics"] = "A Title", ["One", "Two"], "la la\nlo lo"
    file["WM/Picture"] = [
        ASFByteArrayAttribute(
            struct.pack("<BI", kind, len(data)) + "image/png\0\0".encode("utf-16-le") + data
        )
        for kind, data in ((4, BACK), (3, FRONT))
    ]
    file.save()
    assert read_tags(path) == FULL


def test_apev2_tags_are_read(tmp_path: Path) -> None:
    path = encoded(tmp_path / "song.wv", "wavpack")
    tags = APEv2()
    tags["Title"], tags["Artist"], tags["Lyrics"] = "A Title", ["One", "Two"], "la la\nlo lo"
    tags["Cover Art (Back)"] = APEBinaryValue(b"back.png\0" + BACK)
    tags["Cover Art (Front)"] = APEBinaryValue(b"front.png\0" + FRONT)
    tags.save(path)
    assert read_tags(path) == FULL


@pytest.mark.parametrize("key", ["metadata_block_picture", "coverart"])
def test_a_damaged_picture_comment_is_no_cover(tmp_path: Path, key: str) -> None:
    path = sound(tmp_path / "song.ogg", "OGG", "VORBIS")
    file = OggVorbis(path)
    file["title"], file[key] = "A Title", "x"
    file.save()
    assert read_tags(path) == SongTags(title="A Title")


def test_a_damaged_picture_leaves_the_other_fields(tmp_path: Path) -> None:
    path = encoded(tmp_path / "song.wma", "wmav2")
    file = ASF(path)
    file["Title"], file["WM/Picture"] = "A Title", ASFByteArrayAttribute(b"\3")
    file.save()
    assert read_tags(path) == SongTags(title="A Title")


def test_a_file_without_tags_says_nothing(tmp_path: Path) -> None:
    assert read_tags(sound(tmp_path / "song.wav")) == SongTags()


def test_what_is_no_file_says_nothing(tmp_path: Path) -> None:
    text = tmp_path / "song.mp3"
    text.write_bytes(b"this is not a song")
    for path in (tmp_path, tmp_path / "missing.mp3", text):
        assert read_tags(path) == SongTags()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_damage_makes_reading_raise(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "song.flac"
    if not path.exists():
        file = FLAC(sound(path))
        file["title"] = "A Title"
        file.add_picture(flac_picture(3, FRONT))
        file.save()
    whole = bytearray(path.read_bytes()[:600])
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    for suffix in (".flac", ".mp3", ".m4a", ".wma", ".wav"):
        damaged = tmp_path / f"damaged{suffix}"
        damaged.write_bytes(whole)
        assert isinstance(read_tags(damaged), SongTags)

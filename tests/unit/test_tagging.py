"""A cover goes into songs of every family, and nothing else of them changes."""

# mutagen's own classes carry no types.
# mypy: disable-error-code="no-untyped-call,attr-defined"

import base64
import io
import os
import stat
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import mutagen
import numpy as np
import pytest
import soundfile
from mutagen.aiff import AIFF
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, TIT2, TPE1, TXXX, TYER
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE
from PIL import Image

from coverart.cli.main import main
from coverart.domain import SQUARE, Box, ContentHash
from coverart.engine.job import Progress, run
from coverart.engine.reading import content_hash
from coverart.engine.session import open_tools
from coverart.engine.tagging import LONGEST, CropCover, rules, tag
from coverart.errors import ExportError, MediaError
from coverart.export.song_pictures import look_inside
from coverart.export.tagging import Ready, copy_beside, make_ready, swap
from coverart.export.untouched import payload
from coverart.media.decoders import packets
from coverart.media.tags import read_tags
from coverart.settings import data_path
from coverart.triage.judgement import CropKey, Flag, Judgement
from coverart.triage.store import FILE_NAME, Judgements, SongKey
from tests.conftest import draw_photo

BACK, OLD = b"\x89PNG back", b"\x89PNG old front"
TITLE, ARTIST = "Überall", "One"


def sound(path: Path, kind: str | None = None, subtype: str | None = None) -> Path:
    """A second of faint noise in a file that libsndfile writes."""
    noise = np.random.default_rng(1).normal(0, 0.01, 48_000).astype(np.float32)
    soundfile.write(path, noise, 48_000, format=kind, subtype=subtype)
    return path


def encoded(path: Path, codec: str) -> Path:
    """A second of noise in a file that FFmpeg writes."""
    noise = np.random.default_rng(2).normal(0, 0.05, (2, 48_128)).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = 128_000
        for start in range(0, 48_128, 1024):
            block = np.ascontiguousarray(noise[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(block, "fltp", "stereo")
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


def with_id3(path: Path, reader: Callable[[Path], Any]) -> Path:
    file = reader(path)
    file.add_tags()
    for frame in (
        TIT2(encoding=3, text=[TITLE]),
        TPE1(encoding=3, text=[ARTIST]),
        TXXX(encoding=3, desc="mood", text=["calm", "dark"]),
        APIC(type=4, desc="", mime="image/png", data=BACK),
        APIC(type=3, desc="front", mime="image/png", data=OLD),
    ):
        file.tags.add(frame)
    file.save()
    return path


def mp3(folder: Path) -> Path:
    return with_id3(sound(folder / "song.mp3", "MP3"), MP3)


def wav(folder: Path) -> Path:
    return with_id3(sound(folder / "song.wav"), WAVE)


def aiff(folder: Path) -> Path:
    return with_id3(sound(folder / "song.aiff"), AIFF)


def flac(folder: Path) -> Path:
    path = sound(folder / "song.flac")
    file = FLAC(path)
    file["title"], file["artist"] = TITLE, ARTIST
    file.add_picture(flac_picture(4, BACK))
    file.add_picture(flac_picture(3, OLD))
    file.save()
    return path


def in_ogg(path: Path, reader: Callable[[Path], Any]) -> Path:
    file = reader(path)
    file["title"], file["artist"] = TITLE, ARTIST
    pictures = [flac_picture(4, BACK), flac_picture(3, OLD)]
    file["metadata_block_picture"] = [in_base64(own) for own in pictures]
    file["coverart"] = base64.b64encode(OLD).decode()
    file.save()
    return path


def vorbis(folder: Path) -> Path:
    return in_ogg(sound(folder / "song.ogg"), OggVorbis)


def opus(folder: Path) -> Path:
    return in_ogg(sound(folder / "song.opus", "OGG", "OPUS"), OggOpus)


def m4a(folder: Path) -> Path:
    path = encoded(folder / "song.m4a", "aac")
    file = MP4(path)
    file["\xa9nam"], file["\xa9ART"] = TITLE, ARTIST
    file["----:com.example:mood"] = [b"calm"]
    old = MP4Cover(OLD, MP4Cover.FORMAT_PNG)
    file["covr"] = [old, MP4Cover(BACK, MP4Cover.FORMAT_PNG)]
    file.save()
    return path


FAMILIES = [mp3, wav, aiff, flac, vorbis, opus, m4a]


@pytest.fixture
def cover(tmp_path: Path) -> Path:
    path = tmp_path / "cover.jpg"
    draw_photo(path, 1, (600, 600))
    return path


def put(song: Path, cover: Path) -> Ready:
    ready = make_ready(song, cover.read_bytes(), copy_beside(song))
    swap(ready)
    return ready


def samples(song: Path) -> bytes:
    """The decoded sound, as libsndfile or FFmpeg gives it, by a way the program does not go."""
    with av.open(str(song)) as container:
        frames = container.decode(container.streams.audio[0])
        return b"".join(frame.to_ndarray().tobytes() for frame in frames)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_cover_is_there_byte_for_byte_and_the_sound_is_the_same(
    family: Callable[[Path], Path], tmp_path: Path, cover: Path
) -> None:
    song = family(tmp_path)
    before, streams = samples(song), packets(song)
    ready = put(song, cover)
    tags = read_tags(song)
    assert tags.cover == cover.read_bytes()
    assert (tags.title, tags.artist) == (TITLE, ARTIST)
    assert samples(song) == before
    assert packets(song) == streams
    assert streams[0] > 10
    assert ready.replaces
    assert ready.after == content_hash(song) != ready.before
    assert sorted(own.name for own in tmp_path.iterdir()) == ["cover.jpg", song.name]


@pytest.mark.parametrize("family", FAMILIES)
def test_only_the_front_cover_is_replaced(
    family: Callable[[Path], Path], tmp_path: Path, cover: Path
) -> None:
    song = family(tmp_path)
    kind, before = look_inside(song)
    assert before.fronts == (OLD,)
    put(song, cover)
    again, after = look_inside(song)
    assert (again, after.rest) == (kind, before.rest)
    assert after.fronts == (cover.read_bytes(),)
    assert repr(BACK)[2:-1] in str(after.rest) or in_base64(flac_picture(4, BACK)) in str(
        after.rest
    )


@pytest.mark.parametrize(
    "song",
    [
        lambda folder: sound(folder / "song.mp3", "MP3"),
        lambda folder: sound(folder / "song.wav"),
        lambda folder: sound(folder / "song.aiff"),
        lambda folder: sound(folder / "song.flac"),
        lambda folder: sound(folder / "song.ogg"),
        lambda folder: sound(folder / "song.opus", "OGG", "OPUS"),
        lambda folder: encoded(folder / "song.m4a", "aac"),
    ],
)
def test_a_song_without_tags_gets_its_cover(
    song: Callable[[Path], Path], tmp_path: Path, cover: Path
) -> None:
    path = song(tmp_path)
    before = samples(path)
    assert not put(path, cover).replaces
    assert read_tags(path).cover == cover.read_bytes()
    assert samples(path) == before


@pytest.mark.parametrize("family", FAMILIES)
def test_one_other_bit_of_sound_is_noticed(family: Callable[[Path], Path], tmp_path: Path) -> None:
    song = family(tmp_path)
    parts, streams = payload(song), packets(song)
    data = bytearray(song.read_bytes())
    # In the sound of all families: MP4 has its index, and ID3 of WAV and AIFF its tag, at the end.
    data[len(data) // 2] ^= 1
    song.write_bytes(data)
    assert packets(song) != streams
    assert not parts or payload(song) != parts


def test_a_png_is_marked_as_one(tmp_path: Path) -> None:
    draw_photo(tmp_path / "cover.png", 3, (300, 300))
    song = mp3(tmp_path)
    put(song, tmp_path / "cover.png")
    (front,) = (own for own in ID3(song).getall("APIC") if own.type == 3)
    assert front.mime == "image/png"
    song = m4a(tmp_path)
    put(song, tmp_path / "cover.png")
    assert MP4(song)["covr"][0].imageformat == MP4Cover.FORMAT_PNG


def test_a_picture_block_tells_its_size(tmp_path: Path, cover: Path) -> None:
    song = flac(tmp_path)
    put(song, cover)
    front = FLAC(song).pictures[0]
    assert (front.type, front.width, front.height, front.mime) == (3, 600, 600, "image/jpeg")


def test_the_older_version_of_id3_stays_what_it_is(tmp_path: Path, cover: Path) -> None:
    song = sound(tmp_path / "song.mp3", "MP3")
    tags = ID3()
    tags.add(TIT2(encoding=1, text=[TITLE]))
    tags.add(TPE1(encoding=1, text=["One", "Two"]))
    tags.add(TYER(encoding=0, text=["1987"]))
    tags.save(song, v2_version=3, v23_sep=None)
    put(song, cover)
    again = ID3(song, translate=False)
    assert again.version == (2, 3, 0)
    assert again["TYER"].text == ["1987"]
    assert again["TPE1"].text == ["One", "Two"]


def test_the_small_tag_at_the_end_of_an_mp3_keeps_every_byte(tmp_path: Path, cover: Path) -> None:
    song = sound(tmp_path / "song.mp3", "MP3")
    small = (b"TAG" + b"Old title".ljust(30) + b"Band".ljust(30, b"\0")).ljust(127, b" ") + b"\x11"
    with song.open("ab") as file:
        file.write(small)
    put(song, cover)
    assert song.read_bytes()[-128:] == small
    assert read_tags(song).title == "Old title"


def test_the_small_tag_adds_nothing_to_the_large_one(tmp_path: Path, cover: Path) -> None:
    song = mp3(tmp_path)
    with song.open("ab") as file:
        file.write((b"TAG" + b"Cut title".ljust(90) + b"1987").ljust(128, b"\0"))
    put(song, cover)
    tags = ID3(song, load_v1=False)
    assert tags["TIT2"].text == [TITLE]
    assert "TDRC" not in tags


def test_an_empty_text_keeps_nobody_from_having_a_cover(tmp_path: Path, cover: Path) -> None:
    song = sound(tmp_path / "song.mp3", "MP3")
    frame = b"TCOM" + (2).to_bytes(4, "big") + b"\0\0" + b"\0\0"
    song.write_bytes(b"ID3\x03\0\0" + bytes([0, 0, 0, len(frame)]) + frame + song.read_bytes())
    put(song, cover)
    assert read_tags(song).cover == cover.read_bytes()


def test_an_m4a_whose_index_comes_first_still_plays(tmp_path: Path, cover: Path) -> None:
    song = encoded(tmp_path / "late.m4a", "aac")
    first = tmp_path / "song.m4a"
    with (
        av.open(str(song)) as source,
        av.open(str(first), "w", options={"movflags": "faststart"}) as target,
    ):
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    head = first.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")
    before = samples(first)
    put(first, cover)
    assert samples(first) == before


def test_other_chunks_of_a_wav_stay(tmp_path: Path, cover: Path) -> None:
    song = sound(tmp_path / "song.wav")
    data = bytearray(song.read_bytes())
    data += b"LIST" + (12).to_bytes(4, "little") + b"INFOINAM" + b"\0\0\0\0"
    data[4:8] = (len(data) - 8).to_bytes(4, "little")
    song.write_bytes(data)
    put(song, cover)
    assert b"INFOINAM" in song.read_bytes()


def test_the_mode_stays_and_the_time_of_change_does_not(tmp_path: Path, cover: Path) -> None:
    song = flac(tmp_path)
    song.chmod(0o640)
    os.utime(song, (1e9, 1e9))
    put(song, cover)
    assert stat.S_IMODE(song.stat().st_mode) == 0o640
    assert abs(song.stat().st_mtime - time.time()) < 3600


def test_a_link_stays_a_link(tmp_path: Path, cover: Path) -> None:
    song = flac(tmp_path)
    link = tmp_path / "elsewhere" / "link.flac"
    link.parent.mkdir()
    link.symlink_to(song)
    put(link, cover)
    assert link.is_symlink()
    assert read_tags(song).cover == cover.read_bytes()


def wma(folder: Path) -> Path:
    return encoded(folder / "song.wma", "wmav2")


def aac(folder: Path) -> Path:
    return encoded(folder / "song.aac", "aac")


def words(folder: Path) -> Path:
    path = folder / "song.mp3"
    path.write_text("These are words, and no song at all. " * 200)
    return path


def torn(folder: Path) -> Path:
    path = flac(folder)
    path.write_bytes(path.read_bytes()[:60])
    return path


def protected(folder: Path) -> Path:
    path = flac(folder)
    path.chmod(0o444)
    return path


@pytest.mark.parametrize(
    ("song", "reason"),
    [
        (wma, "Coverart puts no cover into files of this kind"),
        (aac, "Coverart puts no cover into files of this kind"),
        (words, "it is no song, or its tags are damaged"),
        (torn, "it is no song, or its tags are damaged"),
        (protected, "it is protected from changes"),
        (lambda folder: folder / "gone.mp3", "it is no longer there"),
        (lambda folder: folder, "it is a folder"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_nothing_changes(
    song: Callable[[Path], Path], reason: str, tmp_path: Path, cover: Path
) -> None:
    path = song(tmp_path)
    before = {own: own.read_bytes() for own in tmp_path.rglob("*")}
    with open_tools() as tools, pytest.raises(MediaError) as caught:
        run(tag(path, cover, tools))
    assert caught.value.reason == reason
    assert {own: own.read_bytes() for own in tmp_path.rglob("*")} == before


def test_a_song_whose_sound_would_not_survive_is_left_alone(tmp_path: Path, cover: Path) -> None:
    # FFmpeg takes what follows an empty part for sound, so a cover would be played.
    song = tmp_path / "empty.wav"
    soundfile.write(song, np.zeros(0, np.float32), 48_000)
    before = song.read_bytes()
    with open_tools() as tools, pytest.raises(MediaError, match="left untouched") as caught:
        run(tag(song, cover, tools))
    assert caught.value.reason == "its sound would not stay as it is"
    assert song.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_text("no picture")
    song = flac(tmp_path)
    before = song.read_bytes()
    with open_tools() as tools, pytest.raises(ExportError, match="not a JPEG or PNG"):
        run(tag(song, tmp_path / "cover.jpg", tools))
    assert song.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_a_picture_that_no_flac_can_hold_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (2400, 2400, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "cover.png", compress_level=0)
    with pytest.raises(ExportError, match="at most 16 MB; this one has 17 MB"):
        put(flac(tmp_path), tmp_path / "cover.png")


def test_a_song_that_is_changed_meanwhile_is_left_alone(tmp_path: Path, cover: Path) -> None:
    song = flac(tmp_path)
    ready = make_ready(song, cover.read_bytes(), copy_beside(song))
    file = FLAC(song)
    file["title"] = "Another"
    file.save()
    os.utime(song, ns=(0, ready.state.changed + 1))
    with pytest.raises(MediaError, match="changed in the meantime"):
        swap(ready)
    assert read_tags(song).title == "Another"
    assert read_tags(song).cover == OLD


def test_a_job_closed_before_the_swap_leaves_the_song_as_it_was(
    tmp_path: Path, cover: Path
) -> None:
    song = flac(tmp_path)
    before = song.read_bytes()
    with open_tools() as tools:
        job = tag(song, cover, tools)
        next(job)
        job.close()
    assert song.read_bytes() == before
    assert sorted(own.name for own in tmp_path.iterdir()) == ["cover.jpg", "song.flac"]


def test_an_end_between_the_copy_and_the_swap_leaves_the_song_as_it_was(
    tmp_path: Path, cover: Path
) -> None:
    song = flac(tmp_path)
    before = song.read_bytes()
    with open_tools() as tools:
        job = tag(song, cover, tools)
        made = next(event for event in job if isinstance(event, Progress) and event.done)
        assert made.done == made.total
        assert len(list(tmp_path.glob(".coverart-*.song"))) == 1
        job.close()
    assert song.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_what_was_judged_for_a_song_follows_it(tmp_path: Path, cover: Path) -> None:
    song = flac(tmp_path)
    key = CropKey(ContentHash("photo"), SQUARE, Box(0, 0, 9, 9))
    judged = {key: Judgement(Flag.KEPT, 4)}
    file = data_path() / FILE_NAME
    with Judgements(file) as kept:
        kept.put(SongKey(content_hash(song)), judged, {ContentHash("photo"): tmp_path / "p.jpg"})
    with open_tools() as tools:
        done = run(tag(song, cover, tools))
    assert done.after == content_hash(song)
    with Judgements(file) as kept:
        assert kept.of_song(SongKey(done.after)) == judged
        assert kept.places_of(SongKey(done.after))[ContentHash("photo")] == tmp_path / "p.jpg"


def test_what_a_killed_program_left_behind_is_cleared_away_later(
    tmp_path: Path, cover: Path
) -> None:
    song = flac(tmp_path)
    old, young = copy_beside(song), copy_beside(song)
    old.write_bytes(b"half a song")
    young.write_bytes(b"half a song")
    os.utime(old, (1e9, 1e9))
    put(song, cover)
    assert not old.exists()
    assert young.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, cover: Path) -> None:
    os.mkfifo(tmp_path / "song.flac")
    with pytest.raises(MediaError, match="it is not a file"):
        put(tmp_path / "song.flac", cover)


def test_a_full_disk_is_one_sentence(tmp_path: Path, cover: Path) -> None:
    # No copy of the song fits within what this process may write.
    resource = pytest.importorskip("resource")
    import signal  # noqa: PLC0415

    song = wav(tmp_path)
    before = song.read_bytes()
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20_000, most))
    try:
        with pytest.raises(MediaError, match="too large for its disk"):
            make_ready(song, cover.read_bytes() + bytes(30_000), copy_beside(song))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
        signal.signal(signal.SIGXFSZ, ignored)
    assert song.read_bytes() == before


def test_a_crop_becomes_a_cover_of_modest_size(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    draw_photo(photo, 7, (2000, 1600))
    song = flac(tmp_path)
    with open_tools() as tools:
        done = run(tag(song, CropCover(photo, Box(100, 0, 1700, 1600)), tools))
    (tmp_path / "found.jpg").write_bytes(read_tags(song).cover)
    with Image.open(tmp_path / "found.jpg") as found:
        assert (found.size, found.format) == ((LONGEST, LONGEST), "JPEG")
    assert done.replaced
    assert done.bytes == len(read_tags(song).cover) <= 1_000_000
    assert done.after == content_hash(song)


@pytest.mark.parametrize(
    ("box", "size"),
    [
        (Box(0, 0, 3000, 3000), (1400, 1400)),
        (Box(0, 0, 3200, 1800), (1392, 783)),
        (Box(0, 0, 1501, 1499), (1501, 1499)),
    ],
)
def test_a_cover_in_tags_keeps_its_shape(box: Box, size: tuple[int, int]) -> None:
    made = rules(box)
    assert (made.pixels.width, made.pixels.height) == size


def test_every_family_is_one_that_mutagen_tells_by_its_content(tmp_path: Path) -> None:
    for family in FAMILIES:
        song = family(tmp_path)
        bare = song.rename(tmp_path / "song")
        assert mutagen.File(bare) is not None
        look_inside(bare)


def typed(song: Path, cover: Path, *more: str) -> int:
    return main(["tag", str(song), "--cover", str(cover), *more])


def test_the_command_changes_a_song_that_may_be_changed(
    tmp_path: Path, cover: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song = flac(tmp_path)
    assert typed(song, cover, "--yes") == 0
    assert capsys.readouterr().out == f"{song} has a new cover.\n"
    assert read_tags(song).cover == cover.read_bytes()


def test_the_command_changes_nothing_without_being_asked_for(
    tmp_path: Path, cover: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song = flac(tmp_path)
    before = song.read_bytes()
    assert typed(song, cover) == 2
    assert "No song is changed without being asked for; add --yes." in capsys.readouterr().err
    assert song.read_bytes() == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "code", "end"),
    [
        ("y\n", 0, "has a new cover.\n"),
        ("n\n", 1, "Nothing was changed.\n"),
        ("", 1, "Nothing was changed.\n"),
    ],
)
def test_the_command_asks_on_a_terminal(  # noqa: PLR0917 (fixtures)
    answer: str,
    code: int,
    end: str,
    tmp_path: Path,
    cover: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    song = flac(tmp_path)
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert typed(song, cover) == code
    out = capsys.readouterr().out
    assert out.startswith(f"{cover} becomes the front cover in the tags of {song};")
    assert out.endswith(end)
    assert (read_tags(song).cover == OLD) == (code == 1)

"""Files that are not what they seem: each is left out with a reason, and nothing else happens.

The second half does the same over folders of such files that are no part of the project. Name
their parent in COVERART_SHARED_DATA; it holds `odd_images` and `odd_audio`.
"""

import json
import os
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PIL import Image

from tests.conftest import PHOTOS, draw_photo
from tests.end2end.test_rank import COVERART, coverart, sound

SHARED = os.environ.get("COVERART_SHARED_DATA")
needs_shared = pytest.mark.skipif(
    SHARED is None, reason="COVERART_SHARED_DATA names no folder of odd files"
)
MOST_MEMORY = 2_000_000_000


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(path: Path) -> None:
    """Announce 60,000 × 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def halved(path: Path) -> None:
    draw_photo(path, seed=1)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def heic(path: Path) -> None:
    """Begin as HEIC files do, and end there."""
    brands = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"heic", 0, b"mif1", b"heic")
    path.write_bytes(brands + struct.pack(">I4s", 4000, b"meta") + bytes(40))


PICTURES: dict[str, Callable[[Path], object]] = {
    "half.jpg": halved,
    "half.png": halved,
    "half.heic": heic,
    "bomb.png": bomb,
    "empty.jpg": Path.touch,
    "text.jpg": lambda path: path.write_text("Dear diary, " * 100),
    "loop.gif": lambda path: Image.new("RGB", (100, 100)).save(path),
    "dot.png": lambda path: Image.new("RGB", (1, 1)).save(path),
    "zeros.webp": lambda path: path.write_bytes(bytes(10_000)),
    "song.tif": lambda path: path.write_bytes(b"II*\0" + b"\xff" * 400),
    "nowhere.png": lambda path: path.symlink_to("gone.png"),
}
LEFT_OUT = sorted(set(PICTURES) - {"nowhere.png"})


def lying_wave(path: Path) -> None:
    """Announce 4 GB of sound in a file that ends after its header."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, 44_100, 176_400, 4, 16)
    path.write_bytes(
        struct.pack("<4sI4s", b"RIFF", 0xFFFFFFFF, b"WAVE")
        + form
        + struct.pack("<4sI", b"data", 0xFFFFFFF0)
        + bytes(64)
    )


def midi(path: Path) -> None:
    track = b"\0\x90\x3c\x40\x60\x80\x3c\x40\0\xff\x2f\0"
    path.write_bytes(
        struct.pack(">4sIHHH", b"MThd", 6, 0, 1, 96)
        + struct.pack(">4sI", b"MTrk", len(track))
        + track
    )


SONGS: dict[str, Callable[[Path], object]] = {
    "lying.wav": lying_wave,
    "zeros.mp3": lambda path: path.write_bytes(bytes(50_000)),
    "notes.mid": midi,
    "empty.flac": Path.touch,
    "text.ogg": lambda path: path.write_text("la la la " * 500),
    "picture.mp3": lambda path: Image.new("RGB", (100, 100)).save(path, format="JPEG"),
    "header.flac": lambda path: path.write_bytes(b"fLaC\x80\0\0\x22" + b"\xff" * 60),
}


def test_every_bad_picture_is_left_out_with_a_reason(photos: Path, song: Path) -> None:
    for name, make in PICTURES.items():
        make(photos / name)
    result = coverart("rank", song, photos, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    made = json.loads(result.stdout)
    skipped = {Path(one["path"]).name: one["reason"] for one in made["skipped"]}
    assert sorted(skipped) == LEFT_OUT
    assert all(skipped.values())
    assert skipped["empty.jpg"] == "it is empty"
    assert skipped["text.jpg"] == "it is not a picture we know"
    assert "1×1" in skipped["dot.png"]
    assert {match["photo"] for match in made["matches"]} == {str(photos / one) for one in PHOTOS}
    assert sound(made)
    # And the second time, from the library:
    again = coverart("rank", song, photos, "--json")
    assert sorted(json.loads(again.stdout)["skipped"], key=lambda one: str(one["path"])) == sorted(
        made["skipped"], key=lambda one: str(one["path"])
    )


def test_every_bad_song_is_one_sentence(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in SONGS]
    for path in paths:
        SONGS[path.name](path)
    result = coverart("mood", *paths, "--json")
    assert (result.returncode, json.loads(result.stdout)) == (1, [])
    told = sorted(result.stderr.splitlines())
    assert [line.split(": ")[1] for line in told] == sorted(map(str, paths))
    assert all(line.endswith(".") and len(line.split(": ", 2)[2]) > 8 for line in told)


def test_a_bad_song_ends_the_ranking_with_one_sentence(photos: Path) -> None:
    name = "lying.wav"
    SONGS[name](photos / name)
    result = coverart("rank", photos / name, photos)
    assert (result.returncode, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"coverart: {name}: ")


def watched(*words: object) -> tuple[int, str, str, int]:
    """Exit code, output, errors, and the most memory of the program and its children."""
    most = 0
    with subprocess.Popen(
        [*COVERART, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        own = psutil.Process(program.pid)
        while True:
            try:
                out, err = program.communicate(timeout=0.05)
                break
            except subprocess.TimeoutExpired:
                most = max(most, memory(own))
    return program.returncode, out, err, most


def memory(process: psutil.Process) -> int:
    """Bytes that a process and its children have in memory."""
    total = 0
    try:
        for one in (process, *process.children(recursive=True)):
            total += one.memory_info().rss
    except psutil.Error:
        pass  # one of them has ended meanwhile
    return total


@needs_shared
def test_a_folder_of_odd_pictures_is_ranked(song: Path) -> None:
    folder = Path(SHARED or "", "odd_images")
    code, out, err, most = watched("rank", song, folder, "--json", "--top", 1000)
    assert (code, err) == (0, "")
    made = json.loads(out)
    assert made["matches"]
    assert made["skipped"]
    assert all(one["reason"] for one in made["skipped"])
    assert most < MOST_MEMORY


@needs_shared
def test_odd_songs_are_heard_or_refused_in_one_sentence() -> None:
    files = sorted(Path(SHARED or "", "odd_audio").iterdir())
    code, out, err, most = watched("mood", *files, "--json")
    heard = {row["path"] for row in json.loads(out)}
    refused = {line.split(": ")[1] for line in err.splitlines()}
    assert code == 1
    assert "Traceback" not in err
    assert heard | refused == set(map(str, files))
    assert not heard & refused
    assert len(err.splitlines()) == len(refused)
    assert most < MOST_MEMORY

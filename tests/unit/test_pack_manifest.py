"""Manifests: what is written is read again, and nothing that makes no sense is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coverart.errors import PackError
from coverart.packs.manifest import (
    BOUND,
    INT8,
    MANIFEST,
    Link,
    Pack,
    PackFile,
    Proof,
    Resize,
    Source,
    derived,
    made_here,
    runnable,
)
from coverart.packs.rules import is_plain
from coverart.packs.toml import read_manifest, write_manifest
from tests.unit.pack_parts import pack


def full() -> Pack:
    """A pack in which nothing has its default."""
    small = pack()
    other = replace(small.text, masked=True, fixed=False, clean="none", dimension=4)
    weights = PackFile(
        "m.safetensors",
        12,
        "a" * 64,
        Source("some/where", "sub/model.safetensors", "0" * 40),
        (("^visual", "model.visual"), ("x", "")),
        "b" * 64,
    )
    return replace(
        small,
        link=Link.BANK,
        image=replace(small.image, resize=Resize.SQUASH),
        audio=replace(small.audio, dimension=4, fusion=True, seconds=7.5),
        audio_text=other,
        files={**small.files, weights.name: weights},
        proofs={"image.onnx": Proof(1e-6, 0.99999)},
    )


def edited(folder: Path, change: Callable[[str], str]) -> None:
    """Write a pack's manifest, changed."""
    write_manifest(folder, full())
    path = folder / MANIFEST
    before = path.read_text()
    after = change(before)
    assert after != before, "the test changes nothing"
    path.write_text(after)


@pytest.mark.parametrize("one", [pack(), full()])
def test_what_is_written_is_read_again(tmp_path: Path, one: Pack) -> None:
    write_manifest(tmp_path, one)
    assert read_manifest(tmp_path) == one
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_a_manifest_reads_like_one(tmp_path: Path) -> None:
    write_manifest(tmp_path, full())
    text = (tmp_path / MANIFEST).read_text()
    assert text.startswith('format = 1\nname = "small"\n')
    assert "[image]\n" in text
    assert '[files."m.safetensors"]\nsize = 12\n' in text


def test_whole_numbers_do_for_numbers(tmp_path: Path) -> None:
    edited(tmp_path, lambda text: text.replace("seconds = 7.5", "seconds = 7"))
    seconds = read_manifest(tmp_path).audio.seconds
    assert (seconds, type(seconds)) == (7.0, float)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("format = 1", "format = 2", "the format"),
        ('licence = "CC0-1.0"', "", "`licence` is missing"),
        ("side = 4", "", "`image.side` is missing"),
        ("side = 4", "side = 4.0", "`image.side` is not a whole number"),
        ("side = 4", "side = true", "`image.side` is not a whole number"),
        ("side = 4", 'side = "4"', "`image.side` is not a whole number"),
        ("side = 4", "side = 0", "`image.side` is 0"),
        ("side = 4", "side = 1000000", "`image.side` is 1000000"),
        ("side = 4", "side = 4\nwidth = 4", "`image.width` is not known"),
        ('link = "bank"', 'link = "chain"', "`link` is none of shared, bank, head"),
        ('resize = "squash"', 'resize = "stretch"', "`image.resize` is none of shortest"),
        ("fusion = true", "fusion = 1", "`audio.fusion` is not true or false"),
        ("seconds = 7.5", "seconds = nan", "`audio.seconds` is nan"),
        ("hop = 480", "hop = 0", "`audio.hop` is 0"),
        ("highest = 14000.0", "highest = 30000.0", "`audio.lowest` is 50.0 and its highest 30000"),
        ("std = [\n    0.25,", "std = [\n    0.0,", "`image.std` is not above zero"),
        ("mean = [\n    0.5,", "mean = [\n    inf,", "`image.mean` is not finite"),
        ("mean = [\n    0.5,", "mean = [", "`image.mean` is not a list of 3"),
        ("size = 12", "size = -12", "`files.m.safetensors.size` is below zero"),
        ("a" * 64, "a" * 63, "`files.m.safetensors.sha256` is not a SHA-256"),
        ("a" * 64, "A" * 64, "`files.m.safetensors.sha256` is not a SHA-256"),
        ('"^visual"', '"^(visual"', "`files.m.safetensors.rename` holds “^(visual”"),
        ("difference = 1e-06", "", "`proofs.image.onnx.difference` is missing"),
        ('name = "small"', 'name = "../small"', "`name` is not a plain name"),
        ('name = "small"', 'name = ""', "`name` is not a plain name"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(
    tmp_path: Path, before: str, after: str, named: str
) -> None:
    edited(tmp_path, lambda text: text.replace(before, after, 1))
    with pytest.raises(PackError) as refused:
        read_manifest(tmp_path)
    assert named in str(refused.value)
    assert str(refused.value).startswith(f"The pack “{tmp_path.name}”: ")


@pytest.mark.parametrize(
    "name",
    [
        *("/etc/passwd", "../m.safetensors", "a/b.safetensors", "a\\b.safetensors", "", "..", "."),
        *(".hidden", "C:m", "m.", "nul.safetensors", "COM1", "a b", "a\nb", "ä", "x" * 101),
    ],
)
def test_names_that_are_not_plain_are_refused(tmp_path: Path, name: str) -> None:
    assert not is_plain(name)
    small = pack()
    with pytest.raises(PackError, match="not a plain file name"):
        write_manifest(tmp_path, replace(small, files={**small.files, name: PackFile(name)}))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["m.safetensors", "ViT-B-16_x.onnx", "0", "console"])
def test_ordinary_names_are_plain(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize("name", [MANIFEST, "Pack.TOML"])
def test_a_manifest_is_no_file_of_its_own(tmp_path: Path, name: str) -> None:
    small = pack()
    with pytest.raises(PackError, match="not a plain file name"):
        write_manifest(tmp_path, replace(small, files={**small.files, name: PackFile(name)}))


def test_names_that_are_one_on_some_disks_are_refused(tmp_path: Path) -> None:
    files = {**pack().files, "IMAGE.onnx": PackFile("IMAGE.onnx")}
    with pytest.raises(PackError, match="twice"):
        write_manifest(tmp_path, replace(pack(), files=files))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"text": replace(pack().text, dimension=4)}, "`text.dimension` is 4"),
        ({"audio": replace(pack().audio, dimension=4)}, "`audio.dimension` is 4"),
        ({"link": Link.BANK}, "`audio_text` is missing"),
        ({"audio_text": replace(pack().text, dimension=4)}, "`audio_text.dimension` is 4"),
        ({"image": replace(pack().image, graph="other.onnx")}, "`image.graph` is “other.onnx”"),
        ({"image": replace(pack().image, weights="words.json")}, "not a safetensors file"),
        ({"text": replace(pack().text, tokenizer="x.json")}, "`text.tokenizer` is “x.json”"),
        ({"text": replace(pack().text, padding=10)}, "`text.padding` is 10"),
        ({"proofs": {"x.onnx": Proof(0, 1)}}, "`proofs.x.onnx` is about no file"),
    ],
)
def test_towers_that_do_not_go_together_are_refused(
    tmp_path: Path, change: dict[str, Any], named: str
) -> None:
    with pytest.raises(PackError) as refused:
        write_manifest(tmp_path, replace(pack(), **change))
    assert named in str(refused.value)


def test_a_graph_with_its_weights_inside_needs_no_other_file(tmp_path: Path) -> None:
    whole = replace(pack(), image=replace(pack().image, weights=""))
    write_manifest(tmp_path, whole)
    assert read_manifest(tmp_path).image.weights == ""
    assert runnable(whole.image) == "image.onnx"


@pytest.mark.parametrize(
    "content",
    [
        b"format = ",
        b"\xff\xfe",
        b"[" * 100_000,
        b"format = 1",
        b"format = 1\nfiles = 3",
        b"format = 1\n[files]\na = 3",
        b"",
        b"#" * (1 << 21),
    ],
)
def test_a_damaged_manifest_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(PackError, match=MANIFEST):
        read_manifest(tmp_path)


def test_a_folder_without_a_manifest_is_no_pack(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(PackError, match=r"there is no pack\.toml"):
            read_manifest(folder)


def test_a_link_in_a_pack_is_refused(tmp_path: Path) -> None:
    write_manifest(tmp_path, pack())
    try:
        (tmp_path / "m.safetensors").symlink_to("/etc/passwd")
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    with pytest.raises(PackError, match=r"“m\.safetensors” is a symbolic link"):
        read_manifest(tmp_path)


def test_what_is_made_of_a_graph_has_its_name() -> None:
    assert runnable(pack().image) == "image.bound.onnx"
    assert derived("image.onnx", INT8) == "image.int8.onnx"
    assert made_here(derived("a.onnx", BOUND))
    assert made_here("bank.safetensors")
    assert not made_here("clip.safetensors")


def test_a_pack_without_audio_text_has_three_towers() -> None:
    assert list(pack().towers) == ["image", "text", "audio"]
    assert list(full().towers) == ["image", "text", "audio", "audio_text"]

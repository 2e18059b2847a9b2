"""Packs on the command line: what is listed, checked, compared, removed, and ranked with."""

import shutil
import sys
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coverart.choices import CONFIG_VARIABLE, Choices, PackChoice, save_choices
from coverart.cli import opening, pack_installing, pack_making
from coverart.cli.cards import downloads, size
from coverart.encoders.affect.space import AffectSpace
from coverart.engine import making
from coverart.engine.installing import install_pack
from coverart.engine.job import Job, Progress, run
from coverart.engine.making import FIGURES, HeadFigures, build_pack, head_figures
from coverart.engine.session import Opened
from coverart.learn.graphs.catalogue import with_least
from coverart.packs.manifest import HEAD, Pack, PackFile, Source
from coverart.packs.record import add_file
from coverart.packs.store import Stored, find_in_catalogue, find_installed
from coverart.packs.tensors import save_arrays
from coverart.packs.toml import read_manifest, write_manifest
from coverart.settings import PACKS_VARIABLE, packs_path
from tests.conftest import PHOTOS
from tests.packs import tiny_pack
from tests.unit.test_cli import Coverart, coverart, no_processes

__all__ = ["coverart", "no_processes"]  # fixtures

AGAIN = "install it again"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that can be installed."""
    return tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture(scope="module")
def ready(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PACKS_VARIABLE, str(tmp_path_factory.mktemp("installed")))
        return run(install_pack(origin)).folder


@pytest.fixture
def pack(ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stored:
    """An installed pack of this test's own."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "config"))
    shutil.copytree(ready, packs_path() / "tiny")
    return find_installed("tiny")


def damage(stored: Stored, name: str = "image.bound.onnx") -> None:
    content = bytearray((stored.folder / name).read_bytes())
    content[len(content) // 2] ^= 255
    (stored.folder / name).write_bytes(content)


# list, show


def test_list_gives_a_line_to_each_pack(coverart: Coverart, pack: Stored) -> None:
    result = coverart("packs", "list")
    assert (result.code, result.err) == (0, "")
    lines = {line.split()[0]: line for line in result.out.splitlines()}
    assert lines["tiny"].split()[1:] == ["installed", *lines["tiny"].split()[2:4], "bank", "fp32",
                                         "CC0-1.0"]  # fmt: skip
    assert "not here" in lines["fast"]
    assert "≥ 1.2 GB" in lines["fast"]
    assert result.out.splitlines()[-1] == f"Installed packs lie in {packs_path()}"


def test_list_tells_what_was_chosen(coverart: Coverart, pack: Stored) -> None:
    save_choices(Choices("tiny").with_pack("tiny", PackChoice(precision="int8", link="head")))
    line = coverart("packs", "list").out.splitlines()[1]
    assert "in use" in line
    assert " bank   int8 " in line  # there is no head to be used


def test_list_says_what_is_broken(coverart: Coverart, pack: Stored) -> None:
    damage(pack)
    (packs_path() / "other").mkdir()
    result = coverart("packs", "list")
    assert result.code == 0
    broken = [line for line in result.out.splitlines() if " broken " in line]
    assert [line.split()[0] for line in broken] == ["other", "tiny"]
    assert "its “image.bound.onnx” is damaged, or another file" in broken[1]


def test_list_tells_of_unfinished_downloads_and_remove_deletes_them(
    coverart: Coverart, pack: Stored
) -> None:
    part = packs_path() / ".partial" / "0.part"
    part.parent.mkdir()
    part.write_bytes(bytes(2_500_000))
    assert "Unfinished downloads: 2.5 MB;" in coverart("packs", "list").out
    result = coverart("packs", "remove", "--unfinished")
    assert (result.code, result.err) == (0, "")
    assert result.out == "2.5 MB of unfinished downloads were deleted.\n"
    assert not part.exists()
    assert "Unfinished" not in coverart("packs", "list").out
    assert pack.folder.is_dir()


def test_show_tells_all_of_an_installed_pack(coverart: Coverart, pack: Stored) -> None:
    shown = coverart("packs", "show", "tiny").out
    for told in (
        "tiny: A tiny pack with random weights, for tests",
        f"installed in {pack.folder}",
        "image.onnx, 16 dimensions, 32×32 pixels (shortest, bicubic)",
        "text.onnx, 16 dimensions, 77 tokens of 49,408",
        "audio.onnx, 24 dimensions, 10 s at 48,000 Hz, 64 mels, without fusion",
        "links       bank\n",
        "image.int8.onnx",
        "cosine 0.999990000",
    ):
        assert told in shown
    assert "head" not in shown


def test_show_tells_how_good_the_head_is(coverart: Coverart, pack: Stored) -> None:
    figures = HeadFigures(1250, 0.5, 0.75, 0.001, 11_000)
    save_arrays(pack.folder / HEAD, {FIGURES: figures.tensor()})
    add_file(pack.folder, HEAD)
    shown = coverart("packs", "show", "tiny").out
    assert "links       bank, head\n" in shown
    assert (
        "of 1,250 texts it was not trained with, it finds 50.0% first and 75.0% among the first"
        " five; 0.1% by chance, 0.1% before it was trained with 11,000 others"
    ) in shown


def test_a_head_without_sound_figures_has_none(pack: Stored) -> None:
    assert head_figures(pack) is None
    for values in ([1.0, 2.0], [0, 0, 0, 0, 0], [10, np.nan, 0, 0, 0]):
        save_arrays(pack.folder / HEAD, {FIGURES: np.array(values, dtype=np.float32)})
        add_file(pack.folder, HEAD)
        assert head_figures(find_installed("tiny")) is None


def test_show_knows_the_catalogue_too(coverart: Coverart) -> None:
    shown = coverart("packs", "show", "fast").out
    assert "in the catalogue, not installed" in shown
    assert "≥ 605.1 MB  from laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K" in shown


def test_a_download_is_as_large_as_the_manifest_says_it_is_at_least(
    origin: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(origin, tmp_path / "tiny")
    source = Source("some/where", "model.safetensors")
    stored = without(folder, {"clip.safetensors": None, "clap.safetensors": 1234}, source)
    clip, clap = downloads(stored)
    assert (clip.least, clap.least) == (0, 1234)
    stored = Stored(folder, with_least(folder, stored.pack))
    clip, clap = downloads(stored)
    # 49,408 words and 77 + 17 places of 32 numbers, and two small transformers.
    assert 49_408 * 32 * 4 < clip.least < 7_000_000
    assert clap.least == 1234
    assert str(clap).split() == [
        "clap.safetensors", "≥", "1.2", "kB", "from", "some/where,", "model.safetensors", "(main)",
    ]  # fmt: skip


def without(folder: Path, sizes: dict[str, int | None], source: Source) -> Stored:
    """A pack some of whose files are still with their publisher."""
    pack = read_manifest(folder)
    for name, length in sizes.items():
        (folder / name).unlink()
        files: dict[str, PackFile] = dict(pack.files)
        files[name] = PackFile(name, size=length, source=source)
        pack = Pack(**{field: getattr(pack, field) for field in FIELDS} | {"files": files})
    write_manifest(folder, pack)
    return Stored(folder, pack)


FIELDS = tuple(Pack.__dataclass_fields__)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2_500_000, "2.5 MB"), (10**10, "10.0 GB")],
)
def test_sizes_are_told_in_words(count: int, words: str) -> None:
    assert size(count) == words


# verify, compare, remove


def test_verify_finds_what_was_changed(coverart: Coverart, pack: Stored) -> None:
    whole = "tiny: every byte is as it was installed.\n"
    assert coverart("packs", "verify", "tiny").out == whole
    assert coverart("packs", "verify").out == whole
    damage(pack, "clip.safetensors")
    (packs_path() / "another").mkdir()
    result = coverart("packs", "verify")
    assert (result.code, result.out) == (1, "")
    first, second = result.err.splitlines()
    assert first.startswith("coverart: The pack “another”: ")
    assert second == (
        f"coverart: The pack “tiny”: its “clip.safetensors” is damaged, or another file; {AGAIN}."
    )


def test_compare_tells_the_cosine_on_photos(coverart: Coverart, pack: Stored, photos: Path) -> None:
    result = coverart("packs", "compare", "tiny", photos)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("tiny: int8 against fp32, on 16 crops of 4 photos: cosine 0.9")


def test_compare_says_why_it_cannot(coverart: Coverart, pack: Stored, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    result = coverart("packs", "compare", "tiny", tmp_path / "none")
    assert (result.code, result.out) == (1, "")
    assert result.err == ("coverart: There is no photo to compare on; name a folder with photos.\n")


def test_remove_deletes_a_pack_even_a_broken_one(coverart: Coverart, pack: Stored) -> None:
    (pack.folder / "pack.toml").write_text("format = ")
    result = coverart("packs", "remove", "tiny")
    assert (result.code, result.out, result.err) == (0, "tiny was removed.\n", "")
    assert not pack.folder.exists()


@pytest.mark.parametrize("command", ["show", "verify", "remove", "link"])
@pytest.mark.parametrize("name", ["gone", "../tiny", "a\x1bb"])
def test_a_pack_that_is_not_there_is_one_sentence(
    coverart: Coverart, pack: Stored, command: str, name: str
) -> None:
    result = coverart("packs", command, name)
    assert (result.code, result.out) == (1, "")
    (line,) = result.err.splitlines()
    assert line.startswith("coverart: The pack “")
    assert line.endswith("; see `coverart packs list`.")
    assert "\x1b" not in line
    assert pack.folder.is_dir()


# install


def test_a_folder_is_installed_without_a_question(
    coverart: Coverart, origin: Path, photos: Path, tmp_path: Path
) -> None:
    result = coverart("packs", "install", origin, "--photos", photos)
    assert (result.code, result.err) == (0, "")
    installed, compared, use = result.out.splitlines()
    assert installed == f"tiny is installed in {packs_path() / 'tiny'}"
    assert compared.startswith("tiny: int8 against fp32, on 16 crops of 4 photos: ")
    assert use.startswith("Use it with --space tiny")


class Terminal:
    """Standard input, as if somebody sat there and typed one line."""

    def __init__(self, line: str) -> None:
        self.line = line

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self.line


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[Path | str]:
    """What was installed, where installing costs nothing."""
    asked: list[Path | str] = []

    def install(origin: Path | str) -> Job[Stored]:
        asked.append(origin)
        yield Progress("Installing", 0, 0)
        return find_in_catalogue("fast")

    monkeypatch.setattr(pack_installing, "install_pack", install)
    return asked


@pytest.mark.parametrize(
    ("line", "code"), [("y\n", 0), (" YES \n", 0), ("\n", 1), ("no\n", 1), ("", 1), ("yet\n", 1)]
)
def test_a_download_is_described_and_asked_for(
    coverart: Coverart,
    installs: list[Path | str],
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    code: int,
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(line))
    result = coverart("packs", "install", "fast")
    assert (result.code, installs) == (code, [] if code else ["fast"])
    assert "this is downloaded from huggingface.co:\n" in result.out
    assert "≥ 605.1 MB  from laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K" in result.out
    assert "Licence: MIT (CLIP), Apache-2.0 (CLAP)." in result.out
    assert ("Nothing was downloaded." in result.out) is bool(code)


def test_where_nobody_can_be_asked_nothing_is_downloaded(
    coverart: Coverart, installs: list[Path | str]
) -> None:
    result = coverart("packs", "install", "fast")
    assert (result.code, installs) == (2, [])
    assert result.err == ("coverart: Nothing is downloaded without being asked for; add --yes.\n")
    assert coverart("packs", "install", "fast", "--yes").code == 0
    assert installs == ["fast"]


def test_a_name_is_that_of_the_catalogue_and_a_path_a_folder(
    coverart: Coverart, installs: list[Path | str], origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(origin.parent)
    shutil.copytree(origin, origin.parent / "fast")
    for typed in ("tiny", "./tiny", "./fast", str(origin)):
        assert coverart("packs", "install", typed).code == 0
    assert installs == [Path("tiny"), Path("tiny"), Path("fast"), origin]
    assert coverart("packs", "install", "fast", "--yes").code == 0
    assert installs[-1] == "fast"


def named(old: str, new: str) -> Callable[[Path], object]:
    """Change what a manifest says."""

    def change(folder: Path) -> None:
        path = folder / "pack.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    "spoil",
    [
        shutil.rmtree,
        lambda folder: (folder / "pack.toml").unlink(),
        lambda folder: (folder / "pack.toml").write_bytes(b"\xff"),
        lambda folder: (folder / "clip.safetensors").unlink(),
        lambda folder: (folder / "image.onnx").write_bytes(b"no graph"),
        named("clip.safetensors", "../clip.safetensors"),
        named("clip.safetensors", "/etc/passwd.safetensors"),
        named('name = "tiny"', 'name = ".."'),
    ],
)
def test_a_spoilt_folder_is_refused_in_one_sentence(
    coverart: Coverart, origin: Path, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    folder = shutil.copytree(origin, tmp_path / "spoilt")
    spoil(folder)
    result = coverart("packs", "install", folder)
    assert (result.code, result.out) == (1, "")
    (line,) = result.err.splitlines()
    assert line.startswith("coverart: The pack “")
    assert not (packs_path() / "tiny").exists()


def test_a_name_that_is_nowhere_is_one_sentence(coverart: Coverart) -> None:
    result = coverart("packs", "install", "nowhere")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "coverart: The pack “nowhere”: there is no pack of this name; see `coverart packs list`.\n"
    )


# Ranking


def test_rank_in_a_packs_space(coverart: Coverart, pack: Stored, song: Path, photos: Path) -> None:
    words = ("rank", song, photos, "--json", "--space", "tiny", "--text", "rain", "--without", "a")
    result = coverart(*words, "--device", "cpu")
    assert (result.code, result.err) == (0, "")
    made = result.json
    assert made["space"].startswith("tiny-")
    assert made["device"].startswith("CPU, ")
    kinds = ["song", "words", "unwanted words"]
    assert [part["kind"] for part in made["query"]["parts"]] == kinds
    assert all(set(part) == {"kind", "weight", "prompts"} for part in made["query"]["parts"])
    assert all(set(kinds) < set(match["parts"]) for match in made["matches"])
    assert made["encoded"] <= made["crops"]
    every = coverart(*words, "--every-crop").json
    assert every["encoded"] == every["crops"]
    assert coverart(*words).json["encoded"] == every["crops"]  # which are remembered


def test_precision_is_chosen_for_one_run(
    coverart: Coverart, pack: Stored, song: Path, photos: Path
) -> None:
    words = ("rank", song, photos, "--json", "--space", "tiny")
    exact = coverart(*words).json["space"]
    assert coverart(*words, "--precision", "int8").json["space"] != exact
    assert coverart(*words, "--precision", "fp32").json["space"] == exact
    assert coverart(*words).json["space"] == exact


@pytest.mark.parametrize("chosen", [True, False])
@pytest.mark.parametrize("typed", [None, "auto", "cpu"])
def test_a_graphics_card_is_used_as_typed_or_else_as_chosen(
    coverart: Coverart,
    song: Path,
    photos: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: bool,
    typed: str | None,
) -> None:
    opened: list[Choices] = []

    def open_space(name: str, choices: Choices) -> Opened:
        opened.append(choices)
        return Opened(AffectSpace())

    monkeypatch.setattr(opening, "load_choices", lambda: Choices("tiny", chosen))
    monkeypatch.setattr(opening, "open_space", open_space)
    words = () if typed is None else ("--device", typed)
    assert coverart("rank", song, photos, *words).code == 0
    assert opened == [Choices("tiny", {"auto": True, "cpu": False, None: chosen}[typed])]


def test_a_space_is_closed_with_the_command(
    coverart: Coverart, song: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    monkeypatch.setattr(AffectSpace, "close", lambda _space: closed.append("closed"))
    assert coverart("rank", song, photos).code == 0
    assert coverart("rank", song, photos / "gone").code == 1
    assert coverart("songs", "calm", song.parent).code == 0
    assert closed == ["closed"] * 3


def test_the_text_tells_the_device(
    coverart: Coverart, pack: Stored, song: Path, photos: Path
) -> None:
    first, second, *_ = coverart("rank", song, photos, "--space", "tiny").out.splitlines()
    assert first.endswith("by CLIP and CLAP, shrunken, at random weights.")
    assert second.startswith("Device: CPU, ")


def test_a_ranking_from_memory_loads_no_network_to_name_its_device(
    coverart: Coverart, pack: Stored, song: Path, photos: Path
) -> None:
    words = ("rank", song, photos, "--space", "tiny")
    assert coverart(*words, "--json").json["device"].startswith("CPU, ")
    assert coverart(*words, "--json").json["device"] == ""
    assert "Device:" not in coverart(*words).out


def test_search_and_songs_in_a_packs_space(
    coverart: Coverart, pack: Stored, song: Path, photos: Path
) -> None:
    space = ("--space", "tiny", "--json")
    picture = photos / PHOTOS[0]
    words = ("search", picture, photos, *space, "--top", 1, "--composition", 0, "--aspect", "4:3")
    found = coverart(*words).json["matches"][0]
    assert found["photo"] == str(picture)
    made = coverart("songs", picture, song.parent, *space).json
    assert (made["matches"][0]["song"], made["device"][:4]) == (str(song), "CPU,")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--link", "head"),
            "The pack “tiny” has no link “head”; run: coverart packs link tiny.",
        ),
        (("--link", "shared"), "The pack “tiny” has no link “shared”; it has bank."),
        (("--space", "gone"), "There is no space “gone”; choose affect or tiny."),
    ],
)
def test_what_a_pack_does_not_offer_is_refused(
    coverart: Coverart,
    pack: Stored,
    song: Path,
    photos: Path,
    words: tuple[str, ...],
    sentence: str,
) -> None:
    result = coverart("rank", song, photos, "--space", "tiny", *words)
    assert (result.code, result.out, result.err) == (2, "", f"coverart: {sentence}\n")


def test_int8_is_refused_where_it_was_not_made(
    coverart: Coverart, pack: Stored, song: Path, photos: Path
) -> None:
    files = {name: file for name, file in pack.pack.files.items() if "int8" not in name}
    fields = {field: getattr(pack.pack, field) for field in FIELDS}
    write_manifest(pack.folder, Pack(**fields | {"files": files}))
    result = coverart("rank", song, photos, "--space", "tiny", "--precision", "int8")
    assert (result.code, result.out) == (2, "")
    assert result.err == "coverart: The pack “tiny” has no twin in int8; leave that out.\n"


@pytest.mark.parametrize("words", [(), ("--link", "bank"), ("--precision", "int8")])
def test_a_damaged_pack_gives_way_to_affect_and_that_is_said(
    coverart: Coverart, pack: Stored, song: Path, photos: Path, words: tuple[str, ...]
) -> None:
    damage(pack)
    result = coverart("rank", song, photos, "--json", "--space", "tiny", *words)
    assert result.code == 0
    assert result.json["space"] == AffectSpace().id
    assert result.err == (
        "coverart: The pack “tiny”: its “image.bound.onnx” is damaged, or another file;"
        f" {AGAIN}. The space “affect” is used instead.\n"
    )


def test_the_space_that_was_chosen_is_used_without_asking(
    coverart: Coverart, pack: Stored, song: Path, photos: Path
) -> None:
    save_choices(Choices("tiny"))
    assert coverart("rank", song, photos, "--json").json["space"].startswith("tiny-")
    precise = coverart("rank", song, photos, "--json", "--precision", "int8")
    assert precise.json["space"].startswith("tiny-")
    affect = coverart("rank", song, photos, "--json", "--space", "affect")
    assert affect.json["space"] == AffectSpace().id


# build, link


def test_build_hands_over_what_was_typed(
    coverart: Coverart, origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def build(options: Any, folder: Path) -> Job[Pack]:
        asked.append((options, folder))
        yield Progress("Exporting", 0, 0)
        return read_manifest(origin)

    monkeypatch.setattr(pack_making, "build_pack", build)
    words = ("--clip", "ViT-B-32", "--clap", "clap.pt", "--clip-checkpoint", "clip.pt")
    more = ("--clap-tokenizer", "t.json", "--licence", "MIT", "--random")
    result = coverart("packs", "build", tmp_path / "mine", *words, *more)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == "image.onnx: 1.0e-05 from torch at most, cosine 0.999990000"
    assert lines[-1] == (
        f"tiny is built; install it with: coverart packs install {tmp_path / 'mine'}"
    )
    ((options, folder),) = asked
    assert folder == tmp_path / "mine"
    assert (options.name, options.clip, options.licence) == ("mine", "ViT-B-32", "MIT")
    assert (options.clap, options.clip_checkpoint) == (Path("clap.pt"), Path("clip.pt"))
    assert (options.clap_tokenizer, options.clip_tokenizer) == (Path("t.json"), None)
    assert (options.random, options.title, options.pretrained) == (True, "", "")


def test_build_says_in_one_sentence_what_it_cannot(coverart: Coverart, tmp_path: Path) -> None:
    words = ("packs", "build", tmp_path / "mine", "--clap", "clap.pt", "--clip")
    for clip, told in (("ViT-B-32", "no weights of CLIP are given"), ("none", "no architecture")):
        result = coverart(*words, clip)
        assert (result.code, result.out) == (1, "")
        assert told in result.err
        assert len(result.err.splitlines()) == 1
    assert not (tmp_path / "mine").exists()


def test_what_building_does_is_told_as_progress(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coverart.learn.graphs import build as building  # noqa: PLC0415 (takes seconds)

    ended: list[str] = []

    def build(_options: Any, _folder: Path) -> Generator[str, None, Pack]:
        try:
            yield "Reading"
            return read_manifest(origin)
        finally:
            ended.append("closed")

    monkeypatch.setattr(building, "build", build)
    told: list[Any] = []
    options = making.build_options({"name": "a", "clip": "b", "clap": tmp_path})
    assert run(build_pack(options, tmp_path), told.append) == read_manifest(origin)
    assert told == [Progress("Reading", 0, 0)]
    job = build_pack(options, tmp_path)
    next(job)
    job.close()
    assert ended == ["closed", "closed"]


def test_link_trains_a_head_that_can_be_used(
    coverart: Coverart,
    pack: Stored,
    song: Path,
    photos: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from coverart.learn import link  # noqa: PLC0415 (takes seconds)

    monkeypatch.setattr(link, "Recipe", partial(link.Recipe, steps=40))
    result = coverart("packs", "link", "tiny", "--captions", 20)
    assert result.code == 0
    assert "texts it was not trained with, it finds" in result.out
    assert "--link head" in result.out
    figures = head_figures(find_installed("tiny"))
    assert figures is not None
    assert figures.texts + figures.trained_on >= 700  # the bank is among them
    words = ("rank", song, photos, "--json", "--space", "tiny", "--link")
    head, bank = (coverart(*words, link) for link in ("head", "bank"))
    assert (head.code, head.err) == (0, "")
    assert head.json["space"] == bank.json["space"]  # so that the crops need not be encoded again
    assert head.json["matches"] != bank.json["matches"]
    assert coverart("packs", "verify", "tiny").code == 0


def test_a_pack_with_one_space_needs_no_head(
    coverart: Coverart, pack: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {field: getattr(pack.pack, field) for field in FIELDS}
    shared = Stored(pack.folder, Pack(**fields | {"audio_text": None}))
    monkeypatch.setattr(pack_making, "find_installed", lambda _name: shared)
    result = coverart("packs", "link", "tiny")
    assert (result.code, result.out) == (1, "")
    assert "its songs and pictures share one space; it needs no head" in result.err


@pytest.mark.parametrize(
    ("command", "library"), [("build", "torch"), ("build", "open_clip"), ("link", "torch")]
)
def test_without_the_extra_it_is_named(
    coverart: Coverart,
    pack: Stored,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    command: str,
) -> None:
    for name in [one for one in sys.modules if one.startswith("coverart.learn")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)  # what Python does for one that is not there
    words = {
        "build": ("packs", "build", "mine", "--clip", "ViT-B-32", "--clap", "clap.pt"),
        "link": ("packs", "link", "tiny"),
    }
    result = coverart(*words[command])
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "coverart: This needs libraries that are not installed;"
        ' run: pip install "coverart[learn]".\n'
    )


def test_another_module_that_is_missing_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "coverart.learn.graphs.build", None)
    with pytest.raises(ModuleNotFoundError):
        making.build_options({})


def test_figures_know_what_chance_would_find() -> None:
    assert HeadFigures(50, 0.1, 0.2, 0.0, 100).chance == 0.02

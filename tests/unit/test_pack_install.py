"""Packs from a folder to their place, checked, listed and removed; and all that can go wrong."""

import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from safetensors.numpy import save_file

from coverart.errors import PackError
from coverart.packs import store
from coverart.packs.apart import EndedError, run_apart
from coverart.packs.check import SAMPLE_BLOCK, SMALL, check, measured, verify
from coverart.packs.gather import Ways
from coverart.packs.install import Twins, install
from coverart.packs.lock import one_at_a_time
from coverart.packs.manifest import MANIFEST, Pack
from coverart.packs.record import add_file, recorded
from coverart.packs.steps import Step, Steps, finish, waited
from coverart.packs.store import Broken, Stored, find_installed, installed, remove
from coverart.packs.toml import read_manifest, write_manifest
from coverart.settings import packs_path
from tests.unit.pack_parts import SIDE, here, pack_folder

HERE = Ways(apart=here)
NO_TWINS = Twins(int8=())
MADE = ("image.bound.onnx", "text.bound.onnx", "audio.bound.onnx")


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return pack_folder(tmp_path / "origin")


def put(origin: Path, twins: Twins = NO_TWINS, ways: Ways = HERE) -> Pack:
    return finish(install(origin, twins, ways))


def names(folder: Path) -> set[str]:
    """What lies in a folder, but for the lock."""
    return {path.name for path in folder.iterdir() if path.name != ".lock"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_pack_is_installed_from_a_folder_and_runs(origin: Path) -> None:
    before = contents(origin)
    made = put(origin, Twins())
    folder = packs_path() / "small"
    assert names(packs_path()) == {"small"}
    assert names(folder) == {*before, *MADE, "image.int8.onnx"}
    assert read_manifest(folder) == made == find_installed("small").pack
    check(folder, made)
    finish(verify(folder, made))
    session = onnxruntime.InferenceSession(folder / MADE[0], providers=["CPUExecutionProvider"])
    (rows,) = session.run(None, {"pixels": np.ones((2, 3, SIDE, SIDE), np.float32)})
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert contents(origin) == before


def test_every_file_is_recorded_with_its_size_and_digest(origin: Path) -> None:
    made = put(origin)
    for file in made.files.values():
        content = (packs_path() / "small" / file.name).read_bytes()
        assert file.size == len(content)
        assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_work_in_a_process_of_its_own_gives_the_same(origin: Path) -> None:
    made = put(origin, Twins(int8=("image",), half=("image",)), Ways())
    assert {"image.int8.onnx", "image.fp16.onnx"} <= made.files.keys()
    assert {**made.files, "image.fp16.onnx": None} == {
        **put(origin, Twins()).files,
        "image.fp16.onnx": None,
    }


def test_steps_tell_how_far_it_is(origin: Path) -> None:
    steps = list(install(origin, Twins(), HERE))
    copying = [step for step in steps if step.label.startswith("Copying")]
    assert [step.done for step in copying] == sorted(step.done for step in copying)
    assert copying[-1].done == copying[-1].total > 0
    labels = {step.label for step in steps}
    assert "Tying to its weights small" in labels
    assert "Making a smaller twin of image.onnx" in labels


def test_a_pack_that_was_installed_can_be_installed_elsewhere_and_is_made_anew(
    origin: Path, tmp_path: Path
) -> None:
    put(origin)
    copied = tmp_path / "copied"
    shutil.copytree(packs_path() / "small", copied)
    (copied / MADE[0]).write_bytes(b"foreign")
    remove("small")
    put(copied)
    assert (packs_path() / "small" / MADE[0]).read_bytes() != b"foreign"
    put(packs_path() / "small")  # in its own place
    check(packs_path() / "small", find_installed("small").pack)


def test_a_second_installation_replaces_the_first(origin: Path, tmp_path: Path) -> None:
    first = put(origin)
    second = put(pack_folder(tmp_path / "other", seed=1))
    assert first.files["m.safetensors"].sha256 != second.files["m.safetensors"].sha256
    assert find_installed("small").pack == second
    assert names(packs_path()) == {"small"}


@pytest.mark.parametrize("steps", [1, 3, 6, 9, 11, 13, 15, 16])
def test_giving_up_leaves_nothing_behind(origin: Path, steps: int) -> None:
    installing = install(origin, Twins(), HERE)
    for _ in range(steps):
        next(installing)
    installing.close()
    assert names(packs_path()) == set()


def test_giving_up_leaves_what_was_installed_as_it_was(origin: Path, tmp_path: Path) -> None:
    put(origin)
    before = contents(packs_path() / "small")
    installing = install(pack_folder(tmp_path / "other", seed=1), NO_TWINS, HERE)
    for _ in range(8):
        next(installing)
    installing.close()
    assert contents(packs_path() / "small") == before
    assert names(packs_path()) == {"small"}


def test_what_finishes_a_pack_is_part_of_it_or_nothing_is_installed(origin: Path) -> None:
    def with_bank(folder: Path, pack: Pack) -> Steps[Pack]:
        assert folder.name == "small"
        assert set(MADE) <= pack.files.keys()
        assert not (packs_path() / "small").exists()
        yield Step("Making the bank")
        (folder / "bank.safetensors").write_bytes(b"rows")
        return (yield from recorded(folder, pack, "bank.safetensors"))

    def failing(folder: Path, pack: Pack) -> Steps[Pack]:
        yield Step("Making the bank")
        raise PackError(pack.name, "it cannot be run")

    with pytest.raises(PackError, match="cannot be run"):
        finish(install(origin, NO_TWINS, HERE, failing))
    assert names(packs_path()) == set()
    made = finish(install(origin, NO_TWINS, HERE, with_bank))
    assert made.files["bank.safetensors"].size == 4
    check(packs_path() / "small", find_installed("small").pack)


def test_a_pack_that_cannot_take_its_place_leaves_the_old_one_there(
    origin: Path, tmp_path: Path
) -> None:
    before = contents(origin)
    with pytest.raises(FileNotFoundError):
        store.put_in_place(tmp_path / "nothing", origin, tmp_path / "before")
    assert contents(origin) == before


def damage(name: str) -> Callable[[Path], None]:
    def flip(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(content)

    return flip


def truncate(folder: Path) -> None:
    os.truncate(folder / "m.safetensors", 100)


def half(folder: Path) -> None:
    save_file({"visual.weight": np.zeros((8, 48), np.float16)}, folder / "m.safetensors")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda folder: (folder / "words.json").unlink(), "its “words.json” is not in"),
        (lambda folder: (folder / "image.onnx").write_bytes(b"x"), "no ONNX graph"),
        (lambda folder: (folder / MANIFEST).write_text("format = "), "is damaged"),
        (lambda folder: (folder / MANIFEST).unlink(), "there is no pack.toml"),
        (truncate, "“m.safetensors” is truncated"),
        (half, "“visual.weight” is F16, not F32, and 1 more of 2"),
    ],
)
def test_a_folder_that_is_no_sound_pack_is_refused(
    origin: Path, harm: Callable[[Path], None], reason: str
) -> None:
    harm(origin)
    with pytest.raises(PackError) as refused:
        put(origin)
    assert reason in str(refused.value)
    assert not packs_path().exists() or names(packs_path()) == set()


def test_a_file_that_is_not_the_one_the_manifest_names_is_refused(origin: Path) -> None:
    size, sha256, _ = finish(measured(origin / "m.safetensors"))
    known = read_manifest(origin)
    file = replace(known.files["m.safetensors"], size=size, sha256=sha256)
    write_manifest(origin, replace(known, files={**known.files, file.name: file}))
    put(origin)
    damage("m.safetensors")(origin)
    with pytest.raises(PackError, match=r"“m\.safetensors” is not the file"):
        put(origin)


def test_links_and_pipes_are_not_installed(origin: Path, tmp_path: Path) -> None:
    try:
        (origin / "words.json").rename(tmp_path / "words.json")
        (origin / "words.json").symlink_to(tmp_path / "words.json")
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    with pytest.raises(PackError, match="is a symbolic link"):
        put(origin)
    (origin / "words.json").unlink()
    os.mkfifo(origin / "words.json")
    with pytest.raises(PackError, match="is not a plain file"):
        put(origin)


def test_a_full_disk_is_known_before(origin: Path) -> None:
    asked: list[Path] = []

    def free(folder: Path) -> int:
        asked.append(folder)
        return 1_000_000

    with pytest.raises(PackError, match=r"it needs 3\.\d MB of .*, where 1\.0 MB are free"):
        put(origin, ways=replace(HERE, free=free))
    assert asked == [packs_path()]
    assert names(packs_path()) == set()


def test_a_disk_that_fills_up_all_the_same_is_one_sentence(origin: Path) -> None:
    def full(function: object, *arguments: object) -> object:
        raise OSError(28, "No space left on device")

    with pytest.raises(PackError, match=r"cannot be installed in .*: No space left"):
        put(origin, ways=replace(HERE, apart=full))  # type: ignore[arg-type]
    assert names(packs_path()) == set()


def test_a_preparation_that_is_killed_is_one_sentence(origin: Path) -> None:
    def killed(function: object, *arguments: object) -> object:
        yield
        raise EndedError

    with pytest.raises(PackError, match="ended from outside"):
        put(origin, ways=replace(HERE, apart=killed))  # type: ignore[arg-type]


def test_two_installations_do_not_work_at_once(origin: Path) -> None:
    with (
        one_at_a_time(packs_path(), "another"),
        pytest.raises(PackError, match="another pack is being installed"),
    ):
        put(origin)
    put(origin)


def test_what_a_killed_program_left_is_cleared_away(origin: Path) -> None:
    (packs_path() / store.NEW / "x" / "small").mkdir(parents=True)
    put(origin)
    assert names(packs_path()) == {"small"}


@pytest.fixture
def folder(origin: Path) -> Path:
    put(origin)
    return packs_path() / "small"


@pytest.mark.parametrize("name", ["m.safetensors", "image.bound.onnx", "words.json"])
def test_a_flipped_byte_is_found_at_every_load(folder: Path, name: str) -> None:
    damage(name)(folder)
    with pytest.raises(PackError, match=f"its “{name}” is damaged, or another file"):
        check(folder, read_manifest(folder))
    with pytest.raises(PackError, match=f"its “{name}” is damaged"):
        finish(verify(folder, read_manifest(folder)))


@pytest.mark.parametrize("size", [0, 5])
def test_a_truncated_file_is_found_at_every_load(folder: Path, size: int) -> None:
    os.truncate(folder / "m.safetensors", size)
    with pytest.raises(PackError, match=f"“m.safetensors” has {size} bytes instead of 2"):
        check(folder, read_manifest(folder))


def test_a_missing_file_is_found_at_every_load(folder: Path) -> None:
    (folder / "words.json").unlink()
    with pytest.raises(PackError, match=r"“words\.json” is missing"):
        check(folder, read_manifest(folder))


def test_a_pack_that_was_never_installed_does_not_pass(origin: Path) -> None:
    with pytest.raises(PackError, match=r"“image\.onnx” was not tied to its weights"):
        check(origin, read_manifest(origin))


def large(folder: Path) -> Path:
    """A file so large that it is sampled, recorded."""
    path = folder / "bank.safetensors"
    path.write_bytes(np.random.default_rng(0).bytes(SMALL + 12_345))
    add_file(folder, path.name)
    return path


@pytest.mark.parametrize("place", [0, SAMPLE_BLOCK - 1, -1, -SAMPLE_BLOCK])
def test_a_large_file_is_sampled_at_both_ends(folder: Path, place: int) -> None:
    path = large(folder)
    check(folder, read_manifest(folder))
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(PackError, match="is damaged"):
        check(folder, read_manifest(folder))


def test_a_large_file_that_was_overwritten_is_found_though_few_blocks_are_read(
    folder: Path,
) -> None:
    path = large(folder)
    content = bytearray(path.read_bytes())
    step = len(content) // 63
    content[step * 30 : step * 31] = bytes(step)
    path.write_bytes(content)
    with pytest.raises(PackError, match="is damaged"):
        check(folder, read_manifest(folder))


def test_only_reading_every_byte_finds_one_between_the_blocks(folder: Path) -> None:
    path = large(folder)
    content = bytearray(path.read_bytes())
    content[SAMPLE_BLOCK + 1] ^= 1
    path.write_bytes(content)
    check(folder, read_manifest(folder))
    with pytest.raises(PackError, match="is damaged"):
        finish(verify(folder, read_manifest(folder)))


def test_verifying_tells_how_far_it_is(folder: Path) -> None:
    steps = list(verify(folder, read_manifest(folder)))
    assert steps[-1].done == steps[-1].total
    assert {step.label for step in steps} >= {"Checking image.onnx", "Checking m.safetensors"}


def test_files_can_be_added_and_replaced(folder: Path) -> None:
    for content in (b"one", b"another"):
        (folder / "precision.json").write_bytes(content)
        changed = add_file(folder, "precision.json")
        assert changed.files["precision.json"].size == len(content)
        check(folder, read_manifest(folder))


@pytest.mark.parametrize("name", ["../x", "missing", MANIFEST])
def test_files_that_are_none_are_not_added(folder: Path, name: str) -> None:
    before = contents(folder)
    with pytest.raises(PackError):
        add_file(folder, name)
    assert contents(folder) == before


def test_a_pack_that_is_gone_meanwhile_takes_no_files(folder: Path) -> None:
    remove("small")
    with pytest.raises(PackError, match=r"there is no pack\.toml"):
        add_file(folder, "x")


def test_a_pack_is_removed_with_all_its_files(folder: Path) -> None:
    remove("small")
    assert names(packs_path()) == set()
    with pytest.raises(PackError, match="it is not installed"):
        remove("small")


@pytest.mark.parametrize("name", ["..", "", ".new", "a/b", "/"])
def test_nothing_but_packs_is_removed_or_found(folder: Path, name: str) -> None:
    for act in (remove, find_installed, store.find_in_catalogue):
        with pytest.raises(PackError):
            act(name)
    assert folder.exists()


def test_a_link_to_a_pack_is_removed_and_the_pack_left(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    try:
        folder.symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    find_installed("small")
    remove("small")
    assert (elsewhere / MANIFEST).exists()
    assert names(packs_path()) == set()


def test_broken_packs_are_listed_with_what_is_wrong(folder: Path) -> None:
    shutil.copytree(folder, packs_path() / "other")
    (packs_path() / "empty").mkdir()
    (packs_path() / "stray.txt").touch()
    shutil.copytree(folder, packs_path() / "torn")
    (packs_path() / "torn" / MANIFEST).write_text("format")
    listed = {one.folder.name: one for one in installed()}
    assert list(listed) == ["empty", "other", "small", "torn"]
    assert isinstance(listed["small"], Stored)
    reasons = {name: one.error.reason for name, one in listed.items() if isinstance(one, Broken)}
    assert "there is no pack.toml" in reasons["empty"]
    assert "calls it “small”" in reasons["other"]
    assert "is damaged" in reasons["torn"]
    with pytest.raises(PackError, match="calls it"):
        find_installed("other")
    for name in listed:
        remove(name)
    assert installed() == ()


def test_nothing_is_installed_where_nothing_was() -> None:
    assert installed() == ()
    assert store.leftover_bytes() == 0
    store.discard_leftovers()


def test_the_catalogue_lists_what_can_be_read() -> None:
    for one in store.catalogue():
        assert isinstance(one, Stored), one
        assert store.find_in_catalogue(one.pack.name) == one


def test_work_apart_returns_and_raises_what_it_does() -> None:
    steps = waited(run_apart(os.path.basename, "/a/b"), lambda: Step("Waiting"))
    assert finish(steps) == "b"
    with pytest.raises(PackError, match=r"there is no pack\.toml"):
        list(run_apart(read_manifest, Path("/nowhere")))


def test_a_process_that_dies_without_a_word_is_known() -> None:
    with pytest.raises(EndedError):
        list(run_apart(os._exit, 3))


def test_closing_ends_the_process_at_once() -> None:
    running = run_apart(multiprocessing.Event().wait)
    running.close()
    started = run_apart(input_that_never_comes)
    next(started)
    started.close()
    assert multiprocessing.active_children() == []


def input_that_never_comes() -> None:
    reading, _ = os.pipe()
    os.read(reading, 1)

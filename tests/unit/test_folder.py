"""Which files of a folder are photos, in folders as people have them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coverart.errors import MediaError
from coverart.media.folder import OTHER_PICTURE_SUFFIXES, PHOTO_SUFFIXES, find_photos


def touch(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return paths


def test_photos_are_found_in_all_folders_below_and_sorted(tmp_path: Path) -> None:
    touch(tmp_path, "b.png", "deep/er/c.webp", "a.jpg", "deep/d.heic", "notes.txt", "noending")
    found = find_photos([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found.photos] == [
        *("a.jpg", "b.png", "deep/d.heic", "deep/er/c.webp")
    ]
    assert found.others == ()


def test_every_suffix_of_ours_counts_in_any_case(tmp_path: Path) -> None:
    paths = touch(tmp_path, *(f"{place}{end.upper()}" for place, end in enumerate(PHOTO_SUFFIXES)))
    assert find_photos([tmp_path]).photos == tuple(sorted(paths))
    assert {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".avif"} <= PHOTO_SUFFIXES


def test_pictures_of_other_kinds_are_reported_and_sorted(tmp_path: Path) -> None:
    touch(tmp_path, "z.GIF", "sub/a.cr2", "m.psd", "photo.jpg", "song.mp3")
    found = find_photos([tmp_path])
    assert [path.name for path in found.others] == ["m.psd", "a.cr2", "z.GIF"]
    assert [path.name for path in found.photos] == ["photo.jpg"]


def test_no_suffix_is_both_a_photo_and_another_picture() -> None:
    assert not PHOTO_SUFFIXES & OTHER_PICTURE_SUFFIXES


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, ".hidden.jpg", "._a.jpg", ".thumbnails/x.jpg", "sub/.git/y.png", "sub/z.jpg")
    found = find_photos([tmp_path])
    assert found.photos == (tmp_path / "sub/z.jpg",)


def test_a_folder_that_is_named_itself_is_read_even_if_hidden(tmp_path: Path) -> None:
    touch(tmp_path, ".secret/a.jpg")
    assert find_photos([tmp_path / ".secret"]).photos == (tmp_path / ".secret/a.jpg",)


def test_a_folder_called_like_a_photo_is_a_folder(tmp_path: Path) -> None:
    touch(tmp_path, "holiday.jpg/a.png")
    assert find_photos([tmp_path]).photos == (tmp_path / "holiday.jpg/a.png",)


def test_single_files_are_places_too(tmp_path: Path) -> None:
    photo, other, text = touch(tmp_path, "a.jpg", "b.gif", "c.txt")
    found = find_photos([photo, other, text])
    assert (found.photos, found.others) == ((photo,), (other,))


def test_a_file_reached_twice_is_listed_once(tmp_path: Path) -> None:
    (photo,) = touch(tmp_path, "sub/a.jpg")
    found = find_photos([tmp_path, tmp_path / "sub", photo, tmp_path / "sub/../sub/a.jpg"])
    assert found.photos == (photo,)


def test_no_places_hold_no_photos() -> None:
    assert find_photos([]).photos == ()


def test_an_empty_folder_holds_no_photos(tmp_path: Path) -> None:
    assert find_photos([tmp_path]).photos == ()


def linked(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")


def test_a_loop_of_links_ends_and_gives_every_photo_once(tmp_path: Path) -> None:
    (photo,) = touch(tmp_path, "one/two/a.jpg")
    linked(tmp_path / "one/two/back", tmp_path)
    linked(tmp_path / "one/self", tmp_path / "one")
    assert find_photos([tmp_path]).photos == (photo,)


def test_links_to_folders_elsewhere_are_followed(tmp_path: Path) -> None:
    touch(tmp_path, "elsewhere/a.jpg")
    (tmp_path / "here").mkdir()
    linked(tmp_path / "here/there", tmp_path / "elsewhere")
    assert find_photos([tmp_path / "here"]).photos == (tmp_path / "here/there/a.jpg",)


def test_of_a_file_and_links_to_it_the_first_by_name_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (photo,) = touch(tmp_path, "m.jpg")
    linked(tmp_path / "a.jpg", photo)
    linked(tmp_path / "z.jpg", photo)
    real: Callable[..., Any] = os.walk
    for backwards in (False, True):

        def walk(*args: Any, turned: bool = backwards, **options: Any) -> Any:
            for folder, folders, names in real(*args, **options):
                yield folder, folders, sorted(names, reverse=turned)

        monkeypatch.setattr(os, "walk", walk)
        assert find_photos([tmp_path]).photos == (tmp_path / "a.jpg",)


def test_a_broken_link_is_no_photo(tmp_path: Path) -> None:
    linked(tmp_path / "gone.jpg", tmp_path / "nowhere.jpg")
    assert find_photos([tmp_path]).photos == ()


def test_a_place_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="holiday: there is no such folder"):
        find_photos([tmp_path, tmp_path / "holiday"])


def test_a_place_below_a_file_is_an_error(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg")
    with pytest.raises(MediaError, match="neither a folder nor a file"):
        find_photos([tmp_path / "a.jpg" / "sub"])


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may not be read, even where the tests run as a user who may read all."""
    folder = tmp_path / "locked"
    touch(folder, "a.jpg")
    real = os.scandir

    def scandir(path: Any = ".") -> Any:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return folder


def test_a_place_that_may_not_be_read_is_an_error(locked: Path) -> None:
    with pytest.raises(MediaError, match="locked: it may not be read; check its permissions"):
        find_photos([locked])


def test_a_folder_further_down_that_may_not_be_read_is_left_out(
    locked: Path, tmp_path: Path
) -> None:
    touch(tmp_path, "b.jpg", "open/c.jpg")
    assert [path.name for path in find_photos([tmp_path]).photos] == ["b.jpg", "c.jpg"]


def test_a_folder_that_vanishes_while_it_is_read_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a/x.jpg", "b.jpg")
    real = os.stat

    def stat(path: Any, *args: Any, **options: Any) -> os.stat_result:
        if Path(path).name == "a":
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert [path.name for path in find_photos([tmp_path]).photos] == ["b.jpg"]


def test_a_file_whose_kind_cannot_be_told_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a.jpg", "b.jpg")
    real = os.stat

    def stat(path: Any, *args: Any, **options: Any) -> os.stat_result:
        if not isinstance(path, int) and Path(path).name == "a.jpg":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert [path.name for path in find_photos([tmp_path]).photos] == ["b.jpg"]


def test_a_single_file_in_a_folder_that_may_not_be_entered_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_file(self: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "is_file", is_file)
    with pytest.raises(MediaError, match="it may not be read"):
        find_photos([tmp_path / "a.jpg"])

"""Settings: defaults lie within their spans, and the library lies where it is told to."""

from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest

from coverart.settings import CACHE_VARIABLE, Options, demo_folder, label, library_path, span


def test_the_defaults_are_those_the_documents_name() -> None:
    assert Options() == Options(top=24, per_photo=2, composition=0.3)


@pytest.mark.parametrize("name", [field.name for field in fields(Options)])
def test_every_default_lies_within_its_span_and_has_a_name(name: str) -> None:
    least, most = span(name)
    assert least <= getattr(Options(), name) <= most
    assert label(name)[0].isupper()


def test_spans_and_labels_are_those_of_the_setting_asked_for() -> None:
    assert span("top") == (1, 1000)
    assert span("composition") == (0, 1)
    assert label("per_photo") == "Matches of one photo at most"


def test_a_setting_that_does_not_exist_has_no_span() -> None:
    with pytest.raises(KeyError):
        span("colour_of_the_sky")


def test_options_are_changed_by_making_new_ones() -> None:
    options = Options()
    assert replace(options, top=3).top == 3
    with pytest.raises(FrozenInstanceError):
        options.top = 5  # type: ignore[misc]


def test_the_library_lies_in_the_folder_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "here"))
    assert CACHE_VARIABLE == "COVERART_CACHE"
    assert library_path() == tmp_path / "here" / "library.sqlite3"
    assert not (tmp_path / "here").exists()


@pytest.mark.parametrize("named", [None, ""])
def test_the_library_lies_in_the_users_cache_otherwise(
    named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if named is None:
        monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(CACHE_VARIABLE, named)
    monkeypatch.setattr(
        "platformdirs.user_cache_path", lambda name, appauthor: Path("/cache") / name
    )
    assert library_path() == Path("/cache/coverart/library.sqlite3")


def test_the_demo_lies_beside_the_users_own_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_pictures_path", lambda: Path("/home/me/Pictures"))
    assert demo_folder() == Path("/home/me/Pictures/Coverart Demo")

"""The presets: every table is whole and agrees with itself, and names are found."""

import tomllib

import pytest

from coverart.domain import SQUARE, WIDE, Aspect, Size
from coverart.errors import UsageError
from coverart.export.check import holds
from coverart.export.presets import Format, Preset, load_presets, preset
from coverart.resources import resource

PRESETS = list(load_presets().values())
PLATFORMS = {
    *("apple-music", "spotify", "youtube-thumbnail", "soundcloud-release", "soundcloud-track"),
    *("distrokid", "ditto", "imusician", "music-gateway", "ministry", "fresible", "bandcamp"),
    *("deezer", "tidal", "amazon-music", "tunecore", "cd-baby", "beatport", "youtube-music"),
}
GENERAL = {"square", "square-master", "wide", "wide-hd"}


def test_every_platform_and_every_general_preset_is_there() -> None:
    assert set(load_presets()) == PLATFORMS | GENERAL


def test_presets_keep_the_order_of_the_file() -> None:
    text = resource("presets.toml").read_text(encoding="utf-8")
    assert list(load_presets()) == list(tomllib.loads(text))


def test_apple_music_asks_for_3000_pixels_a_side() -> None:
    apple = preset("apple-music")
    assert (apple.title, apple.pixels, apple.least) == (
        "Apple Music",
        Size(3000, 3000),
        Size(3000, 3000),
    )
    assert apple.formats == (Format.JPEG, Format.PNG)
    assert "No URLs, prices or store logos." in apple.rules


def test_limits_are_those_of_the_platforms() -> None:
    caps = {one.name: one.max_bytes for one in PRESETS if one.max_bytes}
    assert caps == {
        **dict.fromkeys(("square", "ditto", "music-gateway", "imusician"), 10_000_000),
        **dict.fromkeys(("wide", "youtube-thumbnail", "soundcloud-track"), 2_000_000),
        "spotify": 4_000_000,
        "ministry": 36_000_000,
        "fresible": 3_000_000,
    }
    assert preset("ministry").most == Size(5000, 5000)
    assert preset("fresible").most == Size(8000, 8000)
    assert preset("distrokid").least == Size(1000, 1000)
    assert preset("spotify").least == Size(640, 640)


def test_only_jpeg_goes_to_those_who_take_nothing_else() -> None:
    only_jpeg = {one.name for one in PRESETS if one.formats == (Format.JPEG,)}
    assert only_jpeg == {"distrokid", "imusician", "fresible"}


def test_platforms_whose_pages_nobody_read_follow_apple_music_and_say_so() -> None:
    apple = preset("apple-music")
    unconfirmed = [one for one in PRESETS if one.unconfirmed]
    assert len(unconfirmed) == 8
    for one in unconfirmed:
        assert (one.pixels, one.least, one.formats) == (apple.pixels, apple.least, apple.formats)
        assert one.confidence == "low"
        assert one.doubtful
        assert one.rules[0].startswith("Unconfirmed")


@pytest.mark.parametrize("one", PRESETS, ids=lambda one: one.name)
def test_a_preset_agrees_with_itself(one: Preset) -> None:
    assert one.confidence in ("high", "medium", "low")
    assert one.formats
    assert one.aspect in (SQUARE, WIDE)
    assert one.least is None or holds(one.pixels, one.least)
    assert one.most is None or holds(one.most, one.pixels)
    for size in filter(None, (one.least, one.most)):
        assert Aspect(size.width, size.height) == one.aspect
    assert all(rule.endswith(".") for rule in one.rules)


@pytest.mark.parametrize("name", ["apple-music", "Apple Music", " APPLE-MUSIC "])
def test_names_are_found_however_they_are_typed(name: str) -> None:
    assert preset(name).name == "apple-music"


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no preset “aple-music”; perhaps you mean apple-music"):
        preset("aple-music")


def test_a_name_like_no_other_is_answered_with_where_to_find_all() -> None:
    with pytest.raises(UsageError) as caught:
        preset("???")
    assert str(caught.value) == "There is no preset “???”; see “coverart presets”."


def test_presets_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load_presets()["mine"] = preset("square")  # type: ignore[index]


def test_jpeg_files_may_end_in_two_ways() -> None:
    assert Format.JPEG.suffixes == (".jpg", ".jpeg")
    assert Format.PNG.suffixes == (".png",)

"""The engine with a real pack: the architectures of CLIP and CLAP, shrunken, at random weights."""

import shutil
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from coverart.choices import Choices, PackChoice
from coverart.domain import SQUARE, Boxes, Size
from coverart.encoders.encoder import Kind, QueryPart
from coverart.encoders.neural import banking, linking
from coverart.encoders.neural.opening import links
from coverart.encoders.neural.space import NeuralSpace
from coverart.engine.asking import Example, Wish
from coverart.engine.designing import Design, design, redesign
from coverart.engine.installing import compare_precisions, install_pack, verify_pack
from coverart.engine.job import Better, Event, Notice, Progress, Skipped, run
from coverart.engine.measuring import measure_coarse
from coverart.engine.session import Tools, open_space, space_names
from coverart.engine.songs import rank_songs
from coverart.errors import MediaError, PackError, UsageError
from coverart.library.store import Library
from coverart.packs.manifest import BANK, HALF, Link, derived
from coverart.packs.store import Stored, find_installed
from coverart.settings import Options, library_path, packs_path
from tests.conftest import PHOTOS
from tests.fakes import InlinePool
from tests.packs import tiny_pack

EVERY = Options(top=5, per_photo=2, composition=0, every_crop=True)


@pytest.fixture
def pack(tmp_path: Path) -> Stored:
    return run(install_pack(tiny_pack(tmp_path / "source")))


@pytest.fixture
def space(pack: Stored) -> Iterator[NeuralSpace]:
    own = opened(pack)
    yield own
    own.close()


@pytest.fixture
def tools(space: NeuralSpace, cache: Path) -> Iterator[Tools]:
    with Tools(Library(library_path()), InlinePool(), space) as tools:
        yield tools


def opened(pack: Stored, choices: Choices | None = None) -> NeuralSpace:
    found = open_space(pack.pack.name, choices or Choices())
    assert found.notice == ""
    assert isinstance(found.space, NeuralSpace)
    return found.space


def designed(tools: Tools, photos: Path, wish: Wish) -> Design:
    return run(design(wish, [photos], tools, (SQUARE,), EVERY))


# From the folder of a pack to a space


def test_an_installed_pack_is_a_space_with_a_device_and_a_bank(
    pack: Stored, space: NeuralSpace
) -> None:
    assert space_names() == ("affect", pack.pack.name)
    assert space.id.startswith(f"{pack.pack.name}-")
    assert space.device == ""  # nothing was computed yet
    space.encode_text("rain")
    assert space.device.startswith("CPU, ")
    assert BANK in pack.pack.files
    assert links(pack) == (Link.BANK,)


def test_a_text_is_read_between_two_batches_of_a_photo(space: NeuralSpace) -> None:
    boxes = Boxes(np.tile(np.array([[0, 0, 60, 60]], dtype=np.int32), (200, 1)))
    pixels = np.zeros((120, 160, 3), dtype=np.uint8)
    portions = space.crop_vectors(pixels, Size(160, 120), boxes)
    assert isinstance(portions, Generator)
    assert len(next(portions)) < 200
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(space.encode_text, "rain")
        try:
            assert reading.result(timeout=60) is not None
        finally:
            portions.close()


def test_a_text_is_read_once(space: NeuralSpace) -> None:
    first = space.encode_text("snow\nand ice")
    assert first is not None
    space.close()  # from here on, nothing can be read
    again = space.encode_text("  snow \n\nand ice\nsnow\n")
    assert again is first
    with pytest.raises(ValueError, match="read-only"):
        first += 1


def test_prompts_of_a_picture_are_those_that_set_it_apart_in_its_library(
    space: NeuralSpace,
) -> None:
    random = np.random.default_rng(0)
    shared = random.standard_normal(16).astype(np.float32)
    pictures = linking.unit(
        random.standard_normal((60, 16)).astype(np.float32) + 5 * linking.unit(shared) * 4
    )
    bank = banking.read_bank(packs_path() / space.pack.name, space.pack)
    apart = linking.centred(pictures, pictures.mean(axis=0))
    for place in (3, 40):
        part = QueryPart(Kind.PICTURE, pictures[place], 1.0)
        (direction,) = space.aim([part], pictures).directions
        assert direction.prompts is not None
        assert int(direction.prompts.argmax()) == int((bank.seen @ apart[place]).argmax())


@pytest.mark.parametrize("there", [True, False])
def test_a_card_gets_a_twin_of_its_own_where_there_is_one(tmp_path: Path, there: bool) -> None:
    own = run(install_pack(tiny_pack(tmp_path / "source"), graphics=lambda: there))
    name = derived(own.pack.image.graph, HALF)
    assert (name in own.pack.files) == there
    assert (own.folder / name).is_file() == there


def test_the_id_changes_with_the_weights_and_with_the_precision(
    pack: Stored, space: NeuralSpace, tmp_path: Path
) -> None:
    same, small = opened(pack), opened(pack, int8(pack))
    other = opened(run(install_pack(tiny_pack(tmp_path / "other", seed=7))))
    assert same.id == space.id
    assert len({space.id, small.id, other.id}) == 3
    for one in (same, small, other):
        one.close()


def int8(pack: Stored) -> Choices:
    return Choices().with_pack(pack.pack.name, PackChoice(precision="int8"))


def test_a_pack_of_one_space_needs_no_bank(tmp_path: Path) -> None:
    shared = run(install_pack(tiny_pack(tmp_path / "shared", shared=True)))
    assert links(shared) == (Link.SHARED,)
    own = opened(shared)
    song = QueryPart(Kind.SONG, np.eye(16, dtype=np.float32)[3], 1.0)
    np.testing.assert_allclose(own.place([song]), song.vector)
    own.close()


def test_a_choice_the_pack_does_not_offer_is_replaced_by_its_own(pack: Stored) -> None:
    choices = Choices().with_pack(pack.pack.name, PackChoice("head", "fp8"))
    own = opened(pack, choices)
    assert own.link is Link.BANK
    own.close()


def test_a_damaged_pack_is_replaced_by_the_embedded_space_and_that_is_said(pack: Stored) -> None:
    weights = pack.folder / pack.pack.image.weights
    weights.write_bytes(weights.read_bytes()[:-1])
    found = open_space(pack.pack.name)
    assert found.space.id.startswith("affect-")
    assert pack.pack.image.weights in found.notice
    assert found.notice.endswith("The space “affect” is used instead.")


def test_a_pack_that_was_chosen_and_is_gone_is_replaced_too(pack: Stored) -> None:
    shutil.rmtree(pack.folder)
    found = open_space("", Choices(space=pack.pack.name))
    assert found.space.id.startswith("affect-")
    assert "not installed" in found.notice
    with pytest.raises(UsageError, match="There is no space"):
        open_space(pack.pack.name)


def test_closing_an_installation_leaves_the_pack_before_it(pack: Stored, tmp_path: Path) -> None:
    before = find_installed(pack.pack.name)
    job = install_pack(tiny_pack(tmp_path / "new", seed=3))
    for event in job:
        if isinstance(event, Progress) and event.label == "Reading the prompts":
            break
    job.close()
    assert find_installed(pack.pack.name) == before
    assert [path.name for path in packs_path().iterdir() if not path.name.startswith(".")] == [
        pack.pack.name
    ]


def test_a_pack_is_verified_byte_by_byte(pack: Stored) -> None:
    events: list[Event] = []
    run(verify_pack(pack), events.append)
    assert isinstance(events[-1], Progress)
    assert events[-1].done == events[-1].total
    with (pack.folder / pack.pack.image.weights).open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x55")
    with pytest.raises(PackError, match=pack.pack.image.weights):
        run(verify_pack(pack))


def test_precisions_are_compared_on_the_users_own_photos(pack: Stored, photos: Path) -> None:
    (photos / "bad.jpg").write_text("no picture")
    compared = run(compare_precisions(pack, [photos], InlinePool()))
    assert compared is not None
    assert compared.photos == len(PHOTOS)
    assert 0.9 < compared.least <= compared.mean < 1.0
    empty = photos / "empty"
    empty.mkdir()
    assert run(compare_precisions(pack, [empty], InlinePool())) is None


# The main job


def test_song_words_and_crops_each_change_the_ranking(
    tools: Tools, photos: Path, song: Path
) -> None:
    made = designed(tools, photos, Wish(song))
    assert made.ranking.exact
    (part,) = made.answer.query.parts
    assert part.vector.shape == (24,)  # the audio tower's own space
    crop = made.ranking.matches[-1].crop
    wishes = (
        Wish(song, "a meadow"),
        Wish(song, without="a meadow"),
        Wish(song, lyrics="snow\nand ice"),
        Wish(song, liked=(Example(crop.photo.path, crop.box),)),
        Wish(song, disliked=(Example(crop.photo.path, crop.box),)),
        Wish(pictures=(Example(photos / PHOTOS[2]),)),
    )
    others = [run(redesign(made, wish, tools, EVERY)).ranking for wish in wishes]
    rankings = [made.ranking, *others]
    told = [tuple((one.crop, one.score) for one in ranking.matches) for ranking in rankings]
    assert len(set(told)) == len(told)
    for ranking in rankings:
        for match in ranking.matches:
            assert 0 <= match.score <= 1
            assert match.why


def test_scores_are_those_of_the_towers_themselves(tools: Tools, photos: Path) -> None:
    made = designed(tools, photos, Wish(text="a meadow"))
    (part,) = made.answer.query.parts
    rows = np.concatenate([one.entry.rows for one in made.search.rated()]).astype(np.float32)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    best = made.ranking.matches[0].crop
    vector = made.search.row(best.photo.path, best.box)
    assert vector is not None
    assert float(vector @ part.vector) == pytest.approx(float((rows @ part.vector).max()), abs=1e-3)


def test_a_liked_crop_is_the_best_match_of_itself(tools: Tools, photos: Path) -> None:
    crop = designed(tools, photos, Wish(text="rain")).ranking.matches[2].crop
    made = designed(tools, photos, Wish(liked=(Example(crop.photo.path, crop.box),)))
    assert made.ranking.matches[0].crop.box == crop.box
    assert made.ranking.matches[0].crop.photo.path == crop.photo.path


def test_a_song_is_told_by_the_prompts_nearest_to_it(
    tools: Tools, photos: Path, song: Path
) -> None:
    made = designed(tools, photos, Wish(song))
    told = tools.space.describe(made.answer.query.parts[0])["prompts"]
    assert isinstance(told, str)
    assert len(told.split(" · ")) == 3
    assert made.ranking.matches[0].why.split(";")[0].endswith("the song")


def test_the_second_run_encodes_nothing(tools: Tools, photos: Path, song: Path) -> None:
    first = designed(tools, photos, Wish(song, "rain"))
    again = Tools(tools.library, InlinePool(), tools.space)
    second = designed(again, photos, Wish(song, "rain"))
    assert second.ranking == first.ranking
    assert again.pool.tasks == []  # type: ignore[attr-defined]


def test_cancelling_in_the_middle_of_a_photo_keeps_the_photos_before(
    tools: Tools, photos: Path
) -> None:
    job = design(Wish(text="rain"), [photos], tools, (SQUARE,), EVERY)
    for event in job:
        if event == Progress("Looking at photos", 1, len(PHOTOS)):
            break
    next(job)  # a batch of the second photo
    job.close()
    made = designed(Tools(tools.library, InlinePool(), tools.space), photos, Wish(text="rain"))
    assert made.ranking.exact


def test_a_pack_removed_while_it_is_in_use_is_said_in_a_sentence(
    pack: Stored, tools: Tools, photos: Path, song: Path
) -> None:
    designed(tools, photos, Wish(text="rain"))  # the audio tower is not loaded yet
    shutil.rmtree(pack.folder)
    assert designed(tools, photos, Wish(text="snow")).ranking.exact
    with pytest.raises(PackError, match=f"“{pack.pack.name}”"):
        designed(tools, photos, Wish(song))


def test_a_notice_about_the_space_comes_first(space: NeuralSpace, photos: Path) -> None:
    events: list[Event] = []
    with Tools(Library(library_path()), InlinePool(), space, ("Look out.",)) as tools:
        run(design(Wish(text="rain"), [photos], tools, (SQUARE,), EVERY), events.append)
    assert events[0] == Notice("Look out.")
    assert any(isinstance(event, Better) for event in events)


# The search turned round


def test_songs_are_ranked_for_a_picture_and_for_words(
    tools: Tools, photos: Path, song: Path
) -> None:
    folder = song.parent / "songs"
    folder.mkdir()
    for name in ("a", "b", "c"):
        shutil.copy(song, folder / f"{name}.wav")
    (folder / "b.txt").write_text("snow and ice\nand a long night")
    shutil.copy(song, folder / "d.wav")
    (folder / "d.txt").write_text("a summer by the sea")
    (folder / "bad.mp3").write_text("no song")
    (folder / "notes.pdf").write_text("no song either")
    found = run(rank_songs(Wish(pictures=(Example(photos / PHOTOS[0]),)), [folder], tools))
    assert {one.path.name for one in found.matches} == {"a.wav", "b.wav", "c.wav", "d.wav"}
    assert [error.path.name for error in found.skipped] == ["bad.mp3"]
    scores = {one.path.name: one.score for one in found.matches}
    # Only the lyrics differ; a song without any lies between the better and the worse ones.
    assert scores["a.wav"] == scores["c.wav"]
    low, high = sorted((scores["b.wav"], scores["d.wav"]))
    assert low < scores["a.wav"] < high
    assert {one.path.name for one in found.matches if one.lyrics} == {"b.wav", "d.wav"}
    assert sorted(scores.values(), reverse=True) == [one.score for one in found.matches]
    again = Tools(tools.library, InlinePool(), tools.space)
    words = run(rank_songs(Wish(text="snow"), [folder], again))
    assert len(words.matches) == 4
    names = {task.path.name for task in again.pool.tasks}  # type: ignore[attr-defined]
    assert names <= {"a.wav", "b.wav", "c.wav", "d.wav", "bad.mp3"}


def test_a_folder_without_songs_and_a_picture_that_is_none_are_said(
    tools: Tools, photos: Path
) -> None:
    events: list[Event] = []
    found = run(rank_songs(Wish(text="snow"), [photos], tools), events.append)
    assert found.matches == ()
    assert [event.sentence for event in events if isinstance(event, Notice)] == [
        f"There are no songs in {photos}."
    ]
    with pytest.raises(MediaError, match="no longer there"):
        run(rank_songs(Wish(pictures=(Example(photos / "gone.jpg"),)), [photos], tools))
    with pytest.raises(UsageError, match="nothing to look for"):
        run(rank_songs(Wish(), [photos], tools))


# Measuring


def test_coarse_to_fine_is_measured_against_the_exact_ranking(tools: Tools, photos: Path) -> None:
    (photos / "0 first.jpg").write_text("no picture")
    events: list[Event] = []
    found = run(measure_coarse([photos], tools, Options(top=20)), events.append)
    skipped = [event.error.path.name for event in events if isinstance(event, Skipped)]
    assert skipped == ["0 first.jpg"]
    assert (found.photos, found.top, found.queries) == (len(PHOTOS), 2, 12)
    assert 0 < found.cover.encoded <= found.settled.encoded <= 1
    assert found.cover.recall <= found.settled.recall <= 1
    assert 0 <= found.worst <= found.settled.recall
    assert found.times_fewer == pytest.approx(1 / found.settled.encoded)


def test_too_few_photos_measure_nothing(tools: Tools, photos: Path) -> None:
    with pytest.raises(UsageError, match="too few photos"):
        run(measure_coarse([photos / PHOTOS[0]], tools, Options()))
    empty = photos / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match="too few photos"):
        run(measure_coarse([empty], tools, Options()))

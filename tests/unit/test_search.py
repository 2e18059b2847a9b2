"""One ranked list over all crops of all photos."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.crops.composition import TERMS, Terms
from coverart.crops.cover import cover
from coverart.crops.diversity import overlaps
from coverart.crops.grid import Candidates, candidates
from coverart.domain import (
    SQUARE,
    WIDE,
    Aspect,
    Box,
    Boxes,
    ContentHash,
    Floats,
    Photo,
    Ranking,
    Rows,
    Size,
)
from coverart.encoders.encoder import Kind, QueryPart
from coverart.ranking.query import Query
from coverart.ranking.search import Entry, Search
from coverart.settings import Options
from tests.fakes import FakeAim, FakeSpace

SIZE = Size(1000, 1000)
# Four squares that do not touch, and so never keep one another out.
CORNERS = [(0, 0, 400, 400), (600, 0, 1000, 400), (0, 600, 400, 1000), (600, 600, 1000, 1000)]
ONLY_MATCH = Options(top=100, per_photo=100, composition=0)
QUERY = Query((QueryPart(Kind.SONG, np.array([1.0, 0.0], dtype=np.float32), 1.0),), "the song")


def entry(  # noqa: PLR0917
    name: str,
    matches: Sequence[float],
    composed: Sequence[float] | None = None,
    boxes: Sequence[tuple[int, int, int, int]] = CORNERS,
    aspect: Aspect = SQUARE,
    signature: bytes = b"",
    fallback: bool = False,
) -> Entry:
    """A photo whose crops have these similarities to the query, and these terms of composition."""
    rows = np.array([[match, 0.0] for match in matches], dtype=np.float16).reshape(-1, 2)
    even = np.array([composed or [0.0] * len(matches)], dtype=np.float32).T
    terms = np.repeat(even, len(TERMS), axis=1)
    terms[:, TERMS.index("contrast")] = 1
    chosen = np.array(boxes[: len(matches)], dtype=np.int32).reshape(-1, 4)
    own = np.random.default_rng(list(name.encode())).integers(0, 256, 192, dtype=np.uint8)
    return Entry(
        photo=Photo(Path(name), ContentHash(name), SIZE),
        aspect=aspect,
        candidates=Candidates(Boxes(chosen), fallback),
        rows=Rows(rows),
        terms=Terms(terms),
        signature=signature or own.tobytes(),
    )


def ranked(
    entries: Sequence[Entry], options: Options = ONLY_MATCH, space: FakeSpace | None = None
) -> Ranking:
    search = Search(space or FakeSpace(), QUERY)
    for one in entries:
        search.add(one)
    return search.ranking(options)


def told(ranking: Ranking) -> list[tuple[str, float]]:
    return [(match.crop.photo.path.name, match.score) for match in ranking.matches]


def test_matches_of_all_photos_stand_in_one_order() -> None:
    ranking = ranked([entry("a", [0.25, 0.75]), entry("b", [0.5, 0.875, 0.125])])
    assert told(ranking) == [("b", 0.875), ("a", 0.75), ("b", 0.5), ("a", 0.25), ("b", 0.125)]
    assert (ranking.photos, ranking.crops) == (2, 5)


def test_a_match_says_which_crop_it_is() -> None:
    made = entry("a", [0.25, 0.75], fallback=True)
    best = ranked([made]).matches[0]
    assert best.crop.photo == made.photo
    assert best.crop.aspect == SQUARE
    assert best.crop.box == Box(600, 0, 1000, 400)
    assert best.crop.fallback


def test_equal_scores_are_ordered_by_path_then_aspect_then_place() -> None:
    entries = [
        entry("b", [0.5, 0.5]),
        entry("a", [0.5], aspect=WIDE),
        entry("a", [0.5, 0.5]),
        entry("B", [0.5]),
    ]
    for order in (entries, entries[::-1]):
        assert [
            (match.crop.photo.path.name, match.crop.aspect, match.crop.box.left)
            for match in ranked(order).matches
        ] == [
            ("B", SQUARE, 0),
            ("a", SQUARE, 0),
            ("a", SQUARE, 600),
            ("a", WIDE, 0),
            ("b", SQUARE, 0),
            ("b", SQUARE, 600),
        ]


def test_a_crop_that_overlaps_a_better_one_too_much_is_passed_over() -> None:
    # Shifted by 20 of 100, the overlap is 80 / 120 = 0.67; by 25, it is 75 / 125 = 0.6 exactly.
    boxes = [(0, 0, 100, 100), (20, 0, 120, 100), (25, 0, 125, 100)]
    ranking = ranked([entry("a", [0.75, 0.5, 0.25], boxes=boxes)])
    assert [match.crop.box.left for match in ranking.matches] == [0, 25]


def test_a_crop_passed_over_keeps_no_other_out() -> None:
    boxes = [(0, 0, 100, 100), (20, 0, 120, 100), (40, 0, 140, 100)]
    ranking = ranked([entry("a", [0.75, 0.5, 0.25], boxes=boxes)])
    assert [match.crop.box.left for match in ranking.matches] == [0, 40]


def test_crops_of_other_photos_and_aspects_may_overlap() -> None:
    entries = [entry("a", [0.5]), entry("b", [0.5]), entry("a", [0.5], aspect=WIDE)]
    assert len(ranked(entries).matches) == 3


def test_a_photo_has_its_share_in_each_aspect() -> None:
    entries = [
        entry("a", [0.875, 0.75, 0.625]),
        entry("a", [0.5, 0.375, 0.25], aspect=WIDE),
        entry("b", [0.125]),
    ]
    two = Options(top=100, per_photo=2, composition=0)
    assert told(ranked(entries, two)) == [
        ("a", 0.875),
        ("a", 0.75),
        ("a", 0.5),
        ("a", 0.375),
        ("b", 0.125),
    ]


def test_one_photo_under_two_names_shows_each_crop_once() -> None:
    signature = bytes(192)
    first = entry("a", [0.75, 0.5], signature=signature)
    photo = replace(first.photo, path=Path("b"))
    again = replace(entry("b", [0.75, 0.5], signature=signature), photo=photo)
    ranking = ranked([first, again], Options(top=9, per_photo=9, composition=0))
    assert [(one.crop.photo.path.name, one.crop.box.left) for one in ranking.matches] == [
        ("a", 0),
        ("a", 600),
    ]


def test_nearly_identical_photos_have_one_share_between_them() -> None:
    near = [bytes([level] * 192) for level in (100, 106, 107)]  # 7 levels are too many
    entries = [
        entry(name, [match], signature=own)
        for name, match, own in zip("abc", (0.75, 0.5, 0.25), near, strict=True)
    ]
    one = Options(top=100, per_photo=1, composition=0)
    assert told(ranked(entries, one)) == [("a", 0.75)]  # c is near b, and b is near a
    assert told(ranked([entries[0], entries[2]], one)) == [("a", 0.75), ("c", 0.25)]


def test_the_list_is_as_long_as_asked_for() -> None:
    entries = [entry("a", [0.5, 0.25]), entry("b", [0.75])]
    three = Options(top=2, per_photo=9, composition=0)
    ranking = ranked(entries, three)
    assert told(ranking) == [("b", 0.75), ("a", 0.5)]
    assert (ranking.photos, ranking.crops) == (2, 3)


def test_crops_with_too_few_pixels_take_no_part() -> None:
    boxes = [(0, 0, 400, 400), (600, 0, 999, 399), (0, 600, 399, 1000)]
    made = entry("a", [0.5, 0.75, 0.25], boxes=boxes)
    assert told(ranked([made], replace(ONLY_MATCH, least_pixels=400))) == [("a", 0.5)]
    ranking = ranked([made], replace(ONLY_MATCH, least_pixels=401))
    assert not ranking.matches
    assert ranking.crops == 3


def test_variety_says_how_much_crops_of_a_photo_may_overlap() -> None:
    boxes = [
        (0, 0, 400, 400),
        (100, 0, 500, 400),
        (10, 0, 410, 400),
    ]  # IoU .6 and .95 with the first
    made = entry("a", [0.75, 0.5, 0.25], boxes=boxes)
    for variety, shown in ((1, [0.75]), (0.4, [0.75, 0.5]), (0, [0.75, 0.5])):
        found = ranked([made], replace(ONLY_MATCH, variety=variety))
        assert [score for _, score in told(found)] == shown


@pytest.mark.parametrize(
    ("weight", "scores"), [(0.0, [0.75, 0.25]), (1.0, [1.0, 0.0]), (0.25, [0.5625, 0.4375])]
)
def test_composition_counts_as_much_as_asked_for(weight: float, scores: list[float]) -> None:
    # One crop fits the query and is badly composed, the other the other way round.
    ranking = ranked(
        [entry("a", [0.75, 0.25], composed=[0, 1])], Options(100, 100, composition=weight)
    )
    assert [match.score for match in ranking.matches] == scores
    first = ranking.matches[0]
    assert first.crop.box.left == (600 if weight == 1 else 0)


def test_the_parts_of_a_score_are_told() -> None:
    made = entry("a", [0.75], composed=[1.0])
    (match,) = ranked([made], Options(composition=0.5)).matches
    assert match.parts["match"] == 0.75
    assert match.parts["composition"] == 1.0
    assert match.score == 0.875
    assert match.parts["across"] == 0.75
    assert match.parts["down"] == 1.0
    assert {match.parts[term] for term in TERMS} == {1.0}


def test_the_reason_is_a_sentence_of_fit_and_composition_without_a_full_stop() -> None:
    (plain,) = ranked([entry("a", [0.5], composed=[0.3])]).matches
    assert plain.why == "where the song is; plainly composed"
    (strip,) = ranked([entry("a", [0.5], fallback=True)]).matches
    assert strip.why == "where the song is; the largest strip that this photo's shape allows"


def test_a_verdict_is_given_where_even_the_best_match_does_not_fit() -> None:
    entries = [entry("a", [0.5, 0.25])]
    assert ranked(entries, space=FakeSpace(worst=0.5)).verdict == ""
    verdict = ranked(entries, space=FakeSpace(worst=0.51)).verdict
    assert verdict.startswith("Nothing here fits the song well")


def test_the_verdict_looks_at_all_crops_and_not_only_at_the_listed_ones() -> None:
    entries = [entry("a", [0.9], composed=[0.3]), entry("b", [0.1], composed=[0.9])]
    ranking = ranked(entries, Options(top=1, composition=1), FakeSpace(worst=0.5))
    assert [match.crop.photo.path.name for match in ranking.matches] == ["b"]
    assert ranking.verdict == ""


def test_a_ranking_of_one_aspect_leaves_the_others_out() -> None:
    search = Search(FakeSpace(), QUERY)
    search.add(entry("a", [0.5], aspect=SQUARE))
    search.add(entry("a", [0.9], aspect=WIDE))
    search.add(entry("b", [0.7], aspect=WIDE))
    square = search.ranking(Options(), SQUARE)
    assert ([match.crop.aspect for match in square.matches], square.photos) == ([SQUARE], 1)
    assert len(search.ranking(Options(), WIDE).matches) == 2
    assert len(search.ranking(Options()).matches) == 3


def test_a_search_without_photos_finds_nothing_and_says_nothing() -> None:
    assert ranked([]) == Ranking()


def test_a_photo_without_candidates_takes_no_part() -> None:
    ranking = ranked([entry("a", [])])
    assert (ranking.matches, ranking.photos, ranking.verdict) == ((), 0, "")


def test_one_search_answers_for_many_options() -> None:
    search = Search(FakeSpace(), QUERY)
    search.add(entry("a", [0.75, 0.5, 0.25]))
    before = search.ranking(ONLY_MATCH)
    assert len(search.ranking(Options(per_photo=1)).matches) == 1
    assert search.ranking(ONLY_MATCH) == before


def test_another_weight_changes_the_score_of_a_crop_and_nothing_else_that_is_said_of_it() -> None:
    search = Search(FakeSpace(), QUERY)
    search.add(entry("a", [0.5], [1.0]))
    (before,) = search.ranking(ONLY_MATCH).matches
    (after,) = search.ranking(replace(ONLY_MATCH, composition=1)).matches
    assert after.score > before.score
    assert replace(after, score=before.score) == before


def test_a_photo_looked_at_anew_is_told_of_anew() -> None:
    search = Search(FakeSpace(), QUERY)
    search.add(entry("a", [0.5]))
    (before,) = search.ranking(ONLY_MATCH).matches
    search.add(entry("a", [0.75]))
    (after,) = search.ranking(ONLY_MATCH).matches
    assert (before.parts["match"], after.parts["match"]) == (0.5, 0.75)


EIGHTHS = st.integers(0, 8).map(lambda eighths: eighths / 8)
# Neighbours overlap by 80 / 120, next neighbours by 60 / 140.
STAIRS = [(20 * step, 0, 20 * step + 100, 100) for step in range(6)]
OPTIONS = st.builds(
    Options, top=st.integers(1, 12), per_photo=st.integers(1, 3), composition=EIGHTHS
)


@st.composite
def folders(draw: st.DrawFn) -> list[Entry]:
    """Photos in up to two aspects, some of them nearly identical."""
    entries = []
    for name in "abcde"[: draw(st.integers(1, 5))]:
        signature = bytes([draw(st.sampled_from([0, 3, 80, 200]))] * 192)
        for aspect in draw(st.sampled_from([(SQUARE,), (WIDE,), (SQUARE, WIDE)])):
            count = draw(st.integers(0, len(STAIRS)))
            eighths = st.lists(EIGHTHS, min_size=count, max_size=count)
            matches, composed = draw(eighths), draw(eighths)
            entries.append(entry(name, matches, composed, STAIRS, aspect, signature))
    return entries


@settings(deadline=None)
@given(folders(), st.data(), OPTIONS)
def test_asking_at_any_time_and_in_any_order_comes_to_the_same(
    entries: list[Entry], data: st.DataObject, options: Options
) -> None:
    anytime = Search(FakeSpace(), QUERY)
    for one in data.draw(st.permutations(entries)):
        anytime.add(one)
        if data.draw(st.booleans()):
            anytime.ranking(data.draw(OPTIONS))
    assert anytime.ranking(options) == ranked(entries, options)


@settings(deadline=None)
@given(folders(), OPTIONS)
def test_every_ranking_keeps_its_promises(entries: list[Entry], options: Options) -> None:
    ranking = ranked(entries, options)
    matches = ranking.matches
    assert len(matches) <= options.top
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    shares: dict[tuple[bytes, Aspect], int] = {}
    signatures = {one.photo.path: one.signature for one in entries}
    for place, match in enumerate(matches):
        assert 0 <= match.score <= 1
        assert all(0 <= value <= 1 for value in match.parts.values())
        assert match.why
        assert not match.why.endswith(".")
        family = signatures[match.crop.photo.path].replace(b"\x03", b"\x00")
        share = family, match.crop.aspect
        shares[share] = shares.get(share, 0) + 1
        box = np.array(match.crop.box.as_list(), dtype=np.int32)
        for other in matches[:place]:
            if (other.crop.photo, other.crop.aspect) == (match.crop.photo, match.crop.aspect):
                boxes = Boxes(np.array([other.crop.box.as_list()], dtype=np.int32))
                assert overlaps(boxes, Boxes(box))[0] <= Options().most_overlap
    assert max(shares.values(), default=0) <= options.per_photo


class Measuring(FakeSpace):
    """Remembers what it was measured on."""

    samples: ClassVar[list[Floats]] = []

    def aim(self, parts: Sequence[QueryPart], sample: Floats) -> FakeAim:
        self.samples.append(sample)
        return super().aim(parts, sample)


def test_a_query_is_measured_alike_however_closely_photos_were_looked_at() -> None:
    boxes = candidates(SIZE, SQUARE)
    rows = np.random.default_rng(0).random((len(boxes), 2)).astype(np.float16)
    few = np.full_like(rows, np.nan)
    places = cover(SIZE, SQUARE).places
    few[places] = rows[places]
    made = replace(
        entry("a", [0.5]),
        candidates=boxes,
        terms=Terms(np.zeros((len(boxes), len(TERMS)), dtype=np.float32)),
    )
    for known in (few, rows):
        search = Search(Measuring(), QUERY)
        search.add(replace(made, rows=Rows(known)))
        search.aim()
    before, after = Measuring.samples
    np.testing.assert_array_equal(before, after)
    np.testing.assert_allclose(before[0], rows[places].astype(np.float32).mean(axis=0), atol=1e-6)

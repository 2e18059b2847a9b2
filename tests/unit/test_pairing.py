"""Two covers from one photo: which pairs there are, and in what order."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import SQUARE, WIDE, ContentHash, Match, Ranking
from coverart.ranking.pairing import pair_ranking
from coverart.ranking.search import Entry, Search
from coverart.settings import Options
from tests.fakes import FakeSpace
from tests.unit.test_search import ONLY_MATCH, QUERY, entry

WIDE_BOXES = [(0, 0, 640, 360), (0, 400, 640, 760)]
NAN = float("nan")


def wide(name: str, matches: list[float], **more: object) -> Entry:
    return entry(name, matches, boxes=WIDE_BOXES, aspect=WIDE, **more)  # type: ignore[arg-type]


def paired(entries: list[Entry], options: Options = ONLY_MATCH) -> Ranking:
    search = Search(FakeSpace(), QUERY)
    for one in entries:
        search.add(one)
    return pair_ranking(search, options)


def pairs_of(ranking: Ranking) -> list[tuple[Match, Match]]:
    every = ranking.matches
    return list(zip(every[::2], every[1::2], strict=True))


def told(ranking: Ranking) -> list[tuple[str, float]]:
    return [
        (first.crop.photo.path.name, (first.score + second.score) / 2)
        for first, second in pairs_of(ranking)
    ]


def test_a_pair_scores_the_mean_of_its_two_and_the_best_comes_first() -> None:
    # "a" has the best square, "b" the better pair: (0.875 + 0.125) / 2 against (0.75 + 0.5) / 2.
    ranking = paired(
        [entry("a", [0.875]), wide("a", [0.125]), entry("b", [0.75]), wide("b", [0.5])]
    )
    assert told(ranking) == [("b", 0.625), ("a", 0.5)]
    assert [match.score for match in ranking.matches] == [0.75, 0.5, 0.875, 0.125]


def test_the_matches_stand_square_wide_square_wide() -> None:
    ranking = paired([entry("a", [0.5, 0.25]), wide("a", [0.5, 0.25])])
    assert [match.crop.aspect for match in ranking.matches] == [SQUARE, WIDE, SQUARE, WIDE]


def test_the_second_best_stands_with_the_second_best() -> None:
    ranking = paired([entry("a", [0.25, 0.75]), wide("a", [0.5, 0.125])])
    assert [match.score for match in ranking.matches] == [0.75, 0.5, 0.25, 0.125]


def test_a_photo_that_lacks_a_shape_or_has_none_of_it_encoded_takes_no_part() -> None:
    ranking = paired([entry("a", [0.5]), wide("b", [0.5]), entry("c", [0.5]), wide("c", [NAN])])
    assert ranking.matches == ()
    assert ranking.verdict == ""


def test_a_crop_that_overlaps_the_one_before_it_too_much_is_passed_over() -> None:
    boxes = [(0, 0, 100, 100), (20, 0, 120, 100), (200, 0, 300, 100)]
    ranking = paired([entry("a", [0.75, 0.5, 0.25], boxes=boxes), wide("a", [0.5, 0.5])])
    assert [first.crop.box.left for first, _ in pairs_of(ranking)] == [0, 200]


def test_nearly_identical_photos_have_their_share_together() -> None:
    same = bytes(192)
    entries = [
        entry("a", [0.75, 0.5], signature=same),
        wide("a", [0.75, 0.5], signature=same),
        entry("b", [0.625], signature=same),
        wide("b", [0.625], signature=same),
        entry("c", [0.25]),
        wide("c", [0.25]),
    ]
    once = replace(ONLY_MATCH, per_photo=1)
    assert told(paired(entries, once)) == [("a", 0.75), ("c", 0.25)]
    assert told(paired(entries)) == [("a", 0.75), ("b", 0.625), ("a", 0.5), ("c", 0.25)]


def test_one_file_under_two_names_makes_each_pair_once() -> None:
    first = [entry("a", [0.5]), wide("a", [0.5])]
    again = [entry("b", [0.5]), wide("b", [0.5])]
    again = [replace(own, photo=replace(own.photo, content=ContentHash("a"))) for own in again]
    assert told(paired([*again, *first])) == [("a", 0.5)]


def test_least_pixels_count_for_both_shapes() -> None:
    least = replace(ONLY_MATCH, least_pixels=380)
    assert paired([entry("a", [0.5]), wide("a", [0.5])], least).matches == ()
    assert (
        len(paired([entry("a", [0.5]), wide("a", [0.5])], replace(least, least_pixels=360)).matches)
        == 2
    )


def test_the_ranking_counts_the_crops_of_both_shapes() -> None:
    ranking = paired([entry("a", [0.5, 0.25]), wide("a", [0.5, NAN])])
    assert (ranking.photos, ranking.crops, ranking.encoded) == (1, 4, 3)


eighths = st.sampled_from([number / 8 for number in range(9)])
photo = st.tuples(
    st.lists(eighths, min_size=1, max_size=4),
    st.lists(eighths, min_size=1, max_size=2),
    st.sampled_from([b"", bytes(192), bytes([255]) * 192]),
)


@given(
    photos=st.lists(photo, max_size=5),
    top=st.integers(1, 6),
    per_photo=st.integers(1, 3),
)
def test_pairs_of_any_photos_keep_all_promises(
    photos: list[tuple[list[float], list[float], bytes]], top: int, per_photo: int
) -> None:
    entries = []
    for place, (squares, wides, signature) in enumerate(photos):
        entries.append(entry(f"{place}", squares, signature=signature))
        entries.append(wide(f"{place}", wides, signature=signature))
    options = Options(top=top, per_photo=per_photo, composition=0)
    pairs = pairs_of(paired(entries, options))
    assert len(pairs) <= top
    for first, second in pairs:
        assert first.crop.photo == second.crop.photo
        assert (first.crop.aspect, second.crop.aspect) == (SQUARE, WIDE)
    scores = [(first.score + second.score) / 2 for first, second in pairs]
    assert scores == sorted(scores, reverse=True)
    shares = Counter(
        photos[int(first.crop.photo.path.name)][2] or first.crop.photo.path.name
        for first, _ in pairs
    )
    assert all(count <= per_photo for count in shares.values())
    assert len({(match.crop.photo, match.crop.box) for pair in pairs for match in pair}) == 2 * len(
        pairs
    )
    best = [(max(squares) + max(wides)) / 2 for squares, wides, _ in photos]
    assert scores[:1] == ([max(best)] if best else [])

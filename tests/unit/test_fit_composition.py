"""The composition score is fitted to what people chose, and comes out the same every time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from coverart.crops.composition import TERMS, Weighing, composition_score, shipped_weighing
from coverart.domain import Boxes, Pixels, Size
from coverart.errors import CoverArtError
from coverart.learn.fit import composition
from coverart.learn.fit.composition import anchors, cross_validate, evaluate, fit
from coverart.learn.fit.figures import CROSS_VALIDATED, spearman
from coverart.learn.fit.placing import fit_placing, placing_figures, standard_ranks
from coverart.learn.fit.ratings import CropRatings, RatedPicture

SIZES = (Size(1024, 683), Size(683, 1024), Size(1024, 768), Size(800, 800))


def liked_low(count: int, split: str = "train") -> tuple[RatedPicture, ...]:
    """Pictures that are not there, whose raters liked crops that lie low, and a little noise."""
    made = []
    for place in range(count):
        size = SIZES[place % len(SIZES)]
        boxes = anchors(size)
        noise = np.random.default_rng(place).normal(0, 0.02, len(boxes))
        scores = boxes[:, [1, 3]].mean(axis=1) / size.height + noise
        made.append(RatedPicture(f"{split}{place}", size, boxes, scores, split=split))
    return tuple(made)


def scene(x: int, y: int) -> Pixels:
    """A bright disc before a dark wall."""
    down, across = np.mgrid[:128, :192]
    disc = (across - x) ** 2 + (down - y) ** 2 < 18**2
    noise = np.random.default_rng(x).normal(0, 3, disc.shape)
    grey = np.clip(np.where(disc, 230, 50) + noise, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> tuple[RatedPicture, ...]:
    """Four pictures that are there; people chose crops with the disc in the middle."""
    folder = tmp_path_factory.mktemp("rated")
    made = []
    for place, (x, y) in enumerate(((60, 50), (130, 70), (70, 80), (125, 55))):
        path = folder / f"{place}.png"
        Image.fromarray(scene(x, y)).save(path)
        rows = [[x - half, y - 44, x + half, y + 44] for half in (44, 58)]
        boxes = np.clip(np.array(rows, dtype=np.int32), 0, [192, 128, 192, 128])
        made.append(RatedPicture(path.name, Size(192, 128), Boxes(boxes), path=path))
    return tuple(made)


def contrary(picture: RatedPicture) -> RatedPicture:
    """The same picture, scored by somebody who likes crops without its middle."""
    boxes = anchors(picture.size)
    middle = np.array([96, 64])
    scores = np.abs((boxes[:, :2] + boxes[:, 2:]) / 2 - middle).sum(axis=1)
    return replace(picture, name="contrary", boxes=boxes, scores=scores)


def rated(*pictures: Sequence[RatedPicture]) -> CropRatings:
    return CropRatings(Path("rated"), tuple(one for part in pictures for one in part), "digest")


def test_the_anchors_are_those_of_gaic() -> None:
    # "90 crops on 1:1, 87 on 3:2" (Zeng et al. 2019)
    assert len(anchors(Size(1024, 1024))) == 90
    assert len(anchors(Size(1024, 682))) in (83, 87)
    boxes = anchors(Size(1200, 1200))
    assert boxes.min(axis=0).tolist() == [50, 50, 850, 850]
    assert boxes.max(axis=0).tolist() == [350, 350, 1150, 1150]


def test_the_placing_learns_where_people_like_crops_to_lie() -> None:
    seen, test = liked_low(60), liked_low(8, "test")
    figures = placing_figures(seen, test)
    assert figures.rows["placing"]["SRCC on folds"] > 0.9
    assert figures.rows["placing"]["SRCC on test"] > 0.9
    assert abs(figures.rows["area alone"]["SRCC on test"]) < 0.3
    placing = fit_placing(seen)
    rows = [[100, y, 900, y + 480] for y in (80, 100, 120)]
    liking = placing.liking(Boxes(np.array(rows, dtype=np.int32)), SIZES[0])
    assert liking[0] < liking[1] < liking[2]


def test_a_picture_is_judged_by_what_others_taught() -> None:
    noise = np.random.default_rng(0)
    whims = [replace(one, scores=noise.normal(size=len(one.boxes))) for one in liked_low(60)]
    assert abs(placing_figures(whims, []).rows["placing"]["SRCC on folds"]) < 0.06


def test_the_weights_that_judge_a_picture_are_those_of_all_others(
    chosen: tuple[RatedPicture, ...],
) -> None:
    sets = [rated(chosen, [contrary(chosen[0])])]
    placing = shipped_weighing().placing
    looked = composition.look_at_all(sets, placing)
    judges = [
        composition.fit_weights([*looked[:place], *looked[place + 1 :]], placing)
        for place in range(len(looked))
    ]
    found = cross_validate(sets).rows["Coverart"]["SRCC"]
    ours, theirs = (
        spearman(composition_score(looked[-1].terms, weighing), looked[-1].wanted)
        for weighing in (judges[-1], composition.fit_weights(looked, placing))
    )
    assert found == pytest.approx(ours, abs=1e-9)
    assert found < theirs - 1e-3


def test_what_says_nothing_of_the_crops_of_a_photo_gets_no_weight() -> None:
    placing = fit_placing(liked_low(60))
    assert placing.weights[4] == 0  # how wide the photo is, the same for all its crops
    assert placing.weights[-1] == 0
    assert np.count_nonzero(placing.weights) == 52


def test_pictures_of_the_test_split_are_not_fitted_on(chosen: tuple[RatedPicture, ...]) -> None:
    test = liked_low(8, "test")
    turned = tuple(replace(one, scores=-np.asarray(one.scores)) for one in test)
    before, after = (fit([rated(liked_low(60), part, chosen)]) for part in (test, turned))
    assert before.values == after.values


def test_what_is_fitted_can_be_read_and_beats_the_simple_judges(
    chosen: tuple[RatedPicture, ...],
) -> None:
    made = fit([rated(liked_low(60), chosen)])
    weighing = Weighing.from_json(dict(made.values))
    assert float(weighing.weights.sum()) == pytest.approx(1, abs=1e-3)
    assert weighing.weights.min() >= 0
    assert weighing.worst < weighing.best
    crops, placed = made.figures
    assert CROSS_VALIDATED in crops.title
    assert crops.rows["Coverart"]["mean IoU"] > crops.rows["whole frame"]["mean IoU"] + 0.1
    assert crops.rows["Coverart"]["mean IoU"] > crops.rows["centred crop"]["mean IoU"]
    assert placed.count == 60
    assert [made.origin["placed"], made.origin["seen"]] == [60, 4]


def test_fitting_again_writes_the_same_bytes(
    chosen: tuple[RatedPicture, ...], tmp_path: Path
) -> None:
    sets = [rated(liked_low(60), chosen)]
    first, second = (fit(sets).write(tmp_path / name) for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size < 40_000


def test_without_scores_the_placing_stays_as_it_is(chosen: tuple[RatedPicture, ...]) -> None:
    made = fit([rated(liked_low(3), chosen)])
    own = Weighing.from_json(dict(made.values))
    assert own.placing.weights.tolist() == shipped_weighing().placing.weights.tolist()
    assert own.weights.tolist() != shipped_weighing().weights.tolist()


def test_without_pictures_the_weights_stay_as_they_are(chosen: tuple[RatedPicture, ...]) -> None:
    made = fit([rated(liked_low(60), chosen[:2])])
    own = Weighing.from_json(dict(made.values))
    assert own.placing.weights.tolist() != shipped_weighing().placing.weights.tolist()
    assert own.weights.tolist() == pytest.approx(shipped_weighing().weights.tolist(), abs=1e-4)


def test_too_few_ratings_of_both_kinds_are_refused(chosen: tuple[RatedPicture, ...]) -> None:
    with pytest.raises(CoverArtError, match="too few ratings of crops"):
        fit([rated(liked_low(3), chosen[:2])])


def test_pictures_that_cannot_be_read_are_left_out(
    chosen: tuple[RatedPicture, ...], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    sets = [rated([replace(chosen[0], path=broken), *chosen])]
    assert cross_validate(sets).count == evaluate(sets).count == len(chosen)


def test_the_program_is_judged_with_the_parameters_it_has(
    chosen: tuple[RatedPicture, ...],
) -> None:
    rows = evaluate([rated(chosen)]).rows
    assert rows["Coverart"]["mean IoU"] > rows["whole frame"]["mean IoU"]
    assert set(rows) == {"Coverart", "whole frame", "centred crop"}


def test_no_weight_becomes_negative_where_least_squares_would_have_it_so() -> None:
    columns = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]])
    found = composition._not_negative(columns, np.array([2.0, -1, 3, 1]))
    # Freely it would be (2, −1, 3); without the second, (2 + 1) / 2 is the best first.
    assert found.tolist() == pytest.approx([1.5, 0, 3])


def test_ranks_are_standard_scores_and_nothing_where_all_tie() -> None:
    assert standard_ranks(np.array([9.0, 1, 5])).tolist() == pytest.approx(
        [1.5**0.5, -(1.5**0.5), 0]
    )
    assert standard_ranks(np.array([4.0, 4])).tolist() == [0, 0]


def test_every_weight_that_is_fitted_or_set_is_that_of_a_term() -> None:
    assert {*composition.FITTED, *composition.TASTE, "contrast"} == set(TERMS)

"""How well the composition score agrees with people who cropped, or rated crops, by hand.

Each picture is read as for a ranking, in a child process. Beside the score stand judges that see
nothing of it: whoever knows only that large crops in the middle are liked agrees with people, too.

References
----------
Fang, Lin, Mech, Shen (2014). Automatic image cropping using visual composition, boundary
simplicity and content preservation models. ACM Multimedia. (FLMS)
Zeng, Li, Cao, Zhang (2019). Reliable and efficient image cropping: a grid anchor based approach.
CVPR. (GAICD, SRCC)
"""

import math
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from coverart.crops.composition import Scene, composition_score, shipped_weighing
from coverart.crops.grid import candidates
from coverart.domain import Aspect, Boxes, Size
from coverart.engine.evaluated import Evaluated, Subject
from coverart.engine.job import Job, Progress, Skipped
from coverart.engine.reading import COMPOSITION_SIDE
from coverart.engine.session import Tools
from coverart.errors import CoverArtError, MediaError
from coverart.language import _, mark
from coverart.learn.fit.figures import Figures, overlap, spearman
from coverart.learn.fit.finding import Rated, find_ratings
from coverart.learn.fit.placing import peer_correlations
from coverart.learn.fit.ratings import TEST, Array, CropRatings, RatedPicture
from coverart.media.photo import read_photo
from coverart.media.pool import Task

LABEL = mark("Looking at pictures")
OURS, WHOLE, CENTRED = "Coverart", "whole frame", "centred crop"
PLACING, AREA, CENTRE = "size, place and shape", "area alone", "closeness to the centre"
OVERLAP, SRCC = "mean IoU", "SRCC"
TITLES = {OVERLAP: "crops that people chose", SRCC: "crops that people scored"}
BLIND = "crops that people scored, their pictures not looked at"
BLIND_TEST = f"{BLIND}, test split"
ASPECT_STEPS = 40
"""An arbitrary ratio is taken as a whole number of fortieths."""

Judged = dict[str, float]
"""What each judge comes to on one picture, by its name."""


def evaluate_composition(folder: Path, tools: Tools) -> Job[tuple[Evaluated, ...]]:
    """Judge the crops of all rated pictures in a folder, as `find_ratings` finds them.

    Of pictures that are not there, scores of crops still tell how well their size and place alone
    are judged. What cannot be used is told as `Skipped`. Raises
    `CoverArtError` where nothing can.
    """
    data = find_ratings(folder, [Rated.COMPOSITION])
    for error in data.left_out:
        yield Skipped(error)
    tables: list[Evaluated] = []
    for ratings in data.crops:
        tables += yield from _of_pictures(ratings, tools)
        tables += _blind(ratings)
    if not tables:
        message = _("No picture is there for the ratings in {folder}").format(folder=folder)
        raise CoverArtError(message, _("put the pictures into a folder images beside them"))
    return tuple(tables)


def _of_pictures(ratings: CropRatings, tools: Tools) -> Job[list[Evaluated]]:
    """A table for the crops that people chose, and one for those they scored."""
    there = {one.path: one for one in ratings.pictures if one.path is not None}
    tasks = [Task(_judge, path, (one,)) for path, one in there.items()]
    judged: dict[Path, Judged] = {}
    with closing(tools.pool.read_all(tasks)) as outcomes:
        for outcome in outcomes:
            if outcome is not None and outcome.error is not None:
                yield Skipped(outcome.error)
            elif outcome is not None and outcome.result is not None:
                judged[outcome.path] = outcome.result
            yield Progress(LABEL, len(judged), len(tasks))
    tables = []
    for column, asked in ((OVERLAP, ratings.chosen), (SRCC, ratings.scored)):
        rows = [judged[one.path] for one in asked if one.path in judged]
        seen = sum(one.path is not None for one in asked)
        if seen:
            figures = _table(TITLES[column], column, rows)
            told = Evaluated.of(Subject.CROPS, ratings, figures, seen)
            tables.append(_fitted_alone(told))
    return tables


def _fitted_alone(one: Evaluated) -> Evaluated:
    """The same, with nothing expected of judges that were never fitted."""
    return replace(one, expected={name: own for name, own in one.expected.items() if name == OURS})


def _blind(ratings: CropRatings) -> list[Evaluated]:
    """A table for the scored crops of the test split, or of pictures that are not there."""
    test = [one for one in ratings.scored if one.split == TEST]
    asked = test or [one for one in ratings.scored if one.path is None]
    if not asked:
        return []
    figures = _table(BLIND_TEST if test else BLIND, SRCC, [_placed(one) for one in asked])
    unseen = bool(test)
    return [_fitted_alone(Evaluated.of(Subject.CROPS, ratings, figures, len(asked), unseen))]


def _placed(picture: RatedPicture) -> Judged:
    """What judges that know no more than where a picture's crops lie come to."""
    scores = np.zeros(0) if picture.scores is None else picture.scores
    liked = shipped_weighing().placing.raw(picture.boxes, picture.size)
    area, centre = peer_correlations(picture, scores)
    return {PLACING: spearman(liked, scores), AREA: area, CENTRE: centre}


def _table(title: str, column: str, pictures: Sequence[Judged]) -> Figures:
    """The mean over pictures of what each judge comes to."""
    judges = pictures[0] if pictures else {OURS: math.nan}
    rows = {
        judge: {column: float(np.mean([one[judge] for one in pictures])) if pictures else math.nan}
        for judge in judges
    }
    return Figures(title, rows, len(pictures))


def _judge(path: Path, picture: RatedPicture) -> Judged:
    """What each judge comes to on one picture, whose boxes people chose or gave scores."""
    decoded = read_photo(path, COMPOSITION_SIDE)
    size, scene = decoded.size, Scene.of(decoded.pixels, decoded.size)
    if (picture.boxes[:, 2:] > (size.width, size.height)).any():
        raise MediaError(path, _("its boxes do not lie within it"))
    if picture.scores is None:
        return _overlaps(scene, picture.boxes)
    return _correlations(scene, replace(picture, size=size), picture.scores)


def _overlaps(scene: Scene, humans: Boxes) -> Judged:
    """The mean overlap of each judge's box with those that people chose, at the aspect of each."""
    size = scene.size
    whole = Boxes(np.array([[0, 0, size.width, size.height]], dtype=np.int32))
    found: list[tuple[float, float, float]] = []
    for place in range(len(humans)):
        human = Boxes(humans[place : place + 1])
        (left, top, right, bottom) = human[0].tolist()
        ratio = (right - left) / (bottom - top)
        middle = _centred(size, ratio)
        peers = Boxes(np.concatenate([_best(scene, ratio, middle), whole, middle]))
        found.append(tuple(overlap(peers, human)[:, 0].tolist()))
    return dict(zip((OURS, WHOLE, CENTRED), np.mean(found, axis=0).tolist(), strict=True))


def _best(scene: Scene, ratio: float, otherwise: Boxes) -> Boxes:
    """The best composed crop (1, 4) of a picture at a ratio of width to height."""
    aspect = Aspect(max(1, round(ratio * ASPECT_STEPS)), ASPECT_STEPS)
    boxes = candidates(scene.size, aspect).boxes
    if len(boxes) == 0:  # a picture of a few pixels
        return otherwise
    best = int(composition_score(scene.terms(boxes)).argmax())
    return Boxes(boxes[best : best + 1])


def _centred(size: Size, ratio: float) -> Boxes:
    """The largest box (1, 4) of a ratio in the middle of a picture."""
    width = max(1, round(min(size.width, size.height * ratio)))
    height = max(1, round(min(size.height, size.width / ratio)))
    left, top = (size.width - width) // 2, (size.height - height) // 2
    return Boxes(np.array([[left, top, left + width, top + height]], dtype=np.int32))


def _correlations(scene: Scene, picture: RatedPicture, scores: Array) -> Judged:
    """Each judge's rank correlation with people's scores over the crops of one picture."""
    area, centre = peer_correlations(picture, scores)
    ours = composition_score(scene.terms(picture.boxes))
    return {OURS: spearman(ours, scores), AREA: area, CENTRE: centre}

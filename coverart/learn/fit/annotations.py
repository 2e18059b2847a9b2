"""Ratings of crops: JSON files of an object for each picture, by its file name.

A file is recognised by what it says of a picture, whatever it is called:

* `human_crops_xyxy`: boxes that people chose, as of FLMS; the picture's `width` and `height` where
  known.
* `bbox` and `score`: boxes, and for each people's mean score or the list of all, as of GAICD.

Boxes are [left, top, right, bottom] in pixels of the picture. Pictures lie in the folder `images`
beside their file, or beside it. Of a picture that is not there, boxes and scores still tell what
people like; its size is then that in which its boxes lie evenly, as those of a grid do.
`split.json`, where it lies beside, says which pictures are for "train" and which for "test".

References
----------
Fang, Lin, Mech, Shen (2014). Automatic image cropping using visual composition, boundary
simplicity and content preservation models (FLMS). ACM Multimedia.
Zeng, Li, Cao, Zhang (2019). Reliable and efficient image cropping: a grid anchor based approach
(GAICD). CVPR.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from coverart.domain import Boxes, Size
from coverart.errors import MediaError
from coverart.language import _
from coverart.learn.fit.ratings import CropRatings, RatedPicture, digest_of, mark_of

SPLITS = "split.json"
CHOSEN = frozenset({"human_crops_xyxy"})
SCORED = frozenset({"bbox", "score"})
FURTHEST = 1_000_000  # pixels
LARGEST = 64_000_000
"""Bytes of a JSON file above which it is not looked into."""

Given = Mapping[str, Any]


def crops_in(folder: Path) -> CropRatings | None:
    """The ratings of crops in the JSON files of one folder; None where they hold none.

    Of a picture that several files rate, the first one counts, in the order of their names.
    """
    pictures: dict[str, RatedPicture] = {}
    left_out: list[MediaError] = []
    splits = _splits(folder / SPLITS)
    for path in sorted(folder.glob("*.json")):
        for name, given in _rated(path).items():
            if name in pictures:
                continue
            try:
                picture = _picture(name, given)
            except (ValueError, TypeError, OverflowError):
                left_out.append(MediaError(path, _bad_boxes(name)))
                continue
            pictures[name] = replace(picture, path=_there(folder, name), split=splits.get(name, ""))
    if not pictures and not left_out:
        return None
    rated = tuple(pictures.values())
    lines = [_line(one) for one in rated]
    marks = tuple(mark_of(one.name, line) for one, line in zip(rated, lines, strict=True))
    return CropRatings(folder, rated, digest_of(lines), tuple(left_out), marks)


def _rated(path: Path) -> dict[str, Given]:
    """What a JSON file says of each picture; nothing where it is about something else."""
    content = _read(path)
    if not isinstance(content, dict):
        return {}
    return {
        name: given
        for name, given in content.items()
        if isinstance(given, dict) and (given.keys() >= CHOSEN or given.keys() >= SCORED)
    }


def _splits(path: Path) -> dict[str, str]:
    """The part that each picture belongs to, by its name."""
    content = _read(path)
    if not isinstance(content, dict):
        return {}
    lists = {split: names for split, names in content.items() if isinstance(names, list)}
    return {str(name): split for split, names in lists.items() for name in names}


def _read(path: Path) -> object:
    """The content of a JSON file; None where there is no such file or it is no JSON."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        content: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return content


def _picture(name: str, given: Given) -> RatedPicture:
    """What is said of one picture; raises `ValueError` or `TypeError` where it makes no sense."""
    chosen = given.keys() >= CHOSEN
    boxes = _boxes(given["human_crops_xyxy" if chosen else "bbox"])
    size = _size(given, boxes)
    if (boxes[:, 2:] > (size.width, size.height)).any():
        raise ValueError("a box does not lie within its picture")
    if chosen:
        return RatedPicture(name, size, boxes)
    scores = np.asarray(given["score"], dtype=np.float64)
    if scores.ndim == 2 and scores.shape[1]:
        scores = scores.mean(axis=1)
    if scores.shape != (len(boxes),) or not np.isfinite(scores).all():
        raise ValueError("there is not a number for every box")
    return RatedPicture(name, size, boxes, scores)


def _boxes(rows: object) -> Boxes:
    """Boxes in whole pixels (n, 4), n > 0; raises `ValueError` or `TypeError` for anything else."""
    corners = np.asarray(rows, dtype=np.float64)
    if corners.ndim != 2 or corners.shape[1] != 4 or len(corners) == 0:
        raise ValueError("these are no boxes")
    if not ((corners >= 0) & (corners <= FURTHEST)).all():
        raise ValueError("a corner is nowhere in a picture")
    boxes = np.round(corners).astype(np.int32)
    if (boxes[:, :2] >= boxes[:, 2:]).any():
        raise ValueError("a box is empty")
    return Boxes(boxes)


def _size(given: Given, boxes: Boxes) -> Size:
    """The size of a picture: the one that is given, or that in whose middle its boxes lie."""
    if "width" in given and "height" in given:
        return Size(int(given["width"]), int(given["height"]))
    least, most = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    width, height = (least + most).tolist()
    return Size(width, height)


def _there(folder: Path, name: str) -> Path | None:
    """Where a picture lies, if it does."""
    places = (folder / "images" / name, folder / name)
    return next((place for place in places if place.is_file()), None)


def _bad_boxes(name: str) -> str:
    return _("the boxes or scores of “{name}” make no sense").format(name=name)


def _line(picture: RatedPicture) -> str:
    """All that people said of one picture, for the digest."""
    scores = [] if picture.scores is None else picture.scores.round(4).tolist()
    return json.dumps([picture.name, picture.boxes.tolist(), scores])

"""Rating any box of a photo, as the ranking rates those of the grid.

A photo is read once; after that a box costs a few look-ups in tables, and where the space is not
light, the encoding of one crop. What comes out is rounded as the library rounds what it keeps, so
that a box of the grid is rated as it was ranked.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coverart.crops import wording
from coverart.crops.composition import TERMS, Scene, Terms, composition_score
from coverart.crops.grid import candidates
from coverart.domain import Aspect, Box, Boxes, ContentHash, Crop, Floats, Match, Photo, Pixels
from coverart.encoders.encoder import Space
from coverart.engine.job import Job
from coverart.engine.reading import COMPOSITION_SIDE, content_hash
from coverart.engine.session import Tools
from coverart.engine.waiting import awaited
from coverart.errors import MediaError, UsageError
from coverart.language import _
from coverart.media.photo import read_photo_twice
from coverart.media.pool import Task
from coverart.ranking.search import Search
from coverart.settings import Options


@dataclass(frozen=True, slots=True)
class Inspected:
    """A photo that was read for being cut by hand: what its boxes are rated by.

    `pixels` are what `space` encodes crops from. The space is not this value's own: it must be
    open whenever a box is rated.
    """

    photo: Photo
    space: Space
    scene: Scene
    pixels: Pixels

    def rate(self, box: Box, aspect: Aspect, search: Search, options: Options) -> Match:
        """The match that `box` would be in the ranking of `search`.

        The box lies within the photo, and the search is in the same space. A space that is not
        light encodes one crop meanwhile.
        """
        boxes = Boxes(np.array([box.as_list()], dtype=np.int32))
        terms = Terms(_kept(self.scene.terms(boxes)))
        vectors = self.space.crop_vectors(self.pixels, self.photo.size, boxes)
        rows = _kept(np.concatenate(list(vectors)))
        aim = search.aim()
        match, composition = float(aim.similarity(rows)[0]), float(composition_score(terms)[0])
        weight = options.composition
        parts = {
            "match": match,
            "composition": composition,
            **aim.parts(rows[0]),
            **dict(zip(TERMS, terms[0].tolist(), strict=True)),
        }
        crop = Crop(self.photo, aspect, box, self._is_fallback(box, aspect))
        fits = aim.explain(rows[0], search.query.asked)
        why = f"{fits}; {wording.explain(terms[0], crop.fallback)}"
        score = (1 - weight) * match + weight * composition
        return Match(crop, score, parts, why, self.space.emotion(rows[0]))

    def _is_fallback(self, box: Box, aspect: Aspect) -> bool:
        """Whether a box is as large as the grid's, where those are all too small."""
        found = candidates(self.photo.size, aspect)
        if not (found.fallback and len(found)):
            return False
        widths = found.boxes[:, 2] - found.boxes[:, 0]
        return box.width >= int(widths.min())


def inspect(photo: Photo, tools: Tools) -> Job[Inspected]:
    """Read a photo for being cut by hand.

    Raises `MediaError` for one that is no longer there, or no longer what was ranked.
    """
    label = _("Looking at {name}").format(name=photo.path.name)
    sides = COMPOSITION_SIDE, tools.space.photo_side
    task = Task(_pictures, photo.path, (photo.content, *sides))
    small, large = yield from awaited(tools.pool.begin(task), label)
    return Inspected(photo, tools.space, Scene.of(small, photo.size), large)


def rate(
    crop: Crop, search: Search, options: Options, tools: Tools, seen: Inspected | None = None
) -> Job[tuple[Inspected, Match]]:
    """Rate the box of a crop; a photo that was `seen` already is not read again.

    Gives what was seen, for the next time, and the match. Raises what `inspect` raises, and
    `UsageError` for a search in another space than that of the tools.
    """
    if search.space is not tools.space:
        raise UsageError(_("This crop was found in another space"), _("search once more"))
    usable = seen is not None and seen.photo == crop.photo and seen.space is tools.space
    inspected = seen if usable and seen is not None else (yield from inspect(crop.photo, tools))
    return inspected, inspected.rate(crop.box, crop.aspect, search, options)


def _pictures(path: Path, content: ContentHash, small: int, large: int) -> tuple[Pixels, Pixels]:
    """The photo at two short sides, if it is still the one of that content."""
    first, second = read_photo_twice(path, small, large)
    if content_hash(path) != content:
        raise MediaError(path, _("it has changed since it was looked at"), _("search once more"))
    return first.pixels, second.pixels


def _kept(values: Floats) -> Floats:
    """Numbers as the library gives them back: rounded to 16 bits."""
    return values.astype("<f2").astype(np.float32)

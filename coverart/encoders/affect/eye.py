"""The models that lead from what is seen of a crop to the mood it has for people.

Valence is a weighted sum of features of colour. No such sum tells arousal: it is the weighted sum
of likenesses to the structure of rated photos, a kernel ridge regression. `learn.fit.photos` wrote
both, with what they were fitted on and how well they do, into `resources/affect/photo.npz`. What
they are given is bounded and so is what they say, so that a picture unlike any photo has no
stronger mood than a photo.

References
----------
Saunders, Gammerman, Vovk (1998). Ridge regression learning algorithm in dual variables. ICML.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.encoders.affect.mood import squash
from coverart.encoders.affect.seen import Seen
from coverart.resources import resource

FURTHEST = 3.0
"""Standard scores are clipped here: what lies outside of all photos is no stronger mood."""
FINE = 32
"""Steps to a standard score, in which rated photos are kept, so that each fills a byte."""
SMALL = 200_000
"""Multiplications in a product of matrices for which OpenBLAS starts no threads: less than 2^18."""


@dataclass(frozen=True, slots=True)
class Eye:
    """How what is seen leads to moods, and what is usual of the photos it was fitted on.

    `colour_means` and `colour_deviations` (36,) standardise features of colour, which
    `colour_weights` (36,) weigh into valence. `structure_means` and `structure_deviations` (27,)
    standardise features of structure; `photos` (m, 27) are those of rated photos, in steps of a
    standard score, and `photo_weights` (m,) what being like them says of arousal. `centres` and
    `scales` (2,) standardise valence and arousal, and `usual_means` and `usual_deviations` (3,)
    what is measured.
    """

    colour_means: Floats
    colour_deviations: Floats
    colour_weights: Floats
    structure_means: Floats
    structure_deviations: Floats
    photos: NDArray[np.int8]
    photo_weights: Floats
    centres: Floats
    scales: Floats
    usual_means: Floats
    usual_deviations: Floats

    @classmethod
    def of(cls, stored: Mapping[str, NDArray[Any]]) -> Self:
        """The model as `learn.fit.photos` stores it, an array for each field."""
        return cls(**{field.name: stored[field.name] for field in fields(cls)})

    def weigh(self, seen: Seen) -> Floats:
        """Valence and arousal (n, 2) of what is seen of n crops, not yet standardised."""
        tinted = standard_scores(seen.colours, self.colour_means, self.colour_deviations)
        built = standard_scores(seen.structure, self.structure_means, self.structure_deviations)
        alike = likeness(built, in_scores(self.photos))
        # Not `@`: see `likeness`.
        valence = np.einsum("nd,d->n", tinted, self.colour_weights)
        arousal = np.einsum("nm,m->n", alike, self.photo_weights)
        return np.stack([valence, arousal], axis=1)

    def moods(self, seen: Seen) -> Floats:
        """Moods (n, 5) of what is seen of n crops, in the order of `mood.DIMENSIONS`."""
        emotions = (self.weigh(seen) - self.centres) / self.scales
        measured = (seen.measured - self.usual_means) / self.usual_deviations
        return squash(np.concatenate([emotions, measured], axis=1, dtype=np.float32))


def standard_scores(features: Floats, means: Floats, deviations: Floats) -> Floats:
    """How unusual features (n, d) are, in standard deviations within ±3."""
    scores: Floats = np.clip((features - means) / deviations, -FURTHEST, FURTHEST)
    return scores


def in_scores(steps: NDArray[np.int8]) -> Floats:
    """Standard scores that are kept in `FINE` steps, (m, d)."""
    return steps.astype(np.float32) / np.float32(FINE)


def likeness(scores: Floats, others: Floats) -> Floats:
    """exp(−D² / d), D the distances between scores (n, d) and others (m, d): (n, m) in [0, 1]."""
    # Each photo needs some hundred thousand of these, and fetching memory costs more than sums: so
    # all is done in place. Products are small ones, for which BLAS starts no threads: photos are
    # looked at in as many processes as there are processors.
    alike = np.empty((len(scores), len(others)), dtype=scores.dtype)
    doubled = 2 * others.T
    rows = max(1, SMALL // max(1, others.size))
    for start in range(0, len(scores), rows):
        np.matmul(scores[start : start + rows], doubled, out=alike[start : start + rows])
    alike -= np.sum(scores**2, axis=1)[:, None]
    alike -= np.sum(others**2, axis=1)
    alike /= scores.shape[1]
    np.minimum(alike, 0, out=alike)
    return np.exp(alike, out=alike)


@cache
def shipped_eye() -> Eye:
    """The model that comes with the program."""
    with np.load(resource("affect/photo.npz"), allow_pickle=False) as stored:
        return Eye.of(stored)

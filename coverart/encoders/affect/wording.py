"""Moods in words."""

import numpy as np

from coverart.domain import Floats
from coverart.language import _, listed, mark

NOTICEABLE = 0.15
"""A coordinate nearer to 0 than this is not worth a word."""
FAR = 0.6
"""Coordinates further apart than this are worth a "though"."""

# For each coordinate: the word below zero, the word above zero.
WORDS = (
    (mark("sombre"), mark("happy")),
    (mark("calm"), mark("lively")),
    (mark("dark"), mark("light")),
    (mark("muted"), mark("vivid")),
    (mark("cool"), mark("warm")),
)
COMPARATIVES = (
    (mark("sadder"), mark("happier")),
    (mark("calmer"), mark("livelier")),
    (mark("darker"), mark("lighter")),
    (mark("greyer"), mark("more vivid")),
    (mark("cooler"), mark("warmer")),
)


def describe(mood: Floats) -> str:
    """Name the most pronounced coordinates (5,): "calm, dark and cool"; "even-tempered" if none."""
    order = np.argsort(-np.abs(mood), kind="stable")
    told = sorted(axis for axis in order[:3] if abs(mood[axis]) > NOTICEABLE)
    return listed([_word(axis, mood) for axis in told]) or _("even-tempered")


def explain(query: Floats, crop: Floats, asked: str) -> str:
    """Say what a crop (5,) shares with a query (5,), and the largest thing it does not."""
    shared = [axis for axis in range(len(crop)) if _shares(query[axis], crop[axis])]
    away = crop - query
    furthest = int(np.argmax(np.abs(away)))
    contrast = _(COMPARATIVES[furthest][int(away[furthest] > 0)])
    if shared:
        words = listed([_word(axis, crop) for axis in shared])
        said = _likeness(query, crop, furthest)
        word = _word(furthest, crop)
        return said.format(words=words, asked=asked, contrast=contrast, word=word)
    if abs(away[furthest]) > FAR:
        return _("{contrast} than {asked}").format(contrast=contrast, asked=asked)
    if max(np.abs(query).max(), np.abs(crop).max()) <= NOTICEABLE:
        return _("as even-tempered as {asked}").format(asked=asked)
    return _("not far from {asked}").format(asked=asked)


def _likeness(query: Floats, crop: Floats, furthest: int) -> str:
    """How to say that a crop shares something with a query, not filled in."""
    if abs(crop[furthest] - query[furthest]) <= FAR:
        return _("{words} like {asked}")
    if not _shares(query[furthest], crop[furthest]):
        return _("{words} like {asked}, though {contrast}")
    if abs(crop[furthest]) > abs(query[furthest]):
        return _("{words} like {asked}, and {contrast} still")
    return _("{words} like {asked}, though not as {word}")


def _shares(wanted: float, found: float) -> bool:
    return wanted * found > 0 and min(abs(wanted), abs(found)) > NOTICEABLE


def _word(axis: int, mood: Floats) -> str:
    return _(WORDS[axis][int(mood[axis] > 0)])

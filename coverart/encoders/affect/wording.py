"""Moods in words."""

from collections.abc import Sequence

import numpy as np

from coverart.domain import Floats

NOTICEABLE = 0.15
"""A coordinate nearer to 0 than this is not worth a word."""
FAR = 0.6
"""Coordinates further apart than this are worth a "though"."""

# For each coordinate: the word below zero, the word above zero.
WORDS = (
    ("sombre", "happy"),
    ("calm", "lively"),
    ("dark", "light"),
    ("muted", "vivid"),
    ("cool", "warm"),
)
COMPARATIVES = (
    ("sadder", "happier"),
    ("calmer", "livelier"),
    ("darker", "lighter"),
    ("greyer", "more vivid"),
    ("cooler", "warmer"),
)


def describe(mood: Floats) -> str:
    """Name the most pronounced coordinates (5,): "calm, dark and cool"; "even-tempered" if none."""
    order = np.argsort(-np.abs(mood), kind="stable")
    told = sorted(axis for axis in order[:3] if abs(mood[axis]) > NOTICEABLE)
    return _listed([_word(axis, mood) for axis in told]) or "even-tempered"


def explain(query: Floats, crop: Floats, asked: str) -> str:
    """Say what a crop (5,) shares with a query (5,), and the largest thing it does not."""
    shared = [axis for axis in range(len(crop)) if _shares(query[axis], crop[axis])]
    away = crop - query
    furthest = int(np.argmax(np.abs(away)))
    contrast = COMPARATIVES[furthest][int(away[furthest] > 0)]
    if shared:
        words = _listed([_word(axis, crop) for axis in shared])
        exception = "" if abs(away[furthest]) <= FAR else f", though {contrast}"
        if exception and furthest in shared:
            further = abs(crop[furthest]) > abs(query[furthest])
            less = f", though not as {_word(furthest, crop)}"
            exception = f", and {contrast} still" if further else less
        return f"{words} like {asked}{exception}"
    if abs(away[furthest]) > FAR:
        return f"{contrast} than {asked}"
    if max(np.abs(query).max(), np.abs(crop).max()) <= NOTICEABLE:
        return f"as even-tempered as {asked}"
    return f"not far from {asked}"


def _shares(wanted: float, found: float) -> bool:
    return wanted * found > 0 and min(abs(wanted), abs(found)) > NOTICEABLE


def _word(axis: int, mood: Floats) -> str:
    return WORDS[axis][int(mood[axis] > 0)]


def _listed(words: Sequence[str]) -> str:
    """Join words as people do: "calm, dark and cool"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))

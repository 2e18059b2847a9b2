"""Composition in words: what a crop's terms say for it, or against it."""

from coverart.crops.composition import TERMS, Terms
from coverart.domain import Floats

CUT = 0.15
"""Below this, the edge of the crop holds nearly as much of interest as its inside."""

# The first that holds is said; thresholds are about the best quarter of crops of ordinary photos.
PRAISE = (
    ("retained", 0.92, "keeps nearly all that catches the eye"),
    ("symmetry", 0.75, "almost mirror-symmetrical"),
    ("openness", 0.65, "with room around its subject"),
    ("thirds", 0.85, "its subject near a third"),
    ("edges", 0.6, "its edges free of distraction"),
    ("retained", 0.75, "keeps most of what catches the eye"),
    ("balance", 0.9, "evenly balanced"),
)


def explain(terms: Terms | Floats, fallback: bool) -> str:
    """Name the most telling term of one crop (8,)."""
    if fallback:
        return "the largest strip that this photo's shape allows"
    value = dict(zip(TERMS, terms.tolist(), strict=True))
    if value["edges"] < CUT:
        return "though its edge cuts through something"
    for name, least, words in PRAISE:
        if value[name] >= least:
            return words
    return "plainly composed"

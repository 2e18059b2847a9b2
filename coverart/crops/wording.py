"""Composition in words: what a crop's terms say for it, or against it."""

from coverart.crops.composition import TERMS, Terms
from coverart.domain import Floats
from coverart.language import _, mark

CUT = 0.02
"""At or below this, the edge of the crop holds as much of interest as its inside."""
SOFT = 0.26
"""Below this, which one crop in a hundred is, a crop looks blurred."""

# The first that holds is said; each holds for the best tenth or so of the crops of many photos.
PRAISE = (
    ("retained", 0.8, mark("keeps most of what catches the eye")),
    ("symmetry", 0.8, mark("its left and right much alike")),
    ("openness", 0.6, mark("with room around its subject")),
    ("thirds", 0.85, mark("its subject near a third")),
    ("edges", 0.6, mark("its edges free of distraction")),
    ("balance", 0.96, mark("evenly balanced")),
    ("extent", 0.65, mark("showing most of its photo")),
)


def explain(terms: Terms | Floats, fallback: bool) -> str:
    """Name the most telling term of one crop (10,)."""
    if fallback:
        return _("the largest strip that this photo's shape allows")
    value = dict(zip(TERMS, terms.tolist(), strict=True))
    if value["contrast"] < 1:
        return _("though there is hardly anything to be seen")
    if value["edges"] <= CUT:
        return _("though its edge cuts through something")
    if value["sharpness"] < SOFT:
        return _("though rather soft")
    for name, least, words in PRAISE:
        if value[name] >= least:
            return _(words)
    return _("plainly composed")

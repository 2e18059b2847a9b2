"""What can be heard in a window of a song: features that a musicologist would name.

They are those in which the literature found the emotion of music, from Eerola et al. (2009) on, in
four families: tonality, texture, timbre and rhythm (`hearing`). None depends on how loud the song
is. A window is mono, float32 in [-1, 1], at `RATE`, of any length.

References
----------
Eerola, Lartillot, Toiviainen (2009). Prediction of multidimensional emotional ratings in music
from audio using multivariate regression models. ISMIR.
Lartillot, Toiviainen (2007). A Matlab toolbox for musical feature extraction from audio. DAFx.
Panda, Malheiro, Paiva (2023). Audio features for music emotion recognition: a survey. IEEE TAC 14.
"""

from functools import cache

import numpy as np

from coverart.domain import Floats
from coverart.encoders.affect.hearing.pitch import find_partials, notes, tuning
from coverart.encoders.affect.hearing.rhythm import rhythm
from coverart.encoders.affect.hearing.spectra import RATE, Array, Named, Spectra, sounding, sounds
from coverart.encoders.affect.hearing.texture import texture
from coverart.encoders.affect.hearing.timbre import timbre
from coverart.encoders.affect.hearing.tonality import tonality

__all__ = ["RATE", "Array", "families", "feature_names", "features", "listen", "sounds"]


def listen(window: Floats) -> dict[str, Named]:
    """Everything heard in one window: the features of each family by name; all finite."""
    spectra = Spectra(window)
    long = sounding(spectra.long)
    partials = find_partials(long)
    tuned, in_tune = tuning(partials)
    heights = notes(long, tuned)
    return {
        "tonality": tonality(heights),
        "texture": {**texture(heights, partials, long), "in_tune": in_tune},
        "timbre": timbre(spectra),
        "rhythm": rhythm(spectra),
    }


def features(window: Floats) -> Array:
    """Everything heard in one window, (d,), in the order of `feature_names`."""
    values = [value for family in listen(window).values() for value in family.values()]
    return np.array(values, dtype=np.float64)


@cache
def families() -> dict[str, tuple[str, ...]]:
    """The names of the features in each family; the same for every window."""
    return {family: tuple(named) for family, named in listen(np.zeros(1, np.float32)).items()}


def feature_names() -> tuple[str, ...]:
    """The names of what `features` gives, in its order."""
    return tuple(name for named in families().values() for name in named)

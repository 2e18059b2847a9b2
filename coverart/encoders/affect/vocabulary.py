"""The words of mood, colour and light that a musician types, and where they lie.

`emotions` places mood words on Russell's circumplex, in the unit disc of valence and arousal: the
words he had placed at their angle, near synonyms with them, and words for mixed feelings halfway
("bittersweet" between sad and pleased). `COLOURS` gives words for colour and light their
lightness, saturation and warmth in [-1, 1], or None for what the word leaves open ("warm" may be
dark or light); these places are common usage, not measurements.

References
----------
Russell (1980). A circumplex model of affect. JPSP 39(6), fig. 2: the angles of 28 words.
"""

import math
from functools import cache

ANGLES = {
    "happy": 7.8,
    "delighted": 24.9,
    "excited": 48.6,
    "astonished": 69.8,
    "aroused": 73.8,
    "tense": 92.8,
    "alarmed": 96.5,
    "angry": 99.0,
    "afraid": 116.0,
    "annoyed": 123.0,
    "distressed": 138.0,
    "frustrated": 141.0,
    "miserable": 188.7,
    "sad": 207.5,
    "gloomy": 209.0,
    "depressed": 210.0,
    "bored": 242.0,
    "droopy": 256.6,
    "tired": 267.7,
    "sleepy": 271.9,
    "calm": 316.2,
    "relaxed": 318.0,
    "satisfied": 319.0,
    "ease": 321.0,
    "content": 323.0,
    "serene": 328.6,
    "glad": 349.0,
    "pleased": 353.2,
}
"""Angles in degrees: 0 is pleasant, 90 is aroused. "At ease" stands under "ease"."""

SYNONYMS = {
    "happy": "joyful joy joyous cheerful cheery merry jolly blissful bliss smile smiling "
    "lighthearted gleeful carefree",
    "delighted": "upbeat playful fun funny uplifting triumphant victorious celebration "
    "celebratory elated overjoyed jubilant giddy proud heroic majestic anthemic whimsical silly "
    "zany goofy quirky comic humorous hilarious witty sexy",
    "excited": "euphoric euphoria ecstatic energetic energy lively exciting party dance "
    "danceable dancing exhilarating festive bouncy groovy thrilling passionate exuberant "
    "rapturous rousing rollicking boisterous rambunctious raucous rowdy",
    "astonished": "astonishing surprising surprised amazed wild epic explosive",
    "aroused": "intense powerful driving heavy fast frantic frenetic hyper electrifying dramatic "
    "bombastic fiery bold swaggering hectic frenzied manic pulsing volatile turbulent",
    "tense": "tension suspense suspenseful nervous restless urgent edgy gritty unsettling "
    "paranoid provocative rebellious",
    "alarmed": "alarming alarm chaotic chaos",
    "angry": "anger aggressive aggression furious fury rage raging violent brutal hostile mad "
    "hate fierce outraged vicious savage ruthless merciless malevolent",
    "afraid": "fear fearful scared scary terrified terrifying horror spooky creepy frightening "
    "panic threatening sinister menacing evil frightful dread macabre uncanny",
    "annoyed": "annoying irritated harsh bitter resentful jealous angsty",
    "distressed": "anxious anxiety worried agitated disturbing tormented agony pain painful "
    "remorse remorseful guilty ashamed",
    "frustrated": "frustrating frustration desperate",
    "miserable": "misery hopeless tragic tragedy grief anguish despair heartbreak heartbroken "
    "joyless",
    "sad": "mournful mourning sorrow sorrowful melancholy melancholic melancholia lonely "
    "lonesome alone tearful tears crying cry weeping unhappy blue-hearted blues lament plaintive "
    "broken regret regretful forlorn poignant lost vulnerable",
    "gloomy": "gloom dark bleak somber sombre dreary grim grave funereal doom gothic nihilistic",
    "depressed": "depressing depression depressive desolate hollow empty numb resigned drained "
    "barren",
    "bored": "boring boredom dull monotonous indifferent apathetic",
    "droopy": "sluggish slow languid lethargic",
    "tired": "weary exhausted",
    "sleepy": "drowsy sleep lullaby hypnotic",
    "calm": "calming quiet still tranquil tranquility soothing meditative gentle soft ambient "
    "hushed restrained understated atmospheric smooth delicate contemplative introspective "
    "reflective pensive thoughtful zen",
    "relaxed": "relaxing chill chilled mellow laidback easygoing lounge",
    "satisfied": "satisfying fulfilled",
    "content": "contented cozy cosy comfortable comforting",
    "serene": "serenity peaceful peace harmonious graceful idyllic pastoral",
    "glad": "hopeful hope optimistic tender tenderness grateful sentimental affectionate caring "
    "warmhearted hearty confident",
    "pleased": "pleasant love loving lovely sweet charming beautiful elegant sophisticated",
    "serene+sleepy": "dreamy dream dreams ethereal floating dreamlike mystical spacey trippy "
    "nocturnal",
    "sad+content": "nostalgic nostalgia wistful",
    "sad+pleased": "bittersweet longing yearning",
    "serene+pleased": "romantic romance intimate sensual",
    "tense+gloomy": "mysterious mystery ominous brooding enigmatic",
    "afraid+sad": "haunting haunted eerie",
}

COLOURS: dict[str, tuple[float | None, float | None, float | None]] = {
    "dark": (-0.8, None, None),
    "dim": (-0.6, -0.3, None),
    "shadow": (-0.7, -0.4, None),
    "shadows": (-0.7, -0.4, None),
    "light": (0.7, None, None),
    "bright": (0.7, 0.4, None),
    "black": (-1.0, -0.8, None),
    "white": (0.9, -0.9, None),
    "grey": (-0.1, -0.9, -0.2),
    "gray": (-0.1, -0.9, -0.2),
    "silver": (0.4, -0.7, -0.3),
    "pale": (0.6, -0.6, None),
    "pastel": (0.6, -0.3, None),
    "faded": (0.2, -0.6, None),
    "muted": (None, -0.6, None),
    "monochrome": (None, -1.0, None),
    "vivid": (None, 0.9, None),
    "colourful": (0.2, 0.9, None),
    "colorful": (0.2, 0.9, None),
    "neon": (0.1, 1.0, None),
    "warm": (None, None, 0.8),
    "hot": (None, 0.4, 0.9),
    "cool": (None, None, -0.6),
    "cold": (None, -0.3, -0.9),
    "red": (-0.1, 0.8, 0.9),
    "crimson": (-0.3, 0.8, 0.9),
    "scarlet": (0.0, 0.9, 0.9),
    "orange": (0.2, 0.9, 1.0),
    "amber": (0.1, 0.7, 0.9),
    "yellow": (0.6, 0.8, 0.8),
    "gold": (0.3, 0.6, 0.8),
    "golden": (0.3, 0.6, 0.8),
    "brown": (-0.5, 0.0, 0.6),
    "beige": (0.5, -0.4, 0.4),
    "pink": (0.4, 0.4, 0.5),
    "magenta": (0.0, 0.8, 0.3),
    "purple": (-0.3, 0.4, -0.1),
    "violet": (-0.2, 0.4, -0.2),
    "indigo": (-0.6, 0.4, -0.6),
    "blue": (-0.2, 0.5, -0.9),
    "navy": (-0.7, 0.2, -0.8),
    "azure": (0.3, 0.5, -0.9),
    "teal": (-0.2, 0.4, -0.6),
    "turquoise": (0.2, 0.5, -0.7),
    "cyan": (0.3, 0.7, -0.8),
    "green": (-0.1, 0.4, -0.3),
    "emerald": (-0.2, 0.6, -0.4),
    "olive": (-0.3, 0.0, 0.1),
    "night": (-0.8, -0.3, -0.5),
    "midnight": (-0.9, -0.3, -0.6),
    "moon": (-0.5, -0.5, -0.6),
    "moonlight": (-0.4, -0.5, -0.6),
    "twilight": (-0.5, 0.0, -0.3),
    "dusk": (-0.4, 0.1, 0.2),
    "dawn": (0.2, 0.1, 0.5),
    "sunrise": (0.3, 0.5, 0.8),
    "sunset": (0.0, 0.7, 0.9),
    "sun": (0.6, 0.5, 0.7),
    "sunny": (0.7, 0.5, 0.7),
    "sunlight": (0.7, 0.4, 0.7),
    "sunshine": (0.7, 0.5, 0.7),
    "summer": (0.5, 0.5, 0.7),
    "autumn": (-0.1, 0.3, 0.7),
    "winter": (0.2, -0.6, -0.8),
    "snow": (0.8, -0.8, -0.7),
    "snowy": (0.8, -0.8, -0.7),
    "ice": (0.6, -0.5, -0.9),
    "icy": (0.6, -0.5, -0.9),
    "frost": (0.6, -0.6, -0.8),
    "fog": (0.1, -0.8, -0.4),
    "foggy": (0.1, -0.8, -0.4),
    "mist": (0.2, -0.7, -0.4),
    "misty": (0.2, -0.7, -0.4),
    "rain": (-0.3, -0.5, -0.5),
    "rainy": (-0.3, -0.5, -0.5),
    "storm": (-0.5, -0.3, -0.4),
    "stormy": (-0.5, -0.3, -0.4),
    "cloudy": (0.0, -0.6, -0.4),
    "sky": (0.5, 0.3, -0.7),
    "sea": (-0.1, 0.3, -0.8),
    "ocean": (-0.1, 0.4, -0.8),
    "forest": (-0.4, 0.3, -0.3),
    "desert": (0.4, 0.3, 0.8),
    "fire": (0.1, 0.9, 1.0),
    "flames": (0.1, 0.9, 1.0),
    "blood": (-0.4, 0.7, 0.9),
}
"""Lightness, saturation, warmth."""

NEGATORS = frozenset(
    "not no never nor neither without hardly cannot nothing "
    "dont doesnt didnt isnt aint wasnt wont cant".split()
)
"""Words that deny what follows them, besides all that end in "n't"."""

DEGREES = frozenset(
    "really quite even ever exactly truly entirely completely always particularly terribly feel "
    "feels feeling feelin get gets getting seem seems look looks".split()
)
"""Words between a denial and what it denies: "not really happy", "don't feel happy"."""

FUNCTION_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being both but "
    "by can com could did do does doing down during each few for from further had has have having "
    "he he's her here hers herself him himself his how i i'd i'll i'm i've if in into is it it's "
    "its itself just me more most my myself now of off on once one only or other our ours out "
    "over own pm said same she should so some such than that that's the their theirs them then "
    "there these they they're this those through to too two under until up upon us very was we "
    "were what when where which while who whom whose why will with would you your yours "
    "ourselves themselves yourself yourselves".split()
)
"""Words that show how a sentence is built rather than what it feels like."""


@cache
def emotions() -> dict[str, tuple[float, float]]:
    """Valence and arousal of every mood word, in the unit disc."""
    places = {word: (_cos(angle), _sin(angle)) for word, angle in ANGLES.items()}
    for origin, words in SYNONYMS.items():
        corners = [(_cos(ANGLES[name]), _sin(ANGLES[name])) for name in origin.split("+")]
        valence, arousal = (sum(axis) / len(corners) for axis in zip(*corners, strict=True))
        places |= dict.fromkeys(words.split(), (valence, arousal))
    return places


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))

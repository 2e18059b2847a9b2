"""What others published about the pleasantness of words, and let us build on.

References
----------
Hutto, Gilbert (2014). VADER: a parsimonious rule-based model for sentiment analysis of social
media text. ICWSM. Its lexicon has the licence of MIT.
"""


def published_valences() -> dict[str, float]:
    """How pleasant people found each of some thousand words, in [-4, 4]: VADER's lexicon."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415

    lexicon: dict[str, float] = SentimentIntensityAnalyzer().lexicon
    return {word: points for word, points in lexicon.items() if word.isalpha()}

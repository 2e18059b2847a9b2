"""How crops that were cut by hand were rated, so that none is rated twice for nothing."""

from collections import OrderedDict

from coverart.domain import Crop, Match
from coverart.ranking.search import Search
from coverart.settings import Options

MOST = 64


class Ratings:
    """The latest ratings, as far as they are those of one search and by the same options."""

    def __init__(self) -> None:
        self._search: Search | None = None
        self._options: Options | None = None
        self._rated: OrderedDict[Crop, Match] = OrderedDict()

    def recall(self, crop: Crop, search: Search, options: Options) -> Match | None:
        """How a crop was rated by this search and these options; None if it was not."""
        known = search is self._search and options == self._options
        return self._rated.get(crop) if known else None

    def keep(self, crop: Crop, rated: Match, search: Search, options: Options) -> None:
        """Remember how a crop was rated; what others rated is forgotten."""
        if search is not self._search or options != self._options:
            self.forget()
            self._search, self._options = search, options
        self._rated[crop] = rated
        self._rated.move_to_end(crop)
        while len(self._rated) > MOST:
            self._rated.popitem(last=False)

    def forget(self) -> None:
        """Let go of everything, and of the search."""
        self._search = self._options = None
        self._rated.clear()

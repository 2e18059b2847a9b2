"""What a user types about a cover: words that are wanted and, after minus signs, unwanted ones.

`foggy street, neon -people -"crowd of people"` wants two groups of words and would rather do
without two others. Commas part groups, each of which counts by itself; quotes keep words together.
"""

import re
from dataclasses import dataclass, replace
from typing import Self

_TOKEN = re.compile(
    r"""(?P<minus>(?:^|(?<=[\s,]))[-−])?   # only where a word could begin: not in “lo-fi”
        (?:["“”](?P<phrase>[^"“”]*)["“”]?  # a phrase that is still being typed ends with the line
        |(?P<comma>,)
        |(?P<word>[^\s,"“”]+))
    """,
    re.VERBOSE,
)
_DASHES = frozenset("-−–—")


@dataclass(frozen=True, slots=True)
class Words:
    """Groups of words that are wanted, and of words that are not."""

    wanted: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read what was typed; anything can be."""
        groups: list[list[str]] = [[]]
        without = []
        for token in _TOKEN.finditer(typed):
            own = " ".join((token["phrase"] or token["word"] or "").split())
            if token["comma"]:
                groups.append([])
            elif not own or own in _DASHES:
                continue
            elif token["minus"]:
                without.append(own)
            else:
                groups[-1].append(own)
        wanted = (" ".join(group) for group in groups if group)
        return cls(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(without)))

    @property
    def typed(self) -> str:
        """The groups as they could be typed."""
        unwanted = (f'-"{own}"' if " " in own else f"-{own}" for own in self.without)
        return " ".join(filter(None, [", ".join(self.wanted), *unwanted]))

    @property
    def text(self) -> str:
        """What is wanted, a group in each line."""
        return "\n".join(self.wanted)

    @property
    def unwanted(self) -> str:
        """What is not wanted, a group in each line."""
        return "\n".join(self.without)

    def less(self, group: str) -> Self:
        """The same without one group, wherever it stands."""
        return replace(
            self,
            wanted=tuple(own for own in self.wanted if own != group),
            without=tuple(own for own in self.without if own != group),
        )

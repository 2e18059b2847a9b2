"""Text for a terminal: a file may have any name, but none ends a line or moves the cursor."""

import sys
import unicodedata

# Persian words and some emojis are written with these; they move nothing.
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
UNSAFE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""Unicode's categories of what is no letter, mark, number, sign or space."""


def plain(text: object) -> str:
    r"""Write control characters, line breaks and what is no text as escapes, as in `\x1b`."""
    return "".join(map(_shown, str(text)))


def warn(sentence: object) -> None:
    """Say one sentence on standard error."""
    print(f"coverart: {plain(sentence)}", file=sys.stderr)


def _shown(sign: str) -> str:
    if sign in JOINERS or unicodedata.category(sign) not in UNSAFE:
        return sign
    return sign.encode("unicode_escape").decode("ascii")

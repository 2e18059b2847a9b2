"""How the window looks: neutral surfaces so that pictures speak, one accent, a rhythm of 8 pixels.

Surfaces are told apart by their shade, not by frames.
"""

from dataclasses import dataclass

STEP = 8
"""The rhythm: every distance is a multiple of it, or half of it within one thing."""
SCROLL_BAR = 12
"""The width of a scroll bar."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the window, as #rrggbb.

    `window` lies behind everything, `panel` beside the pictures, `raised` is for what can be
    pressed or typed into, `over` for what the pointer is on, and `line` parts what must be parted.
    `quiet` is text that stands back. `accent` marks what is chosen and what to do next,
    `accent_over` where the pointer is on it.
    """

    window: str
    panel: str
    raised: str
    over: str
    line: str
    text: str
    quiet: str
    accent: str
    accent_over: str
    on_accent: str
    warning: str


LIGHT = Theme(
    window="#f4f4f5",
    panel="#ffffff",
    raised="#e9e9ec",
    over="#dfdfe3",
    line="#dcdce0",
    text="#1c1d1f",
    quiet="#63656c",
    accent="#3a62d8",
    accent_over="#3056c4",
    on_accent="#ffffff",
    warning="#8f5400",
)
DARK = Theme(
    window="#1a1b1d",
    panel="#222326",
    raised="#303236",
    over="#3b3d42",
    line="#36383c",
    text="#ececee",
    quiet="#a2a4ab",
    accent="#7d9dff",
    accent_over="#94afff",
    on_accent="#10131c",
    warning="#f0b357",
)

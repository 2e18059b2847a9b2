"""Coverart finds the crops of your photos that fit your song, and exports the cover you choose.

The method is the cover image composition of Nakatsuka, Hamasaki and Goto (2024): every crop that
the grid-anchor formulation allows is embedded in one space with the song, and all crops of all
photos are ranked by their similarity to it. `docs/architecture.md` draws the house.
"""

__version__ = "0.1.0"

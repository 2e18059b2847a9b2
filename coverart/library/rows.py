"""Rows of vectors as the library keeps them: 16 bits a number, and only the crops that are known.

A row (d,) either holds finite numbers alone or is all NaN, which says that its crop was not encoded
yet. Nothing else gets into the library or comes out of it, so that everybody who asks whether a
crop was encoded comes to the same answer.
"""

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Rows

MAGNITUDE = np.uint16(0x7FFF)
INFINITE = np.uint16(0x7C00)  # whatever is above it is NaN


def known_rows(rows: Rows) -> NDArray[np.bool_]:
    """Which of rows (n, d) hold finite numbers alone, (n,)."""
    # Told by the exponents: several times as fast as to ask for each half-precision number.
    magnitudes = rows.view(np.uint16) & MAGNITUDE
    return np.asarray((magnitudes < INFINITE).all(axis=1))


def merged(before: Rows | None, rows: Rows) -> Rows:
    """Rows (n, d), and where they are not known those known `before`, if they are of this shape."""
    known = known_rows(rows)
    if known.all():
        return rows
    if before is None or before.shape != rows.shape:
        before = Rows(np.full(rows.shape, np.nan, dtype="<f2"))
    return Rows(np.where(known[:, None], rows, before))


def packed(rows: Rows) -> tuple[bytes, bytes]:
    """A bit for each of rows (n, d) that says whether it is known, and the rows that are."""
    known = known_rows(rows)
    return np.packbits(known).tobytes(), rows[known].astype("<f2").tobytes()


def unpacked(width: int, crops: int, bits: bytes, blob: bytes) -> Rows:
    """Rows (crops, width) from what `packed` gave; of damaged ones, some other number of rows."""
    if width < 1 or len(blob) % (2 * width):
        return Rows(np.empty((0, max(1, width)), dtype="<f2"))
    kept = Rows(np.frombuffer(blob, dtype="<f2").reshape(-1, width))
    if len(kept) < crops <= 8 * len(bits):
        known = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=crops).astype(bool)
        if known.sum() == len(kept):
            rows = np.full((crops, width), np.nan, dtype="<f2")
            rows[known] = kept
            kept = Rows(rows)
    return merged(None, kept)

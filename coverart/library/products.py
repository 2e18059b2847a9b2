"""Products of many rows with a query, with the rows as the library keeps them, in 16 bits.

What makes an exact search slow is not the product but the conversion to 32 bits, so that is done
here by three integer operations on pieces that stay in the processor's cache; NumPy's own takes
several times as long. Why the search is exact stands in docs/decisions/006-index.md.
"""

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats, Rows

PIECE_VALUES = 1 << 16
"""Values converted at a time: 256 KiB, well within a core's cache and below OpenBLAS's threads."""

# A half-precision number's exponent and fraction, moved to where single precision has them, are
# those of the number times 2^-112, for subnormal numbers too. The sign was spread by the widening.
MOVED = 13
SIGN_AND_MOVED = np.uint32(0x8FFFFFFF).view(np.int32)
RESTORING = np.float32(2.0**112)
MAGNITUDE = np.uint16(0x7FFF)
INFINITE = np.uint16(0x7C00)  # whatever is above it is NaN


def products(rows: Rows, queries: Floats) -> Floats:
    """Scalar products of rows (n, d) with queries (q, d): (n, q), NaN for rows of NaN.

    A row holds finite numbers, or NaN alone; what comes of infinite ones is not defined.
    """
    found = np.empty((len(rows), len(queries)), dtype=np.float32)
    # Contiguous, or BLAS would copy it for every piece.
    raised = np.ascontiguousarray(queries.T.astype(np.float32) * RESTORING)
    step = max(1, PIECE_VALUES // max(rows.shape[1], 1))
    wide = np.empty((min(step, len(rows)), rows.shape[1]), np.int32)
    for first in range(0, len(rows), step):
        piece = Rows(np.ascontiguousarray(rows[first : first + step]))
        np.matmul(_raised(piece, wide[: len(piece)]), raised, out=found[first : first + step])
    found[_missing(rows)] = np.nan
    return found


def _missing(rows: Rows) -> NDArray[np.bool_]:
    """Which of rows (m, d) hold NaN, (m,), told by their first number."""
    first = np.ascontiguousarray(rows[:, :1]).view(np.uint16) & MAGNITUDE
    return np.asarray((first > INFINITE).any(axis=1))


def _raised(rows: Rows, wide: NDArray[np.int32]) -> Floats:
    """Rows (m, d) in 32 bits, times 2^-112, in the room of `wide` (m, d)."""
    np.left_shift(rows.view(np.int16), MOVED, out=wide, dtype=np.int32)
    np.bitwise_and(wide, SIGN_AND_MOVED, out=wide)
    return wide.view(np.float32)

"""How far a place is set apart from the border of its picture.

The barrier of a way through a picture is the highest value on it less the lowest. The minimum
barrier distance of a place is the least barrier of all ways to it from the border. Sky, water and
walls reach the border without a step, so they are near it however large they are; what stands out
within them is far.

References
----------
Zhang, Sclaroff, Lin, Shen, Price, Mech (2015), Minimum barrier salient object detection at 80 FPS.
    ICCV. (distance, sum over channels)
Strand, Ciesielski, Malmberg, Saha (2013), The minimum barrier distance. Computer Vision and Image
    Understanding 117(4).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from coverart.crops.reducing import Maps

PASSES = 3

Turned = NDArray[np.float32]
"""(s, 4, c, s): the rows of c maps as they come in sweeps down, up, rightwards and leftwards."""


@dataclass(frozen=True, slots=True)
class _Reached:
    """The best ways found so far: their `barrier`, their `highest` and their `lowest` value.

    Each is (c, s, s), or `Turned`.
    """

    barrier: NDArray[np.float32]
    highest: NDArray[np.float32]
    lowest: NDArray[np.float32]

    @classmethod
    def at_the_border(cls, values: NDArray[np.float32]) -> Self:
        barrier = np.full_like(values, np.inf)
        barrier[:, [0, -1]] = 0
        barrier[:, :, [0, -1]] = 0
        return cls(barrier, values.copy(), values.copy())

    def swept(self, rows: Turned) -> Self:
        """What is reached when every way goes on, straight, in all four directions."""
        barrier, highest, lowest = (
            _turned(one) for one in (self.barrier, self.highest, self.lowest)
        )
        for row in range(1, len(rows)):
            high = np.maximum(highest[row - 1], rows[row])
            low = np.minimum(lowest[row - 1], rows[row])
            steps = high - low
            better = steps < barrier[row]
            np.copyto(barrier[row], steps, where=better)
            np.copyto(highest[row], high, where=better)
            np.copyto(lowest[row], low, where=better)
        least = _turned_back(barrier)
        best = least.argmin(axis=0)[None]
        return type(self)(
            *(
                np.take_along_axis(one, best, axis=0)[0]
                for one in (least, _turned_back(highest), _turned_back(lowest))
            )
        )


def barrier_distance(maps: Maps) -> Maps:
    """The minimum barrier distance of every place of maps (c, s, s), summed over them: (s, s).

    Ways that turn more often than `PASSES` times are not found, so that a distance may be too
    large, never too small.
    """
    values = maps.astype(np.float32)
    rows = _turned(values)
    reached = _Reached.at_the_border(values)
    for _ in range(PASSES):
        reached = reached.swept(rows)
    return np.asarray(reached.barrier.sum(axis=0, dtype=np.float64))


def _turned(maps: NDArray[np.float32]) -> Turned:
    """Maps (c, s, s) turned four ways, so that a sweep down is one in each direction."""
    across = maps.swapaxes(1, 2)
    ways = np.stack([maps, maps[:, ::-1], across, across[:, ::-1]])
    return np.ascontiguousarray(np.moveaxis(ways, 2, 0))


def _turned_back(rows: Turned) -> NDArray[np.float32]:
    """The maps of each of the four directions as they were before: (4, c, s, s)."""
    down, up, right, left = np.moveaxis(rows, 0, 2)
    return np.stack([down, up[:, ::-1], right.swapaxes(1, 2), left[:, ::-1].swapaxes(1, 2)])

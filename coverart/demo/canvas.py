"""What every picture of the demo is painted with: noise, gradients, ridges, glows and dabs.

Conventions: lengths are in picture heights, so x runs from 0 to the ratio and y from 0 to 1,
rightwards and downwards. Colours are "#rrggbb" or arrays (…, 3) of display values in [0, 1].
Noise is made by spectral synthesis: white noise whose amplitudes fall as frequency^-power.

References
----------
Saupe (1988). Algorithms for random fractals. In: The Science of Fractal Images, Springer.
"""

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats, Pixels

Field: TypeAlias = NDArray[np.floating[Any]]
"""A number for every pixel, (height, width), or what broadcasts to it."""

Colour: TypeAlias = str | Field
Point: TypeAlias = tuple[float, float]


def rgb(colour: Colour) -> Field:
    """The display values of a colour; arrays pass through."""
    return _parsed(colour) if isinstance(colour, str) else colour


@cache
def _parsed(colour: str) -> Floats:
    values = np.array(list(bytes.fromhex(colour.removeprefix("#"))), dtype=np.float32)
    return np.divide(values, 255, dtype=np.float32)


def smooth(value: Field | float, start: float, end: float) -> Floats:
    """0 at `start`, 1 at `end`, with a level tangent at both; `start` may be the larger."""
    t = np.clip((np.asarray(value, dtype=np.float32) - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def gradient(value: Field, *stops: tuple[float, str]) -> Floats:
    """Colours (…, 3) for values, with smooth passage between stops in rising order."""
    steps = np.linspace(stops[0][0], stops[-1][0], 2048, dtype=np.float32)
    table = np.broadcast_to(rgb(stops[0][1]), (2048, 3))
    for (start, _), (end, colour) in pairwise(stops):
        table = mix(table, colour, smooth(steps, start, end))
    share = (np.asarray(value, dtype=np.float32) - steps[0]) / (steps[-1] - steps[0])
    return np.asarray(table[(np.clip(share, 0, 1) * 2047).astype(np.intp)], dtype=np.float32)


def mix(first: Colour, second: Colour, amount: Field | float) -> Floats:
    """`first` where amount is 0, `second` where it is 1; a colour for every amount."""
    start, share = rgb(first), np.asarray(amount, dtype=np.float32)[..., None]
    return np.asarray(start + (rgb(second) - start) * share, dtype=np.float32)


def layers(count: int) -> list[float]:
    """How near each of some layers is, in the order of painting: 0 far away, 1 close by."""
    return [index / (count - 1) for index in range(count)]


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture in the making, or a part of one.

    `x` is (1, width) and `y` (height, 1), `image` is (height, width, 3); `pixel` is the height of
    one. All chance comes from `rng`.
    """

    x: Floats
    y: Floats
    image: Floats
    pixel: float
    rng: np.random.Generator

    @classmethod
    def blank(cls, width: int, height: int, seed: int) -> Self:
        """A black canvas of so many pixels."""
        x: Floats = np.arange(width, dtype=np.float32)[None, :] * np.float32(1 / height)
        y: Floats = np.arange(height, dtype=np.float32)[:, None] * np.float32(1 / height)
        image = np.zeros((height, width, 3), dtype=np.float32)
        return cls(x, y, image, 1 / height, np.random.Generator(np.random.PCG64(seed)))

    @property
    def width(self) -> float:
        """How wide the whole canvas is."""
        return float(self.x.shape[1] * self.pixel)

    def part(self, x: float, y: float, across: float, down: float) -> Self:
        """What lies at most so far from a point: painting there paints the whole."""
        low, high = round((y - down) / self.pixel), round((y + down) / self.pixel) + 1
        left, right = round((x - across) / self.pixel), round((x + across) / self.pixel) + 1
        rows, columns = slice(max(0, low), max(0, high)), slice(max(0, left), max(0, right))
        image = self.image[rows, columns]
        return replace(self, x=self.x[:, columns], y=self.y[rows], image=image)

    def paint(self, colour: Colour, cover: Field) -> None:
        """Lay a colour over the picture where `cover`, (height, width), is above 0."""
        touched = np.flatnonzero(cover.any(axis=1))
        if touched.size:
            rows, tint = slice(touched[0], touched[-1] + 1), rgb(colour)
            tint = tint[rows] if tint.ndim == 3 else tint
            patch = self.image[rows]
            patch += (tint - patch) * cover[rows, :, None]

    def light(self, colour: Colour, amount: Field) -> None:
        """Add light as a second exposure would (screen blend), so that nothing burns out."""
        patch = self.image
        patch += (1 - patch) * np.clip(rgb(colour) * amount[..., None], 0, 1).astype(np.float32)

    def sky(self, *stops: tuple[float, str]) -> None:
        """Fill the picture with a vertical gradient."""
        self.image[:] = gradient(self.y, *stops)

    def noise(self, power: float, coarsest: float = 1.0, stretch: float = 1.0) -> Floats:
        """Fractal noise over the picture: mean 0, deviation 1.

        `coarsest` is the number of its largest waves in a picture height; `stretch` draws it out
        sideways.
        """
        height, width = self.image.shape[:2]
        down = np.fft.fftfreq(height, 1 / height)[:, None].astype(np.float32)
        across = np.fft.rfftfreq(width, 1 / width).astype(np.float32) * (height / width * stretch)
        amplitude = (down**2 + across**2 + coarsest**2) ** (-power / 2)
        amplitude[0, 0] = 0
        white = self.rng.standard_normal((2, *amplitude.shape), dtype=np.float32)
        field = np.fft.irfft2((white[0] + 1j * white[1]) * amplitude, (height, width))
        return np.asarray(field / field.std(), dtype=np.float32)

    def ridge(self, power: float = 1.6, coarsest: float = 1.0) -> Floats:
        """A wandering line, (1, width): mean 0, deviation 1, like `noise` in one dimension."""
        width = self.x.shape[1]
        waves = np.fft.rfftfreq(2 * width, self.pixel)
        white = self.rng.standard_normal((2, waves.size))
        amplitude = np.where(waves > 0, (waves**2 + coarsest**2) ** (-power / 2), 0)
        line = np.fft.irfft((white[0] + 1j * white[1]) * amplitude)[:width]
        return np.asarray((line - line.mean()) / line.std(), dtype=np.float32)[None, :]

    def below(self, line: Field | float, blur: float = 0.0015) -> Floats:
        """1 beneath a line of heights, 0 above it, with an edge as wide as `blur`."""
        return np.asarray(np.clip((self.y - line) / blur + 0.5, 0, 1), dtype=np.float32)

    def hill(self, line: Field | float, crest: str, foot: str, depth: float = 0.3) -> None:
        """Fill beneath a line, from `crest` at the line to `foot` at `depth` under it."""
        self.paint(gradient((self.y - line) / depth, (0, crest), (1, foot)), self.below(line))

    def distance(self, x: float, y: float) -> Floats:
        """How far every pixel lies from a point."""
        return np.asarray(np.hypot(self.x - x, self.y - y), dtype=np.float32)

    def glow(self, x: float, y: float, radius: float, colour: Colour, power: float = 1.0) -> None:
        """Light that fades from a point, to about a third at `radius`."""
        lit = self.part(x, y, 7 * radius, 7 * radius)
        lit.light(colour, power * np.exp(-lit.distance(x, y) / radius))

    def disc(self, x: float, y: float, radius: float, colour: Colour, blur: float = 0.002) -> None:
        """A filled circle."""
        self.paint(colour, smooth(self.distance(x, y), radius + blur / 2, radius - blur / 2))

    def dab(
        self, at: Point, radius: Point, colour: Colour, cover: float = 1.0, blur: float = 0.3
    ) -> None:
        """A small ellipse with half axes `radius`; `blur` is a share of them."""
        spot = self.part(*at, *radius)
        rings = np.hypot((spot.x - at[0]) / radius[0], (spot.y - at[1]) / radius[1])
        spot.paint(colour, cover * smooth(rings, 1, 1 - blur))

    def stroke(self, start: Point, end: Point, widths: Point, colour: Colour) -> None:
        """A straight line that tapers from one width to the other."""
        (x, y), (right, down), thick = start, (end[0] - start[0], end[1] - start[1]), max(widths)
        spot = self.part(x + right / 2, y + down / 2, abs(right / 2) + thick, abs(down / 2) + thick)
        u, v = spot.x - x, spot.y - y
        along = np.clip((u * right + v * down) / max(right**2 + down**2, 1e-12), 0, 1)
        half = (widths[0] + (widths[1] - widths[0]) * along) / 2
        away = np.hypot(u - along * right, v - along * down)
        spot.paint(colour, np.clip((half - away) / self.pixel + 0.5, 0, 1))

    def reflect(self, horizon: float, ripple: float, tint: Colour, amount: float) -> None:
        """Turn what is beneath the horizon into water that mirrors what is above it.

        Waves are `ripple` high at the lower edge and flatten towards the horizon.
        """
        height, width = self.image.shape[:2]
        first = round(horizon * height)
        depth = np.clip(self.y[first:] - horizon, 0, 1)
        waves = self.noise(1.6, 30, 9)[first:] + self.noise(1.4, 90, 6)[first:] * 0.7
        source = horizon - depth + waves * ripple * (0.04 + depth)
        rows = np.clip(np.abs(source * height), 0, first - 1).astype(np.intp)
        mirrored = self.image[rows, np.arange(width)[None, :]]
        self.image[first:] = mix(mirrored, tint, amount)

    def develop(self, vignette: float = 0.25, grain: float = 0.012) -> Pixels:
        """The finished picture, with darker corners and a little film grain."""
        height, width = self.image.shape[:2]
        corner = np.hypot(self.x / self.width - 0.5, self.y - 0.5) / np.sqrt(0.5)
        film = self.rng.standard_normal((height, width), dtype=np.float32) * grain
        shown = self.image * (1 - vignette * corner**2.5)[..., None] + film[..., None]
        return np.asarray(np.clip(shown, 0, 1) * 255 + 0.5).astype(np.uint8)

"""Pictures of the demo that water rules: storm, lake, beach, deep sea, lighthouse."""

from itertools import pairwise

import numpy as np

from coverart.demo.canvas import Canvas, gradient, layers, mix, smooth
from coverart.demo.skies import fir_line, stars
from coverart.domain import Pixels


def lightning(canvas: Canvas, x: float, y: float, end: float) -> None:
    """A stroke from a point down to a height, with a few forks."""
    while y < end:
        to_x, to_y = x + canvas.rng.normal() * 0.011 - 0.002, y + canvas.rng.uniform(0.006, 0.02)
        canvas.glow(x, y, 0.012, "#aebcff", 0.3)
        canvas.stroke((x, y), (to_x, to_y), (0.0042, 0.004), "#f6f7ff")
        if canvas.rng.random() < 0.25:
            fork = (to_x + canvas.rng.normal() * 0.05, to_y + 0.04)
            canvas.stroke((to_x, to_y), fork, (0.0024, 0.001), "#dde3ff")
            canvas.stroke(fork, (fork[0] - 0.008, to_y + 0.09), (0.0015, 0.0005), "#c4cdf5")
        x, y = to_x, to_y


def stormy_sea() -> Pixels:
    """Breaking waves under black cloud, and a stroke of lightning."""
    canvas = Canvas.blank(1600, 1200, seed=3)
    canvas.sky((0, "#12181e"), (0.3, "#39444a"), (0.5, "#8a9490"))
    cloud = canvas.noise(2.0, 1.3, 1.8)
    lit = (cloud - np.roll(cloud, (-22, 14), (0, 1))) * 1.4
    heavy = smooth(cloud + 0.7 - 2.4 * canvas.y, -1.3, 0.9)
    canvas.paint(gradient(lit, (-0.5, "#10151a"), (0, "#303a41"), (0.6, "#77838a")), 0.9 * heavy)
    canvas.glow(0.37, 0.3, 0.13, "#b9c8ff", 0.55)
    lightning(canvas, 0.43, 0.1, 0.475)
    spray, chop = canvas.noise(1.1, 12, 3), canvas.noise(1.5, 9, 3.5)
    for near in layers(9):
        swell = 1.55 - np.sqrt(canvas.ridge(3, 3 - 2.5 * near) ** 2 + 0.35)
        base = 0.49 + 0.47 * near**1.3
        line = base - (0.005 + 0.075 * near) * np.maximum(swell, -0.5)
        line = line - 0.0015 * near * canvas.ridge(1.2, 12)
        depth = canvas.y - 0.6 * line - 0.4 * base + 0.03 * near
        light = depth / (0.02 + 0.16 * near) + 0.12 * chop
        water = gradient(light, (0, "#86aba3"), (0.3, "#3a6461"), (1, "#0b1a22"))
        canvas.paint(mix("#7a8683", water, 0.3 + 0.7 * near), canvas.below(line, 0.0025))
        under = np.maximum(canvas.y - line, 0) / (0.004 + 0.05 * near)
        foam = smooth(spray + 2.3 * (swell - 0.62) - under, 0, 1)
        foam = foam + 0.35 * smooth(spray - 0.5 * under, 1, 2.4)
        canvas.paint("#e6eeec", 0.85 * np.minimum(foam, 1) * canvas.below(line))
        spray, chop = np.roll(spray, 311, 1), np.roll(chop, 733, 1)
    return canvas.develop(0.4)


def grey_lake() -> Pixels:
    """A rowing boat on a still lake in fog, three times as wide as high."""
    canvas = Canvas.blank(1800, 600, seed=13)
    canvas.sky((0, "#aab2b6"), (0.5, "#d0d4d4"))
    for near, crest in ((0.0, "#b4bbbe"), (0.4, "#98a2a6"), (0.9, "#6d797d")):
        line = 0.40 + 0.08 * near - (0.07 - 0.03 * near) * canvas.ridge(1.8, 0.6)
        firs = fir_line(canvas, line, int(160 * near), 0.09 * near) if near else line
        fog = smooth(canvas.y - line, -0.02, 0.16)
        canvas.paint(mix(crest, "#ccd0d0", fog), canvas.below(firs, 0.004))
    canvas.paint("#d2d5d5", 0.8 * np.exp(-np.abs(canvas.y - 0.53) / 0.03))
    canvas.dab((2.1, 0.532), (0.085, 0.019), "#2b3235", blur=0.12)
    canvas.dab((2.1, 0.516), (0.07, 0.005), "#596467", blur=0.12)
    canvas.dab((2.112, 0.485), (0.014, 0.034), "#20272a", blur=0.2)
    canvas.dab((2.112, 0.441), (0.0105, 0.0125), "#20272a", blur=0.2)
    canvas.stroke((2.095, 0.485), (1.98, 0.547), (0.004, 0.006), "#2b3235")
    canvas.reflect(0.55, 0.045, "#b9c0c2", 0.3)
    for _ in range(90):
        root, tall = canvas.rng.normal() * 0.13 + 0.25, canvas.rng.uniform(0.1, 0.34)
        lean = canvas.rng.normal() * 0.03
        canvas.stroke((root, 1.02), (root + lean, 1.0 - tall), (0.006, 0.0015), "#3a4446")
    canvas.paint("#d4d7d7", 0.25 * smooth(canvas.noise(2, 1, 5), 0, 2))
    return canvas.develop(0.2)


def parasol(canvas: Canvas, x: float, y: float, colour: str) -> None:
    """A striped parasol from above, with its shadow and a towel."""
    canvas.dab((x + 0.03, y + 0.036), (0.052, 0.05), "#8a6238", 0.55, blur=0.5)
    spot = canvas.part(x, y, 0.05, 0.05)
    away, angle = spot.distance(x, y), np.arctan2(spot.y - y, spot.x - x)
    stripe = smooth(np.sin(angle * 5), -0.12, 0.12)
    cloth = mix(mix(colour, "#fff8ec", stripe), "#000000", 3 * away)
    spot.paint(cloth, smooth(away, 0.049, 0.046))
    towel = mix(colour, "#ffffff", 0.3)
    canvas.stroke((x + 0.075, y - 0.035), (x + 0.085, y + 0.02), (0.024, 0.024), towel)


def turquoise_beach() -> Pixels:
    """A beach from above: parasols, foam, and water from turquoise to blue."""
    canvas = Canvas.blank(1600, 1200, seed=10)
    coast = canvas.x - 0.52 - 0.22 * (canvas.y - 0.5) + 0.05 * np.sin(canvas.y * 6)
    coast = coast + 0.018 * canvas.noise(2.4, 1.2)
    canvas.image[:] = gradient(
        coast, (-0.5, "#f7e3b8"), (-0.1, "#f3d6a0"), (-0.015, "#cfa873"),
        (0.02, "#a9ece0"), (0.2, "#3fd3d0"), (0.5, "#12a5c4"), (0.9, "#0b6fae"),
    )  # fmt: skip
    canvas.paint("#8f6b3d", 0.1 * smooth(canvas.noise(0.4, 30), 0, 2) * smooth(coast, 0, -0.05))
    reef = smooth(canvas.noise(1.9, 2.5), 0.7, 1.8) * smooth(coast, 0.15, 0.5)
    canvas.paint("#0a5f7c", 0.5 * reef)
    web = np.exp(-np.abs(canvas.noise(2.1, 12)) / 0.09) * smooth(coast, 0.02, 0.12)
    canvas.light("#e8fffb", 0.32 * web * smooth(coast, 0.6, 0.1))
    lace = canvas.noise(1.5, 10)
    for out, wide in ((0.005, 0.014), (0.085, 0.01), (0.19, 0.008)):
        edge = coast - out - 0.008 * np.roll(lace, int(out * 2000), 0)
        band = np.exp(-np.abs(edge) / wide)
        canvas.paint("#ffffff", 0.92 * band**1.4 * smooth(lace + band, 0, 1))
        wash = smooth(edge, 0.05, 0) * smooth(edge, -0.012, 0)
        canvas.paint("#ffffff", 0.3 * wash * smooth(lace, 0.2, 1.6))
    for x, y, colour in (
        (0.2, 0.22, "#e63946"), (0.33, 0.36, "#ffb703"), (0.12, 0.5, "#1d8a99"),
        (0.3, 0.68, "#e63946"), (0.14, 0.84, "#f77f00"),
    ):  # fmt: skip
        parasol(canvas, x, y, colour)
    return canvas.develop(0.1, 0.008)


def jellyfish(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A glowing bell with trailing tentacles."""
    for offset in np.linspace(-0.8, 0.8, 13):
        phase, length = canvas.rng.uniform(0, 6), canvas.rng.uniform(1.8, 3.8)
        steps = np.linspace(0, 1, 26)
        across = x + size * (offset * (1 - 0.3 * steps) + 0.16 * np.sin(steps * 7 + phase) * steps)
        down = y + size * (0.1 + steps * length)
        joints = zip(across.tolist(), down.tolist(), strict=True)
        for (start, end), fade in zip(pairwise(joints), steps.tolist(), strict=False):
            thin = size * 0.035 * (1.2 - fade)
            canvas.stroke(start, end, (thin, thin), mix(colour, "#10519a", 0.25 + 0.7 * fade))
    water = canvas.part(x, y, 1.1 * size, 1.1 * size)
    u, v = (water.x - x) / size, (water.y - y) / size
    hem = 0.14 + 0.05 * np.cos(u * 22)
    bell = smooth(np.hypot(u, v * 1.15), 1.01, 0.99) * smooth(v, hem + 0.02, hem - 0.02)
    water.light(colour, bell * (0.25 + 0.65 * np.hypot(u, v) ** 3))
    water.light("#ffffff", bell * 0.5 * np.exp(-np.hypot(u + 0.3, v + 0.5) / 0.22))
    canvas.glow(x, y, size * 1.3, colour, 0.3)


def underwater() -> Pixels:
    """Jellyfish in blue water, in rays of light from above."""
    canvas = Canvas.blank(1080, 1620, seed=12)
    canvas.sky((0, "#52c8e6"), (0.3, "#1478b8"), (0.7, "#0a3a78"), (1, "#051a40"))
    slant = (canvas.x - 0.2) / (canvas.y + 0.35)
    beam = canvas.ridge(1.3, 5)[0] * 0.6 + canvas.ridge(1.6, 2)[0]
    rays = np.interp(slant, np.linspace(-0.7, 1.5, beam.size), beam).astype(np.float32)
    canvas.light("#bff4ff", 0.5 * smooth(rays, -0.4, 2) * smooth(canvas.y, 0.85, 0))
    web = np.exp(-np.abs(canvas.noise(2, 7, 2)) / 0.12)
    canvas.light("#ffffff", 0.6 * web * np.exp(-canvas.y / 0.06))
    for x, y, size, colour in (
        (0.5, 0.2, 0.035, "#8fd8ff"), (0.13, 0.62, 0.05, "#b79cff"),
        (0.54, 0.72, 0.03, "#8fb6ff"), (0.41, 0.42, 0.115, "#ff9fd0"),
    ):  # fmt: skip
        jellyfish(canvas, x, y, size, colour)
    for x, y, size in (canvas.rng.random((260, 3)) * (0.667, 1, 1)).tolist():
        radius = 0.0008 + 0.0035 * size**6
        canvas.dab((x, y), (radius, radius), "#d8f6ff", 0.5, blur=0.9)
    return canvas.develop(0.3)


def lighthouse() -> Pixels:
    """A lighthouse on its cliff at dusk; its beam sweeps over the sea."""
    canvas = Canvas.blank(1200, 1600, seed=17)
    canvas.sky((0, "#1b2450"), (0.3, "#51407e"), (0.5, "#c4687c"), (0.63, "#ffb27a"))
    stars(canvas, 140, 0.35)
    cloud = canvas.noise(1.8, 1.6, 5)
    canvas.paint("#3d2f63", 0.6 * smooth(cloud, 0.1, 1.8) * smooth(canvas.y, 0.05, 0.4))
    canvas.glow(0.1, 0.64, 0.16, "#ffd08a", 0.7)
    canvas.reflect(0.645, 0.14, "#2b2a55", 0.3)
    cliff = 0.71 + 0.34 * smooth(canvas.x, 0.62, 0.2) + 0.012 * canvas.ridge(1.3, 3)
    canvas.hill(cliff, "#3a2f3d", "#0d0d18", 0.16)
    canvas.hill(cliff + 0.1 + 0.02 * canvas.ridge(1.4, 3), "#1a1822", "#08080e", 0.1)
    beacon(canvas, 0.54, 0.335, 0.735)
    return canvas.develop(0.3)


def beacon(canvas: Canvas, x: float, top: float, root: float) -> None:
    """A banded tower, its lantern, and a beam to both sides."""
    width = 0.026 + 0.02 * (canvas.y - top) / (root - top)
    tower = smooth(np.abs(canvas.x - x) - width, 0.001, -0.001)
    tower = tower * (canvas.y > top) * (canvas.y < root)
    bands = smooth(np.sin((canvas.y - top) * 39 + 0.4), -0.08, 0.08)
    wall = mix("#e8ddd6", "#a83240", bands)
    dark = smooth((canvas.x - x) / width, -0.7, 1)
    canvas.paint(mix(wall, "#1d1836", 0.8 * dark), tower)
    canvas.stroke((x - 0.036, top), (x + 0.036, top), (0.008, 0.008), "#181425")
    canvas.stroke((x, top - 0.004), (x, top - 0.042), (0.034, 0.034), "#ffe9a8")
    canvas.stroke((x, top - 0.046), (x, top - 0.082), (0.046, 0.004), "#5c1d2c")
    lamp = top - 0.024
    away = np.abs(canvas.x - x)
    spread = np.abs(canvas.y - lamp - 0.1 * (canvas.x - x)) / (0.012 + 0.11 * away)
    canvas.light("#ffe7ae", 0.75 * np.exp(-(spread**2) * 1.6 - away / 0.5) * smooth(away, 0, 0.03))
    canvas.glow(x, lamp, 0.035, "#fff2c4", 1.2)

"""Pictures of the demo that the sky rules: night, northern lights, balloons, clouds, eclipse."""

import numpy as np

from coverart.demo.canvas import Canvas, Point, gradient, mix, rgb, smooth
from coverart.domain import Floats, Pixels


def stars(canvas: Canvas, count: int, lowest: float) -> None:
    """Scatter stars above a height; few are bright."""
    places = canvas.rng.random((count, 2)) * (canvas.width, lowest)
    for (x, y), bright in zip(places.tolist(), canvas.rng.random(count) ** 4, strict=True):
        size = 0.0011 + 0.0016 * bright
        canvas.dab((x, y), (size, size), "#eef2ff", 0.35 + 0.65 * bright, blur=0.9)


def fir_line(canvas: Canvas, line: Floats, count: int, height: float) -> Floats:
    """A line of heights with firs grown on it."""
    grown = line
    xs = canvas.rng.uniform(0, canvas.width - canvas.pixel, count)
    for x, tall in zip(xs, height * canvas.rng.uniform(0.35, 1, count), strict=True):
        root = line[0, int(x / canvas.pixel)]
        away = np.abs(canvas.x - x)
        jagged = away * (4.2 + 1.4 * np.sin(away * 180 / height))
        grown = np.where(jagged < tall, np.minimum(grown, root - tall + jagged), grown)
    return grown


def puffs(canvas: Canvas, level: float, sizes: Point, count: int) -> Floats:
    """The upper edge of a bank of cumulus: the highest of many round tops."""
    tops = np.full_like(canvas.x, level)
    for x in canvas.rng.uniform(-0.1, canvas.width + 0.1, count):
        radius = canvas.rng.uniform(*sizes)
        inside = np.sqrt(np.maximum(radius**2 - (canvas.x - x) ** 2, 0))
        tops = np.minimum(tops, level - inside + radius * 0.25)
    return np.asarray(tops, dtype=np.float32)


def moonlit_mountains() -> Pixels:
    """A full moon over snowy peaks, deep blue."""
    canvas = Canvas.blank(1600, 900, seed=2)
    canvas.sky((0, "#050a1c"), (0.55, "#14284f"), (0.8, "#2f4f7d"))
    stars(canvas, 700, 0.7)
    canvas.light("#7f9fd0", 0.25 * smooth(canvas.noise(1.7, 1.2, 3), 0.2, 2.4))
    canvas.glow(0.42, 0.24, 0.16, "#a9c3f2", 0.75)
    canvas.disc(0.42, 0.24, 0.055, "#f5f3e4", 0.003)
    seas = smooth(canvas.noise(1.8, 8), 0, 1.8) * (canvas.distance(0.42, 0.24) < 0.054)
    canvas.paint("#cfd0cc", 0.5 * seas)
    for level, rise, lit, rock, haze in (
        (0.60, 0.09, "#7e9ac6", "#2b4674", "#35568a"),
        (0.74, 0.11, "#a8bfe2", "#16294e", "#22406f"),
    ):
        line = level - rise * canvas.ridge(1.75, 1.3)
        depth = canvas.y - line
        # Faces run down from the crest, each as lit as the crest above it is turned to the moon.
        fall = np.gradient(np.convolve(line[0], np.ones(21) / 21, mode="same"), canvas.pixel)
        above = canvas.x + 0.35 * depth * canvas.noise(2.2, 3)
        facing = np.interp(above, canvas.x[0], -fall) + 0.3 * canvas.noise(1.3, 8, 0.5)
        snow = smooth(facing - depth, -0.45, 0.75)
        mist = smooth(depth, 0.05, 0.32)
        canvas.paint(mix(mix(rock, lit, snow), haze, mist), canvas.below(line))
    for level, tall, colour in ((0.86, 0.07, "#0b1730"), (0.97, 0.16, "#040914")):
        line = fir_line(canvas, level + 0.025 * canvas.ridge(1.8), 150, tall)
        canvas.hill(line, colour, "#02050c", 0.3)
    return canvas.develop(0.35)


def aurora() -> Pixels:
    """Northern lights above a lake and a lit cabin."""
    canvas = Canvas.blank(1080, 1620, seed=7)
    canvas.sky((0, "#040718"), (0.45, "#082033"), (0.72, "#12433f"))
    stars(canvas, 500, 0.65)
    for level, reach, power in ((0.34, 0.30, 0.75), (0.50, 0.26, 1.0), (0.60, 0.12, 0.6)):
        line = level + 0.085 * canvas.ridge(2.6, 1.5)
        rays = 0.55 + 0.3 * canvas.ridge(1.1, 8) * (1 + 0.3 * canvas.ridge(2, 2))
        up = line - canvas.y
        curtain = np.exp(-np.maximum(up, 0) / (reach * np.clip(rays, 0.15, 1.4)))
        curtain = curtain * smooth(up, -0.03, 0.025) * np.clip(rays, 0.1, 1.3) * power
        glow = gradient(up / reach, (0, "#5dffae"), (0.55, "#23c69a"), (1.3, "#9a4fd0"))
        canvas.light(glow, curtain * (0.55 + 0.45 * smooth(canvas.ridge(2, 1), -1.5, 1)))
    canvas.hill(0.735 - 0.03 * canvas.ridge(1.6, 2), "#0b2a30", "#0c3034", 0.1)
    shore = fir_line(canvas, 0.775 + 0.006 * canvas.ridge(1.5, 3), 80, 0.085)
    canvas.paint("#03090d", canvas.below(shore))
    canvas.dab((0.205, 0.772), (0.012, 0.009), "#ffc46b", blur=0.2)
    canvas.glow(0.205, 0.772, 0.02, "#ff9d3c", 0.8)
    canvas.reflect(0.785, 0.10, "#04121a", 0.28)
    return canvas.develop(0.3)


def balloon(canvas: Canvas, at: Point, radius: float, colours: tuple[str, ...]) -> None:
    """A hot-air balloon with striped gores, lit from the upper left."""
    x, y = at
    air = canvas.part(x, y + 0.4 * radius, 1.1 * radius, 1.5 * radius)
    u, v = (air.x - x) / radius, (air.y - y) / radius
    narrowing = 0.917 - 0.76 * (v - 0.4) - 0.1 * (v - 0.4) ** 2
    width = np.where(v < 0.4, np.sqrt(np.clip(1 - v**2, 0.01, 1)), narrowing)
    inside = smooth(np.abs(u) - width, 0.012, -0.012) * (np.abs(v - 0.18) < 1.17)
    turn = np.arcsin(np.clip(u / np.maximum(width, 0.05), -1, 1)) / np.pi * 9 + 9.5
    cloth = np.stack([rgb(colour) for colour in colours])[turn.astype(np.intp) % len(colours)]
    seams = 0.93 + 0.07 * np.sin(turn % 1 * np.pi)
    shade = 0.6 * smooth(u * 0.8 + v * 0.5, -0.5, 1.2)
    air.paint(mix(cloth * seams[..., None], "#2a2350", shade), inside)
    air.light("#fff3d6", inside * 0.35 * np.exp(-(np.hypot(u + 0.45, v + 0.45) ** 2) / 0.12))
    for side in (-0.1 * radius, 0.1 * radius):
        upper, lower = (x + 1.3 * side, y + 1.33 * radius), (x + side, y + 1.62 * radius)
        canvas.stroke(upper, lower, (0.0014, 0.0014), "#3c2c28")
    canvas.dab((x, y + 1.7 * radius), (0.14 * radius, 0.12 * radius), "#6b4226", blur=0.15)


def balloons() -> Pixels:
    """Hot-air balloons in a bright morning sky."""
    canvas = Canvas.blank(1600, 1200, seed=14)
    canvas.sky((0, "#2f86d6"), (0.55, "#8cc8ef"), (0.9, "#fdeccb"))
    for level, tint in ((0.93, "#ffe9d2"), (1.0, "#ffffff")):
        line = puffs(canvas, level, (0.03, 0.13), 45) + 0.004 * canvas.ridge(1.2, 6)
        cloud = gradient((canvas.y - line) / 0.16, (0, tint), (1, "#cfe3f3"))
        canvas.paint(cloud, 0.9 * canvas.below(line, 0.012))
    warm, fresh, dusk = (("#e63946", "#ffb703"), ("#ffffff", "#ff6b35"), ("#6a4c93", "#ff99c8"))
    for x, y, radius, colours in (
        (0.95, 0.17, 0.035, dusk), (0.2, 0.22, 0.045, fresh), (1.22, 0.36, 0.06, warm),
        (0.55, 0.5, 0.055, ("#2a9d8f", "#f4f1de")), (0.12, 0.62, 0.03, warm),
        (1.12, 0.7, 0.045, ("#3a86ff", "#ffbe0b")), (0.72, 0.27, 0.165, (*warm, "#fb8500")),
    ):  # fmt: skip
        balloon(canvas, (x, y), radius, colours)
    return canvas.develop(0.12, 0.008)


def pastel_clouds() -> Pixels:
    """Banks of soft cloud in rose and lilac."""
    canvas = Canvas.blank(1600, 900, seed=20)
    canvas.sky((0, "#8fb3e8"), (0.4, "#d8c4ee"), (0.75, "#ffd6d0"), (1, "#ffe8cf"))
    canvas.light("#ffffff", 0.35 * smooth(canvas.noise(1.9, 1.5, 4), 0.3, 2.5))
    canvas.glow(1.25, 0.34, 0.22, "#fff1c9", 0.8)
    canvas.disc(1.25, 0.34, 0.06, "#fffbe8", 0.01)
    for level, size, crest, foot in (
        (0.620, 0.060, "#f7c9d8", "#c9a9dc"), (0.712, 0.088, "#ffd9d3", "#d9b5e0"),
        (0.804, 0.116, "#ffe3da", "#cdb0e6"), (0.896, 0.144, "#fdd3e0", "#b9a5e6"),
        (0.988, 0.172, "#ffece4", "#c4b3ee"), (1.080, 0.200, "#fff6f0", "#d3c4f4"),
    ):  # fmt: skip
        line = puffs(canvas, level, (size * 0.3, size), 34) + 0.003 * canvas.ridge(1.3, 5)
        depth = canvas.y - 0.35 * line - 0.65 * (level - 0.6 * size)
        canvas.paint(gradient(depth / size, (-0.1, crest), (1, foot)), canvas.below(line, 0.006))
        rim = np.exp(-np.abs(canvas.y - line) / 0.012) * canvas.below(line)
        canvas.light("#fff6dc", 0.5 * rim * np.exp(-np.abs(canvas.x - 1.25) / 0.35))
    return canvas.develop(0.06, 0.008)


def eclipse() -> Pixels:
    """A total eclipse with its corona and one bright bead."""
    canvas = Canvas.blank(1400, 1400, seed=18)
    canvas.sky((0, "#05060d"), (0.6, "#0d1226"), (0.84, "#4a2a35"), (0.93, "#c8703c"))
    stars(canvas, 160, 0.75)
    x, y, radius = 0.62, 0.38, 0.13
    rings = canvas.distance(x, y)
    turn = np.linspace(-np.pi, np.pi, 2048, dtype=np.float32)
    waves = np.zeros_like(turn)
    for count in range(2, 40):
        waves += canvas.rng.normal() * np.cos(count * turn + canvas.rng.uniform(0, 6)) / count**0.7
    rays = np.clip(0.085 + 0.03 * waves, 0.03, 0.3)
    angle = np.arctan2(canvas.y - y, canvas.x - x)
    reach = np.take(rays, ((angle / np.pi + 1) * 1023.5).astype(np.intp))
    corona = np.exp(-np.maximum(rings - radius, 0) / reach)
    canvas.light("#cfdcff", 0.85 * corona**1.3)
    canvas.light("#ffffff", np.exp(-np.abs(rings - radius) / 0.008))
    canvas.disc(x, y, radius, "#030409", 0.004)
    bead = (x - radius * 0.72, y - radius * 0.69)
    canvas.glow(*bead, 0.022, "#fff7e8", 2.5)
    canvas.glow(*bead, 0.1, "#ffd9a8", 0.5)
    line = fir_line(canvas, 0.95 - 0.025 * canvas.ridge(1.8, 1.5), 60, 0.05)
    canvas.hill(line, "#07060a", "#020203", 0.1)
    return canvas.develop(0.3)

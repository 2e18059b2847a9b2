"""Pictures of the demo made by people's lights and hands: city, neon, rain, cut paper."""

import numpy as np

from coverart.demo.canvas import Canvas, Point, gradient, layers, mix, smooth
from coverart.domain import Floats, Pixels


def tower(canvas: Canvas, left: float, top: float, width: float, near: float) -> None:
    """A block of flats with some of its windows lit; `near` is 0 far away and 1 close by."""
    block = canvas.part(left + width / 2, (top + 0.66) / 2, width / 2, (0.66 - top) / 2)
    wall, haze = mix("#4a3f72", "#0b0d1f", near), 0.5 * (1 - near) * smooth(block.y, 0.3, 0.66)
    block.image[:] = mix(wall, "#c25a7a", haze)
    if near < 0.3:
        return
    step = 0.011 + 0.004 * near
    column, row = (block.x - left) / step, (block.y - top) / (step * 1.35)
    lit = canvas.rng.random((60, 60)) ** 2.2
    glow = lit[np.clip(row, 0, 59).astype(np.intp), np.clip(column, 0, 59).astype(np.intp)]
    pane = (np.abs(column % 1 - 0.5) < 0.28) & (np.abs(row % 1 - 0.5) < 0.27)
    tint = gradient(glow, (0.3, "#20233f"), (0.55, "#d98a3d"), (0.8, "#ffd98a"), (1, "#dff1ff"))
    block.paint(tint, pane * smooth(glow, 0.25, 0.5) * (0.35 + 0.6 * near))


def city_at_night() -> Pixels:
    """A skyline with lit windows, mirrored in a river."""
    canvas = Canvas.blank(1600, 900, seed=5)
    canvas.sky((0, "#0b0f2a"), (0.35, "#2a2157"), (0.66, "#d0587e"))
    canvas.light("#ff8a9c", 0.22 * smooth(canvas.noise(1.8, 1.4, 4), 0, 2))
    rows = ((0, 34, 0.36, 0.56), (0.45, 26, 0.30, 0.56), (1, 20, 0.42, 0.62))
    for near, count, low, high in rows:
        lefts = np.linspace(-0.05, 1.75, count) + canvas.rng.normal(size=count) * 0.015
        for left in lefts.tolist():
            centre = np.exp(-(((left - 1.15) / 0.4) ** 2))
            top = canvas.rng.uniform(low, high) - (0.12 - 0.08 * near) * centre
            tower(canvas, left, top, canvas.rng.uniform(0.04, 0.085), near)
    tower(canvas, 1.12, 0.14, 0.075, 0.8)
    canvas.stroke((1.1575, 0.145), (1.1575, 0.045), (0.011, 0.003), "#2e2a57")
    canvas.glow(1.1575, 0.05, 0.012, "#ff4d5e", 1.5)
    for x in np.arange(0.01, 1.78, 0.045).tolist():
        canvas.glow(x, 0.653, 0.006, "#ffb05c", 0.9)
    canvas.reflect(0.66, 0.16, "#0a0c22", 0.32)
    return canvas.develop(0.3)


def neon() -> Pixels:
    """Ribbons of magenta and cyan light round a ring."""
    canvas = Canvas.blank(1200, 1200, seed=10)
    canvas.sky((0, "#080414"), (0.7, "#170a30"), (1, "#0a0418"))
    canvas.glow(0.64, 0.4, 0.3, "#6a1bd0", 0.45)
    for t in layers(30):
        swing = 0.12 * np.sin(canvas.x * 5 + 2.2 * t) + 0.07 * np.sin(canvas.x * 9 - 3.2 * t + 1)
        away = np.abs(canvas.y - (0.54 + 0.16 * (t - canvas.x) + swing))
        tint = gradient(np.array(t), (0, "#00e5ff"), (0.5, "#7a3cff"), (1, "#ff2fa0"))
        canvas.light(tint, 0.75 * np.exp(-away / 0.0016) + 0.1 * np.exp(-away / 0.018))
    rim = np.abs(canvas.distance(0.64, 0.38) - 0.2)
    turn = smooth(canvas.y + 0.6 * canvas.x, 0.4, 1.1)
    canvas.light(mix("#ff3db5", "#29d8ff", turn), 0.9 * np.exp(-rim / 0.03))
    canvas.light("#ffffff", np.exp(-((rim / 0.0055) ** 2)))
    canvas.reflect(0.84, 0.05, "#090418", 0.45)
    return canvas.develop(0.35)


def drop(canvas: Canvas, street: Floats, at: Point, radius: float) -> None:
    """A drop of water, which shows what is behind it upside down, small and bright."""
    spot = canvas.part(*at, radius, radius)
    u, v = (spot.x - at[0]) / radius, (spot.y - at[1]) / radius
    rows = np.clip((at[1] - 9 * radius * v) / canvas.pixel, 0, street.shape[0] - 1)
    columns = np.clip((at[0] - 9 * radius * u) / canvas.pixel, 0, street.shape[1] - 1)
    seen = street[rows.astype(np.intp), columns.astype(np.intp)]
    rings = np.hypot(u, v)
    seen = seen * (1.5 - 0.95 * smooth(rings - 0.35 * v, 0.35, 1.1))[..., None]
    spot.paint(seen, 0.92 * smooth(rings, 1, 0.86))
    spot.paint("#ffffff", 0.75 * smooth(np.hypot(u + 0.32, v + 0.42), 0.24, 0.1))


def rain_on_window() -> Pixels:
    """Drops on a window pane; behind it the blurred lights of a street."""
    canvas = Canvas.blank(1200, 1600, seed=11)
    canvas.sky((0, "#0e1a26"), (0.55, "#1d3540"), (1, "#0b141c"))
    canvas.light("#3c6a78", 0.35 * smooth(canvas.noise(2.4, 1.5), -0.5, 2))
    hues = ("#ffb347", "#ff6f3c", "#ffd27a", "#e8413c", "#58c4c4", "#fff0d0")
    for _ in range(75):
        x, y = canvas.rng.uniform(0, 0.75), 0.6 + canvas.rng.normal() * 0.17
        radius, hue = canvas.rng.uniform(0.018, 0.055), hues[canvas.rng.integers(len(hues))]
        canvas.dab((x, y), (radius, radius), hue, canvas.rng.uniform(0.12, 0.5), blur=0.12)
        canvas.dab((x, y), (radius * 0.9, radius * 0.9), hue, 0.1, blur=0.1)
    canvas.glow(0.55, 0.6, 0.25, "#ff9a4a", 0.25)
    street = canvas.image.copy()
    for size in np.sort(canvas.rng.random(900) ** 5).tolist():
        at = (canvas.rng.uniform(0, 0.75), canvas.rng.random())
        drop(canvas, street, at, 0.0025 + 0.022 * size)
    for x, y, length in ((0.16, 0.52, 0.5), (0.48, 0.33, 0.3), (0.63, 0.8, 0.45)):
        for step in (-length * canvas.rng.random(70)).tolist():
            sway = 0.006 * np.sin(step * 31 + x * 9)
            small = 0.003 + 0.004 * canvas.rng.random() * (1 + step / length)
            drop(canvas, street, (x + sway, y + step), small)
        drop(canvas, street, (x, y), 0.02)
    return canvas.develop(0.35)


def paper_canyon() -> Pixels:
    """A canyon of cut paper, layer behind layer, with the sun at its end."""
    canvas = Canvas.blank(1200, 1600, seed=19)
    canvas.sky((0, "#ffe9b8"), (0.35, "#ffcf8a"), (0.6, "#f9a76c"))
    canvas.disc(0.46, 0.33, 0.085, "#fff8e6", 0.003)
    tones = gradient(
        np.linspace(0, 1, 7), (0, "#f2986a"), (0.35, "#d8595a"), (0.7, "#7d2f5c"), (1, "#2b1440")
    )
    for near, tone in zip(layers(7), tones, strict=True):
        centre = 0.44 + 0.05 * np.sin(near * 9)
        wall = smooth(np.abs(canvas.x - centre), 0.02 + 0.1 * near, 0.2 + 0.34 * near)
        line = 0.46 + 0.5 * near - (0.1 + 0.78 * near) * wall - 0.012 * canvas.ridge(2.4, 3)
        above = np.maximum(line - canvas.y + 0.004, 0)
        canvas.paint("#2a0f2e", 0.42 * np.exp(-above / 0.022))
        canvas.paint(mix(tone, "#ffffff", 0.10), canvas.below(line))
        canvas.paint(tone, canvas.below(line + 0.0035))
    return canvas.develop(0.15)

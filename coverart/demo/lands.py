"""Pictures of the demo that the land rules: hills, dunes, snow, forest, poppies, lavender."""

import numpy as np

from coverart.demo.canvas import Canvas, Field, Point, gradient, layers, mix, smooth
from coverart.demo.skies import fir_line
from coverart.domain import Pixels


def misty_sunrise() -> Pixels:
    """The sun rises over hills that stand in mist."""
    canvas = Canvas.blank(1620, 1080, seed=1)
    canvas.sky((0, "#6f93b8"), (0.3, "#f0b48a"), (0.5, "#ffe0ac"))
    canvas.light("#ffd9b0", 0.3 * smooth(canvas.noise(1.8, 1.5, 5), 0.2, 2.2))
    canvas.glow(1.05, 0.37, 0.2, "#ffcf80", 0.9)
    canvas.disc(1.05, 0.37, 0.052, "#fffbe6", 0.008)
    crests = gradient(np.linspace(0, 1, 7), (0, "#e0a98d"), (0.45, "#9a7182"), (1, "#141d2b"))
    for index, crest in enumerate(crests):
        near = index / 6
        level = 0.45 + 0.42 * near**1.2
        line = level - (0.028 + 0.03 * near) * canvas.ridge(1.7, 1.2)
        firs = fir_line(canvas, line, 20 * index, 0.06 * near) if index > 2 else line
        mist = mix("#f7cfa6", "#a98a90", near)
        sunk = smooth(canvas.y - 0.25 * line - 0.75 * level, 0, 0.18)
        body = mix(crest, mist, 0.8 * sunk)
        canvas.paint(body, canvas.below(firs))
        canvas.glow(1.05, 0.40, 0.25, "#ffb45e", 0.35 * (1 - near))
    return canvas.develop(0.25)


def golden_dunes() -> Pixels:
    """Desert dunes at the golden hour, each with a lit and a shaded face."""
    canvas = Canvas.blank(1620, 1080, seed=4)
    canvas.sky((0, "#e8b26a"), (0.25, "#f6cd8c"), (0.45, "#fdebc0"))
    canvas.glow(0.1, 0.3, 0.5, "#fff3c4", 0.6)
    ripple = canvas.noise(2.2, 1.5, 1.5)
    for level, peak, tall, lit, shade in (
        (0.44, 1.15, 0.06, "#e9b678", "#c98f5c"),
        (0.50, 0.25, 0.08, "#e8a95e", "#b67443"),
        (0.62, 0.95, 0.22, "#eda24c", "#8d4a2a"),
        (0.95, 0.30, 0.20, "#e58f38", "#5f2b1c"),
    ):
        away = canvas.x - peak
        line = level - tall * np.exp(-np.abs(away) / 0.42) + 0.012 * canvas.ridge(2.4, 1.2)
        depth = canvas.y - line
        crest = 0.16 * np.sin(depth * 9) * smooth(depth, 0, 0.2) - 0.35 * depth
        dark = smooth(away - crest, -0.004 - depth * 0.12, 0.004 + depth * 0.12)
        lines = np.sin((depth + 0.035 * ripple + 0.25 * canvas.x) * (520 - 260 * level))
        relief = 0.06 * level * lines * smooth(depth, 0.01, 0.2)
        sand = mix(lit, shade, np.clip(dark * 0.92 + relief, 0, 1))
        canvas.paint(sand, canvas.below(line))
    canvas.light("#ffd58a", 0.25 * np.exp(-canvas.distance(0, 0.3) / 0.6))
    return canvas.develop(0.22)


def grow(canvas: Canvas, root: Point, angle: float, length: float, colour: str) -> None:
    """A bare tree: every branch parts into two or three shorter ones."""
    width = length * 0.13
    x, y = root[0] + length * np.cos(angle), root[1] - length * np.sin(angle)
    canvas.stroke(root, (x, y), (width, width * 0.72), colour)
    if length < 0.008:
        return
    spread = canvas.rng.uniform(0.22, 0.5)
    for turn in (-spread, canvas.rng.uniform(-0.12, 0.12), spread)[:: 1 if length > 0.05 else 2]:
        bent, shorter = canvas.rng.normal() * 0.1, canvas.rng.uniform(0.64, 0.82)
        grow(canvas, (x, y), angle + turn + bent, length * shorter, colour)


def lone_tree() -> Pixels:
    """One dark tree in a wide field of snow."""
    canvas = Canvas.blank(1600, 1200, seed=6)
    canvas.sky((0, "#d3dde6"), (0.45, "#e9eef2"), (0.7, "#f8f4ee"))
    canvas.hill(0.66 - 0.012 * canvas.ridge(1.7, 2), "#d9e1e8", "#f1f4f6", 0.05)
    line = 0.70 + 0.02 * np.sin(canvas.x * 3 + 2) + 0.003 * canvas.ridge(2)
    canvas.hill(line, "#f6f8fa", "#fdfdfd", 0.1)
    drift = canvas.noise(2.2, 1.2, 5)
    canvas.paint("#c3d2e2", 0.4 * smooth(drift, 0.1, 2.2) * canvas.below(line + 0.02, 0.1))
    for reach in range(9):
        canvas.dab(
            (0.44 - 0.035 * reach, 0.722 + 0.009 * reach),
            (0.09, 0.012),
            "#8ea6c0",
            0.28 - 0.028 * reach,
            blur=1,
        )
    grow(canvas, (0.46, 0.722), 1.55, 0.125, "#262a30")
    flakes = canvas.rng.random((500, 3)) * (canvas.width, 1, 1)
    for x, y, size in flakes.tolist():
        radius = 0.0012 + 0.004 * size**5
        canvas.dab((x, y), (radius, radius), "#ffffff", 0.75, blur=0.8)
    return canvas.develop(0.08, 0.008)


def trunk(canvas: Canvas, root: Point, thick: float, near: float) -> None:
    """A trunk that leaves the picture at the top, with a few dead branches."""
    (x, floor), lean = root, canvas.rng.normal() * 0.03
    thick *= canvas.rng.uniform(0.7, 1.3)
    bark = mix("#d7b88e", "#1d1511", near**0.8)
    canvas.stroke(root, (x + lean, -0.05), (thick, thick * 0.55), bark)
    canvas.dab((x, floor + 0.01), (thick * 1.6, 0.02), "#b0713a", blur=0.8)
    for y in canvas.rng.uniform(0.02, 0.55, 7).tolist():
        side = canvas.rng.choice((-1, 1)) * canvas.rng.uniform(0.03, 0.12)
        fork, tip = (x + lean * (1 - y), y), (x + side, y - abs(side) * 0.7)
        canvas.stroke(fork, tip, (thick * 0.22, thick * 0.05), bark)


def leaves(canvas: Canvas, places: Field, tints: Field, sizes: Field) -> None:
    """Leaves at places, (n, 2): x as a share of the width, and y."""
    for (x, y), tint, size in zip(places.tolist(), tints, sizes.tolist(), strict=True):
        canvas.dab((x * canvas.width, y), (size, size * 0.6), tint, 0.8, blur=0.55)


def foggy_forest() -> Pixels:
    """Autumn trunks that fade into fog."""
    canvas = Canvas.blank(1080, 1620, seed=8)
    canvas.sky((0, "#e9c994"), (0.5, "#f3e1bf"), (0.8, "#d9b483"))
    canvas.glow(0.45, 0.3, 0.3, "#fff3d2", 0.8)
    fog, rng = canvas.noise(1.9, 1.5, 2), canvas.rng
    for near in layers(6):
        floor, pale = 0.70 + 0.2 * near, 0.75 * (1 - near)
        canvas.hill(floor + 0.006 * canvas.ridge(1.5, 4), "#c9925a", "#8a4a1f", 0.3)
        for x in rng.uniform(-0.02, canvas.width + 0.02, round(13 - 10 * near)).tolist():
            trunk(canvas, (x, floor + 0.02), 0.006 + 0.034 * near**1.6, near)
        places = np.stack((rng.random(900), rng.random(900) ** 1.6 * (0.46 - 0.12 * near)), 1)
        tints = mix(mix("#e8b25e", "#b8431a", rng.random(900)), "#f3e1bf", pale)
        leaves(canvas, places, tints, (0.003 + 0.006 * rng.random(900)) * (0.5 + 0.8 * near))
        canvas.paint("#f3e1bf", 0.35 * pale * smooth(fog + canvas.y * 2, -1.5, 2.5))
    deep = rng.random(2600) ** 1.4
    tints = gradient(rng.random(2600), (0, "#5e2a12"), (0.5, "#c2601f"), (1, "#f0b04a"))
    places = np.stack((rng.random(2600), 0.73 + 0.28 * deep), 1)
    leaves(canvas, places, tints, 0.002 + 0.007 * deep * (0.5 + rng.random(2600)))
    canvas.glow(0.45, 0.3, 0.22, "#fff0cc", 0.35)
    return canvas.develop(0.35)


def poppy(canvas: Canvas, at: Point, size: float, blur: float) -> None:
    """One poppy: four petals of different reds round a dark heart."""
    x, y = at
    for turn in canvas.rng.uniform(0, 0.8) + np.arange(4) * np.pi / 2:
        red = mix("#b3101a", "#ff4a2e", canvas.rng.random())
        petal = (x + 0.5 * size * np.cos(turn), y + 0.38 * size * np.sin(turn))
        canvas.dab(petal, (size * 0.72, size * 0.58), red, 0.95, blur)
    canvas.dab(at, (size * 0.22, size * 0.18), "#1c0d14", 0.9, max(blur, 0.5))


def poppies() -> Pixels:
    """A field of poppies, sharp in the middle and soft in front."""
    canvas = Canvas.blank(1620, 1080, seed=9)
    canvas.sky((0, "#8ec5ea"), (0.3, "#e8f3f2"))
    canvas.light("#ffffff", 0.7 * smooth(canvas.noise(1.8, 1.5, 2.5), 0.2, 2))
    canvas.hill(0.30 - 0.02 * canvas.ridge(1.4, 3), "#7fa08a", "#a9bf94", 0.06)
    canvas.hill(0.335 + 0.004 * canvas.ridge(1.6, 2), "#a5c070", "#3d6a24", 0.5)
    for deep in (np.sort(canvas.rng.random(2600)) ** 1.5).tolist():
        x, y, tall = canvas.rng.uniform(0, canvas.width), 0.34 + 0.72 * deep, 0.01 + 0.13 * deep
        green = mix("#b5cf76", "#2b5518", canvas.rng.random() * (0.4 + 0.6 * deep))
        root, tip = (x, y + tall / 2), (x + canvas.rng.normal() * tall * 0.2, y - tall / 2)
        canvas.stroke(root, tip, (0.0012 + 0.005 * deep, 0.0008), green)
    for deep in (np.sort(canvas.rng.random(620)) ** 1.9).tolist():
        x = (canvas.rng.choice((0.35, 1.05, 1.2)) + canvas.rng.normal() * 0.35) % canvas.width
        blur = 0.25 + 0.5 * abs(deep - 0.4)
        poppy(canvas, (x, 0.345 + 0.6 * deep), 0.004 + 0.04 * deep, blur)
    canvas.glow(0.2, 0, 0.5, "#fff2c8", 0.35)
    return canvas.develop(0.15)


def lavender() -> Pixels:
    """Lavender rows that run towards a tree under an evening sky."""
    canvas = Canvas.blank(1620, 1080, seed=16)
    canvas.sky((0, "#6d6aa8"), (0.25, "#e39a9a"), (0.42, "#ffd9a0"))
    canvas.light("#ffc2a0", 0.5 * smooth(canvas.noise(1.8, 1.3, 5), 0, 2.2))
    canvas.glow(1.2, 0.36, 0.2, "#ffd48a", 0.9)
    canvas.hill(0.40 - 0.02 * canvas.ridge(1.8, 1.2), "#9a7fa8", "#b58fa6", 0.06)
    canvas.hill(0.435 - 0.003 * canvas.ridge(1.5, 2), "#6f7a4c", "#4a3f38", 0.1)
    depth = np.maximum(canvas.y - 0.44, 1e-3)
    rows = np.cos((canvas.x - 1.02) / depth * 5.2)
    bloom = smooth(rows + 0.25 * canvas.noise(1.0, 20), -0.55, 0.75)
    soil = gradient(depth / 0.5, (0, "#8f6a86"), (0.4, "#5a4438"), (1, "#33261f"))
    tips = gradient(depth / 0.5, (0, "#a98bc9"), (0.4, "#7d55b8"), (1, "#5b2f9b"))
    canvas.paint(mix(soil, tips, bloom), canvas.below(0.445))
    for deep in (np.sort(canvas.rng.random(7000)) ** 1.3).tolist():
        row = (canvas.rng.integers(-12, 8) + canvas.rng.normal() * 0.085) * 2 * np.pi / 5.2
        x, y = 1.02 + row * deep * 0.56, 0.445 + 0.56 * deep
        if 0 < x < 1.5:
            tint = mix("#4a2a86", "#c9a2ee", canvas.rng.random())
            size = 0.0015 + 0.008 * deep
            canvas.dab((x, y - 0.02 * deep), (size * 0.55, size * 1.3), tint, 0.85, blur=0.6)
    canvas.stroke((0.42, 0.45), (0.42, 0.35), (0.013, 0.008), "#2c2028")
    for out, turn, hue in canvas.rng.random((2200, 3)).tolist():
        reach = 0.075 * out**0.6 * (1 + 0.2 * np.sin(turn * 45) * np.cos(turn * 19))
        x, y = reach * np.cos(turn * 2 * np.pi), reach * 0.85 * np.sin(turn * 2 * np.pi)
        light = min(max(0.15 + 6 * x - 5 * y + 0.5 * hue, 0), 1)
        canvas.dab((0.42 + x, 0.32 + y), (0.0036, 0.003), mix("#232a26", "#b0924f", light), 0.9)
    canvas.glow(1.2, 0.38, 0.4, "#ffb86a", 0.3)
    return canvas.develop(0.28)

"""What the export dialog says about presets, in words, and the name it suggests for a file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coverart.domain import Crop, Size
from coverart.export.check import Finding, check, holds, trimmed
from coverart.export.presets import Format, Preset, load_presets

CONFIDENCE = {
    "high": ("confirmed", "These rules are confirmed."),
    "medium": ("likely", "Several sources agree on these rules."),
    "low": ("uncertain", "These rules rest on weak sources."),
}
UNCONFIRMED = ("unconfirmed", "No page of the platform was read; Apple Music's rules stand in.")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Plan:
    """A crop about to be exported by the rules of a preset."""

    crop: Crop
    preset: Preset
    enlarge: bool = False

    @property
    def too_small(self) -> bool:
        """Whether the crop has fewer pixels than the preset asks for."""
        return not holds(self._native, self.preset.pixels)

    @property
    def size(self) -> Size:
        """The pixels that will be written."""
        return self._native if self.too_small and not self.enlarge else self.preset.pixels

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the platform minds about it."""
        return check(self.preset, self.crop.box, self.enlarge)

    @property
    def _native(self) -> Size:
        box = trimmed(self.crop.box, self.preset.aspect)
        return box.size if box else self.crop.box.size


def presets_for(crop: Crop) -> tuple[Preset, ...]:
    """The presets that take a cover of the crop's shape."""
    every = load_presets().values()
    return tuple(preset for preset in every if trimmed(crop.box, preset.aspect))


def described(preset: Preset) -> str:
    """Pixels, formats, and how sure we are of them."""
    kinds = " or ".join(kind.upper() for kind in preset.formats)
    return f"{preset.pixels} · {kinds} · {_confidence(preset)[0]}"


def summary(plan: Plan) -> str:
    """What will be written, and how sure we are of the rules."""
    kind = plan.preset.formats[0].upper()
    most = plan.preset.max_bytes
    cap = f" of at most {most / 1e6:g} MB" if most and kind == Format.JPEG.upper() else ""
    return f"A {kind}{cap} with {plan.size} pixels. {_confidence(plan.preset)[1]}"


def suggested_name(song: str, plan: Plan) -> str:
    """A file name from the song's, or the photo's where there is no song, and the preset."""
    name = _FORBIDDEN.sub(" ", song or plan.crop.photo.path.stem)
    name = " ".join(name.split()).strip(". ")[:80] or "Cover"
    return f"{name} - {plan.preset.name}{plan.preset.formats[0].suffixes[0]}"


def file_filter(formats: Sequence[Format]) -> str:
    """The formats, for a file dialog."""
    return ";;".join(
        f"{kind.upper()} ({' '.join(f'*{suffix}' for suffix in kind.suffixes)})" for kind in formats
    )


def written(path: Path, size: Size, length: int) -> str:
    """What was written, and where to."""
    return f"{path.name}, {size} pixels, {length / 1e6:.1f} MB\nin {path.parent}"


def _confidence(preset: Preset) -> tuple[str, str]:
    """How sure we are of the rules, in a word and in a sentence."""
    return UNCONFIRMED if preset.unconfirmed else CONFIDENCE[preset.confidence]

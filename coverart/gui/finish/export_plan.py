"""What the export dialog says about presets, in words, and the names it suggests for files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from coverart.domain import SQUARE, Crop, Size
from coverart.export.check import Finding, check, holds, trimmed
from coverart.export.lettering import Lettering
from coverart.export.presets import Format, Preset, load_presets
from coverart.export.release import file_stem
from coverart.export.render import ExportOrder
from coverart.language import _, mark, number

CONFIDENCE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "high": (mark("confirmed"), mark("These rules are confirmed.")),
        "medium": (mark("likely"), mark("Several sources agree on these rules.")),
        "low": (mark("uncertain"), mark("These rules rest on weak sources.")),
    }
)
UNCONFIRMED = (
    mark("unconfirmed"),
    mark("No page of the platform was read; Apple Music's rules stand in."),
)


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to export: crops, the chosen one first, at most one of each shape.

    `name` is what files are called, as far as that is known; `song` is the file that the cover is
    for, with its `title` and `artist`.
    """

    crops: tuple[Crop, ...]
    name: str = ""
    song: Path | None = None
    title: str = ""
    artist: str = ""

    @property
    def presets(self) -> tuple[Preset, ...]:
        """The presets that take a cover of one of these shapes, those of the chosen one first."""
        return tuple(preset for crop in self.crops for preset in presets_for(crop))

    @property
    def square(self) -> Crop:
        """The crop that goes into a song's tags: the square one, or else the chosen one."""
        return next((crop for crop in self.crops if crop.aspect == SQUARE), self.crops[0])

    def plan(self, preset: Preset) -> "Plan":
        """The crop whose shape a preset takes, with the preset."""
        fitting = (crop for crop in self.crops if trimmed(crop.box, preset.aspect))
        return Plan(next(fitting), preset)


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

    def order(self, target: Path, lettering: Lettering | None, overwrite: bool) -> ExportOrder:
        """What writes it."""
        crop = self.crop
        return ExportOrder(
            photo=crop.photo.path,
            box=crop.box,
            target=target,
            preset=self.preset,
            upscale=self.enlarge,
            overwrite=overwrite,
            lettering=lettering,
        )

    @property
    def _native(self) -> Size:
        box = trimmed(self.crop.box, self.preset.aspect)
        return box.size if box else self.crop.box.size


def presets_for(crop: Crop) -> tuple[Preset, ...]:
    """The presets that take a cover of the crop's shape."""
    every = load_presets().values()
    return tuple(preset for preset in every if trimmed(crop.box, preset.aspect))


def described(preset: Preset) -> str:
    """Pixels, and how sure we are that they are what the platform wants."""
    return f"{preset.pixels} · {_(_confidence(preset)[0])}"


def summary(plan: Plan) -> str:
    """What will be written, and how sure we are of the rules."""
    kind = plan.preset.formats[0]
    most = plan.preset.max_bytes
    if most and kind is Format.JPEG:
        made = _("A {kind} of at most {most} MB with {size} pixels.")
    else:
        made = _("A {kind} with {size} pixels.")
    made = made.format(kind=kind.upper(), most=number((most or 0) / 1e6, "g"), size=plan.size)
    return f"{made} {_(_confidence(plan.preset)[1])}"


def suggested_name(song: str, plan: Plan) -> str:
    """A file name from the song's, or the photo's where there is no song, and the preset."""
    stem = file_stem(song or plan.crop.photo.path.stem)
    return f"{stem} - {plan.preset.name}{plan.preset.formats[0].suffixes[0]}"


def file_filter(formats: Sequence[Format]) -> str:
    """The formats, for a file dialog."""
    return ";;".join(
        f"{kind.upper()} ({' '.join(f'*{suffix}' for suffix in kind.suffixes)})" for kind in formats
    )


def written(size: Size, length: int) -> str:
    """What was written: its pixels and its length."""
    return _("{size} pixels, {length} MB").format(size=size, length=number(length / 1e6, ".1f"))


def _confidence(preset: Preset) -> tuple[str, str]:
    """How sure we are of the rules, in a word and in a sentence."""
    return UNCONFIRMED if preset.unconfirmed else CONFIDENCE[preset.confidence]

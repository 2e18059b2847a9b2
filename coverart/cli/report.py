"""What commands print: JSON by the schema of docs/json.md, and text for people."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coverart.cli.terminal import plain, warn
from coverart.domain import Aspect, Floats, Match
from coverart.encoders.affect.mood import DIMENSIONS
from coverart.encoders.affect.wording import describe
from coverart.encoders.encoder import Space
from coverart.engine.asking import Answer, Example, Wish
from coverart.engine.cropping import Cropped
from coverart.engine.designing import Design
from coverart.engine.feeling import Felt
from coverart.errors import MediaError
from coverart.export.check import Finding
from coverart.export.presets import Preset
from coverart.export.render import Exported

DIGITS = 4


def ranking_as_json(made: Design, wish: Wish, space: Space) -> dict[str, Any]:
    """The object of `rank --json`."""
    ranking = made.ranking
    return {
        "space": space.id,
        "device": space.device,
        "query": query_as_json(made.answer, wish, space),
        "photos": ranking.photos,
        "crops": ranking.crops,
        "encoded": ranking.encoded,
        "skipped": skipped_as_json(made.skipped),
        "verdict": ranking.verdict,
        "matches": [_match(place, match) for place, match in enumerate(ranking.matches, start=1)],
    }


def ranking_as_text(made: Design, space: Space) -> str:
    """A table of the matches, best first."""
    lines = [f"{made.ranking.crops:,} crops of {made.ranking.photos:,} photos. {space.title}"]
    if space.device:
        lines.append(f"Device: {space.device}.")
    if not made.ranking.exact:
        lines.append(f"{made.ranking.encoded:,} of them were looked at; see --every-crop.")
    if made.ranking.verdict:
        lines.append(made.ranking.verdict)
    lines.append(f"{'':>4} {'score':>5} {'match':>5} {'comp.':>5}  {'aspect':<6} photo and box")
    for place, match in enumerate(made.ranking.matches, start=1):
        crop, parts = match.crop, match.parts
        box = ",".join(str(edge) for edge in crop.box.as_list())
        scores = f"{match.score:5.2f} {parts['match']:5.2f} {parts['composition']:5.2f}"
        lines.append(f"{place:>3}. {scores}  {crop.aspect!s:<6} {plain(crop.photo.path)} {box}")
        lines.append(f"{'':>32}{match.why}")
    return "\n".join(lines)


def query_as_json(answer: Answer, wish: Wish, space: Space) -> dict[str, Any]:
    """What was asked, and what its parts came to in a space."""
    song = answer.song
    return {
        "song": str(wish.song) if wish.song else None,
        "title": song.title if song else "",
        "artist": song.artist if song else "",
        "mood": None if wish.mood is None else [round(own, DIGITS) for own in wish.mood],
        "text": wish.text,
        "without": wish.without,
        "liked": _examples(wish.liked),
        "disliked": _examples(wish.disliked),
        "pictures": _examples(wish.pictures),
        "parts": [
            {"kind": str(part.kind), "weight": part.weight, **_rounded(space.describe(part))}
            for part in answer.query.parts
        ],
    }


def skipped_as_json(errors: Sequence[MediaError]) -> list[dict[str, str]]:
    """The files that were left out, and why."""
    return [{"path": str(one.path), "reason": _reason(one)} for one in errors]


def crops_as_json(photo: Path, aspect: Aspect, found: Cropped) -> dict[str, Any]:
    """The object of `crops --json`."""
    return {
        "photo": str(photo),
        "size": [found.size.width, found.size.height],
        "aspect": str(aspect),
        "crops": [
            {
                "box": box,
                "composition": round(score, DIGITS),
                "fallback": found.candidates.fallback,
            }
            for box, score in zip(
                found.candidates.boxes.tolist(), found.composition.tolist(), strict=True
            )
        ],
    }


def crops_as_text(photo: Path, aspect: Aspect, found: Cropped) -> str:
    """How many crops there are, and the best composed of them."""
    kind = "largest strips" if found.candidates.fallback else "crops"
    lines = [f"{plain(photo)}: {found.size} pixels, {len(found.candidates)} {kind} of {aspect}"]
    for place in found.composition.argsort(kind="stable")[::-1][:10]:
        box = ",".join(str(edge) for edge in found.candidates.boxes[place])
        lines.append(f"  {found.composition[place]:.2f}  {box}")
    return "\n".join(lines)


def moods(felt: Sequence[Felt], text: str, vector: Floats | None) -> list[dict[str, Any]]:
    """The list of `mood --json`."""
    rows: list[dict[str, Any]] = [
        {"path": str(one.path), "kind": str(one.kind), **_coordinates(one.vector)} for one in felt
    ]
    if vector is not None:
        rows.append({"text": text, "kind": "text", **_coordinates(vector)})
    return rows


def moods_as_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """A line for each mood."""
    return "\n".join(
        f"valence {row['valence']:+.2f}  arousal {row['arousal']:+.2f}"
        f"  {row['mood']}  – {plain(row.get('path') or row['text'])}"
        for row in rows
    )


def presets_as_text(presets: Mapping[str, Preset]) -> str:
    """A table of the presets, with the rules that no program can check."""
    lines = []
    for name, one in presets.items():
        cap = f", at most {one.max_bytes / 1e6:g} MB" if one.max_bytes else ""
        formats = " or ".join(str(kind) for kind in one.formats)
        sure = f"(confidence: {one.confidence})"
        lines.append(f"{name:<20} {one.title}: {one.pixels} {formats}{cap} {sure}")
        lines.extend(f"{'':<20}   {rule}" for rule in one.rules)
    return "\n".join(lines)


def written_as_text(written: Exported) -> str:
    """The line about a written cover."""
    return f"{plain(written.path)}  {written.size}  {written.bytes / 1e6:.2f} MB"


def print_json(value: object) -> None:
    """Print a value as JSON."""
    # Elsewhere an emoji in a file's name would be escaped in a way that JSON does not know.
    ascii_only = sys.stdout.encoding.lower() != "utf-8"
    print(json.dumps(value, ensure_ascii=ascii_only, indent=2))


def tell_skipped(errors: Sequence[MediaError]) -> None:
    """List the files that were left out, on standard error."""
    for error in errors:
        warn(f"{error.path}: {_reason(error)}.")


def tell_findings(findings: Sequence[Finding]) -> None:
    """Say what a platform minds, on standard error."""
    for finding in findings:
        hint = f"; {finding.hint}" if finding.hint else ""
        warn(f"{finding.severity}: {finding.sentence.removesuffix('.')}{hint}.")


def _reason(error: MediaError) -> str:
    return f"{error.reason}; {error.hint}" if error.hint else error.reason


def _coordinates(vector: Floats) -> dict[str, Any]:
    named = zip(DIMENSIONS, vector.tolist(), strict=True)
    return {**{name: round(value, DIGITS) for name, value in named}, "mood": describe(vector)}


def _rounded(told: Mapping[str, float | str]) -> dict[str, float | str]:
    return {
        name: value if isinstance(value, str) else round(value, DIGITS)
        for name, value in told.items()
    }


def _examples(examples: Sequence[Example]) -> list[dict[str, Any]]:
    return [
        {"path": str(one.path), "box": one.box.as_list() if one.box else None} for one in examples
    ]


def _match(place: int, match: Match) -> dict[str, Any]:
    crop = match.crop
    return {
        "rank": place,
        "photo": str(crop.photo.path),
        "aspect": str(crop.aspect),
        "box": crop.box.as_list(),
        "pixels": [crop.box.width, crop.box.height],
        "fallback": crop.fallback,
        "score": round(match.score, DIGITS),
        "parts": {name: round(value, DIGITS) for name, value in match.parts.items()},
        "why": match.why,
    }

"""What the gallery says about a tile: where the pointer rests, and to those who do not see it."""

from coverart.domain import Crop, Match
from coverart.gui.gallery.hover import Liking
from coverart.gui.studio.wording import sentence
from coverart.language import _, mark, percent, plural
from coverart.triage.judgement import Flag, Judgement

FLAGS = {Flag.KEPT: mark("Kept"), Flag.REJECTED: mark("Rejected")}
LIKINGS = {Liking.MORE: mark("more like this"), Liking.LESS: mark("less like this")}


def tooltip(rank: int, match: Match, crop: Crop, judgement: Judgement) -> str:
    """Rank, score, reason, source and flags of a match that is shown as `crop`, in lines."""
    score = _("{rank}. Score {score}: match {match}, composition {composition}").format(
        rank=rank,
        score=percent(match.score),
        match=percent(match.parts["match"]),
        composition=percent(match.parts["composition"]),
    )
    source = _("{name}, {size} pixels").format(name=crop.photo.path.name, size=crop.box.size)
    lines = (score, sentence(match.why), source, ", ".join(judged(judgement)))
    return "\n".join(filter(None, lines))


def spoken(rank: int, match: Match, crop: Crop, judgement: Judgement, liking: Liking | None) -> str:
    """All of a tile in one line, for screen readers."""
    name = crop.photo.path.name
    said = [match.why, percent(match.score), f"{crop.aspect}, {crop.box.size}", *judged(judgement)]
    if liking is not None:
        said.append(_(LIKINGS[liking]))
    return f"{rank}: {name}, {', '.join(said)}"


def judged(judgement: Judgement) -> list[str]:
    """What was decided about a crop, in words."""
    said = []
    if judgement.flag in FLAGS:
        said.append(_(FLAGS[judgement.flag]))
    if judgement.stars:
        stars = plural("{number} star", "{number} stars", judgement.stars)
        said.append(stars.format(number=judgement.stars))
    if judgement.box is not None:
        said.append(_("Recut"))
    return said

"""What is printed of packs: a line for each in a list, and a card of one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from coverart.choices import Choices
from coverart.cli.terminal import plain
from coverart.encoders.neural.opening import links, precision
from coverart.engine.making import HeadFigures, head_figures
from coverart.errors import PackError
from coverart.packs.check import check
from coverart.packs.manifest import AudioTower, ImageTower, PackFile, TextTower, Tower
from coverart.packs.store import Broken, Stored

LISTED = "{:<16} {:<12} {:>10}  {:<6} {:<9} {}"


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a pack that is still with its publisher: `least` of its bytes are weights we need.

    Where the manifest knows its size, that is it.
    """

    file: PackFile
    least: int

    def __str__(self) -> str:
        source = self.file.source
        place = f"{source.repo}, {source.file} ({source.revision})" if source else "nowhere"
        return plain(f"{self.file.name:<22} {at_least(self.least):>16}  from {place}")


def downloads(stored: Stored) -> tuple[Download, ...]:
    """What would be fetched to install a pack."""
    missing = [
        file
        for file in stored.pack.files.values()
        if file.source is not None and not (stored.folder / file.name).exists()
    ]
    return tuple(Download(file, file.size or file.least or 0) for file in missing)


def list_as_text(
    catalogue: Sequence[Stored | Broken], installed: Sequence[Stored | Broken], choices: Choices
) -> str:
    """A line for each pack, installed ones first; of one that is broken, the reason."""
    here = {one.folder.name for one in installed}
    others = [one for one in catalogue if one.folder.name not in here]
    lines = [LISTED.format("pack", "state", "size", "link", "precision", "licence")]
    lines += [_line(one, lambda stored: _installed_line(stored, choices)) for one in installed]
    lines += [_line(one, _offered_line) for one in others]
    return "\n".join(map(plain, lines))


def card(stored: Stored, installed: bool) -> str:
    """Everything that a manifest says about a pack, for people."""
    pack = stored.pack
    place = f"installed in {stored.folder}" if installed else "in the catalogue, not installed"
    offered = ", ".join(links(stored)) if installed else pack.link
    rows = [
        ("models", pack.models),
        ("licence", pack.licence),
        ("place", place),
        ("links", offered),
        *((name, _tower(tower)) for name, tower in pack.towers.items()),
    ]
    if installed:
        figures = head_figures(stored)
        rows += [("head", head_as_text(figures))] if figures else []
    lines = [plain(f"{pack.name}: {pack.title}")]
    lines += [plain(f"  {name:<11} {text}") for name, text in rows]
    lines += ["  files", *_files(stored)]
    if pack.proofs:
        lines.append("  graphs run by ONNX Runtime, against torch on random inputs")
    for name, proof in pack.proofs.items():
        told = f"largest difference {proof.difference:.1e}, cosine {proof.cosine:.9f}"
        lines.append(plain(f"    {name:<22} {told}"))
    return "\n".join(lines)


def head_as_text(figures: HeadFigures) -> str:
    """How well a linking head does."""
    return (
        f"of {figures.texts:,} texts it was not trained with, it finds {figures.first:.1%} first"
        f" and {figures.first_five:.1%} among the first five; {figures.chance:.1%} by chance,"
        f" {figures.untrained:.1%} before it was trained with {figures.trained_on:,} others"
    )


def size(count: int) -> str:
    """Bytes in words."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count} B"


def at_least(count: int) -> str:
    """Bytes of which there may be more; 0 where nothing is known."""
    return f"≥ {size(count)}" if count else "size unknown"


def _line(one: Stored | Broken, tell: Callable[[Stored], str]) -> str:
    """The line of a pack, if it can be used."""
    try:
        if isinstance(one, Broken):
            raise one.error
        return tell(one)
    except PackError as error:
        return f"{one.folder.name:<16} {'broken':<12} {error}"


def _installed_line(stored: Stored, choices: Choices) -> str:
    pack, choice = stored.pack, choices.of(stored.pack.name)
    check(stored.folder, pack)
    link = choice.link if choice.link in links(stored) else pack.link
    cells = (
        "in use" if choices.space == pack.name else "installed",
        size(sum(file.size or 0 for file in pack.files.values())),
        link,
        precision(stored, choice),
        pack.licence,
    )
    return LISTED.format(pack.name, *cells)


def _offered_line(stored: Stored) -> str:
    total = sum(file.least for file in downloads(stored))
    pack = stored.pack
    return LISTED.format(pack.name, "not here", at_least(total), pack.link, "", pack.licence)


def _tower(tower: Tower) -> str:
    match tower:
        case ImageTower():
            resized = f"{tower.resize}, {tower.interpolation}"
            told = f"{tower.side}×{tower.side} pixels ({resized})"
        case TextTower():
            told = f"{tower.context} tokens of {tower.vocabulary:,}"
        case AudioTower():
            fusion = "with" if tower.fusion else "without"
            told = f"{tower.seconds:g} s at {tower.rate:,} Hz, {tower.mels} mels, {fusion} fusion"
    return f"{tower.graph}, {tower.dimension} dimensions, {told}"


def _files(stored: Stored) -> Iterator[str]:
    fetched = {one.file.name: one for one in downloads(stored)}
    for name, file in stored.pack.files.items():
        if name in fetched:
            yield f"    {fetched[name]}"
            continue
        source = f"  from {file.source.repo} ({file.source.revision})" if file.source else ""
        yield plain(f"    {name:<22} {size(file.size or 0):>16}{source}")

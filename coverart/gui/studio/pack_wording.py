"""What Settings say about packs: what they are, what installing one downloads, how it went."""

from coverart.gui.studio.wording import counted
from coverart.packs.manifest import Link, PackFile
from coverart.packs.store import Stored

HUB = "huggingface.co"
LINKS = {
    Link.BANK: "through words that both know",
    Link.HEAD: "through a trained network",
    Link.SHARED: "in the space they share",
}
PRECISIONS = {"fp32": "exact, fp32", "int8": "faster on processors, int8"}
ALWAYS_THERE = "Comes with Coverart, needs no download, and is fast on any computer."
CHECKED = "Every byte is as it was when it was installed."


def size_in_words(count: int) -> str:
    """Bytes for people."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"


def missing_files(stored: Stored) -> tuple[PackFile, ...]:
    """The files of a pack that are still with their publisher."""
    files = stored.pack.files.values()
    return tuple(one for one in files if one.source and not (stored.folder / one.name).exists())


def about(stored: Stored, installed: bool) -> str:
    """The licence of a pack, and what it takes."""
    sizes = [one.size for one in stored.pack.files.values()]
    if installed:
        return f"{stored.pack.licence} · {size_in_words(sum(size or 0 for size in sizes))} on disk"
    fetched = missing_files(stored)
    if not fetched:
        return stored.pack.licence
    total = _known_total(fetched)
    what = f"about {size_in_words(total)}" if total else "its weights are"
    return f"{stored.pack.licence} · {what} to be downloaded"


def confirmation(stored: Stored) -> str:
    """One sentence on what installing a pack downloads, from where, and how much."""
    files = missing_files(stored)
    if not files:
        return "Nothing is downloaded for this pack; it takes a moment to be prepared."
    repositories = dict.fromkeys(one.source.repo for one in files if one.source)
    total = _known_total(files)
    how_much = f", about {size_in_words(total)} in all" if total else ""
    unknown = "" if total else " Its size is told as soon as the download begins."
    return (
        f"This downloads {counted(len(files), 'file')} from {HUB} ({', '.join(repositories)})"
        f"{how_much}, once; afterwards no network is needed.{unknown}"
    )


def compared_in_words(mean: float, least: float, crops: int, photos: int) -> str:
    """How far int8 is from fp32."""
    return (
        f"int8 beside fp32, over {counted(crops, 'crop')} of {counted(photos, 'photo')} of yours: "
        f"cosine {mean:.4f} on average, {least:.4f} at worst."
    )


def _known_total(files: tuple[PackFile, ...]) -> int | None:
    """The bytes of files, or what they must have at least; None where nothing is known of them."""
    return sum(one.size or one.least or 0 for one in files) or None

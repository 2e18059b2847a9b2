"""What Settings say about packs: what they are, what installing one downloads, how it went."""

from coverart.gui.studio.wording import photos_counted
from coverart.language import _, mark, number, plural
from coverart.packs.manifest import Link, PackFile
from coverart.packs.store import Stored

HUB = "huggingface.co"
LINKS = {
    Link.BANK: mark("through words that both know"),
    Link.HEAD: mark("through a trained network"),
    Link.SHARED: mark("in the space they share"),
}
PRECISIONS = {"fp32": mark("exact, fp32"), "int8": mark("faster on processors, int8")}
ALWAYS_THERE = mark("Comes with Coverart, needs no download, and is fast on any computer.")
CHECKED = mark("Every byte is as it was when it was installed.")


def size_in_words(count: int) -> str:
    """Bytes for people."""
    if count >= 1e9:
        return _("{number} GB").format(number=number(count / 1e9, ".1f"))
    return _("{number} MB").format(number=number(count / 1e6, ",.0f"))


def missing_files(stored: Stored) -> tuple[PackFile, ...]:
    """The files of a pack that are still with their publisher."""
    files = stored.pack.files.values()
    return tuple(one for one in files if one.source and not (stored.folder / one.name).exists())


def about(stored: Stored, installed: bool) -> str:
    """The licence of a pack, and what it takes."""
    sizes = [one.size for one in stored.pack.files.values()]
    if installed:
        there = size_in_words(sum(size or 0 for size in sizes))
        return _("{licence} · {size} on disk").format(licence=stored.pack.licence, size=there)
    fetched = missing_files(stored)
    if not fetched:
        return stored.pack.licence
    total = _known_total(fetched)
    told = _("{licence} · its weights are to be downloaded")
    if total:
        told = _("{licence} · about {size} to be downloaded")
    return told.format(licence=stored.pack.licence, size=size_in_words(total or 0))


def confirmation(stored: Stored) -> str:
    """One sentence on what installing a pack downloads, from where, and how much."""
    files = missing_files(stored)
    if not files:
        return _("Nothing is downloaded for this pack; it takes a moment to be prepared.")
    repositories = dict.fromkeys(one.source.repo for one in files if one.source)
    total = _known_total(files)
    one = _(
        "This downloads {files} from {hub} ({repositories}), once; "
        "afterwards no network is needed. Its size is told as soon as the download begins."
    )
    if total:
        one = _(
            "This downloads {files} from {hub} ({repositories}), about {size} in all, once; "
            "afterwards no network is needed."
        )
    counted = plural("{number} file", "{number} files", len(files))
    return one.format(
        files=counted.format(number=number(len(files))),
        hub=HUB,
        repositories=", ".join(repositories),
        size=size_in_words(total or 0),
    )


def compared_in_words(mean: float, least: float, crops: int, photos: int) -> str:
    """How far int8 is from fp32."""
    told = _(
        "int8 beside fp32, over {crops} of {photos} of yours: "
        "cosine {mean} on average, {least} at worst."
    )
    counted = plural("{number} crop", "{number} crops", crops)
    return told.format(
        crops=counted.format(number=number(crops)),
        photos=photos_counted(photos),
        mean=number(mean, ".4f"),
        least=number(least, ".4f"),
    )


def _known_total(files: tuple[PackFile, ...]) -> int | None:
    """The bytes of files, or what they must have at least; None where nothing is known of them."""
    return sum(one.size or one.least or 0 for one in files) or None

"""An installed pack becomes a space: its files are checked, its link and precision chosen."""

import numpy as np

from coverart.choices import PackChoice
from coverart.encoders.neural import banking
from coverart.encoders.neural.devices import Precision, Preference
from coverart.encoders.neural.head import Head
from coverart.encoders.neural.linking import Bank
from coverart.encoders.neural.space import NeuralSpace
from coverart.errors import PackError
from coverart.language import _
from coverart.packs.check import check
from coverart.packs.manifest import BANK, HEAD, INT8, Link, derived
from coverart.packs.store import Stored
from coverart.packs.tensors import read_arrays


def open_pack(stored: Stored, choice: PackChoice, graphics: bool = True) -> NeuralSpace:
    """The space of an installed pack, as a user chose to use it.

    A choice that the pack does not offer is replaced by the pack's own. Raises `PackError` for a
    pack that is damaged or incomplete.
    """
    check(stored.folder, stored.pack)
    link = Link(choice.link) if choice.link in links(stored) else stored.pack.link
    return NeuralSpace(
        stored.folder,
        stored.pack,
        Preference(precision(stored, choice), graphics),
        link,
        _bank(stored, needed=link is Link.BANK),
        _head(stored) if link is Link.HEAD else None,
    )


def links(stored: Stored) -> tuple[Link, ...]:
    """The ways from songs to crops that a pack offers; its own first."""
    pack = stored.pack
    offered = {
        Link.BANK: BANK in pack.files,
        Link.HEAD: HEAD in pack.files,
        Link.SHARED: pack.link is Link.SHARED,
    }
    return tuple(sorted((link for link, there in offered.items() if there), key=pack.link.__ne__))


def precision(stored: Stored, choice: PackChoice) -> Precision:
    """What the image tower calculates with on a processor: exactly, unless a user chose else."""
    small = derived(stored.pack.image.graph, INT8) in stored.pack.files
    return Precision.INT8 if small and choice.precision == Precision.INT8 else Precision.FULL


def _bank(stored: Stored, needed: bool) -> Bank | None:
    """The bank of prompts; of one that is not needed, no more than that it is no longer good."""
    folder, pack = stored.folder, stored.pack
    if BANK not in pack.files:
        if needed:
            raise PackError(pack.name, _("it has no bank of prompts"), _("install it again"))
        return None
    try:
        return banking.read_bank(folder, pack)
    except PackError:
        if needed:
            raise
        return None


def _head(stored: Stored) -> Head:
    folder, pack = stored.folder, stored.pack
    if HEAD not in pack.files:
        raise PackError(
            pack.name,
            _("it has no linking head"),
            _("run: coverart packs link {name}").format(name=pack.name),
        )
    tensors = {name: np.asarray(own) for name, own in read_arrays(folder / HEAD).items()}
    return Head.read(tensors, (pack.audio.dimension, pack.image.dimension), pack.name)

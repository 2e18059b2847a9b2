"""The tools a command works with, in the space and in the way that were typed."""

import argparse
from dataclasses import replace

from coverart.choices import Choices, PackChoice, load_choices
from coverart.engine.session import DEFAULT_SPACE, Tools, open_space, tools_for
from coverart.errors import PackError, UsageError
from coverart.packs.store import Stored, find_installed

Given = argparse.Namespace


def open_as_typed(given: Given) -> Tools:
    """Tools whose space is closed with them; what was not typed is as it is in the settings.

    Raises `UsageError` for a space there is not, and for a way that it does not offer.
    """
    choices = _chosen(given)
    return replace(tools_for(open_space(given.space or "", choices)), own=True)


def _chosen(given: Given) -> Choices:
    choices = load_choices()
    if given.device is not None:
        choices = replace(choices, graphics=given.device == "auto")
    if given.link is None and given.precision is None:
        return choices
    name = given.space or choices.space or DEFAULT_SPACE
    if name == DEFAULT_SPACE:
        raise UsageError(f"“{name}” is no pack", "name one with --space, or leave out the option")
    before = choices.of(name)
    asked = PackChoice(given.link or before.link, given.precision or before.precision)
    try:
        _check(find_installed(name), given)
    except PackError:  # for whoever opens it to tell
        return choices
    return choices.with_pack(name, asked)


def _check(stored: Stored, given: Given) -> None:
    """Refuse what the pack does not offer, instead of silently doing something else."""
    # Not at the top: ONNX Runtime takes long to load, and most runs do without it.
    from coverart.encoders.neural.opening import links, precision  # noqa: PLC0415

    name = stored.pack.name
    if given.link is not None and given.link not in links(stored):
        other = " or ".join(links(stored))
        hint = f"run: coverart packs link {name}" if given.link == "head" else f"it has {other}"
        raise UsageError(f"The pack “{name}” has no link “{given.link}”", hint)
    if given.precision not in (None, precision(stored, PackChoice(precision=given.precision))):
        raise UsageError(f"The pack “{name}” has no twin in {given.precision}", "leave that out")

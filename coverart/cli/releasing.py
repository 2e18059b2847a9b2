"""`release` writes all the covers of a release at once; `fonts` lists what words are set in."""

import argparse

from coverart.cli import report
from coverart.cli.lettering import typed_lettering, with_font
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain, warn
from coverart.engine.exporting import list_fonts
from coverart.engine.exporting import release as release_job
from coverart.engine.job import run
from coverart.engine.session import DEFAULT_SPACE, open_tools
from coverart.errors import UsageError
from coverart.export.lettering import Lettering
from coverart.export.presets import preset
from coverart.export.release import Release, release_orders
from coverart.language import _

Given = argparse.Namespace


def release(given: Given) -> int:
    """Write the covers of a release; those that cannot be written make the exit code 1."""
    if given.box is None and given.wide_box is None:
        message = _("There is no crop to make covers from")
        raise UsageError(message, _("give --box, --wide-box or both"))
    words = typed_lettering(given)
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        planned = _planned(given, with_font(words, tools, meter))
        done = run(release_job(planned.orders, tools), meter.tell)
    for one in planned.impossible:
        warn(one.sentence)
    for failed in done.failed:
        warn(f"{failed.order.target.name}: {failed.error}")
    for written in done.exported:
        for finding in written.findings:
            warn(f"{written.path.name}: {finding.severity}: {finding.sentence}")
        print(report.written_as_text(written))
    asked = {preset(name) for name in given.preset}
    missing = [one for one in planned.impossible if one.preset in asked]
    return 1 if done.failed or missing else 0


def fonts(given: Given) -> int:  # noqa: ARG001 (every command takes what was typed)
    """List the families of fonts, a line each."""
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        families = run(list_fonts(tools), meter.tell)
    for family in families:
        print(plain(family))
    return 0


def _planned(given: Given, words: Lettering | None) -> Release:
    """What was typed, as orders."""
    photo = given.photo
    planned = release_orders(
        (photo, given.box) if given.box else None,
        (given.wide_photo or photo, given.wide_box) if given.wide_box else None,
        given.folder,
        given.name or given.title or photo.stem,
        given.preset,
        words,
    )
    return planned.replacing() if given.overwrite else planned

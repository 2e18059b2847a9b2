"""What the commands about single files do: open the tools, drive one job, print.

The other commands have modules of their own; `values.command` says which.
"""

import argparse
import shlex
from dataclasses import replace

from coverart.cli import mood_course, report
from coverart.cli.lettering import typed_lettering, with_font
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain, warn
from coverart.engine.cropping import crop
from coverart.engine.demonstrating import demonstrate
from coverart.engine.exporting import export as export_job
from coverart.engine.feeling import feel
from coverart.engine.job import run
from coverart.engine.session import DEFAULT_SPACE, open_tools
from coverart.errors import UsageError
from coverart.export.check import Finding, check, trimmed
from coverart.export.presets import load_presets, preset
from coverart.export.render import ExportOrder
from coverart.settings import demo_folder

Given = argparse.Namespace


def crops(given: Given) -> int:
    """List the crop candidates of one photo."""
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        found = run(crop(given.photo, given.aspect, given.mode, tools), meter.tell)
    if given.json:
        report.print_json(report.crops_as_json(given.photo, given.aspect, found))
    else:
        print(report.crops_as_text(given.photo, given.aspect, found))
    return 0


def mood(given: Given) -> int:
    """Show the mood of files and words; what cannot be used of them makes the exit code 1."""
    if not given.files and not given.text.strip():
        raise UsageError("There is nothing to read a mood from", "give a file or --text")
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        felt = run(feel(given.files, tools), meter.tell)
        text = tools.space.encode_text(given.text) if given.text.strip() else None
        songs = mood_course.portraits(felt, tools, meter) if given.course else {}
    unknown = bool(given.text.strip()) and text is None
    sentence = UsageError("None of the words carries a mood we know", "try “calm” or “dark red”")
    if unknown and not given.files:
        raise sentence
    rows = mood_course.add_courses(report.moods(felt, given.text, text), songs)
    if given.json:
        report.print_json(rows)
    else:
        for row in rows:
            parts = (report.moods_as_text([row]), mood_course.course_as_text(row))
            print("\n".join(filter(None, parts)))
    report.tell_skipped(meter.skipped)
    if unknown:
        warn(sentence)
    return 1 if meter.skipped or unknown else 0


def export(given: Given) -> int:
    """Write a crop as a cover, and say what the platform would mind."""
    order = ExportOrder(
        photo=given.photo,
        box=given.box,
        target=given.output,
        preset=preset(given.preset) if given.preset else None,
        upscale=given.upscale,
        overwrite=given.overwrite,
        lettering=typed_lettering(given),
    )
    foreseen = _foreseen(order)
    report.tell_findings(foreseen)
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        order = replace(order, lettering=with_font(order.lettering, tools, meter))
        written = run(export_job(order, tools), meter.tell)
    report.tell_findings([one for one in written.findings if one not in foreseen])
    print(report.written_as_text(written))
    return 0


def presets(given: Given) -> int:  # noqa: ARG001 (every command takes what was typed)
    """List the presets."""
    print(report.presets_as_text(load_presets()))
    return 0


def demo(given: Given) -> int:
    """Make the demo, and open it."""
    folder = given.folder or demo_folder()
    with Meter() as meter:
        made = run(demonstrate(folder), meter.tell)
    print(f"A song and pictures to try are in {plain(folder)}")
    if given.no_window:
        print(f"coverart rank {shlex.quote(str(made.song))} {shlex.quote(str(made.photos))}")
        return 0
    given.paths = [made.song, made.photos]
    from coverart.cli.window import gui  # noqa: PLC0415 (loads Qt)

    return gui(given)


def _foreseen(order: ExportOrder) -> tuple[Finding, ...]:
    """What the platform minds about the crop; a wrong shape is left to the export to refuse."""
    if order.preset is None or trimmed(order.box, order.preset.aspect) is None:
        return ()
    return check(order.preset, order.box, order.upscale)

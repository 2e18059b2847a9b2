"""The export dialog: tick presets, read what their platforms mind, set words, write the covers."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coverart.engine.exporting import ReleaseResult, release
from coverart.errors import CoverArtError
from coverart.export.lettering import Lettered
from coverart.export.presets import Preset
from coverart.export.release import STANDARD
from coverart.export.render import Exported, ExportOrder
from coverart.gui.finish.checks_page import ChecksPage
from coverart.gui.finish.choosing import Asking, keep_folder, last_folder
from coverart.gui.finish.cover_preview import CoverPreview
from coverart.gui.finish.export_plan import Material, Plan, file_filter, suggested_name
from coverart.gui.finish.lettering_form import LetteringForm
from coverart.gui.finish.preset_list import PresetList
from coverart.gui.finish.previewing import Previewing
from coverart.gui.finish.release_card import ReleaseCard
from coverart.gui.finish.results_page import ResultsPage
from coverart.gui.finish.show_file import show_file
from coverart.gui.finish.tag_sheet import TagSheet
from coverart.gui.finish.target_card import TargetCard
from coverart.gui.look.pages import Pages
from coverart.gui.look.parts import Button, as_part, label, row
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import STEP
from coverart.gui.studio.one_job import OneJob, Prepare
from coverart.gui.studio.worker import News
from coverart.language import _, plural

LIST_WIDTH = 34 * STEP


class ExportDialog(Sheet):
    """Exports the crops of a `Material`; `prepare` gives the threads for what takes long.

    `tagged` tells that the song carries the cover now, and is another file for it.
    """

    tagged = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        material: Material,
        prepare: Prepare,
        asking: Asking | None = None,
    ) -> None:
        super().__init__(parent, _("Export the cover"))
        self._material = material
        self._prepare = prepare
        self._asking = asking or Asking()
        self._folder = last_folder()
        self._enlarge = False
        self._orders: tuple[ExportOrder, ...] = ()
        self.exported: tuple[Exported, ...] = ()
        self._job = OneJob(prepare)
        self._previewing = Previewing(prepare)
        self.release = ReleaseCard(self._tick_release)
        self.presets = PresetList(material.presets)
        self._plan = material.plan(self.presets.presets[0])
        self.preview = CoverPreview()
        self._trouble = label(part="warning", wraps=True)
        self.checks = ChecksPage()
        self.form = LetteringForm(material.title, material.artist)
        self.results = ResultsPage()
        self.pages = Pages(
            {
                _("Checks"): self.checks,
                _("Title and artist"): self.form,
                _("Written"): self.results,
            }
        )
        change = Button(_("Change…"), self._change_folder, "plain")
        self.target = TargetCard(change, self.preview.width())
        self._show = Button(_("Show in folder"), self._show_written)
        self._tag = Button(_("Put it into the song's tags…"), self.tag)
        self._close = Button(_("Close"), self.reject)
        self._export = Button(_("Export…"), self.export, "primary")
        self._lay_out()
        self._connect_parts()
        self.presets.tick([self._plan.preset.name])
        self.presets.choose(0)
        self._mark_findings()
        self.presets.setFocus()

    def export(self) -> None:
        """Ask where to if need be, and write what is ticked."""
        orders = self._asked_for()
        if not orders:
            return
        self._orders = orders
        self._folder = orders[0].target.parent
        keep_folder(self._folder)
        self.exported = ()
        self.results.begin(orders)
        self.pages.offer(self.results, True)
        self.pages.show_page(self.results)
        self._export.setEnabled(False)
        self._close.setText(_("Stop"))
        self._job.start(lambda tools: release(orders, tools), self._finish)

    def tag(self) -> TagSheet:
        """Ask whether the cover may go into the song's tags."""
        sheet = TagSheet(self, self._material, self._prepare, self.form.lettering)
        sheet.tagged.connect(self.tagged)
        sheet.open()
        return sheet

    def reject(self) -> None:
        """Stop what is being written, or else close."""
        if self._job.running:
            self._job.let_go()
            self.results.stop()
            self._end()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close; a cover that is being written is not."""
        self._job.let_go()
        self._previewing.stop()
        super().done(result)

    @property
    def _plans(self) -> tuple[Plan, ...]:
        return tuple(self._planned(preset) for preset in self.presets.ticked)

    def _planned(self, preset: Preset) -> Plan:
        return replace(self._material.plan(preset), enlarge=self._enlarge)

    def _targets(self) -> list[Path]:
        name = self._material.name
        return [self._folder / suggested_name(name, plan) for plan in self._plans]

    def _asked_for(self) -> tuple[ExportOrder, ...]:
        """What is to be written; for a single file the user says where to."""
        plans, lettering = self._plans, self.form.lettering
        if len(plans) != 1:
            replacing = self.target.replace_box.isChecked()
            pairs = zip(plans, self._targets(), strict=True)
            return tuple(plan.order(target, lettering, replacing) for plan, target in pairs)
        (plan,), (suggested,) = plans, self._targets()
        target = self._asking.file(self, suggested, file_filter(plan.preset.formats))
        # The file dialog has asked whether a file of that name may be replaced.
        return (plan.order(target, lettering, overwrite=True),) if target else ()

    def _choose(self, preset: Preset) -> None:
        self._plan = self._planned(preset)
        self.checks.show_plan(self._plan)
        if self.pages.shown is self.results:
            self.pages.show_page(self.checks)
        ratio = self._plan.preset.aspect.ratio
        self.preview.show_shape(ratio)
        self._draw()

    def _draw(self) -> None:
        self._previewing.show(self._plan.crop, self.form.lettering, self.preview.longest)

    def _allow_enlarging(self, allowed: bool) -> None:
        self._enlarge = allowed
        self._plan = self._planned(self._plan.preset)
        self.checks.show_plan(self._plan)
        self._mark_findings()

    def _mark_findings(self) -> None:
        for number, preset in enumerate(self.presets.presets):
            self.presets.show_findings(number, self._planned(preset).findings)

    def _tick_release(self) -> None:
        self.presets.tick(STANDARD)
        self._show_ticked()

    def _show_ticked(self) -> None:
        """Say what would be written now."""
        self._suggest(self._export)
        ticked = self.presets.ticked
        there = [preset.name for preset in self.presets.presets]
        wanted = [name for name in STANDARD if name in there]
        whole = [preset.name for preset in ticked] == [one for one in there if one in wanted]
        self.release.show_set(whole and len(wanted) > 1, STANDARD[-1] in there)
        self.target.show_targets(self._targets(), self._folder)
        number = len(ticked)
        several = plural("Export {number} file", "Export {number} files", number)
        self._export.setText(several.format(number=number) if number > 1 else _("Export…"))
        self._export.setEnabled(number > 0 and not self._job.running)

    def _show_lettered(self, image: QImage, made: Lettered) -> None:
        self._trouble.hide()
        self.preview.show_image(image)
        lettered = self.form.lettering is not None
        self.form.show_outcome(made.suggestion if lettered else None, made.missing)

    def _complain(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.show()

    def _change_folder(self) -> None:
        folder = self._asking.folder(self, self._folder)
        if folder is not None:
            self._folder = folder
            self._show_ticked()

    def _listen(self, news: News) -> None:
        if news.progress is not None:
            self.results.show_progress(news.progress.done)

    def _finish(self, result: ReleaseResult) -> None:
        self.exported = result.exported
        self.results.finish(result.exported, result.failed)
        self._end()

    def _fail(self, error: CoverArtError) -> None:
        self.results.stop()
        self._complain(str(error))
        self._end()

    def _end(self) -> None:
        self._close.setText(_("Close"))
        self._show.setVisible(bool(self.exported))
        self._tag.setVisible(bool(self.exported) and self._material.song is not None)
        self._show_ticked()
        if self.exported:
            self._suggest(self._close)

    def _suggest(self, button: Button) -> None:
        """Let this one of the two stand out, and Enter press it."""
        for one in (self._close, self._export):
            as_part(one, "primary" if one is button else "")
        button.setDefault(True)

    def _show_written(self) -> None:
        if self.exported:
            show_file(self.exported[0].path)

    def _connect_parts(self) -> None:
        self.presets.preset_chosen.connect(self._choose)
        self.presets.ticked_changed.connect(self._show_ticked)
        self.checks.enlarging_allowed.connect(self._allow_enlarging)
        self.form.changed.connect(self._draw)
        self._previewing.shown.connect(self._show_lettered)
        self._previewing.failed.connect(self._complain)
        self._previewing.colours_found.connect(self.form.colours.show_palette)
        self._previewing.fonts_found.connect(self.form.show_fonts)
        self._job.told.connect(self._listen)
        self._job.failed.connect(self._fail)
        self._job.broken.connect(self._end)

    def _lay_out(self) -> None:
        self.resize(118 * STEP, 70 * STEP)
        columns = row(
            _column(LIST_WIDTH, self.release, self.presets),
            _column(
                self.preview.width(),
                self.preview,
                self.form.verdict,
                self._trouble,
                self.target,
            ),
            self.pages,
            gap=3 * STEP,
        )
        columns.setStretch(2, 1)
        self.body.addLayout(columns, 1)
        self.add_foot(self._show, self._tag, self._close, self._export)
        self.pages.offer(self.results, False)
        for widget in (self._trouble, self._show, self._tag):
            widget.hide()


def _column(width: int, *widgets: QWidget) -> QWidget:
    own = QWidget()
    own.setFixedWidth(width)
    layout = QVBoxLayout(own)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2 * STEP)
    for widget in widgets:
        layout.addWidget(widget)
    if not any(isinstance(widget, PresetList) for widget in widgets):
        layout.addStretch()
    return own

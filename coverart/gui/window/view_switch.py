"""The switch between the two views: crops for a song, and songs for a picture."""

from enum import Enum

from coverart.gui.commands import hint
from coverart.gui.look.segments import Segments
from coverart.language import _, mark


class View(Enum):
    """What is looked for; the values are what the switch says."""

    CROPS = mark("Crops")
    SONGS = mark("Songs")


EXPLAINED = {
    View.CROPS: mark("Crops that fit a song"),
    View.SONGS: mark("Songs that fit a picture"),
}


class ViewSwitch(Segments):
    """Shows the view, and says by `chosen` which one the user wants."""

    def __init__(self) -> None:
        super().__init__({view: _(view.value) for view in View}, _("View"))
        for view in View:
            self.explain(view, f"{_(EXPLAINED[view])}\n{hint('turn')}")
        self.mark(View.CROPS)

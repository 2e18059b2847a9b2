"""What can become of the files that are dragged over the window, before they are dropped.

Everything of a drop is used at once, but single pictures may be used in two ways: as photos to
look through, and as reference pictures. Where there are no photos yet, one picture may be either
and several are photos; where there are some, one picture is a reference and several may be either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from coverart.gui.studio.drops import Kinds, complaint, kinds_of, not_here
from coverart.gui.studio.wording import places_name
from coverart.language import _, plural


class Use(Enum):
    """What files become; the values name drawings."""

    SONG = "song"
    PHOTOS = "folder"
    REFERENCE = "picture"


class Situation(Enum):
    """What the window looks for, and whether it has photos to look through."""

    EMPTY = "crops, without photos yet"
    SEARCHING = "crops among photos"
    SONGS = "songs"


@dataclass(frozen=True, slots=True)
class Landed:
    """What a drop brought, and one sentence about what of it cannot be used, or nothing.

    `places` are folders and pictures to look through; where songs are looked for, folders and
    songs.
    """

    song: Path | None = None
    places: tuple[Path, ...] = ()
    references: tuple[Path, ...] = ()
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A use, in words, and what exactly for; `certain` if it happens wherever one drops."""

    use: Use
    title: str
    detail: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """The zones to drop on, none if nothing can be used, and what a drop brings.

    That is `usual`, but for the uses in `others`, if it happens on their zones.
    """

    zones: tuple[Zone, ...]
    usual: Landed
    others: Mapping[Use, Landed] = field(default_factory=dict)

    @property
    def complaint(self) -> str:
        """What cannot be used whatever happens."""
        return self.usual.complaint

    def lit(self, under: Zone | None) -> tuple[Zone, ...]:
        """The zones that a drop would act on, with one of them under the pointer."""
        choices = [zone for zone in self.zones if not zone.certain]
        chosen = under if under in choices else self._usual_of(choices)
        return tuple(zone for zone in self.zones if zone.certain or zone is chosen)

    def landed(self, under: Zone | None) -> Landed:
        """What a drop brings, with a zone under the pointer."""
        return self.usual if under is None else self.others.get(under.use, self.usual)

    def _usual_of(self, choices: Sequence[Zone]) -> Zone | None:
        return next((zone for zone in choices if zone.use not in self.others), None)


def offer(paths: Sequence[Path], situation: Situation) -> Offer:
    """What can become of some paths, which may be none."""
    if not paths:
        return _useless(not_here())
    kinds = kinds_of(paths)
    if situation is Situation.SONGS:
        return _offer_songs(kinds)
    return _offer_crops(kinds, situation)


def _offer_crops(kinds: Kinds, situation: Situation) -> Offer:
    said = complaint(kinds.songs, kinds.strangers)
    song = kinds.songs[0] if kinds.songs else None
    uses = _picture_uses(kinds, situation)
    if song is None and not uses:
        return _useless(said or _unread(kinds))
    zones = [Zone(Use.SONG, _("Use as the song"), song.name)] if song else []
    for use in sorted(uses, key=list(Use).index):
        told = _told_photos(kinds, situation) if use is Use.PHOTOS else _told_references(kinds)
        zones.append(Zone(use, *told, certain=len(uses) == 1))
    usual = _landing(kinds, song, uses[0] if uses else None, said)
    return Offer(tuple(zones), usual, {use: _landing(kinds, song, use, said) for use in uses[1:]})


def _picture_uses(kinds: Kinds, situation: Situation) -> tuple[Use, ...]:
    """What folders and pictures may become, the usual first."""
    several = len(kinds.pictures) > 1
    if kinds.folders:
        return (Use.PHOTOS,)
    if not kinds.pictures:
        return ()
    if situation is Situation.EMPTY:
        return (Use.PHOTOS,) if several else (Use.PHOTOS, Use.REFERENCE)
    return (Use.REFERENCE, Use.PHOTOS) if several else (Use.REFERENCE,)


def _landing(kinds: Kinds, song: Path | None, use: Use | None, said: str) -> Landed:
    if use is Use.PHOTOS:
        return Landed(song, (*kinds.folders, *kinds.pictures, *kinds.unread), (), said)
    return Landed(song, (), kinds.pictures if use is Use.REFERENCE else (), said or _unread(kinds))


def _offer_songs(kinds: Kinds) -> Offer:
    said = complaint((), kinds.strangers) or _unread(kinds) or _one_picture(kinds.pictures)
    places, pictures = (*kinds.folders, *kinds.songs), kinds.pictures[:1]
    if not places and not pictures:
        return _useless(said)
    zones = [Zone(Use.SONG, *_told_songs(kinds))] if places else []
    if pictures:
        title = _("Find songs that fit this picture")
        zones.append(Zone(Use.REFERENCE, title, pictures[0].name))
    return Offer(tuple(zones), Landed(None, places, pictures, said))


def _useless(sentence: str) -> Offer:
    return Offer((), Landed(complaint=sentence))


def _unread(kinds: Kinds) -> str:
    if not kinds.unread:
        return ""
    sentence = _("{name} is a kind of picture that cannot be read.")
    return sentence.format(name=kinds.unread[0].name)


def _one_picture(pictures: Sequence[Path]) -> str:
    if not pictures[1:]:
        return ""
    return _("One picture at a time: {name} was taken.").format(name=pictures[0].name)


def _told_photos(kinds: Kinds, situation: Situation) -> tuple[str, str]:
    folders, pictures = len(kinds.folders), len(kinds.pictures)
    if folders and pictures:
        title = _("Look for covers in all of these")
    elif folders:
        title = plural(
            "Look for covers in this folder", "Look for covers in {number} folders", folders
        ).format(number=folders)
    else:
        title = plural(
            "Look for covers in this picture", "Look for covers in {number} pictures", pictures
        ).format(number=pictures)
    if situation is Situation.SEARCHING:
        return title, _("In place of the photos used now")
    return title, places_name((*kinds.folders, *kinds.pictures))


def _told_references(kinds: Kinds) -> tuple[str, str]:
    number = len(kinds.pictures)
    title = plural("Use as reference picture", "Use as reference pictures", number)
    return title, plural("Crops like it come first", "Crops like them come first", number)


def _told_songs(kinds: Kinds) -> tuple[str, str]:
    folders, songs = len(kinds.folders), len(kinds.songs)
    name = places_name((*kinds.folders, *kinds.songs))
    if folders and songs:
        return _("Look for songs in all of these"), name
    if folders:
        title = plural(
            "Look for songs in this folder", "Look for songs in {number} folders", folders
        )
        return title.format(number=folders), name
    title = plural("See whether this song fits", "Look among {number} songs", songs)
    return title.format(number=songs), name

"""The personas in a folder: listed, read, changed, and read anew when a file changes.

`NAME.toml` is the persona; in the folder `NAME` beside it lies what came with a character card:
`card.json` as it was, `lorebook.json`, a picture. The id is NAME; "" is SEL's own, which lies where
it always did. A file that cannot be read leaves what was read of it last.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sel.affect.hormones import STILL, Levels
from sel.errors import InputRefused, PersonaError, StoreError
from sel.paths import PRIVATE_FOLDER
from sel.persona_events import CheckView, PersonaView
from sel.porting.lore.book import Lorebook, lorebook
from sel.porting.personas.checking import LONGEST, checked, cost, temper
from sel.prompt.persona import Persona
from sel.prompt.tokens import TokenScale

OWN = ""
OWN_NAME = "sel"
"""What SEL's own persona is called where a name must be typed."""
MOST = 500
"""Personas that are looked at."""
LARGEST = 8 * 1024 * 1024
"""Bytes of a lorebook or a card that are read."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\Z")

Stamp = tuple[int, int]


@dataclass(slots=True)
class _Read:
    """What was read of a file last, and what the file was like then."""

    stamp: Stamp | None = None
    persona: Persona | None = None
    view: CheckView = field(default_factory=CheckView)


@dataclass(slots=True)
class _Book:
    stamp: Stamp | None = None
    book: Lorebook | None = None


class Personas:
    """The personas of one SEL. `own` is read where the person has none of their own."""

    def __init__(self, folder: Path, own_file: Path, own: Persona) -> None:
        self.folder, self._own_file, self._own = folder, own_file, own
        self._read: dict[str, _Read] = {}
        self._books: dict[str, _Book] = {}

    # ------------------------------------------------------------ what the brain asks

    def persona(self, id: str) -> Persona:
        """The persona as its file is now; SEL's own where there is none of that id."""
        found = self._look(id).persona
        if found is None and id != OWN:
            found = self._look(OWN).persona
        return found or self._own

    def known(self, id: str) -> bool:
        """Whether SEL can be this one."""
        return id == OWN or self._look(id).persona is not None

    def lore(self, id: str) -> Lorebook | None:
        """What it knows of its world."""
        if id == OWN or not _NAME.match(id):
            return None
        path = self.beside(id) / "lorebook.json"
        kept, stamp = self._books.setdefault(id, _Book()), _stamp(path)
        if stamp != kept.stamp:
            kept.stamp, kept.book = stamp, _book(path) if stamp else None
        return kept.book

    def temper(self, id: str) -> Levels:
        """What its baselines differ by from SEL's own."""
        return STILL if id == OWN else temper(self.persona(id))

    # ------------------------------------------------------------ what people ask

    def id_of(self, name: str) -> str:
        """The id of what somebody typed. Raises `InputRefused` where there is none."""
        wanted = name.strip().casefold()
        if wanted in (OWN, OWN_NAME):
            return OWN
        names = self.ids()
        shown = [id for id in names if self.persona(id).name.casefold() == wanted]
        found = [wanted] if wanted in names else shown
        if not found:
            there = ", ".join([OWN_NAME, *names])
            raise InputRefused("There is no such persona.", hint=f"There are: {there}.")
        return found[0]

    def called(self, name: str) -> str:
        """The id of the persona of this name, "" where there is none."""
        try:
            return self.id_of(name)
        except InputRefused:
            return OWN

    def ids(self) -> list[str]:
        """All but SEL's own, by name."""
        try:
            stems = sorted(path.stem for path in self.folder.glob("*.toml"))[:MOST]
        except OSError:
            return []
        return [stem for stem in stems if _NAME.match(stem) and stem != OWN_NAME]

    def all(self, in_use: str = OWN, scale: TokenScale | None = None) -> list[PersonaView]:
        """All of them, SEL's own first."""
        return [self.view(id, in_use, scale) for id in (OWN, *self.ids())]

    def view(self, id: str, in_use: str = OWN, scale: TokenScale | None = None) -> PersonaView:
        """One of them for a list."""
        read, book = self._look(id), self.lore(id)
        persona = read.persona or self._own
        wrong = [one.text for one in read.view.problems if one.final]
        path = self.path(id)
        return PersonaView(
            id=id,
            name=persona.name if read.persona or id == OWN else id,
            file=str(path) if path.exists() else "",
            tokens=cost(persona, scale or TokenScale()),
            entries=len(book.entries) if book else 0,
            greetings=len(persona.greetings),
            card=(self.beside(id) / "card.json").exists() if id else False,
            in_use=id == in_use,
            problem=wrong[0] if wrong else "",
        )

    def text(self, id: str) -> str:
        """Its file, to edit; for SEL's own without one, the one that ships. Raises `StoreError`."""
        path = self.path(id)
        if id == OWN and not path.exists():
            from sel import paths

            path = paths.assets() / "persona.toml"
        try:
            return path.read_bytes()[: 4 * LONGEST].decode("utf-8", "replace")
        except OSError as error:
            raise StoreError(f"It cannot be read: {error.strerror}.", where=str(path)) from None

    def save(self, id: str, text: str) -> CheckView:
        """Write its file, if it can be used. Raises `PersonaError`, `StoreError`."""
        _, view = checked(text)
        if not view.usable:
            one = next(one for one in view.problems if one.final)
            raise PersonaError(one.text, where=f"line {one.line}" if one.line else "")
        write(self.path(id), text.encode("utf-8", "replace"))
        return view

    def new(self, wanted: str, text: str) -> str:
        """A persona of about this name; its id. Raises `PersonaError`, `StoreError`."""
        id = self.free(wanted)
        self.save(id, text)
        return id

    def free(self, wanted: str) -> str:
        """An id made of a name ("Öster" is "oster") that no persona has."""
        bare = unicodedata.normalize("NFKD", wanted.casefold()).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:32] or "persona"
        stem = f"{stem}-1" if stem == OWN_NAME else stem
        for number in range(1, 10_000):
            id = stem if number == 1 else f"{stem}-{number}"
            if not self.path(id).exists() and not self.beside(id).exists():
                return id
        raise StoreError("There are too many personas of that name.")

    def remove(self, id: str) -> None:
        """Take it away, with all that lies beside it. Raises `InputRefused`, `StoreError`."""
        if id == OWN:
            raise InputRefused("SEL's own persona stays.", hint="Edit it, or use another.")
        try:
            shutil.rmtree(self.beside(id), ignore_errors=False)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise StoreError(f"It cannot be removed: {error.strerror}.") from None
        try:
            self.path(id).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"It cannot be removed: {error.strerror}.") from None
        self._read.pop(id, None)
        self._books.pop(id, None)

    def path(self, id: str) -> Path:
        """Where its file lies. Raises `InputRefused` for what is no id."""
        if id == OWN:
            return self._own_file
        return self.folder / f"{_sure(id)}.toml"

    def beside(self, id: str) -> Path:
        """Where lies what came with its card."""
        return self.folder / _sure(id)

    def stamps(self) -> dict[str, Stamp | None]:
        """What all files are like now: another answer means that something changed."""
        return {id: _stamp(self.path(id)) for id in (OWN, *self.ids())}

    # ------------------------------------------------------------ files

    def _look(self, id: str) -> _Read:
        if id != OWN and not _NAME.match(id):
            return _Read()
        kept, path = self._read.setdefault(id, _Read()), self.path(id)
        stamp = _stamp(path)
        if stamp == kept.stamp:
            return kept
        kept.stamp = stamp
        if stamp is None:
            kept.persona, kept.view = None, CheckView()
            return kept
        try:
            text = path.read_bytes()[: 4 * LONGEST].decode("utf-8", "replace")
        except OSError:
            return kept  # what was read last stays
        persona, kept.view = checked(text)
        kept.persona = persona or kept.persona
        return kept


def _sure(id: str) -> str:
    if not _NAME.match(id):
        raise InputRefused("That is no name of a persona.", hint="Letters, digits and - only.")
    return id


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _book(path: Path) -> Lorebook | None:
    try:
        if path.stat().st_size > LARGEST:
            return None
        return lorebook(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return None


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, for its owner's eyes. Raises `StoreError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # 0600
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "bad name"
        raise StoreError(f"It cannot be written: {reason}.", where=str(path)) from None


def lines(views: list[PersonaView]) -> Iterator[str]:
    """The list in words."""
    for one in views:
        mark = "*" if one.in_use else " "
        more = f", {one.entries} lore entries" if one.entries else ""
        wrong = f"  ! {one.problem}" if one.problem else ""
        yield f"{mark} {one.id or OWN_NAME:<20} {one.name:<24} {one.tokens} tokens{more}{wrong}"
